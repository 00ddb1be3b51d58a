"""Arithmetic that a sentence writes out: "64 × 20 × 24 × 10 = 307,200", "671B + 14B = 685B".

It is read from the words themselves: the grammar of numbers takes "64 × 20" for the sides of a picture and leaves it.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from functools import reduce

from claims.core.numbers import find_numbers
from claims.judging.intervals import Interval, exactly
from claims.judging.own_numbers.figures import Figure
from claims.judging.own_numbers.findings import Check, Outcome, OwnArithmetic, outcome_of

# One part of a written sum: a number, with its currency before it and a unit of few words behind. No TeX.
_PART = r"(?:US)?\$?\s?\d[\d,，]*(?:\.\d+)?[^\d=≈+×÷*/$_{}\\^;。；<>()]{0,30}?"
_SUM = re.compile(rf"(?P<sum>{_PART}(?:\s?(?:[+×÷*]|\bx\b|(?<=\d)/(?=\d)|\s/\s)\s?{_PART})+)\s?$")
_EQUALS = re.compile(r"(?:=|≈|\bequals\b|等于)\s?(?:about |约)?(?:US)?\$?$")
# A sum in words is shorter than this. Bounds what reading one can cost.
_LONGEST_SUM = 200
_SIGN = re.compile(r"[+×÷*/]|\bx\b")
# What stands before the first number and belongs to the sum all the same: a letter, a bracket, another sign.
_MORE_BEFORE = re.compile(r"(?:[+×÷*/(\[^−–=-]|\bx|\bof|\w[_^])\s?\$?$")
# What units of a written sum leave out: hours, minutes, days, and steps of a thousand between kilo, mega and giga.
_UNIT_STEPS = tuple(
    Decimal(time) * Decimal(10) ** thousand
    for time in (1, 24, 60, 3600, 86_400, 365, 8_760)
    for thousand in (0, 3, 6, 9, 12)
)

type Operation = Callable[[Interval, Interval], Interval]
_OPERATIONS: dict[str, Operation] = {
    "×": lambda left, right: left * right,
    "÷": lambda left, right: left / right,
    "+": lambda left, right: left + right,
}
_SPELLINGS = {"*": "×", "x": "×", "/": "÷"}


def written_equations(figures: Sequence[Figure]) -> Iterator[OwnArithmetic]:
    """Each sum written in front of one of `figures`, which are those of one sentence in reading order."""
    for stated in figures:
        equals = _EQUALS.search(stated.sentence[: stated.at])
        end = equals.start() if equals else 0
        written = _SUM.search(stated.sentence, max(0, end - _LONGEST_SUM), end)
        if written and not _MORE_BEFORE.search(stated.sentence[: written.start()]):
            parts = [one for one in figures if written.start() <= one.at < written.end()]
            yield from _checked(written["sum"], parts, stated)


def _checked(written: str, parts: Sequence[Figure], stated: Figure) -> Iterator[OwnArithmetic]:
    signs = {_SPELLINGS.get(sign, sign) for sign in _SIGN.findall(written)}
    numbers = [_number(part) for part in _SIGN.split(written)]
    values = [number for number in numbers if number]
    if len(signs) != 1 or len(values) < len(numbers):
        return
    sign = signs.pop()
    result = reduce(_OPERATIONS[sign], values)
    computed = result * exactly(stated.amount / stated.written)
    outcome = outcome_of(computed, computed.middle, stated)
    if outcome is None or (outcome is Outcome.DIFFERS and _differs_by_unit(computed, stated)):
        return
    told = f" {sign} ".join(str(value) for value in values)
    yield OwnArithmetic(
        check=Check.EQUATION,
        outcome=outcome,
        steps=(f"{told} = {result}", f"the text says {stated.quantity.raw}"),
        computed=computed,
        stated=stated.span,
        unit=stated.unit,
        figures=(*parts, stated),
    )


def _number(part: str) -> Interval | None:
    """The one positive number of a part; None where there is none, or more than one."""
    found = [number.value for number in find_numbers(part)]
    value = found[0] if len(found) == 1 else None
    return exactly(value) if value is not None and value > 0 else None


def _differs_by_unit(computed: Interval, stated: Figure) -> bool:
    """Whether the two are apart by a step of units that a sum in words leaves out ("512 GPUs × 10 days")."""
    return any(
        (computed * exactly(step)).meets(stated.span) or (computed / exactly(step)).meets(stated.span)
        for step in _UNIT_STEPS
    )
