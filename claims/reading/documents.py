"""From fetched bytes to a readable document: HTML loses its navigation, other text is decoded as it is."""

import json
import re
from dataclasses import dataclass
from datetime import date

import trafilatura

_HTML = re.compile(r"<\s*(?:!doctype\s+html|html|head|body|article|div|p|h1)\b", re.I)
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.-]+)", re.I)
# Bytes that no text has: a file with a NUL, or with more than this share of control characters, is binary.
_CONTROL_SHARE = 0.02
_SAMPLE = 4096
_MAGIC = (b"%PDF", b"PK\x03\x04", b"\x89PNG", b"GIF8", b"\xff\xd8\xff", b"\x1f\x8b", b"\x7fELF", b"RIFF", b"OggS")
_ENCODINGS = ("utf-8", "gb18030", "cp1252")


class UnreadableDocument(ValueError):
    """There is no text to read: empty, binary, or undecodable. The message says which and what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """The text of a page or file, with what the page says of itself ("" or None where it says nothing)."""

    text: str
    title: str = ""
    author: str = ""
    publisher: str = ""
    published_on: date | None = None


def document_from(raw: bytes | str, content_type: str = "") -> Document:
    """The readable document in `raw`. Raises `UnreadableDocument` for empty, binary and undecodable input."""
    text = raw if isinstance(raw, str) else _decoded(raw, content_type)
    text = text.removeprefix("\ufeff")
    if "\x00" in text:
        raise UnreadableDocument("This is a binary file, not text. Give the page, or its text.")
    if not text.strip():
        raise UnreadableDocument("The text is empty.")
    if "html" in content_type.lower() or _HTML.search(text[:_SAMPLE]):
        return _from_html(text)
    return Document(text=text, title=_heading(text))


def _decoded(raw: bytes, content_type: str) -> str:
    if not raw.strip():
        raise UnreadableDocument("The text is empty.")
    sample = raw[:_SAMPLE]
    wide = sample.startswith((b"\xff\xfe", b"\xfe\xff"))
    controls = sum(byte < 9 or 13 < byte < 27 for byte in sample)
    if not wide and (sample.startswith(_MAGIC) or b"\x00" in sample or controls > _CONTROL_SHARE * len(sample)):
        raise UnreadableDocument("This is a binary file, not text. Give the page, or its text.")
    told = _CHARSET.search(content_type) or _CHARSET.search(sample.decode("ascii", "ignore"))
    for encoding in (*(("utf-16",) if wide else ()), *((told.group(1),) if told else ()), *_ENCODINGS):
        try:
            return raw.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    raise UnreadableDocument("The bytes are no text in any encoding we know. Save it as UTF-8.")


def _heading(text: str) -> str:
    found = re.search(r"(?m)^#\s+(.{1,200})$", text[:_SAMPLE])
    return found.group(1).strip("*_ ") if found else ""


def _from_html(html: str) -> Document:
    text = trafilatura.extract(
        html, output_format="markdown", include_links=True, include_tables=True, include_comments=False
    )
    if not text or not text.strip():
        raise UnreadableDocument("The page has no readable text, only navigation or scripts.")
    return _with_metadata(html, text)


def _with_metadata(html: str, text: str) -> Document:
    told = trafilatura.extract(html, output_format="json", with_metadata=True, include_comments=False)
    facts: dict[str, str | None] = json.loads(told) if told else {}
    return Document(
        text=text,
        title=facts.get("title") or "",
        author=facts.get("author") or "",
        publisher=facts.get("sitename") or facts.get("source-hostname") or "",
        published_on=_date(facts.get("date") or ""),
    )


def _date(written: str) -> date | None:
    try:
        return date.fromisoformat(written[:10])
    except ValueError:
        return None
