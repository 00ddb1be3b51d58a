"""The receipts of the looks for one claim, and where it could not be looked for. Fixed numbers of queries."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import BooleanField, CharField, Count, ExpressionWrapper, F, Func, Max, Min, Q, QuerySet, Value

from claims.core.sources import Aim, Source
from claims.coverage import ASKED_FOR_CLAIMS
from claims.judging.visits import next_visit
from claims.models import Claim, Visit, VisitSchedule, VisitSource
from claims.models.leases import LEASE
from claims.past import Past
from claims.sources.plain_faults import in_plain_words

# So many are on a claim's own page, and on each page of all of them.
NEWEST, A_PAGE = 20, 50
# A look that is due is made within the hour; a day more may be a night's maintenance.
GRACE = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """One look for a claim: what each source was asked, in order, then the stored papers, where it got that far."""

    started_at: datetime
    visits: tuple[Visit, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outage:
    """That a claim was last looked for at a source on `since` (None: never).

    `reason` says in plain words why the newest look there failed; "" means that none was made in time. The next is due
    at `due_at`, which is past where `is_late`.
    """

    source: Source
    since: datetime | None
    reason: str = ""
    due_at: datetime | None = None
    is_late: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipts:
    """One page of a claim's receipts, the newest look first, and all its looks in figures.

    `looks_made` counts those that were judged, from `first` to `last`; `total` counts receipts. `not_asked` are watched
    sources that were never asked for it.
    """

    looks: tuple[Look, ...]
    looks_made: int
    first: datetime | None
    last: datetime | None
    total: int
    page: int
    pages: int
    outages: tuple[Outage, ...]
    not_asked: tuple[Source, ...]


def receipts(
    claim: Claim,
    *,
    watched: Collection[str],
    now: datetime,
    past: Past | None = None,
    page: int = 1,
    size: int = NEWEST,
) -> Receipts:
    """Page `page` of the receipts, up to `now` or up to a past day, in three queries.

    `watched` are the sources that are watched now (`settings.SOURCES`); the others are no outage.
    """
    visits = claim.visits.filter(started_at__lt=past.end) if past else claim.visits.all()
    judged = Q(source=VisitSource.STORED_PAPERS)
    figures = visits.aggregate(
        looks_made=Count("pk", filter=judged),
        first=Min("started_at"),
        last=Max("started_at", filter=judged),
        total=Count("pk"),
    )
    asked = tuple(source for source in ASKED_FOR_CLAIMS if source in watched)
    schedule = None if past else getattr(claim, "visit_schedule", None)
    newest = _newest(visits, asked)
    is_followed = past is not None or schedule is not None
    return Receipts(
        looks=tuple(_looks(visits.order_by("-started_at", "-id")[(page - 1) * size : page * size])),
        page=page,
        pages=max(1, -(-figures["total"] // size)),
        outages=tuple(_outages(newest, schedule, now=now)) if is_followed else (),
        not_asked=tuple(source for source in asked if source not in newest) if is_followed else (),
        **figures,
    )


def _looks(newest_first: Iterable[Visit]) -> Iterator[Look]:
    """A look ends with judging the stored papers; one that was killed before ends with a long silence."""
    gathered = list[Visit]()
    for visit in newest_first:
        is_older = visit.source == VisitSource.STORED_PAPERS
        if gathered and (is_older or gathered[-1].started_at - visit.finished_at > LEASE):
            yield _look(gathered)
            gathered = []
        gathered.append(visit)
    if gathered:
        yield _look(gathered)


def _look(newest_first: list[Visit]) -> Look:
    visits = tuple(reversed(newest_first))
    return Look(started_at=visits[0].started_at, visits=visits)


def _newest(visits: QuerySet[Visit], asked: tuple[Source, ...]) -> dict[Source, list[Visit]]:
    """Of each source, and of each aim that it was asked with, the newest whole receipt and the newest failed one."""
    rows = (
        visits.filter(source__in=asked)
        .annotate(
            aim=Func(F("query"), Value(" "), Value(1), function="split_part", output_field=CharField()),
            is_whole=ExpressionWrapper(Q(failure=""), output_field=BooleanField()),
        )
        .order_by("source", "aim", "is_whole", "-started_at", "-id")
        .distinct("source", "aim", "is_whole")
    )
    found = defaultdict[Source, list[Visit]](list)
    for row in rows:
        found[Source(row.source)].append(row)
    return found


def _outages(
    newest: Mapping[Source, list[Visit]], schedule: VisitSchedule | None, *, now: datetime
) -> Iterator[Outage]:
    """At most one for a source, in the order of `ASKED_FOR_CLAIMS`."""
    for source in ASKED_FOR_CLAIMS:
        if rows := newest.get(source):
            outage = _failed(source, rows) or _overdue(source, rows, schedule, now=now)
            if outage:
                yield outage


def _failed(source: Source, rows: list[Visit]) -> Outage | None:
    """What failed in the newest look there. A question that is no longer asked does not count for ever."""
    newest_look = max(row.started_at for row in rows) - LEASE
    whole = {_aim(row): row.started_at for row in rows if not row.failure}
    failed = [
        row
        for row in rows
        if row.failure
        and row.started_at >= newest_look
        and (_aim(row) not in whole or row.started_at > whole[_aim(row)])
    ]
    if not failed:
        return None
    since = [whole.get(_aim(row)) for row in failed]
    return Outage(
        source=source,
        since=min((at for at in since if at), default=None) if None not in since else None,
        reason=in_plain_words(failed[0].failure),
    )


def _overdue(source: Source, rows: list[Visit], schedule: VisitSchedule | None, *, now: datetime) -> Outage | None:
    """Only the question by words is asked at every look; the others come and go with what is linked."""
    asked = [row.started_at for row in rows if _aim(row) == Aim.WORDS and not row.failure]
    if not asked or schedule is None:
        return None
    last = max(asked)
    if next_visit(now=last, quiet_visits=schedule.quiet_visits) + GRACE >= now:
        return None
    return Outage(source=source, since=last, due_at=schedule.due_at, is_late=schedule.due_at < now)


def _aim(visit: Visit) -> str:
    """What it was asked with: the first word of `Look.told`."""
    return visit.query.partition(" ")[0]
