"""Which quantities are worth a claim: specifications, results, costs and sizes are; counts in passing are not."""

import re
from decimal import Decimal
from enum import Enum, auto

from claims.core.quantities import Metric, Quantity, Relation
from claims.core.subjects import NameMention

# Metrics that announcements are held to; a number of one of them is a claim wherever it stands.
CHECKABLE = frozenset(
    {
        Metric.PARAMETERS, Metric.ACTIVE_PARAMETERS, Metric.TOKENS, Metric.ACCELERATORS, Metric.ACCELERATOR_HOURS,
        Metric.TRAINING_TIME, Metric.COMPUTE, Metric.THROUGHPUT, Metric.POWER, Metric.ENERGY, Metric.EMISSIONS,
        Metric.COST, Metric.PRICE, Metric.SCORE, Metric.CONTEXT_LENGTH, Metric.MEMORY, Metric.USERS,
        Metric.LANGUAGES, Metric.SIZE, Metric.SPEED, Metric.EFFICIENCY,
    }
)  # fmt: skip
# "three kinds of", "two pipelines": below this a count of anything is a way of speaking.
SMALL_COUNT = Decimal(10)
# "10 of the 1,500 patterns": from here on the whole is a figure of its own, below it belongs to the part.
_LARGE_WHOLE = Decimal(1000)
# "6 × N × D", "1,792 × 1,792 pixels": a product, not a multiple of something.
_IN_A_FORMULA = re.compile(r"^\s?(?:[\d(（]|[A-Za-z参数\s]{1,12}\s?[×x*])")
_IN_PASSING = re.compile(
    r"^\s?(?:ago|later|earlier|before|old\b|-year-old)|^\s?(?:前|后|之前|之后|以前|以后|来|内将)", re.I
)
# Long stretches are told of anything ("spent four years"); they are figures where something takes or lasts that long.
_A_DAY = Decimal(86400)
_LASTING = re.compile(
    r"\b(?:takes?|took|taking|lasts?|lasted|within|under|only|just|merely|runs? for|ran for|up to|after|equivalent to|reduced? (?:from|to)|every)\s(?:\w+\s){0,2}$|-$"
    r"|(?:耗时|用时|历时|仅|只|只有|只需|需要?|花了?|长达|连续|运行|持续|缩短[到至]|减少到|续航)[^，。；]{0,8}$",
    re.I,
)
_LASTED = re.compile(
    r"^(?:[\s-](?:long|period|window|battery|warranty|trial|of (?:continuous |operation|training|use)))|^\s(?:in )?total\b|^\s?(?:内|的?(?:续航|保修|试用))",
    re.I,
)
_LAST = re.compile(r"(?:past|last|next|every|each|following|recent|first|过去|未来|近|最近|每|前|后)\s?$", re.I)
_FROM = re.compile(r"(?:\bfrom|从|由)\s?(?:around |about |just |over |a |an |the |约)?$", re.I)
_TO = re.compile(r"^[^.;。；]{0,40}?(?:\bto\b|到|至|->|→)", re.I)
_OUT_OF = re.compile(r"\d\s(?:out\s)?of\s(?:the\s|our\s|all\s)?$|\d/$", re.I)
_MODEL_WORD = re.compile(
    r"(?:models?|variants?|versions?|LLMs?|checkpoints?|networks?|transformers?|dense|decoders?|模型)\)?$", re.I
)
_MODEL_AFTER = re.compile(r"^\s?(?:的)?(?:\w+[\s-]){0,3}?(?:models?\b|模型|LLM)", re.I)
_SIZE_GIVEN = re.compile(
    r"\b(?:introduc|present|releas|train|buil[dt]|develop|announc|unveil|open-?sourc|launch|creat|propos|includ|scal|pretrain|pre-train|\bwith an?\s$|\b(?:shows?|built|runs?) an?\s$"
    r"|is an?\b|are\b|called|series|sizes?)|推出|发布|开源|训练|构建|包括|包含|达到|拥有|建立|第一个|首个|是",
    re.I,
)
# "671B DeepSeek-R1": a size in front of a name.
_NAME_BEHIND = re.compile(r"\s[A-Z][A-Za-z]+[-\d]")
_NAMED = re.compile(r"\d\s?[BMT]\s[A-Z]")
_DEFINITE = re.compile(r"\b(?:the|this|that|each|both|these|those)\s(?:[\w-]+\s)?$", re.I)
_COMPARED = re.compile(
    r"\b(?:than|like|(?<=\w\s)as an?|such as|comparable|compared|match\w*|similar to|beats?|surpass\w*|outperform\w*|rival\w*|of an?|from an?|on an?|training an?|equivalent to)\s(?:[\w-]+\s){0,3}$"
    r"|(?:相较于|相比(?:于)?|对比|比起|比|媲美|当前|与|如|超过|优于)[^，。；]{0,14}$",
    re.I,
)
# "Compared with Qwen1.5-7B, which has 6.5 billion": the size of what something is compared with.
_HELD_AGAINST = re.compile(
    r"(?:(?<!more )(?<!less )(?<!fewer )(?<!other )\bthan|compared (?:to|with)|相较于?|相比于?|对比)[^，。；,;]{0,14}$",
    re.I,
)


class Worth(Enum):
    """Whether a quantity makes a claim: it is stated, it is only mentioned on the way, or it says nothing to check."""

    STATED = auto()
    MENTIONED = auto()
    NONE = auto()


def worth_of(sentence: str, quantity: Quantity, others: int, names: tuple[NameMention, ...]) -> Worth:
    """The worth of a quantity of `sentence`; `others` is how many quantities stand beside it."""
    before, after = sentence[max(0, quantity.start - 60) : quantity.start], sentence[quantity.end : quantity.end + 45]
    if any(name.start < quantity.start < name.end for name in names) or _is_start_of_change(before, after, quantity):
        return Worth.NONE
    if _OUT_OF.search(before) and not _at_least(quantity, _LARGE_WHOLE):
        return Worth.NONE
    if quantity.is_ratio or quantity.unit in {"%", "points", "x"}:
        idle = quantity.unit == "x" and (_DEFINITE.search(before) or _IN_A_FORMULA.match(after))
        return Worth.NONE if idle else Worth.STATED
    if quantity.metric is Metric.PARAMETERS:
        return _worth_of_size(quantity, before, after, others)
    return Worth.STATED if _is_checkable(quantity, before, after) else Worth.NONE


def _is_checkable(quantity: Quantity, before: str, after: str) -> bool:
    match quantity.metric:
        case Metric.DURATION:
            told = not _at_least(quantity, _A_DAY) or _LASTING.search(before) or _LASTED.match(after)
            return bool(told) and not (_IN_PASSING.search(after) or _LAST.search(before))
        case Metric.COUNT | Metric.DATASET_SIZE:
            return _at_least(quantity, SMALL_COUNT)
        case Metric.OTHER:
            return bool(quantity.unit)
        case _:
            return quantity.metric in CHECKABLE


def _worth_of_size(quantity: Quantity, before: str, after: str, others: int) -> Worth:
    """A model's size is stated, or only says which model is meant: "the 7B model", 70 亿参数模型."""
    if _HELD_AGAINST.search(before) or (_NAMED.search(quantity.raw) and _COMPARED.search(before)):
        return Worth.NONE
    if not (_is_attribute(quantity, after) or _NAME_BEHIND.match(after)):
        return Worth.STATED
    if _COMPARED.search(before):
        return Worth.NONE
    stated = "param" in quantity.raw.lower() or "参数" in quantity.raw
    introduced = _SIZE_GIVEN.search(before) and not _DEFINITE.search(before)
    return Worth.STATED if stated or others == 0 or introduced else Worth.MENTIONED


def _is_attribute(quantity: Quantity, after: str) -> bool:
    stated = re.search(r"param|参数", quantity.raw, re.I)
    return bool(_MODEL_AFTER.search(after)) if stated else bool(_MODEL_WORD.search(quantity.raw))


def _at_least(quantity: Quantity, bound: Decimal) -> bool:
    return max(number for number in (quantity.value, quantity.high, Decimal(0)) if number is not None) >= bound


def _is_start_of_change(before: str, after: str, quantity: Quantity) -> bool:
    """ "From 512 to 2048" claims 2048; where it came from is the baseline."""
    if quantity.relation not in (Relation.VALUE, Relation.SHARE) or quantity.value is None:
        return False
    return bool(_FROM.search(before) and _TO.search(after))


def names_its_size(subject: str, quantity: Quantity) -> bool:
    """Whether a subject is told by this very size, as "Zephyr-7B" is by "the 7B model": then it claims nothing."""
    size = _FIGURE.search(quantity.raw)
    return bool(size and size.group() in subject)


_FIGURE = re.compile(r"\d[\d.]*")
