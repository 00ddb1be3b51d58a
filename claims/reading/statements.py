"""Claims without a number: rankings, comparisons, licences, availability, abilities and lacks, releases, decisions.

Each sign stands in a clause. A clause tells one claim a kind; a clause whose number is a claim already tells no
comparison beside it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from claims.core.known_subjects import SubjectKind
from claims.core.statements import ClaimKind
from claims.core.subjects import NameMention
from claims.reading import statement_signs as signs
from claims.reading.clauses import innermost_clause

type Spans = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A sign of a claim at `sentence[start:end]`: its kind and the reason an editor sees."""

    kind: ClaimKind
    reason: str
    start: int
    end: int


# What somebody did is told even in a sentence that goes on to hope or to judge.
PAST_ACTS = frozenset({"decision", "availability", "denial"})
# More signs than this are a list of keywords, not a sentence. Bounds what reading one can cost.
MOST_SIGNS = 12


def statements_in(sentence: str, names: tuple[NameMention, ...], measured: Spans) -> tuple[Told, ...]:
    """The claims of a sentence that hold no number. `measured` are the places of its claims with numbers."""
    found = [*_certain(sentence, names, measured)]
    if not found and not measured:
        found = [*_weaker(sentence, names)]
    kept: list[Told] = []
    places: set[tuple[object, bool]] = set()
    for told in found[:MOST_SIGNS]:
        clause, _ = innermost_clause(sentence, told.start, told.end)
        against = told.kind in _SET_AGAINST
        taken = {(clause, against), (_ONCE.get(told.reason, clause), against)}
        if told.reason == "ability":
            taken |= {(clause, True)}
        if not taken & places:
            kept.append(told)
            places |= {(clause, against), (_ONCE.get(told.reason, clause), against)}
    return tuple(sorted(kept, key=lambda told: told.start))


# "Under the MIT licence, free for commercial use": one claim, however many words a sentence has for it.
_ONCE = {"licence": "terms", "availability": "terms", "dated event": "date", "decision": "act", "quotation": "quote"}
# A clause may tell both what something is and how it compares.
_SET_AGAINST = frozenset({ClaimKind.COMPARISON, ClaimKind.RANKING})


def _has(names: tuple[NameMention, ...], *kinds: SubjectKind) -> bool:
    return any(name.kind in kinds for name in names)


def _told(kind: ClaimKind, reason: str, found: re.Match[str]) -> Told:
    return Told(kind=kind, reason=reason, start=found.start(), end=found.end())


def _free(sentence: str, found: re.Match[str], measured: Spans) -> bool:
    """Whether a sign stands in a clause of its own, apart from the numbers that make claims already."""
    start, end = innermost_clause(sentence, found.start(), found.end())
    return not any(start <= at < end for at, _ in measured)


def _ranks(sentence: str) -> Iterator[re.Match[str]]:
    for found in signs.RANKING.finditer(sentence):
        if signs.WHOLE_RANK.search(found.group()) or signs.RANKED_NOUN.match(sentence[found.end() :]):
            yield found


def _certain(sentence: str, names: tuple[NameMention, ...], measured: Spans) -> Iterator[Told]:
    """Kinds that stand beside numbers."""
    compared = [found for found in signs.COMPARISON.finditer(sentence) if _free(sentence, found, measured)]
    yield from (_told(ClaimKind.COMPARISON, "comparison", found) for found in compared)
    for found in _ranks(sentence):
        alone = _free(sentence, found, measured)
        if (alone or signs.FIRST.search(found.group())) and not (compared and measured):
            yield _told(ClaimKind.RANKING, "ranking", found)
    for pattern, kind, reason in _FACTS:
        for found in pattern.finditer(sentence):
            if _free(sentence, found, measured):
                yield _told(kind, reason, found)
    for found in _abilities(sentence, names):
        if _free(sentence, found, measured):
            yield _told(ClaimKind.CAPABILITY, "ability", found)
    yield from _acts(sentence, names, measured)


_FACTS = (
    (signs.LICENCE, ClaimKind.EVENT, "licence"),
    (signs.AVAILABILITY, ClaimKind.EVENT, "availability"),
    (signs.COMPANY_FACT, ClaimKind.EVENT, "company fact"),
    (signs.DENIAL, ClaimKind.STATEMENT, "denial"),
    (signs.PUBLICATION, ClaimKind.EVENT, "publication"),
    (signs.LACK, ClaimKind.CAPABILITY, "lack"),
)


def _acts(sentence: str, names: tuple[NameMention, ...], measured: Spans) -> Iterator[Told]:
    decided, released = signs.DECISION.search(sentence), signs.RELEASE.search(sentence)
    if decided and _has(names, SubjectKind.MAKER):
        yield _told(ClaimKind.EVENT, "decision", decided)
    if released and signs.DATED.search(sentence) and _free(sentence, released, measured):
        yield _told(ClaimKind.EVENT, "dated event", released)


def _weaker(sentence: str, names: tuple[NameMention, ...]) -> Iterator[Told]:
    """Kinds that need a name beside them, and are taken only when a sentence says nothing stronger."""
    released = signs.RELEASE.search(sentence)
    if released and _has(names, SubjectKind.SYSTEM) and not signs.OWN_RELEASE.search(sentence):
        yield _told(ClaimKind.EVENT, "release", released)
    ability = signs.ABILITY.search(sentence)
    if ability and signs.FINDING.search(sentence) and _has(names, SubjectKind.SYSTEM):
        yield _told(ClaimKind.CAPABILITY, "finding", ability)
    quoted = signs.QUOTATION.search(sentence)
    if quoted and signs.SAYS.search(sentence):
        yield _told(ClaimKind.STATEMENT, "quotation", quoted)
    on = signs.TRAINED_ON.search(sentence)
    if on and _has(names, SubjectKind.CHIP):
        yield _told(ClaimKind.STATEMENT, "hardware", on)


def _abilities(sentence: str, names: tuple[NameMention, ...]) -> Iterator[re.Match[str]]:
    """What a named system, or "it", can do; "… to better handle" is no ability."""
    if _has(names, SubjectKind.SYSTEM, SubjectKind.CHIP) or signs.IT.match(sentence):
        for found in signs.CAN.finditer(sentence):
            if not signs.NOT_ITS_OWN.search(sentence[: found.start()]):
                yield found
