"""Reads across tables for pages: each a fixed number of queries, whatever the number of rows."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from django.db.models import F, Prefetch, Q, QuerySet
from django.db.models.expressions import RawSQL

from claims.core.quantities import Metric
from claims.facets import (
    MANY_CLAIMS,
    CountSet,
    NamedCount,
    counted,
    grade_counts,
    has_many_claims,
    kept_or_asked_for,
    kept_where_many,
    metric_counts,
    organisation_counts,
    spelt_out,
    subject_counts,
)
from claims.judging.as_of import By
from claims.judging.findings import Grade, Stance, Status
from claims.judging.settling import Wanted, what_would_settle
from claims.models import (
    Appearance,
    Claim,
    ClaimAct,
    ClaimComment,
    ClaimMerge,
    Evidence,
    EvidenceState,
    Language,
    Organisation,
    OwnArithmetic,
    PublishedReview,
    Quantity,
    Recomputation,
    StatusChange,
    Subject,
)
from claims.models.claims import ClaimQuerySet
from claims.past import (
    Past,
    acts_then,
    changes_then,
    claims_then,
    comments_then,
    evidence_then,
    merges_then,
    notices_of,
    recomputations_then,
    reviews_then,
    set_back,
    set_back_evidence,
    set_back_reading,
    with_recorded_status,
)
from claims.said_words import WordsKnown, look_up, saying_all

PAGE_SIZE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimFilters:
    """What a reader chose on the list of claims; None and "" mean everything, and today.

    `organisation` made the claim or what it is about. `claimed_from` and `claimed_to` bound the day of the claim, both
    included. `grade_min` asks for accepted evidence of that grade or a better one, as it stands today.

    Of a past day by what was known, claims cannot be chosen by status: each status is a replay.
    """

    words: str = ""
    status: Status | None = None
    metric: Metric | None = None
    language: Language | None = None
    subject: int | None = None
    organisation: int | None = None
    claimed_from: date | None = None
    claimed_to: date | None = None
    grade_min: Grade | None = None
    past: Past | None = None

    @property
    def counts_statuses(self) -> bool:
        """Whether claims can be counted and chosen by status."""
        return self.past is None or self.past.by is By.RECORDED


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimListing:
    """A page of claims; each facet's counts hold under all filters but its own, so that a reader can change course.

    The facets in `uncounted` have not been counted under these filters yet: theirs are the counts of all claims.
    `counted_at` is when the oldest counts were made, None where all are of now.
    """

    claims: tuple[Claim, ...]
    total: int
    page: int
    pages: int
    statuses: dict[str, int]
    metrics: dict[str, int]
    languages: dict[str, int]
    subjects: tuple[NamedCount, ...]
    organisations: tuple[NamedCount, ...] = ()
    grades: dict[str, int] = field(default_factory=dict)
    uncounted: frozenset[str] = frozenset()
    counted_at: datetime | None = None


# The facets that have counts of their own, by the name of their filter: the type of the counts, and who counts.
FACETS: dict[str, tuple[Any, Callable[[ClaimQuerySet], Any]]] = {
    "metric": (dict[str, int], metric_counts),
    "language": (dict[str, int], lambda chosen: counted(chosen, "language")),
    "subject": (tuple[NamedCount, ...], subject_counts),
    "organisation": (tuple[NamedCount, ...], organisation_counts),
    "grade_min": (dict[str, int], grade_counts),
}


def claim_listing(filters: ClaimFilters, *, page: int, now: datetime, many: int = MANY_CLAIMS) -> ClaimListing:
    """Page `page` (from 1) of the public claims, newest first; a page past the end is empty.

    Where there are more than `many` claims, the counts of all facets but the status are those that a job made
    (`claims.facets`).
    """
    subjects = look_up(filters.words)
    found = _found(filters, subjects, many)
    claims = tuple(_for_lists(found.page(page)))
    if filters.past:
        set_back(claims, filters.past)
    facets = _facets(filters, subjects, found, now=now, many=many)
    return ClaimListing(
        claims=claims,
        total=found.total,
        page=page,
        pages=max(1, -(-found.total // PAGE_SIZE)),
        statuses=found.statuses,
        metrics=facets.counts["metric"],
        languages=facets.counts["language"],
        subjects=_with_chosen(facets.counts["subject"], filters.subject, Subject, found.total),
        organisations=_with_chosen(facets.counts["organisation"], filters.organisation, Organisation, found.total),
        grades=facets.counts["grade_min"],
        uncounted=frozenset(facets.uncounted),
        counted_at=min(facets.times, default=None),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """The claims of a list, how many they are, and how many of each status there are under all other filters.

    Where they are few, `chosen` names each by its number, so that none is looked for a second time.
    """

    chosen: ClaimQuerySet
    numbers: tuple[int, ...] | None
    total: int
    statuses: dict[str, int]

    def page(self, page: int) -> ClaimQuerySet:
        """The claims of a page, the newest first, in no order; what is shown with them is read of no others."""
        start, end = (page - 1) * PAGE_SIZE, page * PAGE_SIZE
        newest = self.chosen.order_by("-id").values_list("id", flat=True)[start:end]
        return Claim.objects.filter(pk__in=list(newest) if self.numbers is None else self.numbers[start:end])


def _found(filters: ClaimFilters, subjects: WordsKnown, many: int) -> _Found:
    """What filters find. Of no more than `many` the numbers are read: two searches where there would be seven."""
    chosen = _filtered(filters, subjects)
    statuses = _status_counts(_filtered(replace(filters, status=None), subjects), filters)
    total = _total(statuses, filters.status) if filters.counts_statuses else chosen.count()
    if filters == ClaimFilters() or filters.past or total > many:
        return _Found(chosen=chosen, numbers=None, total=total, statuses=statuses)
    numbers = tuple(sorted(chosen.order_by().values_list("id", flat=True), reverse=True)) if total else ()
    return _Found(chosen=_numbered(numbers), numbers=numbers, total=total, statuses=statuses)


def _numbered(numbers: Collection[int]) -> ClaimQuerySet:
    """The claims of these numbers, given as one parameter: thousands take longer to be read than to be found."""
    given = RawSQL("SELECT unnest(%s::bigint[])", [list(numbers)])
    return Claim.objects.filter(pk__in=given)


def facet_counts(facet: str, filters: ClaimFilters, subjects: WordsKnown | None = None) -> CountSet[Any]:
    """The counts of one facet under some filters; `subjects` are those that the words name, if they are known."""
    kind, count = FACETS[facet]

    def count_filtered(now: datetime) -> Any:
        return count(_filtered(filters, look_up(filters.words) if subjects is None else subjects))

    return CountSet(name=facet, of=spelt_out(filters), kind=kind, count=count_filtered)


@dataclass(slots=True, kw_only=True)
class _Facets:
    """What was found of each facet, as `ClaimListing` has it."""

    counts: dict[str, Any] = field(default_factory=dict)
    uncounted: list[str] = field(default_factory=list)
    times: list[datetime] = field(default_factory=list)


def _facets(filters: ClaimFilters, subjects: WordsKnown, listed: _Found, *, now: datetime, many: int) -> _Facets:
    found, are_many = _Facets(), has_many_claims(many)
    for facet, (_, count) in FACETS.items():
        beside = _beside(filters, facet)
        if beside == filters and listed.numbers is not None:
            found.counts[facet] = count(listed.chosen)
            continue
        wanted = facet_counts(facet, beside, subjects)
        if not are_many or (beside == filters != ClaimFilters() and listed.total <= many):
            found.counts[facet] = wanted.count(now)
            continue
        everything = facet_counts(facet, ClaimFilters())
        kept = kept_or_asked_for(wanted, now=now) if beside != ClaimFilters() else None
        told = kept or kept_where_many(everything, now=now, many=many)
        found.counts[facet] = told.counts
        if kept is None and beside != ClaimFilters():
            found.uncounted.append(facet)
        elif told.counted_at:
            found.times.append(told.counted_at)
    return found


def _beside(filters: ClaimFilters, facet: str) -> ClaimFilters:
    """All filters but that of the facet."""
    without: dict[str, Any] = {facet: None}
    return replace(filters, **without)


def _with_chosen(
    named: tuple[NamedCount, ...], chosen: int | None, model: type[Subject | Organisation], total: int
) -> tuple[NamedCount, ...]:
    """With the chosen one too where it is rare: all claims of the list are its own."""
    if chosen is None or any(one.id == chosen for one in named):
        return named
    names = model._default_manager.filter(pk=chosen).values_list("pk", "name")
    return (*named, *(NamedCount(id=number, name=name, claims=total) for number, name in names))


def newest_claims(claims: ClaimQuerySet, *, most: int) -> tuple[Claim, ...]:
    """The newest of some claims, with all that a list shows of them."""
    return tuple(_for_lists(claims)[:most])


def _for_lists(claims: ClaimQuerySet) -> ClaimQuerySet:
    rows = claims.select_related("subject", "claimant").order_by("-id")
    return rows.prefetch_related("quantities", Prefetch("appearances", _appearances()))


def claim_with_everything(number: int, *, past: Past | None = None) -> Claim:
    """A claim with all that its page shows, today or as it stood on a past day. Raises `Claim.DoesNotExist`."""
    evidence = evidence_then(past) if past else Evidence.objects.standing()
    made = recomputations_then(past) if past else Recomputation.objects.filter(is_current=True)
    changes = changes_then(past) if past else StatusChange.objects.all()
    acts = acts_then(past) if past else ClaimAct.objects.all()
    merges = merges_then(past) if past else ClaimMerge.objects.all()
    comments = comments_then(past) if past else ClaimComment.objects.published()
    reviews = reviews_then(past) if past else PublishedReview.objects.all()
    inputs = ("inputs__paper_version__paper", notices_of("inputs__paper_version__paper"))
    claim = (
        Claim.objects.select_related("subject__maker", "claimant", "merged_into", "visit_schedule")
        .prefetch_related(
            "quantities",
            "subject__aliases",
            Prefetch("appearances", _appearances()),
            Prefetch("evidence", _with_documents(evidence)),
            Prefetch("recomputations", made.prefetch_related(*inputs).order_by("id")),
            Prefetch("own_arithmetic", OwnArithmetic.objects.current().select_related("announcement")),
            Prefetch("comments", comments.select_related("author").order_by("published_at", "id")),
            Prefetch("published_reviews", reviews.order_by("reviewed_on", "id")),
            Prefetch("acts", acts.select_related("actor", "part_of").prefetch_related("parts").order_by("id")),
            Prefetch("merges", merges.select_related("actor").order_by("id")),
            Prefetch("status_changes", changes.select_related("actor").prefetch_related("evidence").order_by("-id")),
        )
        .get(pk=number)
    )
    if past:
        set_back([claim], past)
        set_back_evidence(claim, past)
        set_back_reading(claim, past)
    return claim


def settling(claim: Claim, *, language: str = "") -> tuple[Wanted, ...]:
    """What would settle a claim: asked of the evidence that counts, and of that which only mentions.

    Told in `language`, by default in that of the claim.
    """
    telling = [
        row
        for row in claim.evidence.all()
        if row.state == EvidenceState.ACCEPTED
        or (row.state == EvidenceState.PROPOSED and row.stance == Stance.MENTIONS)
    ]
    return what_would_settle(
        claim.to_core(),
        Status(claim.status),
        [row.to_core() for row in telling],
        [row.to_core() for row in claim.recomputations.all() if row.is_current],
        language=language,
    )


def _appearances() -> QuerySet[Appearance]:
    """Where claims were said, the first place first."""
    said = Appearance.objects.select_related("announcement__publisher")
    return said.order_by("repeated", F("announcement__published_on").asc(nulls_last=True), "id")


def _with_documents(evidence: QuerySet[Evidence]) -> QuerySet[Evidence]:
    documents = ("paper_version__passages", "paper_version__paper__identifiers", notices_of("paper_version__paper"))
    return evidence.select_related("paper_version__paper", "decided_by").prefetch_related(*documents).order_by("id")


def claims_found(filters: ClaimFilters) -> ClaimQuerySet:
    """The public claims that a search finds, in no order. Where it has words, a query or two are asked for them."""
    return _filtered(filters, look_up(filters.words))


def _filtered(filters: ClaimFilters, subjects: WordsKnown) -> ClaimQuerySet:
    chosen = Claim.objects.public()
    if filters.past:
        chosen = claims_then(chosen, filters.past)
    if filters.words:
        chosen = chosen.filter(saying_all(filters.words, subjects))
    if filters.status and filters.past:
        chosen = with_recorded_status(chosen, filters.past).filter(Q(status_then=filters.status))
    elif filters.status:
        chosen = chosen.filter(status=filters.status)
    if filters.language:
        chosen = chosen.filter(language=filters.language)
    if filters.subject is not None:
        chosen = chosen.filter(subject_id=filters.subject)
    if filters.metric:
        chosen = chosen.filter(pk__in=Quantity.objects.filter(metric=filters.metric).values("claim_id"))
    return _of_whom_and_when(chosen, filters)


def _of_whom_and_when(chosen: ClaimQuerySet, filters: ClaimFilters) -> ClaimQuerySet:
    if filters.organisation is not None:
        # Two looks into indexes; an "or" over two tables would read all claims.
        claimed = Claim.objects.filter(claimant=filters.organisation).order_by().values("pk")
        made = Claim.objects.filter(subject__maker=filters.organisation).order_by().values("pk")
        chosen = chosen.filter(pk__in=claimed.union(made))
    if filters.claimed_from:
        chosen = chosen.filter(claimed_on__gte=filters.claimed_from)
    if filters.claimed_to:
        chosen = chosen.filter(claimed_on__lte=filters.claimed_to)
    if filters.grade_min:
        counted = Evidence.objects.accepted().filter(grade__gte=filters.grade_min)
        chosen = chosen.filter(pk__in=counted.values("claim_id"))
    return chosen


def _status_counts(chosen: ClaimQuerySet, filters: ClaimFilters) -> dict[str, int]:
    if not filters.counts_statuses:
        return {}
    if filters.past:
        return counted(with_recorded_status(chosen, filters.past), "status_then")
    return counted(chosen, "status")


def _total(statuses: dict[str, int], chosen: Status | None) -> int:
    return statuses.get(chosen.value, 0) if chosen else sum(statuses.values())
