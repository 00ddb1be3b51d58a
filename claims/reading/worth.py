"""Which quantities are worth a claim: specifications, results, costs and sizes are; counts in passing are not."""

import re
from decimal import Decimal

from claims.core.quantities import Metric, Quantity, Relation

# Metrics that announcements are held to; a number of one of them is a claim wherever it stands.
CHECKABLE = frozenset(
    {
        Metric.PARAMETERS, Metric.ACTIVE_PARAMETERS, Metric.TOKENS, Metric.ACCELERATORS, Metric.ACCELERATOR_HOURS,
        Metric.TRAINING_TIME, Metric.COMPUTE, Metric.THROUGHPUT, Metric.POWER, Metric.ENERGY, Metric.EMISSIONS,
        Metric.COST, Metric.PRICE, Metric.SCORE, Metric.CONTEXT_LENGTH, Metric.MEMORY, Metric.USERS,
        Metric.LANGUAGES, Metric.SIZE,
    }
)  # fmt: skip
# "three kinds of", "two pipelines": below this a count of anything is a way of speaking.
SMALL_COUNT = Decimal(10)
_IN_PASSING = re.compile(
    r"^\s?(?:ago|later|earlier|before|old\b|-year-old)|^\s?(?:前|后|之前|之后|以前|以后|来|内将)", re.I
)
_LAST = re.compile(r"(?:past|last|next|every|each|following|recent|first|过去|未来|近|最近|每|前|后)\s?$", re.I)
_FROM = re.compile(r"(?:\bfrom|从|由)\s(?:around |about |just |over |a |an |the |约)?\s?$", re.I)
_FROM_CHINESE = re.compile(r"[从由]\s?$")
_TO = re.compile(r"^[^.;。；]{0,40}?(?:\bto\b|到|至|->|→)", re.I)
_OUT_OF = re.compile(r"\d\s(?:out\s)?of\s(?:the\s|our\s|all\s)?$|\d/$", re.I)
_MODEL_SIZE = re.compile(
    r"(?:models?|variants?|versions?|LLMs?|checkpoints?|networks?|transformers?|dense|模型)\)?$", re.I
)
_SIZE_CLASS = re.compile(r"^(?:的)?\s?(?:-?class|规模|级别|量级|级)", re.I)
_TELLS_SIZE = re.compile(
    r"\b(?:introduc|present|releas|train|build|built|develop|announc|unveil|open-?sourc|launch|creat|propos|includ|scal|offer|pretrain|pre-train|use[sd]?\b|"
    r"sizes?|consist|focus|with|at|up to|is an?\b)|推出|发布|开源|训练|构建|包括|包含|达到|拥有|建立",
    re.I,
)


def is_worth_a_claim(sentence: str, quantity: Quantity, others: int) -> bool:
    """Whether a quantity of `sentence` makes a claim; `others` is how many quantities stand beside it."""
    before, after = sentence[max(0, quantity.start - 30) : quantity.start], sentence[quantity.end : quantity.end + 45]
    if _is_start_of_change(before, after, quantity) or _OUT_OF.search(before):
        return False
    if quantity.is_ratio or quantity.unit in {"%", "points", "x"}:
        return True
    if quantity.metric is Metric.DURATION:
        return not (_IN_PASSING.search(after) or _LAST.search(before))
    if quantity.metric in (Metric.COUNT, Metric.DATASET_SIZE):
        return _at_least(quantity, SMALL_COUNT)
    if (
        quantity.metric is Metric.PARAMETERS
        and _MODEL_SIZE.search(quantity.raw)
        and "param" not in quantity.raw.lower()
    ):
        return others == 0 or bool(_TELLS_SIZE.search(before))
    if quantity.metric is Metric.OTHER:
        return bool(quantity.unit)
    return quantity.metric in CHECKABLE


def _at_least(quantity: Quantity, bound: Decimal) -> bool:
    return max(number for number in (quantity.value, quantity.high, Decimal(0)) if number is not None) >= bound


def _is_start_of_change(before: str, after: str, quantity: Quantity) -> bool:
    """ "From 512 to 2048" claims 2048; where it came from is the baseline."""
    if quantity.relation not in (Relation.VALUE, Relation.SHARE) or quantity.value is None:
        return False
    return bool((_FROM.search(before) or _FROM_CHINESE.search(before)) and _TO.search(after))
