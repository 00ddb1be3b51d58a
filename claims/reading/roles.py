"""What part each name plays in its sentence: what a clause speaks of, what it names besides, what it only compares with."""

import re
from dataclasses import dataclass
from enum import StrEnum

from claims.core.han import HAN
from claims.core.known_subjects import SubjectKind
from claims.core.quantities import Quantity
from claims.core.subjects import NameMention, Sameness, compare_subjects


class Role(StrEnum):
    """A clause speaks of its topic; it names others too; what it compares with or puts in brackets stands aside."""

    TOPIC = "topic"
    NAMED = "named"
    ASIDE = "aside"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cast:
    """A name of a sentence with the part it plays."""

    mention: NameMention
    role: Role


_BASELINE_BEFORE = re.compile(
    r"(?:\bthan|\bof|compared (?:to|with)|versus|\bvs\.?|relative to|\bover|against|\bas|\bfrom|like|outperform\w*|surpass\w*|trail(?:s|ed|ing)?|behind|exceed\w*|beat(?:s|ing)?|impress\w*|rival\w*|match\w*|follow\w*"
    r"|\bto|\bwith|example,?|such as|\bon|\bacross|\bin|\busing|\bby|\bbefore|\bafter"
    r"|比|是|与|和|相比|较于?|超过了?|优于|距离|落后于|逊于|不及|低于|高于|类似于|如|、|达到|到|用于训练|媲美|前冠军|前任|(?:使|采|利)用了?|基于|相较于?|(?<!可)以|由|自)\s?"
    r"(?:(?:the|an?|that of|its|previous|former|earlier|existing|current|其|当前|此前|之前|以前|前代|上一代|现有)\s?){0,3}(?:\d[\d.]*[BM]\s)?$",
    re.I,
)
_JOINED = re.compile(r"(?:\s|[,，、/]|\band\b|\bor\b|&|和|与|及|或|以及|等)+")
# Behind a name: of what a ratio is told ("GPT-3 的三倍"), before when (GPT-3 之前), or that it is a part of a system or a
# machine that one runs on: "the SentencePiece tokenizer" is not what a sentence speaks of.
_SET_ASIDE = re.compile(
    r"\s?的\s?(?:约|近)?\s?(?:\d[\d.]*|[一两二三四五六七八九十百]+)\s?(?:倍|%|％|成|分之)|\s?(?:问世|发布|出现)?(?:之|以)?(?:前|后)"
    r"|\s?(?:tokenizer|tokeniser|optimizer|optimiser|format|licen[sc]e|clusters?|supercomputers?|kernels?|attention|scheduler|activations?|positional"
    r"|分词器|优化器|集群|超级计算机|超算|注意力)(?![A-Za-z])",
    re.I,
)
_JUDGES = re.compile(r"\s(?:prefers?|preferred|rate[sd]?|ranks?|ranked|judge[sd]?|grade[sd]?)\s(?:the\s)?$")
_CLAUSE_STARTS = re.compile(
    r"[,，](?!\d{3})|[;；:：—–()（）。\n]|\b(?:while|whereas|but|and|or|that|because|since|shows?|showed|found|finds?|says?|said|indicates?|calculated|which)\s"
    r"|而且?|但是?|不过|称|表示|表明|显示|指出|认为|推算"
)

_MADE = re.compile(
    r"\b(?:introduc|present|releas|announc|unveil|launch|propos|open-sourc(?=ed|es|ing)|buil[dt]|train|retrain|pre-?train|creat|develop|show|call|nam|dub|scal|improv|upgrad|extend|debut)"
    r"(?:es|ed|ing|s|e|t)?\s(?:(?!(?:by|with|on|of|from|using|in|to|for|than|like|as)\s)[\w'’-]+\s){0,5}$"
    r"|(?:推出|发布|开源|上线|公布|宣布|训练|打造|研发|构建|建立|展示|介绍|改进|扩展|升级|名为|叫做?|改造为)了?(?:(?!超|比|与|和|优于|基于|使用|媲美|到)[^，。；]){0,14}$",
    re.I,
)
_QUALITY_OF = re.compile(
    r"(?:\w+\s){0,2}(?:training|costs?|price|size|scale|energy|power|parameters?|weights|performance|accuracy|quality|speed|consumption|development"
    r"|inference|run|quality|throughput|release|launch|success|version)s?\s(?:consumption\s|costs?\s)?(?:of|for|behind)\s(?:training\s|running\s)?(?:the\s|our\s)?",
    re.I,
)
_GERUND = re.compile(
    r"(?:re-?|pre-?|fine-?)?(?:train|tun|runn)ing\s(?:of\s)?(?:the\s)?|(?:to\s)?(?:train|run)\s|in\s\d{4}\s?", re.I
)
_NO_LEAD = re.compile(
    r"\b(?:of|in|on|with|to|from|by|for|at|as|than|like|over|against|under|is|was|are|were|be|been|has|have|had|use[sd]?|using|via|per|about|not"
    r"|can|could|will|would|may|might|\w{3,}ing|\w{3,}ed)\b",
    re.I,
)
# "It still trails GPT-3": what ends like a verb in the third person is one more often than a plural.
_VERB = re.compile(r"[a-z]{3,}(?<!['’s])s$|^(?:it|they|we|he|she|i|this|that|who)$", re.I)
_WORDS_IN_FRONT, _CHARACTERS_IN_FRONT = 4, 12
_CHINESE_NO_LEAD = re.compile(r"(?:用|基于|根据|以|由|对比|参照|借助|通过|是|像|有|让|使)\s?$")


_OWNS = re.compile(r"['’]s?(?![A-Za-z])|\s?的|\s?旗下的?")


def cast_of(sentence: str, names: tuple[NameMention, ...], quantities: tuple[Quantity, ...]) -> tuple[Cast, ...]:
    """The systems of a sentence with their parts, in reading order."""
    against = tuple(quantity.baseline for quantity in quantities if quantity.baseline)
    systems = [name for name in names if name.kind is SubjectKind.SYSTEM]
    cast: list[Cast] = []
    for place, name in enumerate(systems):
        before = cast[-1] if cast else None
        after = systems[place + 1] if place + 1 < len(systems) else None
        cast.append(Cast(mention=name, role=_role(sentence, name, names, against, before, after)))
    return tuple(cast)


def _role(
    sentence: str,
    name: NameMention,
    names: tuple[NameMention, ...],
    against: tuple[str, ...],
    before: Cast | None,
    after: NameMention | None,
) -> Role:
    lead = _lead(sentence, name, names)
    if in_brackets(sentence, name) or _SET_ASIDE.match(one_spaced(sentence[name.end : name.end + _BEHIND])):
        return Role.ASIDE
    if _best_is(sentence, name) or (
        before and _JUDGES.fullmatch(one_spaced(sentence[before.mention.end : name.start]))
    ):
        return Role.TOPIC
    if lead.strip() and any(compare_subjects(baseline, name.name) is Sameness.SAME for baseline in against):
        return Role.ASIDE
    if after and _JUDGES.fullmatch(one_spaced(sentence[name.end : after.start])):
        return Role.ASIDE
    if _leads(lead):
        return _like_the_one_before(sentence, name, names, before) or Role.TOPIC
    if _BASELINE_BEFORE.search(_without_makers(sentence, max(0, name.start - 40), name.start, names)):
        return _like_the_one_before(sentence, name, names, before) or Role.ASIDE
    return Role.NAMED


def _like_the_one_before(
    sentence: str, name: NameMention, names: tuple[NameMention, ...], before: Cast | None
) -> Role | None:
    """In a list all play the part of the first: "like LLaMA and Stanford Alpaca"."""
    if before is None or in_brackets(sentence, before.mention):
        return None
    between = _without_makers(sentence, before.mention.end, name.start, names)
    joined = _JOINED.fullmatch(between)
    if joined and not between.strip(" ,，") and _OPENING.match(one_spaced(sentence[: before.mention.start])):
        return None
    return before.role if joined else None


# "Compared with GPT-3, Zephyr-9 …": what stands in front of the first comma is no list with what stands behind.
_OPENING = re.compile(
    r"\W*(?:unlike|like|compared|relative|in contrast|in comparison|versus|after|before|beyond|since|与|和|较|相比|相较|对比|不同于)[^,，]{0,40}$",
    re.I,
)


def _lead(sentence: str, name: NameMention, names: tuple[NameMention, ...]) -> str:
    """What stands in front of a name in its clause, without the makers in it."""
    start = max((found.end() for found in _CLAUSE_STARTS.finditer(sentence, 0, name.start)), default=0)
    return _without_makers(sentence, start, name.start, names)


def one_spaced(text: str) -> str:
    """The text with every run of white space as one space: how it is spaced says nothing."""
    return _SPACES.sub(" ", text)


_SPACES = re.compile(r"\s+")
# Characters behind a name that may set it aside.
_BEHIND = 24


def starts_a_clause(sentence: str, start: int, end: int) -> bool:
    """Whether another clause begins between two places."""
    return _CLAUSE_STARTS.search(sentence, start, end) is not None


def _without_makers(sentence: str, start: int, end: int, names: tuple[NameMention, ...]) -> str:
    pieces, at = [], start
    for name in names:
        if name.kind is SubjectKind.MAKER and at <= name.start and name.end <= end:
            pieces.append(sentence[at : name.start])
            owns = _OWNS.match(sentence, name.end, end)
            at = owns.end() if owns else name.end
    return one_spaced("".join((*pieces, sentence[at:end])))


def _leads(lead: str) -> bool:
    """Whether a name with `lead` before it in its clause is what the clause speaks of."""
    plain = " ".join(lead.split()).strip(" *“”\"'「『《")
    if not plain or _MADE.search(lead) or _QUALITY_OF.fullmatch(lead.lstrip()) or _GERUND.fullmatch(lead.lstrip()):
        return True
    if HAN.search(plain):
        return (
            len(plain) <= _CHARACTERS_IN_FRONT
            and not _CHINESE_NO_LEAD.search(plain)
            and not _BASELINE_BEFORE.search(lead)
        )
    words = plain.split()
    return len(words) <= _WORDS_IN_FRONT and not _NO_LEAD.search(plain) and not _VERB.search(words[-1])


def leads_a_clause(sentence: str, name: NameMention, names: tuple[NameMention, ...]) -> bool:
    """Whether a maker is what its clause speaks of: "Alibaba used …", not "at NVIDIA", "Nvidia V100" or "Google's Bard"."""
    joined = any(name.end <= other.start and not sentence[name.end : other.start].strip() for other in names)
    lead = _lead(sentence, name, names).lstrip(" 和与及、")
    return not joined and not _OWNS.match(sentence, name.end) and not _OBJECT.search(lead) and _leads(lead)


# 他们将英伟达的…: what comes behind these is done something to.
_OBJECT = re.compile(r"[将把向给对让]")


def _best_is(sentence: str, name: NameMention) -> bool:
    """ "The largest sparse network is still Wu Dao 2.0" speaks of Wu Dao 2.0."""
    return bool(_BEST_IS.search(one_spaced(sentence[max(0, name.start - 60) : name.start])))


_BEST_IS = re.compile(
    r"\b(?:largest|biggest|best|fastest|strongest|first|smallest|cheapest)\b[^,.;()]{0,40}\s(?:is|was|remains)\s(?:still\s|now\s)?$|最[^，。；（）()]{1,20}(?:是|为)\s?$",
    re.I,
)


def bracket_around(sentence: str, place: int) -> tuple[int, int] | None:
    """The stretch between the brackets that `place` stands in; None outside of any, and for brackets around all."""
    opening = max(sentence.rfind(bracket, 1, place + 1) for bracket in "(（")
    if opening <= 0 or max(sentence.rfind(bracket, opening, place) for bracket in ")）") > opening:
        return None
    ends = [end for bracket in ")）" if (end := sentence.find(bracket, place)) >= 0]
    return opening, min(ends, default=len(sentence))


def in_brackets(sentence: str, name: NameMention) -> bool:
    """Whether a name is put in brackets; not so when it alone is the short form of the words before: "… Network (MZN-2)"."""
    around = bracket_around(sentence, name.start)
    if around is None:
        return False
    alone = sentence[around[0] + 1 : around[1]].strip() == name.name
    return not (alone and _SPELT_OUT.search(one_spaced(sentence[: around[0]])))


# Capitalised words of which the last is no name with a figure: "Multimodal Zephyr Network".
_SPELT_OUT = re.compile(r"(?:\b[A-Z][a-z]+(?:\s(?:for|of|and|the))?[\s-]){1,6}[A-Z][a-z]+\s?$")
