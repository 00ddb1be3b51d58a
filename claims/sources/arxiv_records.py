"""A paper on arXiv from what its interfaces tell: its versions, and whether it was withdrawn."""

import re
from dataclasses import dataclass
from datetime import date, datetime

from lxml import etree

from claims.core.identifiers import ArxivId, doi
from claims.core.papers import PaperRecord, Standing
from claims.core.sources import SourceRecord
from claims.sources.records import InvalidRecord

ABSTRACTS = "https://arxiv.org/abs/"

_PAPER = r"(?:paper|article|manuscript|(?:e-?|pre-?)print)"
_WORK = rf"(?:{_PAPER}|submission|work|report|note|letter|draft|thesis|version(?:\s+of\s+(?:this|the|our)\s+\w+)?)"
_IS = r"(?:(?:has|have)\s+been|is(?:\s+being)?|was)\s+(?:(?:now|hereby|temporarily|voluntarily)\s+)?"
# Withdrawn from a conference is not withdrawn from arXiv.
_NOT_ELSEWHERE = r"\b(?!\s+from\s+(?!(?:the\s+)?arxiv))"
_SENTENCE = r"(?:\A\W*|[.;:!?)]\s+)"
_BARE = (
    rf"(?:{_PAPER}\s+)?withdrawn"
    r"(?=\W*\Z|\s*[.,;:(]|\s+(?:by|due|because|as|since|for|pending|until|owing|after|in\s+favou?r|temporarily|from\s+(?:the\s+)?arxiv)\b)"
)
_WITHDRAW = r"(?:(?!not\b)[a-z]+\s+){0,4}withdr(?:aw|awn|ew)\s+(?:the|this|our|my)"
_BY_US = rf"(?:I|we|the\s+authors?)\s+{_WITHDRAW}\s+{_WORK}{_NOT_ELSEWHERE}"
_SAID = rf"(?:(?:this|the|our)\s+)?{_WORK}\s+{_IS}withdrawn{_NOT_ELSEWHERE}|this\s+{_WORK}\s+withdrawn{_NOT_ELSEWHERE}"
_IN_COMMENTS = re.compile(rf"{_SENTENCE}(?:{_SAID}|{_BY_US})|\A\W*(?:arxiv\s+admin\s+note:\s*)?{_BARE}", re.I)
# An abstract may speak of other papers that were withdrawn; its first words, and "this paper", are about itself.
_IN_ABSTRACT = re.compile(
    rf"\A\W*(?:{_SAID}|{_BY_US}|{_BARE})|{_SENTENCE}this\s+(?:{_PAPER}|submission)\s+{_IS}withdrawn{_NOT_ELSEWHERE}",
    re.I,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One version as arXiv tells it; `is_empty`: no paper can be had of it, which is how a withdrawal is filed."""

    number: int
    submitted_on: date
    is_empty: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What both interfaces say of a paper, white space collapsed. `versions` are in order and not all need be there."""

    known: ArxivId
    title: str
    abstract: str
    authors: tuple[str, ...]
    organisations: tuple[str, ...]
    comments: str
    journal: str
    doi: str
    versions: tuple[Version, ...]
    published_on: date | None


def source_record(told: Told, payload: str) -> SourceRecord:
    """The record of the newest version that is told. Raises `InvalidRecord` without a title or a version."""
    if not told.title:
        raise InvalidRecord("It has no title.")
    if not told.versions:
        raise InvalidRecord("It has no version.")
    base, newest = told.known.base, told.versions[-1]
    standing, since = standing_of(told)
    return SourceRecord(
        native_id=base,
        version=f"v{newest.number}",
        payload=payload,
        record=PaperRecord(
            id=f"arxiv:{base}",
            title=told.title,
            authors=told.authors,
            published_on=told.published_on,
            version_on=newest.submitted_on if newest.number > 1 else None,
            abstract=told.abstract,
            arxiv_id=base,
            arxiv_version=newest.number,
            doi=doi(told.doi) if told.doi else "",
            url=f"{ABSTRACTS}{base}",
            organisations=told.organisations,
            venue=told.journal,
            standing=standing,
            standing_on=since.submitted_on if since else None,
            standing_url=f"{ABSTRACTS}{base}v{since.number}" if since else "",
        ),
    )


def standing_of(told: Told) -> tuple[Standing, Version | None]:
    """Withdrawn, with its newest version, or current; the latter with the version that came after a withdrawn one."""
    newest = told.versions[-1]
    if newest.is_empty or says_withdrawn(comments=told.comments, abstract=told.abstract):
        return Standing.WITHDRAWN, newest
    pairs = zip(told.versions, told.versions[1:], strict=False)
    returned = [later for earlier, later in pairs if earlier.is_empty and not later.is_empty]
    return Standing.CURRENT, returned[-1] if returned else None


def says_withdrawn(*, comments: str, abstract: str) -> bool:
    """Whether the authors or arXiv say that the paper was withdrawn, not that a conference lost it."""
    words = f"{comments} {abstract}".lower()
    return "withdr" in words and bool(_IN_COMMENTS.search(comments) or _IN_ABSTRACT.search(abstract))


def text_of(parent: etree._Element, tag: str) -> str:
    """The text of the first such child, on one line; "" without one."""
    return " ".join((parent.findtext(tag) or "").split())


def instant(text: str) -> datetime | None:
    """An instant as both interfaces write it ("2026-11-23T16:00:12Z"); None for what is none."""
    try:
        told = datetime.fromisoformat(text)
    except ValueError:
        return None
    return told if told.tzinfo else None
