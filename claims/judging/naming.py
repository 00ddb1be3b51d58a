"""Who a claim is about, and whether a passage names it: by the shared grammar of names, and by the words themselves."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from claims.core.han import HAN
from claims.core.known_subjects import SubjectKind
from claims.core.subjects import NOT_NAMES, NameMention, Sameness, compare_subjects, family_of, find_names
from claims.judging.chinese_naming import chinese_name, goes_on
from claims.judging.romanising import chinese_places, in_latin

# Names that are only a point in time of another: "pre-GPT-3" is not a system.
_ERA = re.compile(r"^(?:pre|post|non)-", re.IGNORECASE)
# Words of a subject that describe and do not name.
_DESCRIBING = frozenset(
    "model models system systems dense language training cost costs price energy run version versions series team api "
    "paper method judge library platform and or of for to in ai llm llms the a an as nlg gpu gpus instance previous "
    "dataset benchmark family results weights license researchers users".split()
)
_PART = re.compile(r"\s*(?:[()（）,，;；、/]|\band/or\b|\band\b|\bto\b|\bvs\.?\b|和|与)\s*")
_NAMELIKE = re.compile(r"[A-Z]|[a-z]\d|\d[a-z]")


class Kin(StrEnum):
    """How a passage's name stands to the claim's subject: the same, its family, a member of it, a sibling, another."""

    SAME = "same"
    FAMILY = "family"
    MEMBER = "member"
    RELATIVE = "relative"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Naming:
    """A place in a passage where the claim's subject, or its family, is named."""

    start: int
    end: int
    name: str
    kin: Kin


@lru_cache(maxsize=4096)
def named_systems(text: str) -> tuple[str, ...]:
    """The systems and benchmarks that a short text (a subject, a claim) names, in canonical spelling."""
    kinds = (SubjectKind.SYSTEM, SubjectKind.BENCHMARK)
    found = [mention.canonical for mention in find_names(text) if mention.kind in kinds]
    return tuple(name for name in dict.fromkeys(found) if not _ERA.match(name))


@lru_cache(maxsize=4096)
def named_makers(text: str) -> tuple[str, ...]:
    """The organisations that a short text names."""
    return tuple(dict.fromkeys(m.canonical for m in find_names(text) if m.kind is SubjectKind.MAKER))


@lru_cache(maxsize=4096)
def named_benchmarks(text: str) -> tuple[str, ...]:
    """The benchmarks that a short text names."""
    return tuple(dict.fromkeys(m.canonical for m in find_names(text) if m.kind is SubjectKind.BENCHMARK))


@lru_cache(maxsize=4096)
def spelled_names(subject: str) -> tuple[str, ...]:
    """Names that no list knows, as the subject spells them: "the A-Lab" → "A-Lab"; nothing for "smaller players"."""
    found = []
    for part in _PART.split(subject):
        if HAN.search(part):
            found += chinese_name(part)
            continue
        words = part.split()
        while words and words[0].casefold() in _DESCRIBING:
            words.pop(0)
        while words and words[-1].casefold() in _DESCRIBING:
            words.pop()
        name = " ".join(words)
        bare = [word for word in words if word.casefold() not in _DESCRIBING]
        if (
            1 <= len(words) <= 4
            and len(name) > 2
            and any(_NAMELIKE.search(word) for word in bare)
            and name.casefold() not in NOT_NAMES
        ):
            found.append(name)
    return tuple(name for name in dict.fromkeys(found) if not _ERA.match(name) and not re.match(r"^\d+ ", name))


@lru_cache(maxsize=4096)
def subject_names(subject: str) -> tuple[str, ...]:
    """The systems that a subject names: as the shared grammar knows them, or as spelled where that says more."""
    known, found = list(named_systems(subject)), []
    for name in spelled_names(subject):
        inner = named_systems(name)
        if named_makers(name) or (inner and _bare(inner[0]) == _bare(name)):
            continue
        if not inner:
            found.append(name)
        elif _bare(name).startswith(_bare(inner[0])) and _names_more(name, inner[0]):
            found.append(name)
            known.remove(inner[0])
    return tuple(dict.fromkeys([*known, *found]))


_SIZED = re.compile(r"\d(?:\.\d+)?\s?[BMT]\b")


def _names_more(name: str, inner: str) -> bool:
    """Whether the words behind the known name are names too: "MoE" in "DeepSpeed MoE" is, "distilled" is not."""
    return not _SIZED.search(name) and bool(_NAMELIKE.search(name[len(inner) :]))


def _bare(name: str) -> str:
    return re.sub(r"[\s\-_]+", "", name).casefold()


@lru_cache(maxsize=4096)
def leading_names(text: str) -> tuple[str, ...]:
    """The systems that a claim's text speaks of itself, without those it only dates or compares itself by."""
    mentions = [mention for mention in find_names(text) if mention.kind in (SubjectKind.SYSTEM, SubjectKind.BENCHMARK)]
    leading = [mention.canonical for mention in mentions if not _COMPARED.search(text[: mention.start])]
    return tuple(name for name in dict.fromkeys(leading) if not _ERA.match(name))


_COMPARED = re.compile(
    r"\b(?:before|than|over|with|to|against|of|like|prior to|compared (?:to|with))\s(?:the )?$|[比与和]\s?$",
    re.IGNORECASE,
)


@lru_cache(maxsize=4096)
def _spelling(name: str) -> re.Pattern[str]:
    """The name in running text, with free spaces and hyphens; a capital must stay a capital somewhere.

    What goes on with a hyphen or a word for a size is another member of the family: "Pilcrow-mini", "Pilcrow Lite".
    """
    words = [re.escape(word) for word in re.split(r"[\s\-_]+", name) if word]
    return re.compile(rf"(?<![A-Za-z0-9])(?:{r'[\s\-_]*'.join(words)})(?![A-Za-z0-9]){_NO_MEMBER}", re.IGNORECASE)


_NO_MEMBER = (
    r"(?!-(?!(?:based|style|like|class|trained|tuned|generated|powered|written|driven|only|series|family|level)\b)[A-Za-z0-9㐀-鿿])"
    r"(?!\s(?:mini|nano|micro|lite|tiny|small|medium|large|pro|max|plus|ultra|turbo|flash|xl)\b)"
)


def namings(text: str, mentions: tuple[NameMention, ...], names: tuple[str, ...]) -> tuple[Naming, ...]:
    """Where `text`, whose names are `mentions`, speaks of one of `names` or of their family, in reading order."""
    found: dict[int, Naming] = {}
    for mention in mentions:
        kin = max((kinship(name, mention.canonical) for name in names), key=_NEARNESS.index, default=Kin.OTHER)
        if kin is not Kin.OTHER:
            found[mention.start] = Naming(start=mention.start, end=mention.end, name=mention.canonical, kin=kin)
    for name in names:
        for start, end in _places(text, name):
            part_of_other = any(one.start <= start and end < one.end for one in mentions)
            if not part_of_other:
                kin = Kin.RELATIVE if goes_on(text, start, end) else Kin.SAME
                found.setdefault(start, Naming(start=start, end=end, name=name, kin=kin))
    return tuple(found[start] for start in sorted(found))


def _places(text: str, name: str) -> Iterator[tuple[int, int]]:
    """Where `text` writes `name`: as it is, in Latin letters what is Chinese, in Chinese characters what is Latin."""
    for match in _spelling(name).finditer(text):
        if name == name.lower() or match.group() != match.group().lower():
            yield match.span()
    latin = in_latin(name)
    if latin:
        yield from (match.span() for match in latin.finditer(text) if match.group() != match.group().lower())
    else:
        yield from chinese_places(text, name)


_NEARNESS = (Kin.OTHER, Kin.RELATIVE, Kin.MEMBER, Kin.FAMILY, Kin.SAME)
# All of one name: what a document on any of them may be about.
NEAR_KIN = frozenset({Kin.SAME, Kin.FAMILY, Kin.MEMBER})


@lru_cache(maxsize=16_384)
def kinship(name: str, other: str) -> Kin:
    """How `other`, read in a passage, stands to `name`, the claim's: "Qwen3" is the family of "Qwen3-8B", which is one
    of its members.
    """
    sameness = compare_subjects(name, other)
    if sameness is Sameness.SAME or _differs_by_description(name, other):
        return Kin.SAME
    if sameness is Sameness.FAMILY:
        return Kin.MEMBER if len(_bare(other)) > len(_bare(name)) else Kin.FAMILY
    families = {family_of(name) or name, family_of(other) or other}
    return Kin.RELATIVE if len(families) == 1 else Kin.OTHER


def _differs_by_description(name: str, other: str) -> bool:
    """ "DeepSpeed MoE NLG" and "DeepSpeed-MoE": the same words but for describing ones."""
    mine, theirs = (
        tuple(word for word in re.split(r"[\s\-_]+", text.casefold()) if word not in _DESCRIBING)
        for text in (name, other)
    )
    return bool(mine) and mine == theirs
