"""Feeds of somebody's site (`/feeds/<name>`), in RSS 2.0 or Atom, with the habits that feeds have.

RSS 2.0, RFC 4287, and conditional requests as RFC 9110 13.1 wants them: an ETag that matches answers 304 and goes
before a date. Some servers send ETags without their quotes (arXiv's does), documents that are not well-formed, or 400
with a feed that speaks of the error; see `FeedManner`.
"""

import hashlib
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import format_datetime, parsedate_to_datetime
from enum import StrEnum
from xml.sax.saxutils import escape

from tests.standin.answers import in_html
from tests.standin.library import FeedItem
from tests.standin.terms import terms_of
from tests.standin.world import Request, Response, World


class Tag(StrEnum):
    """How a server writes ETags."""

    QUOTED = "quoted"
    WEAK = "weak"
    UNQUOTED = "unquoted"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedManner:
    """The habits of one feed. `ill_formed` leaves a bare ampersand in titles and an element open.

    `status` 400 answers with a feed that tells of an error, other failures with a page.
    """

    feed: str
    atom: bool = False
    tag: Tag = Tag.QUOTED
    dated: bool = True
    ill_formed: bool = False
    status: int = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedTerms:
    """The feeds that have habits of their own; one that is named here is there even without items."""

    manners: tuple[FeedManner, ...] = ()


@dataclass(slots=True)
class _Seen:
    """When a feed became what it is: its digest and that moment, by name."""

    states: dict[str, tuple[str, datetime]] = field(default_factory=dict)


def answer(request: Request, world: World) -> Response:
    """Answer for the feed that the path names."""
    name = request.path.strip("/")
    manners = {manner.feed: manner for manner in terms_of(world, FeedTerms).manners}
    items = [item for item in world.library.feed_items if item.feed == name]
    if not items and name not in manners:
        return in_html("Not Found", status=404)
    manner = manners.get(name, FeedManner(feed=name))
    if manner.status not in (200, 400):
        return in_html("Error", status=manner.status)
    if manner.status == 400:
        return _fed(_rss(manner, [], f"Feed error for query: {request.base}/{name}", request.at, request.base), 400)
    digest = hashlib.sha256(repr((items, manner)).encode()).hexdigest()
    states = world.memory(_Seen).states
    if states.get(name, ("", None))[0] != digest:
        states[name] = (digest, request.at.replace(microsecond=0))
    changed = states[name][1]
    headers = _validators(manner, digest, changed)
    if _unchanged(request, manner, digest, changed):
        return Response(status=304, headers=headers)
    newest = sorted(items, key=lambda item: item.published or changed, reverse=True)
    write = _atom if manner.atom else _rss
    return _fed(write(manner, newest, f"News of {name}", changed, request.base), 200, headers, atom=manner.atom)


def _fed(text: str, status: int, headers: tuple[tuple[str, str], ...] = (), *, atom: bool = False) -> Response:
    content_type = f"application/{'atom' if atom else 'rss'}+xml; charset=utf-8"
    return Response(status=status, body=text.encode(), content_type=content_type, headers=headers)


def _tag(manner: FeedManner, digest: str) -> str:
    forms = {Tag.QUOTED: f'"{digest}"', Tag.WEAK: f'W/"{digest}"', Tag.UNQUOTED: digest, Tag.NONE: ""}
    return forms[manner.tag]


def _validators(manner: FeedManner, digest: str, changed: datetime) -> tuple[tuple[str, str], ...]:
    tag = _tag(manner, digest)
    tagged = (("ETag", tag),) if tag else ()
    return (*tagged, ("Last-Modified", format_datetime(changed, usegmt=True))) if manner.dated else tagged


def _unchanged(request: Request, manner: FeedManner, digest: str, changed: datetime) -> bool:
    known, since = request.headers.get("if-none-match"), request.headers.get("if-modified-since")
    if known is not None and manner.tag is not Tag.NONE:
        tags = [tag.strip().removeprefix("W/") for tag in known.split(",")]
        return "*" in tags or _tag(manner, digest).removeprefix("W/") in tags
    if since is None or not manner.dated:
        return False
    try:
        return changed <= parsedate_to_datetime(since)
    except ValueError:
        return False


def _title(manner: FeedManner, text: str) -> str:
    return f"{text} & more" if manner.ill_formed else escape(text)


def _rss(manner: FeedManner, items: list[FeedItem], title: str, changed: datetime, base: str) -> str:
    address = escape(f"{base}/{manner.feed}")
    told = "".join(_rss_item(manner, item) for item in items)
    return (
        "<?xml version='1.0' encoding='UTF-8'?>\n"
        '<rss xmlns:atom="http://www.w3.org/2005/Atom" xmlns:dc="http://purl.org/dc/elements/1.1/" version="2.0">\n'
        f"  <channel>\n    <title>{escape(title)}</title>\n    <link>{address}</link>\n"
        f"    <description>{escape(title)}</description>\n"
        f'    <atom:link href="{address}" rel="self" type="application/rss+xml"/>\n'
        f"    <lastBuildDate>{format_datetime(changed)}</lastBuildDate>\n{told}"
        f"{'    <docs>' if manner.ill_formed else ''}  </channel>\n</rss>\n"
    )


def _rss_item(manner: FeedManner, item: FeedItem) -> str:
    parts = [
        f"<title>{_title(manner, item.title)}</title>",
        f"<link>{escape(item.link)}</link>",
        f"<description>{escape(item.summary)}</description>" if item.summary else "",
        f'<guid isPermaLink="false">{escape(item.guid)}</guid>' if item.guid else "",
        f"<dc:creator>{escape(item.author)}</dc:creator>" if item.author else "",
        f"<pubDate>{format_datetime(item.published)}</pubDate>" if item.published else "",
    ]
    return "    <item>\n" + "".join(f"      {part}\n" for part in parts if part) + "    </item>\n"


def _atom(manner: FeedManner, items: list[FeedItem], title: str, changed: datetime, base: str) -> str:
    address = escape(f"{base}/{manner.feed}")
    told = "".join(_entry(manner, item) for item in items)
    return (
        "<?xml version='1.0' encoding='UTF-8'?>\n"
        '<feed xmlns="http://www.w3.org/2005/Atom">\n'
        f"  <id>{address}</id>\n  <title>{escape(title)}</title>\n  <updated>{changed.isoformat()}</updated>\n"
        f'  <link href="{address}" rel="self" type="application/atom+xml"/>\n{told}'
        f"{'  <rights>' if manner.ill_formed else ''}</feed>\n"
    )


def _entry(manner: FeedManner, item: FeedItem) -> str:
    moment = item.published.isoformat() if item.published else ""
    parts = [
        f"<id>{escape(item.guid)}</id>" if item.guid else "",
        f"<title>{_title(manner, item.title)}</title>",
        f'<link href="{escape(item.link)}" rel="alternate"/>',
        f"<summary>{escape(item.summary)}</summary>" if item.summary else "",
        f"<author><name>{escape(item.author)}</name></author>" if item.author else "",
        f"<published>{moment}</published><updated>{moment}</updated>" if moment else "",
    ]
    return "  <entry>\n" + "".join(f"    {part}\n" for part in parts if part) + "  </entry>\n"
