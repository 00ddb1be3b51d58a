"""Growth and decline that a text gives with both ends: "from 512 to 2048, four times as long"."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from claims.core.quantities import Metric, Relation
from claims.judging.intervals import Interval, exactly, shown
from claims.judging.own_numbers.figures import Figure
from claims.judging.own_numbers.findings import Check, Outcome, OwnArithmetic, outcome_of

_HEDGE = r"(?:about|around|roughly|nearly|just|only|over|a|the|notable|remarkable|约|近|不到|了)?\s?"
# Models "ranging from 1B to 24B" have not grown.
_FROM = re.compile(
    rf"(?:(?<!ranging )(?<!ranges )(?<!range )(?<!varying )(?<!vary )\bfrom|从|由)\s?{_HEDGE}$",
    re.I,
)
_TO = re.compile(rf"^[^.;。；，,\d]{{0,30}}?(?:\bto\b|到|至|->|→|=>)\s?{_HEDGE}$", re.I)
# What may stand between a change and the number that sums it up: "from 447 to 138 mm (nearly 70 % reduction)".
_SUMMED_UP = re.compile(
    r"^\s?(?:(?!with|and|while|in|at|for|by)[a-z%°]+\s?)?[,，(（—–:-]*\s?(?:(?:an?|nearly|almost|about|approximately|roughly|over|up|down|or|i\.e\.,?|by"
    r"|a total of|representing|which is|that is|just|only|约|近|提升|提高|增长|增加|下降|降低|减少|了|即|达)\s?)*$",
    re.I,
)
_OPENED = re.compile(r"^(?!.*\b(?:and|while|with)\b)[^,;.，。；]{0,50}[,(（]?\s?(?:from|从|由)\s?\S{0,8}\s?$", re.I)
_CHANGES = frozenset({Relation.TIMES, Relation.TIMES_LESS, Relation.MORE_BY, Relation.LESS_BY})
_FALLING = frozenset({Relation.TIMES_LESS, Relation.LESS_BY})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Change:
    """Where something stood and where it stands."""

    start: Figure
    end: Figure


def changes(figures: Sequence[Figure], following: Sequence[Figure]) -> Iterator[OwnArithmetic]:
    """The change in a sentence's `figures` against the factor or percentage told in it, or right behind it.

    Only what stands beside the two ends surely sums them up; anything else may be of another thing and can only agree.
    """
    found = _change(figures)
    if found is None:
        return
    beside = [one for one in figures if _tells_change(one, found)]
    behind = [one for one in following if _tells_change(one, found) and _of_one_thing(one, found)]
    told = beside or behind
    if len(told) == 1:
        sure = _sums_up(told[0], found)
        yield from (done for done in _checked(found, told[0]) if sure or done.outcome is Outcome.AGREES)


def _of_one_thing(one: Figure, found: _Change) -> bool:
    """Whether a change in the next sentence measures the same; scores and bare numbers come in too many kinds."""
    return one.metric is found.end.metric and one.metric not in (Metric.SCORE, Metric.OTHER, Metric.COUNT)


def _sums_up(one: Figure, found: _Change) -> bool:
    if one.place != found.end.place:
        return False
    if one.at >= found.end.until:
        return bool(_SUMMED_UP.match(one.sentence[found.end.until : one.at]))
    return one.until <= found.start.at and bool(_OPENED.match(one.sentence[one.until : found.start.at]))


def _change(figures: Sequence[Figure]) -> _Change | None:
    """The one "from A to B" of a sentence, both of one kind; None where there are several."""
    pairs = [
        _Change(start=start, end=end)
        for start, end in pairwise(figures)
        if _FROM.search(start.sentence[: start.at])
        and _TO.match(start.sentence[start.until : end.at])
        and (start.metric, start.quantity.told.unit) == (end.metric, end.quantity.told.unit)
        and not start.quantity.is_ratio
        and not end.quantity.is_ratio
    ]
    return pairs[0] if len(pairs) == 1 else None


def _tells_change(one: Figure, found: _Change) -> bool:
    """Whether it is told of this change: a factor or percentage without a baseline, in the direction that it went."""
    if one in (found.start, found.end) or one.quantity.relation not in _CHANGES or one.quantity.baseline:
        return False
    falls = found.end.amount < found.start.amount
    return falls == (one.quantity.relation in _FALLING)


def _checked(found: _Change, stated: Figure) -> Iterator[OwnArithmetic]:
    computed = found.end.span / found.start.span
    middle = found.end.amount / found.start.amount
    outcomes = {outcome_of(computed, middle, stated), _in_points(found, stated)}
    for outcome in (Outcome.AGREES, Outcome.ROUNDED, Outcome.DIFFERS):
        if outcome in outcomes:
            start, end = found.start.written, found.end.written
            yield OwnArithmetic(
                check=Check.CHANGE,
                outcome=outcome,
                steps=(_step(start, end), f"the text says {stated.quantity.raw}"),
                computed=computed,
                stated=stated.span,
                unit="ratio",
                figures=(found.start, found.end, stated),
            )
            return


def _step(start: Decimal, end: Decimal) -> str:
    factor = end / start
    told = f"{shown(end)} ÷ {shown(start)} = {shown(factor)}"
    percent = (factor - 1) * 100
    return f"{told}, {'up' if percent > 0 else 'down'} {shown(abs(percent))} %"


def _in_points(found: _Change, stated: Figure) -> Outcome | None:
    """Between two percentages "a rise of 30 %" is often meant in points: that agrees as well."""
    if found.end.quantity.unit != "%" or stated.quantity.unit != "%" or stated.quantity.value is None:
        return None
    points = abs(found.end.amount - found.start.amount)
    told = Interval(stated.quantity.value * Decimal("0.95"), stated.quantity.value * Decimal("1.05"))
    return Outcome.AGREES if points and exactly(points).meets(told) else None
