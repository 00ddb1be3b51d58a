"""The words of judging: stance, grade, status, certainty, and what an assessment of a claim consists of."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from claims.core.papers import Standing


class Stance(StrEnum):
    """What a passage does to a claim (SciFact's labels in scite's words)."""

    SUPPORTS = "supports"
    CONTRADICTS = "contradicts"
    MENTIONS = "mentions"


class Basis(StrEnum):
    """What a stance was read from: figures that were compared, or words alone."""

    NUMBERS = "numbers"
    WORDS = "words"


class Grade(StrEnum):
    """How much a piece of evidence weighs, by who says it and how it was checked."""

    E0 = "E0"
    E1 = "E1"
    E2 = "E2"
    E3 = "E3"
    E4 = "E4"
    E5 = "E5"
    E6 = "E6"


class Status(StrEnum):
    """What is known about a claim. `REFUTED`, `UNVERIFIABLE` and `WITHDRAWN` are only ever set by a person."""

    UNVERIFIED = "unverified"
    ATTESTED = "attested"
    SUPPORTED = "supported"
    QUALIFIED = "qualified"
    DISPUTED = "disputed"
    SUPERSEDED = "superseded"
    REFUTED = "refuted"
    UNVERIFIABLE = "unverifiable"
    WITHDRAWN = "withdrawn"


class Certainty(StrEnum):
    """How sure the evidence makes us (GRADE's four levels)."""

    HIGH = "high"
    MODERATE = "moderate"
    LOW = "low"
    VERY_LOW = "very_low"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One piece of evidence: an exact quote of a document and what follows from it for the claim.

    `paper_id` is "" for evidence that is arithmetic only. `condition` names what the claim left out when a support
    holds only in part (then the verdict is at most `qualified`). `independence_group` is the same for findings of one
    team. `confidence` is in 0..1, `basis` what the stance was read from. `source` is how a reader knows the document
    (its title). `standing` is what the publisher says of the document today: it excludes or weakens the finding without
    changing what was found.
    """

    paper_id: str
    stance: Stance
    quote: str
    location: str
    grade: Grade
    reading: str
    confidence: float
    independence_group: str = ""
    condition: str = ""
    supersedes: bool = False
    known_on: date | None = None
    source: str = field(default="", compare=False)
    standing: Standing = Standing.CURRENT
    basis: Basis = Basis.WORDS


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """A named input of a recomputation: an interval in `unit`, quoted from a paper or, without `paper_id`, assumed.

    `standing` is what the publisher says of that paper; it is no part of what was reckoned.
    """

    name: str
    low: Decimal
    high: Decimal
    unit: str
    paper_id: str = ""
    quote: str = ""
    assumption: str = ""
    standing: Standing = field(default=Standing.CURRENT, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Needed:
    """What something would have to be for a claim to hold, with all else as it is: low..high in `unit`."""

    name: str
    low: Decimal
    high: Decimal
    unit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Recomputation:
    """An arithmetic that anyone can redo: `formula` over `inputs` gives low..high; `claimed` is the claim's value.

    `name` says what is computed ("energy as a share of GPT-3's"), `needs` what the claim would need to hold.
    """

    formula: str
    inputs: tuple[Input, ...]
    low: Decimal
    high: Decimal
    unit: str
    claimed: Decimal | None
    stance: Stance
    reading: str
    steps: tuple[str, ...] = ()
    name: str = ""
    needs: tuple[Needed, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why a verdict is what it is: a stable `code`, and the sentence a reader sees in English."""

    code: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """The status that the evidence gives, how certain, why, and what a person is asked to decide, if anything."""

    status: Status
    certainty: Certainty
    reasons: tuple[Reason, ...]
    proposal: Status | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """Everything judging says of one claim against a set of papers."""

    findings: tuple[Finding, ...]
    recomputations: tuple[Recomputation, ...]
    verdict: Verdict
