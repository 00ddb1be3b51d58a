"""Rows that come in many at a time leave their events and steps by the statement, and pairs of letters cost a tenth.

What a statement adds is told by one `INSERT … SELECT`; what changes later is told row by row as before, for triggers
that watch single columns see no list of what changed. The pairs of letters are the same for every search: those with
a space, which no word has, are in the index now, and it takes a few calls in C to list them.
"""

from django.db import migrations

ADDED = {
    "claims_claim": """
    INSERT INTO claims_outboxevent (kind, row, claim_id, recorded_at)
    SELECT 'claim.' || workflow, id, id, recorded_at FROM added WHERE workflow IN ('tracked', 'dismissed') ORDER BY id
    ON CONFLICT (kind, row) DO NOTHING;""",
    "claims_statuschange": """
    INSERT INTO claims_outboxevent (kind, row, claim_id, recorded_at)
    SELECT 'claim.status_changed', id, claim_id, recorded_at FROM added ORDER BY id
    ON CONFLICT (kind, row) DO NOTHING;""",
    "claims_announcement": """
    INSERT INTO claims_outboxevent (kind, row, announcement_id, recorded_at)
    SELECT 'announcement.added', id, id, recorded_at FROM added ORDER BY id
    ON CONFLICT (kind, row) DO NOTHING;""",
    # Each step looks for its own rows by their keys: how many rows a new table holds PostgreSQL does not know, and a
    # join, or the order of the numbers alone, would have it go through all of them for each.
    "claims_evidencestep": """
    INSERT INTO claims_outboxevent (kind, row, claim_id, paper_id, recorded_at)
    SELECT CASE WHEN step.state = 'accepted' THEN 'evidence.accepted' ELSE 'evidence.dropped' END,
           step.id, (SELECT claim_id FROM claims_evidence WHERE id = step.evidence_id),
           (SELECT version.paper_id FROM claims_evidence AS of_it
            JOIN claims_paperversion AS version ON version.id = of_it.paper_version_id
            WHERE of_it.id = step.evidence_id), step.recorded_at
    FROM added AS step
    WHERE step.state = 'accepted' OR 'accepted' = (
        SELECT before.state FROM claims_evidencestep AS before
        WHERE before.evidence_id = step.evidence_id AND before.id < step.id ORDER BY before.id + 0 DESC LIMIT 1
    )
    ORDER BY step.id
    ON CONFLICT (kind, row) DO NOTHING;""",
}
# When rows are told of one by one, before and after this migration.
BY_ROW_BEFORE = {
    "claims_claim": "INSERT OR UPDATE OF workflow",
    "claims_statuschange": "INSERT",
    "claims_announcement": "INSERT",
    "claims_evidencestep": "INSERT",
}
BY_ROW_SINCE = {"claims_claim": "UPDATE OF workflow"}


def _function(table: str) -> str:
    return f"""
CREATE FUNCTION {table}_tells_added() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN{ADDED[table]}
    RETURN NULL;
END $$;
CREATE TRIGGER tell_added AFTER INSERT ON {table}
REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION {table}_tells_added()"""


def _drop_function(table: str) -> str:
    return f"DROP TRIGGER tell_added ON {table}; DROP FUNCTION {table}_tells_added()"


def _by_row(table: str, when: str) -> str:
    return f"CREATE TRIGGER tell AFTER {when} ON {table} FOR EACH ROW EXECUTE FUNCTION {table}_tells()"


def _retold(table: str) -> migrations.RunSQL:
    drop = f"DROP TRIGGER tell ON {table}"
    before, since = _by_row(table, BY_ROW_BEFORE[table]), BY_ROW_SINCE.get(table)
    if since is None:
        return migrations.RunSQL(drop, before)
    return migrations.RunSQL(f"{drop}; {_by_row(table, since)}", f"{drop}; {before}")


STEPS = """
CREATE FUNCTION claims_tell_first_evidence_step() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO claims_evidencestep (evidence_id, state, recorded_at)
    SELECT id, state, state_since FROM added ORDER BY id;
    RETURN NULL;
END $$;
DROP TRIGGER tell_step ON claims_evidence;
CREATE TRIGGER tell_step AFTER UPDATE OF state ON claims_evidence
FOR EACH ROW EXECUTE FUNCTION claims_tell_evidence_step();
CREATE TRIGGER tell_first_step AFTER INSERT ON claims_evidence
REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION claims_tell_first_evidence_step();
"""
STEPS_BY_ROW = """
DROP TRIGGER tell_first_step ON claims_evidence;
DROP TRIGGER tell_step ON claims_evidence;
CREATE TRIGGER tell_step AFTER INSERT OR UPDATE OF state ON claims_evidence
FOR EACH ROW EXECUTE FUNCTION claims_tell_evidence_step();
DROP FUNCTION claims_tell_first_evidence_step();
"""

# Each second letter is followed by a mark, once from the first letter on and once from the second.
PAIRS = """
CREATE OR REPLACE FUNCTION claims_pairs(words text) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT string_to_array(lower(words), NULL) || string_to_array(
        regexp_replace(lower(words), '(..)', E'\\\\1\\x01', 'g') || E'\\x01'
        || regexp_replace(substr(lower(words), 2), '(..)', E'\\\\1\\x01', 'g'), E'\\x01')
$$;
REINDEX INDEX claim_said_pairs;
"""
PAIRS_BEFORE = """
CREATE OR REPLACE FUNCTION claims_pairs(words text) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT COALESCE(array_agg(DISTINCT pair), '{}') FROM (
        SELECT letter AS pair FROM unnest(string_to_array(lower(words), NULL)) AS letter
        UNION ALL
        SELECT letter || lead(letter, 1, '') OVER (ORDER BY place)
        FROM unnest(string_to_array(lower(words), NULL)) WITH ORDINALITY AS letters (letter, place)
    ) AS pairs
    WHERE pair !~ '\\s'
$$;
REINDEX INDEX claim_said_pairs;
"""


class Migration(migrations.Migration):
    dependencies = [("claims", "0044_deliveries_are_sent_by_the_batch")]

    operations = [
        *(
            operation
            for table in ADDED
            for operation in (_retold(table), migrations.RunSQL(_function(table), _drop_function(table)))
        ),
        migrations.RunSQL(STEPS, STEPS_BY_ROW),
        migrations.RunSQL(PAIRS, PAIRS_BEFORE),
    ]
