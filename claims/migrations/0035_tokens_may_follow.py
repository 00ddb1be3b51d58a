"""A token may be for following alone: what one follows, and one's own webhooks."""

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("claims", "0034_public_issues_keep_their_headline"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="apitoken",
            name="token_scopes_known",
        ),
        migrations.AlterField(
            model_name="apitoken",
            name="scopes",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(
                    choices=[
                        ("read", "read, at the pace of people we know"),
                        ("follow", "follow things and keep webhooks, your own alone"),
                        ("submit", "submit announcements and see what became of them"),
                        ("propose", "propose evidence and rulings, and comment on claims"),
                        ("review", "accept and reject evidence, and have claims looked for"),
                        ("rule", "rule on claims, merge them, and publish comments"),
                        ("admin", "all that its owner may do"),
                    ],
                    max_length=10,
                ),
                size=None,
            ),
        ),
        migrations.AddConstraint(
            model_name="apitoken",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("scopes__contained_by", ["read", "follow", "submit", "propose", "review", "rule", "admin"]),
                    ("scopes__len__gt", 0),
                ),
                name="token_scopes_known",
            ),
        ),
    ]
