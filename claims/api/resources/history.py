"""What became of claims: the feed of what changed, and the receipts of every look."""

from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, Q, QuerySet
from rest_framework import serializers

from claims.api.filters import StatusChangeFilters, VisitFilters
from claims.api.reading import Readable
from claims.api.resources.names import ClaimName, number_of, person_or_rules
from claims.api.shapes import Expression, Shape, api_address
from claims.models import Evidence, StatusChange, Visit, Workflow


def _evidence(prefix: str) -> Expression:
    """The numbers of what the step rests on and still stands."""
    rests_on = Evidence.objects.standing().filter(status_changes=OuterRef(f"{prefix}pk"))
    return ArraySubquery(rests_on.order_by("pk").values("pk"))


class ReasonShape(serializers.Serializer[Any]):
    """Why, as a code and in words."""

    code = serializers.CharField()
    text = serializers.CharField()


class StatusChangeWithin(Shape):
    """One step in a claim's history, as the claim tells it; it is never altered."""

    id = serializers.IntegerField()
    api_url = serializers.URLField()
    from_status = serializers.CharField()
    to_status = serializers.CharField()
    certainty = serializers.CharField()
    reasons = serializers.ListField(child=ReasonShape())
    evidence = serializers.ListField(child=serializers.IntegerField())
    decided_by = serializers.CharField(help_text="person or rules")
    known_on = serializers.DateField(allow_null=True, help_text="When what decided it was public.")
    recorded_at = serializers.DateTimeField(help_text="When we drew the conclusion.")
    supersedes = serializers.IntegerField(allow_null=True, help_text="The step that this one corrects.")

    class Meta:
        model = StatusChange
        expressions = {
            "api_url": api_address("status-changes"),
            "evidence": _evidence,
            "decided_by": person_or_rules("actor"),
            "supersedes": number_of("supersedes"),
        }

    @classmethod
    def rows(cls) -> QuerySet[Any]:
        """The newest first, of claims that are not dismissed."""
        return StatusChange.objects.exclude(claim__workflow=Workflow.DISMISSED).order_by("-pk")


class StatusChangeShape(StatusChangeWithin):
    """A step with its claim."""

    claim = ClaimName()


class VisitWithin(Shape):
    """The receipt of one look at one source, as the claim tells it."""

    id = serializers.IntegerField()
    api_url = serializers.URLField()
    source = serializers.CharField()  # type: ignore[assignment] # a field of this name, not the one that fields have
    query = serializers.CharField(help_text="What was asked.")
    since = serializers.DateField(allow_null=True)
    until = serializers.DateField(allow_null=True)
    started_at = serializers.DateTimeField()
    finished_at = serializers.DateTimeField()
    papers_found = serializers.IntegerField()
    has_more = serializers.BooleanField(help_text="The source had more than was read.")
    papers_considered = serializers.IntegerField()
    new_evidence = serializers.IntegerField()
    failed = serializers.BooleanField(help_text="The source could not be asked; it is asked again.")

    class Meta:
        model = Visit
        expressions = {
            "api_url": api_address("visits"),
            # What it said when it failed may hold the addresses that we asked.
            "failed": lambda prefix: Q(**{f"{prefix}failure__gt": ""}),
        }

    @classmethod
    def rows(cls) -> QuerySet[Any]:
        """The newest first, of claims that are not dismissed."""
        return Visit.objects.exclude(claim__workflow=Workflow.DISMISSED).order_by("-pk")


class VisitShape(VisitWithin):
    """A receipt with its claim."""

    claim = ClaimName()


class StatusChanges(Readable):
    """What changed, the newest first."""

    shape = StatusChangeShape
    filterset_class = StatusChangeFilters
    order_keys = {"id": F("pk")}


class Visits(Readable):
    """The receipts of all looks, the newest first."""

    shape = VisitShape
    filterset_class = VisitFilters
    order_keys = {"id": F("pk")}
