"""What a text speaks of: its concepts by the glossary, and its own rarer words by their stems."""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache

import snowballstemmer

from claims.judging.glossary import CONCEPTS, GENERIC

STEMMER = snowballstemmer.stemmer("english")
WORD = re.compile(r"[a-z][a-z0-9&]*(?:-[a-z0-9]+)*")
CHINESE_RUN = re.compile(r"[\u3400-\u9fff]+")
STOP_WORDS = frozenset(
    "a about above after again all also although among an and another any are as at be because been before being below "
    "between both but by can could de did do does doing done down during each either et etc even ever every few for "
    "from further get give given had has have having he her here his how however i if in into is it its itself just "
    "like made make many may me might more most much must my near no nor not now of off often on once one only onto or "
    "other our out over own paper part per present present propose rather same say says several shall she should show "
    "since so some still such than that the their them then there these they this those though through thus to too two "
    "under until up upon us using very via was way we well were what when where whether which while who whom whose why "
    "will with within without work would yet you your based using used use new recent recently demonstrate introduce "
    "study provide including include various different across well able achieve due further state art count number "
    "follow pre post non".split()
)
SHORTEST_WORD = 2


@dataclass(frozen=True, slots=True)
class Concepts:
    """`named` are glossary concepts, `words` stems of other words (English) or pairs of characters (Chinese)."""

    named: frozenset[str]
    words: frozenset[str]

    @property
    def specific(self) -> frozenset[str]:
        """What tells this text from any other of the field."""
        return self.named - GENERIC

    def shared(self, other: "Concepts") -> frozenset[str]:
        """The specific concepts and words that both texts have."""
        return (self.specific & other.specific) | (self.words & other.words)


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """The English stem: "training" → "train"."""
    return str(STEMMER.stemWord(word))


type Entries = tuple[tuple[str, str], ...]


@cache
def _entries() -> tuple[Entries, tuple[tuple[str, re.Pattern[str], str], ...], Entries]:
    """Chinese words, patterns of English phrases, and English stems, each with its concept, longest first."""
    chinese: list[tuple[str, str]] = []
    phrases: list[tuple[str, str]] = []
    stems: list[tuple[str, str]] = []
    for concept, line in CONCEPTS.items():
        for entry in line.split("|"):
            kind = chinese if not entry.isascii() else phrases if re.search(r"[\s-]", entry) else stems
            kind.append((entry, concept))
    longest_first = [tuple(sorted(kind, key=lambda row: (-len(row[0]), row))) for kind in (chinese, phrases, stems)]
    starting = tuple(
        (entry, re.compile(rf"(?<![a-z0-9\-]){re.escape(entry)}"), concept) for entry, concept in longest_first[1]
    )
    return longest_first[0], starting, longest_first[2]


@lru_cache(maxsize=50_000)
def _concept_of(word: str) -> str | None:
    """The concept of an English word; short entries ("car", "moe") must share its stem, longer ones begin it."""
    for entry, concept in _entries()[2]:
        if stem(word) == stem(entry) or word == f"{entry}s" or (len(entry) > 4 and word.startswith(entry)):
            return concept
    return None


@lru_cache(maxsize=20_000)
def concepts(text: str) -> Concepts:
    """The concepts of a text in English, Chinese or both."""
    plain = unicodedata.normalize("NFKC", text).lower()
    named: set[str] = set()
    words: set[str] = set()
    chinese, phrases, _ = _entries()
    named.update(concept for entry, pattern, concept in phrases if entry in plain and pattern.search(plain))
    is_chinese = bool(CHINESE_RUN.search(plain))
    if is_chinese:
        named.update(concept for entry, concept in chinese if entry in plain)
    for word in WORD.findall(plain):
        _take_word(word, named, words)
    for run in CHINESE_RUN.findall(_without(plain, chinese)) if is_chinese else ():
        words.update(run[i : i + 2] for i in range(len(run) - 1))
    return Concepts(frozenset(named), frozenset(words))


def _take_word(word: str, named: set[str], words: set[str]) -> None:
    whole = _concept_of(word)
    for part in (word,) if whole or "-" not in word else (word, *word.split("-")):
        concept = _concept_of(part)
        if concept:
            named.add(concept)
        elif part not in STOP_WORDS and len(part) > SHORTEST_WORD:
            words.add(stem(part))


def _without(text: str, chinese: tuple[tuple[str, str], ...]) -> str:
    """The text with glossary words cut out, so that what is left counts by its characters."""
    for entry, _ in chinese:
        text = text.replace(entry, " ")
    return text
