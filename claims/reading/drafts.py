"""What reading an announcement yields: its source links and its draft claims, each at its exact place."""

from dataclasses import dataclass

from claims.core.known_subjects import SubjectKind
from claims.core.quantities import Quantity
from claims.core.statements import Attribution, ClaimKind

# The built-in reader, as claims are marked with it; it changes whenever the rules would read the same text differently.
BUILT_IN_READER = "rules 2"


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftLink:
    """A link inside an announcement; `fragment_quote` is the decoded `#:~:text=` part, a ready-made quote of its target.

    `arxiv_id` is without a version; `arxiv_version` is the one that the link asks for, None for the newest.
    """

    url: str
    anchor_text: str
    start: int
    end: int
    fragment_quote: str = ""
    arxiv_id: str = ""
    arxiv_version: int | None = None
    doi: str = ""
    is_image: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftClaim:
    """A candidate claim: `quote == text[start:end]` of the announcement; `score` is check-worthiness in 0..1 with its parts.

    `readers` are those that found it, each with its version. `subject_maker` is who makes the subject, where the text or
    those who know the name say so: two makers may give one name to two things.
    """

    text: str
    quote: str
    start: int
    end: int
    kind: ClaimKind
    subject: str = ""
    subject_kind: SubjectKind = SubjectKind.SYSTEM
    subject_maker: str = ""
    quantity: Quantity | None = None
    attribution: Attribution = Attribution.UNATTRIBUTED
    hedged: bool = False
    denied: bool = False
    score: float = 0.0
    reasons: tuple[str, ...] = ()
    readers: tuple[str, ...] = (BUILT_IN_READER,)


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftSentence:
    """A sentence that was left, `text[start:end]`, with the reasons: opinion, prediction, question …"""

    quote: str
    start: int
    end: int
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """All that was read from one text. `left` are sentences that were looked at and not taken."""

    language: str
    claims: tuple[DraftClaim, ...]
    links: tuple[DraftLink, ...]
    left: tuple[LeftSentence, ...] = ()
