"""Claims: what was said, by whom and where, what it measures, and what is known of it."""

from datetime import date
from typing import Any

from django.db.models import DateField, F, QuerySet, Value
from django.db.models.functions import Coalesce
from rest_framework import serializers

from claims.api.reading import Readable
from claims.api.resources.names import AnnouncementName, OrganisationName, SubjectName
from claims.api.shapes import Shape, address, api_address
from claims.models import Appearance, Claim, Quantity

NO_DAY = date(1, 1, 1)


class QuantityShape(Shape):
    """What a claim measures, in base units (175000000000 parameters, not 175 billion)."""

    metric = serializers.CharField()
    relation = serializers.CharField(help_text="value, ratio, difference …")
    comparator = serializers.CharField(help_text="equal, about, over, at_least …")
    value = serializers.DecimalField(max_digits=60, decimal_places=20, allow_null=True)
    low = serializers.DecimalField(max_digits=60, decimal_places=20, allow_null=True)
    high = serializers.DecimalField(max_digits=60, decimal_places=20, allow_null=True)
    unit = serializers.CharField()
    scope = serializers.CharField()
    baseline = serializers.CharField(help_text="What it is compared with.")
    raw = serializers.CharField(help_text="The words themselves.")

    class Meta:
        model = Quantity


class AppearanceShape(Shape):
    """Where a claim was said: the exact words (Web Annotation TextQuoteSelector) and their place."""

    announcement = AnnouncementName()
    exact = serializers.CharField()
    prefix = serializers.CharField()
    suffix = serializers.CharField()
    start = serializers.IntegerField()
    end = serializers.IntegerField()
    repeated = serializers.BooleanField()
    anchor = serializers.CharField(help_text="Whether the page still has these words: ok, moved, lost.")

    class Meta:
        model = Appearance


class ClaimShape(Shape):
    """One checkable statement under its permanent number."""

    id = serializers.IntegerField()
    url = serializers.URLField(help_text="Its page.")
    api_url = serializers.URLField()
    text = serializers.CharField()
    language = serializers.CharField()
    kind = serializers.CharField()
    attribution = serializers.CharField()
    hedged = serializers.BooleanField()
    denied = serializers.BooleanField(help_text="The text says that it is not so.")
    status = serializers.CharField()
    certainty = serializers.CharField()
    proposed_status = serializers.CharField(source="proposal", help_text="What a job asks people to say; often empty.")
    workflow = serializers.CharField()
    claimed_on = serializers.DateField(allow_null=True)
    settle_by = serializers.DateField(allow_null=True)
    recorded_at = serializers.DateTimeField()
    subject = SubjectName(allow_null=True)
    claimant = OrganisationName(allow_null=True)
    quantities = QuantityShape(many=True)
    appearances = AppearanceShape(many=True)
    next_visit_at = serializers.DateTimeField(source="visit_schedule.due_at", allow_null=True)

    class Meta:
        model = Claim
        expressions = {"url": address("claims"), "api_url": api_address("claims")}

    @classmethod
    def rows(cls) -> QuerySet[Any]:
        """All but the dismissed and the merged."""
        return Claim.objects.public().order_by("pk")


class Claims(Readable):
    """The claims."""

    shape = ClaimShape
    order_keys = {
        "id": F("pk"),
        "claimed_on": Coalesce("claimed_on", Value(NO_DAY, output_field=DateField())),
    }
