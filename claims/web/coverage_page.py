"""The page of coverage as its template shows it: every source with its state in a word, its figures, and its month."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from claims.coverage import SOURCE_NAMES, ClaimsWatched, Coverage, Day, DayState, SourceCoverage, Waiting
from claims.models import Feed, Harvest
from claims.sources.plain_faults import in_plain_words

# The strip's grid, in its own units: a cell and the gap behind it.
CELL, GAP = 8, 2


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """How a source does, in a word and a shape; `code` names its colour in the style sheet."""

    code: str
    label: str
    shape: str


FAILING = State(code="failing", label="Failing", shape="✕")
CLOSED = State(code="closed", label="Left alone", shape="◑")
UNASKED = State(code="unasked", label="Not asked yet", shape="○")
QUIET = State(code="unasked", label="Not asked lately", shape="○")
ANSWERING = State(code="answering", label="Answering", shape="●")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One day of a strip, `x` from its left edge; `code` says what to draw, `label` tells it."""

    x: int
    code: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HarvestShown:
    """A set that is followed: how far its pass is, and what is wrong with it.

    `state` is "" where the last pass is whole and the next has not begun. `percent` is of a pass under way, None where
    nobody knows.
    """

    name: str
    state: str
    percent: int | None
    progress: str
    whole_up_to: datetime | None
    next_look: datetime | None
    fault: str
    failing_since: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceShown:
    """One watched source. `cells` are its last 30 days, `summary` the same in words, `days` those that it was asked."""

    code: str
    name: str
    state: State
    read: SourceCoverage
    requests: str
    cost: str
    cells: tuple[Cell, ...]
    summary: str
    days: tuple[Day, ...]
    harvests: tuple[HarvestShown, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedShown:
    """A feed that is read for announcements."""

    name: str
    read_at: datetime | None
    next_look: datetime | None
    failing_since: datetime | None
    fault: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CoveragePage:
    """The whole page; `width` is that of the strips."""

    now: datetime
    sources: tuple[SourceShown, ...]
    unwatched: tuple[str, ...]
    feeds: tuple[FeedShown, ...]
    waiting: Waiting
    claims: ClaimsWatched
    width: int


def show_coverage(read: Coverage) -> CoveragePage:
    """The page of what `claims.coverage` read."""
    return CoveragePage(
        now=read.now,
        sources=tuple(_source(source, read.harvests, now=read.now) for source in read.sources),
        unwatched=tuple(SOURCE_NAMES[source] for source in read.unwatched),
        feeds=tuple(_feed(feed) for feed in read.feeds),
        waiting=read.waiting,
        claims=read.claims,
        width=max((len(source.days) for source in read.sources), default=0) * (CELL + GAP) - GAP,
    )


def _source(read: SourceCoverage, harvests: tuple[Harvest, ...], *, now: datetime) -> SourceShown:
    return SourceShown(
        code=read.source.value,
        name=SOURCE_NAMES[read.source],
        state=_state(read),
        read=read,
        requests=_requests(read.requests_in_week, read.failures_in_week),
        cost=_cost(read.cost_in_day, read.cost_in_month),
        cells=tuple(
            Cell(x=place * (CELL + GAP), code=day.state.name.lower().replace("_", "-"), label=_told(day))
            for place, day in enumerate(read.days)
        ),
        summary=_summary(read.days),
        days=tuple(day for day in reversed(read.days) if day.requests),
        harvests=tuple(_harvest(row, now=now) for row in harvests if row.source == read.source),
    )


def _state(read: SourceCoverage) -> State:
    if read.failing_since:
        return FAILING
    if read.closed_until:
        return CLOSED
    if not read.last_answer:
        return UNASKED
    return ANSWERING if any(day.requests for day in read.days) else QUIET


def _requests(requests: int, failures: int) -> str:
    if not requests:
        return "no requests"
    asked = f"{requests:,} request{'' if requests == 1 else 's'}"
    return f"{asked}, {f'{failures:,} failed' if failures else 'none failed'}"


def _cost(day: Decimal, month: Decimal) -> str:
    if not month:
        return "nothing in 30 days"
    return f"${day:.4f} in 24 hours, ${month:.4f} in 30 days"


def _told(day: Day) -> str:
    date = f"{day.day.day} {day.day:%B}"
    if not day.requests:
        return f"{date}: not asked"
    return f"{date}: {_requests(day.requests, day.failures)}"


def _summary(days: tuple[Day, ...]) -> str:
    """The strip in one sentence, for those who do not see it."""
    counts = {state: sum(day.state is state for day in days) for state in DayState}
    words = {
        DayState.ANSWERED: "answered",
        DayState.SOME_FAILED: "answered with some failures",
        DayState.ALL_FAILED: "nothing but failures",
        DayState.NOT_ASKED: "not asked",
    }
    parts = [f"{words[state]} on {count} day{'' if count == 1 else 's'}" for state, count in counts.items() if count]
    return f"Of the last {len(days)} days: {', '.join(parts)}."


def _harvest(row: Harvest, *, now: datetime) -> HarvestShown:
    return HarvestShown(
        name=row.collection or "everything",
        state=_harvest_state(row, now=now),
        percent=min(100, row.records * 100 // row.total) if row.total and not row.finished_at else None,
        progress=_progress(row),
        whole_up_to=row.high_water,
        next_look=None if row.stopped else row.due_at,
        fault=in_plain_words(row.failure),
        failing_since=row.failing_since,
    )


def _harvest_state(row: Harvest, *, now: datetime) -> str:
    if row.stopped:
        return "stopped by an editor"
    if row.holder and row.leased_until and row.leased_until > now:
        return "being taken in now"
    if row.finished_at:
        return ""
    return "a pass is under way" if row.started_at else "not begun"


def _progress(row: Harvest) -> str:
    if not row.pages:
        return "no page of this pass yet"
    of = f" of {row.total:,}" if row.total else ""
    return f"{row.records:,}{of} records on {row.pages:,} page{'' if row.pages == 1 else 's'}"


def _feed(row: Feed) -> FeedShown:
    return FeedShown(
        name=row.name,
        read_at=row.read_at,
        next_look=row.due_at,
        failing_since=row.failing_since,
        fault=in_plain_words(row.failure),
    )
