"""A document read once for all claims: its sentences with their numbers and names, and which systems it presents."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from claims.core.han import HAN
from claims.core.known_subjects import SubjectKind
from claims.core.lexicon import Lexicon
from claims.core.measures import find_quantities
from claims.core.own_names import lexicon_for
from claims.core.papers import DocumentPassage, PaperRecord
from claims.core.quantities import Quantity
from claims.core.sentences import split_sentences
from claims.core.subjects import NameMention, find_names
from claims.judging.chinese_naming import told_aliases
from claims.judging.concepts import Concepts, concepts
from claims.judging.told_changes import told_changes

# A passage from inside a document is read as a whole too when it is short enough to speak of one thing.
WHOLE_PASSAGE = 400
# Sentences in front of a passage that tell what it goes on about.
CONTEXT = 3
_PRESENTING = re.compile(
    r"\b(?:we|this (?:paper|work|report|article|post|technical report))\b(?: \w+){0,3}? "
    r"(?:present|introduc|propos|train|releas|develop|describ|build|built|construct|announc|unveil|open-sourc|creat"
    r"|call|nam)\w*"
    r"|\b(?:called|named|dubbed|termed)\b|我们(?:提出|推出|发布|训练|构建|介绍)|本文(?:提出|介绍)",
    re.IGNORECASE,
)
_REPORT_TITLE = re.compile(
    r"technical report|model card|system card|技术报告|^introducing\b|^announcing\b", re.IGNORECASE
)
_BASELINE_WORDS = re.compile(
    r"\b(?:than|compared (?:to|with)|such as|like|over|outperform\w*|based on|training the|fine-?tun\w*|from|against"
    r"|of)\s+[^.;]{0,40}$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadPassage:
    """A sentence or a short passage: an exact substring of the document, with what it counts and names.

    `changes` are those that two of its figures tell. `before` are the sentences in front of it, as many as tell what it
    goes on about, and `before_names` their names.
    """

    text: str
    location: str
    quantities: tuple[Quantity, ...]
    names: tuple[NameMention, ...]
    changes: tuple[Quantity, ...] = ()
    before: str = ""
    before_names: tuple[NameMention, ...] = ()

    @property
    def concepts(self) -> Concepts:
        """What it speaks of."""
        return concepts(self.text)

    @property
    def systems(self) -> tuple[NameMention, ...]:
        """The systems it names, in reading order."""
        return tuple(mention for mention in self.names if mention.kind is SubjectKind.SYSTEM)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadPaper:
    """A document with its passages in order; `presents` are the systems that its authors put forward as their own.

    `aliases` are the pairs of a Latin and a Chinese name that it gives for one thing.
    """

    record: PaperRecord
    passages: tuple[ReadPassage, ...]
    presents: tuple[str, ...]
    title_names: tuple[NameMention, ...]
    aliases: tuple[tuple[str, str], ...] = ()

    @property
    def title_concepts(self) -> Concepts:
        """What its title speaks of."""
        return concepts(self.record.title)


@lru_cache(maxsize=2048)
def read_paper(record: PaperRecord) -> ReadPaper:
    """The document read; the same record gives the same reading. A page without text has its title as its passage."""
    texts = record.texts()
    naming = _Naming(
        lexicon=lexicon_for("\n\n".join(part.text for part in texts), record.title),
        title_words=frozenset(_title_words(record.title)),
    )
    passages = tuple(unit for part in texts for unit in _units(part, naming))
    title_names = naming.names_in(record.title)
    return ReadPaper(
        record=record,
        passages=passages,
        presents=_presented(record, passages, title_names),
        title_names=title_names,
        aliases=tuple(pair for part in texts for pair in told_aliases(part.text)),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Naming:
    """The names a document is read with: known ones, those it makes itself, the word before its title's colon."""

    lexicon: Lexicon
    title_words: frozenset[str]

    def names_in(self, text: str) -> tuple[NameMention, ...]:
        return find_names(text, self.lexicon, extra=self.title_words)


def _title_words(title: str) -> list[str]:
    """The word before a title's colon names what the paper presents, also where no list knows it: "Whale: …"."""
    head, colon, _ = title.partition(":")
    return [head.strip()] if colon and re.fullmatch(r"[A-Z][\w.\-]*", head.strip()) else []


def _units(part: DocumentPassage, naming: _Naming) -> list[ReadPassage]:
    found: list[ReadPassage] = []
    for sentence in split_sentences(part.text):
        text = part.text[sentence.start : sentence.end]
        found.append(_unit(text, part.location, naming, found[-CONTEXT:]))
    inner = part.location not in ("title", "abstract")
    if inner and len(found) > 1 and len(part.text) <= WHOLE_PASSAGE:
        found.append(_unit(part.text.strip(), part.location, naming, []))
    return found


def _unit(text: str, location: str, naming: _Naming, earlier: list[ReadPassage]) -> ReadPassage:
    names = naming.names_in(text)
    language = "zh" if HAN.search(text) else "en"
    quantities = find_quantities(text, language, names=names)
    return ReadPassage(
        text=text,
        location=location,
        quantities=quantities,
        changes=told_changes(text, quantities),
        names=names,
        before=" ".join(one.text for one in earlier),
        before_names=tuple(_names_in_a_row(earlier)),
    )


def _names_in_a_row(passages: list[ReadPassage]) -> Iterator[NameMention]:
    """The names of passages at their places in the texts joined by blanks, without reading them again."""
    at = 0
    for passage in passages:
        yield from (replace(name, start=name.start + at, end=name.end + at) for name in passage.names)
        at += len(passage.text) + 1


def _presented(
    record: PaperRecord, passages: tuple[ReadPassage, ...], title_names: tuple[NameMention, ...]
) -> tuple[str, ...]:
    """Systems that the authors present: before the title's colon, in a report's title, or with "we present …"."""
    head, colon, _ = record.title.partition(":")
    found = [name.canonical for name in title_names if _is_system(name) and colon and name.end <= len(head)]
    if _REPORT_TITLE.search(record.title):
        found += [name.canonical for name in title_names if _is_system(name)]
    for passage in passages:
        presenting = _PRESENTING.search(passage.text)
        if presenting is None or passage.location != "abstract":
            continue
        reach = passage.text[: presenting.end() + 220]
        for name in passage.systems:
            if presenting.start() < name.start < len(reach) and not _BASELINE_WORDS.search(
                passage.text[presenting.end() : name.start][-60:]
            ):
                found.append(name.canonical)
                break
    return tuple(dict.fromkeys(found))


def _is_system(mention: NameMention) -> bool:
    return mention.kind in (SubjectKind.SYSTEM, SubjectKind.BENCHMARK)
