"""Units that a number takes from its neighbours: "1.3B, 6B and 175B parameters", "60,000 training and 10,000 test images"."""

import re
from dataclasses import replace

from claims.core.amounts import Number, NumberForm
from claims.core.units import Unit, noun_after, unit_after

_WORD_BETWEEN = r"(?:(?:for\s)?[a-z-]{2,15}\s(?=and\s|or\s))?"
_JOINT = re.compile(
    rf"\s*{_WORD_BETWEEN}(?:\([^()]{{0,12}}\)\s*)?(?:,|，|、|/|\band\b|\bor\b|\bto\b|vs\.?|->|→|和|与|或|到|至|&)+"
    r"\s*(?:and|or|around|about|up to)?\s*",
    re.I,
)
_OUT_OF = re.compile(r"\s(?:out\s)?of\s(?:the\s|our\s|all\s)?", re.I)


def units_of(text: str, numbers: tuple[Number, ...]) -> list[Unit | None]:
    """Each number's own unit, else that of the next number it is listed with, else any noun behind it."""
    units = [unit_after(text, number) or noun_after(text, number) for number in numbers]
    following: int | None = None
    for place in range(len(numbers) - 1, -1, -1):
        if numbers[place].form is not NumberForm.PLAIN or numbers[place].currency:
            continue
        unit = units[following] if following is not None else None
        if units[place] is None and unit and following and _shares(text, numbers[place], numbers[following]):
            units[place] = replace(unit, end=numbers[place].end)
        following = place
    return units


def _shares(text: str, number: Number, following: Number) -> bool:
    between = number.end, following.start
    return bool(_JOINT.fullmatch(text, *between) or _OUT_OF.fullmatch(text, *between))
