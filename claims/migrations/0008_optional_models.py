"""Language models that read and propose beside the rules: what is theirs, and what asking them cost.

Claims from before were read by the rules alone, in their first version.
"""

import django.db.models.deletion
from django.db import migrations, models

NAME_THE_RULES = """UPDATE claims_claim SET readers = '["rules 1"]' WHERE readers = '[]'"""


class Migration(migrations.Migration):
    dependencies = [
        ("claims", "0006_snapshots_and_what_pages_tell"),
    ]

    operations = [
        migrations.AddField(
            model_name="claim",
            name="readers",
            field=models.JSONField(blank=True, default=list),
        ),
        migrations.RunSQL(NAME_THE_RULES, migrations.RunSQL.noop),
        migrations.AddField(
            model_name="evidence",
            name="proposed_by",
            field=models.TextField(blank=True),
        ),
        migrations.AddConstraint(
            model_name="evidence",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("proposed_by", ""),
                    models.Q(("state", "accepted"), _negated=True),
                    ("decided_by__isnull", False),
                    _connector="OR",
                ),
                name="evidence_of_a_model_accepted_by_a_person",
            ),
        ),
        migrations.CreateModel(
            name="ModelRun",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("task", models.CharField(choices=[("reading", "reading"), ("assessing", "assessing")], max_length=10)),
                ("model", models.TextField()),
                ("prompt_version", models.CharField(max_length=20)),
                ("recorded_at", models.DateTimeField()),
                ("requests", models.PositiveIntegerField(default=0)),
                ("seconds", models.FloatField(default=0)),
                ("prompt_tokens", models.PositiveIntegerField(default=0)),
                ("completion_tokens", models.PositiveIntegerField(default=0)),
                ("price", models.DecimalField(blank=True, decimal_places=6, max_digits=14, null=True)),
                ("proposed", models.PositiveIntegerField(default=0)),
                ("kept", models.PositiveIntegerField(default=0)),
                ("doubled", models.PositiveIntegerField(default=0)),
                ("dropped", models.JSONField(blank=True, default=dict)),
                ("remarks", models.TextField(blank=True)),
                ("failed", models.BooleanField(default=False)),
                (
                    "announcement",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="model_runs",
                        to="claims.announcement",
                    ),
                ),
                (
                    "claim",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="model_runs",
                        to="claims.claim",
                    ),
                ),
                (
                    "paper_version",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="model_runs",
                        to="claims.paperversion",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("failed", False), ("task", "reading")),
                        fields=("announcement", "model", "prompt_version"),
                        name="model_reads_an_announcement_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("failed", False), ("task", "assessing")),
                        fields=("claim", "paper_version", "model", "prompt_version"),
                        name="model_assesses_a_pair_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("announcement__isnull", False),
                                ("claim__isnull", True),
                                ("paper_version__isnull", True),
                                ("task", "reading"),
                            ),
                            models.Q(
                                ("announcement__isnull", True),
                                ("claim__isnull", False),
                                ("paper_version__isnull", False),
                                ("task", "assessing"),
                            ),
                            _connector="OR",
                        ),
                        name="model_run_is_about_what_it_was_asked",
                    ),
                ],
            },
        ),
    ]
