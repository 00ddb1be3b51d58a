"""The figures of one text, each with what it is of, where it stands, and between which bounds it lies as written."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import islice

from claims.core.known_subjects import SubjectKind
from claims.core.measures import find_quantities
from claims.core.numbers import find_numbers
from claims.core.quantities import Comparator, Metric, Quantity, Relation
from claims.core.sentences import BlockKind, Sentence, split_sentences
from claims.core.subjects import NameMention, canonical_name, find_names
from claims.judging.intervals import Interval
from claims.judging.units import base_value

# Figures are held against each other. An article has some dozens; one with more is a table that was read as prose.
MOST_FIGURES = 300
# What "about" leaves open on either side.
_ABOUT = Decimal("0.1")
# How far from its number a bound is told: "over 3 million" may be any amount up to ten times that, "under $1 million"
# half of it, while "within ten days" is hardly said of less than eight.
_ABOVE, _BELOW, _WITHIN = Decimal(10), Decimal(2), Decimal("1.25")
_WRITTEN = re.compile(r"\d[\d,，]*(?:\.\d+)?")
_SCALED = re.compile(r"\d\s?(?:[kKmMbBtT]\b|[十百千万亿]|thousand|million|billion|trillion)")
# Whole things below this are counted, not rounded.
_COUNTED_BELOW = 1000
_COUNTED = frozenset({Metric.ACCELERATORS, Metric.LANGUAGES, Metric.COUNT})


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedClaim:
    """A claim of the text as it is stored: its id, what it is about, and the place `text[start:end]` of its quote.

    A claim with several numbers, or several places, comes once for each.
    """

    id: str
    subject: str
    start: int
    end: int
    quantity: Quantity


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A number of the text in its sentence.

    `amount` is the number itself (the middle of a range) and `span` what it leaves open as written, in base units:
    hours, watt-hours, grams; a ratio as a factor of its baseline.
    `quantity.start` and `.end` are offsets in the whole text, `at` and `until` in the words of its `sentence`.
    `named` tells that the sentence itself names the subject; `claim_id` is "" for a figure that no claim states.
    """

    quantity: Quantity
    amount: Decimal
    span: Interval
    subject: str
    named: bool
    claim_id: str
    at: int
    until: int
    sentence: str
    place: int
    block: int

    @property
    def metric(self) -> Metric:
        """What it measures: any time is one kind, and a price of nothing in particular is a cost."""
        found = self.quantity.metric
        if found is Metric.PRICE and not self.quantity.scope:
            return Metric.COST
        return Metric.DURATION if found is Metric.TRAINING_TIME else found

    @property
    def told(self) -> str:
        """The number in the text's own words, without what it counts: "10 trillion", "1750 亿"."""
        numbers = find_numbers(self.quantity.raw)
        return numbers[0].raw if numbers else self.quantity.raw

    @property
    def is_exact(self) -> bool:
        """Whether it is one number and no bound: neither a range nor "over" or "within"."""
        exact = (Comparator.EQUAL, Comparator.ABOUT)
        return self.quantity.value is not None and self.quantity.comparator in exact

    @property
    def unit(self) -> str:
        """The unit of `amount` and `span`; "ratio" for what is told against a baseline."""
        told = self.quantity.told
        return "ratio" if self.quantity.is_ratio else base_value(self.quantity.metric, self.written, told.unit)[1]

    @property
    def written(self) -> Decimal:
        """The number in the text's own unit: 10 of "10 days"."""
        return self.quantity.told.value or self.amount

    @property
    def is_plain(self) -> bool:
        """Whether it stands by itself, not against a baseline, and not in per cent."""
        return not self.quantity.is_ratio and self.quantity.unit != "%"


def figures_of(text: str, claims: Sequence[StatedClaim]) -> tuple[Figure, ...]:
    """The positive figures of `text` outside code, in reading order; those beyond `MOST_FIGURES` are left."""
    sentences = enumerate(split_sentences(text))
    found = (
        figure
        for place, sentence in sentences
        if sentence.kind is not BlockKind.CODE
        for figure in _in_sentence(sentence, place, claims)
    )
    return tuple(islice(found, MOST_FIGURES))


def _in_sentence(sentence: Sentence, place: int, claims: Sequence[StatedClaim]) -> list[Figure]:
    names = find_names(sentence.text)
    systems = tuple(name for name in names if name.kind is SubjectKind.SYSTEM)
    quantities = find_quantities(sentence.text, names=names)
    baselines = frozenset(quantity.baseline for quantity in quantities if quantity.baseline)
    figures = []
    for quantity in quantities:
        span = span_of(quantity)
        if span is None or _is_name(quantity, names):
            continue
        start, end = sentence.plain.span(quantity.start, quantity.end)
        claim = _claim_at(quantity, start, end, claims)
        subject, named = _subject(quantity, systems, baselines, claim)
        figures.append(
            Figure(
                quantity=replace(quantity, start=start, end=end),
                amount=_amount(quantity),
                span=span,
                subject=subject,
                named=named,
                claim_id=claim.id if claim else "",
                at=quantity.start,
                until=quantity.end,
                sentence=sentence.text,
                place=place,
                block=sentence.block,
            )
        )
    return figures


def _is_name(quantity: Quantity, names: Sequence[NameMention]) -> bool:
    """Whether the number is a part of a name: the 530B of "MT-NLG 530B"."""
    return any(name.start <= quantity.start < name.end for name in names)


def _claim_at(quantity: Quantity, start: int, end: int, claims: Sequence[StatedClaim]) -> StatedClaim | None:
    """The claim whose quote holds the figure and which states it; its own words may be those of another language."""
    fitting = [
        claim
        for claim in claims
        if claim.start <= start and end <= claim.end and _amount_said(claim.quantity) == _amount_said(quantity)
    ]
    return min(fitting, key=lambda claim: (claim.end - claim.start, claim.start, claim.id), default=None)


def _amount_said(quantity: Quantity) -> tuple[object, ...]:
    return (quantity.relation, quantity.value, quantity.low, quantity.high)


def _subject(
    quantity: Quantity, systems: Sequence[NameMention], baselines: frozenset[str], claim: StatedClaim | None
) -> tuple[str, bool]:
    """The system named last before the figure that nothing is compared with; else what the claim is about."""
    before = [name for name in systems if name.end <= quantity.start and name.canonical not in baselines]
    if before:
        return before[-1].canonical, True
    subject = canonical_name(claim.subject) if claim and claim.subject else ""
    return subject, any(name.canonical == subject for name in systems)


def _amount(quantity: Quantity) -> Decimal:
    told = quantity.told
    if told.value is not None:
        return _in_base_unit(quantity, told.value)
    ends = [_in_base_unit(quantity, end) for end in (told.low, told.high) if end is not None]
    return sum(ends, Decimal(0)) / len(ends)


def span_of(quantity: Quantity) -> Interval | None:
    """All values that the figure as written can stand for, by its significant figures and its hedge, in base units.

    A ratio comes as a factor of its baseline. None where it carries no positive number.
    """
    told = quantity.told
    low, high = told.low, told.high
    if told.value is not None:
        half = _half_a_step(quantity, told.value)
        low, high = told.value - half, told.value + half
    if low is None or high is None or low <= 0:
        return None
    ends = sorted(end for end in (_in_base_unit(quantity, low), _in_base_unit(quantity, high)) if end > 0)
    return _bounded(quantity, Interval(ends[0], ends[-1])) if ends else None


def _half_a_step(quantity: Quantity, value: Decimal) -> Decimal:
    """Half of the last figure that was written: 10 trillion ± 0.5 trillion, 50x ± 5, 307,200 ± 50; 512 GPUs exactly."""
    if quantity.metric in _COUNTED and value < _COUNTED_BELOW and not _SCALED.search(quantity.raw):
        return Decimal(0)
    return Decimal(5).scaleb(value.adjusted() - _significant(quantity))


def _significant(quantity: Quantity) -> int:
    """Significant figures as written: two of a plain "300", one of a factor of 50 or of "a third"."""
    written = _WRITTEN.search(quantity.raw)
    if written is None:
        return 1 if quantity.is_ratio else 2
    digits = written.group().replace(",", "").replace("，", "")
    if "." in digits:
        return max(1, len(digits.replace(".", "").lstrip("0")))
    least = 1 if quantity.is_ratio else min(2, len(digits))
    return max(least, len(digits.strip("0")), 1)


def _in_base_unit(quantity: Quantity, value: Decimal) -> Decimal:
    if not quantity.is_ratio:
        return base_value(quantity.metric, value, quantity.told.unit)[0]
    return replace(quantity, value=value).factor or Decimal(0)


def _bounded(quantity: Quantity, span: Interval) -> Interval:
    """The span widened by what the hedge leaves open; on a reduction "over 80 %" bounds the rest from above."""
    comparator = quantity.comparator
    if quantity.relation in (Relation.LESS_BY, Relation.TIMES_LESS):
        comparator = _TURNED.get(comparator, comparator)
    if comparator is Comparator.ABOUT:
        return Interval(span.low * (1 - _ABOUT), span.high * (1 + _ABOUT))
    if comparator in (Comparator.OVER, Comparator.AT_LEAST):
        return Interval(span.low, span.high * _ABOVE)
    if comparator in (Comparator.UNDER, Comparator.AT_MOST):
        timed = quantity.metric in (Metric.DURATION, Metric.TRAINING_TIME)
        return Interval(span.low / (_WITHIN if timed else _BELOW), span.high)
    return span


_TURNED = {
    Comparator.OVER: Comparator.UNDER,
    Comparator.AT_LEAST: Comparator.AT_MOST,
    Comparator.UNDER: Comparator.OVER,
    Comparator.AT_MOST: Comparator.AT_LEAST,
}
