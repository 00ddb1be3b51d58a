"""What a digest is composed from: events with the rows that tell them, as plain values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from claims.digest.changes import Quoted
from claims.judging.findings import Certainty, Status
from claims.judging.rulings import Side


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """A piece of evidence: on which `side` it stands (None for a mere mention), and the words to quote.

    `counts` is False for a copy of the same words, and for what is of a document that was retracted or withdrawn.
    """

    id: int
    side: Side | None
    quoted: Quoted
    confidence: float = 0
    counts: bool = True
    known_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A status change: what was so and how certain, before and after; `ruling` is a person's own reason, or "".

    `reasons` are pairs of code and English sentence, the weightiest first.
    """

    before: Status
    after: Status
    certainty_before: Certainty
    certainty: Certainty
    reasons: tuple[tuple[str, str], ...] = ()
    proofs: tuple[Proof, ...] = ()
    ruling: str = ""
    by_person: bool = False
    known_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Merging:
    """That a claim was merged or taken out again, and why; whether it is of interest, which a copy's draft is not."""

    reason: str
    by_person: bool
    is_of_interest: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Noticed:
    """What a publisher said of a paper: its standing since, as a code, the day and the words."""

    standing: str
    issued_on: date
    reason: str


type Telling = Step | Proof | Merging | Noticed


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """One event of the outbox (`OutboxEvent`); `telling` is what its row says, None where its kind says it all."""

    id: int
    position: int
    kind: str
    recorded_at: datetime
    claim: int | None = None
    paper: int | None = None
    announcement: int | None = None
    telling: Telling | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A claim, paper or announcement as entries name it. `history` is a claim's: since when it was called what.

    `is_gone`: the claim is dismissed. `count` is how many public claims an announcement makes, `is_copy` that it is a
    translation or copy of another text.
    """

    title: str
    title_language: str
    path: str
    subject: str = ""
    claimant: str = ""
    is_draft: bool = False
    is_gone: bool = False
    history: tuple[tuple[datetime, Status, Certainty], ...] = ()
    count: int = 0
    is_copy: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Events, oldest first, with all that entries say of them. `resting` are the claims that rest on each paper."""

    happenings: tuple[Happening, ...]
    claims: Mapping[int, Named] = field(default_factory=dict)
    papers: Mapping[int, Named] = field(default_factory=dict)
    announcements: Mapping[int, Named] = field(default_factory=dict)
    resting: Mapping[int, frozenset[int]] = field(default_factory=dict)
