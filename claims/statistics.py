"""Counts over claims: the record of a set of them, and how far all of them are looked into.

Each is a fixed number of queries that the database adds up; of claims that readers do not find in lists, none counts.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.db.models import (
    Aggregate,
    Count,
    DurationField,
    Exists,
    ExpressionWrapper,
    F,
    Max,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Value,
)
from django.db.models.functions import Greatest

from claims.core.proportions import Proportion, proportion
from claims.facets import CountSet, counted, kept_where_many, metric_counts
from claims.judging.findings import Grade, Stance, Status
from claims.judging.rulings import EXCLUDED
from claims.models import Announcement, Claim, Evidence, Organisation, Paper, Quantity, Subject
from claims.models.claims import ClaimQuerySet

# Under so many decided claims a share says nothing, and none is given.
FEWEST = 5
# What is decided about a claim: that it holds, that it holds in part, that it is wrong. The other words say that it is
# open, that it was so when said, or that nobody can tell.
DECIDED = (Status.SUPPORTED, Status.QUALIFIED, Status.REFUTED)
PAGE_SIZE = 50
INDEPENDENT = frozenset({Grade.E4, Grade.E5, Grade.E6})
OWN = frozenset({Grade.E1, Grade.E2, Grade.E3})


@dataclass(frozen=True, slots=True, kw_only=True)
class Backing:
    """How many claims somebody independent has looked into, only the claimant's own side speaks for, and nobody."""

    independent: int
    own: int
    nobody: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What became of a set of claims. `shares` are of the decided ones; empty where these are fewer than `FEWEST`.

    `waiting_since` is the day of the oldest open claim that nothing independent speaks on, None where there is none.
    """

    claims: int
    statuses: dict[str, int]
    decided: int
    shares: tuple[tuple[Status, Proportion], ...]
    backing: Backing
    waiting_since: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A subject or an organisation in a list, with its public claims by status; `beside` is what it also is.

    That is the maker of a subject, and for an organisation nothing; `announcements` is what an organisation published.
    """

    id: int
    name: str
    beside: str
    statuses: dict[str, int]
    announcements: int = 0

    @property
    def claims(self) -> int:
        """All of its public claims."""
        return sum(self.statuses.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Lines:
    """A page of a list, those with most claims first; a page past the end is empty.

    `counted_at` is None where that was just now.
    """

    lines: tuple[Line, ...]
    total: int
    pages: int
    counted_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Glance:
    """How much is kept here: public claims by status, announcements, papers.

    `counted_at` is None where that was just now.
    """

    statuses: dict[str, int]
    announcements: int
    papers: int
    counted_at: datetime | None = None

    @property
    def claims(self) -> int:
        """All of them."""
        return sum(self.statuses.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Statistics:
    """All claims in figures. `evidence` counts what is accepted, as (grade, stance) → pieces.

    `measured` is how many claims state a figure; `dated` claims were said on a known day, and of those with independent
    evidence `days_to_evidence` is the median time until the first was public (0 where it was before), None without any.
    """

    record: Record
    certainties: dict[str, int]
    languages: dict[str, int]
    metrics: dict[str, int]
    measured: int
    evidence: dict[tuple[str, str], int]
    counted_at: datetime
    checked_and_dated: int
    days_to_evidence: float | None


class Median(Aggregate):
    """The value in the middle (`percentile_cont(0.5)`)."""

    function = "PERCENTILE_CONT"
    template = "%(function)s(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = DurationField()


def glance(*, now: datetime) -> Glance:
    """How much there is, in four queries; where there are many claims, as a job counted it."""
    found = kept_where_many(GLANCE, now=now)
    return replace(found.counts, counted_at=found.counted_at)


def _glanced(now: datetime) -> Glance:
    return Glance(
        statuses=counted(Claim.objects.public(), "status"),
        announcements=Announcement.objects.count(),
        papers=Paper.objects.filter(merged_into=None).count(),
    )


def record_of(claims: ClaimQuerySet) -> Record:
    """The record of the public claims among these, in three queries."""
    public = claims.public().order_by()
    statuses = counted(public, "status")
    best = speaking(Evidence.objects.filter(claim__in=public)).values("claim").annotate(best=Max("grade"))
    heard = best.aggregate(
        independent=Count("claim", filter=Q(best__in=INDEPENDENT)), own=Count("claim", filter=Q(best__in=OWN))
    )
    whole = sum(statuses.values())
    waits = public.exclude(status__in=DECIDED).exclude(Exists(_independent().filter(claim=OuterRef("pk"))))
    return Record(
        claims=whole,
        statuses=statuses,
        decided=sum(statuses.get(status, 0) for status in DECIDED),
        shares=shares_of(statuses),
        backing=Backing(**heard, nobody=whole - heard["independent"] - heard["own"]),
        waiting_since=waits.aggregate(since=Min("claimed_on"))["since"],
    )


def shares_of(statuses: dict[str, int]) -> tuple[tuple[Status, Proportion], ...]:
    """The share of each decided status among the decided claims; nothing where they are fewer than `FEWEST`."""
    decided = sum(statuses.get(status, 0) for status in DECIDED)
    if decided < FEWEST:
        return ()
    return tuple((status, proportion(statuses.get(status, 0), decided)) for status in DECIDED)


def subject_lines(*, words: str, page: int, now: datetime) -> Lines:
    """What public claims are about, by the number of claims, in five queries; `words` must be part of a name.

    Where there are many claims, the first page is as a job counted it.
    """
    return _subject_lines(words, page) if words or page > 1 else _kept_lines(SUBJECTS, now)


def _kept_lines(lines: CountSet[Lines], now: datetime) -> Lines:
    found = kept_where_many(lines, now=now)
    return replace(found.counts, counted_at=found.counted_at)


def _subject_lines(words: str, page: int) -> Lines:
    claims = Claim.objects.public().filter(subject__isnull=False)
    if words:
        named = Q(name__iregex=re.escape(words)) | Q(aliases__name__iregex=re.escape(words))
        claims = claims.filter(subject__in=Subject.objects.filter(named))
    counted = claims.order_by().values_list("subject").annotate(claims=Count("id"))
    total = counted.count()
    shown = [number for number, _ in counted.order_by("-claims", "subject")[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]]
    rows = Subject.objects.filter(pk__in=shown).select_related("maker").in_bulk()
    statuses = defaultdict[int, dict[str, int]](dict)
    for number, status, count in (
        claims.filter(subject__in=shown).order_by().values_list("subject", "status").annotate(Count("id"))
    ):
        statuses[number][status] = count
    lines = (
        Line(id=row.pk, name=row.name, beside=row.maker.name if row.maker else "", statuses=statuses[row.pk])
        for row in (rows[number] for number in shown)
    )
    return Lines(lines=tuple(lines), total=total, pages=_pages(total))


def organisation_lines(*, words: str, page: int, now: datetime) -> Lines:
    """Who claims, makes what claims are about, or publishes; by the number of claims, in four queries.

    Where there are many claims, the first page is as a job counted it.
    """
    return _organisation_lines(words, page) if words or page > 1 else _kept_lines(ORGANISATIONS, now)


def _organisation_lines(words: str, page: int) -> Lines:
    statuses = defaultdict[int, Counter[str]](Counter)
    pairs = Claim.objects.public().order_by().values_list("claimant", "subject__maker", "status").annotate(Count("id"))
    for claimant, maker, status, count in pairs:
        for number in {claimant, maker} - {None}:
            statuses[number][status] += count
    published = dict(
        Announcement.objects.filter(publisher__isnull=False).order_by().values_list("publisher").annotate(Count("id"))
    )
    named = Organisation.objects.filter(pk__in={*statuses, *published})
    names = dict((named.filter(name__iregex=re.escape(words)) if words else named).values_list("pk", "name"))
    ranked = sorted(
        names, key=lambda number: (-statuses[number].total(), -published.get(number, 0), names[number], number)
    )
    lines = (
        Line(
            id=number,
            name=names[number],
            beside="",
            statuses=dict(statuses[number]),
            announcements=published.get(number, 0),
        )
        for number in ranked[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
    )
    return Lines(lines=tuple(lines), total=len(ranked), pages=_pages(len(ranked)))


def _pages(total: int) -> int:
    return max(1, -(-total // PAGE_SIZE))


def statistics(*, now: datetime) -> Statistics:
    """All public claims in figures, in ten queries; where there are many, as a job counted them (`counted_at`)."""
    return kept_where_many(STATISTICS, now=now).counts


def _all_counted(now: datetime) -> Statistics:
    public = Claim.objects.public()
    measures = Quantity.objects.filter(claim__in=public).order_by()
    evidence = Evidence.objects.accepted().filter(claim__in=public).order_by().values_list("grade", "stance")
    days, dated = _days_to_evidence()
    return Statistics(
        record=record_of(public),
        certainties=counted(public.exclude(status=Status.UNVERIFIED), "certainty"),
        languages=counted(public, "language"),
        metrics=metric_counts(public),
        measured=measures.aggregate(claims=Count("claim", distinct=True))["claims"],
        evidence={(grade, stance): pieces for grade, stance, pieces in evidence.annotate(Count("id"))},
        counted_at=now,
        checked_and_dated=dated,
        days_to_evidence=days,
    )


def speaking(evidence: QuerySet[Evidence]) -> QuerySet[Evidence]:
    """Of some evidence what counts and takes a side: accepted, from a document that still stands, for or against."""
    counted = evidence.filter(state="accepted", stance__in=(Stance.SUPPORTS, Stance.CONTRADICTS))
    return counted.exclude(paper_version__paper__standing__in=EXCLUDED)


def backing_of(claims: Collection[Claim]) -> dict[int, Grade]:
    """Claim id → the best grade of what speaks on it; a claim that nothing speaks on is left out. One query."""
    rows = speaking(Evidence.objects.filter(claim__in=claims)).order_by().values_list("claim_id")
    return {number: Grade(best) for number, best in rows.annotate(Max("grade"))}


def _independent() -> QuerySet[Evidence]:
    return speaking(Evidence.objects.filter(grade__in=INDEPENDENT))


def _days_to_evidence() -> tuple[float | None, int]:
    """The median, and over how many claims."""
    rows = _independent().filter(claim__in=Claim.objects.public(), claim__claimed_on__isnull=False)
    firsts = rows.order_by().values("claim", said=F("claim__claimed_on")).annotate(first=Min("known_on"))
    waited = ExpressionWrapper(F("first") - F("said"), output_field=DurationField())
    found = firsts.filter(first__isnull=False).aggregate(
        median=Median(Greatest(waited, Value(timedelta(0)))), claims=Count("claim")
    )
    median: timedelta | None = found["median"]
    return (median.total_seconds() / 86_400 if median is not None else None), found["claims"]


# What a job counts where there are many claims.
GLANCE = CountSet(name="glance", kind=Glance, count=_glanced)
SUBJECTS = CountSet(name="subjects", kind=Lines, count=lambda now: _subject_lines("", 1))
ORGANISATIONS = CountSet(name="organisations", kind=Lines, count=lambda now: _organisation_lines("", 1))
STATISTICS = CountSet(name="statistics", kind=Statistics, count=_all_counted)
