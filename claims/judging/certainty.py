"""How sure the evidence makes us, by GRADE's rules: start from the best evidence, go down for each named doubt.

The domains are those of the GRADE handbook (gdt.gradepro.org/app/handbook): risk of bias, indirectness, inconsistency,
imprecision. Publication bias is left out: we cannot see what was not written.
"""

from collections.abc import Sequence

from claims.core.papers import Standing
from claims.judging.findings import Certainty, Finding, Grade, Reason, Recomputation, Status
from claims.judging.rulings import CLAIMANT_SIDE

LEVELS = (Certainty.VERY_LOW, Certainty.LOW, Certainty.MODERATE, Certainty.HIGH)
# Where the best evidence of each grade starts: a replication is like a trial, an analysis like an observation.
START = {
    Grade.E0: 0,
    Grade.E1: 1,
    Grade.E2: 2,
    Grade.E3: 2,
    Grade.E4: 2,
    Grade.E5: 3,
    Grade.E6: 3,
}
UNSURE_BELOW = 0.7


def certainty_of(
    status: Status,
    full: Sequence[Finding],
    partial: Sequence[Finding],
    against: Sequence[Finding],
    agreeing: Sequence[Recomputation],
) -> tuple[Certainty, tuple[Reason, ...]]:
    """The level for `status` and its reasons, over evidence that was already counted once a team."""
    decisive = (*full, *partial, *against)
    if status is Status.UNVERIFIED:
        return Certainty.VERY_LOW, ()
    level = max((START[found.grade] for found in decisive), default=1 if agreeing else 0)
    favour_teams = [found for found in (*full, *partial) if found.grade not in CLAIMANT_SIDE]
    raised: list[Reason] = []
    if len(favour_teams) > 1:
        level += 1
        text = f"{len(favour_teams)} independent teams say the same."
        raised.append(Reason(code="certainty_consistent", text=text))
    doubts = _doubts(full, partial, against)
    level = min(max(level - len(doubts), 0), len(LEVELS) - 1)
    return LEVELS[level], (*raised, *doubts)


def _doubts(full: Sequence[Finding], partial: Sequence[Finding], against: Sequence[Finding]) -> list[Reason]:
    favour = (*full, *partial)
    decisive = (*favour, *against)
    doubts: list[Reason] = []
    if decisive and all(found.grade in CLAIMANT_SIDE for found in decisive):
        doubts.append(Reason(code="certainty_bias", text="Only the claimant's own side is heard (risk of bias)."))
    if partial and not full:
        doubts.append(
            Reason(code="certainty_indirect", text="The evidence is about a narrower statement (indirectness).")
        )
    if favour and against:
        doubts.append(Reason(code="certainty_inconsistent", text="Sources disagree (inconsistency)."))
    if decisive and max(found.confidence for found in decisive) < UNSURE_BELOW:
        doubts.append(Reason(code="certainty_imprecise", text="No passage is read with confidence (imprecision)."))
    if any(found.standing is not Standing.CURRENT for found in decisive):
        text = "A document that counts was corrected or carries a notice of concern."
        doubts.append(Reason(code="certainty_notice", text=text))
    return doubts
