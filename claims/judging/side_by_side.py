"""The claim's figure and the passage's beside each other, each also in base units, with how the two compare."""

from dataclasses import dataclass

from claims.core.measures import find_quantities
from claims.core.quantities import Quantity
from claims.judging.comparing import Match, compare
from claims.judging.intervals import shown

_LIKENESS = {Match.EQUAL: 0, Match.BOUND: 1, Match.PART: 2, Match.DIFFERENT: 3}


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """A figure as it is written, and in base units: "1.3 万亿" and "1,300,000,000,000 parameters"; "" for none."""

    written: str
    exactly: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SideBySide:
    """Both figures; `match` and `reading` say how they compare, None and "" where there is none to compare with."""

    claimed: Side
    said: Side
    match: Match | None
    reading: str


NOTHING = Side(written="", exactly="")


def side_by_side(claimed: Quantity | None, passage: str) -> SideBySide:
    """The claimed figure beside the one of `passage` that is most like it, of the same measure where there is one."""
    if claimed is None:
        return SideBySide(claimed=NOTHING, said=NOTHING, match=None, reading="")
    answers = [
        (said.metric is not claimed.metric, _LIKENESS[held.match], place, said, held)
        for place, said in enumerate(find_quantities(passage))
        if (held := compare(claimed, said)) is not None
    ]
    if not answers:
        return SideBySide(claimed=_side(claimed), said=NOTHING, match=None, reading="")
    *_, said, held = min(answers, key=lambda answer: answer[:3])
    return SideBySide(claimed=_side(claimed), said=_side(said), match=held.match, reading=held.reading)


def _side(amount: Quantity) -> Side:
    exactly = _exactly(amount)
    return Side(written=amount.raw or exactly, exactly=exactly)


def _exactly(amount: Quantity) -> str:
    ends = (amount.low, amount.high)
    if amount.value is not None:
        number = shown(amount.value)
    elif ends[0] is not None and ends[1] is not None:
        number = f"{shown(ends[0])}–{shown(ends[1])}"
    else:
        return ""
    return f"{number} {amount.unit}".strip()
