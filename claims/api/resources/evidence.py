"""What bears on claims: quoted passages of papers, and arithmetic that anybody can redo."""

from typing import Any

from django.db.models import Case, F, QuerySet, Value, When
from rest_framework import serializers

from claims.api.filters import EvidenceFilters, RecomputationFilters
from claims.api.reading import Readable
from claims.api.resources.names import ClaimName, PaperName
from claims.api.shapes import Expression, Shape, api_address
from claims.models import Evidence, EvidenceState, Recomputation, RecomputationInput, Workflow


def _decided_by(prefix: str) -> Expression:
    """A person, the rules, or nobody yet."""
    return Case(
        When(**{f"{prefix}decided_by__isnull": False}, then=Value("person")),
        When(**{f"{prefix}state": EvidenceState.ACCEPTED}, then=Value("rules")),
        default=Value(None),
    )


class EvidenceWithin(Shape):
    """Evidence as a claim tells it: an exact quote of a version of a paper, and what it does to the claim."""

    id = serializers.IntegerField()
    api_url = serializers.URLField()
    stance = serializers.CharField(help_text="supports, contradicts, mentions")
    quote = serializers.CharField()
    location = serializers.CharField(help_text="Where in the paper the quote stands.")
    reading = serializers.CharField(help_text="How the quote is read against the claim.")
    condition = serializers.CharField(help_text="What the claim left out, where the paper supports it only in part.")
    supersedes = serializers.BooleanField(help_text="The paper tells of something that overtook the claim.")
    grade = serializers.CharField(help_text="E0 (hearsay) to E6 (independent replications).")
    confidence = serializers.FloatField(help_text="0 to 1.")
    basis = serializers.CharField(help_text="numbers or words")
    state = serializers.CharField(help_text="accepted counts, proposed waits for a person.")
    decided_by = serializers.CharField(allow_null=True, help_text="person, rules, or null while nobody has decided.")
    known_on = serializers.DateField(allow_null=True, help_text="Since when it has been public.")
    recorded_at = serializers.DateTimeField()
    paper = PaperName(source="paper_version.paper")
    paper_version = serializers.IntegerField(source="paper_version_id")
    arxiv_version = serializers.IntegerField(source="paper_version.arxiv_version", allow_null=True)

    class Meta:
        model = Evidence
        expressions = {"api_url": api_address("evidence"), "decided_by": _decided_by}

    @classmethod
    def rows(cls) -> QuerySet[Any]:
        """What stands, on claims that are not dismissed."""
        return Evidence.objects.standing().exclude(claim__workflow=Workflow.DISMISSED).order_by("pk")


class EvidenceShape(EvidenceWithin):
    """Evidence with its claim."""

    claim = ClaimName()


class InputShape(Shape):
    """A named input of an arithmetic: an interval in `unit`, quoted from a paper or assumed and said so."""

    name = serializers.CharField()
    low = serializers.DecimalField(max_digits=60, decimal_places=20)
    high = serializers.DecimalField(max_digits=60, decimal_places=20)
    unit = serializers.CharField()
    quote = serializers.CharField()
    assumption = serializers.CharField()
    paper = PaperName(source="paper_version.paper", allow_null=True)

    class Meta:
        model = RecomputationInput


class NeededShape(serializers.Serializer[Any]):
    """What an input would have to be for the claim to hold; decimals as text."""

    name = serializers.CharField()
    low = serializers.CharField()
    high = serializers.CharField()
    unit = serializers.CharField()


class RecomputationWithin(Shape):
    """An arithmetic as a claim tells it: `formula` over its inputs gives low to high in `unit`."""

    id = serializers.IntegerField()
    api_url = serializers.URLField()
    name = serializers.CharField()
    formula = serializers.CharField()
    low = serializers.DecimalField(max_digits=60, decimal_places=20)
    high = serializers.DecimalField(max_digits=60, decimal_places=20)
    unit = serializers.CharField()
    claimed = serializers.DecimalField(max_digits=60, decimal_places=20, allow_null=True)
    stance = serializers.CharField()
    reading = serializers.CharField()
    steps = serializers.ListField(child=serializers.CharField())
    needs = serializers.ListField(child=NeededShape())
    inputs = InputShape(many=True)
    recorded_at = serializers.DateTimeField()

    class Meta:
        model = Recomputation
        expressions = {
            "api_url": api_address("recomputations"),
            # A list of plain values, stored as it is told.
            "needs": lambda prefix: F(f"{prefix}needs"),
        }

    @classmethod
    def rows(cls) -> QuerySet[Any]:
        """What counts today, on claims that are not dismissed."""
        current = Recomputation.objects.filter(is_current=True)
        return current.exclude(claim__workflow=Workflow.DISMISSED).order_by("pk")


class RecomputationShape(RecomputationWithin):
    """An arithmetic with its claim."""

    claim = ClaimName()


class EvidenceList(Readable):
    """Evidence on claims."""

    shape = EvidenceShape
    filterset_class = EvidenceFilters
    order_keys = {"id": F("pk"), "recorded_at": F("recorded_at")}


class Recomputations(Readable):
    """Arithmetic on claims."""

    shape = RecomputationShape
    filterset_class = RecomputationFilters
