"""Whether a factor or a share is more, less or a part of something, and of what: "50x larger than GPT-3", 降低了 75%."""

import re

from claims.core.amounts import Number, NumberForm
from claims.core.known_subjects import SubjectKind
from claims.core.quantities import Relation
from claims.core.subjects import NameMention

_HEDGE = (
    r"(?:(?:by|of|about|around|approximately|roughly|nearly|almost|over|more than|up to|as much as|at least|only|just|a|an"
    r"|staggering|whopping|another|~)\s?){0,4}"
)
_CHINESE_HEDGE = r"(?:了|近|约|大约|超过|至少|高达|将近|超|达|整整|\s){0,4}"
_LESS_AFTER = re.compile(
    r"^[\s-]*(?:(?:of\s)?(?!of\b|the\b|to\b)[a-z]+[\s-]){0,2}?(?:less|fewer|lower|smaller|cheaper|reductions?|decreases?|savings?|drop"
    r"|declines?|shorter|discount|off|compression|cuts?)\b"
    r"|^\s?(?:的)?[㐀-鿿]{0,6}(?:降低|减少|缩减|下降|降幅|压缩|更少|更低)(?![到至为])",
    re.I,
)
_LESS_BEFORE = re.compile(
    rf"(?:(?:reduc|cut|lower|decreas|sav|slash|dropp?|declin|fell|fall|down|shrink|shrunk|compress)[a-z]*\b(?!\s+to\b)[^.;:,]{{0,60}}?\sby\s{{1,2}}{_HEDGE}"
    rf"|\bdown\s{_HEDGE}|(?:reduction|decrease|savings?|drop|decline|discount)s?\s(?:of|by)\s{_HEDGE}"
    rf"|(?:reduc|cut|sav|lower|decreas)(?:e|es|ed|ing|s|ting)?\s{_HEDGE}"
    rf"|(?:降低|减少|下降|降价|下调|节省|节约|缩减|削减|缩短|压缩|少|降|省|低|便宜|小){_CHINESE_HEDGE})$",
    re.I,
)
_MORE_AFTER = re.compile(
    r"^[\s-]*(?:(?!of\b|the\b|to\b)[a-z]+[\s-]){0,1}?(?:more|higher|faster|better|greater|larger|increases?|improvements?|gains?|growth"
    r"|boost|speed-?ups?|longer|stronger|uplift|jump)\b|^\s?的?(?:提升|增长|提高|增幅|加速)(?![到至为])",
    re.I,
)
_MORE_BEFORE = re.compile(
    rf"(?:(?:increas|improv|boost|gain|grow|grew|rais|rise|rose|risen|up|accelerat|outperform|surpass|exceed|beat)[a-z]*\b(?!\s+to\b)"
    rf"[^.;:,]{{0,60}}?\sby\s{{1,2}}{_HEDGE}|\bup\s{_HEDGE}|(?:increase|improvement|gain|growth|boost|speed-?up)s?\sof\s{_HEDGE}"
    rf"|(?:提升|提高|增长|增加|高出|上涨|改善|快|多|高){_CHINESE_HEDGE})$",
    re.I,
)
_REACHES = re.compile(r"(?:\b(?:to|at|from)\s|(?:至|到|为|达到?)\s?)(?:约|about|around|only|just|仅|nearly)?\s?$", re.I)
_PART_AFTER = re.compile(r"^\s?(?:of|the)\s(?P<whole>[^,;.()]{1,70})|^\s?的\s?(?P<chinese>[^，。；,;]{1,24})", re.I)
_WHOLE = re.compile(
    r"\b(?:costs?|energy|param\w*|compute|size|quality|performance|capabilit\w*|price|memory|FLOPs?|resources|emissions?|power|scores?"
    r"|training (?:data|time|tokens)|budget|data|speed|baseline)\b|[’']s?\b|成本|能源|能耗|能量|参数|算力|大小|性能|显存|费用|价格|规模|电力",
    re.I,
)
_COUNTED_WHOLE = re.compile(
    r"\b(?:questions|cases|time|tasks|samples|examples|users|problems|respondents|people|prompts|responses)\b", re.I
)
_CHINESE_PART_BEFORE = re.compile(
    r"(?:是|为|仅|相当于|等于|约为|只有|达到|降低到|降到|降至|减少到|减至|不到)[^，。；]{0,24}的\s?(?:约|近|仅)?\s?$"
)

_THAN = re.compile(
    r"\b(?:than|compared (?:to|with)|in comparison (?:to|with)|relative to|versus|vs\.?|against|over|as (?:large|big|fast|many|much|high|good) as"
    r"|that of|those of|of)\s+",
    re.I,
)
_CHINESE_THAN = re.compile(
    r"(?:相比(?:于|较)?|相较于?|对比|较之?|(?<![同环占])比|是|为|与|和|达到|超过|到)\s?(?P<whole>[^，。；,;（）()]{1,24}?)\s?(?:相比|的|大|小|多|少|高|低|快|慢|便宜|强|长|节省)"
)
# "1 % of X" stands right behind its number; a later "of" belongs to something else.
_RIGHT_BEHIND = 12
# "five times as many parameters as GPT-3": only a name is taken, since a phrase may go on with a verb.
_AS_MANY = re.compile(r"\bas (?:many|much) (?:[\w-]+ ){1,3}as\s", re.I)
# 把 M6-T 的能耗降低了 80%: the name is what is changed.
_CHANGED = re.compile(r"[把将使让]\s?$")
_BEATEN = re.compile(r"\b(?:surpass|outperform|exceed|beat|outscor)\w*\s", re.I)
_HALT = re.compile(r"[;；。]")
_PHRASE = re.compile(
    r"(?:the |a |an |its |our )?(?P<phrase>[A-Za-z][\w.’'/-]*(?:\s(?!and\b|while\b|with\b|on\b|in\b|at\b|for\b|by\b|but\b|when\b|which\b|to\b)[\w.’'/-]+){0,5})"
)


def relation_of(text: str, number: Number) -> Relation:
    """How a factor, share or percentage relates to its baseline; `VALUE` for a plain percentage such as a score."""
    before, after = text[max(0, number.start - 90) : number.start], text[number.end : number.end + 90]
    less = bool(_LESS_AFTER.search(after) or _LESS_BEFORE.search(before)) and not _REACHES.search(before)
    if number.form is NumberForm.TIMES:
        # 增加一倍 adds the whole once more; 大三倍 is told loosely for three times as large.
        if number.value == 1 and _MORE_BEFORE.search(before):
            return Relation.MORE_BY
        return Relation.TIMES_LESS if less else Relation.TIMES
    part = _is_part(before, after)
    if number.form is NumberForm.FRACTION:
        return Relation.LESS_BY if less and not part else Relation.SHARE
    if number.form is NumberForm.POINTS:
        return Relation.VALUE
    if part:
        return Relation.SHARE
    if less:
        return Relation.LESS_BY
    more = _MORE_AFTER.search(after) or (_MORE_BEFORE.search(before) and not _REACHES.search(before))
    return Relation.MORE_BY if more else Relation.VALUE


def _is_part(before: str, after: str) -> bool:
    """Whether "N %" is said of a whole that can be compared ("of GPT-3's energy"), not of a set ("of the questions")."""
    if _CHINESE_PART_BEFORE.search(before):
        return True
    found = _PART_AFTER.search(after)
    if not found:
        return False
    whole = found["whole"] or found["chinese"]
    return bool(_WHOLE.search(whole)) and not _COUNTED_WHOLE.search(whole)


def baseline_of(text: str, number: Number, names: tuple[NameMention, ...]) -> str:
    """What a ratio is told against: the name or noun phrase behind "than", "of", 比, 相比; "" when none is said."""
    systems = [name for name in names if name.kind is SubjectKind.SYSTEM]
    halt = _HALT.search(text, number.end)
    for found in _THAN.finditer(text, number.end, min(halt.start() if halt else len(text), number.end + 110)):
        name = _name_near(systems, found.end(), found.end() + 45)
        if name:
            return name
        phrase = _PHRASE.match(text, found.end())
        joint = found.group().strip().lower()
        if phrase and joint != "over" and (joint != "of" or found.start() - number.end < _RIGHT_BEHIND):
            return phrase["phrase"][:80].rstrip(".,’'")
    as_many = _AS_MANY.search(text, number.end, number.end + 60)
    if as_many and (name := _name_near(systems, as_many.end(), as_many.end() + 10)):
        return name
    beaten = _BEATEN.search(text, max(0, number.start - 90), number.start)
    name = _name_near(systems, beaten.end(), beaten.end() + 30) if beaten else ""
    return name or _chinese_baseline(text, number, systems)


def _chinese_baseline(text: str, number: Number, systems: list[NameMention]) -> str:
    left = max(0, number.start - 60)
    told = list(_CHINESE_THAN.finditer(text, left, min(len(text), number.end + 8)))
    for found in reversed(told):
        name = _name_near(systems, found.start("whole"), found.end("whole") + 1)
        if name:
            return name
    changed = [name for name in systems if _CHANGED.search(text, max(0, name.start - 2), name.start)]
    others = [name for name in systems if name not in changed]
    name = _name_near(others, number.end, number.end + 10) or _name_near(
        others, max(0, number.start - 22), number.start
    )
    if name and (
        told or text[number.end : number.end + 2].lstrip().startswith("的") or "的" in text[left : number.start][-8:]
    ):
        return name
    return (
        told[-1]["whole"].strip()
        if told and re.search(r"[㐀-鿿]", told[-1]["whole"]) and "比" in told[-1].group()[:2]
        else ""
    )


def _name_near(systems: list[NameMention], start: int, end: int) -> str:
    return next((name.canonical for name in systems if start <= name.start < end), "")
