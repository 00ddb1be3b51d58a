"""Whatever somebody may want to be told of leaves an event in the outbox, in its own transaction, by triggers.

So no path can change a status, a claim, evidence or a paper's standing and tell nobody. What happened before is in the
outbox too, for feeds tell it; nobody followed anything then, so nobody is told of it late.
"""

from django.db import migrations

# Kind, table, when it is told of a new or changed row, its row, claim, paper, announcement, and its time.
INSERTED = "TG_OP = 'INSERT'"
STEPS_BEFORE = "SELECT state FROM claims_evidencestep WHERE evidence_id = NEW.evidence_id AND id < NEW.id"
WAS_ACCEPTED = f"COALESCE(({STEPS_BEFORE} ORDER BY id DESC LIMIT 1), '') = 'accepted'"
CLAIM_OF_STEP = "(SELECT claim_id FROM claims_evidence WHERE id = NEW.evidence_id)"
PAPER_OF_STEP = (
    "(SELECT v.paper_id FROM claims_evidence e JOIN claims_paperversion v ON v.id = e.paper_version_id"
    " WHERE e.id = NEW.evidence_id)"
)


def _becomes(state: str) -> str:
    return f"NEW.workflow = '{state}' AND (TG_OP = 'INSERT' OR OLD.workflow <> NEW.workflow)"


_CLAIM_TIME = "CASE WHEN TG_OP = 'INSERT' THEN NEW.recorded_at ELSE current_timestamp END"
TOLD = {
    "claims_claim": (
        ("claim.tracked", _becomes("tracked"), "NEW.id", "NULL", "NULL", _CLAIM_TIME),
        ("claim.dismissed", _becomes("dismissed"), "NEW.id", "NULL", "NULL", _CLAIM_TIME),
    ),
    "claims_statuschange": (("claim.status_changed", INSERTED, "NEW.claim_id", "NULL", "NULL", "NEW.recorded_at"),),
    "claims_claimmerge": (
        ("claim.merged", "NEW.step = 'merged'", "NEW.claim_id", "NULL", "NULL", "NEW.recorded_at"),
        ("claim.unmerged", "NEW.step = 'unmerged'", "NEW.claim_id", "NULL", "NULL", "NEW.recorded_at"),
    ),
    "claims_claimcomment": (
        ("claim.comment_published", "NEW.published_at IS NOT NULL", "NEW.claim_id", "NULL", "NULL", "NEW.published_at"),
    ),
    "claims_evidencestep": (
        ("evidence.accepted", "NEW.state = 'accepted'", CLAIM_OF_STEP, PAPER_OF_STEP, "NULL", "NEW.recorded_at"),
        (
            "evidence.dropped",
            f"NEW.state <> 'accepted' AND {WAS_ACCEPTED}",
            CLAIM_OF_STEP,
            PAPER_OF_STEP,
            "NULL",
            "NEW.recorded_at",
        ),
    ),
    "claims_papernotice": (("paper.notice", INSERTED, "NULL", "NEW.paper_id", "NULL", "NEW.recorded_at"),),
    "claims_announcement": (("announcement.added", INSERTED, "NULL", "NULL", "NEW.id", "NEW.recorded_at"),),
    "claims_silentedit": (("announcement.edited", INSERTED, "NULL", "NULL", "NEW.announcement_id", "NEW.found_at"),),
}
# The columns whose change can make an event.
ON_UPDATE = {"claims_claim": "workflow", "claims_claimcomment": "published_at"}


def _function(table: str) -> str:
    tells = "".join(
        f"""
    IF {condition} THEN
        INSERT INTO claims_outboxevent (kind, row, claim_id, paper_id, announcement_id, recorded_at)
        VALUES ('{kind}', NEW.id, {claim}, {paper}, {announcement}, {time})
        ON CONFLICT (kind, row) DO NOTHING;
    END IF;"""
        for kind, condition, claim, paper, announcement, time in TOLD[table]
    )
    return f"""
CREATE FUNCTION {table}_tells() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN{tells}
    RETURN NULL;
END $$"""


def _trigger(table: str) -> str:
    update = f" OR UPDATE OF {ON_UPDATE[table]}" if table in ON_UPDATE else ""
    return f"CREATE TRIGGER tell AFTER INSERT{update} ON {table} FOR EACH ROW EXECUTE FUNCTION {table}_tells()"


# Run again after it was run backwards, it adds what has come since, after what is there: events stay what they were.
PAST = """
INSERT INTO claims_outboxevent (kind, row, claim_id, paper_id, announcement_id, recorded_at, position)
SELECT kind, row, claim_id, paper_id, announcement_id, recorded_at,
       (SELECT COALESCE(max(position), 0) FROM claims_outboxevent) + row_number() OVER (ORDER BY recorded_at, kind, row)
FROM (
    SELECT 'claim.status_changed' AS kind, id AS row, claim_id, NULL::bigint AS paper_id,
           NULL::bigint AS announcement_id, recorded_at
    FROM claims_statuschange
    UNION ALL SELECT 'claim.tracked', id, id, NULL, NULL, recorded_at FROM claims_claim WHERE workflow = 'tracked'
    UNION ALL SELECT 'claim.dismissed', id, id, NULL, NULL, recorded_at FROM claims_claim WHERE workflow = 'dismissed'
    UNION ALL SELECT 'claim.' || step, id, claim_id, NULL, NULL, recorded_at FROM claims_claimmerge
    UNION ALL SELECT 'claim.comment_published', id, claim_id, NULL, NULL, published_at FROM claims_claimcomment
              WHERE published_at IS NOT NULL
    UNION ALL SELECT CASE WHEN s.state = 'accepted' THEN 'evidence.accepted' ELSE 'evidence.dropped' END,
                     s.id, e.claim_id, v.paper_id, NULL, s.recorded_at
              FROM (SELECT *, lag(state) OVER (PARTITION BY evidence_id ORDER BY id) AS before
                    FROM claims_evidencestep) s
              JOIN claims_evidence e ON e.id = s.evidence_id
              JOIN claims_paperversion v ON v.id = e.paper_version_id
              WHERE s.state = 'accepted' OR s.before = 'accepted'
    UNION ALL SELECT 'paper.notice', id, NULL, paper_id, NULL, recorded_at FROM claims_papernotice
    UNION ALL SELECT 'announcement.added', id, NULL, NULL, id, recorded_at FROM claims_announcement
    UNION ALL SELECT 'announcement.edited', id, NULL, NULL, announcement_id, found_at FROM claims_silentedit
) AS past
WHERE NOT EXISTS (SELECT FROM claims_outboxevent AS told WHERE told.kind = past.kind AND told.row = past.row)
"""

# Events are never taken back; only their position is written, once, when they are sealed.
GUARD = """
CREATE FUNCTION claims_keep_event() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.position IS NULL AND to_jsonb(NEW) - 'position' = to_jsonb(OLD) - 'position' THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON claims_outboxevent
FOR EACH ROW EXECUTE FUNCTION claims_keep_event();
CREATE TRIGGER append_only_whole BEFORE TRUNCATE ON claims_outboxevent
FOR EACH STATEMENT EXECUTE FUNCTION claims_refuse_to_forget();
"""
UNGUARD = """
DROP TRIGGER append_only_whole ON claims_outboxevent;
DROP TRIGGER append_only ON claims_outboxevent;
DROP FUNCTION claims_keep_event();
"""


class Migration(migrations.Migration):
    dependencies = [("claims", "0028_follows_digests_and_webhooks")]

    operations = [
        migrations.RunSQL(PAST, migrations.RunSQL.noop),
        *(
            operation
            for table in TOLD
            for operation in (
                migrations.RunSQL(_function(table), f"DROP FUNCTION {table}_tells()"),
                migrations.RunSQL(_trigger(table), f"DROP TRIGGER tell ON {table}"),
            )
        ),
        migrations.RunSQL(GUARD, UNGUARD),
    ]
