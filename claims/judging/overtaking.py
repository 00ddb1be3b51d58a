"""A record that was overtaken: a later document presents another system with the same superlative and more. Pure."""

import re
from dataclasses import dataclass

from claims.core.quantities import Metric, Quantity
from claims.judging.claim_readings import ReadClaim
from claims.judging.naming import Kin, kinship, named_benchmarks
from claims.judging.paper_readings import ReadPaper, ReadPassage
from claims.judging.records import HeldRecord, held_record, scope_about, scope_in
from claims.judging.wording import NEGATION

# Said of the same thing or of a part of it, a greater figure settles it. Where one text says that its model is sparse
# and the other does not say which it means, a person looks: their parameters are not of one kind.
SETTLED = 0.85
OTHER_KIND = 0.7
# What is not there yet: a goal, a limit, a possibility.
_NOT_YET = re.compile(
    r"\b(?:can|could|may|might|will|would|up to|towards?|plan\w*|aim\w*|goal|future|potential\w*|possible|enabl\w*"
    r"|scal(?:e|es|ing|able) (?:up )?to)\b|可扩展|扩展到|将(?:会|要)?|计划|有望|可达|未来|目标",
    re.IGNORECASE,
)
_OWN_VOICE = re.compile(r"\b(?:we|our|ours)\b|我们|本文", re.IGNORECASE)
_KIND = frozenset({"sparse", "dense"})
# Another size or number of one name is another system; a family's name alone may be the same one.
_OTHERS = frozenset({Kin.OTHER, Kin.RELATIVE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Overtaking:
    """The passage by which `system` overtakes a claim, how sure (0..1) that is, and how it was read."""

    passage: ReadPassage
    system: str
    confidence: float
    reading: str


def overtaking_in(claim: ReadClaim, paper: ReadPaper) -> Overtaking | None:
    """The strongest passage of `paper` that overtakes the record which `claim` states; None where none does."""
    held, out = held_record(claim), paper.record.published_on
    if held is None or out is None or out <= held.since:
        return None
    found = [one for passage in paper.passages if (one := _by_passage(claim, held, paper, passage)) is not None]
    return min(found, key=lambda one: (-one.confidence, one.passage.location, one.passage.text), default=None)


def _by_passage(claim: ReadClaim, held: HeldRecord, paper: ReadPaper, passage: ReadPassage) -> Overtaking | None:
    scope = scope_about(passage.text, held.superlative)
    if scope is None or _of_its_own_kind(held, passage):
        return None
    if NEGATION.search(passage.text) or _NOT_YET.search(passage.text):
        return None
    wide = scope | scope_in(paper.record.title)
    system = _presented(claim, paper, passage)
    said = _greatest(held, passage)
    if system is None or said is None or not held.scope <= wide or not _on_its_benchmark(held, passage):
        return None
    told = "scores higher" if held.metric is Metric.SCORE else "is larger"
    one_kind = held.scope & _KIND == wide & _KIND or "sparse" not in wide
    return Overtaking(
        passage=passage,
        system=system,
        confidence=SETTLED if one_kind else OTHER_KIND,
        reading=f"{system} of {paper.record.published_on:%Y-%m} {told}: {said.raw} against {held.raw}",
    )


def _of_its_own_kind(held: HeldRecord, passage: ReadPassage) -> bool:
    """ "The largest Egret": of its own family only."""
    found = held.superlative.search(passage.text)
    return found is not None and any(0 <= system.start - found.end() <= 1 for system in passage.systems)


def _presented(claim: ReadClaim, paper: ReadPaper, passage: ReadPassage) -> str | None:
    """The system that the authors put forward, where it is none of the claim's and the passage speaks of no other."""
    others = [name for name in paper.presents if all(kinship(own, name) in _OTHERS for own in claim.names)]
    if len(others) != len(paper.presents) or not others:
        return None
    named = [system.canonical for system in passage.systems]
    if not named:
        return others[0] if _OWN_VOICE.search(passage.text) else None
    return next((name for name in others if kinship(name, named[0]) is Kin.SAME), None)


def _greatest(held: HeldRecord, passage: ReadPassage) -> Quantity | None:
    """The greatest figure of the passage that beats the record."""
    beating = [said for said in passage.quantities if held.is_beaten_by(said)]
    return max(beating, key=lambda said: said.value or said.low or 0, default=None)


def _on_its_benchmark(held: HeldRecord, passage: ReadPassage) -> bool:
    return held.metric is not Metric.SCORE or bool(set(held.benchmarks) & set(named_benchmarks(passage.text)))
