"""Words that bound a number: "over", "nearly", "at least", "up to", "within", 超过, 近, 不到, 约, 以内."""

import re

from claims.core.amounts import Number, NumberForm, Tail
from claims.core.quantities import Comparator

# Longest first within an alternation: "no more than" must not be read as "more than".
_BEFORE: tuple[tuple[Comparator, str], ...] = (
    (
        Comparator.AT_MOST,
        r"up to|at most|no more than|not more than|within|as (?:much|many|high|large) as|a maximum of|maximum|≤|<=|多达|最多|至多"
        r"|高达|不超过|不多于|最高|最高可达|上限为?|in under",
    ),
    (
        Comparator.AT_LEAST,
        r"at least|no less than|no fewer than|not less than|a minimum of|minimum|as (?:low|few|little) as|starting at|≥|>="
        r"|至少|不少于|不低于|起码|最低|至少为",
    ),
    (
        Comparator.UNDER,
        r"under|less than|fewer than|below|lower than|smaller than|<|不到|不足|低于|少于|小于|未满|未到",
    ),
    (
        Comparator.ABOUT,
        r"about|around|approximately|approx\.?|roughly|nearly|almost|close to|some|circa|ca\.|an estimated|estimated|~|≈"
        r"|大约|约|约为|大概|将近|接近|近|几乎|左右|估计|差不多",
    ),
    (
        Comparator.OVER,
        r"over|more than|greater than|larger than|higher than|longer than|exceed(?:s|ed|ing)?|above|beyond|surpass(?:es|ed|ing)?|upwards of"
        r"|north of|in excess of|well over|(?<![-=])>|超过了?|超|逾|多于|大于|高于|突破了?|超出|不止",
    ),
)
_ORDERED = tuple(
    (
        comparator,
        re.compile(
            rf"(?<![A-Za-z])(?:{words})\s{{0,2}}(?:a\s|the\s|an\s|达到?|到|可?(?:提升|提高|降低|减少|下降|加速|节省)了?\s?|staggering\s|whopping\s|remarkable\s)?$",
            re.I,
        ),
    )
    for comparator, words in _BEFORE
)
_AFTER: tuple[tuple[Comparator, re.Pattern[str]], ...] = (
    (Comparator.AT_LEAST, re.compile(r"^\s?(?:or more|and above|以上|及以上|起)", re.I)),
    (Comparator.AT_MOST, re.compile(r"^\s?(?:or less|or fewer|以内|之内|以下|内(?![存部容核置嵌外在]))", re.I)),
    (Comparator.ABOUT, re.compile(r"^\s?(?:or so|左右|上下(?!文)|级(?!联|别高)|量级|规模|[- ]scale\b)", re.I)),
    (Comparator.OVER, re.compile(r"^\s?(?:plus\b|多(?=[个种亿万倍名%，。的]|$))", re.I)),
)
# Characters in front of a number in which a hedge can stand.
REACH = 26


# "over four years" is more than four behind a word for lasting, and during them elsewhere.
_TIME = re.compile(r"[\s-]{0,2}(?:hours?|days?|weeks?|months?|years?|decades?|centur(?:y|ies))\b", re.I)
_OVER = re.compile(r"\bover\s{1,2}$", re.I)
_LASTING = re.compile(
    r"\b(?:take|takes|took|taken|taking|last\w*|need\w*|require\w*|spen[dt]\w*|in|for|of|after|run|ran|runs|running|well|just|is|was)"
    r"\s(?:\w+\s)?over\s{1,2}$",
    re.I,
)


# 参数量超过 GPT-3 的 5 倍: the name stands between the bound and its number.
_PAST_TIMES = re.compile(r"超过了?\s?[^，。；,;\d]{0,3}[A-Za-z][\w.-]{1,20}\s?的\s?$")


def _is_during(text: str, number: Number, before: str) -> bool:
    return bool(_OVER.search(before) and _TIME.match(text, number.end)) and not _LASTING.search(before)


def comparator_of(text: str, number: Number, unit_end: int) -> Comparator:
    """How the words around `number` bound it; `unit_end` is where its unit ends."""
    if number.value is None:
        return Comparator.RANGE
    before = text[max(0, number.start - REACH) : number.start]
    for comparator, pattern in _ORDERED:
        if pattern.search(before) and not _is_during(text, number, before):
            return comparator
    if number.form is NumberForm.TIMES and _PAST_TIMES.search(before):
        return Comparator.OVER
    for end in (number.end, unit_end):
        after = text[end : end + 12]
        for comparator, pattern in _AFTER:
            if pattern.match(after):
                return comparator
    return {
        Tail.OVER: Comparator.OVER,
        Tail.ABOUT: Comparator.ABOUT,
        Tail.AT_LEAST: Comparator.AT_LEAST,
    }.get(number.bound, Comparator.EQUAL)
