"""What a passage does to a claim: supports, contradicts, or only mentions; and under which condition.

Numbers decide first, words for the rest. Where neither is clear the passage "mentions": abstaining costs a look by a
person, a wrong stance costs trust.
"""

from dataclasses import dataclass

from claims.judging.claim_readings import ReadClaim
from claims.judging.findings import Basis, Stance
from claims.judging.number_stance import by_numbers
from claims.judging.paper_readings import ReadPaper, ReadPassage
from claims.judging.relevance import Bond, Relevance
from claims.judging.views import View
from claims.judging.word_stance import by_words

__all__ = ["View", "judge"]

# How much a bond lets us trust what is read from the passage.
TRUST: dict[Bond, float] = {
    Bond.NAMED: 1.0,
    Bond.PRESENTED: 0.95,
    Bond.CONTINUED: 0.9,
    Bond.TITLED: 0.9,
    Bond.NUMBERS: 0.85,
    Bond.MAKER: 0.85,
    Bond.FAMILY: 0.8,
    Bond.MEMBER: 0.75,
    Bond.RELATIVE: 0.6,
    Bond.COMMENT: 0.75,
    Bond.BASELINE: 0.75,
    Bond.COMPARED: 0.75,
    Bond.TOPIC: 0.6,
    Bond.NONE: 0.0,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """A view with the bond behind it; `confidence` is in 0..1."""

    stance: Stance
    confidence: float
    reading: str
    condition: str = ""
    supersedes: bool = False
    basis: Basis = Basis.WORDS


def judge(claim: ReadClaim, paper: ReadPaper, passage: ReadPassage, tied: Relevance) -> Judgement:
    """The stance of `passage`, which is tied to the claim as `tied` says; a mention where nothing is clear."""
    measured = by_numbers(claim, paper, passage, tied)
    view = measured or by_words(claim, paper, passage, tied)
    if view is None:
        return Judgement(stance=Stance.MENTIONS, confidence=round(0.5 * TRUST[tied.bond], 3), reading=tied.reason)
    return Judgement(
        stance=view.stance,
        confidence=round(view.confidence * TRUST[tied.bond], 3),
        reading=f"{view.reading}; {tied.reason}",
        condition=view.condition,
        supersedes=view.supersedes,
        basis=Basis.NUMBERS if measured else Basis.WORDS,
    )
