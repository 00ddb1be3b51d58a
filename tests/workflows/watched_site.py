"""A site whose pages are watched: the stand-in on loopback, the real fetcher, and an announcement read from it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from claims.models import (
    Anchor,
    AnchorCheck,
    Announcement,
    Appearance,
    PageCheck,
    PageOutcome,
    SilentEdit,
    WatchedPage,
)
from claims.sources.web_pages import HardenedFetcher
from claims.workflows.check_page import Outcome, check_page
from claims.workflows.find_intake import found_at
from claims.workflows.ingest_announcement import ingest_announcement
from claims.workflows.watch_pages import watch_pages
from tests.standin.library import Library, Page
from tests.standin.server import StandIn, standing_in
from tests.standin.services import Service

NOW = datetime(2026, 5, 3, 9, tzinfo=UTC)
FETCHER = HardenedFetcher(contact="desk@claims.example", allow_private=True)
CLAIMED = "Nimbus Labs said on Monday that Zephyr-9 has 3 trillion parameters"


def article(sentence: str = f"{CLAIMED}.", *, above: str = "", below: str = "") -> str:
    """A page with an article of that sentence between two that claim nothing; `above` and `below` are paragraphs."""
    return (
        "<html><head><title>Zephyr grows</title></head><body><article><h1>Zephyr grows</h1>"
        f"{above}<p>The crew of the laboratory met with friends in the north of the country this spring.</p>"
        f"<p>{sentence} See <a href='/pages/report'>the report</a> of the crew.</p>"
        f"<p>The crew will tell more about it at a meeting of friends in the autumn of the year.</p>{below}"
        "</article></body></html>"
    )


@dataclass(frozen=True, kw_only=True)
class Site:
    """The running site."""

    standin: StandIn

    @property
    def url(self) -> str:
        """The address of the announcement."""
        return f"{self.standin.url(Service.PAGES)}/giant"

    def shows(self, body: str = "", *, path: str = "giant", status: int = 200, moved_to: str = "") -> None:
        """What a page says from now on."""
        self.standin.library.add(Page(path=path, body=body, status=status, moved_to=moved_to))

    def take_in(self) -> WatchedPage:
        """Read the announcement and begin to watch it."""
        ingest_announcement(found_at(self.url, fetcher=FETCHER, now=NOW).intake, now=NOW)
        watch_pages(now=NOW)
        return WatchedPage.objects.get(url=self.url)

    def look(self, *, after_days: int = 7, url: str = "") -> Outcome:
        """Check the announcement's page, or another one."""
        page = WatchedPage.objects.get(url=url or self.url)
        return check_page(page.pk, fetcher=FETCHER, now=NOW + timedelta(days=after_days))


@contextmanager
def watched_site() -> Iterator[Site]:
    """A site with one announcement and the report that it links to."""
    with standing_in(Library()) as standin:
        site = Site(standin=standin)
        site.shows(article())
        site.shows(article("This is the report."), path="report")
        yield site


def quote() -> Appearance:
    """The place of the claim."""
    return Appearance.objects.get(exact__contains="3 trillion", announcement=Announcement.objects.get())


def edited_page(appearance: Appearance) -> WatchedPage:
    """Rows of a page that lost a quote, without a site; its announcement has a snapshot."""
    story = appearance.announcement
    edit = SilentEdit.objects.create(
        announcement=story,
        snapshot=story.snapshots.earliest("pk"),
        said_sha256="other",
        changes=[{"before": appearance.exact, "after": "Other words."}],
        found_at=NOW,
    )
    AnchorCheck.objects.create(appearance=appearance, edit=edit, anchor=Anchor.LOST)
    page = WatchedPage.objects.create(
        url="https://news.example/zephyr",
        announcement=story,
        outcome=PageOutcome.CHANGED,
        status=200,
        checked_at=NOW,
        due_at=NOW,
        edit=edit,
    )
    PageCheck.objects.create(page=page, checked_at=NOW, outcome=PageOutcome.CHANGED, status=200, edit=edit)
    return page
