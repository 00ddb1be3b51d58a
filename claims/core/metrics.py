"""Which metric a number is of: by its unit, its sign, the label in front of it and the words around it."""

import re
from decimal import Decimal

from claims.core.amounts import Number, NumberForm
from claims.core.known_subjects import SubjectKind
from claims.core.quantities import Metric
from claims.core.subjects import NameMention
from claims.core.topics import label_before, topic_around
from claims.core.units import Unit

_TRAIN = re.compile(r"train|fine-?tun|训练|微调", re.I)
_ACTIVE = re.compile(r"activ|激活", re.I)
_TOTAL = re.compile(r"\btotal|总参数|总共|总计", re.I)
_ACTIVATED_AFTER = re.compile(
    r"^\s?(?:parameters?\s|params?\s)?(?:are\s|is\s|being\s|of which are\s)?(?:activ(?:e|ated)\b|激活)", re.I
)
_CONTEXT = re.compile(r"context|sequence length|上下文|窗口|长文本", re.I)
_VOCABULARY = re.compile(r"vocab|tokenizer|词表|分词", re.I)
PRICE_AFTER = re.compile(
    r"(?P<per>\s?(?:/|per\b|a (?:month|year|day|task|token|query)|an hour|each\b|every\b|每|一个月)\s?[\w\s]{0,24}|\s?\(?(?:input|output))",
    re.I,
)
# 每百万 tokens 仅需 1 元: what a price is for, in front of it.
PRICE_PER = re.compile(
    r"(?P<per>每\s?(?:[十百千万亿\d]+\s?)?个?\s?(?:输入|输出)?\s?(?:[Tt]okens?|词元|次|张|人|卡时|GPU\s?小时|小时|天|月|年))[^。；;]{0,16}$"
)
_PRICE_BEFORE = re.compile(r"(?:\bpric\w+|\bper\b|售价|定价|价格|每\S{0,8})[^.;，。]{0,30}$", re.I)
_FUNDS = re.compile(r"\b(?:rais\w+|funding|valu(?:ation|ed)|invest\w*|revenue)\b|融资|估值|投资|营收|收入", re.I)
_PARAMETERS_NEAR = re.compile(r"param|参数|model size", re.I)
_TOKENS_NEAR = re.compile(r"tokens?\b|词元", re.I)
_MODEL_NEAR = re.compile(r"models?\b|network|模型", re.I)
_SIGNS = {NumberForm.PERCENT: "%", NumberForm.POINTS: "points", NumberForm.TIMES: "x", NumberForm.FRACTION: "x"}
# A benchmark's score has at most four digits before the point (Elo); what is larger counts something else.
_SCORE_LIMIT = Decimal(10000)
# A bare number from here on counts something even when its noun is out of reach ("expanded this to 421,000").
_SURELY_COUNTS = Decimal(1000)
_LISTED = re.compile(r"[,;，；、]")
# In small letters these are words of the language and no benchmarks: "a drop in accuracy", "math problems".
_WORDS = frozenset({"drop", "math", "arc", "agent", "race"})
# Characters of " on the " and the like between a score and its benchmark.
_RIGHT_BEHIND = 12
_WINDOW_LIMIT = Decimal(10**8)
_VOCABULARY_LIMIT = Decimal(10**7)
# No machine does as many operations a second; who writes "FLOPS" of so many means the operations themselves.
_FASTEST = Decimal(10**20)
# "45 hours of speech", "a 440-hour corpus": how much was recorded, not how long something took.
_RECORDED = re.compile(
    r"\s(?:of\s(?:[\w-]+\s){0,3})?(?:data\s?sets?|data|corpus|benchmark|audio|speech|videos?|footage|recordings?|music|gameplay|talk)\b"
    r"|\s?的?[^，。；]{0,6}(?:语音|音频|视频|录音|数据)",
    re.I,
)
_BEHIND_NAME = re.compile(r"\s?[(（]?")
# Masses that are emissions where the sentence speaks of them: "25 tonnes of CO2, or 50.5 tonnes in all".
_MASSES = {"tonnes": "tCO2e", "tons": "tCO2e", "吨": "tCO2e", "grams": "gCO2e", "pounds": "lbCO2e", "kilograms": "kgCO2e",
           "公斤": "kgCO2e"}  # fmt: skip
_EMITTED = re.compile(r"CO\s?2|CO₂|\bcarbon\b|\bemi(?:t|ssion)|排放|碳", re.I)
_BATCH = re.compile(r"\bbatch(?:es)?(?:\ssizes?)?\s(?:of|with|=|:)\s?(?:\w+\s)?$|批(?:次|量)?大小(?:为|是)?\s?$", re.I)
_A_SECOND = re.compile(r"(?:每秒(?:钟)?|per second:?)\s?(?:可?(?:生成|处理|输出))?\s?(?:约|达|超过)?\s?$", re.I)


def metric_and_unit(text: str, number: Number, unit: Unit | None, names: tuple[NameMention, ...]) -> tuple[Metric, str]:
    """The metric of `number` and its unit's one spelling; (`OTHER`, "") for a bare number that nothing explains."""
    if number.form is not NumberForm.PLAIN:
        topic = topic_around(text, number.start, number.end)
        scored = topic is Metric.OTHER and benchmark_near(text, number, names)
        return (Metric.SCORE if scored or number.form is NumberForm.POINTS else topic), _SIGNS[number.form]
    if number.currency:
        return _money(text, number), number.currency
    if unit is None or unit.metric is Metric.COUNT:
        return _labelled(text, number, unit, names)
    return _refined(text, number, unit)


def _money(text: str, number: Number) -> Metric:
    after, before = text[number.end : number.end + 30], text[max(0, number.start - 60) : number.start]
    if PRICE_AFTER.match(after) or _PRICE_BEFORE.search(before):
        return Metric.PRICE
    return Metric.OTHER if _FUNDS.search(before) or _FUNDS.match(after.strip()) else Metric.COST


# "900,000 for training, 100,000 for validation".
_SPLIT_AFTER = re.compile(
    r"\)?,?\s(?:are\s|were\s)?(?:used\s)?for\s(?:the\s)?(?:train|validat|test|evaluat|develop)\w*", re.I
)
_LEAST_SPLIT = Decimal(100)
# "trained on 400M …": what stands here without a unit is data and no size.
_DATA_OF = re.compile(r"\b(?:data\s?set|corpus)\s(?:of|with)\s(?:[a-z]+\s){0,2}$", re.I)
_TRAINED_ON = re.compile(
    rf"\btrain(?:ed|ing)?\s(?:on|with|using)\s(?:(?!for\b|took\b)[a-z,-]+\s){{0,4}}$|{_DATA_OF.pattern}", re.I
)
_COMPUTE_NEAR = re.compile(r"flop|comput|operations|算力|计算", re.I)
# From here on a number beside a word for computing counts operations.
_SURELY_COMPUTE = Decimal(10**17)
# "our largest training dataset results in 15B action-value estimates".
_DATASET_BEFORE = re.compile(
    r"\b(?:data\s?sets?|corpus|corpora|training (?:sets?|data))\b[^.;]{0,70}$|(?:数据集|语料库?)[^。；]{0,30}$", re.I
)


def _labelled(text: str, number: Number, unit: Unit | None, names: tuple[NameMention, ...]) -> tuple[Metric, str]:
    label = label_before(text, number.start)
    if label and not (label[0] is Metric.SIZE and number.letter in {"B", "T"}):
        return label
    if unit is not None and unit.name in _MASSES and _EMITTED.search(text):
        return Metric.EMISSIONS, _MASSES[unit.name]
    if unit is not None:
        counted = _DATASET_BEFORE.search(text, max(0, number.start - 80), number.start)
        of_data = counted and max(number.values) >= _SURELY_COUNTS
        return (Metric.DATASET_SIZE if of_data else unit.metric), unit.name
    if _SPLIT_AFTER.match(text, number.end) and max(number.values) >= _LEAST_SPLIT:
        return Metric.DATASET_SIZE, "examples"
    if number.scaled or max(number.values) >= _SURELY_COMPUTE:
        return _size_by_context(text, number, names)
    if benchmark_near(text, number, names) and max(number.values) < _SCORE_LIMIT:
        return Metric.SCORE, ""
    return (Metric.COUNT if max(number.values) >= _SURELY_COUNTS else Metric.OTHER), ""


def _size_by_context(text: str, number: Number, names: tuple[NameMention, ...]) -> tuple[Metric, str]:
    """ "685B", "(~20 million)": parameters or tokens by the nearest such words, parameters for a letter beside a model.

    A B alone is a size; a T is as often a tesla and an M anything, so that these two need a model beside them.
    """
    near = text[max(0, number.start - 60) : number.end + 40]
    if min(number.values) >= _SURELY_COMPUTE and _COMPUTE_NEAR.search(near):
        return Metric.COMPUTE, "FLOP"
    if _TRAINED_ON.search(text, max(0, number.start - 60), number.start):
        return (Metric.TOKENS, "tokens") if _TOKENS_NEAR.search(near) else (Metric.DATASET_SIZE, "examples")
    if number.letter in {"B", "T"} and any(_sizes(text, name, number) for name in names):
        return Metric.PARAMETERS, "parameters"
    if _ACTIVATED_AFTER.match(text[number.end : number.end + 40]):
        return Metric.ACTIVE_PARAMETERS, "parameters"
    if _PARAMETERS_NEAR.search(near):
        return Metric.PARAMETERS, "parameters"
    if _CONTEXT.search(near) and max(number.values) < _WINDOW_LIMIT:
        return Metric.CONTEXT_LENGTH, "tokens"
    if _TOKENS_NEAR.search(near):
        return Metric.TOKENS, "tokens"
    named = any(name.kind is SubjectKind.SYSTEM for name in names)
    sized = {"B": True, "T": named or _MODEL_NEAR.search(near), "M": _MODEL_NEAR.search(near)}
    return (Metric.PARAMETERS, "parameters") if sized.get(number.letter.upper()) else (Metric.COUNT, "")


def _sizes(text: str, name: NameMention, number: Number) -> bool:
    """Whether a size stands in a system's name or right behind it: "Llama 3.1 405B", "GPT-3 (175B)"."""
    behind = name.start < number.start < name.end or _BEHIND_NAME.fullmatch(text, name.end, number.start)
    return name.kind is SubjectKind.SYSTEM and bool(behind)


def _refined(text: str, number: Number, unit: Unit) -> tuple[Metric, str]:
    if unit.metric is Metric.PARAMETERS:
        active = _ACTIVE.search(unit.words) or _ACTIVATED_AFTER.match(text[unit.end : unit.end + 40])
        return (Metric.ACTIVE_PARAMETERS if active and not _TOTAL.search(unit.words) else Metric.PARAMETERS), unit.name
    if unit.metric is Metric.TOKENS:
        return _of_tokens(text, number, unit)
    if unit.metric is Metric.DURATION:
        return _of_time(text, number, unit), unit.name
    if unit.name == "FLOP/s" and max(number.values) > _FASTEST:
        return Metric.COMPUTE, "FLOP"
    return unit.metric, unit.name


def _of_tokens(text: str, number: Number, unit: Unit) -> tuple[Metric, str]:
    """Tokens read a second, in a vocabulary, in a batch, in a context window, else those of training."""
    near, before = text[max(0, number.start - 60) : unit.end + 30], text[: number.start]
    largest = max(number.values)
    if _A_SECOND.search(before):
        return Metric.THROUGHPUT, "tokens/s"
    if (_VOCABULARY.search(near) and largest < _VOCABULARY_LIMIT) or _BATCH.search(before):
        return Metric.SIZE, unit.name
    wide = _CONTEXT.search(near) and largest < _WINDOW_LIMIT
    return (Metric.CONTEXT_LENGTH if wide else Metric.TOKENS), unit.name


def _of_time(text: str, number: Number, unit: Unit) -> Metric:
    """Hours of recorded data, else the time of a training where the sentence tells of one."""
    if _RECORDED.match(text, unit.end) or _DATA_OF.search(text[: number.start]):
        return Metric.DATASET_SIZE
    return Metric.TRAINING_TIME if _TRAIN.search(text) else Metric.DURATION


def benchmark_near(text: str, number: Number, names: tuple[NameMention, ...]) -> str:
    """The benchmark right behind a number ("88.1 on MMLU"), else the nearest within a clause's reach; "" when none is."""
    benchmarks = [name for name in names if name.kind is SubjectKind.BENCHMARK and name.name not in _WORDS]
    behind = [
        name
        for name in benchmarks
        if 0 < name.start - number.end < _RIGHT_BEHIND and not _LISTED.search(text, number.end, name.start)
    ]
    if behind:
        return behind[0].canonical
    near = [name for name in benchmarks if -80 < number.start - name.end < 80]
    return min(near, key=lambda name: abs(number.start - name.end)).canonical if near else ""
