"""What the head of each page leads to: its feed, and for a claim, how it can be embedded elsewhere."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language, gettext

from claims.searches import UnknownChoice, read_filters, spelt
from claims.web.embeds import oembed_address

ATOM, OEMBED = "application/atom+xml", "application/json+oembed"
# Of the pages of one thing the route of its feed, and of those of many things the name of theirs.
_OF_ONE = {
    "web:claim": "web:claims_feed",
    "web:subject": "web:subjects_feed",
    "web:organisation": "web:organisations_feed",
    "web:paper": "web:papers_feed",
    "web:announcement": "web:announcements_feed",
}
_OF_MANY = {
    "web:announcement_list": "announcements",
    "web:corrections": "corrections",
    "web:statistics": "changes",
    "web:home": "everything",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadLink:
    """Another form of a page: of what `kind`, what it is called, and where it is."""

    kind: str
    title: str
    address: str


def in_the_head(request: HttpRequest) -> dict[str, tuple[HeadLink, ...]]:
    """Context processor: `head_links`, the feed of the page first; pages without one lead to that of everything."""
    found = request.resolver_match
    route, named = (found.view_name, found.kwargs) if found else ("", {})
    feed = _feed(request, route, named)
    if route == "web:claim":
        embedding = HeadLink(kind=OEMBED, title=gettext("Embed this claim"), address=oembed_address(named["number"]))
        return {"head_links": (feed, embedding)}
    return {"head_links": (feed,)}


def _feed(request: HttpRequest, route: str, named: Mapping[str, int]) -> HeadLink:
    if route in _OF_ONE:
        return _link(gettext("What happens here"), reverse(_OF_ONE[route], args=[named["number"]]))
    if route == "web:digests":
        return _link(gettext("Digests"), reverse("web:digests_feed"))
    if route == "web:claim_list":
        return _link(gettext("What happens to these claims"), reverse("web:search_feed"), _search(request))
    return _link(gettext("What happens"), reverse("web:named_feed", args=[_OF_MANY.get(route, "everything")]))


def _search(request: HttpRequest) -> str:
    """The search that the page shows; one that cannot be read shows all claims."""
    try:
        return spelt(read_filters(request.GET.dict()))
    except UnknownChoice:
        return ""


def _link(title: str, path: str, search: str = "") -> HeadLink:
    query = "&".join(part for part in (search, urlencode({"lang": get_language() or "en"})) if part)
    return HeadLink(kind=ATOM, title=f"{title} · Claim Tracker", address=f"{path}?{query}")
