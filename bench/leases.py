"""Leases of due visits: batches of 100 against row by row, over a million rows that are all due.

`python -m bench.leases [ROWS]`. The tables are not logged, so that no commit waits for the disk, which would be worse
for leasing row by row. What is timed is the processor, ours and the database's together, and the clock beside it.
"""

import sys
import time
from datetime import UTC, datetime
from functools import partial

from bench.rounds import ROUNDS, medians, processor_seconds
from bench.scratch import scratch_tables

NOW = datetime(2026, 1, 1, tzinfo=UTC)
LEASED = 1000

# Wide rows, as claims are; a fifth is at rest, which no schedule has. Of their indexes, the key alone is read.
FILL = """
CREATE UNLOGGED TABLE claims_claim (LIKE public.claims_claim INCLUDING DEFAULTS, PRIMARY KEY (id));
INSERT INTO claims_claim
    (id, text, language, kind, attribution, hedged, denied, score, reading_reasons, readers, recorded_at, workflow,
     status, certainty, proposal)
SELECT number, repeat('Zephyr has three trillion parameters. ', 12), 'en', 'quantity', 'self', false, false, 1, '[]',
       '[]', now(), CASE WHEN number %% 5 = 0 THEN 'archived' ELSE 'tracked' END, 'unverified', 'very_low', ''
FROM generate_series(1, %s) number
"""
SCHEDULE = """
INSERT INTO claims_visitschedule (claim_id, due_at, quiet_visits)
SELECT id, %s - random() * interval '90 days', 0 FROM claims_claim WHERE workflow = 'tracked'
"""


def main(rows: int) -> None:
    """Print the microseconds a claim of leasing in batches and row by row, and how they compare."""
    with scratch_tables("claims_visitschedule"):
        fill(rows)
        for clock in (processor_seconds, time.perf_counter):
            seconds = medians({str(limit): partial(lease, limit) for limit in (100, 1)}, clock=clock)
            print(f"{rows:,} rows, {LEASED} leases, medians of {ROUNDS} interleaved rounds, {clock.__name__}")
            for limit, taken in seconds.items():
                print(f"  {limit} at a time: {1e6 * taken / LEASED:.1f} µs a claim")
            print(f"  batches are {seconds['1'] / seconds['100']:.1f} x faster")


def lease(limit: int) -> None:
    """Lease `LEASED` claims, `limit` at a time."""
    from claims.workflows.lease_due_visits import lease_due_visits

    for _ in range(LEASED // limit):
        if len(lease_due_visits(now=NOW, limit=limit)) != limit:
            raise SystemExit("too few rows are due")


def fill(rows: int) -> None:
    """Store claims and their schedule: `rows` rows of it."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(FILL, [rows * 5 // 4])
        cursor.execute(SCHEDULE, [NOW])
        cursor.execute("VACUUM ANALYZE claims_claim, claims_visitschedule")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
