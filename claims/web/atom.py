"""Atom documents (RFC 4287), with links to older pages (RFC 5005), from plain values."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote, urlsplit

from lxml import etree

CONTENT_TYPE = "application/atom+xml; charset=utf-8"
ATOM, HISTORY = "http://www.w3.org/2005/Atom", "http://purl.org/syndication/history/1.0"
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
# The year from which an address was ours, as tag: URIs name it (RFC 4151); it stays for good.
_TAGGED = "2026"
# What a feed without entries says it was updated at: it never was, and the document must be the same each time.
_NEVER = datetime(2026, 1, 1, tzinfo=UTC)
# What XML 1.0 has no way to write; pages of others may hold it.
_UNWRITABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class AtomEntry:
    """One entry: `id` never changes, `link` is whole, `content` is safe HTML, `category` a code."""

    id: str
    title: str
    link: str
    updated: datetime
    category: str
    content: str
    author: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AtomFeed:
    """A page of a feed: `address` is its own, `page` that of what it tells for people, `older` "" where it ends here.

    `newest` is the address of the feed's first page, "" for that page itself.
    """

    id: str
    title: str
    subtitle: str
    language: str
    address: str
    page: str
    older: str
    newest: str
    entries: Sequence[AtomEntry]


def tag_of(site: str, *parts: str | int) -> str:
    """An identifier for good: `tag:claims.example,2026:claim.tracked/12`."""
    named = "/".join(quote(str(part), safe="=&.+-_~") for part in parts)
    return f"tag:{urlsplit(site).hostname},{_TAGGED}:{named}"


def written(feed: AtomFeed) -> bytes:
    """The document in UTF-8; equal feeds are equal bytes."""
    root = etree.Element(f"{{{ATOM}}}feed", nsmap={None: ATOM, "fh": HISTORY})
    root.set(_XML_LANG, feed.language)
    _put(root, "id", feed.id)
    _put(root, "title", feed.title)
    _put(root, "subtitle", feed.subtitle)
    _put(root, "updated", _moment(max((entry.updated for entry in feed.entries), default=_NEVER)))
    _author(root, "Claim Tracker")
    _put(root, "generator", "Claim Tracker")
    for relation, address, kind in _links(feed):
        _put(root, "link", rel=relation, href=address, type=kind)
    if feed.newest:
        etree.SubElement(root, f"{{{HISTORY}}}archive")
    for entry in feed.entries:
        _entry(root, entry)
    told: bytes = etree.tostring(root, encoding="utf-8", xml_declaration=True)
    return told


def _links(feed: AtomFeed) -> Iterable[tuple[str, str, str]]:
    atom = "application/atom+xml"
    yield "self", feed.address, atom
    yield "alternate", feed.page, "text/html"
    if feed.newest:
        yield "first", feed.newest, atom
        yield "current", feed.newest, atom
    if feed.older:
        yield "next", feed.older, atom
        yield "prev-archive", feed.older, atom


def _entry(root: Any, entry: AtomEntry) -> None:
    made = etree.SubElement(root, f"{{{ATOM}}}entry")
    _put(made, "id", entry.id)
    _put(made, "title", entry.title)
    _put(made, "published", _moment(entry.updated))
    _put(made, "updated", _moment(entry.updated))
    if entry.author:
        _author(made, entry.author)
    _put(made, "link", rel="alternate", href=entry.link, type="text/html")
    _put(made, "category", term=entry.category)
    _put(made, "content", entry.content, type="html")


def _author(parent: Any, name: str) -> None:
    _put(etree.SubElement(parent, f"{{{ATOM}}}author"), "name", name)


def _put(parent: Any, name: str, text: str = "", **attributes: str) -> None:
    made = etree.SubElement(parent, f"{{{ATOM}}}{name}", {key: _clean(value) for key, value in attributes.items()})
    made.text = _clean(text) or None


def _clean(text: str) -> str:
    return _UNWRITABLE.sub("", text)


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
