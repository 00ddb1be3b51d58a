"""The fetched bytes are kept, append-only; pages tell when they were modified, links which version of a paper they mean."""

import django.db.models.deletion
from django.db import migrations, models

APPEND_ONLY = """
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON claims_snapshot
FOR EACH ROW EXECUTE FUNCTION claims_refuse_to_forget();
CREATE TRIGGER append_only_whole BEFORE TRUNCATE ON claims_snapshot
FOR EACH STATEMENT EXECUTE FUNCTION claims_refuse_to_forget()
"""
FORGETFUL = "DROP TRIGGER append_only ON claims_snapshot; DROP TRIGGER append_only_whole ON claims_snapshot"


class Migration(migrations.Migration):
    dependencies = [
        ("claims", "0005_lineage_and_repeats"),
    ]

    operations = [
        migrations.AddField(
            model_name="announcement",
            name="modified_on",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="sourcelink",
            name="arxiv_version",
            field=models.PositiveSmallIntegerField(blank=True, null=True),
        ),
        migrations.CreateModel(
            name="Snapshot",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("captured_at", models.DateTimeField()),
                ("asked_url", models.URLField(blank=True, max_length=4000)),
                ("final_url", models.URLField(blank=True, max_length=4000)),
                ("status", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("content_type", models.CharField(blank=True, max_length=200)),
                ("body_sha256", models.CharField(max_length=64)),
                ("body_size", models.PositiveIntegerField()),
                ("text_sha256", models.CharField(max_length=64)),
                ("warc", models.BinaryField()),
                (
                    "announcement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="snapshots",
                        to="claims.announcement",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("announcement", "body_sha256"), name="snapshot_once_per_body"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("asked_url", ""), ("final_url", ""), ("status", None)),
                            models.Q(("status__isnull", False), models.Q(("asked_url", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="snapshot_of_a_page_or_a_file",
                    ),
                ],
            },
        ),
        migrations.RunSQL(APPEND_ONLY, FORGETFUL),
    ]
