"""The values of a digest: what changed, as one entry says it, before it is put into words and a layout."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from claims.judging.findings import Certainty, Grade, Status


class Section(StrEnum):
    """Where an entry stands in a digest, the weightiest first: this is the order of the sections."""

    CORRECTION = "correction"
    TURNED = "turned"
    CONFIRMED = "confirmed"
    MOVED = "moved"
    NEW = "new"
    PAPERS = "papers"
    QUIET = "quiet"


@dataclass(frozen=True, slots=True, kw_only=True)
class Quoted:
    """The words that decided it, exactly as they stand in `source`, in their own `language`."""

    exact: str
    language: str
    source: str
    source_path: str
    location: str
    grade: Grade | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldBefore:
    """What an earlier digest said to the same reader that is not so any more, and on which day."""

    day: date
    status: Status


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One entry: all that happened to one claim, paper or announcement within a reader's window, as one movement.

    `events` are the ids of the outbox events that it tells, oldest first. `title` is the claim's text (or the paper's
    or announcement's title) in its own `title_language`, `path` the address of its page without the site. `before` and
    `after` are equal where only the certainty moved, and None for what is no claim. `reasons` are the codes of the
    status change, the weightiest first, which the renderer puts into words; `detail` is a person's own words for a
    ruling, in whatever language, or "". `count` is how many claims a new announcement makes. `is_draft`: read by
    machine, and not confirmed by an editor yet. Two equal changes read the same.
    """

    section: Section
    events: tuple[int, ...]
    kind: str
    title: str
    title_language: str
    path: str
    subject: str = ""
    claimant: str = ""
    before: Status | None = None
    after: Status | None = None
    certainty: Certainty | None = None
    reasons: tuple[str, ...] = ()
    detail: str = ""
    quote: Quoted | None = None
    by_person: bool = False
    is_draft: bool = False
    count: int = 0
    known_on: date | None = None
    recorded_at: datetime
    told_before: ToldBefore | None = None
