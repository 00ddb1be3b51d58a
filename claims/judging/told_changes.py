"""Changes that a text tells by their two ends: "fell from 15.0 minutes to 4.1 minutes" is a fall by 72.7 %."""

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from claims.core.quantities import Comparator, Quantity, Relation

_FROM = re.compile(
    r"\b(?:from|of)\s(?:about |around |roughly |nearly |over |an? )?$|(?:从|由|自)(?:约|近)?\s?$", re.IGNORECASE
)
_TO = re.compile(
    r"[^.;。；]{0,60}?(?:\bto\b|->|→|(?:降|减|缩短|升|增|提高|提升|下降|减少|增加)?[到至])"
    r"\s?(?:about |around |just |only |roughly |约|近|仅)?",
    re.IGNORECASE,
)
_WITHOUT_WITH = re.compile(
    r"[^.;。；]{0,40}\b(?:without|before|by hand|for (?:the )?baseline)\b"
    r"[^.;。；]{0,40}\b(?:and|to|versus|vs\.?|against)\s",
    re.IGNORECASE,
)
_HUNDRED = Decimal(100)


def told_changes(text: str, quantities: tuple[Quantity, ...]) -> tuple[Quantity, ...]:
    """The changes between two figures of one kind that stand one behind the other; `raw` is all that tells them."""
    return tuple(_changes(text, quantities))


def _changes(text: str, quantities: tuple[Quantity, ...]) -> Iterator[Quantity]:
    for before, after in pairwise(quantities):
        if not _one_kind(before, after) or not before.value or after.value is None:
            continue
        between = text[before.end : after.start]
        told = _FROM.search(text[max(0, before.start - 20) : before.start]) and _TO.fullmatch(between)
        if told or _WITHOUT_WITH.fullmatch(between):
            yield _change(text, before, after, before.value, after.value)


def _one_kind(before: Quantity, after: Quantity) -> bool:
    alike = before.unit == after.unit and before.metric is after.metric
    return alike and not before.is_ratio and not after.is_ratio and before.unit != "%"


def _change(text: str, before: Quantity, after: Quantity, first: Decimal, last: Decimal) -> Quantity:
    fall = last < first
    return Quantity(
        metric=before.metric,
        relation=Relation.LESS_BY if fall else Relation.MORE_BY,
        comparator=Comparator.EQUAL,
        value=(abs(first - last) / first * _HUNDRED).quantize(Decimal("0.1")),
        unit="%",
        raw=text[before.start : after.end],
        start=before.start,
        end=after.end,
    )
