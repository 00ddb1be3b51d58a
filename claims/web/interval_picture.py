"""The geometry of the picture of an arithmetic: the interval we get, with the claimed value as a line on it."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext

from claims.figures import in_percent, interval, readable
from claims.wording import page_language

# Percent of the picture's width, so that the picture stretches while its labels keep their size.
LEFT = 3.0
RIGHT = 97.0
# From this ratio between the largest and the smallest value on, a linear axis would hide the small one.
_LOGARITHMIC_FROM = 100
_MOST_TICKS = 5
RESULT_DIGITS = 3
_ROUND_STEPS = (Decimal("0.2"), Decimal("0.5"), Decimal(1), Decimal(2))
_SHORT_UNITS = frozenset({"%", "USD", "Wh", "W", "×", "x", "B", "s"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """A labelled place on the axis, as a percentage of the width ("12.50%")."""

    x: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """A label at `x`; `anchor` says which end of it sits there, so that it never leaves the picture."""

    x: str
    anchor: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IntervalPicture:
    """Where to draw what, and the same in words. `claimed` is None where the claim gives no value."""

    bar_x: str
    bar_width: str
    result: Label
    claimed: Label | None
    claimed_inside: bool
    logarithmic: bool
    ticks: tuple[Tick, ...]
    description: str


def draw_interval(*, low: Decimal, high: Decimal, claimed: Decimal | None, unit: str) -> IntervalPicture:
    """Place `low..high` and `claimed` (all in `unit`) on one axis from zero, logarithmic where they lie far apart."""
    given = (low, high) if claimed is None else (low, high, claimed)
    values, unit = in_percent(given, unit)
    low, high, claimed = values[0], values[1], values[2] if len(values) > 2 else None
    logarithmic = min(values) > 0 and max(values) / min(values) >= _LOGARITHMIC_FROM
    axis: _Logarithmic | _Linear = _Logarithmic(values) if logarithmic else _Linear(values)
    start, end = axis.place(low), axis.place(high)
    language = page_language()
    result = interval(low, high, unit, language=language, digits=RESULT_DIGITS)
    said = "" if claimed is None else readable(claimed, unit, language=language)
    tick_unit = unit if unit in _SHORT_UNITS else ""
    return IntervalPicture(
        bar_x=_percent(start),
        bar_width=_percent(max(end - start, 0.5)),
        result=_label((start + end) / 2, result),
        claimed=None if claimed is None else _label(axis.place(claimed), said),
        claimed_inside=claimed is not None and low <= claimed <= high,
        logarithmic=logarithmic,
        ticks=tuple(
            Tick(x=_percent(axis.place(value)), label=readable(value, tick_unit, language=language))
            for value in axis.ticks()
        ),
        description=_describe(result, said, low=low, high=high, claimed=claimed),
    )


def _percent(x: float) -> str:
    return f"{x:.2f}%"


def _label(x: float, text: str) -> Label:
    anchor = "start" if x < 25 else "end" if x > 75 else "middle"
    return Label(x=_percent(x), anchor=anchor, text=text)


def _describe(result: str, said: str, *, low: Decimal, high: Decimal, claimed: Decimal | None) -> str:
    if claimed is None:
        return gettext("The arithmetic gives {result}.").format(result=result)
    if claimed < low:
        told = gettext("The arithmetic gives {result}. The claimed {said} lies below that interval.")
    elif claimed > high:
        told = gettext("The arithmetic gives {result}. The claimed {said} lies above that interval.")
    else:
        told = gettext("The arithmetic gives {result}. The claimed {said} lies inside that interval.")
    return told.format(result=result, said=said)


class _Linear:
    def __init__(self, values: tuple[Decimal, ...]) -> None:
        self._from = min(Decimal(0), *values)
        self._to = max(Decimal(0), *values)
        if self._from == self._to:
            self._to = self._from + 1
        self._to += (self._to - self._from) / 10

    def place(self, value: Decimal) -> float:
        share = (value - self._from) / (self._to - self._from)
        return LEFT + float(share) * (RIGHT - LEFT)

    def ticks(self) -> tuple[Decimal, ...]:
        """Two to five round values, the first at the start."""
        span = self._to - self._from
        decade = Decimal(1).scaleb(span.adjusted())
        step = next(decade * part for part in _ROUND_STEPS if span / (decade * part) <= _MOST_TICKS)
        start = (self._from / step).to_integral_value() * step
        count = int((self._to - start) / step)
        return tuple(start + step * i for i in range(count + 1) if start + step * i >= self._from)


class _Logarithmic:
    def __init__(self, values: tuple[Decimal, ...]) -> None:
        self._from = min(value.adjusted() for value in values)
        self._to = max(value.adjusted() for value in values) + 1

    def place(self, value: Decimal) -> float:
        share = (float(value.log10()) - self._from) / (self._to - self._from)
        return LEFT + share * (RIGHT - LEFT)

    def ticks(self) -> tuple[Decimal, ...]:
        """Powers of ten, at most five of them."""
        every = -(-(self._to - self._from) // (_MOST_TICKS - 1))
        return tuple(Decimal(1).scaleb(power) for power in range(self._from, self._to + 1, every))
