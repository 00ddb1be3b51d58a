"""A feed is read again and again: every address once, nothing lost by a fault, and never quiet about one."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from claims.models import Feed, Lead, LeadOrigin, LeadState
from claims.models.leases import due_rows
from claims.sources.connectors import Answer as Fetched
from claims.sources.connectors import Request
from claims.workflows.keep_feed import add_feed, call_feeds, switch_feeds
from claims.workflows.read_feed import Outcome, _pause, read_feed
from claims.workflows.submit_address import AddressRefused, submit_address
from tests.sources.open_gate import KeptLog
from tests.sources.stand_in_server import Answer, serving
from tests.web.made_up_claims import announcement
from tests.workflows.made_up_feeds import NOW, client, item, rss

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
TWO = rss(
    item("https://news.example/b?utm_source=rss", guid="b", title="Younger", day=9),
    item("https://news.example/a", guid="a", title="Older", day=2),
)


class Site:
    """A feed on loopback, which says what `says` is."""

    def __init__(self, address: str, answers: dict[str, Answer]) -> None:
        self.answers = answers
        self.feed, _ = add_feed(f"{address}/feed", name="The Made-up Post", every=HOUR, automatic=True, now=NOW)

    def says(self, body: bytes = b"", **rest: Any) -> None:
        self.answers["/feed"] = Answer(body=body, **rest)

    def read(self, now: datetime = NOW, log: KeptLog | None = None) -> Outcome:
        return read_feed(self.feed.pk, client=client(log), now=now)

    def row(self) -> Feed:
        return Feed.objects.get(pk=self.feed.pk)


@pytest.fixture
def site() -> Iterator[Site]:
    answers: dict[str, Answer] = {}
    with serving(answers) as address:
        made = Site(address, answers)
        made.says(TWO)
        yield made


def stored() -> list[tuple[str, str, str]]:
    return list(Lead.objects.order_by("pk").values_list("key", "url", "state"))


def test_each_item_becomes_a_lead_that_is_due_the_oldest_first(site: Site) -> None:
    outcome = site.read()
    assert outcome == Outcome(feed_id=site.feed.pk, items=2, new=2, due_at=NOW + HOUR)
    rows = Lead.objects.order_by("pk").values_list("key", "url", "title", "published_at", "state", "due_at")
    assert list(rows) == [
        ("a", "https://news.example/a", "Older", datetime(2026, 4, 2, 8, 30, tzinfo=UTC), "waiting", NOW),
        ("b", "https://news.example/b", "Younger", datetime(2026, 4, 9, 8, 30, tzinfo=UTC), "waiting", NOW),
    ]


def test_reading_again_stores_nothing_and_asks_for_what_changed(site: Site) -> None:
    site.says(TWO, headers={"ETag": "not quoted", "Last-Modified": "Sun, 03 May 2026 08:00:00 GMT"})
    site.read()
    before, log = stored(), KeptLog()
    outcome = site.read(NOW + HOUR, log)
    assert outcome == Outcome(feed_id=site.feed.pk, due_at=NOW + 2 * HOUR)
    assert [one.status for one in log.tries] == [304]
    row = site.row()
    assert (row.etag, row.last_modified, row.read_at) == (
        "not quoted",
        "Sun, 03 May 2026 08:00:00 GMT",
        NOW + HOUR,
    )
    site.says(TWO)
    assert (site.read(NOW + 2 * HOUR).new, stored()) == (0, before)


def test_an_empty_weekend_is_a_good_answer(site: Site) -> None:
    site.says(rss())
    assert site.read() == Outcome(feed_id=site.feed.pk, due_at=NOW + HOUR)


@pytest.mark.parametrize(
    ("said", "failure"),
    [
        ({"body": b""}, "with nothing in it"),
        ({"body": b"<!doctype html><html><body>Wait</body></html>"}, "is no RSS or Atom feed"),
        ({"body": TWO[:-20]}, "ends in its middle"),
        ({"body": TWO, "declared": len(TWO) + 9}, "9 more expected"),
        ({"body": TWO, "status": 400}, "answered 400"),
        ({"body": b"no", "status": 404}, "answered 404"),
        ({"body": b"", "status": 503}, "answered 503"),
    ],
)
def test_a_fault_marks_nothing_as_read_and_the_next_read_heals_it(
    site: Site, said: dict[str, Any], failure: str
) -> None:
    site.says(**said, headers={"ETag": "of the fault"})
    outcome = site.read()
    row = site.row()
    assert failure in outcome.failure
    assert (row.failure, row.failures, row.failing_since, row.read_at, row.etag) == (
        outcome.failure,
        1,
        NOW,
        None,
        "",
    )
    assert (outcome.new, outcome.due_at, stored()) == (0, NOW + 2 * HOUR, [])
    site.says(TWO)
    assert site.read(NOW + 2 * HOUR).new == 2
    row = site.row()
    assert (row.failure, row.failures, row.failing_since) == ("", 0, None)


def test_a_feed_that_goes_on_failing_is_asked_less_and_less_up_to_a_day(site: Site) -> None:
    site.says(status=404)
    pauses, now = [], NOW
    for _ in range(7):
        due_at = site.read(now).due_at
        assert due_at is not None
        pauses.append((due_at - now) // HOUR)
        now = due_at
    assert pauses == [2, 4, 8, 16, 24, 24, 24]
    assert (site.row().failing_since, site.row().failures) == (NOW, 7)


@given(st.timedeltas(min_value=HOUR, max_value=timedelta(days=365)), st.integers(1, 10**9))
def test_a_pause_is_never_shorter_than_the_pace_nor_longer_than_it_and_a_day(every: timedelta, failures: int) -> None:
    assert every <= _pause(every, failures=failures) <= max(every, timedelta(days=1))


def test_a_feed_that_is_gone_is_switched_off_and_says_so(site: Site) -> None:
    site.says(b"gone", status=410)
    outcome = site.read()
    row = site.row()
    assert (row.enabled, row.due_at, outcome.due_at) == (False, None, None)
    assert row.failure.endswith("is gone for good, says its server (410). It was switched off.")
    site.says(TWO)
    assert site.read() == Outcome(feed_id=site.feed.pk, failure=row.failure)
    assert stored() == []


def test_without_automatic_an_editor_decides(site: Site) -> None:
    Feed.objects.update(automatic=False)
    site.read()
    assert set(Lead.objects.values_list("state", "due_at")) == {(LeadState.NEW, None)}


def test_what_another_brought_before_is_not_brought_again(site: Site) -> None:
    submit_address("https://news.example/a#top", user=None, now=NOW)
    known = announcement(url="https://news.example/b")
    assert site.read().new == 1
    [lead] = Lead.objects.filter(origin=LeadOrigin.FEED)
    assert (lead.key, lead.state, lead.announcement, lead.due_at) == ("b", LeadState.KNOWN, known, None)
    assert site.read().new == 0


def test_an_item_whose_link_was_changed_is_the_same_item(site: Site) -> None:
    site.read()
    site.says(rss(item("https://news.example/moved", guid="a")))
    assert site.read().new == 0


def test_two_items_of_one_address_are_one(site: Site) -> None:
    site.says(rss(item("https://news.example/a", guid="1"), item("https://news.example/a?utm_source=x", guid="2")))
    assert (site.read().new, site.read().new) == (1, 0)


def test_a_long_guid_is_known_again(site: Site) -> None:
    long = "長" * 900
    site.says(rss(item("https://news.example/a", guid=long), item("https://news.example/b", guid=f"{long}!")))
    assert (site.read().new, site.read().new) == (2, 0)
    assert {len(key) for key, _, _ in stored()} == {64}


def test_a_feed_inside_is_refused() -> None:
    feed, _ = add_feed("http://10.0.0.8/feed", name="", every=HOUR, automatic=True, now=NOW)
    guarded = replace(client(), allow_private=False)
    assert "points inside a private network" in read_feed(feed.pk, client=guarded, now=NOW).failure


def test_adding_a_feed_again_changes_nothing() -> None:
    feed, is_new = add_feed("https://a.example/feed", name="A", every=HOUR, automatic=True, now=NOW)
    again = add_feed("https://a.example/feed", name="B", every=2 * HOUR, automatic=False, now=NOW + HOUR)
    assert (is_new, again) == (True, (feed, False))
    assert (again[0].name, again[0].every, again[0].due_at) == ("A", HOUR, NOW)


@pytest.mark.parametrize("address", ["ftp://a.example/feed", "feed", "https://ada:secret@a.example/feed"])
def test_an_address_that_cannot_be_fetched_is_no_feed(address: str) -> None:
    with pytest.raises(AddressRefused):
        add_feed(address, name="", every=HOUR, automatic=True, now=NOW)
    assert not Feed.objects.exists()


def test_a_feed_is_due_when_it_is_called_and_never_while_it_is_off() -> None:
    feed, _ = add_feed("https://a.example/feed", name="A", every=HOUR, automatic=True, now=NOW + HOUR)
    due = due_rows(Feed, now=NOW)
    assert (due.count(), call_feeds([feed.pk], now=NOW), due.count()) == (0, 1, 1)
    assert (switch_feeds([feed.pk], on=False, now=NOW), due.count(), call_feeds([feed.pk], now=NOW)) == (1, 0, 0)
    assert (switch_feeds([feed.pk], on=True, now=NOW), switch_feeds([feed.pk], on=True, now=NOW), due.count()) == (
        1,
        0,
        1,
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        Feed.objects.update(enabled=False)


def test_one_that_is_switched_off_while_it_is_read_stays_off(site: Site) -> None:
    class Interrupted:
        def fetch[Read](self, request: Request, read: Callable[[Fetched], Read]) -> Read:
            switch_feeds([site.feed.pk], on=False, now=NOW)
            return client().fetch(request, read)

    outcome = read_feed(site.feed.pk, client=Interrupted(), now=NOW)
    assert (outcome.new, outcome.due_at, site.row().enabled) == (2, None, False)
