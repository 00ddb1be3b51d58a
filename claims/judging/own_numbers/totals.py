"""Parts against the whole: "685B, which includes 671B and 14B", and percentages that add up to more than a hundred."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import reduce
from operator import add

from claims.core.quantities import Metric, Relation
from claims.judging.intervals import Interval, shown
from claims.judging.own_numbers.figures import Figure
from claims.judging.own_numbers.findings import Check, Outcome, OwnArithmetic, in_order, outcome_of

_FEWEST_PARTS = 2
_FEWEST_SHARES = 3
_WHOLE = Decimal(100)
# The parts are all there are: their sum is the whole.
_ALL_PARTS = re.compile(
    r"\b(?:consist(?:s|ing)? of|compris(?:es|ing)|made up of|composed of|split into|divided into|broken down into)\b"
    r"|(?:由|分为)[^。；]{0,60}|(?:组成|构成)",
    re.I,
)
# There may be more than those listed, and they may overlap.
_SOME_PARTS = re.compile(r"\b(?:includ(?:es|ing)|of which|containing)\b|其中|包括|包含", re.I)
_TOTAL_BEFORE = re.compile(
    r"(?:\b(?:a |in )?total(?:ing|ling|s)?(?: of)?|\baltogether|\bin all,?|总计|合计|共计|总共|一共)\s?$", re.I
)
_TOTAL_BEHIND = re.compile(r"^\s?(?:[a-z]+\s){0,2}(?:in total|altogether|in all|overall)\b", re.I)
_JOINT = re.compile(r"^[^.;。；\d]{0,60}$")
_SHARED_WHOLE = re.compile(
    r"\b(?:consist(?:s|ing)? of|compris(?:es|ing)|made up of|composed of|breakdown|mixture|split into|divided into"
    r"|the (?:rest|remaining|remainder))\b|组成|构成|其余|剩余|余下",
    re.I,
)


def parts_of_totals(figures: Sequence[Figure]) -> Iterator[OwnArithmetic]:
    """The sum of a sentence's parts against the whole that it states. Parts that need not be all can only agree."""
    plain = [one for one in figures if one.is_plain and one.is_exact]
    for total in plain:
        parts = _parts(total, plain)
        if len(parts) < _FEWEST_PARTS:
            continue
        computed = reduce(add, (part.span for part in parts))
        outcome = outcome_of(computed, sum((part.amount for part in parts), Decimal(0)), total)
        firm = _is_firm(total, parts)
        if outcome is Outcome.AGREES or (firm and outcome is not None):
            yield _sum(Check.PARTS, outcome or Outcome.AGREES, parts, total, computed)
            return


def _parts(total: Figure, figures: Sequence[Figure]) -> list[Figure]:
    """The smaller figures of the total's kind that are listed beside it."""
    others = [one for one in figures if one is not total and _one_kind(one, total) and one.amount < total.amount]
    if _is_total(total):
        return _listed([one for one in others if one.until <= total.at]) or _listed(
            [one for one in others if one.at >= total.until]
        )
    behind = [one for one in others if one.at >= total.until]
    opened = behind and _opens_list(total, behind[0])
    return _listed(behind) if opened else []


def _one_kind(part: Figure, total: Figure) -> bool:
    """The same thing in the same unit; or a bare size ("14B of …") beside a total told in the same letter."""
    if part.metric is total.metric:
        return part.metric is not Metric.OTHER
    letters = [re.search(r"\d\s?([KMBT])\b", one.quantity.raw) for one in (part, total)]
    return all(letters) and len({found[1] for found in letters if found}) == 1


def _is_total(figure: Figure) -> bool:
    before, behind = figure.sentence[: figure.at], figure.sentence[figure.until :]
    return bool(_TOTAL_BEFORE.search(before) or _TOTAL_BEHIND.match(behind))


def _opens_list(total: Figure, first: Figure) -> bool:
    between = total.sentence[total.until : first.at]
    return bool(_ALL_PARTS.search(between) or _SOME_PARTS.search(between))


def _listed(figures: list[Figure]) -> list[Figure]:
    """The first figures that follow each other with nothing but words between them."""
    listed = figures[:1]
    for one in figures[1:]:
        if not _JOINT.match(one.sentence[listed[-1].until : one.at]):
            break
        listed.append(one)
    return listed


def _is_firm(total: Figure, parts: Sequence[Figure]) -> bool:
    """Whether the parts are said to be all: then a wrong sum is one."""
    if any(part.metric is not total.metric or part.quantity.unit != total.quantity.unit for part in parts):
        return False
    first = min(parts, key=lambda part: part.at)
    between = total.sentence[total.until : first.at]
    return bool(_ALL_PARTS.search(between)) and not _SOME_PARTS.search(between)


def _sum(check: Check, outcome: Outcome, parts: Sequence[Figure], total: Figure, computed: Interval) -> OwnArithmetic:
    told = " + ".join(part.told for part in parts)
    result = shown(sum((part.amount for part in parts), Decimal(0)))
    return OwnArithmetic(
        check=check,
        outcome=outcome,
        steps=(f"{told} = {result}", f"the text says {total.quantity.raw}"),
        computed=computed,
        stated=total.span,
        unit=total.unit,
        figures=in_order(parts, total),
    )


def shares_of_a_whole(figures: Sequence[Figure]) -> Iterator[OwnArithmetic]:
    """Percentages that a sentence tells as the make-up of one whole: their sum is a hundred, or wrong above it."""
    shares = [
        one
        for one in figures
        if one.quantity.unit == "%"
        and one.quantity.value is not None
        and one.quantity.relation is not Relation.LESS_BY
        and one.metric is not Metric.SCORE
    ]
    if len(shares) < _FEWEST_SHARES or not _SHARED_WHOLE.search(shares[0].sentence):
        return
    values = [one.quantity.value for one in shares if one.quantity.value is not None]
    total = sum(values, Decimal(0))
    slack = Decimal(len(values)) / 2 + 1
    if total < _WHOLE - slack:
        return
    outcome = Outcome.DIFFERS if total > _WHOLE + slack else Outcome.AGREES
    told = " + ".join(f"{shown(value)} %" for value in values)
    yield OwnArithmetic(
        check=Check.PERCENTAGES,
        outcome=outcome,
        steps=(f"{told} = {shown(total)} %", "the shares of one whole make 100 %"),
        computed=Interval(total - slack, total + slack),
        stated=Interval(_WHOLE, _WHOLE),
        unit="%",
        figures=tuple(shares),
    )
