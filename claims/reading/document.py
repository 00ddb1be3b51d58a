"""What a page or a file turned out to say: its text and what it tells of itself."""

from dataclasses import dataclass
from datetime import date


class UnreadableDocument(ValueError):
    """There is no text to read: empty, binary, locked or undecodable. The message says which and what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """The text of a page or file, with what it says of itself ("" or None where it says nothing).

    `text` is Markdown: links stand in it with their words, relative ones as written, so that the same page gives the
    same text under each of its addresses. Several authors are joined by "; ". `address` is the one to know it by;
    `canonical_url` is where the page says it belongs, which on a copy is another site.
    `remarks` are sentences on what an editor should look at: a paywall, characters that could not be decoded.
    """

    text: str
    title: str = ""
    author: str = ""
    publisher: str = ""
    published_on: date | None = None
    modified_on: date | None = None
    address: str = ""
    canonical_url: str = ""
    remarks: tuple[str, ...] = ()
