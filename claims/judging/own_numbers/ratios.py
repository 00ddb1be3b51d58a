"""Factors and shares that a text gives together with both amounts: "50x larger than B", "1 % of B's energy"."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from claims.core.quantities import Metric, Relation
from claims.judging.chips import chips_named
from claims.judging.claim_readings import sizes_in
from claims.judging.intervals import Interval, exactly, shown
from claims.judging.naming import named_systems
from claims.judging.own_numbers.figures import Figure
from claims.judging.own_numbers.findings import Check, Outcome, OwnArithmetic, outcome_of
from claims.judging.own_numbers.products import is_each

# What a ratio can be divided out for. Scores are left: "92 % of B's" is of a sum that the text rarely gives.
DIVISIBLE = frozenset(
    {
        Metric.PARAMETERS,
        Metric.ACTIVE_PARAMETERS,
        Metric.TOKENS,
        Metric.ACCELERATORS,
        Metric.ACCELERATOR_HOURS,
        Metric.DURATION,
        Metric.COMPUTE,
        Metric.ENERGY,
        Metric.EMISSIONS,
        Metric.COST,
        Metric.PRICE,
        Metric.CONTEXT_LENGTH,
        Metric.POWER,
    }
)
# Accelerators of two neighbouring generations draw alike but for this factor (V100 300 W, A100 400 W).
_LIKE = Decimal(4) / 3
_REFERS_BACK = re.compile(r"(?:其|它们?的?|\bits\s|\btheir\s|\bthe (?:former|latter)[’']?s?\s)$", re.I)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Amount:
    """One side of a division: its bounds, how it is written in a step, and the figures it is from."""

    span: Interval
    middle: Decimal
    words: str
    figures: tuple[Figure, ...]


def ratios(stated: Figure, figures: Sequence[Figure]) -> Iterator[OwnArithmetic]:
    """The ratio that `stated` tells, divided out over the amounts that `figures` (all of the text) give."""
    subject, baseline = stated.subject, baseline_of(stated)
    if stated.metric not in DIVISIBLE or not baseline or not subject or baseline == subject:
        return
    above, below = _amount(subject, stated, figures), _amount(baseline, stated, figures)
    if above and below and (above.figures or below.figures):
        yield from _divided(Check.RATIO, above, below, stated)
    elif stated.metric is Metric.ENERGY:
        yield from _by_the_hours(subject, baseline, stated, figures)


def baseline_of(stated: Figure) -> str:
    """The named baseline; "" where the words refer back ("its", 其) and the name found is not the one meant."""
    if _REFERS_BACK.search(stated.sentence[: stated.at]):
        return ""
    return next(iter(named_systems(stated.quantity.baseline)), "")


def ratios_between_two(stated: Figure, figures: Sequence[Figure]) -> Iterator[OwnArithmetic]:
    """A ratio without a named baseline over the only two amounts of its kind in its sentence: it can only agree.

    "Up to 9x" and "2 to 3 times" agree with too much to say anything.
    """
    if stated.metric not in DIVISIBLE or not stated.is_exact or baseline_of(stated):
        return
    pair = [one for one in figures if one.place == stated.place and one.metric is stated.metric and one.is_plain]
    if len(pair) != 2:
        return
    low, high = sorted(pair, key=lambda one: one.amount)
    above, below = (low, high) if stated.amount < 1 else (high, low)
    top, bottom = (replace(_as_amount(one), words=one.told) for one in (above, below))
    for found in _divided(Check.RATIO, top, bottom, stated):
        if found.outcome is not Outcome.DIFFERS:
            yield found


def _amount(subject: str, stated: Figure, figures: Sequence[Figure]) -> _Amount | None:
    """The one amount that the text gives of `subject`: that of the ratio's own sentence before that of any other."""
    metrics = {stated.metric}
    if stated.metric is Metric.ACTIVE_PARAMETERS and sizes_in(subject):
        metrics.add(Metric.PARAMETERS)
    told = [
        one
        for one in figures
        if one.metric in metrics
        and one.is_plain
        and one.subject == subject
        and one.quantity.scope == stated.quantity.scope
    ]
    named = [one for one in told if one.named]
    for group in ([one for one in told if one.place == stated.place], named or told):
        if len({one.amount for one in group}) == 1:
            return _as_amount(group[0])
    return None if told else _by_name(subject, stated.metric)


def _as_amount(one: Figure) -> _Amount:
    return _Amount(span=one.span, middle=one.amount, words=f"{one.told} ({one.subject})", figures=(one,))


def _by_name(subject: str, metric: Metric) -> _Amount | None:
    """The size that a name carries: "QwQ-32B". A name in which a number of active ones stands too says both."""
    sizes = sizes_in(subject)
    if metric not in (Metric.PARAMETERS, Metric.ACTIVE_PARAMETERS) or len(sizes) != 1:
        return None
    size = next(iter(sizes))
    half = size / 20
    words = f"{shown(size)} (by its name, {subject})"
    return _Amount(span=Interval(size - half, size + half), middle=size, words=words, figures=())


def _divided(
    check: Check, above: _Amount, below: _Amount, stated: Figure, notes: tuple[str, ...] = ()
) -> Iterator[OwnArithmetic]:
    computed = above.span / below.span
    middle = above.middle / below.middle
    outcome = outcome_of(computed, middle, stated)
    if outcome is None:
        return
    result = exactly(middle) if check is Check.RATIO else computed
    step = _step(above, below, result, stated)
    yield OwnArithmetic(
        check=check,
        outcome=outcome,
        steps=(step, *notes, f"the text says {stated.quantity.raw}"),
        computed=computed,
        stated=stated.span,
        unit="ratio",
        figures=(*above.figures, *below.figures, stated),
    )


def _step(above: _Amount, below: _Amount, result: Interval, stated: Figure) -> str:
    """The division the way round that the text tells it: "ten times fewer" turns it, "91 % fewer" takes it from one."""
    if stated.quantity.relation is Relation.TIMES_LESS:
        return f"{below.words} ÷ {above.words} = {exactly(1) / result}×"
    divided = f"{above.words} ÷ {below.words} = {_as_told(result, stated)}"
    if stated.quantity.relation is Relation.LESS_BY and result.is_point and result.low < 1:
        return f"{divided}, {shown((1 - result.low) * 100)} % less"
    return divided


def _as_told(ratio: Interval, stated: Figure) -> str:
    """A ratio in the way of the text: in per cent, or as a factor."""
    return f"{ratio * exactly(100)} %" if stated.quantity.unit == "%" else f"{ratio}×"


def _by_the_hours(subject: str, baseline: str, stated: Figure, figures: Sequence[Figure]) -> Iterator[OwnArithmetic]:
    """A share of energy over accelerator-hours × the power of the chips: of those named, else of any usual ones."""
    mine, theirs = _run(subject, figures), _run(baseline, figures)
    if mine is None or theirs is None:
        return
    powers = _powers(mine, theirs)
    if powers is None:
        return
    above = _Amount(span=mine.span * powers[0], middle=mine.middle, words=mine.words, figures=mine.figures)
    below = _Amount(span=theirs.span * powers[1], middle=theirs.middle, words=theirs.words, figures=theirs.figures)
    alone = _as_told(exactly(mine.middle / theirs.middle), stated)
    reach = f"the range is for {powers[0]} W an accelerator against {powers[1]} W"
    yield from _divided(Check.SHARE, above, below, stated, (f"{alone} by accelerator-hours alone; {reach}",))


def _powers(mine: _Amount, theirs: _Amount) -> tuple[Interval, Interval] | None:
    """Watts of either side's chips; a side that names none has those of the other, give or take a third."""
    spans = [_watts(run.figures[0].sentence) for run in (mine, theirs)]
    left, right = spans
    if left and right:
        return left, right
    if left:
        return left, Interval(left.low / _LIKE, left.high * _LIKE)
    if right:
        return Interval(right.low / _LIKE, right.high * _LIKE), right
    return None


def _watts(sentence: str) -> Interval | None:
    chips = chips_named(sentence)
    return Interval(min(chip.power_w for chip in chips), max(chip.power_w for chip in chips)) if chips else None


def _run(subject: str, figures: Sequence[Figure]) -> _Amount | None:
    """Accelerators and time of one sentence, where the text tells one such run of the subject and no other."""
    runs: dict[tuple[Decimal, Decimal], tuple[Figure, Figure]] = {}
    for count in figures:
        if count.metric is not Metric.ACCELERATORS or count.subject != subject:
            continue
        if count.quantity.unit == "nodes" or is_each(count):
            continue
        times = [one for one in figures if one.place == count.place and one.metric is Metric.DURATION and one.is_plain]
        counts = [one for one in figures if one.place == count.place and one.metric is Metric.ACCELERATORS]
        if len(times) == len(counts) == 1:
            known = runs.get((count.amount, times[0].amount))
            if known is None or _width(times[0]) < _width(known[1]):
                runs[count.amount, times[0].amount] = (count, times[0])
    if len(runs) != 1:
        return None
    count, time = next(iter(runs.values()))
    words = f"({count.told} × {shown(time.amount)} h, {subject})"
    return _Amount(span=count.span * time.span, middle=count.amount * time.amount, words=words, figures=(count, time))


def _width(figure: Figure) -> Decimal:
    return figure.span.high / figure.span.low
