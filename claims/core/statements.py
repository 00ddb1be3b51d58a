"""A claim as both halves see it: one checkable statement with what it is about, what it says and who said it when."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from claims.core.quantities import Quantity


class ClaimKind(StrEnum):
    """What a claim says, which decides how it can be checked."""

    QUANTITY = "quantity"
    COMPARISON = "comparison"
    RANKING = "ranking"
    CAPABILITY = "capability"
    EVENT = "event"
    STATEMENT = "statement"


class Attribution(StrEnum):
    """Who stands behind the words of a claim in its announcement."""

    SELF = "self"
    REPORTED = "reported"
    THIRD_PARTY = "third_party"
    UNATTRIBUTED = "unattributed"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimStatement:
    """One claim for judging. `subject` is the system it is about, `claimant` who says so ("" if unknown)."""

    id: str
    text: str
    quote: str = ""
    language: str = "en"
    kind: ClaimKind = ClaimKind.STATEMENT
    subject: str = ""
    subject_aliases: tuple[str, ...] = ()
    quantity: Quantity | None = None
    claimed_on: date | None = None
    claimant: str = ""
