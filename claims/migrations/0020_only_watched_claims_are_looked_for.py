"""Probes lie in the order of their anchors, free visits in the order they are due, and claims at rest have neither.

Probes that were filed before stay in force, as one query each, until their claim is looked at again.
"""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models.functions import Greatest

import claims.models.matching

OPEN = "('draft', 'tracked')"

# What an index entry can hold is bounded; the few probes beyond it are filed anew at their claim's next visit.
TAKE_OLD = f"""
CREATE TEMPORARY TABLE filed ON COMMIT DROP AS
SELECT claim_id, row_number() OVER (PARTITION BY claim_id ORDER BY probe.id) - 1 AS number, anchor,
       quote_literal(anchor)::tsquery AS name, query AS context
FROM claims_claimprobe probe JOIN claims_claim claim ON claim.id = claim_id AND workflow IN {OPEN}
WHERE pg_column_size(query) < 2000
"""
FILE_OLD = """
INSERT INTO claims_claimprobe (claim_id, anchor, query, wording)
SELECT claim_id, anchor, name && context, (name && context)::text FROM filed ON CONFLICT DO NOTHING
"""
TAKE_NEW = """
CREATE TEMPORARY TABLE filed ON COMMIT DROP AS
SELECT claim_id, number, anchor, name, context FROM claims_claimprobe
"""
FILE_NEW = """
INSERT INTO claims_claimprobe (claim_id, number, anchor, name, context)
SELECT claim_id, number, anchor, name, context FROM filed
"""

CREATE_TRIGGER = f"""
CREATE FUNCTION claims_watch_or_rest() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.workflow IN {OPEN} THEN
        INSERT INTO claims_visitschedule (claim_id, due_at, quiet_visits) VALUES (NEW.id, NEW.recorded_at, 0)
        ON CONFLICT DO NOTHING;
    ELSE
        DELETE FROM claims_claimprobe WHERE claim_id = NEW.id;
        DELETE FROM claims_visitschedule WHERE claim_id = NEW.id;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER watch_or_rest AFTER UPDATE OF workflow ON claims_claim
FOR EACH ROW WHEN (OLD.workflow IS DISTINCT FROM NEW.workflow) EXECUTE FUNCTION claims_watch_or_rest();
DELETE FROM claims_visitschedule schedule USING claims_claim claim
WHERE claim.id = schedule.claim_id AND claim.workflow NOT IN {OPEN}
"""
DROP_TRIGGER = """
DROP TRIGGER watch_or_rest ON claims_claim;
DROP FUNCTION claims_watch_or_rest();
INSERT INTO claims_visitschedule (claim_id, due_at, quiet_visits)
SELECT id, recorded_at, 0 FROM claims_claim WHERE workflow IN ('archived', 'dismissed') ON CONFLICT DO NOTHING
"""


class Migration(migrations.Migration):
    dependencies = [("claims", "0019_leads_of_feeds_that_are_off")]

    operations = [
        migrations.RunSQL(TAKE_OLD, FILE_OLD),
        migrations.DeleteModel(name="ClaimProbe"),
        migrations.CreateModel(
            name="ClaimProbe",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "claim", "number", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                ("anchor", models.TextField()),
                ("name", claims.models.matching.SearchQueryField()),
                ("context", claims.models.matching.SearchQueryField()),
                (
                    "claim",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="probes",
                        to="claims.claim",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["anchor", "claim"], include=("name", "context"), name="probe_by_anchor")
                ],
            },
        ),
        migrations.RunSQL(FILE_NEW, TAKE_NEW),
        # On the way back the schedule gets rows, after which its indexes could not be changed: so these come last.
        migrations.RunSQL(CREATE_TRIGGER, DROP_TRIGGER),
        migrations.RemoveIndex(model_name="visitschedule", name="visit_schedule_due"),
        migrations.AddIndex(
            model_name="visitschedule",
            index=models.Index(Greatest("due_at", "leased_until"), models.F("claim"), name="visit_schedule_free"),
        ),
    ]
