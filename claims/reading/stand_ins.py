"""Words that stand for a system: "it", 该模型, "the former", 后者, "the 10B version"; and those that stand for none."""

import re
from collections.abc import Iterator

from claims.core.subjects import canonical_name, family_of
from claims.reading.roles import one_spaced

_FIRST_PERSON = re.compile(
    r"^\W*(?:(?:today|now|next|first|finally|then|also|here|to begin|in this \w+|for [\w\s]{1,20}),?\s)?(?:we|our)\b|^\W*(?:今天|此外|同时|接着|最后|在此|首先)?[，,]?\s?(?:我们|本公司|本团队)",
    re.I,
)
INTRODUCES = re.compile(
    r"\b(?:introduc|present|releas|announc|propos|launch|unveil|open-sourc)\w*|推出|发布|开源|介绍|提出|宣布", re.I
)
_POINTS_BACK = re.compile(
    r"^\W*(?:(?:however|but|and|also|moreover|alternatively|instead|still|now|so),?\s)?(?:it|its|they|their|this (?:model|system|approach|version)|the (?:model|system|team|company|network|tool|lab)|these)\b"
    r"|^\W*(?:但是?|而且?|不过|此外|同时|然而|现在)?[，,]?\s?(?:它们?|他们|该(?:模型|系统|公司|团队|版本|工具)|这个(?:模型|版本|系统)|此模型|这款模型|这一模型|其)",
    re.I,
)
# Figures that companies have and systems have not.
OF_A_COMPANY = re.compile(
    r"\b(?:founded|employs?|employees|headcount|revenues?|valuation|valued at|raised [$€£¥]|shares|stock|funding round|net (?:loss|income|profit)|layoffs)\b"
    r"|员工|营收|营业收入|净利润|亏损|毛利|估值|融资|市值|股价|成立于|裁员|团队(?:目前|现有|共)|(?:年度|海外)(?:经常性)?收入|ARR",
    re.I,
)
_ONE_OF_TWO = re.compile(
    r"\bthe\s+(?P<former>former)\b|\bthe\s+(?P<latter>latter)\b|(?P<qian>前者)|(?P<hou>后者)", re.I
)
_SIZED = re.compile(
    r"\b(?:the|its|their|our)\s(?P<size>\d+(?:\.\d+)?)[\s-]?(?P<unit>[BMT]|billion|million|trillion)[\s-](?:param\w*[\s-])?(?:model|version|variant|one|checkpoint|sibling)\b"
    r"|(?:^|[，。；、]|其中的?|该|这个|而|其)\s?(?P<count>\d+(?:\.\d+)?)\s?(?P<scale>[BMT](?![A-Za-z])|万亿|亿)\s?(?:个?参数)?(?:规模)?的?\s?(?:版本?|模型|型号)",
    re.I,
)
_UNITS = {"billion": "B", "million": "M", "trillion": "T", "万亿": "T"}
# 亿 is a tenth of a billion.
_PER_BILLION = 10
_ANY_MODEL = re.compile(
    r"\b(?:to\s)?(?:training|train|running|building)\s(?:an?|one|a single)\s(?!such)(?:[\w-]+\s){0,4}?(?:models?|networks?|LLMs?)\b"
    r"|训练(?:一个|一台|单个)[^，。；]{0,12}模型",
    re.I,
)


# As much of a sentence as tells how it begins.
_BEGINNING = 80


def is_in_first_person(sentence: str) -> bool:
    """Whether a sentence begins with "we", "our", 我们."""
    return bool(_FIRST_PERSON.match(one_spaced(sentence[:_BEGINNING])))


def begins_by_pointing_back(sentence: str) -> bool:
    """Whether a sentence begins with a word for what was spoken of before: "it", "the model", 该模型, 他们."""
    return bool(_POINTS_BACK.match(one_spaced(sentence[:_BEGINNING])))


def one_of_two(sentence: str, two: tuple[str, ...]) -> Iterator[tuple[int, str]]:
    """Where a sentence says "the former" or 后者, with the one of `two` that it stands for."""
    if len(two) > 1:
        for found in _ONE_OF_TWO.finditer(sentence):
            yield found.start(), two[0 if found["former"] or found["qian"] else 1]


def sized_members(sentence: str, topic: str) -> Iterator[tuple[int, str]]:
    """Where a sentence speaks of a size of the topic's family: "the 10B version" of M6 is "M6 10B"."""
    for found in _SIZED.finditer(sentence) if topic else ():
        yield found.start(), _member(topic, _size(found))


def _size(found: re.Match[str]) -> str:
    if found["size"]:
        unit = found["unit"]
        return f"{found['size']}{_UNITS.get(unit.lower(), unit.upper())}"
    if found["scale"] == "亿":
        return f"{float(found['count']) / _PER_BILLION:g}B"
    return f"{found['count']}{_UNITS.get(found['scale'], found['scale'].upper())}"


def _member(topic: str, size: str) -> str:
    """The member of the topic's family that has this size, spelt as the topic is: "Vicuna-7B" beside "Vicuna-13B"."""
    family = family_of(topic) or topic
    hyphen = topic.startswith(f"{family}-")
    return canonical_name(f"{family}{'-' if hyphen else ' '}{size}")


def is_of_any_model(sentence: str, place: int) -> bool:
    """Whether what stands at `place` is said of models at large: "training a large model emits …"."""
    found = _ANY_MODEL.search(sentence)
    return bool(found and found.start() <= place and not is_in_first_person(sentence))
