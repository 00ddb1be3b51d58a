"""Pages that are watched: there, changed, gone or not reached; and what silent edits do to quotes."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from claims.models import (
    Anchor,
    AnchorCheck,
    Announcement,
    PageCheck,
    PageOutcome,
    SilentEdit,
    Snapshot,
    SourceLink,
    VisitSchedule,
    WatchedPage,
)
from claims.models.leases import lease_rows
from claims.reading.documents import document_from
from claims.sources.marks import Marks
from claims.sources.snapshots import body_in
from claims.sources.troubles import SourceUnavailable
from claims.sources.web_pages import UNSEEN, FetchedPage
from claims.workflows.check_page import check_page
from claims.workflows.ingest_announcement import Intake, ingest_announcement
from claims.workflows.watch_pages import call_pages, watch_pages
from tests.sources.stand_in_server import Answer, serving
from tests.web.made_up_claims import announcement, paper
from tests.workflows.watched_site import CLAIMED, FETCHER, NOW, Site, article, quote, watched_site

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


@pytest.fixture
def site() -> Iterator[Site]:
    with watched_site() as running:
        yield running


def due_in(site: Site, days: int) -> timedelta | None:
    """When the next look is after one on that day."""
    due_at = site.look(after_days=days).due_at
    return due_at - (NOW + days * DAY) if due_at else None


def test_the_page_of_an_announcement_and_those_it_links_to_are_watched_once(site: Site) -> None:
    page = site.take_in()
    report = WatchedPage.objects.exclude(pk=page.pk).get()
    assert (page.announcement_id, page.due_at) == (Announcement.objects.get().pk, NOW + 7 * DAY)
    assert (report.url, report.announcement_id, report.due_at) == (f"{site.url[:-5]}report", None, NOW)
    assert watch_pages(now=NOW) == 0


def test_links_to_one_page_make_one_row_and_papers_are_watched_elsewhere() -> None:
    story = announcement(url="")
    work = paper("A report", abstract="Words.", arxiv_id="2401.00001").paper
    made = [
        ("https://news.example/a#part", "", None),
        ("https://news.example/a", "", None),
        ("https://arxiv.org/abs/2401.00001", "2401.00001", work),
        ("https://arxiv.org/abs/2401.00002", "2401.00002", None),
        ("mailto:desk@news.example", "", None),
        (f"https://news.example/{'文' * 700}", "", None),
    ]
    for place, (url, arxiv_id, linked) in enumerate(made):
        SourceLink.objects.create(
            announcement=story, url=url, arxiv_id=arxiv_id, paper=linked, start=place, end=place + 1
        )
    assert (watch_pages(now=NOW), watch_pages(now=NOW)) == (2, 0)
    assert sorted(WatchedPage.objects.values_list("url", flat=True)) == [
        "https://arxiv.org/abs/2401.00002",
        "https://news.example/a",
    ]


def test_a_linked_page_that_is_taken_in_is_the_announcements_own_from_then_on() -> None:
    page = WatchedPage.objects.create(url="https://news.example/a", etag='"1"', due_at=NOW)
    story = announcement(url="https://news.example/a")
    assert watch_pages(now=NOW) == 0
    page.refresh_from_db()
    assert (page.announcement, page.etag) == (story, "")


def test_an_unchanged_announcement_is_looked_at_ever_less_often(site: Site) -> None:
    site.take_in()
    assert [due_in(site, day) for day in (7, 21, 51)] == [14 * DAY, 30 * DAY, 30 * DAY]
    outcomes = PageCheck.objects.order_by("pk").values_list("outcome", "status", "failure")
    assert list(outcomes) == [(PageOutcome.SAME, 200, "")] * 3
    assert (SilentEdit.objects.count(), Snapshot.objects.count()) == (0, 1)


def test_an_edit_is_kept_with_its_page_its_words_and_what_became_of_the_quotes(site: Site) -> None:
    site.take_in()
    VisitSchedule.objects.update(due_at=NOW + 90 * DAY)
    text = Announcement.objects.get().text
    site.look()
    site.shows(article(f"{CLAIMED.replace('3', '4')}."))
    outcome = site.look(after_days=21)
    edit, claim_id = SilentEdit.objects.get(), quote().claim_id
    assert (outcome.outcome, outcome.edit_id, outcome.shifted) == (PageOutcome.CHANGED, edit.pk, (claim_id,))
    assert outcome.due_at == NOW + 28 * DAY
    assert edit.changes == [{"before": f"{CLAIMED}.", "after": f"{CLAIMED.replace('3', '4')}."}]
    assert (edit.left_out, edit.found_at, edit.snapshot.status) == (0, NOW + 21 * DAY, 200)
    assert (quote().anchor, AnchorCheck.objects.get().start) == (Anchor.LOST, None)
    assert VisitSchedule.objects.get(claim_id=claim_id).due_at == NOW + 21 * DAY
    assert Announcement.objects.get().text == text
    again = site.look(after_days=28)
    assert (again.outcome, again.edit_id, again.shifted) == (PageOutcome.SAME, edit.pk, ())
    assert (SilentEdit.objects.count(), Snapshot.objects.count()) == (1, 2)


def test_a_quote_that_moved_leads_to_its_new_place(site: Site) -> None:
    site.take_in()
    site.shows(article(above="<p>This is a note from the editors to all who read this story.</p>"))
    outcome = site.look()
    check, told = AnchorCheck.objects.get(), SilentEdit.objects.get()
    assert (outcome.shifted, quote().anchor, check.anchor) == ((quote().claim_id,), Anchor.MOVED, Anchor.MOVED)
    text = document_from(body_in(bytes(told.snapshot.warc)), "text/html").text
    assert text[check.start : check.end] == quote().exact
    assert told.changes == [{"before": "", "after": "This is a note from the editors to all who read this story."}]


def test_a_page_that_comes_back_to_its_first_text_is_in_place_again(site: Site) -> None:
    site.take_in()
    shown = []
    for day, sentence in enumerate((f"{CLAIMED.replace('3', '4')}.", f"{CLAIMED}.", f"{CLAIMED.replace('3', '4')}.")):
        site.shows(article(sentence))
        shown.append((site.look(after_days=day).outcome, quote().anchor, WatchedPage.objects.get(url=site.url).edit_id))
    edit = SilentEdit.objects.get().pk
    assert shown == [
        (PageOutcome.CHANGED, Anchor.LOST, edit),
        (PageOutcome.CHANGED, Anchor.OK, None),
        (PageOutcome.CHANGED, Anchor.LOST, edit),
    ]


def test_other_bytes_and_traffic_signs_are_no_edit(site: Site) -> None:
    site.take_in()
    for noise in ("<p>Updated 3 May 2026</p>", "<p>1,024 views</p>", "<p>1,025 views</p><script>1</script>"):
        site.shows(article(above=noise))
        assert site.look().outcome == PageOutcome.SAME
    assert (SilentEdit.objects.count(), Snapshot.objects.count(), quote().anchor) == (0, 1, Anchor.OK)


def test_a_better_reader_finds_no_edits_in_old_bytes(site: Site) -> None:
    site.take_in()
    clumsy = "Menu Search\n\n" + Announcement.objects.get().text
    # As if an earlier version had read the menu as well.
    Announcement.objects.update(text=clumsy, text_sha256="old")
    old = Snapshot.objects.get()
    Snapshot.objects.create(
        announcement=old.announcement, captured_at=NOW, asked_url=site.url, final_url=site.url, status=200,
        content_type=old.content_type, body_sha256="old", body_size=1, text_sha256="old", warc=old.warc,
    )  # fmt: skip
    assert site.look().outcome == PageOutcome.SAME
    site.shows(article(f"{CLAIMED.replace('3', '4')}."))
    assert site.look().outcome == PageOutcome.CHANGED
    assert [change["before"] for change in SilentEdit.objects.get().changes] == [f"{CLAIMED}."]


def test_of_a_text_that_was_never_read_on_its_page_no_edit_is_told(site: Site) -> None:
    ingest_announcement(Intake(text="By hand: Zephyr-9 has 3 trillion parameters.", url=site.url), now=NOW)
    watch_pages(now=NOW)
    assert (site.look().outcome, SilentEdit.objects.count()) == (PageOutcome.SAME, 0)


def test_a_claim_that_came_later_is_checked_against_the_edit_as_well(site: Site) -> None:
    site.take_in()
    site.shows(article(f"{CLAIMED.replace('3', '4')}."))
    site.look()
    late = quote()
    late.pk, late.anchor, late.start, late.exact = None, Anchor.OK, late.start + 1, late.exact[1:]
    late.save()
    site.look()
    late.refresh_from_db()
    assert (late.anchor, AnchorCheck.objects.count()) == (Anchor.LOST, 2)


def test_what_fails_is_tried_soon_and_then_less_often_and_knows_since_when(site: Site) -> None:
    site.take_in()
    site.shows(status=404)
    assert [due_in(site, day) for day in (7, 8, 11, 18)] == [DAY, 3 * DAY, 7 * DAY, 7 * DAY]
    page = WatchedPage.objects.get(url=site.url)
    assert (page.outcome, page.status, page.failing_since, page.failures) == ("gone", 404, NOW + 7 * DAY, 4)
    assert "404" in page.failure
    site.shows(article())
    assert due_in(site, 25) == 14 * DAY
    page.refresh_from_db()
    assert (page.outcome, page.failing_since, page.failures, page.failure) == ("same", None, 0, "")
    assert (page.ok_at, page.leased_until) == (NOW + 25 * DAY, None)


@pytest.mark.parametrize(
    ("status", "outcome", "told"),
    [
        (410, PageOutcome.GONE, "taken down"),
        (403, PageOutcome.UNREACHABLE, "lets no program in"),
        (503, PageOutcome.UNREACHABLE, "try again later"),
        (429, PageOutcome.UNREACHABLE, "asked too often"),
    ],
)
def test_only_what_the_server_says_is_gone_is_gone(site: Site, status: int, outcome: PageOutcome, told: str) -> None:
    site.take_in()
    site.shows(status=status)
    looked = site.look()
    assert (looked.outcome, told in looked.failure, quote().anchor) == (outcome, True, Anchor.OK)


def test_a_server_that_is_not_there_is_not_reached() -> None:
    with serving({}) as address:
        pass
    page = WatchedPage.objects.create(url=f"{address}/x", due_at=NOW)
    outcome = check_page(page.pk, fetcher=FETCHER, now=NOW)
    assert (outcome.outcome, PageCheck.objects.get().status) == (PageOutcome.UNREACHABLE, None)


def test_a_redirect_to_the_front_page_is_no_page_and_one_to_another_place_is_told(site: Site) -> None:
    site.take_in()
    report = f"{site.url[:-5]}report"
    with serving({"/en/": Answer(body=b"Hello"), "/new": Answer(body=b"Hello")}) as address:
        site.shows(path="report", moved_to=f"{address}/en/")
        assert site.look(url=report).outcome == PageOutcome.GONE
        site.shows(path="report", moved_to=f"{address}/new")
        assert site.look(url=report).outcome == PageOutcome.SAME
        assert WatchedPage.objects.get(url=report).moved_to == f"{address}/new"


def test_a_link_may_lead_to_what_is_no_text() -> None:
    with serving({"/a.png": Answer(headers={"Content-Type": "image/png"})}) as address:
        page = WatchedPage.objects.create(url=f"{address}/a.png", due_at=NOW)
        outcome = check_page(page.pk, fetcher=FETCHER, now=NOW)
    assert (outcome.outcome, outcome.due_at) == (PageOutcome.SAME, NOW + 30 * DAY)


def test_an_announcement_that_became_unreadable_is_not_reached(site: Site) -> None:
    site.take_in()
    site.shows("<html><body><p>Please enable JavaScript.</p></body></html>")
    looked = site.look()
    assert (looked.outcome, SilentEdit.objects.count()) == (PageOutcome.UNREACHABLE, 0)


def test_a_server_that_knows_of_nothing_new_sends_nothing() -> None:
    page = Answer(body=article().encode(), headers={"Content-Type": "text/html", "ETag": '"1"'})
    with serving({"/giant": page}) as address:
        watched = WatchedPage.objects.create(url=f"{address}/giant", due_at=NOW)
        statuses = []
        for _ in range(2):
            outcome = check_page(watched.pk, fetcher=FETCHER, now=NOW)
            statuses.append((outcome.outcome, PageCheck.objects.latest("pk").status))
    assert statuses == [(PageOutcome.SAME, 200), (PageOutcome.SAME, 304)]


def test_a_host_that_is_to_be_left_alone_leaves_no_receipt(site: Site) -> None:
    class Closed:
        def fetch(self, url: str, *, marks: Marks = UNSEEN) -> FetchedPage:
            raise SourceUnavailable("It asked for quiet.", not_before=NOW + 9 * DAY)

    page = site.take_in()
    outcome = check_page(page.pk, fetcher=Closed(), now=NOW)
    assert (outcome.outcome, outcome.due_at, PageCheck.objects.count()) == (None, NOW + 9 * DAY, 0)


def test_pages_are_handed_out_once_and_when_called(site: Site) -> None:
    page = site.take_in()
    assert page.pk not in lease_rows(WatchedPage, now=NOW, limit=9)
    assert call_pages([page.pk], now=NOW) == 1
    assert (lease_rows(WatchedPage, now=NOW, limit=9), lease_rows(WatchedPage, now=NOW, limit=9)) == ([page.pk], [])
