"""What happened, as programs poll it without missing any, and the digests that told it."""

from typing import Any

from django.db.models import Case, F, JSONField, OuterRef, Q, QuerySet, Subquery, Value, When
from rest_framework import serializers

from claims.api.filters import DigestFilters, EventFilters
from claims.api.reading import Readable
from claims.api.resources.history import StatusChangeWithin
from claims.api.resources.names import AnnouncementName, ClaimName, PaperName, number_of
from claims.api.shapes import MOST_WITHIN, Expression, Rows, Shape, address, api_address
from claims.models import DigestIssue, EventKind, OutboxEvent, Workflow
from claims.models.digests import IssueState


def _of_claim(prefix: str) -> Expression:
    """The claim by its words; of one that was dismissed, its number alone is told."""
    shown = When(
        Q(**{f"{prefix}claim__isnull": False}) & ~Q(**{f"{prefix}claim__workflow": Workflow.DISMISSED}),
        then=ClaimName.document(f"{prefix}claim__"),
    )
    return Case(shown, default=Value(None), output_field=JSONField())


def _step(prefix: str) -> Expression:
    """The status change that an event of that kind is about."""
    row = StatusChangeWithin.rows().order_by().filter(pk=OuterRef(f"{prefix}row"))
    told = Subquery(row.values(document=StatusChangeWithin.document()), output_field=JSONField())
    return Case(
        When(**{f"{prefix}kind": EventKind.STATUS_CHANGED}, then=told), default=Value(None), output_field=JSONField()
    )


def _told_in(prefix: str) -> Expression:
    """The events of a digest's window."""
    rows = (
        EventWithin.rows()
        .order_by("position")
        .filter(position__gt=OuterRef(f"{prefix}after_position"), position__lte=OuterRef(f"{prefix}to_position"))
    )
    return Rows(rows.values(document=EventWithin.document())[:MOST_WITHIN])


class EventWithin(Shape):
    """One thing that happened. It never changes, and neither does its position."""

    id = serializers.IntegerField()
    api_url = serializers.URLField()
    position = serializers.IntegerField(help_text="Its place among all; none ever comes in before one that was told.")
    kind = serializers.CharField()
    row = serializers.IntegerField(help_text="The number of what tells it: of the status change, the comment …")
    recorded_at = serializers.DateTimeField()
    claim_number = serializers.IntegerField(allow_null=True, help_text="Also of a claim that was dismissed since.")
    claim = ClaimName(allow_null=True, help_text="As it stands today; null for one that was dismissed.")
    paper = PaperName(allow_null=True)
    announcement = AnnouncementName(allow_null=True)
    status_change = StatusChangeWithin(allow_null=True)

    class Meta:
        model = OutboxEvent
        expressions = {
            "api_url": api_address("events"),
            "claim_number": number_of("claim"),
            "claim": _of_claim,
            "status_change": _step,
        }

    @classmethod
    def rows(cls) -> QuerySet[Any]:
        """Those that have a position; of dismissed claims, that they were dismissed."""
        told = OutboxEvent.objects.filter(position__isnull=False)
        hidden = Q(claim__workflow=Workflow.DISMISSED) & ~Q(kind=EventKind.CLAIM_DISMISSED)
        return told.exclude(hidden).order_by("position")


class EventShape(EventWithin):
    """One thing that happened: a status that changed, a paper that was retracted, a claim that was merged …"""


class DigestShape(Shape):
    """A digest of the public archive: it tells all that happened after one position, up to another."""

    id = serializers.IntegerField()
    url = serializers.URLField(help_text="Its page.")
    api_url = serializers.URLField()
    slug = serializers.CharField(help_text="2026-W18")
    cadence = serializers.CharField()
    due_at = serializers.DateTimeField()
    opened_at = serializers.DateTimeField()
    after_position = serializers.IntegerField()
    to_position = serializers.IntegerField()
    events = EventWithin(many=True)

    class Meta:
        model = DigestIssue
        # The first hundred; all of them are at /digests/12/events/.
        expandable = ("events",)
        expressions = {"url": address("digests", "slug"), "api_url": api_address("digests"), "events": _told_in}

    @classmethod
    def rows(cls) -> QuerySet[Any]:
        """Those of the archive that were not cancelled."""
        return DigestIssue.objects.exclude(slug="").exclude(state=IssueState.CANCELLED).order_by("pk")


class Events(Readable):
    """Everything that happened, the oldest first. Keep the last `position` and ask for what comes `after` it."""

    shape = EventShape
    filterset_class = EventFilters
    order_keys = {"position": F("position"), "id": F("pk")}
    default_order = "position"


class Digests(Readable):
    """The digests of the public archive, the newest first."""

    shape = DigestShape
    filterset_class = DigestFilters
    order_keys = {"id": F("pk"), "due_at": F("due_at")}
