"""The text of a PDF as paragraphs: lines joined, hyphens at line ends judged, running heads and page numbers left out."""

import io
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date

from pypdf import PdfReader
from pypdf.errors import DependencyError, FileNotDecryptedError, PyPdfError

from claims.reading.addresses import canonical_address, site_of
from claims.reading.document import Document, UnreadableDocument

# A PDF may have a little before its sign; readers look through the first kilobyte (ISO 32000, annex H).
_SIGN, _SIGN_WITHIN = b"%PDF-", 1024
# An announcement is shorter; a book is cut here, and its reader told.
_MOST_PAGES = 300
# Fewer letters than this on all pages together are a stamp or a page number on pictures.
_FEWEST_LETTERS = 20
# What pypdf raises on broken files beside its own errors; seen by breaking good files at random.
_BROKEN = (PyPdfError, ValueError, TypeError, AttributeError, LookupError, ArithmeticError, RuntimeError)

_LIGATURES = str.maketrans(
    {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st", "\u00ad": "-", "\u2010": "-"}
)
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
_BULLET = re.compile(r"\s*[•●▪‣◦–]\s*(?=\S)")
_CJK = re.compile(r"[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]")
_SENTENCE_END = re.compile(r"[.!?:。！？：；…][\"'”’」』)）\]]*$")
_BROKEN_WORD = re.compile(r"([\w-]*\w)-$")
_FIRST_WORD = re.compile(r"[\w-]+")
_DIGITS = re.compile(r"\d+")
# A line of running prose reaches nearly across its column; one that stops before this share of it ends a paragraph.
# No column is narrower than so many characters.
_FULL_SHARE, _NARROWEST = 0.7, 30
# Running heads stand among so many lines at the top and bottom of a page, and on at least so many pages.
_EDGE_LINES, _REPEATED_PAGES = 2, 3
_LONGEST_TITLE = 200
# Titles that programs give by themselves.
_NO_TITLE = re.compile(
    r"(?:microsoft word|about:|file:|https?:|untitled|document\d*$|powerpoint|\(?anonymous|无标题)"
    r"|\.(?:docx?|pdf|tex|indd|pptx?)$",
    re.I,
)


def is_pdf(raw: bytes) -> bool:
    """Whether the bytes have the sign of a PDF."""
    return _SIGN in raw[:_SIGN_WITHIN]


def read_pdf(raw: bytes, address: str = "") -> Document:
    """The text of a PDF found at `address` ("" when unknown), and what its information dictionary says.

    Raises `UnreadableDocument` for a locked, a broken and a scanned one.
    """
    try:
        reader = PdfReader(io.BytesIO(raw))
        if reader.is_encrypted and not reader.decrypt(""):
            raise FileNotDecryptedError
        pages = [page.extract_text() for page in reader.pages[:_MOST_PAGES]]
        told = reader.metadata
        facts = (told.title, told.author, told.creation_date, told.modification_date) if told else ("", "", None, None)
        count = len(reader.pages)
    except (FileNotDecryptedError, DependencyError) as error:
        raise UnreadableDocument("The PDF is locked by a password. Print it to a new PDF and give that.") from error
    except _BROKEN as error:
        raise UnreadableDocument("The PDF is broken and cannot be read. Fetch it again, or give its text.") from error
    text = text_of_pages(pages)
    if sum(map(str.isalpha, text)) < _FEWEST_LETTERS:
        raise UnreadableDocument(
            "The PDF holds pictures of pages and no text. Run text recognition (OCR) over it first, or give its text."
        )
    title, author, made, changed = facts
    own = canonical_address(address)
    published, modified = (made.date() if made else None), (changed.date() if changed else None)
    return Document(
        text=text,
        title=_title(str(title or ""), text),
        author=_clean(str(author or "")).strip(),
        publisher=site_of(own),
        published_on=published,
        modified_on=_later(modified, published),
        address=own,
        remarks=(f"Only the first {_MOST_PAGES} of {count} pages were read.",) if count > _MOST_PAGES else (),
    )


def text_of_pages(pages: list[str]) -> str:
    """Paragraphs, set apart by blank lines, out of the lines of each page."""
    cut = [[line.rstrip() for line in _clean(page).splitlines()] for page in pages]
    running = _running_heads(cut)
    lines = [line for page in cut for line in _without_edges(page, running)]
    words = Counter(word for line in lines for word in _FIRST_WORD.findall(line.lower()))
    return "\n\n".join(_paragraphs(lines, words))


def _clean(text: str) -> str:
    return _UNPRINTABLE.sub("", text.translate(_LIGATURES))


def _title(told: str, text: str) -> str:
    title = " ".join(_clean(told).split())
    first = text.partition("\n\n")[0]
    return title if title and not _NO_TITLE.search(title) else first if len(first) <= _LONGEST_TITLE else ""


def _later(modified: date | None, published: date | None) -> date | None:
    return modified if modified and published and modified > published else None


def _edges(page: list[str]) -> Iterator[int]:
    told = [place for place, line in enumerate(page) if line.strip()]
    yield from {*told[:_EDGE_LINES], *told[-_EDGE_LINES:]}


def _shape(line: str) -> str:
    return _DIGITS.sub("0", line.strip())


def _running_heads(pages: list[list[str]]) -> frozenset[str]:
    """Lines at the edges that come again page after page, whatever number stands in them."""
    seen = Counter(shape for page in pages for shape in {_shape(page[place]) for place in _edges(page)})
    return frozenset(shape for shape, count in seen.items() if count >= _REPEATED_PAGES)


def _without_edges(page: list[str], running: frozenset[str]) -> list[str]:
    left_out = {place for place in _edges(page) if _shape(page[place]) in running | {"0"}}
    return [line for place, line in enumerate(page) if place not in left_out]


def _width(line: str) -> int:
    return len(line) + len(_CJK.findall(line))


def _paragraphs(lines: list[str], words: Counter[str]) -> Iterator[str]:
    widths = sorted(_width(line) for line in lines if line.strip())
    full = max(_NARROWEST, _FULL_SHARE * widths[len(widths) * 4 // 5]) if widths else 0
    current, last = "", ""
    for line in lines:
        if current and (not line.strip() or not _goes_on(last, line, full)):
            yield current
            current = ""
        if line.strip():
            current = _joined(current, _BULLET.sub("- ", line, count=1).strip(), words)
        last = line
    if current:
        yield current


def _goes_on(last: str, line: str, full: float) -> bool:
    """Whether `line` carries on the paragraph of the line before it."""
    ended = bool(_SENTENCE_END.search(last))
    titles = ended and _width(line) < full and not line[:1].islower() and not _SENTENCE_END.search(line)
    if _BULLET.match(line) or titles:
        return False
    return bool(_BROKEN_WORD.search(last)) or _width(last) >= full or (line.lstrip()[:1].islower() and not ended)


def _joined(current: str, line: str, words: Counter[str]) -> str:
    if not current:
        return line
    broken, first = _BROKEN_WORD.search(current), _FIRST_WORD.match(line)
    if broken and first:
        return (current if _keeps_hyphen(broken[1], first.group(), words) else current[:-1]) + line
    return current + ("" if _CJK.match(current[-1]) or _CJK.match(line) else " ") + line


def _keeps_hyphen(start: str, end: str, words: Counter[str]) -> bool:
    """Whether the hyphen between two parts of a word is the word's own: by its kind, else as the text writes it."""
    if not end[0].islower() or "-" in start or start[-1].isdigit() or start.isupper():
        return True
    return words[f"{start}-{end}".lower()] > words[f"{start}{end}".lower()]
