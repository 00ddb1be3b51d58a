"""RSS and Atom feeds, ill-formed ones too; what is cut or no feed at all is an error, never "nothing new"."""

import io
import re
from calendar import timegm
from collections import Counter
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from typing import Any

import feedparser
from feedparser.exceptions import ThingsNobodyCaresAboutButMe
from lxml import html

from claims.core.sources import Source
from claims.reading.addresses import canonical_address, site_of
from claims.sources.connectors import Answer, Client, Expected, Request
from claims.sources.lines import LONGEST_TITLE, one_line
from claims.sources.marks import Marks, marks_in
from claims.sources.troubles import BrokenAnswer, SourceRefused

# Of one read as many items are taken, as the feed orders them; feeds put the newest first.
MAX_ITEMS = 500
# An ill-formed feed is read at about 0.7 MB a second; the largest of a known lab has a quarter of a megabyte.
MAX_BYTES = 5 * 1024 * 1024
_NOT_MODIFIED, _GONE = 304, 410
_ITEM_ENDS = (b"</item", b"</entry")
# The end of the whole feed has at least begun; some end in mid-tag and are complete.
_FEED_ENDS = re.compile(rb"</\s*(?:[\w.-]+:)?(?:rss|feed|RDF)\b")
# Real feeds of old kinds name entities, too; one that does nothing else is an attack on readers.
_ENTITY, _HEAD = re.compile(rb"<!ENTITY\b", re.I), 2048
# The parser stumbles over some noise, such as a reference to a character that there is not.
_PARSER_FAULTS = (ValueError, LookupError, ArithmeticError, TypeError, AttributeError, AssertionError, RecursionError)


class NotAFeed(SourceRefused):
    """A web page or something else is where the feed should be."""


class FeedGone(SourceRefused):
    """The address says that the feed is gone for good (410)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedItem:
    """One item. `key` is the feed's own (its guid, else the link), `url` canonical, `title` plain text."""

    key: str
    url: str
    title: str = ""
    published_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedRead:
    """A whole feed. `left` counts the items that have no address to fetch or are beyond `MAX_ITEMS`.

    `unchanged` says that the server knows of nothing new since `marks`; there are no items then.
    """

    marks: Marks
    items: tuple[FeedItem, ...] = ()
    left: int = 0
    unchanged: bool = False


def fetch_feed(client: Client, url: str, *, marks: Marks) -> FeedRead:
    """The feed at `url`, which somebody gave and which is therefore guarded; nothing if it is as it was at `marks`.

    Raises `FeedGone`, `NotAFeed` and the other kinds of `SourceTrouble`.
    """
    request = Request(
        source=Source.FEED,
        url=url,
        headers=tuple(marks.conditions().items()),
        expects=Expected.XML,
        hands_over=frozenset({_NOT_MODIFIED, _GONE}),
        trusted=False,
    )
    return client.fetch(request, partial(parse_feed, marks=marks))


def parse_feed(answer: Answer, *, marks: Marks) -> FeedRead:
    """What an answer to a question with `marks` tells. Raises `FeedGone`, `NotAFeed` and `BrokenAnswer`."""
    if answer.status == _GONE:
        raise FeedGone(f"{answer.url} is gone for good, says its server (410).")
    if answer.status == _NOT_MODIFIED:
        if marks == Marks():
            raise BrokenAnswer(f"{answer.url} answered 304 to a question without a condition.")
        return FeedRead(marks=marks, unchanged=True)
    parsed = _parsed(answer)
    kept = [item for item in map(_item, parsed.entries[:MAX_ITEMS]) if item]
    uses = Counter(item.key for item in kept)
    # A guid that several items have, as where all bear the site's, is no key.
    items = tuple(item if uses[item.key] == 1 else replace(item, key=item.url) for item in kept)
    return FeedRead(marks=marks_in(answer.headers), items=items, left=len(parsed.entries) - len(items))


def _parsed(answer: Answer) -> Any:
    if not answer.body.strip():
        raise BrokenAnswer(f"{answer.url} answered {answer.status} with nothing in it.")
    if len(answer.body) > MAX_BYTES:
        raise NotAFeed(f"{answer.url} is larger than {MAX_BYTES // 1024 // 1024} MB.")
    told = {"content-location": answer.url, "content-type": answer.headers.get("content-type", "")}
    # As a stream: bytes that happen to be a path would be opened. What is in the items is not read, only their heads.
    try:
        parsed = feedparser.parse(
            io.BytesIO(answer.body), response_headers=told, sanitize_html=False, resolve_relative_uris=False
        )
    except _PARSER_FAULTS as error:
        raise NotAFeed(f"{answer.url} is ill-formed beyond what can be read ({type(error).__name__}).") from error
    if not parsed.version:
        raise NotAFeed(f"{answer.url} is no RSS or Atom feed; it may be a web page, or keep programs out.")
    if not parsed.entries and _ENTITY.search(answer.body[:_HEAD]):
        raise NotAFeed(f"{answer.url} declares entities and has no item.")
    # A wrong content type or encoding leaves the feed whole.
    ill_formed = parsed.bozo and not isinstance(parsed.bozo_exception, ThingsNobodyCaresAboutButMe)
    if ill_formed and _is_cut(answer.body):
        raise BrokenAnswer(f"{answer.url} sent a feed that ends in its middle.")
    return parsed


def _is_cut(body: bytes) -> bool:
    last = max(body.rfind(end) for end in _ITEM_ENDS)
    return not _FEED_ENDS.search(body, max(last, 0))


def _item(entry: Any) -> FeedItem | None:
    """None where there is no address to fetch."""
    link = one_line(entry.get("link", ""))
    url = canonical_address(link)
    if not site_of(url):
        return None
    key = one_line(entry.get("id", "")) or link
    return FeedItem(key=key, url=url, title=_title(entry), published_at=_published(entry))


def _title(entry: Any) -> str:
    title = one_line(entry.get("title", ""))
    if title and entry.get("title_detail", {}).get("type") != "text/plain":
        title = one_line(html.fromstring(f"<p>{title}</p>").text_content())
    return title[:LONGEST_TITLE]


def _published(entry: Any) -> datetime | None:
    moment = entry.get("published_parsed") or entry.get("updated_parsed")
    try:
        return datetime.fromtimestamp(timegm(moment), UTC) if moment else None
    except (ValueError, OverflowError, OSError):
        return None
