"""The page of coverage as its template shows it: every source with its state in a word, its figures, and its month."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_noop as _

from claims.coverage import SOURCE_NAMES, ClaimsWatched, Coverage, Day, DayState, SourceCoverage, Waiting
from claims.models import Feed, Harvest
from claims.web.faults import told_fault

# The strip's grid, in its own units: a cell and the gap behind it.
CELL, GAP = 8, 2


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """How a source does, in a word and a shape; `code` names its colour in the style sheet."""

    code: str
    name: str
    shape: str

    @property
    def label(self) -> str:
        """The word in the language of the page."""
        return gettext(self.name)


FAILING = State(code="failing", name=_("Failing"), shape="✕")
CLOSED = State(code="closed", name=_("Left alone"), shape="◑")
UNASKED = State(code="unasked", name=_("Not asked yet"), shape="○")
QUIET = State(code="unasked", name=_("Not asked lately"), shape="○")
ANSWERING = State(code="answering", name=_("Answering"), shape="●")


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
        unwatched=tuple(gettext(SOURCE_NAMES[source]) for source in read.unwatched),
        feeds=tuple(_feed(feed) for feed in read.feeds),
        waiting=read.waiting,
        claims=read.claims,
        width=max((len(source.days) for source in read.sources), default=0) * (CELL + GAP) - GAP,
    )


def _source(read: SourceCoverage, harvests: tuple[Harvest, ...], *, now: datetime) -> SourceShown:
    return SourceShown(
        code=read.source.value,
        name=gettext(SOURCE_NAMES[read.source]),
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
        return gettext("no requests")
    asked = ngettext("{count} request", "{count} requests", requests).format(count=f"{requests:,}")
    failed = gettext("{count} failed").format(count=f"{failures:,}") if failures else gettext("none failed")
    return gettext("{asked}, {failed}").format(asked=asked, failed=failed)


def _cost(day: Decimal, month: Decimal) -> str:
    if not month:
        return gettext("nothing in 30 days")
    return gettext("{day} in 24 hours, {month} in 30 days").format(day=f"${day:.4f}", month=f"${month:.4f}")


def _told(day: Day) -> str:
    date = date_format(day.day, "MONTH_DAY_FORMAT")
    requests = _requests(day.requests, day.failures) if day.requests else gettext("not asked")
    return gettext("{date}: {what}").format(date=date, what=requests)


def _summary(days: tuple[Day, ...]) -> str:
    """The strip in one sentence, for those who do not see it."""
    counts = {state: sum(day.state is state for day in days) for state in DayState}
    words = {
        DayState.ANSWERED: gettext("answered"),
        DayState.SOME_FAILED: gettext("answered with some failures"),
        DayState.ALL_FAILED: gettext("nothing but failures"),
        DayState.NOT_ASKED: gettext("not asked"),
    }
    parts = [
        ngettext("{what} on {count} day", "{what} on {count} days", count).format(what=words[state], count=count)
        for state, count in counts.items()
        if count
    ]
    return gettext("Of the last {count} days: {parts}.").format(count=len(days), parts=gettext(", ").join(parts))


def _harvest(row: Harvest, *, now: datetime) -> HarvestShown:
    return HarvestShown(
        name=row.collection or gettext("everything"),
        state=_harvest_state(row, now=now),
        percent=min(100, row.records * 100 // row.total) if row.total and not row.finished_at else None,
        progress=_progress(row),
        whole_up_to=row.high_water,
        next_look=None if row.stopped else row.due_at,
        fault=told_fault(row.failure),
        failing_since=row.failing_since,
    )


def _harvest_state(row: Harvest, *, now: datetime) -> str:
    if row.stopped:
        return gettext("stopped by an editor")
    if row.holder and row.leased_until and row.leased_until > now:
        return gettext("being taken in now")
    if row.finished_at:
        return ""
    return gettext("a pass is under way") if row.started_at else gettext("not begun")


def _progress(row: Harvest) -> str:
    if not row.pages:
        return gettext("no page of this pass yet")
    pages = ngettext("{count} page", "{count} pages", row.pages).format(count=f"{row.pages:,}")
    if row.total:
        told = gettext("{records} of {total} records on {pages}")
        return told.format(records=f"{row.records:,}", total=f"{row.total:,}", pages=pages)
    return gettext("{records} records on {pages}").format(records=f"{row.records:,}", pages=pages)


def _feed(row: Feed) -> FeedShown:
    return FeedShown(
        name=row.name,
        read_at=row.read_at,
        next_look=row.due_at,
        failing_since=row.failing_since,
        fault=told_fault(row.failure),
    )
