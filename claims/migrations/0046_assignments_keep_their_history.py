"""Who was given a claim, by whom and when, is kept for good; what is assigned today is where the history begins."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

APPEND_ONLY = """
INSERT INTO claims_assignmentstep (claim_id, editor_id, actor_id, recorded_at)
SELECT claim_id, editor_id, assigned_by_id, assigned_at FROM claims_assignment ORDER BY assigned_at, claim_id;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON claims_assignmentstep
FOR EACH ROW EXECUTE FUNCTION claims_refuse_to_forget();
CREATE TRIGGER append_only_whole BEFORE TRUNCATE ON claims_assignmentstep
FOR EACH STATEMENT EXECUTE FUNCTION claims_refuse_to_forget();
"""
FORGETFUL = (
    "DROP TRIGGER append_only ON claims_assignmentstep; DROP TRIGGER append_only_whole ON claims_assignmentstep;"
)


class Migration(migrations.Migration):
    dependencies = [
        ("claims", "0045_many_rows_tell_at_once"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="AssignmentStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assignment_steps",
                        to="claims.claim",
                    ),
                ),
                (
                    "editor",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.RunSQL(APPEND_ONLY, FORGETFUL),
    ]
