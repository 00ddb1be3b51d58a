"""From fetched bytes to a readable document: HTML loses its navigation, PDF its lines, other text stays as it is."""

import re
from dataclasses import replace

from claims.core.plain_text import flatten
from claims.reading.addresses import canonical_address
from claims.reading.characters import UndecodableBytes, decoded, looks_garbled
from claims.reading.document import Document, UnreadableDocument
from claims.reading.html_articles import read_html
from claims.reading.pdf_articles import is_pdf, read_pdf

_HTML = re.compile(r"<\s*(?:!doctype\s+html|html|head|body|article|div|p|h1)\b", re.I)
_FEED = re.compile(r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)?<(?:rss|feed|rdf:RDF)\b", re.S)
# Bytes that no text has: a file with a NUL, or with more than this share of control characters, is binary.
_CONTROL_SHARE = 0.02
_SAMPLE = 4096
_KINDS = (
    (b"\x89PNG", "an image"), (b"GIF8", "an image"), (b"\xff\xd8\xff", "an image"), (b"BM", "an image"),
    (b"PK\x03\x04", "a ZIP archive or an office document"), (b"\x1f\x8b", "a compressed file"),
    (b"\xd0\xcf\x11\xe0", "an office document"), (b"{\\rtf", "an office document"),
    (b"RIFF", "a sound, video or image file"), (b"OggS", "a sound or video file"), (b"ID3", "a sound file"),
    (b"\x1aE\xdf\xa3", "a video"), (b"\x7fELF", "a program"),
)  # fmt: skip
# MP4 and its kin have their name behind a length of four bytes.
_VIDEO_NAME = slice(4, 8)


def document_from(raw: bytes | str, content_type: str = "", address: str = "") -> Document:
    """The readable document in `raw`, found at `address` ("" when unknown).

    Raises `UnreadableDocument` for what is empty, binary, locked, undecodable, or a page without an article.
    """
    if isinstance(raw, bytes) and is_pdf(raw):
        return read_pdf(raw, address)
    text, remarks = (raw.removeprefix("\ufeff"), ()) if isinstance(raw, str) else _characters(raw, content_type)
    if "\x00" in text:
        raise UnreadableDocument(_binary("a binary file"))
    if not text.strip():
        raise UnreadableDocument("The text is empty.")
    if _FEED.match(text[:_SAMPLE]):
        raise UnreadableDocument("This is a feed of many articles. Give the address of one of them.")
    if "html" in content_type.lower() or _HTML.search(text[:_SAMPLE]):
        page = read_html(text, address)
        return replace(page, remarks=(*page.remarks, *remarks))
    return Document(text=text, title=_heading(text), address=canonical_address(address), remarks=remarks)


def _binary(kind: str) -> str:
    return f"This is {kind}, not text. Give the page, a PDF, or the text."


def _characters(raw: bytes, content_type: str) -> tuple[str, tuple[str, ...]]:
    if not raw.strip():
        raise UnreadableDocument("The text is empty.")
    _refuse_binary(raw[:_SAMPLE])
    try:
        read = decoded(raw, content_type)
    except UndecodableBytes as error:
        raise UnreadableDocument(str(error)) from error
    if looks_garbled(read.text):
        return read.text, ("Some characters were decoded wrongly, here or before: compare the text with the page.",)
    return read.text, ()


def _refuse_binary(sample: bytes) -> None:
    kind = next((kind for magic, kind in _KINDS if sample.startswith(magic)), "")
    if not kind and sample[_VIDEO_NAME] == b"ftyp":
        kind = "a video"
    wide = sample.startswith((b"\xff\xfe", b"\xfe\xff"))
    controls = sum(byte < 9 or 13 < byte < 27 for byte in sample)
    if kind and (b"\x00" in sample or controls or not sample.isascii()):
        raise UnreadableDocument(_binary(kind))
    if not wide and (b"\x00" in sample or controls > _CONTROL_SHARE * len(sample)):
        raise UnreadableDocument(_binary("a binary file"))


def _heading(text: str) -> str:
    found = re.search(r"(?m)^#\s+(.{1,200})$", text[:_SAMPLE])
    return flatten(found.group(1)).text.strip() if found else ""
