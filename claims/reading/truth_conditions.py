"""Whether two claims say the same: alike in subject, measure, value, bound, scope, baseline and time, in whatever words.

Each condition is compared by itself. One that differs makes two claims of them; one that only one of the two states leaves
it open, and an editor is asked.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from claims.core.quantities import Comparator, Metric, Quantity
from claims.core.statements import ClaimKind
from claims.core.subjects import Sameness, compare_subjects
from claims.reading.times import compatible, times_in

# What was said further apart may be about two times, even where no time is named.
SAME_TIME = timedelta(days=180)

_UPWARD = frozenset({Comparator.OVER, Comparator.AT_LEAST})
_DOWNWARD = frozenset({Comparator.UNDER, Comparator.AT_MOST})
# Metrics that name no measure: two such figures are the same only if they count the same noun.
_VAGUE = frozenset({Metric.COUNT, Metric.OTHER})


class Match(StrEnum):
    """How two claims stand to each other."""

    SAME = "same"
    OPEN = "open"
    DIFFERENT = "different"


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidClaim:
    """A claim with its truth conditions; `subject` and `maker` are "" where not known."""

    text: str
    kind: ClaimKind
    language: str = "en"
    subject: str = ""
    maker: str = ""
    quantities: tuple[Quantity, ...] = ()
    claimed_on: date | None = None
    hedged: bool = False
    denied: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """The outcome, with the conditions that are alike, left open or different, in words; `open_points` are left open."""

    match: Match
    reasons: tuple[str, ...]
    open_points: int


type _Finding = tuple[Match, str]


def compare_claims(one: SaidClaim, other: SaidClaim) -> Comparison:
    """How two claims stand to each other, whichever is given first."""
    findings = [
        _subjects(one, other),
        *_stances(one, other),
        *_measures(one, other),
        *_times(one, other),
    ]
    worst = max((finding[0] for finding in findings), key=_SEVERITY.__getitem__)
    ordered = sorted(findings, key=lambda finding: -_SEVERITY[finding[0]])
    return Comparison(
        match=worst,
        reasons=tuple(reason for _, reason in ordered),
        open_points=sum(match is Match.OPEN for match, _ in findings),
    )


def same_truth_conditions(one: SaidClaim, other: SaidClaim) -> bool:
    """Whether nothing differs and nothing is left open."""
    return compare_claims(one, other).match is Match.SAME


_SEVERITY = {Match.SAME: 0, Match.OPEN: 1, Match.DIFFERENT: 2}


def _subjects(one: SaidClaim, other: SaidClaim) -> _Finding:
    if not one.subject and not other.subject and _folded(one.text) == _folded(other.text):
        return Match.SAME, "The words are the same."
    if not one.subject or not other.subject:
        return Match.OPEN, "The subject is not known of both."
    if one.maker and other.maker and one.maker != other.maker:
        return Match.DIFFERENT, f"{_both(one.subject, other.subject)}: two makers, {_both(one.maker, other.maker)}."
    match compare_subjects(one.subject, other.subject):
        case Sameness.SAME:
            return Match.SAME, "The subject is the same."
        case Sameness.FAMILY:
            return Match.OPEN, f"One names a member and one the family: {_both(one.subject, other.subject)}."
        case _:
            return Match.DIFFERENT, f"Two subjects: {_both(one.subject, other.subject)}."


def _stances(one: SaidClaim, other: SaidClaim) -> Iterator[_Finding]:
    if one.denied != other.denied:
        yield Match.DIFFERENT, "One denies what the other says."
    if one.hedged != other.hedged:
        yield Match.OPEN, "Only one of them is said with reserve."


def _measures(one: SaidClaim, other: SaidClaim) -> Iterator[_Finding]:
    if len(one.quantities) != len(other.quantities):
        yield Match.DIFFERENT, "One states a figure that the other does not."
    elif one.quantities:
        for mine, theirs in zip(_in_order(one), _in_order(other), strict=True):
            yield from _figures(mine, theirs)
    else:
        yield _words(one, other)


def _in_order(claim: SaidClaim) -> list[Quantity]:
    return sorted(
        claim.quantities,
        key=lambda amount: (
            amount.metric,
            _numbers(amount),
            amount.relation,
            amount.unit,
            amount.comparator,
            _folded(amount.scope),
            _folded(amount.baseline),
        ),
    )


def _words(one: SaidClaim, other: SaidClaim) -> _Finding:
    """Without figures only the same words are known to say the same."""
    if one.kind is other.kind and _folded(one.text) == _folded(other.text):
        return Match.SAME, "The words are the same."
    return Match.DIFFERENT, "The words differ, and there is no figure to compare."


def _figures(mine: Quantity, theirs: Quantity) -> Iterator[_Finding]:
    if mine.metric is not theirs.metric:
        yield Match.DIFFERENT, f"Two measures: {_both(mine.metric.value, theirs.metric.value)}.".replace("_", " ")
    elif (mine.relation, _numbers(mine), mine.unit) != (theirs.relation, _numbers(theirs), theirs.unit):
        yield Match.DIFFERENT, f"Two figures: {_both(mine.raw, theirs.raw)}."
    elif mine.metric in _VAGUE and not mine.unit:
        yield Match.DIFFERENT, "What the figure counts is not known."
    else:
        yield Match.SAME, "Measure and figure are the same."
    yield from _bounds(mine.comparator, theirs.comparator)
    yield from _limits("scope", mine.scope, theirs.scope)
    yield from _baselines(mine.baseline, theirs.baseline)


def _bounds(mine: Comparator, theirs: Comparator) -> Iterator[_Finding]:
    if mine is theirs:
        return
    opposite = {mine, theirs} & _UPWARD and {mine, theirs} & _DOWNWARD
    words = _both(mine.name.lower(), theirs.name.lower()).replace("_", " ")
    yield (Match.DIFFERENT, f"Bounded the other way: {words}.") if opposite else (Match.OPEN, f"Two bounds: {words}.")


def _limits(name: str, mine: str, theirs: str) -> Iterator[_Finding]:
    if _folded(mine) == _folded(theirs):
        return
    if mine and theirs:
        yield Match.DIFFERENT, f"Two {name}s: {_both(mine, theirs)}."
    else:
        yield Match.OPEN, f"Only one states its {name}: {mine or theirs}."


def _baselines(mine: str, theirs: str) -> Iterator[_Finding]:
    if mine and theirs and _folded(mine) != _folded(theirs):
        match compare_subjects(mine, theirs):
            case Sameness.SAME:
                return
            case Sameness.FAMILY:
                yield Match.OPEN, f"One is told against a member and one against the family: {_both(mine, theirs)}."
            case _:
                yield Match.DIFFERENT, f"Told against two baselines: {_both(mine, theirs)}."
    else:
        yield from _limits("baseline", mine, theirs)


def _times(one: SaidClaim, other: SaidClaim) -> Iterator[_Finding]:
    mine, theirs = times_in(one.text), times_in(other.text)
    if mine != theirs:
        words = f"{_listed(mine | theirs)}."
        if not mine or not theirs:
            yield Match.OPEN, f"Only one names its time: {words}"
        elif compatible(mine, theirs):
            yield Match.OPEN, f"One names its time more exactly: {words}"
        else:
            yield Match.DIFFERENT, f"Two times: {words}"
    if one.claimed_on and other.claimed_on and abs(one.claimed_on - other.claimed_on) > SAME_TIME:
        days = abs(one.claimed_on - other.claimed_on).days
        yield Match.OPEN, f"They were said {days} days apart."


def _numbers(amount: Quantity) -> tuple[Decimal, ...]:
    """The numbers with a fixed place each, so that they can be sorted."""
    missing = Decimal("-Infinity")
    return tuple(missing if number is None else number for number in (amount.value, amount.low, amount.high))


def _both(mine: str, theirs: str) -> str:
    return " and ".join(sorted((mine, theirs)))


def _listed(times: frozenset[str]) -> str:
    return ", ".join(sorted(times))


def _folded(words: str) -> str:
    return re.sub(r"[\W_]+", " ", unicodedata.normalize("NFKC", words).casefold()).strip()
