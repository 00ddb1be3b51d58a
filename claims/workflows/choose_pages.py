"""How pages and stories are fetched by jobs, as the settings say."""

from django.conf import settings

from claims.core.sources import Source
from claims.sources.hacker_news import HackerNews
from claims.sources.wayback import Wayback
from claims.sources.web_pages import HardenedFetcher, PacedFetcher
from claims.workflows.choose_sources import chosen_client, is_watched
from claims.workflows.take_source_turn import DatabaseGate


def chosen_fetcher() -> PacedFetcher:
    """Brings pages at each host's pace. It asks for no robots.txt: it gets single pages that somebody named."""
    fetcher = HardenedFetcher(contact=settings.CONTACT_EMAIL, allow_private=settings.FETCH_PRIVATE_ADDRESSES)
    return PacedFetcher(fetcher=fetcher, gate=DatabaseGate())


def chosen_hacker_news() -> HackerNews | None:
    """None where it is not among the SOURCES."""
    if not is_watched(Source.HACKER_NEWS):
        return None
    return HackerNews(client=chosen_client(), address=settings.SOURCE_ADDRESSES.hacker_news_url)


def chosen_wayback() -> Wayback | None:
    """None where it is not among the SOURCES; without WAYBACK_KEY copies are looked for and none is asked for."""
    if not is_watched(Source.WAYBACK):
        return None
    return Wayback(client=chosen_client(), address=settings.SOURCE_ADDRESSES.wayback_url, key=settings.WAYBACK_KEY)
