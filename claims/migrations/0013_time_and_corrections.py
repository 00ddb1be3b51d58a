"""Past days can be told: each state of evidence and its time, when arithmetic ceased to count, and notices on papers.

A trigger writes the steps of evidence, so that no path can change a state and leave no trace. Of what was stored before,
the steps are as far as they can be told: what a status rested on had counted, and what is invalid became so by now.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

STANDINGS = ["current", "corrected", "expression_of_concern", "retracted", "withdrawn"]
STATES = ["proposed", "accepted", "rejected", "invalidated"]
GUARDED = ("claims_papernotice", "claims_evidencestep")

PAST_STEPS = """
INSERT INTO claims_evidencestep (evidence_id, state, recorded_at)
SELECT id, CASE WHEN state <> 'invalidated' THEN state
                WHEN id IN (SELECT evidence_id FROM claims_statuschange_evidence) THEN 'accepted'
                ELSE 'proposed' END, recorded_at
FROM claims_evidence ORDER BY id;
INSERT INTO claims_evidencestep (evidence_id, state, recorded_at)
SELECT id, state, current_timestamp FROM claims_evidence WHERE state = 'invalidated' ORDER BY id;
UPDATE claims_evidence
SET state_since = CASE WHEN state = 'invalidated' THEN current_timestamp ELSE recorded_at END;
UPDATE claims_recomputation SET retired_at = current_timestamp WHERE NOT is_current;
INSERT INTO claims_papernotice (paper_id, standing, issued_on, source_url, reason, recorded_at)
SELECT id, standing, recorded_at::date, url, '', recorded_at FROM claims_paper WHERE standing <> 'current' ORDER BY id;
"""

TELL_STEPS = """
CREATE FUNCTION claims_date_evidence_state() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        NEW.state_since := COALESCE(NEW.state_since, NEW.recorded_at);
    ELSIF NEW.state <> OLD.state AND NEW.state_since IS NOT DISTINCT FROM OLD.state_since THEN
        NEW.state_since := current_timestamp;
    END IF;
    RETURN NEW;
END $$;
CREATE FUNCTION claims_tell_evidence_step() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' OR NEW.state <> OLD.state THEN
        INSERT INTO claims_evidencestep (evidence_id, state, recorded_at) VALUES (NEW.id, NEW.state, NEW.state_since);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER date_state BEFORE INSERT OR UPDATE OF state ON claims_evidence
FOR EACH ROW EXECUTE FUNCTION claims_date_evidence_state();
CREATE TRIGGER tell_step AFTER INSERT OR UPDATE OF state ON claims_evidence
FOR EACH ROW EXECUTE FUNCTION claims_tell_evidence_step();
"""
TELL_NOTHING = """
DROP TRIGGER tell_step ON claims_evidence;
DROP TRIGGER date_state ON claims_evidence;
DROP FUNCTION claims_tell_evidence_step();
DROP FUNCTION claims_date_evidence_state();
"""


def _create(table: str) -> str:
    return (
        f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {table}"
        " FOR EACH ROW EXECUTE FUNCTION claims_refuse_to_forget();"
        f"CREATE TRIGGER append_only_whole BEFORE TRUNCATE ON {table}"
        " FOR EACH STATEMENT EXECUTE FUNCTION claims_refuse_to_forget();"
    )


APPEND_ONLY = "".join(_create(table) for table in GUARDED)
FORGETFUL = "".join(
    f"DROP TRIGGER append_only ON {table}; DROP TRIGGER append_only_whole ON {table};" for table in GUARDED
)


class Migration(migrations.Migration):
    dependencies = [
        ("claims", "0012_people_decide"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="evidence",
            name="state_since",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="recomputation",
            name="retired_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.CreateModel(
            name="EvidenceStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("state", models.CharField(choices=[(state, state) for state in STATES], max_length=12)),
                ("recorded_at", models.DateTimeField()),
                (
                    "evidence",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="steps", to="claims.evidence"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", STATES)), name="evidence_step_state_known"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PaperNotice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "standing",
                    models.CharField(
                        choices=[(standing, standing.replace("_", " ")) for standing in STANDINGS], max_length=30
                    ),
                ),
                ("issued_on", models.DateField()),
                ("source_url", models.URLField(blank=True, max_length=2000)),
                ("reason", models.TextField(blank=True)),
                ("recorded_at", models.DateTimeField()),
                (
                    "actor",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "paper",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="notices", to="claims.paper"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("paper", "standing", "issued_on", "source_url"), name="notice_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("standing__in", STANDINGS)), name="notice_standing_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("actor", None), models.Q(("source_url", ""), _negated=True), _connector="OR"
                        ),
                        name="notice_of_a_person_has_a_source",
                    ),
                ],
            },
        ),
        migrations.RunSQL(PAST_STEPS, migrations.RunSQL.noop),
        # What went before must be checked before the tables can be altered again.
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE", migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name="recomputation",
            constraint=models.CheckConstraint(
                condition=models.Q(("is_current", True), ("retired_at", None))
                | models.Q(("is_current", False), ("retired_at__isnull", False)),
                name="recomputation_retired_at_a_time",
            ),
        ),
        migrations.RunSQL(TELL_STEPS, TELL_NOTHING),
        migrations.RunSQL(APPEND_ONLY, FORGETFUL),
    ]
