"""Counts over many claims are kept in a table, which a job renews and all processes read."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("claims", "0038_united_subjects_keep_their_numbers")]

    operations = [
        migrations.CreateModel(
            name="KeptCounts",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=40)),
                ("of", models.CharField(max_length=2000)),
                ("counts", models.JSONField(null=True)),
                ("computed_at", models.DateTimeField(null=True)),
                ("seconds", models.FloatField(default=0)),
                ("asked_at", models.DateTimeField()),
            ],
            options={
                "verbose_name_plural": "kept counts",
                "constraints": [
                    models.UniqueConstraint(fields=("name", "of"), name="kept_counts_once"),
                    models.CheckConstraint(
                        condition=models.Q(("counts__isnull", True), ("computed_at__isnull", False), _connector="OR"),
                        name="kept_counts_have_their_time",
                    ),
                ],
            },
        ),
    ]
