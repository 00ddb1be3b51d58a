"""A ratio that a text tells more than once: in two wordings, with two numbers, or of two sizes of one subject."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from claims.core.quantities import Metric, Relation
from claims.core.subjects import canonical_name
from claims.judging.intervals import exactly, shown
from claims.judging.own_numbers.figures import Figure
from claims.judging.own_numbers.findings import Check, Outcome, OwnArithmetic, outcome_of
from claims.judging.own_numbers.ratios import DIVISIBLE, baseline_of
from claims.judging.own_numbers.repeats import says_another
from claims.judging.telling import told

# A baseline in words ("另一个", "the other") may be the one that is named elsewhere.
_NAMED = re.compile(r"[A-Z0-9]")


def told_both_ways(figures: Sequence[Figure]) -> Iterator[OwnArithmetic]:
    """One ratio told in two ways that agree: "1 % of the energy" and "100 times less energy"."""
    for other, stated in _pairs(figures):
        if other.quantity.relation is not stated.quantity.relation and _baselines_fit(other, stated):
            outcome = outcome_of(other.span, other.amount, stated)
            if outcome is Outcome.AGREES:
                yield _twice(other, stated, outcome)


def ratios_told_twice(figures: Sequence[Figure]) -> Iterator[OwnArithmetic]:
    """A ratio against one named baseline that two sentences tell with two different numbers.

    A subject that the text gives two amounts of has changed, or has versions, and its ratios with it.
    """
    for other, stated in _pairs(figures):
        alike = other.quantity.relation is stated.quantity.relation and other.quantity.baseline
        same = alike and canonical_name(other.quantity.baseline) == canonical_name(stated.quantity.baseline)
        if not same or other.place == stated.place or says_another(other) or says_another(stated):
            continue
        grown = len({one.amount for one in figures if one.is_plain and _kind(one) == _kind(stated)}) > 1
        if not grown and outcome_of(other.span, other.amount, stated) is Outcome.DIFFERS:
            yield _twice(other, stated, Outcome.DIFFERS)


def _pairs(figures: Sequence[Figure]) -> Iterator[tuple[Figure, Figure]]:
    """Two ratios of one thing of one subject: each against the first one told with either relation."""
    first: dict[tuple[Metric, str, str], dict[Relation, Figure]] = defaultdict(dict)
    for stated in figures:
        if stated.quantity.is_ratio and stated.metric in DIVISIBLE and stated.subject:
            known = first[_kind(stated)]
            for other in known.values():
                yield other, stated
            known.setdefault(stated.quantity.relation, stated)


def _kind(figure: Figure) -> tuple[Metric, str, str]:
    return figure.metric, figure.subject, figure.quantity.scope


def _baselines_fit(one: Figure, other: Figure) -> bool:
    names = {canonical_name(figure.quantity.baseline) for figure in (one, other)}
    return len({name for name in names if _NAMED.search(name)}) <= 1


def _twice(other: Figure, stated: Figure, outcome: Outcome) -> OwnArithmetic:
    return OwnArithmetic(
        check=Check.TWICE,
        outcome=outcome,
        steps=(
            f"the text says {other.quantity.raw}, which is {shown(other.amount)}",
            f"and {stated.quantity.raw}, which is {shown(stated.amount)}",
        ),
        computed=other.span,
        stated=stated.span,
        unit="ratio",
        figures=(other, stated),
    )


def ratios_of_one_baseline(figures: Sequence[Figure]) -> Iterator[OwnArithmetic]:
    """Sizes that are each told as a multiple of one baseline: 1 trillion as 5 times, 10 trillion as 50 times GPT-3."""
    first: dict[str, tuple[Figure, Figure]] = {}
    for one in figures:
        found = _implied(one, figures) if one.quantity.is_ratio else None
        if found is None:
            continue
        baseline, own, stated = found
        known = first.setdefault(baseline, (own, stated))
        if [part.amount for part in known] != [own.amount, stated.amount]:
            yield from _one_baseline(baseline, known, (own, stated))


def _implied(stated: Figure, figures: Sequence[Figure]) -> tuple[str, Figure, Figure] | None:
    """The baseline's name, the only size of the ratio's sentence, and the ratio."""
    baseline = baseline_of(stated)
    sizes = [one for one in figures if one.place == stated.place and one.metric is stated.metric and one.is_plain]
    sure = stated.metric is Metric.PARAMETERS and stated.is_exact and baseline and len(sizes) == 1
    own = sizes[0] if sure else None
    return (baseline, own, stated) if own and own.is_exact and own.subject == stated.subject != baseline else None


def _one_baseline(
    baseline: str, first: tuple[Figure, Figure], second: tuple[Figure, Figure]
) -> Iterator[OwnArithmetic]:
    spans = [own.span / stated.span for own, stated in (first, second)]
    middles = [own.amount / stated.amount for own, stated in (first, second)]
    outcome = Outcome.AGREES if middles[0] in spans[1] else Outcome.ROUNDED
    if not spans[0].meets(spans[1]):
        outcome = Outcome.DIFFERS
    yield OwnArithmetic(
        check=Check.RATIO,
        outcome=outcome,
        steps=tuple(
            f"{own.told} ÷ {stated.told} = {told(exactly(middle), '')} ({baseline})"
            for (own, stated), middle in zip((first, second), middles, strict=True)
        ),
        computed=spans[0],
        stated=spans[1],
        unit=first[0].unit,
        figures=(*first, *second),
    )
