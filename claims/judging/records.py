"""Claims that hold a record ("the largest language model"): what is ranked, by which figure, within which scope. Pure.

A record is so until a greater one appears. Being the first is none: no later system takes that away.
"""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from claims.core.quantities import Comparator, Metric, Quantity, Relation
from claims.judging.claim_readings import ReadClaim
from claims.judging.wording import NEGATION

# The superlative of a size, and that of a score on a named benchmark, in English and Chinese.
LARGEST = re.compile(r"\b(?:largest|biggest)\b|最大", re.IGNORECASE)
BEST = re.compile(
    r"\b(?:state[- ]of[- ]the[- ]art|sota|best(?!-of)"
    r"|highest (?:\w+ )?(?:scores?|accuracy|results?|performance|rating))\b"
    r"|最先进|最佳|最好|最强|最高(?:分|得分|成绩|准确率|水平)",
    re.IGNORECASE,
)
# "One of the largest", "the second-largest", "the then largest", "the largest we could train": no record of that day.
_NO_RECORD = re.compile(
    r"\b(?:one of|some of|among)\s+(?:\w+\s){0,3}?(?:largest|biggest|best|highest)\b"
    r"|\b(?:second|third|fourth|\w+th)[- ](?:largest|biggest|best|highest)\b"
    r"|\b(?:then|previously|formerly|once)[- ](?:the )?(?:\w+ )?(?:largest|biggest|best)\b"
    r"|\bat (?:the|that) time\b|\bbefore\b|\bprior to\b"
    r"|\bour (?:own )?(?:largest|biggest|best)\b|\b(?:largest|biggest|best) (?:variant|version|configuration|setting)"
    r"|\b(?:largest|biggest|best)(?: one)? (?:of|in) (?:our|the|this|its|their) (?:famil|series)"
    r"|之一|第[二三四五]大|当时|此前|之前|以前|曾",
    re.IGNORECASE,
)
SIZES = frozenset({Metric.PARAMETERS, Metric.TOKENS, Metric.DATASET_SIZE, Metric.CONTEXT_LENGTH, Metric.ACCELERATORS})
# Words that narrow what is ranked. What a text says of it is read from the words about the superlative.
_SCOPES = {
    "dense": r"\bdense\b|稠密",
    "sparse": r"\bsparse\b|\bmixture[- ]of[- ]experts\b|\bMoE\b|稀疏|混合专家",
    "monolithic": r"\bmonolithic\b|\bsingle model\b|单体",
    "open": r"\bopen(?:ly)?[- ]?(?:source[d]?|weights?|access|available|model)?\b"
    r"|\bpublic(?:ly)? (?:available|released)\b|开源|开放",
    "commercial": r"\bcommercial(?:ly)?\b|商用|商业",
    "Chinese": r"\bChinese\b|中文|汉语",
    "English": r"\bEnglish\b|英文|英语",
    "multilingual": r"\bmulti-?lingual\b|多语言",
    "multimodal": r"\bmulti-?modal\b|多模态",
    "language": r"\blanguage model|\bLLMs?\b|\bNLP\b|语言模型|语言大模型",
    "vision": r"\bvision\b|\bvisual\b|\bimage|视觉|图像",
    "speech": r"\bspeech\b|\baudio\b|语音|音频",
    "video": r"\bvideo\b|视频",
    "code": r"\bcod(?:e|ing)\b|代码",
    "biology": r"\bprotein|\bbiolog|\bmolecul|蛋白质|生物",
    "recommendation": r"\brecommend\w+\b|\bads?\b|推荐",
    "in China": r"\bin China\b|\bdomestic\b|国内|中国|我国|国产",
    "in Asia": r"\bin Asia\b|亚洲",
    "in Europe": r"\bin Europe\b|\bEuropean\b|欧洲",
    "on one device": r"\bsingle[- ](?:GPU|device|card|node)\b|\bon[- ]device\b|\bedge\b|单卡|端侧",
    "academic": r"\bacadem\w+\b|\buniversit\w+\b|学术|高校",
    "non-profit": r"\bnon-?profit\b|非营利",
}
_SCOPE_PATTERNS = {name: re.compile(pattern, re.IGNORECASE) for name, pattern in _SCOPES.items()}
# Characters before and behind a superlative in which its noun and what narrows it stand.
_BEFORE, _BEHIND = 30, 90
_LOOSE = frozenset({Comparator.OVER, Comparator.AT_LEAST, Comparator.ABOUT})
_CAPPED = frozenset({Comparator.UNDER, Comparator.AT_MOST})
# Of two figures, one of them hedged, the greater is only clear with this much between them.
CLEARLY = Decimal("1.1")


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldRecord:
    """A record as a claim states it: the figure in its metric's base unit, on `benchmarks` where it is a score."""

    metric: Metric
    value: Decimal
    unit: str
    raw: str
    hedged: bool
    scope: frozenset[str]
    benchmarks: tuple[str, ...]
    since: date

    @property
    def superlative(self) -> re.Pattern[str]:
        """The word that an overtaker must claim for itself too."""
        return BEST if self.metric is Metric.SCORE else LARGEST

    def is_beaten_by(self, said: Quantity) -> bool:
        """Whether `said` is clearly greater, in the same metric and unit; amounts without a unit are in base units."""
        alike = said.unit == self.unit or "" in (said.unit, self.unit)
        if said.metric is not self.metric or not alike or said.relation is not Relation.VALUE:
            return False
        low = said.low if said.value is None else said.value
        if low is None or said.comparator in _CAPPED:
            return False
        loose = self.hedged or said.comparator in _LOOSE
        return low >= self.value * CLEARLY if loose else low > self.value


def held_record(claim: ReadClaim) -> HeldRecord | None:
    """The record that a claim says its subject holds; None where it says none, or none that a figure can overtake."""
    text, said_on = claim.statement.text, claim.statement.claimed_on
    if said_on is None or not claim.names or claim.negated or NEGATION.search(text) or _NO_RECORD.search(text):
        return None
    figure = _figure(claim)
    if figure is None:
        return None
    superlative = BEST if figure.metric is Metric.SCORE else LARGEST
    scope = scope_about(text, superlative)
    if scope is None or figure.value is None:
        return None
    return HeldRecord(
        metric=figure.metric,
        value=figure.value,
        unit=figure.unit,
        raw=figure.raw or f"{figure.value.normalize():f}",
        hedged=figure.comparator in _LOOSE,
        scope=scope,
        benchmarks=claim.benchmarks,
        since=said_on,
    )


def _figure(claim: ReadClaim) -> Quantity | None:
    """The figure by which the claim ranks: its own, a score only on a named benchmark, else the size in a name."""
    main = claim.main
    if main is not None and not main.is_ratio and main.value is not None and main.comparator not in _CAPPED:
        if main.metric in SIZES or (main.metric is Metric.SCORE and claim.benchmarks):
            return main
        return None
    if len(claim.sizes) == 1:
        return Quantity(metric=Metric.PARAMETERS, value=next(iter(claim.sizes)), unit="parameters")
    return None


def scope_about(text: str, superlative: re.Pattern[str]) -> frozenset[str] | None:
    """What narrows the superlative in `text`; None where it stands there not at all, or only as another's."""
    found = superlative.search(text)
    if found is None or _NO_RECORD.search(text):
        return None
    return scope_in(text[max(0, found.start() - _BEFORE) : found.end() + _BEHIND])


def scope_in(text: str) -> frozenset[str]:
    """Everything that `text` says of the kind of thing it speaks of."""
    return frozenset(name for name, pattern in _SCOPE_PATTERNS.items() if pattern.search(text))
