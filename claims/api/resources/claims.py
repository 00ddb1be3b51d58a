"""Claims: what was said, by whom and where, what it measures, and what is known of it."""

import json
from collections.abc import Sequence
from typing import Any

from django.db.models import F, QuerySet
from rest_framework import serializers
from rest_framework.request import Request

from claims.api.filters import ClaimFilters
from claims.api.past_day import PARAMETERS, of_the_day, past_of
from claims.api.problems import BadQuestion
from claims.api.reading import Readable
from claims.api.rendering import BibTex, CslJson, JsonLd
from claims.api.resources.evidence import EvidenceWithin, RecomputationWithin
from claims.api.resources.history import StatusChangeWithin, VisitWithin
from claims.api.resources.names import AnnouncementName, OrganisationName, SubjectName
from claims.api.searching import as_told, words_in
from claims.api.shapes import Shape, address, api_address
from claims.linked_data import claim_as_linked_data
from claims.models import Appearance, Claim, PublishedReview, Quantity, Workflow
from claims.models.days import by_day
from claims.past import claims_then
from claims.queries import claim_with_everything
from claims.workflows.gather_appearances import successor_of


class QuantityShape(Shape):
    """What a claim measures, in base units (175000000000 parameters, not 175 billion)."""

    metric = serializers.CharField()
    relation = serializers.CharField(help_text="value, ratio, difference …")
    comparator = serializers.CharField(help_text="eq, approx, gt, ge, lt, le, range")
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


class PublishedReviewShape(Shape):
    """What another fact-checker says of a claim, in that one's words; nothing here follows from it."""

    publisher = serializers.CharField()
    url = serializers.URLField()
    title = serializers.CharField()
    rating = serializers.CharField(help_text="The publisher's own word.")
    language = serializers.CharField()
    reviewed_on = serializers.DateField(allow_null=True)

    class Meta:
        model = PublishedReview


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
    evidence = EvidenceWithin(many=True)
    recomputations = RecomputationWithin(many=True)
    status_changes = StatusChangeWithin(many=True)
    visits = VisitWithin(many=True)
    published_reviews = PublishedReviewShape(many=True)

    class Meta:
        model = Claim
        # Of each the first hundred; all of them are at /claims/12/evidence/ and so on.
        expandable = ("evidence", "recomputations", "status_changes", "visits", "published_reviews")
        expressions = {"url": address("claims"), "api_url": api_address("claims")}

    @classmethod
    def rows(cls) -> QuerySet[Any]:
        """All but the dismissed and the merged."""
        return Claim.objects.public().order_by("pk")


class Claims(Readable):
    """The claims."""

    shape = ClaimShape
    filterset_class = ClaimFilters
    renderer_classes = [*Readable.renderer_classes, BibTex, CslJson, JsonLd]
    parameters = PARAMETERS
    order_keys = {"id": F("pk"), "claimed_on": by_day("claimed_on"), "recorded_at": F("recorded_at")}

    def get_queryset(self) -> QuerySet[Any]:
        """The public ones; in a list of a past day, those that were there."""
        past = past_of(self.request) if self.action == "list" else None
        return claims_then(Claim.objects.public(), past) if past else Claim.objects.public()

    def finished(self, request: Request, numbers: Sequence[int], told: Sequence[str]) -> Sequence[str]:
        """Statuses of the day that is asked for, and where the words that are searched for stand."""
        if past := past_of(request):
            if request.query_params.get("expand"):
                raise BadQuestion("expand tells of today and as_of of a past day; ask for one of them.")
            told = of_the_day(numbers, told, past)
        if isinstance(request.accepted_renderer, JsonLd):
            if past:
                raise BadQuestion("Linked data tell of today; leave as_of out.")
            linked = (claim_as_linked_data(claim_with_everything(number)) for number in numbers)
            return [json.dumps(one, ensure_ascii=False) for one in linked]
        if self.action == "list" and (words := request.query_params.get("q", "").split()):
            told = [_highlighted(document, words) for document in told]
        return told

    def successor(self, number: int) -> int | None:
        """The claim that a merged one is told by."""
        merged = Claim.objects.filter(pk=number, workflow=Workflow.MERGED).first()
        return successor_of(merged).pk if merged else None


def _highlighted(document: str, words: list[str]) -> str:
    """With `highlights`: where in the text, in characters, the words stand, and the same in each quote.

    There are none where the words are another name's.
    """
    claim = json.loads(document)
    places = as_told(words_in(claim["text"], words)) if "text" in claim else []
    if "appearances" in claim:
        quotes = claim["appearances"]
        claim["appearances"] = [{**one, "highlights": as_told(words_in(one["exact"], words))} for one in quotes]
    return json.dumps({**claim, "highlights": places}, ensure_ascii=False)
