"""The claim's figure and the one of a passage that answers it, side by side, for a person to compare."""

from dataclasses import dataclass

from claims.core.measures import find_quantities
from claims.core.quantities import Quantity
from claims.judging.comparing import Match, compare
from claims.judging.intervals import shown

_LIKENESS = {Match.EQUAL: 0, Match.BOUND: 1, Match.PART: 2, Match.DIFFERENT: 3}


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Both in the words they were written in; "" where there is none that the other could be compared with."""

    claimed: str
    said: str


def answering_figures(claimed: Quantity | None, passage: str) -> Figures:
    """The figure of `passage` that is most like the claimed one, of the same measure where there is one."""
    if claimed is None:
        return Figures(claimed="", said="")
    answers = [
        (said.metric is not claimed.metric, _LIKENESS[held.match], place, said)
        for place, said in enumerate(find_quantities(passage))
        if (held := compare(claimed, said)) is not None
    ]
    best = min(answers, key=lambda answer: answer[:3])[3] if answers else None
    return Figures(claimed=_written(claimed), said=_written(best) if best else "")


def _written(amount: Quantity) -> str:
    if amount.raw or amount.value is None:
        return amount.raw
    return f"{shown(amount.value)} {amount.unit}".strip()
