"""What Crossref and DataCite share: works under DOIs, as those who publish them deposit them."""

import html
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from urllib.parse import quote

from claims.core.identifiers import normal_arxiv_id
from claims.core.sources import Identifier
from claims.sources.json_records import line_of
from claims.sources.records import InvalidRecord

ARXIV_DOI = "10.48550/arxiv."
# DOIs asked for in one request, and their bytes: an address longer than some 4 KB may be refused.
DOIS_PER_LIST, BYTES_PER_LIST = 50, 3000
_DOI = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|doi:)?(10\.\d{4,9}/\S+)")
_PARTS = re.compile(r"\d{4}(?:-\d{1,2}){0,2}")
# Marks that text is set with: those of JATS and MathML, whose names say so, and of HTML, by name. "a<b" is none.
_HTML = "p|i|b|u|em|strong|sub|sup|sc|scp|tt|span|a|br|div|ul|ol|li|h[1-6]|title|italic|bold|inline-formula|tex-math"
_TAG = re.compile(
    rf"</?(?:jats:|mml:|)(?P<name>(?<=:)[\w-]+|(?:{_HTML}))(?:\s[^<>=]{{0,100}}=[^<>]{{0,2000}})?\s?/?>", re.IGNORECASE
)
_APART = frozenset(
    {"p", "br", "div", "ul", "ol", "li", "title", "sec", "list", "list-item", "disp-formula", "break", "label"}
)
_HEADING = re.compile(r"<jats:title[^<>]{0,200}>\s*([^<>]{1,200}?)\s*</jats:title>", re.I)
_ABSTRACT = frozenset({"abstract", "summary"})
_RAISED = re.compile(r"<(?:jats:)?sup>\s*([-−–+]?\d{1,3})\s*</(?:jats:)?sup>", re.I)
_LEAF = r"<(?:mml:)?m(?:i|n|text)(?:\s[^<>]{0,200})?>\s*([^<>]{0,100}?)\s*</(?:mml:)?m(?:i|n|text)>"
_POWER = re.compile(rf"<(?:mml:)?msup(?:\s[^<>]{{0,200}})?>\s*{_LEAF}\s*{_LEAF}\s*</(?:mml:)?msup>", re.I)
_TEX = re.compile(r"<(?:jats:)?tex-math[^<>]{0,200}>[^<]*</(?:jats:)?tex-math>", re.I)


def doi_in(field: object) -> str:
    """The DOI that a field is, in lower case and whole, with whatever signs it has; "" for what is none."""
    found = _DOI.fullmatch(line_of(field).lower())
    return found[1] if found else ""


def work_of(doi: str) -> Identifier:
    """The work that a DOI in lower case names: one of arXiv's own only wraps the arXiv id."""
    known = normal_arxiv_id(doi) if doi.startswith(ARXIV_DOI) else None
    return ("arxiv", known.base) if known else ("doi", doi)


def lists_of(dois: Iterable[str]) -> Iterator[tuple[str, ...]]:
    """The DOIs in lists to ask for at once; a comma parts a list, so that a DOI with one in it goes alone."""
    together: list[str] = []
    size = 0
    for doi in dict.fromkeys(dois):
        if "," in doi:
            yield (doi,)
            continue
        room = len(quote(f"doi:{doi},", safe=""))
        if together and (len(together) == DOIS_PER_LIST or size + room > BYTES_PER_LIST):
            yield tuple(together)
            together, size = [], 0
        together.append(doi)
        size += room
    if together:
        yield tuple(together)


def earliest(days: Iterable[Sequence[int]]) -> date | None:
    """The first of days told as year, month and day, the last two open; None without any.

    "2018" is none earlier than "2018-05-30", for it may be the same; alone it is its first day. Raises `InvalidRecord`
    for a day that no calendar has.
    """
    told = min((tuple(parts) for parts in days if parts), key=lambda parts: (*parts, 99, 99)[:3], default=None)
    if not told:
        return None
    year, month, day = (*told, 1, 1)[:3]
    try:
        return date(year, month, day)
    except (ValueError, OverflowError) as error:
        raise InvalidRecord(f"{'-'.join(map(str, told))} is not a date.") from error


def parts_in(text: object) -> tuple[int, ...]:
    """Year, month and day of an ISO 8601 date or the beginning of a span, as far as they are told."""
    found = _PARTS.match(line_of(text))
    return tuple(map(int, found[0].split("-"))) if found else ()


def text_of(marked: object) -> str:
    """The words of a text marked up in JATS, MathML or HTML, on one line; headings end with a colon, powers keep "^".

    Without the sign, 10 to the 6th would read as 106. A heading that only says that an abstract follows is left out.
    """
    text = line_of(marked)
    # Twice, for some deposit what was escaped already.
    return line_of(html.unescape(_bare(html.unescape(_bare(text)))))


def _bare(text: str) -> str:
    if "<" not in text:
        return text
    if "<mml:math" in text:
        text = _TEX.sub("", text)  # The same formula is there as MathML.
    text = _POWER.sub(r"\1^\2", _RAISED.sub(r"^\1", text))
    return _TAG.sub(_gap, _HEADING.sub(_headed, text))


def _headed(found: re.Match[str]) -> str:
    if found[1].casefold() in _ABSTRACT:
        return " "
    return f" {found[1]} " if found[1].endswith((".", ":", "?", "!")) else f" {found[1]}: "


def _gap(found: re.Match[str]) -> str:
    return " " if found["name"].lower() in _APART or found["name"][0] in "hH" else ""
