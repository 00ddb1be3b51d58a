"""Texts that people submit wait as rows that a job takes turns at, instead of being read while they wait."""

import django.core.serializers.json
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("claims", "0023_public_changes")]

    operations = [
        migrations.RemoveConstraint(model_name="submission", name="submission_of_one_thing"),
        migrations.AddField(
            model_name="submission",
            name="intake",
            field=models.JSONField(blank=True, encoder=django.core.serializers.json.DjangoJSONEncoder, null=True),
        ),
        migrations.AddField(model_name="submission", name="due_at", field=models.DateTimeField(blank=True, null=True)),
        migrations.AddField(
            model_name="submission", name="leased_until", field=models.DateTimeField(blank=True, null=True)
        ),
        migrations.AddField(model_name="submission", name="tries", field=models.PositiveSmallIntegerField(default=0)),
        migrations.AddField(model_name="submission", name="failure", field=models.TextField(blank=True)),
        migrations.AddIndex(
            model_name="submission",
            index=models.Index(
                condition=models.Q(("due_at__isnull", False)), fields=["due_at", "id"], name="submission_due"
            ),
        ),
        migrations.AddConstraint(
            model_name="submission",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("announcement", None), ("intake__isnull", True), ("lead__isnull", False)),
                    models.Q(("announcement", None), ("intake__isnull", False), ("lead", None)),
                    models.Q(("announcement__isnull", False), ("intake__isnull", True), ("lead", None)),
                    _connector="OR",
                ),
                name="submission_of_one_thing",
            ),
        ),
        migrations.AddConstraint(
            model_name="submission",
            constraint=models.CheckConstraint(
                condition=models.Q(("intake__isnull", False), ("due_at", None), _connector="OR"),
                name="submission_due_only_while_a_text_waits",
            ),
        ),
    ]
