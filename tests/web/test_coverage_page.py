"""The page of coverage: each watched source with its answers and faults, in a number of queries that does not grow."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import Settings

from claims.core.sources import Source
from claims.coverage import ClaimsWatched, Day, DayState, SourceCoverage, coverage
from claims.models import VisitSchedule, VisitSource
from claims.web.coverage_page import show_coverage
from tests.web.made_up_claims import NOW, claim
from tests.web.made_up_sources import BUSY, PLAIN, asked, fetch, harvest, sources_in_several_states, watched_papers

pytestmark = pytest.mark.django_db
WATCHED = frozenset({"arxiv", "openalex", "crossref", "datacite", "feed"})


def of(source: Source, *watched: str) -> SourceCoverage:
    read = coverage(watched or WATCHED, now=NOW)
    return next(one for one in read.sources if one.source is source)


def test_a_source_that_fails_says_since_when_and_why_without_the_question() -> None:
    sources_in_several_states()
    failing = of(Source.ARXIV)
    assert (failing.last_answer, failing.failing_since, failing.last_failure, failing.reason) == (
        NOW - timedelta(days=2),
        NOW - timedelta(hours=30),
        NOW - timedelta(hours=1),
        PLAIN,
    )
    assert (failing.requests_in_week, failing.failures_in_week) == (9, 3)
    assert failing.whole_up_to == NOW - timedelta(days=2)


def test_an_answer_ends_an_outage_and_the_last_failure_stays_told() -> None:
    fetch(Source.ARXIV, NOW - timedelta(hours=5), failure=BUSY, status=429)
    fetch(Source.ARXIV, NOW - timedelta(hours=4))
    healed = of(Source.ARXIV)
    assert (healed.failing_since, healed.last_failure, healed.reason) == (None, NOW - timedelta(hours=5), PLAIN)


def test_an_outage_that_began_long_ago_is_still_told() -> None:
    fetch(Source.ARXIV, NOW - timedelta(days=80))
    fetch(Source.ARXIV, NOW - timedelta(days=70), failure=BUSY, status=429)
    fetch(Source.ARXIV, NOW - timedelta(days=60), failure=BUSY, status=429)
    silent = of(Source.ARXIV)
    assert (silent.last_answer, silent.failing_since, silent.last_failure) == tuple(
        NOW - timedelta(days=days) for days in (80, 70, 60)
    )


def test_a_source_that_was_not_asked_lately_is_not_told_to_answer() -> None:
    fetch(Source.ARXIV, NOW - timedelta(days=40))
    fetch(Source.OPENALEX, NOW - timedelta(days=1))
    shown = show_coverage(coverage({"arxiv", "openalex", "crossref"}, now=NOW)).sources
    assert [source.state.label for source in shown] == ["Not asked lately", "Answering", "Not asked yet"]


def test_a_redirection_is_no_answer() -> None:
    fetch(Source.ARXIV, NOW - timedelta(hours=5), status=301)
    assert of(Source.ARXIV).last_answer is None


def test_one_site_of_many_that_fails_is_no_outage_until_none_has_answered_for_a_day() -> None:
    fetch(Source.FEED, NOW - timedelta(hours=3))
    fetch(Source.FEED, NOW - timedelta(hours=2), failure="https://a.example/feed answered 404.", status=404)
    assert of(Source.FEED).failing_since is None
    later = coverage({"feed"}, now=NOW + timedelta(days=2)).sources[0]
    assert later.failing_since == NOW - timedelta(hours=2)


def test_the_days_of_the_strip_are_told_apart() -> None:
    midday = NOW.replace(hour=12) - timedelta(days=1)
    fetch(Source.ARXIV, midday)
    fetch(Source.ARXIV, midday - timedelta(days=1))
    fetch(Source.ARXIV, midday - timedelta(days=1), failure=BUSY)
    fetch(Source.ARXIV, midday - timedelta(days=2), failure=BUSY)
    fetch(Source.ARXIV, midday - timedelta(days=40))
    days = of(Source.ARXIV).days
    assert [len(days), days[-1], days[-3]] == [
        30,
        Day(day=date(2026, 5, 3)),
        Day(day=date(2026, 5, 1), requests=2, failures=1),
    ]
    assert [day.state for day in days[-5:]] == [
        DayState.NOT_ASKED,
        DayState.ALL_FAILED,
        DayState.SOME_FAILED,
        DayState.ANSWERED,
        DayState.NOT_ASKED,
    ]
    shown = show_coverage(coverage({"arxiv"}, now=NOW)).sources[0]
    assert shown.summary == (
        "Of the last 30 days: answered on 1 day, answered with some failures on 1 day, nothing but failures on 1 day, "
        "not asked on 27 days."
    )


def test_costs_are_those_of_a_day_and_of_thirty() -> None:
    fetch(Source.OPENALEX, NOW - timedelta(hours=2), cost="0.001")
    fetch(Source.OPENALEX, NOW - timedelta(days=20), cost="0.01")
    fetch(Source.OPENALEX, NOW - timedelta(days=31), cost="5")
    paid = of(Source.OPENALEX)
    assert (paid.cost_in_day, paid.cost_in_month) == (Decimal("0.001"), Decimal("0.011"))


def test_a_source_that_is_left_alone_is_not_asked_before_its_time() -> None:
    sources_in_several_states()
    VisitSchedule.objects.create(claim=claim("Zephyr-9 is large."), due_at=NOW + timedelta(hours=1))
    closed = of(Source.DATACITE)
    assert (closed.closed_until, closed.next_look) == (NOW + timedelta(hours=3), NOW + timedelta(hours=3))
    assert closed.closed_because == "api.datacite.org had a fault of its own (503)"
    assert of(Source.OPENALEX).next_look == NOW + timedelta(hours=1)


def test_claims_are_counted_by_when_they_were_looked_at_and_a_failed_look_is_none() -> None:
    for back, due in ((1, 3), (20, -1), (80, 3), (100, 3)):
        made = claim(f"Zephyr-9 is large on day {back}.")
        VisitSchedule.objects.create(claim=made, due_at=NOW + timedelta(days=due))
        asked(made, VisitSource.ARXIV, NOW - timedelta(hours=1), failure=BUSY)
        asked(made, VisitSource.STORED_PAPERS, NOW - timedelta(days=back + 1), query="zephyr-9")
        asked(made, VisitSource.STORED_PAPERS, NOW - timedelta(days=back), query="zephyr-9")
    assert coverage((), now=NOW).claims == ClaimsWatched(watched=4, in_week=1, in_month=2, in_quarter=3, late=1)


def test_the_page_tells_what_is_and_what_is_not_watched(client: Client, settings: Settings) -> None:
    settings.SOURCES = WATCHED
    sources_in_several_states()
    watched_papers()
    page = client.get("/coverage/").content.decode()
    wanted = (
        "Failing since 2 May 2026",
        PLAIN,
        "<code>cs:cs:LG</code>",
        "4,000 of 10,000 records on 12 pages",
        "stopped by an editor",
        "<span>whole up to",
        "a pass is under way",
        "The Daily Model",
        "news.example did not know what we asked for (404)",
        "Semantic Scholar, Hugging Face, Hacker News, Web pages, Wayback Machine",
    )
    assert [words for words in wanted if words not in page] == []
    assert "search_query" not in page
    assert "key=1" not in page


def test_without_a_watched_source_the_page_says_so(client: Client) -> None:
    assert "No source is watched." in client.get("/coverage/").content.decode()


def queries(client: Client) -> int:
    with CaptureQueriesContext(
        connection,
    ) as asked_for:
        assert client.get("/coverage/").status_code == 200
    return len(asked_for)


def test_more_rows_take_no_more_queries(client: Client, settings: Settings) -> None:
    settings.SOURCES = WATCHED
    sources_in_several_states()
    before = queries(client)
    for number in range(3):
        harvest(Source.ARXIV, f"cs:cs:{number}")
        fetch(Source.ARXIV, timezone.now(), failure=BUSY)
        VisitSchedule.objects.create(claim=claim(f"Zephyr-{number} is large."), due_at=NOW)
    assert (before, queries(client)) == (12, 12)


def test_the_command_tells_the_same_on_one_screen(capsys: pytest.CaptureFixture[str], settings: Settings) -> None:
    settings.SOURCES = WATCHED
    sources_in_several_states()
    call_command("coverage")
    said = capsys.readouterr().out
    assert f"arXiv: failing since 2026-05-02 03:30: {PLAIN}" in said
    assert "Not watched: Semantic Scholar, Hugging Face, Hacker News, Web pages, Wayback Machine" in said
    assert len(said.splitlines()) <= 24
