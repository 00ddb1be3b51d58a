"""What a number counts: the nouns and unit signs behind it, with the metric that each one measures."""

import re
from dataclasses import dataclass

from claims.core.amounts import Number, NumberForm
from claims.core.quantities import Metric


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A unit as read: `name` is its one spelling, `end` the offset behind its words, `words` what was written."""

    name: str
    metric: Metric
    end: int
    words: str = ""


# Each row: metric | unit's one spelling | pattern of its English (and international) words.
_ENGLISH = r"""
throughput | tokens/s | tok(?:en)?s?\s?(?:/|per\s)\s?s(?:ec(?:ond)?)?\b|tps\b|TPS\b
throughput | FLOP/s | FLOPS?/s(?:ec)?\b|(?-i:FLOPS)\b(?!-day)|flops? per second
throughput | GFLOP/s | (?-i:GFLOPS|GFLOPs?/s|gigaflops?)(?:/s)?
throughput | TFLOP/s | (?-i:TFLOPS|TFLOPs?/s)(?!-day)|teraflops?(?:/s)?
throughput | PFLOP/s | (?-i:PFLOPS|PFLOPs?/s)(?!-day)|petaflops?(?:/s)?(?!/?s?-days?)
throughput | EFLOP/s | (?-i:EFLOPS|EFLOPs?/s)(?!-day)|exaflops?(?:/s)?(?!/?s?-days?)
compute | PFLOP/s-days | (?:petaflops?|pflops?|pfs)(?:/s)?[- ]days?
compute | EFLOP/s-days | (?:exaflops?|eflops?)(?:/s)?[- ]days?
compute | FLOP | (?:floating[- ]point operations?|(?-i:FLOPs|FLOP|flops|flop)\b)(?:\sof (?:training )?compute)?
compute | GFLOP | (?-i:GFLOPs?)\b
compute | TFLOP | (?-i:TFLOPs?)\b
compute | PFLOP | (?-i:PFLOPs?)\b
compute | EFLOP | (?-i:EFLOPs?)\b
compute | ZFLOP | (?-i:ZFLOPs?|zettaflops?)
accelerator_hours | GPU-hours | (?:[A-Z]\d{2,3}0?\w?\s)?(?:[\w.-]+\s){0,2}?(?:GPU|TPU|chip|accelerator|card|node|NPU|A100|H100|H800|V100|TPUv\d|core)s?[ -]?h(?:ou)?rs?\b
accelerator_hours | GPU-days | (?:[\w.-]+\s){0,2}?(?:GPU|TPU|chip|accelerator|A100|H100|H800|V100|core)s?[ -]?days?\b
accelerator_hours | GPU-months | (?:[\w.-]+\s){0,2}?(?:GPU|TPU|chip|accelerator)s?[ -]?months?\b
accelerator_hours | GPU-years | (?:[\w.-]+\s){0,2}?(?:GPU|TPU|chip|accelerator)s?[ -]?years?\b
energy | kWh | (?-i:kWh|KWh|kwh)|kilowatt[- ]hours?
energy | MWh | (?-i:MWh)|megawatt[- ]hours?
energy | GWh | (?-i:GWh)|gigawatt[- ]hours?
energy | TWh | (?-i:TWh)|terawatt[- ]hours?
energy | Wh | (?-i:Wh)\b|watt[- ]hours?
energy | J | joules?\b|(?-i:J)\b
energy | kJ | kilojoules?|(?-i:kJ)\b
energy | MJ | megajoules?|(?-i:MJ)\b
energy | GJ | gigajoules?|(?-i:GJ)\b
power | kW | (?-i:kW|KW)\b|kilowatts?
power | MW | (?-i:MW)\b|megawatts?
power | GW | (?-i:GW)\b|gigawatts?
power | W | (?-i:W)\b|watts?\b
emissions | tCO2e | (?:metric\s)?(?:(?-i:t)|tons?|tonnes?)\s?(?:of\s)?(?:CO\s?2|CO₂|carbon)[\w-]*(?:\s(?:dioxide))?(?:[\s-]?eq(?:uivalent)?s?)?
emissions | lbCO2e | (?:lbs?|pounds?)\.?\s?(?:of\s)?(?:CO\s?2|CO₂|carbon)[\w-]*(?:\s(?:dioxide))?(?:[\s-]?eq(?:uivalent)?s?)?
emissions | kgCO2e | (?:kg|kilograms?|kilos?)\s?(?:of\s)?(?:CO\s?2|CO₂|carbon)[\w-]*(?:\s(?:dioxide))?(?:[\s-]?eq(?:uivalent)?s?)?
emissions | gCO2e | (?:(?-i:g)|grams?)\s?(?:of\s)?(?:CO\s?2|CO₂|carbon)[\w-]*
throughput | MB/s | (?-i:MB/s)
throughput | GB/s | (?-i:GB/s)
throughput | TB/s | (?-i:TB/s)
throughput | Gbit/s | (?-i:Gb/s|Gbps)\b
memory | bytes | bytes?\b
memory | KB | (?-i:KB|kB)\b
memory | MB | (?-i:MB)\b|megabytes?
memory | GB | (?-i:GB|Gb)\b|gigabytes?
memory | GB | (?-i:G)(?=\s(?:GPU|VRAM|memory)|\))
memory | TB | (?-i:TB)\b|terabytes?
memory | PB | (?-i:PB)\b|petabytes?
memory | KiB | (?-i:KiB)\b
memory | MiB | (?-i:MiB)\b
memory | GiB | (?-i:GiB)\b
memory | TiB | (?-i:TiB)\b
duration | microseconds | microseconds?|(?-i:[µμu]s)\b
duration | milliseconds | milliseconds?|ms\b|msecs?\b
duration | seconds | seconds?\b|secs?\b|(?-i:s)\b
duration | minutes | minutes?\b|mins?\b
duration | hours | hours?\b|hrs?\b|(?-i:h)\b
duration | days | days?\b
duration | weeks | weeks?\b
duration | months | months?\b
duration | years | years?\b(?!\s?-?old)|yrs?\b
duration | centuries | centur(?:y|ies)\b
duration | decades | decades?\b
score | Elo | Elo\b(?:\spoints)?
score | points | points?\b
speed | fps | fps\b|frames per second
other | Hz | (?-i:Hz)\b
other | kHz | (?-i:kHz)\b
other | MHz | (?-i:MHz)\b
other | GHz | (?-i:GHz)\b
other | nm | (?-i:nm)\b
"""

# Nouns that may stand a few words behind the number: "14.8 trillion diverse and high-quality tokens".
_NOUNS = r"""
parameters | parameters | param(?:eter)?s?|weights
tokens | tokens | (?:sub-?)?tokens?|words?
accelerators | GPUs | GPUs?|graphics cards?|graphics processing units?
accelerators | TPUs | TPUs?(?:\s?v\d\w?)?(?:\s(?:chips|cores|pods))?|tensor processing units?
accelerators | chips | NPUs?|accelerators?|chips|AI processors|superchips|(?:[AHVBP]\d{2,3}|H20|MI\d{3}X?|TPU\s?v\d\w?|TPUv\d\w?)s?(?!\s?(?:hours|days|GPU))
accelerators | nodes | nodes|servers|machines
accelerators | CPUs | CPUs?|CPU cores|cores
languages | languages | languages|dialects
users | users | users|customers|developers|subscribers|downloads|companies|organi[sz]ations|installs|stars|teams|enterprises|queries|messages|requests|employees|researchers|people|visitors
dataset_size | examples | (?:training |data |text )?(?:examples?|samples?|instances|sequences|pairs|triplets)
dataset_size | images | images?(?!-)|photos?|pictures|videos|clips|frames
dataset_size | documents | documents?|pages|books|articles|files|repositories|sentences|web ?pages|tables|papers|records|entries|trajectories|episodes|demonstrations|games|proteins|structures|molecules|crystals|materials|compounds|residues|nucleotides|base pairs|genomes|posts|comments|reviews|tweets|captions|passages|rows|observations|patches|scans|commits|snippets|reactions
dataset_size | conversations | conversations?|dialog(?:ue)?s|instructions?|prompts?|questions?|problems?|tasks?|annotations|comparisons|labels|transcripts|data(?:\spoints)?|descriptions|reports|recordings|utterances|segments|phrases|rollouts|interactions|patterns|characters
size | experts | (?:routed |shared |routing )?experts?
size | layers | (?:transformer |hidden |decoder |encoder )?layers?|blocks
size | heads | (?:attention |query |kv )?heads?
size | dimensions | dimensions?|hidden units|neurons|units|channels|qubits
context_length | tokens | context(?: window| length)?
price | tokens | tokens
"""
_MODEL_NOUNS = re.compile(
    r"(?:LLMs?|models?|variants?|versions?|transformers?|networks?|decoders?|encoders?|backbones?|checkpoints?|(?:small|large )?language models?|MoE|VLMs?|LLaMA|Llama|MLLM|series|architectures?|system|dense)\b",
    re.I,
)
_STOP = (
    r"with|of|on|in|for|to|the|that|at|from|by|than|is|are|was|were|has|have|had|as|or|per|vs|which|while|when|into|using"
    r"|over|under|but|we|it|its|their|this|these|those|between|after|before|during|across|within|be|been|can|will|compared"
    r"|versus|out|up|down|not|only|where|who|since|because|so|if|then|via|through|without|about|against|our|they|a|an"
)
_ADJECTIVES = rf"(?:(?!(?:{_STOP})\b)(?:[A-Za-z]|\d{{3,4}}Ti\b)[\w.+/'’-]{{0,30}},?\s+(?:and\s+)?){{0,5}}?"

# metric | unit | Chinese words
_CHINESE = r"""
accelerator_hours | GPU-hours | (?:[A-Z]\d{2,4}\s?)?(?:GPU|卡|TPU|NPU)\s?(?:·|\s)?(?:小时|时)
accelerator_hours | GPU-days | (?:GPU|卡|TPU|NPU)\s?[天日]
parameters | parameters | 参数(?!化)|parameters?|params?
tokens | tokens | tokens?|词元|字词|单词|字(?!段|节|符)|汉字
accelerators | GPUs | GPUs?|显卡|图形处理器|块?\s?[AHVB]\d{2,3}0?(?!\d)
accelerators | TPUs | TPUs?
accelerators | chips | 加速卡|算力卡|芯片|张卡|块卡|NPU|卡(?!车|片|路|通)|超级计算机|昇腾[\w ]*
accelerators | nodes | (?:\d+-[A-Z]\d+\s?)?(?:节点|实例)|服务器|台机器|实例
languages | languages | (?:种|门)\s?(?:不同的?|自然)?\s?(?:语言|方言)|语言(?!模型)|语种
users | users | 用户|月活|日活|DAU|MAU|开发者|客户|企业|家公司|下载|次下载|次调用|人(?!工|类|们)|名员工|研究人员|机构
duration | days | 天(?!然|空|文)半?|日(?!元|本|常)
duration | hours | 个?小时半?
duration | minutes | 分钟
duration | seconds | 秒(?!杀)
duration | milliseconds | 毫秒
duration | months | 个月|月(?![之活])
duration | weeks | 周(?!期|围|报)|个?星期
duration | years | 年半|年(?!代|度|轻|级|龄|初|底|末)
energy | kWh | 千瓦[·]?时|度电|kWh
energy | MWh | 兆瓦[·]?时|MWh
energy | GWh | 吉瓦[·]?时|GWh
power | GW | 吉瓦(?!时)
power | MW | 兆瓦(?!时)|MW
power | kW | 千瓦(?!时)|kW
power | W | 瓦(?!时)
emissions | tCO2e | 吨(?:的)?(?:二氧化碳|CO2|碳)(?:当量)?
emissions | kgCO2e | (?:公斤|千克|kg)(?:的)?(?:二氧化碳|CO2|碳)(?:当量)?
memory | GB | GB(?!/)|G(?=显存|内存)
memory | TB | TB(?!/)
throughput | tokens/s | tokens?\s?/\s?s|tokens?\s?每秒
dataset_size | images | 图像|图片|张图|图文对|视频|照片
dataset_size | examples | 样本|样例|条数据|数据(?!中心|集|库)|问答对|指令|对话|条(?!件)|句对|任务|题目?|问题
dataset_size | documents | 文档|网页|篇|本书|文件|论文
size | experts | experts?|专家
size | layers | 层(?!面|次|级)
size | heads | 注意力头|heads?
count | models | 模型|大模型
score | points | 分(?!钟|之|别|布|析|为|支|院|成|享|子|类|开|辨|发|散|数|割|配)
"""
_CLASSIFIER = r"(?:[个名种块张台颗枚位条项款多余 ]|亿?\s?(?=个))?\s?"
_CHINESE_WORDS = r"(?:(?!per\b|的(?!的)|和|与|在|是|上|用|下|中|为|到|可|就|将|以|或|比)[㐀-鿿A-Za-z -]){0,14}?"


def _rows(table: str) -> list[tuple[Metric, str, str]]:
    rows = []
    for line in table.strip().splitlines():
        metric, name, pattern = (part.strip() for part in line.split(" | ", 2))
        rows.append((Metric(metric), name, pattern))
    return rows


# What a data set is counted in is told in the text's own word: proteins, games, 图片 (by its table's word).
_LAST_WORD = re.compile(r"[A-Za-z]+$")


@dataclass(frozen=True, slots=True)
class _Table:
    """One compiled alternation and what each of its groups stands for."""

    pattern: re.Pattern[str]
    rows: tuple[tuple[Metric, str], ...]

    def match(self, text: str, at: int) -> Unit | None:
        found = self.pattern.match(text, at)
        if not found or found.lastgroup is None:
            return None
        metric, name = self.rows[int(found.lastgroup[1:])]
        words = " ".join(found.group().split())
        told = _LAST_WORD.search(words) if metric is Metric.DATASET_SIZE else None
        return Unit(name=told.group().lower() if told else name, metric=metric, end=found.end(), words=words)


def _table(table: str, *, between: str, flags: re.RegexFlag, edge: str) -> _Table:
    rows = _rows(table)
    groups = "|".join(f"(?P<g{number}>{pattern})" for number, (_, _, pattern) in enumerate(rows))
    return _Table(re.compile(rf"{between}(?:{groups}){edge}", flags), tuple((metric, name) for metric, name, _ in rows))


# "2248 (+103%) GPU hours", "53k (train/dev/test) examples": said of the number, between it and its unit.
_BRACKET = r"\((?:[^()\d]{1,30}|[+-]?[\d.]{1,6}\s?%)\)"
_WORD_EDGE = r"(?![A-Za-z0-9])"
_DIRECT = _table(_ENGLISH, between=rf"[\s-]{{0,3}}(?:{_BRACKET}\s)?(?:full\s)?", flags=re.I, edge=_WORD_EDGE)
_COUNTED = _table(
    _NOUNS,
    between=rf"[\s-]{{0,3}}(?:[x×]\s{{0,7}})?(?:{_BRACKET}\s)?(?:of\s(?:the\s)?(?:our\s)?)?{_ADJECTIVES}",
    flags=re.I,
    edge=_WORD_EDGE,
)
_IN_CHINESE = _table(_CHINESE, between=rf"\s{{0,2}}{_CLASSIFIER}{_CHINESE_WORDS}", flags=re.I, edge=r"(?![A-Za-z])")
_MODEL_SIZE = re.compile(
    rf"[\s-]{{0,2}}{_ADJECTIVES}(?:mixture[\s-]of[\s-]experts\s(?:\(MoE\)\s)?)?(?:{_MODEL_NOUNS.pattern})", re.I
)
_CHINESE_MODEL = re.compile(r"\s?(?:参数)?(?:规模)?的?[㐀-鿿A-Za-z ]{0,8}?模型")
_OTHER_NOUN = re.compile(
    rf"[\s-]{{1,2}}(?P<noun>(?:(?!(?:{_STOP}|and)\b)[A-Za-z][\w/'’-]{{0,30}}\s+){{0,3}}?(?!(?:{_STOP})\b)[A-Za-z][\w-]{{1,30}}s)\b"
)
_OTHER_CHINESE = re.compile(
    r"\s?(?P<noun>吨|公斤|台(?=[各均])|[个名种块张台颗枚位条项款家篇次代](?!月)[㐀-鿿A-Za-z]{1,6})"
)


# Units of several words, the first of which is a unit too: "GPU hours", "tokens per second".
_COMPOUND = (Metric.ACCELERATOR_HOURS, Metric.THROUGHPUT)


def unit_after(text: str, number: Number) -> Unit | None:
    """The unit that `number` is followed by, or None. Percent, factors and money carry theirs themselves."""
    if number.form is not NumberForm.PLAIN or number.currency:
        return None
    near = [unit for table in (_DIRECT, _COUNTED, _IN_CHINESE) if (unit := table.match(text, number.end)) is not None]
    unit = min(near, key=lambda found: (found.metric not in _COMPOUND, found.end), default=None)
    if number.letter.upper() in {"B", "T", "M"} or number.scaled:
        size = _MODEL_SIZE.match(text, number.end) or _CHINESE_MODEL.match(text, number.end)
        counted = unit is not None and (unit.name == "models" or unit.metric is Metric.SIZE)
        if size and (unit is None or size.end() < unit.end or counted) and _is_size(number):
            return Unit(name="parameters", metric=Metric.PARAMETERS, end=size.end(), words=size.group().strip(" -"))
    return unit


def _is_size(number: Number) -> bool:
    """A model is counted in parameters by a letter ("7B model") or by billions, never "2 million models"."""
    return number.letter.upper() in {"B", "T"} or min(number.values) >= 10**8 or number.letter == "M"


def noun_after(text: str, number: Number) -> Unit | None:
    """Any counted noun behind a plain number that no table knows: "41 structural prototypes" is a count of prototypes."""
    if number.form is not NumberForm.PLAIN or number.currency:
        return None
    found = _OTHER_NOUN.match(text, number.end) or _OTHER_CHINESE.match(text, number.end)
    if not found:
        return None
    noun = " ".join(found["noun"].split())
    return Unit(name=noun.split()[-1][:40], metric=Metric.COUNT, end=found.end(), words=noun)
