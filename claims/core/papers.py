"""A paper, report or page as the sources hand it over, before it is stored and while it is judged."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Standing(StrEnum):
    """What its publisher says of a paper today (Crossref `updated-by`, arXiv withdrawals)."""

    CURRENT = "current"
    CORRECTED = "corrected"
    EXPRESSION_OF_CONCERN = "expression_of_concern"
    RETRACTED = "retracted"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentPassage:
    """A part of a document that is at hand: `location` is "title", "abstract" or a place such as "section 5.1"."""

    text: str
    location: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperRecord:
    """One version of a work. `id` is the caller's key; `published_on` the earliest public date, where known.

    `version_on` is the day on which this version came out, None where it is the first or its day is not known.

    `other_ids` are its ids beside arXiv and DOI, as (scheme, value): ("openalex", "W2741809807"), ("pmid", "29456894").
    `standing` is what its publisher says of it, since `standing_on` and at `standing_url`, where known. `CURRENT`
    without a day only means that a source is silent; with one, what stood before is taken back.
    """

    id: str
    title: str
    authors: tuple[str, ...] = ()
    published_on: date | None = None
    version_on: date | None = None
    abstract: str = ""
    arxiv_id: str = ""
    arxiv_version: int | None = None
    doi: str = ""
    other_ids: tuple[tuple[str, str], ...] = ()
    url: str = ""
    organisations: tuple[str, ...] = ()
    passages: tuple[DocumentPassage, ...] = ()
    venue: str = ""
    standing: Standing = Standing.CURRENT
    standing_on: date | None = None
    standing_url: str = ""

    @property
    def told_on(self) -> date | None:
        """Since when what it says has been public, where known: a later version says it later than the work came out."""
        return self.version_on or self.published_on

    def texts(self) -> tuple[DocumentPassage, ...]:
        """Everything of the paper that can be quoted: title, abstract, then the passages at hand."""
        own = (
            DocumentPassage(text=self.title, location="title"),
            DocumentPassage(text=self.abstract, location="abstract"),
        )
        return tuple(part for part in (*own, *self.passages) if part.text)


def newness(*, abstract: bool, arxiv_version: int | None, published_on: date | None) -> tuple[bool, int, date]:
    """What the newest version of a work has most of; of equals, the one recorded last is the newest.

    A record without an abstract never hides one with; then arXiv's own count decides, then the day.
    """
    return abstract, arxiv_version or 0, published_on or date.min
