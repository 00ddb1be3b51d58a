"""What became of pages, on pages: links that rot, archived copies, edits, and quotes that moved or were lost."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from claims.models import Announcement, PageOutcome, SourceLink, WatchedPage
from claims.web.page_states import show_link
from tests.web.made_up_claims import NOW, announcement
from tests.workflows.watched_site import CLAIMED, Site, article, quote, watched_site

pytestmark = pytest.mark.django_db

MEMENTO = "https://web.archive.org/web/20260430093000/https://news.example/a"


@pytest.fixture
def site() -> Iterator[Site]:
    with watched_site() as running:
        yield running


def missing_from(page: str, *wanted: str) -> list[str]:
    return [words for words in wanted if words not in page]


def shown(client: Client, address: str) -> str:
    return " ".join(client.get(address).content.decode().split())


@pytest.mark.parametrize(
    ("outcome", "status", "moved_to", "told"),
    [
        (PageOutcome.SAME, 200, "", ("there", "was there on", "")),
        (PageOutcome.SAME, 200, "https://b.example/", ("moved", "had moved by", "https://b.example/")),
        (PageOutcome.GONE, 404, "", ("gone", "has been gone since", "")),
        (PageOutcome.GONE, 404, "https://b.example/", ("gone", "has been gone since", "")),
        (PageOutcome.UNREACHABLE, 503, "", ("unreached", "has not been reached since", "")),
        (PageOutcome.UNREACHABLE, None, "", ("unreached", "has not been reached since", "")),
        (PageOutcome.UNREACHABLE, 403, "", ("unreached", "has kept programs out since", "")),
    ],
)
def test_every_outcome_has_its_words(
    outcome: PageOutcome, status: int | None, moved_to: str, told: tuple[str, str, str]
) -> None:
    page = WatchedPage(outcome=outcome, status=status, moved_to=moved_to, checked_at=NOW, failing_since=NOW)
    state = show_link(page)
    assert state is not None
    assert (state.code, state.words, state.address, state.on) == (*told, NOW)


def test_of_a_page_that_nobody_looked_at_nothing_is_told() -> None:
    assert (show_link(None), show_link(WatchedPage())) == (None, None)


def test_links_tell_how_they_are_and_lead_to_their_archived_copies(client: Client) -> None:
    story = announcement(url="https://news.example/own")
    SourceLink.objects.create(announcement=story, url="https://news.example/a#part", start=0, end=1)
    states = {"outcome": PageOutcome.GONE, "status": 404, "failing_since": NOW, "memento_url": MEMENTO}
    WatchedPage.objects.create(url="https://news.example/a", memento_at=NOW, **states)
    WatchedPage.objects.create(url=story.url, announcement=story, outcome=PageOutcome.SAME, checked_at=NOW)
    page = shown(client, f"/announcements/{story.pk}/")
    assert (
        missing_from(
            page,
            f'<a href="https://news.example/a#part" data-versionurl="{MEMENTO}" data-versiondate="2026-05-03" rel=',
            'state-gone">has been gone since <time datetime="2026-05-03T09:30:00+00:00">3 May 2026</time>',
            f'<a class="copy" href="{MEMENTO}" rel="nofollow noopener noreferrer">archived copy of 3 May 2026</a>',
            'state-there">Its page was there on',
        )
        == []
    )
    assert "Edits" not in page


def test_an_edit_is_told_where_it_happened_and_at_the_claim(client: Client, site: Site) -> None:
    site.take_in()
    site.shows(article(f"{CLAIMED.replace('3', '4')}."))
    site.look()
    number, story = quote().claim_id, Announcement.objects.get().pk
    before, after = "Zephyr-9 has <del>3</del> trillion parameters.", "Zephyr-9 has <ins>4</ins> trillion parameters."
    assert (
        missing_from(
            shown(client, f"/announcements/{story}/"),
            'Found on <time datetime="2026-05-10T09:00:00+00:00">10 May 2026</time>',
            "and still so when we last looked",
            before,
            after,
            f'<a href="/claims/{number}/">Claim {number}</a>: its words are no longer there',
            '<a href="#edits-title">edits</a>',
        )
        == []
    )
    assert (
        missing_from(
            shown(client, f"/claims/{number}/"), "The page said this until", "10 May 2026", "Since then:", before, after
        )
        == []
    )


def test_a_quote_that_moved_is_told_without_alarm(client: Client, site: Site) -> None:
    site.take_in()
    site.shows(article(above="<p>This is a note from the editors to all who read this story.</p>"))
    site.look()
    page = shown(client, f"/claims/{quote().claim_id}/")
    assert (missing_from(page, "it had moved to another place"), "The page said this until" in page) == ([], False)


def test_a_page_that_came_back_says_so_and_the_claim_is_silent(client: Client, site: Site) -> None:
    site.take_in()
    for day, sentence in ((7, f"{CLAIMED.replace('3', '4')}."), (14, f"{CLAIMED}.")):
        site.shows(article(sentence))
        site.look(after_days=day)
    page = shown(client, f"/announcements/{Announcement.objects.get().pk}/")
    assert missing_from(page, "17 May 2026</time> it said again what we had read", "Found on") == []
    assert "and still so" not in page
    assert "All edits of the page" not in shown(client, f"/claims/{quote().claim_id}/")


def test_a_past_day_knows_of_no_later_edit(client: Client, site: Site) -> None:
    site.take_in()
    site.shows(article(f"{CLAIMED.replace('3', '4')}."))
    site.look()
    story, number = Announcement.objects.get().pk, quote().claim_id
    for address in (f"/announcements/{story}/", f"/claims/{number}/"):
        told = [
            "10 May 2026" in shown(client, f"{address}?as_of={day}&by=recorded") for day in ("2026-05-09", "2026-05-10")
        ]
        assert told == [False, True]


def test_what_a_page_says_stays_words(client: Client, site: Site) -> None:
    site.take_in()
    site.shows(article(f"{CLAIMED.replace('3', '4')} &lt;script&gt;1&lt;/script&gt; say friends."))
    site.look()
    page = shown(client, f"/announcements/{Announcement.objects.get().pk}/")
    assert "<script>1" not in page


def test_states_cost_no_query_a_link(client: Client) -> None:
    counts = []
    for links in (1, 3):
        story = announcement(f"Words {links}.", url=f"https://news.example/{links}")
        for place in range(links):
            url = f"https://news.example/{links}/{place}"
            SourceLink.objects.create(announcement=story, url=url, start=place, end=place + 1)
            WatchedPage.objects.create(url=url, outcome=PageOutcome.SAME, checked_at=NOW + timedelta(days=1))
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(f"/announcements/{story.pk}/")
        counts.append(len(queries))
    assert counts[0] == counts[1]
