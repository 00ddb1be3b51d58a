"""What came of holding a text's figures against each other."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from claims.judging.intervals import Interval
from claims.judging.own_numbers.figures import Figure

# A gap below this share may come from rounding on the way, which the text does not show.
_CARRIED = Decimal("0.05")


class Check(StrEnum):
    """Which arithmetic was redone."""

    EQUATION = "equation"
    PRODUCT = "product"
    RATIO = "ratio"
    SHARE = "share"
    CHANGE = "change"
    PARTS = "parts"
    PERCENTAGES = "percentages"
    TWICE = "twice"


class Outcome(StrEnum):
    """Whether a text agrees with itself; `ROUNDED`: only with generous rounding on either side (57 told as 50)."""

    AGREES = "agrees"
    ROUNDED = "rounded"
    DIFFERS = "differs"


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnArithmetic:
    """A text's own numbers put together. It is shown to readers and decides nothing by itself.

    `steps` are lines that anyone can redo; `figures` are the places the numbers are from, the checked statement last.
    `computed` is what the other figures give, `stated` what the text says, both in `unit`.
    """

    check: Check
    outcome: Outcome
    steps: tuple[str, ...]
    computed: Interval
    stated: Interval
    unit: str
    figures: tuple[Figure, ...]

    @property
    def claim_ids(self) -> tuple[str, ...]:
        """The claims whose figures went in, in reading order."""
        return tuple(dict.fromkeys(figure.claim_id for figure in self.figures if figure.claim_id))


def outcome_of(computed: Interval, middle: Decimal, stated: Figure) -> Outcome | None:
    """How a result stands to the figure that the text gives for it; None where the gap is too small to speak of.

    `middle` is the result of the numbers as written, `computed` all that they leave open.
    """
    if middle in stated.span or (stated.amount in computed and not stated.quantity.is_ratio):
        return Outcome.AGREES
    if computed.meets(stated.span) or _cut(computed, stated):
        return Outcome.ROUNDED
    wide = Interval(computed.low * (1 - _CARRIED), computed.high * (1 + _CARRIED))
    return None if wide.meets(stated.span) else Outcome.DIFFERS


def _cut(computed: Interval, stated: Figure) -> bool:
    """Whether the stated number is the result cut to the figures that were written: 57.1 told as 50."""
    step = stated.span.high - stated.span.low
    return stated.amount <= computed.low and computed.high < stated.amount + step


def in_order(figures: Sequence[Figure], stated: Figure) -> tuple[Figure, ...]:
    """The figures that went in as the text has them, then the one that was checked."""
    return (*sorted(figures, key=lambda figure: figure.quantity.start), stated)
