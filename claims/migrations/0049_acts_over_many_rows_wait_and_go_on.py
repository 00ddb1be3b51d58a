"""One act over many rows waits to be confirmed, and goes on row by row."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("claims", "0048_searches_look_at_small_letters"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="BulkRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveBigIntegerField()),
                ("seen", models.PositiveBigIntegerField(default=0)),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[("done", "done"), ("same", "was so already"), ("refused", "refused")],
                        max_length=10,
                    ),
                ),
                ("told", models.TextField(blank=True)),
            ],
        ),
        migrations.CreateModel(
            name="BulkRun",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "act",
                    models.CharField(
                        choices=[
                            ("look", "look now"),
                            ("assign", "assign"),
                            ("dismiss", "dismiss"),
                            ("unmerge", "take out of what it was merged into"),
                            ("accept", "accept"),
                            ("reject", "reject"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("asked", "to be confirmed"),
                            ("working", "at work"),
                            ("stopped", "stopped"),
                            ("done", "done"),
                            ("failed", "failed"),
                        ],
                        default="asked",
                        max_length=10,
                    ),
                ),
                ("reason", models.TextField(blank=True)),
                ("rows_total", models.PositiveIntegerField()),
                ("recorded_at", models.DateTimeField()),
                ("confirmed_at", models.DateTimeField(blank=True, null=True)),
                ("finished_at", models.DateTimeField(blank=True, null=True)),
                ("due_at", models.DateTimeField(blank=True, null=True)),
                ("leased_until", models.DateTimeField(blank=True, null=True)),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("failure", models.TextField(blank=True)),
            ],
            options={
                "verbose_name": "act over many rows",
                "verbose_name_plural": "acts over many rows",
            },
        ),
        migrations.AddField(
            model_name="bulkrun",
            name="actor",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="bulkrun",
            name="editor",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="bulkrow",
            name="run",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="rows", to="claims.bulkrun"
            ),
        ),
        migrations.AddIndex(
            model_name="bulkrun",
            index=models.Index(condition=models.Q(("due_at__isnull", False)), fields=["due_at", "id"], name="bulk_due"),
        ),
        migrations.AddConstraint(
            model_name="bulkrun",
            constraint=models.CheckConstraint(
                condition=models.Q(("act__in", ["look", "assign", "dismiss", "unmerge", "accept", "reject"])),
                name="bulk_act_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="bulkrun",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["asked", "working", "stopped", "done", "failed"])),
                name="bulk_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="bulkrun",
            constraint=models.CheckConstraint(
                condition=models.Q(("state", "working"), ("due_at", None), _connector="OR"),
                name="bulk_due_only_while_at_work",
            ),
        ),
        migrations.AddIndex(
            model_name="bulkrow",
            index=models.Index(condition=models.Q(("outcome", "")), fields=["run", "number"], name="bulk_row_waits"),
        ),
        migrations.AddConstraint(
            model_name="bulkrow",
            constraint=models.UniqueConstraint(fields=("run", "number"), name="bulk_row_once"),
        ),
        migrations.AddConstraint(
            model_name="bulkrow",
            constraint=models.CheckConstraint(
                condition=models.Q(("outcome__in", ["", "done", "same", "refused"])), name="bulk_outcome_known"
            ),
        ),
    ]
