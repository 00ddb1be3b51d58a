"""What a factor, a share or a bare number is about, by the words around it: cost, energy, speed, accuracy, size …"""

import re

from claims.core.quantities import Metric

_TOPICS: tuple[tuple[Metric, str], ...] = (
    (
        Metric.COST,
        r"costs?\b|cheaper|expens\w*|budgets?|dollars?|spend\w*|price[sd]?\b|成本|费用|花费|开销|便宜|价格|造价|降价",
    ),
    (
        Metric.ENERGY,
        r"energy(?: costs?)?|electricity|power consumption|能耗|能源(?:成本)?|能量(?:成本)?|电力|功耗|消耗|耗电",
    ),
    (Metric.EMISSIONS, r"emissions?|carbon|footprint|CO2|排放|污染|碳"),
    (Metric.MEMORY, r"memory|VRAM|storage|KV cache|显存|内存|缓存"),
    (
        Metric.SPEED,
        r"speed\w*|fast\w*|latency|throughput|quick\w*|slow\w*|accelerat\w*|tokens per second|速度|提速|加速|延迟|吞吐|更快|快",
    ),
    (Metric.EFFICIENCY, r"efficien\w*|utili[sz]ation|MFU|效率|能效|利用率"),
    (Metric.ACTIVE_PARAMETERS, r"activated param\w*|active param\w*|激活参数\w*"),
    (
        Metric.SCORE,
        r"accura\w*|scor\w*|pass@\d+|benchmark\w*|win[- ]rates?|quality|performance|precision|recall|sensitivity|specificity|F1\b|error\w*|BLEU|perplexity"
        r"|hallucinat\w*|questions|cases|success\w*|prefer\w*|solv\w*|correct\w*|准确率|灵敏度|特异度|召回率|得分|分数|性能|基准|胜率|表现|精度|错误率|正确率|通过率|评测|幻觉",
    ),
    (Metric.CONTEXT_LENGTH, r"context|sequence length|上下文|窗口"),
    (Metric.COMPUTE, r"compute|FLOPs?|算力|计算量|computation"),
    (Metric.TOKENS, r"tokens?|data\b|dataset\w*|corpus|数据|语料"),
    (Metric.PARAMETERS, r"param\w*|larger|bigger|smaller|size\b|大小|参数|规模|更大|大|小"),
    (Metric.USERS, r"users?|customers?|用户"),
)
_ALL = re.compile(
    "|".join(f"(?P<t{number}>(?<![A-Za-z])(?:{words}))" for number, (_, words) in enumerate(_TOPICS)), re.I
)
_LEFT, _RIGHT = 70, 45
# In characters of distance: "data" and "large" are said of anything, and what stands in another clause is about it.
_WEAK, _BEYOND_A_COMMA = 12, 25
_COMMA = re.compile(r"[,，;；。、]|\sand\s")


def topic_around(text: str, start: int, end: int) -> Metric:
    """The metric named nearest to `text[start:end]`, a word behind the number being as near as one in front of it."""
    best, distance = Metric.OTHER, _LEFT + 1
    for found in _ALL.finditer(text, max(0, start - _LEFT), min(len(text), end + _RIGHT)):
        away = start - found.end() if found.end() <= start else max(0, found.start() - end)
        weak = _TOPICS[int((found.lastgroup or "t0")[1:])][0] in (Metric.TOKENS, Metric.PARAMETERS)
        between = text[found.end() : start] if found.end() <= start else text[end : found.start()]
        away += (_WEAK if weak else 0) + _BEYOND_A_COMMA * len(_COMMA.findall(between))
        if away < distance:
            best, distance = _TOPICS[int((found.lastgroup or "t0")[1:])][0], away
    return best


_LABELS: tuple[tuple[Metric, str, str], ...] = (
    (Metric.ACTIVE_PARAMETERS, "parameters", r"(?:activated|active) (?:params?|parameters?)|激活参数(?:量|数|规模)?"),
    (
        Metric.PARAMETERS,
        "parameters",
        r"(?:total |model |trainable )?(?:param(?:eter)?s?(?: count| size| number| scale)?|# ?params?|model sizes?)"
        r"|number of (?:\w+ ){0,2}param(?:eter)?s\b[^.,;]{0,50}?|参数(?:量|数量|规模|数)?",
    ),
    (
        Metric.CONTEXT_LENGTH,
        "tokens",
        r"(?:max(?:imum)? )?(?:context|sequence)(?: window| length| size)s?(?: \(context\))?|上下文(?:长度|窗口)?",
    ),
    (Metric.TOKENS, "tokens", r"(?:training |pre-?training )?tokens?(?: number| count)?|训练数据量?|token 数"),
    (
        Metric.DATASET_SIZE,
        "examples",
        r"(?:number of|#) (?:\w+ ){0,2}(?:samples|examples|images|sequences|patterns|pairs)",
    ),
    (
        Metric.DATASET_SIZE,
        "examples",
        r"(?:training|train|test|validation|dev(?:elopment)?) ?(?:sets?|corpus|dataset)(?: size)?|(?:data ?set|corpus|sample) size|训练集|测试集",
    ),
    (Metric.SIZE, "layers", r"(?:number of |# ?)?layers|层数"),
    (Metric.SIZE, "experts", r"(?:number of |# ?)?experts|专家数"),
    (Metric.SIZE, "heads", r"(?:attention )?heads"),
    (
        Metric.SIZE,
        "dimensions",
        r"(?:embedding|hidden|vocab(?:ulary)?|batch)(?: size| dim(?:ension)?s?)|词表(?:大小)?",
    ),
    (Metric.USERS, "users", r"(?:users|customers|用户数?|月活(?:用户)?|日活(?:用户)?)"),
    (Metric.COST, "USD", r"(?:training )?cost"),
)
_LABEL = tuple(
    (
        metric,
        unit,
        re.compile(
            rf"(?:^|[^A-Za-z])(?:{words})\s{{0,2}}(?:\([^()]{{1,20}}\)\s?)?[:：=]?\s?"
            r"(?:is|was|of|from|to|at|around|has reached|totals?|reach(?:es|ed)?|为|达到?了?|是|高达|约为?|有|超过|突破|从|到|至|提升到|扩展到)?"
            r"[^\d\w,;，；、.]{0,4}(?:about |around |approximately |over |more than |only |up to |约|超过|近)?$",
            re.I,
        ),
    )
    for metric, unit, words in _LABELS
)


def label_before(text: str, start: int) -> tuple[Metric, str] | None:
    """The metric and unit of a bare number by the words right in front: "Layers: 64", "参数量为 314B"."""
    before = text[max(0, start - 80) : start]
    for metric, unit, pattern in _LABEL:
        if pattern.search(before):
            return metric, unit
    return None
