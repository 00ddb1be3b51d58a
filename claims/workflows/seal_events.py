"""Give the events of the outbox their positions: none is ever inserted before one that somebody has read."""

from django.db import connection, transaction

# Any number that no other lock of this kind has; one worker seals at a time.
_LOCK = 7_309_851
# One event more than this waits for the next call, a minute later.
MOST = 50_000

_SEAL = """
WITH waiting AS (SELECT id FROM claims_outboxevent WHERE position IS NULL ORDER BY id LIMIT %s),
numbered AS (
    SELECT id, (SELECT COALESCE(max(position), 0) FROM claims_outboxevent) + row_number() OVER (ORDER BY id) AS position
    FROM waiting
)
UPDATE claims_outboxevent AS event SET position = numbered.position FROM numbered WHERE event.id = numbered.id
"""


def seal_events(*, limit: int = MOST) -> int:
    """Number up to `limit` committed events after those that have a position, and return how many.

    An event of a transaction that is still open is not seen; it comes after all that were numbered before, whatever
    its id. Repeating it numbers what has come since. Raises nothing.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        cursor.execute(_SEAL, [limit])
        return int(cursor.rowcount)


def last_position() -> int:
    """The position of the newest sealed event, 0 for none."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT COALESCE(max(position), 0) FROM claims_outboxevent")
        row = cursor.fetchone()
    return int(row[0]) if row else 0
