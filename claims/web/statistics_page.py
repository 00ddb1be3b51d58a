"""The page of statistics: each count as a bar, a share with its interval, or a picture of the weeks."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from claims.judging.findings import Stance
from claims.judging.reversals import GRAVEST_FIRST
from claims.movements import Week
from claims.statistics import FEWEST, Record, Statistics
from claims.web.pictures.movements import MovementsPicture, draw_movements
from claims.web.pictures.shares import Bar, Estimate, SharesPicture, draw_bars, draw_estimates, draw_shares, told
from claims.wording import CERTAINTY_WORDS, GRADE_WORDS, LANGUAGE_WORDS, METRIC_WORDS, STATUS_WORDS

# From the ground of a column up: what is good news for a claim below, what is bad news above.
FROM_BELOW = tuple(STATUS_WORDS[status] for status in reversed(GRAVEST_FIRST))


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordShown:
    """A record as pages draw it; `estimates` are empty, with `fewest` told instead, where too few are decided."""

    claims: int
    decided: int
    fewest: int
    shares: SharesPicture | None
    estimates: tuple[Estimate, ...]
    independent: int
    own: int
    nobody: int
    independent_percent: str
    own_percent: str
    nobody_percent: str
    record: Record


@dataclass(frozen=True, slots=True, kw_only=True)
class GradeRow:
    """The accepted evidence of a grade, by what it does; `width` is its bar, in percent of the longest."""

    code: str
    label: str
    supports: int
    contradicts: int
    total: int
    width: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StatisticsPage:
    """The whole page. `days_to_evidence` is in whole days, None where nothing can be said."""

    record: RecordShown
    weeks: MovementsPicture
    metrics: tuple[Bar, ...]
    languages: tuple[Bar, ...]
    certainties: tuple[Bar, ...]
    grades: tuple[GradeRow, ...]
    measured: int
    counted_at: datetime
    checked_and_dated: int
    days_to_evidence: int | None


def show_record(record: Record) -> RecordShown:
    """The record with its pictures."""
    backing, claims = record.backing, record.claims or 1
    return RecordShown(
        claims=record.claims,
        decided=record.decided,
        fewest=FEWEST,
        shares=draw_shares(record.statuses, tuple(STATUS_WORDS.values())),
        estimates=draw_estimates((STATUS_WORDS[status], seen) for status, seen in record.shares),
        independent=backing.independent,
        own=backing.own,
        nobody=backing.nobody,
        independent_percent=told(backing.independent / claims),
        own_percent=told(backing.own / claims),
        nobody_percent=told(backing.nobody / claims),
        record=record,
    )


def show_weeks(weeks: Sequence[Week]) -> MovementsPicture:
    """The weeks as columns."""
    return draw_movements([(week.monday, week.moved) for week in weeks], FROM_BELOW)


def show_statistics(statistics: Statistics, weeks: Sequence[Week]) -> StatisticsPage:
    """The page for what was counted."""
    days = statistics.days_to_evidence
    return StatisticsPage(
        record=show_record(statistics.record),
        weeks=show_weeks(weeks),
        metrics=_bars(statistics.metrics, METRIC_WORDS, "metric"),
        languages=_bars(statistics.languages, LANGUAGE_WORDS, "language"),
        certainties=draw_bars(
            (words, statistics.certainties.get(code, 0), "") for code, words in CERTAINTY_WORDS.items()
        ),
        grades=tuple(_grades(statistics.evidence)),
        measured=statistics.measured,
        counted_at=statistics.counted_at,
        checked_and_dated=statistics.checked_and_dated,
        days_to_evidence=None if days is None else round(days),
    )


def _bars(counts: Mapping[str, int], words: Mapping[str, str], facet: str) -> tuple[Bar, ...]:
    """The longest first, each leading to its claims."""
    address = f"{reverse('web:claim_list')}?{facet}="
    longest_first = sorted(words, key=lambda code: -counts.get(code, 0))
    return draw_bars((words[code], counts.get(code, 0), f"{address}{code}") for code in longest_first)


def _grades(evidence: Mapping[tuple[str, str], int]) -> Iterable[GradeRow]:
    totals = {code: sum(pieces for (grade, _), pieces in evidence.items() if grade == code) for code in GRADE_WORDS}
    longest = max(totals.values(), default=0) or 1
    for code, word in reversed(GRADE_WORDS.items()):
        yield GradeRow(
            code=code,
            label=word.label,
            supports=evidence.get((code, Stance.SUPPORTS.value), 0),
            contradicts=evidence.get((code, Stance.CONTRADICTS.value), 0),
            total=totals[code],
            width=f"{100 * totals[code] / longest:.2f}%",
        )
