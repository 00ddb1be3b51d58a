"""What publishers say of a document after it is out, by the day, and what that takes from its evidence. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from claims.core.papers import Standing
from claims.judging.findings import Finding, Grade

# An expression of concern takes one step off a grade, but never makes an independent source the claimant's own (E4 to
# E3) nor a paper a mere statement: there the certainty alone goes down.
_UNDER_CONCERN: Mapping[Grade, Grade] = {Grade.E6: Grade.E5, Grade.E5: Grade.E4, Grade.E3: Grade.E2}

_FINAL = frozenset({Standing.RETRACTED, Standing.WITHDRAWN})
# What may be said after that: that it is taken back, or the other of the two.
_LIFTING = frozenset({Standing.CURRENT, *_FINAL})


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """What a publisher said of a document: its `standing` from the day `issued_on`, which we could tell from `since`.

    By what was known both are the same day; by what was recorded `since` is the day on which we learnt of it.
    """

    standing: Standing
    issued_on: date
    since: date


def standing_on(day: date, notices: Iterable[Notice]) -> Standing:
    """How a document stood on `day`: by the notice issued last of those that could be told, of one day the later.

    What was retracted or withdrawn stays so until that is taken back: an erratum that follows brings no paper back.
    """
    told = [notice for notice in notices if notice.since <= day and notice.issued_on <= day]
    standing = Standing.CURRENT
    for notice in sorted(told, key=lambda notice: notice.issued_on):
        if standing not in _FINAL or notice.standing in _LIFTING:
            standing = notice.standing
    return standing


def under_notice(found: Finding) -> Finding:
    """The finding with the grade that it counts with while its document stands as it does."""
    if found.standing is not Standing.EXPRESSION_OF_CONCERN:
        return found
    return replace(found, grade=_UNDER_CONCERN.get(found.grade, found.grade))
