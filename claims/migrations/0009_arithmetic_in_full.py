"""Arithmetic in full: what an announcement's numbers say of each other, and what a recomputed claim would need."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q

CHECKS = ["equation", "product", "ratio", "share", "change", "parts", "percentages", "twice"]
OUTCOMES = ["agrees", "rounded", "differs"]


class Migration(migrations.Migration):
    dependencies = [
        ("claims", "0008_optional_models"),
    ]

    operations = [
        migrations.AddField(
            model_name="recomputation",
            name="name",
            field=models.CharField(blank=True, max_length=120),
        ),
        migrations.AddField(
            model_name="recomputation",
            name="needs",
            field=models.JSONField(blank=True, default=list),
        ),
        migrations.CreateModel(
            name="OwnArithmetic",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("check_made", models.CharField(choices=[(check, check) for check in CHECKS], max_length=12)),
                ("outcome", models.CharField(choices=[(outcome, outcome) for outcome in OUTCOMES], max_length=8)),
                ("steps", models.JSONField(default=list)),
                ("places", models.JSONField(default=list)),
                ("fingerprint", models.CharField(editable=False, max_length=64)),
                ("rule_version", models.CharField(max_length=20)),
                ("recorded_at", models.DateTimeField(editable=False)),
                ("is_current", models.BooleanField(default=True)),
                (
                    "announcement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="own_arithmetic",
                        to="claims.announcement",
                    ),
                ),
                ("claims", models.ManyToManyField(blank=True, related_name="own_arithmetic", to="claims.claim")),
            ],
            options={
                "verbose_name_plural": "own arithmetic",
                "constraints": [
                    models.UniqueConstraint(
                        condition=Q(is_current=True), fields=("announcement", "fingerprint"), name="own_arithmetic_once"
                    ),
                    models.CheckConstraint(condition=Q(check_made__in=CHECKS), name="own_arithmetic_check_known"),
                    models.CheckConstraint(condition=Q(outcome__in=OUTCOMES), name="own_arithmetic_outcome_known"),
                ],
            },
        ),
    ]
