"""What a page shows is found by indexes: no plan reads a big table from end to end, whatever its tables grow to.

PostgreSQL reads a small table whole, and rightly so. So it is told to do without, and what counts is how many rows its
plans touch with thousands of rows in each table. Sums over all rows are left out: jobs keep those that take long.
"""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bench.api import FILL
from bench.desk_rows import DESK_ROWS
from claims.facets import MANY_CLAIMS
from claims.models import Claim
from claims.workflows.renew_counts import renew_counts

pytestmark = pytest.mark.django_db

# From 5,000 claims on counts are kept. A page of fifty rows looks at some hundreds beside them.
CLAIMS, MOST_READ = 6_000, 1_500
BIG = {
    f"claims_{name}"
    for name in (
        "appearance", "claim", "claimact", "delivery", "evidence", "fetch", "paper", "pagecheck", "quantity",
        "rawrecord", "statuschange", "visit", "visitschedule", "webhookdelivery",
    )
}  # fmt: skip
PAGES = (
    "/",
    "/claims/",
    "/claims/?status=refuted",
    "/claims/?subject=77",
    "/claims/?organisation=7",
    "/claims/?grade_min=E4",
    "/claims/?q=quetzal",
    "/claims/?q=zz",
    "/claims/?q=%E8%83%BD%E8%80%97%E7%BF%BB%E5%80%8D",
    "/claims/50/",
    "/announcements/",
    "/announcements/50/",
    "/papers/50/",
    "/subjects/",
    "/subjects/77/",
    "/organisations/",
    "/organisations/7/",
    "/statistics/",
)
API = (
    "claims/",
    "claims/?status=refuted",
    "claims/?q=quetzal",
    "claims/?q=zz",
    "claims/?q=%E8%83%BD%E8%80%97%E7%BF%BB%E5%80%8D",
    "claims/?subject=77",
    "claims/?ordering=-claimed_on",
    "evidence/?paper=77",
    "papers/?q=quetzal",
    "papers/?ordering=-published_on",
    "status-changes/",
    "visits/?claim=50",
)
DESK = (
    "claim/",
    "claim/?workflow__exact=draft",
    "claim/?q=quetzal",
    "claim/?q=zz",
    "claim/50/change/",
    "claimact/",
    "delivery/",
    "evidence/",
    "evidence/?q=quetzal",
    "waitingevidence/",
    "fetch/",
    "pagecheck/",
    "paper/",
    "paper/?q=quetzal",
    "rawrecord/",
    "statuschange/",
    "statuschange/?q=quetzal",
    "visit/",
    "visitschedule/",
    "visitschedule/?q=quetzal",
    "webhookdelivery/",
)
# Sums, and the question whether there are many claims.
SUMS = re.compile(rf"GROUP BY|COUNT\(|MIN\(|SELECT DISTINCT|OFFSET {MANY_CLAIMS}$")
FILLED = re.compile(r"INSERT INTO (\w+)")
FILTERED = ("Rows Removed by Filter", "Rows Removed by Join Filter", "Rows Removed by Index Recheck")


def fill() -> User:
    """Thousands of rows in each big table, with the numbers from 1 on, and whoever works at the desk."""
    editor = User.objects.create_superuser("editor")
    with connection.cursor() as cursor:
        # What other tests took back has used up numbers.
        for table in FILLED.findall(FILL + DESK_ROWS):
            if connection.introspection.get_sequences(cursor, table):
                cursor.execute(f"ALTER TABLE {table} ALTER COLUMN id RESTART")
        values = {"claims": CLAIMS, "editor": editor.pk}
        cursor.execute(FILL, values)
        cursor.execute(DESK_ROWS, values)
        Claim.objects.filter(pk__in=(4_000, 5_000)).update(text="quetzal 能耗翻倍")
        for index in ("claim_said_trigrams", "claim_said_pairs", "paper_terms_gin"):
            cursor.execute("SELECT gin_clean_pending_list(%s::regclass)", [index])
        cursor.execute("ANALYZE")
        for kind in ("seqscan", "hashjoin", "mergejoin"):
            cursor.execute(f"SET LOCAL enable_{kind} = off")
    while renew_counts(clock=timezone.now):
        pass
    return editor


def scans(plan: dict[str, Any]) -> Iterator[tuple[str, int]]:
    """Each table that a plan reads rows of, with how many."""
    if table := plan.get("Relation Name"):
        rows = plan["Actual Rows"] + sum(plan.get(removed, 0) for removed in FILTERED)
        yield table, int(rows * plan["Actual Loops"])
    for part in plan.get("Plans", ()):
        yield from scans(part)


def read_too_much(client: Client, addresses: tuple[str, ...], **headers: str) -> dict[str, list[str]]:
    """Address → which big tables its plans read how much of, where that is more than `MOST_READ` rows."""
    found = dict[str, list[str]]()
    for address in addresses:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200, address
        rows = [
            f"{rows} of {table}"
            for query in queries.captured_queries
            if query["sql"].startswith("SELECT") and not SUMS.search(query["sql"])
            for table, rows in scans(explained(query["sql"]))
            if table in BIG and rows > MOST_READ
        ]
        if rows:
            found[address] = rows
    return found


def explained(statement: str) -> dict[str, Any]:
    with connection.connection.cursor() as cursor:
        (told,) = cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {statement}").fetchone()
    plan: dict[str, Any] = (json.loads(told) if isinstance(told, str) else told)[0]["Plan"]
    return plan


def test_no_page_reads_a_big_table_from_end_to_end(client: Client) -> None:
    editor = fill()
    assert read_too_much(client, PAGES) == {}
    assert read_too_much(client, tuple(f"/api/v1/{one}" for one in API)) == {}
    client.force_login(editor)
    assert read_too_much(client, tuple(f"/admin/claims/{one}" for one in DESK)) == {}
    # And reading too much is noticed.
    with connection.cursor() as cursor:
        cursor.execute("DROP INDEX claim_said_trigrams")
    assert list(read_too_much(client, ("/claims/?q=quetzal",))) == ["/claims/?q=quetzal"]
