"""What editors decide of claims at the reading desk leaves an entry that cannot be altered."""

import django.core.serializers.json
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

APPEND_ONLY = """
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON claims_claimact
FOR EACH ROW EXECUTE FUNCTION claims_refuse_to_forget();
CREATE TRIGGER append_only_whole BEFORE TRUNCATE ON claims_claimact
FOR EACH STATEMENT EXECUTE FUNCTION claims_refuse_to_forget();
"""
FORGETFUL = "DROP TRIGGER append_only ON claims_claimact; DROP TRIGGER append_only_whole ON claims_claimact;"


class Migration(migrations.Migration):
    dependencies = [
        ("claims", "0041_lists_of_the_desk_are_saved"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ClaimAct",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "act",
                    models.CharField(
                        choices=[
                            ("tracked", "taken up"),
                            ("dismissed", "dismissed"),
                            ("archived", "archived"),
                            ("reopened", "made a draft again"),
                            ("edited", "edited"),
                            ("split", "split"),
                            ("marked", "marked by hand"),
                            ("undone", "undone"),
                        ],
                        max_length=10,
                    ),
                ),
                ("reason", models.TextField(blank=True)),
                (
                    "before",
                    models.JSONField(blank=True, default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder),
                ),
                ("after", models.JSONField(default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder)),
                ("recorded_at", models.DateTimeField()),
                (
                    "actor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "claim",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="acts", to="claims.claim"
                    ),
                ),
                (
                    "part_of",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="parts",
                        to="claims.claimact",
                    ),
                ),
                (
                    "undoes",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="undone_by",
                        to="claims.claimact",
                    ),
                ),
            ],
            options={
                "verbose_name": "decision on a claim",
                "verbose_name_plural": "decisions on claims",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "act__in",
                                ["tracked", "dismissed", "archived", "reopened", "edited", "split", "marked", "undone"],
                            )
                        ),
                        name="claim_act_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("act", "undone"), ("undoes__isnull", False)),
                            models.Q(models.Q(("act", "undone"), _negated=True), ("undoes", None)),
                            _connector="OR",
                        ),
                        name="claim_act_undoes_what_it_names",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("part_of", None), ("act", "marked"), _connector="OR"),
                        name="claim_act_parts_are_marked",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("undoes", None), models.Q(("undoes", models.F("id")), _negated=True), _connector="OR"
                        ),
                        name="claim_act_not_its_own_undoing",
                    ),
                ],
            },
        ),
        migrations.RunSQL(APPEND_ONLY, FORGETFUL),
    ]
