"""What moved: the status changes of late, week by week and one by one, and what had to be taken back."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Case, Count, F, Q, QuerySet, Value, When
from django.db.models.functions import TruncWeek

from claims.core.papers import Standing
from claims.facets import CountSet, kept_where_many
from claims.judging.findings import Certainty, Status
from claims.judging.reversals import GRAVEST_FIRST, TAKEN_BACK, TakenBack, Weight, weight_of
from claims.models import Announcement, Claim, Evidence, EvidenceState, PaperNotice, StatusChange, Workflow
from claims.models.days import by_day

_SUREST = (Certainty.HIGH, Certainty.MODERATE, Certainty.LOW, Certainty.VERY_LOW)
_HIDDEN = Q(claim__workflow__in=(Workflow.DISMISSED, Workflow.MERGED))
_A_WEEK = timedelta(days=7)
MOST_MOVES, MOST_WEEKS = 20, 26
_REACHED = (EvidenceState.ACCEPTED, EvidenceState.INVALIDATED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Moves:
    """The changes of some days, the weightiest first; `total` claims moved, of which the first are here."""

    changes: tuple[StatusChange, ...]
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    """A week from its Monday: how many changes led to which status."""

    monday: date
    moved: dict[str, int]

    @property
    def total(self) -> int:
        """All changes of the week."""
        return sum(self.moved.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrected:
    """A notice on a paper whose evidence claims rest on, or did."""

    notice: PaperNotice
    claims: tuple[Claim, ...]


def moves_of_the_week(*, now: datetime, most: int) -> Moves:
    """What moved in the last seven days, a claim once with its newest change, in four queries.

    At most `MOST_MOVES` are told. Where there are many claims, which of them moved is as a job found it.
    """
    heaviest, total = kept_where_many(MOVES, now=now).counts
    shown = heaviest[:most]
    changes = {change.pk: change for change in _with_claims(StatusChange.objects.filter(pk__in=shown))}
    return Moves(changes=tuple(changes[number] for number in shown if number in changes), total=total)


def _heaviest(since: datetime, most: int) -> tuple[tuple[int, ...], int]:
    """The ids of the weightiest changes, and how many claims moved."""
    newest = _moved().filter(recorded_at__gte=since).order_by("claim_id", "-pk").distinct("claim_id")
    rows = StatusChange.objects.filter(pk__in=newest.values("pk"))
    weighed = rows.annotate(
        weight=_weight(), gravity=_place("to_status", GRAVEST_FIRST), sureness=_place("certainty", _SUREST)
    )
    order = weighed.order_by("weight", "gravity", "sureness", "-recorded_at", "-pk").values_list("pk", flat=True)
    return tuple(order[:most]), rows.count()


def newest_moves(*, most: int) -> tuple[StatusChange, ...]:
    """The changes that were recorded last, whenever that was. One query."""
    return tuple(_with_claims(_moved()).order_by("-recorded_at", "-pk")[:most])


def moves_of(claims: QuerySet[Claim], *, most: int) -> tuple[StatusChange, ...]:
    """The newest changes of some claims. One query."""
    return tuple(_with_claims(_moved().filter(claim__in=claims.order_by())).order_by("-recorded_at", "-pk")[:most])


def latest_announcements(*, most: int) -> tuple[Announcement, ...]:
    """The announcements that were published last, with `claim_count`. Two queries."""
    newest = Announcement.objects.order_by(by_day("published_on").desc(), "-pk").values_list("pk", flat=True)
    shown = ~Q(appearances__claim__workflow__in=(Workflow.DISMISSED, Workflow.MERGED))
    rows = (
        Announcement.objects.filter(pk__in=list(newest[:most]))
        .select_related("publisher")
        .annotate(claim_count=Count("appearances__claim", distinct=True, filter=shown))
        .defer("text")
    )
    return tuple(rows.order_by(by_day("published_on").desc(), "-pk"))


def weekly(*, now: datetime, weeks: int) -> tuple[Week, ...]:
    """The newest weeks, the oldest first and this one last, each there whether anything moved or not. Two queries.

    At most `MOST_WEEKS` are told. Where there are many claims, they are as a job counted them.
    """
    return kept_where_many(WEEKS, now=now).counts[-weeks:]


def _weeks(now: datetime, weeks: int) -> tuple[Week, ...]:
    monday = now.date() - timedelta(days=now.weekday())
    mondays = [monday - timedelta(weeks=back) for back in reversed(range(weeks))]
    since = now.replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days=now.weekday(), weeks=weeks - 1)
    rows = _moved().filter(recorded_at__gte=since, recorded_at__lte=now).order_by()
    counted = rows.annotate(week=TruncWeek("recorded_at")).values_list("week", "to_status").annotate(Count("id"))
    moved: dict[date, dict[str, int]] = {start: {} for start in mondays}
    for week, status, count in counted:
        moved[week.date()][status] = count
    return tuple(Week(monday=start, moved=moved[start]) for start in mondays)


def reversals(*, most: int) -> Moves:
    """Where what we had said is taken back by what we say now, the newest first. Two queries."""
    rows = _moved().filter(turned_round())
    shown = _with_claims(rows).select_related("actor").order_by("-recorded_at", "-pk")[:most]
    return Moves(changes=tuple(shown), total=rows.count())


def corrected_papers(*, most: int) -> tuple[Corrected, ...]:
    """The newest notices on papers that claims rest on or did, each with these claims. Two queries."""
    resting = Evidence.objects.filter(state__in=_REACHED, paper_version__paper__isnull=False)
    notices = tuple(
        PaperNotice.objects.exclude(standing=Standing.CURRENT)
        .filter(paper__in=resting.values("paper_version__paper"))
        .select_related("paper")
        .order_by("-issued_on", "-pk")[:most]
    )
    reached: dict[int, dict[int, Claim]] = {notice.paper_id: {} for notice in notices}
    rows = resting.filter(paper_version__paper__in=reached).exclude(_HIDDEN).select_related("claim", "paper_version")
    for row in rows.order_by("claim_id"):
        reached[row.paper_version.paper_id][row.claim_id] = row.claim
    return tuple(Corrected(notice=notice, claims=tuple(reached[notice.paper_id].values())) for notice in notices)


def turned_round() -> Q:
    """The status changes that take back what was told before (`claims.judging.reversals`)."""
    turned = Q(pk__in=())
    for told, since in TAKEN_BACK.items():
        taken_back = [now for now, kind in since.items() if kind is not TakenBack.NOTHING]
        if taken_back:
            turned |= Q(from_status=told, to_status__in=taken_back)
    return turned


def _moved() -> QuerySet[StatusChange]:
    """Changes of the status, not of its certainty alone, of claims that readers find."""
    return StatusChange.objects.exclude(from_status=F("to_status")).exclude(_HIDDEN)


def _with_claims(changes: QuerySet[StatusChange]) -> QuerySet[StatusChange]:
    return changes.select_related("claim__subject", "claim__claimant")


def _weight() -> Case:
    """The place of a change among all by how much its movement weighs, for sorting."""
    weights = list(Weight)
    places = {(told, now): weights.index(weight_of(told, now)) for told in Status for now in Status}
    return Case(*(When(from_status=told, to_status=now, then=Value(place)) for (told, now), place in places.items()))


def _place(field: str, order: Iterable[str]) -> Case:
    """The place of a field's value in an order, for sorting."""
    return Case(*(When(**{field: value}, then=Value(place)) for place, value in enumerate(order)), default=Value(99))


# What a job finds where there are many claims.
MOVES = CountSet(name="moves", kind=tuple[tuple[int, ...], int], count=lambda now: _heaviest(now - _A_WEEK, MOST_MOVES))
WEEKS = CountSet(name="weeks", kind=tuple[Week, ...], count=lambda now: _weeks(now, MOST_WEEKS))
