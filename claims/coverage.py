"""What is watched and how well: the sources' answers and faults, what was harvested, what waits, what was looked at.

Read from the logs and schedules themselves, so that an outage shows and silence can be told from "nothing found".
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from enum import StrEnum

from django.db.models import Count, Max, Min, Q, QuerySet, Sum
from django.db.models.functions import TruncDate
from django.utils.translation import gettext_noop as _

from claims.core.sources import Source
from claims.models import Claim, Feed, Fetch, Harvest, SourceTurn, Visit, VisitSchedule, WaitingPaper, WatchedPage
from claims.sources.client import REDIRECTS
from claims.sources.plain_faults import in_plain_words

# Told in English here; pages translate those that are words.
SOURCE_NAMES: Mapping[Source, str] = {
    Source.ARXIV: "arXiv",
    Source.OPENALEX: "OpenAlex",
    Source.CROSSREF: "Crossref",
    Source.DATACITE: "DataCite",
    Source.SEMANTIC_SCHOLAR: "Semantic Scholar",
    Source.HUGGING_FACE: "Hugging Face",
    Source.FEED: _("News feeds"),
    Source.HACKER_NEWS: "Hacker News",
    Source.WEB: _("Web pages"),
    Source.WAYBACK: "Wayback Machine",
}
# These are asked for each claim in its turn.
ASKED_FOR_CLAIMS = (
    Source.ARXIV,
    Source.OPENALEX,
    Source.CROSSREF,
    Source.DATACITE,
    Source.SEMANTIC_SCHOLAR,
    Source.HUGGING_FACE,
)
DAYS_SHOWN = 30
# One page shows so many harvests and so many feeds; of more it says so.
MOST_ROWS = 200
# Due claims are handed out every minute, so one that waits this long is late.
LATE_AFTER = timedelta(hours=1)
# Many sites, of which one or another always fails: only when none has answered for so long is it an outage.
_MANY_SITES, _SILENT_FOR = frozenset({Source.FEED, Source.WEB}), timedelta(days=1)
_FAILED = Q(has_failed=True)
_ANSWERED = Q(failure="") & ~Q(status__in=REDIRECTS)


class DayState(StrEnum):
    """What became of a day's requests to a source."""

    ANSWERED = "answered"
    SOME_FAILED = "some failed"
    ALL_FAILED = "all failed"
    NOT_ASKED = "not asked"


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """One day (UTC) of requests to one source."""

    day: date
    requests: int = 0
    failures: int = 0

    @property
    def state(self) -> DayState:
        """How the day went."""
        if not self.requests:
            return DayState.NOT_ASKED
        if not self.failures:
            return DayState.ANSWERED
        return DayState.ALL_FAILED if self.failures == self.requests else DayState.SOME_FAILED


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceCoverage:
    """How one watched source does.

    `last_failure` is known for the last `DAYS_SHOWN` days and for an outage that lasts; `failing_since` is the first
    failure of an outage, else None; `reason` says why it last failed, in plain words. `whole_up_to` is up to when the
    newest whole pass of a harvest reaches. Costs are US dollars; `days` end with today.
    """

    source: Source
    last_answer: datetime | None
    last_failure: datetime | None
    failing_since: datetime | None
    reason: str
    closed_until: datetime | None
    closed_because: str
    requests_in_week: int
    failures_in_week: int
    cost_in_day: Decimal
    cost_in_month: Decimal
    whole_up_to: datetime | None
    next_look: datetime | None
    days: tuple[Day, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """Papers that are stored and not yet held against the claims, and since when the first of them waits."""

    papers: int
    since: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimsWatched:
    """How many claims are watched, how many were looked at in the last 7, 30 and 90 days, how many are late."""

    watched: int
    in_week: int
    in_month: int
    in_quarter: int
    late: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """The whole picture. `harvests` and `feeds` are at most `MOST_ROWS`; feeds that are off are left out."""

    now: datetime
    sources: tuple[SourceCoverage, ...]
    unwatched: tuple[Source, ...]
    harvests: tuple[Harvest, ...]
    feeds: tuple[Feed, ...]
    waiting: Waiting
    claims: ClaimsWatched


@dataclass(slots=True, kw_only=True)
class _Log:
    """What the fetch log tells of one source."""

    days: dict[date, Day] = field(default_factory=dict)
    requests_in_week: int = 0
    failures_in_week: int = 0
    cost_in_day: Decimal = Decimal(0)
    cost_in_month: Decimal = Decimal(0)
    last_answer: datetime | None = None
    last_failure: datetime | None = None
    failing_since: datetime | None = None
    failure: str = ""


def coverage(watched: Collection[str], *, now: datetime) -> Coverage:
    """How everything does that is watched (`settings.SOURCES`), in twelve queries, whatever the rows."""
    sources = tuple(source for source in Source if source in watched)
    logs = _logs(sources, now=now)
    turns = {turn.pace: turn for turn in SourceTurn.objects.filter(pk__in=sources, next_allowed_at__gt=now)}
    harvests = tuple(Harvest.objects.order_by("source", "collection", "pk")[:MOST_ROWS])
    feeds = tuple(Feed.objects.filter(enabled=True).order_by("name", "pk")[:MOST_ROWS])
    late = Count("pk", filter=Q(due_at__lt=now - LATE_AFTER))
    schedule = VisitSchedule.objects.aggregate(next=Min("due_at"), late=late)
    due = _next_looks(harvests, schedule["next"])
    return Coverage(
        now=now,
        sources=tuple(_covered(source, logs[source], turns.get(source), harvests, due, now) for source in sources),
        unwatched=tuple(source for source in Source if source not in watched),
        harvests=harvests,
        feeds=feeds,
        waiting=Waiting(**WaitingPaper.objects.aggregate(papers=Count("pk"), since=Min("due_at"))),
        claims=_claims(late=schedule["late"], now=now),
    )


def costs(*, now: datetime) -> dict[Source, tuple[Decimal, Decimal]]:
    """What each source cost in 24 hours and in `DAYS_SHOWN` days (US dollars), without those that cost nothing."""
    logs: dict[str, _Log] = {source.value: _Log() for source in Source}
    _count_days(logs, now=now)
    return {Source(name): (log.cost_in_day, log.cost_in_month) for name, log in logs.items() if log.cost_in_month}


def _covered(
    source: Source,
    log: _Log,
    turn: SourceTurn | None,
    harvests: Iterable[Harvest],
    due: Mapping[Source, datetime],
    now: datetime,
) -> SourceCoverage:
    closed = turn if turn and turn.closed else None
    next_look = due.get(source)
    if closed and next_look:
        next_look = max(next_look, closed.next_allowed_at)
    today = now.astimezone(UTC).date()
    month = (today - timedelta(days=back) for back in reversed(range(DAYS_SHOWN)))
    return SourceCoverage(
        source=source,
        last_answer=log.last_answer,
        last_failure=log.last_failure,
        failing_since=log.failing_since if _is_out(source, log, now=now) else None,
        reason=in_plain_words(log.failure),
        closed_until=closed.next_allowed_at if closed else None,
        closed_because=in_plain_words(closed.closed) if closed else "",
        requests_in_week=log.requests_in_week,
        failures_in_week=log.failures_in_week,
        cost_in_day=log.cost_in_day,
        cost_in_month=log.cost_in_month,
        whole_up_to=max((row.high_water for row in harvests if row.source == source and row.high_water), default=None),
        next_look=next_look,
        days=tuple(log.days.get(day, Day(day=day)) for day in month),
    )


def _is_out(source: Source, log: _Log, *, now: datetime) -> bool:
    if source not in _MANY_SITES:
        return log.failing_since is not None
    return log.failing_since is not None and (log.last_answer is None or log.last_answer < now - _SILENT_FOR)


def _logs(sources: tuple[Source, ...], *, now: datetime) -> dict[str, _Log]:
    logs: dict[str, _Log] = {source.value: _Log() for source in sources}
    if logs:
        _count_days(logs, now=now)
        _find_answers(logs)
        _find_faults(logs)
    return logs


def _count_days(logs: dict[str, _Log], *, now: datetime) -> None:
    """One range of the index for each source: `DAYS_SHOWN` days, whatever the log holds before them."""
    first = datetime.combine(now.astimezone(UTC).date() - timedelta(days=DAYS_SHOWN - 1), time(), UTC)
    in_week, in_day = (Q(started_at__gte=now - timedelta(days=days)) for days in (7, 1))
    rows = (
        Fetch.objects.filter(source__in=logs, started_at__gte=first, started_at__lte=now)
        .annotate(day=TruncDate("started_at", tzinfo=UTC))
        .order_by()
        .values("source", "day")
        .annotate(
            requests=Count("started_at"),
            failures=Count("started_at", filter=_FAILED),
            requests_in_week=Count("started_at", filter=in_week),
            failures_in_week=Count("started_at", filter=in_week & _FAILED),
            cost=Sum("cost_usd", default=Decimal(0)),
            cost_in_day=Sum("cost_usd", filter=in_day, default=Decimal(0)),
            last_failure=Max("started_at", filter=_FAILED),
        )
    )
    for row in rows:
        log = logs[row["source"]]
        log.days[row["day"]] = Day(day=row["day"], requests=row["requests"], failures=row["failures"])
        log.requests_in_week += row["requests_in_week"]
        log.failures_in_week += row["failures_in_week"]
        log.cost_in_month += row["cost"]
        log.cost_in_day += row["cost_in_day"]
        log.last_failure = max(filter(None, (log.last_failure, row["last_failure"])), default=None)


def _find_answers(logs: dict[str, _Log]) -> None:
    """The newest answer of each source: the index is walked from its end to the first row that is one."""
    answered = Fetch.objects.filter(_ANSWERED).only("source", "started_at").order_by("-started_at")
    for row in _together(answered.filter(source=source)[:1] for source in logs):
        logs[row.source].last_answer = row.started_at


def _find_faults(logs: dict[str, _Log]) -> None:
    """The first failure since the last answer, and the newest failure.

    Where the latter is known from the days, the walk begins there; where not, all after the last answer are failures.
    """
    wanted = list[QuerySet[Fetch]]()
    for source, log in logs.items():
        failed = Fetch.objects.filter(_FAILED, source=source).only("source", "started_at", "failure")
        since = failed.filter(started_at__gt=log.last_answer) if log.last_answer else failed
        newest = failed.filter(started_at__gte=log.last_failure) if log.last_failure else since
        wanted += [since.order_by("started_at")[:1], newest.order_by("-started_at")[:1]]
    for row in sorted(_together(wanted), key=lambda row: row.started_at):
        log = logs[row.source]
        log.last_failure, log.failure = row.started_at, row.failure
        if log.failing_since is None and (log.last_answer is None or row.started_at > log.last_answer):
            log.failing_since = row.started_at


def _together(queries: Iterable[QuerySet[Fetch]]) -> list[Fetch]:
    """All the rows in one query."""
    first, *others = queries
    return list(first.union(*others, all=True))


def _next_looks(harvests: Iterable[Harvest], next_claim: datetime | None) -> dict[Source, datetime]:
    """When each source is asked next; no entry where nothing is planned, as for what only follows from another look."""
    due = defaultdict[Source, list[datetime | None]](list)
    for harvest in harvests:
        due[Source(harvest.source)].append(harvest.due_at)
    for source in ASKED_FOR_CLAIMS:
        due[source].append(next_claim)
    due[Source.FEED].append(Feed.objects.aggregate(at=Min("due_at"))["at"])
    pages = WatchedPage.objects.aggregate(look=Min("due_at"), archive=Min("archive_due_at"))
    due[Source.WEB].append(pages["look"])
    due[Source.WAYBACK].append(pages["archive"])
    planned = {source: [at for at in times if at] for source, times in due.items()}
    return {source: min(times) for source, times in planned.items() if times}


def _claims(*, late: int, now: datetime) -> ClaimsWatched:
    """A look that failed is none."""
    since = {days: now - timedelta(days=days) for days in (7, 30, 90)}
    looks = Visit.objects.filter(failure="", started_at__gte=since[90])
    newest = looks.order_by().values("claim").annotate(at=Max("started_at"))
    looked = newest.aggregate(
        week=Count("claim", filter=Q(at__gte=since[7])),
        month=Count("claim", filter=Q(at__gte=since[30])),
        quarter=Count("claim"),
    )
    return ClaimsWatched(
        watched=Claim.objects.watched().count(),
        in_week=looked["week"],
        in_month=looked["month"],
        in_quarter=looked["quarter"],
        late=late,
    )
