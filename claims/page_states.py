"""How the pages of announcements and of their links are, and what silent edits did. Fixed numbers of queries."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db.models import Prefetch

from claims.models import Anchor, AnchorCheck, Announcement, Claim, SilentEdit, WatchedPage
from claims.past import Past

_EDITS_SHOWN = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class PageStates:
    """`own` is the announcement's page, `links` the others by their address without fragment, `edits` newest first."""

    own: WatchedPage | None = None
    links: Mapping[str, WatchedPage] = field(default_factory=dict)
    edits: tuple[SilentEdit, ...] = ()


def page_states(announcement: Announcement, *, past: Past | None = None) -> PageStates:
    """The states of today; of a past day only the edits that had been found by then, for pages keep no past states.

    `announcement` has its links read.
    """
    checks = AnchorCheck.objects.exclude(anchor=Anchor.OK).select_related("appearance__claim").order_by("pk")
    edits = SilentEdit.objects.filter(announcement=announcement).prefetch_related(Prefetch("anchor_checks", checks))
    if past:
        return PageStates(edits=tuple(edits.filter(found_at__lt=past.end).order_by("-pk")[:_EDITS_SHOWN]))
    addresses = {without_fragment(link.url) for link in announcement.source_links.all()}
    pages = WatchedPage.objects.filter(url__in={announcement.url, *addresses} - {""})
    found = {page.url: page for page in pages}
    return PageStates(
        own=found.get(announcement.url),
        links=found,
        edits=tuple(edits.order_by("-pk")[:_EDITS_SHOWN]),
    )


def shifting_edits(claim: Claim, *, past: Past | None = None) -> dict[int, SilentEdit]:
    """The edit that moved or lost a quote of the claim, by the number of its announcement; `claim` has its places read.

    On a past day it is told only if it had been found by then.
    """
    announcements = {seen.announcement_id for seen in claim.appearances.all() if seen.anchor != Anchor.OK}
    if not announcements:
        return {}
    edits = SilentEdit.objects.filter(shown_by__announcement__in=announcements)
    if past:
        edits = edits.filter(found_at__lt=past.end)
    return {edit.announcement_id: edit for edit in edits.defer("snapshot")}


def without_fragment(url: str) -> str:
    """The address under which a page is watched."""
    return url.partition("#")[0]
