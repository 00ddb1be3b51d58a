"""Every quantity of a sentence: number, unit, metric, bounds, relation and baseline.

One number gives one `Quantity`. Numbers in a list share the unit that closes it ("1.3B, 6B and 175B parameters").
"""

import re
from dataclasses import replace
from decimal import Decimal

from claims.core.amounts import Number, NumberForm
from claims.core.base_units import base_of
from claims.core.hedges import comparator_of
from claims.core.masking import plain_signs
from claims.core.metrics import PRICE_AFTER, PRICE_PER, benchmark_near, metric_and_unit
from claims.core.numbers import find_numbers
from claims.core.quantities import Metric, Quantity, Relation, Written
from claims.core.relations import baseline_of, relation_of
from claims.core.shared_units import units_of
from claims.core.subjects import NameMention, find_names
from claims.core.units import Unit

# More figures than this are a dump of a table, not a sentence. Bounds what reading one can cost.
MOST_FIGURES = 60

_STAGE = re.compile(
    r"(?P<pre>pre-?train\w*|预训练)|(?P<post>post-?train\w*|后训练)|(?P<fine>fine-?tun\w*|微调)|(?P<infer>inference|推理)",
    re.I,
)
_STAGES = {"pre": "pre-training", "post": "post-training", "fine": "fine-tuning", "infer": "inference"}
_CHANGE = re.compile(
    r"[^.;。；]{0,60}?(?:\bto|到|至|->|→|=>)\s?(?:a |an |the |around |about |over |just |only |nearly |约|近|remarkable |notable "
    r"|staggering |whopping |impressive ){0,3}",
    re.I,
)
# Units of time that are told in years.
_YEARS = {"centuries": Decimal(100), "decades": Decimal(10)}


def find_quantities(
    sentence: str, language: str = "", names: tuple[NameMention, ...] | None = None
) -> tuple[Quantity, ...]:
    """The quantities of one sentence in reading order; `start`/`end` are offsets in it, units included.

    A number that counts nothing known comes with metric `COUNT` (some noun follows) or `OTHER` (bare). `language` is a
    hint only: both grammars are always read, since announcements mix them. `names` saves finding them
    again. Figures beyond `MOST_FIGURES` are left.
    """
    numbers = find_numbers(sentence)[:MOST_FIGURES]
    if not numbers:
        return ()
    mentions = find_names(sentence) if names is None else names
    plain = plain_signs(sentence)
    pairs = zip(numbers, units_of(plain, numbers), strict=True)
    told = [_quantity(plain, number, unit, mentions) for number, unit in pairs if not _says_nothing(number, unit)]
    found = _changes(plain, _outside_prices(plain, told))
    if plain == sentence:
        return found
    return tuple(replace(quantity, raw=sentence[quantity.start : quantity.end]) for quantity in found)


def _outside_prices(text: str, quantities: list[Quantity]) -> list[Quantity]:
    """Without what a price is only told for: the million of "$15 per 1M tokens" and of 每百万 tokens 1 元."""
    priced: list[tuple[int, int]] = []
    for price in (one for one in quantities if one.metric is Metric.PRICE):
        spans = (PRICE_AFTER.match(text, price.end), PRICE_PER.search(text[: price.start]))
        priced += [found.span("per") for found in spans if found]
    return [
        one
        for one in quantities
        if one.metric is Metric.PRICE or not any(start < one.start < end for start, end in priced)
    ]


def _says_nothing(number: Number, unit: Unit | None) -> bool:
    """Whether a number gives an order only ("dozens of") and of nothing that is measured."""
    counted = unit is None or unit.metric in (Metric.COUNT, Metric.DATASET_SIZE, Metric.OTHER)
    return number.vague and counted and number.form is NumberForm.PLAIN and not number.currency


def _changes(text: str, quantities: list[Quantity]) -> tuple[Quantity, ...]:
    """ "From 512 tokens to 2048": the end of a change is of the kind that its start is of."""
    for place in range(1, len(quantities)):
        start, end = quantities[place - 1], quantities[place]
        bare = end.metric in (Metric.OTHER, Metric.COUNT) and not end.unit
        if bare and start.unit and _CHANGE.fullmatch(text, start.end, end.start):
            told = replace(end, metric=start.metric)
            quantities[place] = _in_base_units(told, Written(value=end.value, unit=start.told.unit))
    return tuple(quantities)


def _quantity(text: str, number: Number, unit: Unit | None, names: tuple[NameMention, ...]) -> Quantity:
    end = max(unit.end if unit else number.end, number.end)
    metric, name = metric_and_unit(text, number, unit, names)
    relation = relation_of(text, number) if number.form in _RELATING else Relation.VALUE
    factor = _YEARS.get(name, Decimal(1))
    written = Written(
        value=None if number.value is None else number.value * factor,
        low=None if number.low is None else number.low * factor,
        high=None if number.high is None else number.high * factor,
        unit="years" if name in _YEARS else name,
    )
    return _in_base_units(
        Quantity(
            metric=metric,
            relation=relation,
            comparator=comparator_of(text, number, end),
            scope=_scope(text, number, metric, names),
            baseline=baseline_of(text, number, names) if relation is not Relation.VALUE else "",
            raw=text[number.start : end],
            start=number.start,
            end=end,
        ),
        written,
    )


def _in_base_units(quantity: Quantity, written: Written) -> Quantity:
    """The quantity with the written figures in base units; they are kept as written where that changes them."""
    base = base_of(written.unit)
    value, low, high = (None if end is None else base.amount(end) for end in (written.value, written.low, written.high))
    as_written = written if base.name != written.unit else None
    return replace(quantity, value=value, low=low, high=high, unit=base.name, as_written=as_written)


_RELATING = frozenset({NumberForm.TIMES, NumberForm.PERCENT, NumberForm.FRACTION})


# How a score was taken: the number of examples shown, the attempts, the part of the benchmark.
_SETTING = re.compile(
    r"(?P<shots>(?:\d{1,3}|zero|one|few|five|ten)[- ]shots?\b|\d{1,2} ?样本)|(?P<tries>\b(?:pass|maj|cons|avg|best)@\d{1,4}\b)"
    r"|(?P<split>\b(?:test|validation|dev|val)(?:-\w+)?[ -](?:set|split)\b|测试集|验证集)",
    re.I,
)
_CLAUSE = re.compile(r"[;；。]")
_SETTING_REACH = 40


def _setting(text: str, number: Number) -> str:
    """The setting of a score that is told nearest to it in its clause: "5-shot", "pass@1", "test set"; "" for none."""
    told = [
        found
        for found in _SETTING.finditer(text, max(0, number.start - _SETTING_REACH), number.end + _SETTING_REACH)
        if not _CLAUSE.search(text, *sorted((found.end(), number.start))) or found.start() >= number.end
    ]
    nearest = min(told, key=lambda found: max(found.start() - number.end, number.start - found.end()), default=None)
    return nearest.group() if nearest else ""


def _scope(text: str, number: Number, metric: Metric, names: tuple[NameMention, ...]) -> str:
    """What a figure is limited to: the benchmark of a score, "per million tokens" of a price, the stage of training."""
    if metric is Metric.SCORE:
        return ", ".join(part for part in (benchmark_near(text, number, names), _setting(text, number)) if part)
    if metric is Metric.PRICE:
        per = PRICE_AFTER.match(text, number.end, number.end + 30) or PRICE_PER.search(text[: number.start])
        scope = " ".join(per.group("per").split()).removesuffix(" and") if per else ""
        return "" if scope == "/" else scope
    stage = next(_STAGE.finditer(text, max(0, number.start - 60), min(len(text), number.end + 60)), None)
    return _STAGES[stage.lastgroup or ""] if stage else ""
