"""Amounts that a text gives with their factors: machines × GPUs in each, GPUs × hours, price × hours, rate × time."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations
from math import prod

from claims.core.quantities import Metric
from claims.judging.intervals import exactly, shown
from claims.judging.own_numbers.figures import Figure
from claims.judging.own_numbers.findings import Check, Outcome, OwnArithmetic, in_order, outcome_of

# Round numbers come out as products of others by chance (5 × 1,000 × 6 = 30,000); with three figures hardly any does.
_FEWEST_FACTORS = 3
_FEWEST_FIGURES = 3
_SMALLEST_PRODUCT = 1000
_MOST_FIGURES = 8
_EACH = re.compile(
    r"^[^.;。；]{0,16}?(?:\beach\b|\bapiece\b|\bper (?:node|machine|server|instance)\b)|^\s?/\s?node", re.I
)
_EACH_BEFORE = re.compile(
    r"(?:每(?:个|台|块)?(?:节点|机器|服务器|实例)[^\d，。]{0,6}|各(?:带|有|配)\s?|\beach with )$", re.I
)
# A count glued to the chip: the 8 of "64 8-A100 instances".
_GLUED = re.compile(r"(?<=[^\d.])(\d{1,2})(?:-|\s?[x×]\s?)(?:GPU|[A-Z]\d{2,3})")
_AN_HOUR = re.compile(r"per\s(?:\w+[\s-])?hour|an hour|/\s?(?:h|hr|hour|小时)|每(?:\w+)?小时", re.I)
# An hour of a machine is another price than that of one of its accelerators.
_OF_A_MACHINE = re.compile(r"\b(?:instance|node|machine|server)|实例|节点|机器|服务器", re.I)
_SECONDS_AN_HOUR = Decimal(3600)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rule:
    """Factors by what they measure, and the result.

    With `ceiling` the product is the most that can come out: machines stand idle, so that less is no contradiction.
    What is not `firm` may be of two things (the power of one chip, the rate of answering beside the time of training)
    and can only agree.
    """

    formula: str
    factors: tuple[Metric, ...]
    result: Metric
    ceiling: bool = False
    firm: bool = True
    scale: Decimal = Decimal(1)


_RULES = (
    _Rule(
        formula="GPUs × hours",
        factors=(Metric.ACCELERATORS, Metric.DURATION),
        result=Metric.ACCELERATOR_HOURS,
        ceiling=True,
    ),
    _Rule(
        formula="GPU-hours × price of an hour",
        factors=(Metric.ACCELERATOR_HOURS, Metric.PRICE),
        result=Metric.COST,
    ),
    _Rule(formula="power × hours", factors=(Metric.POWER, Metric.DURATION), result=Metric.ENERGY, firm=False),
    _Rule(
        formula="tokens a second × hours × 3600",
        factors=(Metric.THROUGHPUT, Metric.DURATION),
        result=Metric.TOKENS,
        firm=False,
        scale=_SECONDS_AN_HOUR,
    ),
)


def typed_products(figures: Sequence[Figure]) -> Iterator[OwnArithmetic]:
    """Products by what the figures measure; `figures` are those of one sentence, or of two that follow each other.

    Two of the same kind leave open which belongs to which: then nothing is said.
    """
    for rule in _RULES:
        parts = [part for metric in rule.factors if (part := _only(figures, metric))]
        stated = _only(figures, rule.result)
        if stated is None or len(parts) < len(rule.factors) or not all(_unit_fits(part) for part in parts):
            continue
        found = _checked(rule.formula, tuple(parts), stated, scale=rule.scale)
        if found and (found.outcome is not Outcome.DIFFERS or _tells(rule, found)):
            yield found


def _tells(rule: _Rule, found: OwnArithmetic) -> bool:
    """Whether a gap is a contradiction under this rule."""
    return rule.firm and not (rule.ceiling and found.stated.high < found.computed.low)


def _only(figures: Sequence[Figure], metric: Metric) -> Figure | None:
    fitting = [one for one in figures if one.metric is metric and one.is_plain]
    return fitting[0] if len(fitting) == 1 else None


def _unit_fits(part: Figure) -> bool:
    """A price has to be one of an accelerator's hour, and a rate one of tokens a second."""
    if part.metric is Metric.PRICE:
        around = f"{part.sentence[max(0, part.at - 40) : part.at]} {part.quantity.scope}"
        return bool(_AN_HOUR.search(part.quantity.scope)) and not _OF_A_MACHINE.search(around)
    return part.metric is not Metric.THROUGHPUT or part.quantity.unit == "tokens/s"


def machines_times_each(figures: Sequence[Figure], everywhere: Sequence[Figure]) -> Iterator[OwnArithmetic]:
    """Machines × GPUs in each against the GPUs in all, told in the sentence or once elsewhere of the same subject."""
    counts = [one for one in figures if one.metric is Metric.ACCELERATORS and one.is_plain]
    machines = [one for one in counts if one.quantity.unit == "nodes"]
    if len(machines) != 1:
        return
    each = [one for one in counts if is_each(one) and one not in machines]
    glued = [Decimal(digits) for digits in _GLUED.findall(machines[0].quantity.raw)]
    subject = machines[0].subject
    stated = _all_of_them(counts) or _all_of_them([one for one in everywhere if subject and one.subject == subject])
    if stated is None or len(each) + len(glued) != 1:
        return
    scale = glued[0] if glued else Decimal(1)
    found = _checked("machines × GPUs in each", (machines[0], *each), stated, scale=scale)
    if found:
        yield found


def is_each(figure: Figure) -> bool:
    """Whether it counts what one machine has, not what there is in all."""
    behind, before = figure.sentence[figure.until :], figure.sentence[: figure.at]
    return bool(_EACH.match(behind) or _EACH_BEFORE.search(before))


def _all_of_them(figures: Sequence[Figure]) -> Figure | None:
    """The one number of accelerators that is neither of machines nor of each; None where several are told."""
    others = [
        one
        for one in figures
        if one.metric is Metric.ACCELERATORS and one.is_plain and one.quantity.unit != "nodes" and not is_each(one)
    ]
    return others[0] if len({one.span for one in others}) == 1 else None


def free_products(figures: Sequence[Figure]) -> Iterator[OwnArithmetic]:
    """Three or more numbers of a sentence whose product is another of them to the point: the longest such product.

    It can only agree: numbers that do not multiply out say nothing.
    """
    told = [one for one in figures if one.is_plain and one.quantity.value is not None][:_MOST_FIGURES]
    for stated in told:
        others = [one for one in told if one is not stated and one.amount > 1]
        if stated.amount < _SMALLEST_PRODUCT or len(stated.written.normalize().as_tuple().digits) < _FEWEST_FIGURES:
            continue
        for size in range(len(others), _FEWEST_FACTORS - 1, -1):
            found = next(filter(None, (_exact(parts, stated) for parts in combinations(others, size))), None)
            if found:
                yield found
                return


def _exact(parts: tuple[Figure, ...], stated: Figure) -> OwnArithmetic | None:
    """The bare values multiplied, as written or with durations in hours."""
    for values in ([part.written for part in parts], [part.amount for part in parts]):
        if prod(values, start=Decimal(1)) == stated.written:
            return OwnArithmetic(
                check=Check.PRODUCT,
                outcome=Outcome.AGREES,
                steps=_steps("", values, stated),
                computed=exactly(stated.written),
                stated=stated.span,
                unit=stated.unit,
                figures=in_order(parts, stated),
            )
    return None


def _checked(
    formula: str, parts: tuple[Figure, ...], stated: Figure, *, scale: Decimal = Decimal(1)
) -> OwnArithmetic | None:
    computed = prod((part.span for part in parts), start=exactly(scale))
    values = [*(part.amount for part in parts), *([scale] if scale != 1 else [])]
    outcome = outcome_of(computed, prod(values, start=Decimal(1)), stated)
    if outcome is None:
        return None
    return OwnArithmetic(
        check=Check.PRODUCT,
        outcome=outcome,
        steps=_steps(f"{formula}: ", values, stated),
        computed=computed,
        stated=stated.span,
        unit=stated.unit,
        figures=in_order(parts, stated),
    )


def _steps(lead: str, values: Sequence[Decimal], stated: Figure) -> tuple[str, ...]:
    told = " × ".join(shown(value) for value in values)
    return (f"{lead}{told} = {shown(prod(values, start=Decimal(1)))}", f"the text says {stated.quantity.raw}")
