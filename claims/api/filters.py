"""What lists can be filtered by, declared once: it is what is asked of the database, refused, and documented.

Several values of one filter are separated by commas and mean any of them; several filters mean all of them. Days and
moments are inclusive.
"""

from datetime import UTC, datetime
from typing import Any, ClassVar

from django import forms
from django.core.validators import RegexValidator
from django.db.models import Exists, OuterRef, Q, QuerySet
from django_filters import rest_framework as filters
from rest_framework.request import Request

from claims.api.past_day import past_of
from claims.api.problems import BadQuestion
from claims.core.known_subjects import SubjectKind
from claims.core.lexicon import spelling
from claims.core.papers import Standing
from claims.core.quantities import Metric
from claims.core.statements import ClaimKind
from claims.judging.as_of import By
from claims.judging.findings import Certainty, Grade, Stance, Status
from claims.matching.papers_saying import papers_saying
from claims.models import (
    Announcement,
    Appearance,
    Cadence,
    Claim,
    DigestIssue,
    EventKind,
    Evidence,
    EvidenceState,
    Language,
    OutboxEvent,
    Paper,
    Quantity,
    StatusChange,
    Subject,
    VisitSource,
    Workflow,
)
from claims.models.choices import choices
from claims.models.claims import ClaimQuerySet
from claims.models.days import NO_DAY, by_day
from claims.models.digests import IssueState
from claims.past import with_recorded_status
from claims.said_words import claims_that_say

_LONGEST_SEARCH = 300
_LARGEST_NUMBER = 2**63 - 1
_DOMAIN = r"^[A-Za-z0-9.-]{1,253}\Z"
_PUBLIC_WORKFLOWS = [choice for choice in Workflow.choices if choice[0] not in (Workflow.DISMISSED, Workflow.MERGED)]


class Number(filters.NumberFilter):
    """The number of a resource."""

    field_class = forms.IntegerField

    def __init__(self, field_name: str | None = None, **extra: Any) -> None:
        super().__init__(field_name, min_value=1, max_value=_LARGEST_NUMBER, **extra)


def in_utc(moment: datetime) -> datetime:
    """PostgreSQL takes no offsets over 16 hours, which ISO 8601 knows. Raises `BadQuestion`."""
    try:
        return moment.astimezone(UTC)
    except OverflowError as error:
        raise BadQuestion("No calendar goes that far.") from error


class Moment(filters.IsoDateTimeFilter):
    """A date with a time."""

    def filter(self, qs: QuerySet[Any], value: datetime | None) -> Any:
        """Those that the column says it of, in UTC."""
        return super().filter(qs, value and in_utc(value))  # type: ignore[misc] # the stubs lack it


class AnyOf(filters.BaseInFilter, filters.ChoiceFilter):
    """Some of the values of an enum."""


class Within(filters.DjangoFilterBackend):
    """Filters by the address: what is before the question mark (/claims/12/evidence/) and what is behind it."""

    def get_filterset_kwargs(self, request: Request, queryset: QuerySet[Any], view: Any) -> dict[str, Any]:
        given = super().get_filterset_kwargs(request, queryset, view)
        return {**given, "data": {**request.query_params.dict(), **view.kwargs}}

    def filter_queryset(self, request: Request, queryset: QuerySet[Any], view: Any) -> QuerySet[Any]:
        """As given where nothing is asked: a form of all filters takes longer than most lists."""
        if view.kwargs or not request.query_params.keys().isdisjoint(view.filterset_class.base_filters):
            return super().filter_queryset(request, queryset, view)
        return queryset


class ClaimFilters(filters.FilterSet):
    """Claims."""

    q = filters.CharFilter(
        method="that_say",
        max_length=_LONGEST_SEARCH,
        help_text="Words in the claim, a quote of it or a name of its subject.",
    )
    status = AnyOf(method="of_status", choices=choices(Status))
    certainty = AnyOf(method="of_certainty", choices=choices(Certainty))
    workflow = AnyOf(field_name="workflow", choices=_PUBLIC_WORKFLOWS)
    language = AnyOf(field_name="language", choices=Language.choices)
    kind = AnyOf(field_name="kind", choices=choices(ClaimKind))
    metric = AnyOf(method="measured", choices=choices(Metric))
    unit = filters.CharFilter(method="measured", max_length=60, help_text="The base unit: parameters, Wh, USD …")
    value_min = filters.NumberFilter(method="measured", help_text="In base units, such as 175000000000.")
    value_max = filters.NumberFilter(method="measured")
    subject = Number(field_name="subject")
    subject_name = filters.CharFilter(method="about", max_length=200, help_text="A name of it, in any spelling.")
    claimant = Number(field_name="claimant")
    maker = Number(field_name="subject__maker", help_text="The organisation that made the subject.")
    publisher = Number(method="said_in", help_text="The organisation that published an announcement of it.")
    announcement = Number(method="said_in")
    source = filters.CharFilter(
        method="said_at", validators=[RegexValidator(_DOMAIN)], help_text="The site of an announcement: news.example."
    )
    paper = Number(method="with_evidence", help_text="A paper that gives evidence on it.")
    grade_min = filters.ChoiceFilter(method="with_evidence", choices=choices(Grade))
    claimed_from = filters.DateFilter(method="claimed")
    claimed_to = filters.DateFilter(method="claimed")
    recorded_from = Moment(field_name="recorded_at", lookup_expr="gte")
    recorded_to = Moment(field_name="recorded_at", lookup_expr="lte")
    changed_since = Moment(method="changed", help_text="Recorded, or given a status, since then.")

    # Filters that are about one and the same related row: what they ask of it.
    _of_quantity: ClassVar = {"metric": "metric__in", "unit": "unit"}
    _of_appearance: ClassVar = {"publisher": "announcement__publisher", "announcement": "announcement"}
    _of_evidence: ClassVar = {"paper": "paper_version__paper", "grade_min": "grade__gte"}

    def that_say(self, rows: QuerySet[Claim], name: str, value: str) -> QuerySet[Claim]:
        """See `claims.queries`."""
        return rows.filter(claims_that_say(value))

    def of_status(self, rows: ClaimQuerySet, name: str, value: list[str]) -> QuerySet[Claim]:
        """Today's status, or the one that our records gave on a past day."""
        past = past_of(self.request)
        if past is None:
            return rows.filter(status__in=value)
        if past.by is By.KNOWN:
            raise BadQuestion("Of a day by what was known, claims cannot be chosen by status; use by=recorded.")
        return with_recorded_status(rows, past).filter(Q(status_then__in=value))

    def of_certainty(self, rows: QuerySet[Claim], name: str, value: list[str]) -> QuerySet[Claim]:
        """Today's."""
        if past_of(self.request):
            raise BadQuestion("Claims of a past day cannot be chosen by certainty.")
        return rows.filter(certainty__in=value)

    def measured(self, rows: QuerySet[Claim], name: str, value: object) -> QuerySet[Claim]:
        """Claims with one quantity that meets all that is asked of it; called for each filter, acts for the first."""
        asked = self._asked("metric", "unit", "value_min", "value_max")
        if name != next(iter(asked)):
            return rows
        amounts = Quantity.objects.filter(
            **{self._of_quantity[key]: asked[key] for key in asked.keys() & self._of_quantity}
        )
        if "value_min" in asked:
            amounts = amounts.filter(Q(value__gte=asked["value_min"]) | Q(value=None, high__gte=asked["value_min"]))
        if "value_max" in asked:
            amounts = amounts.filter(Q(value__lte=asked["value_max"]) | Q(value=None, low__lte=asked["value_max"]))
        return rows.filter(Exists(amounts.filter(claim=OuterRef("pk"))))

    def about(self, rows: QuerySet[Claim], name: str, value: str) -> QuerySet[Claim]:
        """Claims on a subject that goes by a name."""
        spelt = spelling(value)
        return rows.filter(subject__in=Subject.objects.filter(Q(spelling=spelt) | Q(aliases__spelling=spelt)))

    def said_in(self, rows: QuerySet[Claim], name: str, value: int) -> QuerySet[Claim]:
        """Claims that were made in an announcement."""
        said = Appearance.objects.filter(**{self._of_appearance[name]: value})
        return rows.filter(Exists(said.filter(claim=OuterRef("pk"))))

    def said_at(self, rows: QuerySet[Claim], name: str, value: str) -> QuerySet[Claim]:
        """Claims that were made on a site."""
        said = Appearance.objects.filter(announcement__in=_published_at(value))
        return rows.filter(Exists(said.filter(claim=OuterRef("pk"))))

    def with_evidence(self, rows: QuerySet[Claim], name: str, value: object) -> QuerySet[Claim]:
        """Claims with one piece of evidence that meets all that is asked of it; called for each filter."""
        asked = self._asked(*self._of_evidence)
        if name != next(iter(asked)):
            return rows
        found = Evidence.objects.standing().filter(**{self._of_evidence[key]: asked[key] for key in asked})
        return rows.filter(Exists(found.filter(claim=OuterRef("pk"))))

    def claimed(self, rows: QuerySet[Claim], name: str, value: object) -> QuerySet[Claim]:
        """By the day on which it was said; claims without one are left out."""
        way = {"claimed_from": "gte", "claimed_to": "lte"}[name]
        return rows.alias(_day=by_day("claimed_on")).filter(**{f"_day__{way}": value, "_day__gt": NO_DAY})

    def changed(self, rows: QuerySet[Claim], name: str, value: datetime) -> QuerySet[Claim]:
        """What a copy that was made at that moment does not have."""
        since = in_utc(value)
        changes = StatusChange.objects.filter(recorded_at__gte=since)
        return rows.filter(Q(recorded_at__gte=since) | Q(pk__in=changes.values("claim")))

    def _asked(self, *names: str) -> dict[str, Any]:
        """Those of the filters that are given, in this order."""
        given = self.form.cleaned_data
        return {name: given[name] for name in names if given.get(name) not in (None, "", [])}


def _published_at(domain: str) -> QuerySet[Announcement]:
    starts = [f"{scheme}://{www}{domain.lower()}/" for scheme in ("https", "http") for www in ("", "www.")]
    at = Q()
    for start in starts:
        at |= Q(url__startswith=start)
    return Announcement.objects.filter(at)


class AnnouncementFilters(filters.FilterSet):
    """Announcements."""

    publisher = Number(field_name="publisher")
    source = filters.CharFilter(
        method="published_at", validators=[RegexValidator(_DOMAIN)], help_text="The site: news.example."
    )
    language = filters.CharFilter(field_name="language", max_length=3)
    published_from = filters.DateFilter(field_name="published_on", lookup_expr="gte")
    published_to = filters.DateFilter(field_name="published_on", lookup_expr="lte")
    recorded_from = Moment(field_name="recorded_at", lookup_expr="gte")

    def published_at(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """By the site."""
        return rows.filter(pk__in=_published_at(value))


class SourceLinkFilters(filters.FilterSet):
    """Links."""

    announcement = Number(field_name="announcement")
    paper = Number(field_name="paper")


class AppearanceFilters(filters.FilterSet):
    """Places where claims were made."""

    announcement = Number(field_name="announcement")
    claim = Number(field_name="claim")


class SubjectFilters(filters.FilterSet):
    """Subjects."""

    name = filters.CharFilter(method="named", max_length=200, help_text="A name of it, in any spelling.")
    kind = AnyOf(field_name="kind", choices=choices(SubjectKind))
    maker = Number(field_name="maker")
    family = Number(field_name="family")

    def named(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """By any of its names."""
        spelt = spelling(value)
        return rows.filter(Q(spelling=spelt) | Q(aliases__spelling=spelt)).distinct()


class OrganisationFilters(filters.FilterSet):
    """Organisations."""

    name = filters.CharFilter(field_name="name", lookup_expr="iexact", max_length=200)


class PaperFilters(filters.FilterSet):
    """Papers."""

    q = filters.CharFilter(method="that_say", max_length=_LONGEST_SEARCH, help_text="Words of its texts, all of them.")
    arxiv = filters.CharFilter(method="known_as", max_length=30)
    doi = filters.CharFilter(method="known_as", max_length=300)
    standing = AnyOf(field_name="standing", choices=choices(Standing))
    claim = Number(method="on_claim", help_text="A claim that it gives evidence on.")
    published_from = filters.DateFilter(field_name="published_on", lookup_expr="gte")
    published_to = filters.DateFilter(field_name="published_on", lookup_expr="lte")
    recorded_from = Moment(field_name="recorded_at", lookup_expr="gte")

    def that_say(self, rows: QuerySet[Paper], name: str, value: str) -> QuerySet[Paper]:
        """By the index of terms that claims are matched by."""
        saying = papers_saying(value)
        return rows.none() if saying is None else rows.filter(saying)

    def known_as(self, rows: QuerySet[Paper], name: str, value: str) -> QuerySet[Paper]:
        """By an id."""
        return rows.filter(identifiers__scheme=name, identifiers__value__iexact=value)

    def on_claim(self, rows: QuerySet[Paper], name: str, value: int) -> QuerySet[Paper]:
        """By a claim."""
        return rows.filter(pk__in=Evidence.objects.standing().filter(claim=value).values("paper_version__paper"))


class EvidenceFilters(filters.FilterSet):
    """Evidence."""

    claim = Number(field_name="claim")
    paper = Number(field_name="paper_version__paper")
    stance = AnyOf(field_name="stance", choices=choices(Stance))
    grade = AnyOf(field_name="grade", choices=choices(Grade))
    grade_min = filters.ChoiceFilter(field_name="grade", lookup_expr="gte", choices=choices(Grade))
    state = AnyOf(
        field_name="state",
        choices=[choice for choice in EvidenceState.choices if choice[0] in ("proposed", "accepted")],
    )
    known_from = filters.DateFilter(field_name="known_on", lookup_expr="gte")
    known_to = filters.DateFilter(field_name="known_on", lookup_expr="lte")
    recorded_from = Moment(field_name="recorded_at", lookup_expr="gte")


class RecomputationFilters(filters.FilterSet):
    """Arithmetic."""

    claim = Number(field_name="claim")
    paper = Number(method="over", help_text="A paper that one of its inputs is quoted from.")
    stance = AnyOf(field_name="stance", choices=choices(Stance))

    def over(self, rows: QuerySet[Any], name: str, value: int) -> QuerySet[Any]:
        """By the paper of an input."""
        return rows.filter(inputs__paper_version__paper=value).distinct()


class StatusChangeFilters(filters.FilterSet):
    """Status changes."""

    claim = Number(field_name="claim")
    subject = Number(field_name="claim__subject")
    to_status = AnyOf(field_name="to_status", choices=choices(Status))
    since = Moment(field_name="recorded_at", lookup_expr="gte")
    until = Moment(field_name="recorded_at", lookup_expr="lte")


class CommentFilters(filters.FilterSet):
    """Comments."""

    claim = Number(field_name="claim")


class VisitFilters(filters.FilterSet):
    """Receipts."""

    claim = Number(field_name="claim")
    source = AnyOf(field_name="source", choices=VisitSource.choices)
    since = Moment(field_name="started_at", lookup_expr="gte")
    until = Moment(field_name="started_at", lookup_expr="lte")


class Position(filters.NumberFilter):
    """A place among all events."""

    field_class = forms.IntegerField

    def __init__(self, field_name: str, **extra: Any) -> None:
        super().__init__(field_name, min_value=0, max_value=_LARGEST_NUMBER, **extra)


class EventFilters(filters.FilterSet):
    """Events."""

    after = Position("position", lookup_expr="gt", help_text="The last position that you know; 0 for all.")
    kind = AnyOf(field_name="kind", choices=EventKind.choices)
    claim = Number(field_name="claim")
    paper = Number(field_name="paper")
    announcement = Number(field_name="announcement")
    digest = Number(method="told_in", help_text="A digest of the public archive.")

    def told_in(self, rows: QuerySet[OutboxEvent], name: str, value: int) -> QuerySet[OutboxEvent]:
        """Those in its window."""
        issue = DigestIssue.objects.exclude(slug="").exclude(state=IssueState.CANCELLED).filter(pk=value).first()
        return rows.filter(position__gt=issue.after_position, position__lte=issue.to_position) if issue else rows.none()


class DigestFilters(filters.FilterSet):
    """Digests."""

    slug = filters.CharFilter(field_name="slug", max_length=20)
    cadence = AnyOf(field_name="cadence", choices=Cadence.choices)
