"""Every quantity of a sentence: number, unit, metric, bounds, relation and baseline.

One number gives one `Quantity`. Numbers in a list share the unit that closes it ("1.3B, 6B and 175B parameters").
"""

import re
from dataclasses import replace
from decimal import Decimal

from claims.core.hedges import comparator_of
from claims.core.known_subjects import SubjectKind
from claims.core.numbers import Number, NumberForm, find_numbers
from claims.core.quantities import Metric, Quantity, Relation
from claims.core.relations import baseline_of, relation_of
from claims.core.subjects import NameMention, find_names
from claims.core.topics import label_before, topic_around
from claims.core.units import Unit, noun_after, unit_after

_JOINT = re.compile(
    r"\s*(?:\([^()]{0,12}\)\s*)?(?:,|，|、|/|and|or|to|->|→|和|与|或|到|至|&)+\s*(?:and|or|around|about)?\s*", re.I
)
_OUT_OF = re.compile(r"\s(?:out\s)?of\s(?:the\s|our\s|all\s)?", re.I)
_TRAIN = re.compile(r"train|fine-?tun|训练|微调", re.I)
_ACTIVE = re.compile(r"activ|激活", re.I)
_TOTAL = re.compile(r"\btotal|总参数|总共|总计", re.I)
_ACTIVATED_AFTER = re.compile(
    r"^\s?(?:parameters?\s|params?\s)?(?:are\s|is\s|being\s|of which are\s)?(?:activ(?:e|ated)\b|激活)", re.I
)
_CONTEXT = re.compile(r"context|sequence length|上下文|窗口|context window|长文本", re.I)
_VOCABULARY = re.compile(r"vocab|tokenizer|词表|分词", re.I)
_PRICE = re.compile(
    r"^\s?(?:/|per\b|a (?:month|year|day|task|token|query)|an hour|each\b|every\b|每|一个月)\s?[\w\s]{0,24}|^\s?\(?(?:input|output)",
    re.I,
)
_PRICE_BEFORE = re.compile(r"(?:\bpric\w+|\bper\b|售价|定价|价格|每\S{0,8})[^.;，。]{0,30}$", re.I)
_FUNDS = re.compile(r"rais\w+|funding|valu(?:ation|ed)|invest\w*|revenue|融资|估值|投资|营收|收入", re.I)
_STAGE = re.compile(
    r"(?P<pre>pre-?train\w*|预训练)|(?P<post>post-?train\w*|后训练)|(?P<fine>fine-?tun\w*|微调)|(?P<infer>inference|推理)",
    re.I,
)
_STAGES = {"pre": "pre-training", "post": "post-training", "fine": "fine-tuning", "infer": "inference"}
_SCORE_LIMIT = Decimal(10000)


def find_quantities(
    sentence: str, language: str = "", names: tuple[NameMention, ...] | None = None
) -> tuple[Quantity, ...]:
    """The quantities of one sentence in reading order; `start`/`end` are offsets in it, units included.

    A number that counts nothing known comes with metric `COUNT` (some noun follows) or `OTHER` (bare). `language` is a
    hint only: both grammars are always read, since announcements mix them.
    """
    numbers = find_numbers(sentence)
    if names is None:
        names = find_names(sentence) if numbers else ()
    units = _units_of(sentence, numbers)
    return tuple(_quantity(sentence, number, unit, names) for number, unit in zip(numbers, units, strict=True))


def _units_of(text: str, numbers: tuple[Number, ...]) -> list[Unit | None]:
    """Each number's own unit, else that of the next number it is listed with, else any noun behind it."""
    units = [unit_after(text, number) for number in numbers]
    for place in range(len(numbers) - 2, -1, -1):
        number, following = numbers[place], numbers[place + 1]
        following_unit = units[place + 1]
        listed = _JOINT.fullmatch(text, number.end, following.start)
        if (
            units[place] is None
            and following_unit
            and listed
            and number.form is NumberForm.PLAIN
            and not number.currency
        ):
            units[place] = replace(following_unit, end=number.end)
        elif units[place] is None and following_unit and _OUT_OF.fullmatch(text, number.end, following.start):
            units[place] = replace(following_unit, end=number.end)
    return [unit or noun_after(text, number) for unit, number in zip(units, numbers, strict=True)]


def _quantity(text: str, number: Number, unit: Unit | None, names: tuple[NameMention, ...]) -> Quantity:
    end = max(unit.end if unit else number.end, number.end)
    metric, name = _metric_and_unit(text, number, unit, names)
    relation = relation_of(text, number) if _relates(number) else Relation.VALUE
    bound = Quantity(
        metric=metric,
        relation=relation,
        comparator=comparator_of(text, number, end),
        value=number.value,
        low=number.low,
        high=number.high,
        unit=name,
        scope=_scope(text, number, metric, names),
        baseline=baseline_of(text, number, names) if relation is not Relation.VALUE else "",
        raw=text[number.start : end],
        start=number.start,
        end=end,
    )
    return bound


def _relates(number: Number) -> bool:
    return number.form in (NumberForm.TIMES, NumberForm.PERCENT, NumberForm.FRACTION)


_SIGNS = {NumberForm.PERCENT: "%", NumberForm.POINTS: "points", NumberForm.TIMES: "x", NumberForm.FRACTION: "x"}


def _metric_and_unit(
    text: str, number: Number, unit: Unit | None, names: tuple[NameMention, ...]
) -> tuple[Metric, str]:
    if number.form is not NumberForm.PLAIN:
        topic = topic_around(text, number.start, number.end)
        scored = topic is Metric.OTHER and _benchmark(number, names)
        return (Metric.SCORE if scored or number.form is NumberForm.POINTS else topic), _SIGNS[number.form]
    if number.currency:
        return _money(text, number), number.currency
    if unit is None or unit.metric is Metric.COUNT:
        return _labelled(text, number, unit, names)
    return _refined(text, number, unit)


def _money(text: str, number: Number) -> Metric:
    after, before = text[number.end : number.end + 30], text[max(0, number.start - 60) : number.start]
    if _PRICE.match(after) or _PRICE_BEFORE.search(before):
        return Metric.PRICE
    return Metric.OTHER if _FUNDS.search(before) or _FUNDS.match(after.strip()) else Metric.COST


def _labelled(text: str, number: Number, unit: Unit | None, names: tuple[NameMention, ...]) -> tuple[Metric, str]:
    label = label_before(text, number.start)
    if label:
        return label
    if unit is not None:
        return unit.metric, unit.name
    if number.letter.upper() in {"B", "T"}:
        return (
            Metric.ACTIVE_PARAMETERS if _ACTIVATED_AFTER.match(text[number.end :][:40]) else Metric.PARAMETERS
        ), "parameters"
    if _benchmark(number, names) and max(number.values) < _SCORE_LIMIT:
        return Metric.SCORE, ""
    return Metric.OTHER, ""


def _refined(text: str, number: Number, unit: Unit) -> tuple[Metric, str]:
    near = text[max(0, number.start - 60) : unit.end + 30]
    if unit.metric is Metric.PARAMETERS:
        active = _ACTIVE.search(unit.words) or _ACTIVATED_AFTER.match(text[unit.end : unit.end + 40])
        return (Metric.ACTIVE_PARAMETERS if active and not _TOTAL.search(unit.words) else Metric.PARAMETERS), unit.name
    if unit.metric is Metric.TOKENS:
        if _VOCABULARY.search(near):
            return Metric.SIZE, unit.name
        wide = _CONTEXT.search(near) and max(number.values) < Decimal(10**8)
        return (Metric.CONTEXT_LENGTH if wide else Metric.TOKENS), unit.name
    if unit.metric is Metric.DURATION and _TRAIN.search(text):
        return Metric.TRAINING_TIME, unit.name
    return unit.metric, unit.name


def _benchmark(number: Number, names: tuple[NameMention, ...]) -> str:
    """The benchmark nearest in front of or behind a number, within a clause's reach."""
    near = [name for name in names if name.kind is SubjectKind.BENCHMARK and -80 < number.start - name.end < 80]
    return min(near, key=lambda name: abs(number.start - name.end)).canonical if near else ""


def _scope(text: str, number: Number, metric: Metric, names: tuple[NameMention, ...]) -> str:
    if metric is Metric.SCORE:
        return _benchmark(number, names)
    if metric is Metric.PRICE:
        per = _PRICE.match(text[number.end : number.end + 30])
        return " ".join(per.group().split()) if per else ""
    stage = next(_STAGE.finditer(text, max(0, number.start - 60), min(len(text), number.end + 60)), None)
    return _STAGES[stage.lastgroup or ""] if stage else ""
