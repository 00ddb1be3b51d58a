"""Papers, reports and pages that can bear on claims."""

import json
from collections.abc import Sequence
from typing import Any

from django.db.models import F, QuerySet
from rest_framework import serializers
from rest_framework.request import Request

from claims.api.filters import PaperFilters
from claims.api.reading import Readable
from claims.api.rendering import BibTex, CslJson
from claims.api.resources.evidence import EvidenceShape
from claims.api.searching import as_told, terms_in
from claims.api.shapes import Shape, address, api_address, rows_at
from claims.matching.terms import terms
from claims.models import IdentifierScheme, Paper, PaperIdentifier, PaperNotice, PaperVersion, Passage
from claims.models.days import by_day

# Keys of whoever imported a paper, and addresses that were fetched, are ours.
_OURS = (IdentifierScheme.KEY, IdentifierScheme.URL)


class IdentifierShape(Shape):
    """An id of a work."""

    scheme = serializers.CharField()
    value = serializers.CharField()

    class Meta:
        model = PaperIdentifier

    @classmethod
    def rows(cls) -> QuerySet[Any]:
        """Those that mean something elsewhere."""
        return PaperIdentifier.objects.exclude(scheme__in=_OURS).order_by("scheme", "value")


class NoticeShape(Shape):
    """What a publisher said of a paper after it was out."""

    standing = serializers.CharField()
    issued_on = serializers.DateField()
    source_url = serializers.URLField()
    reason = serializers.CharField()

    class Meta:
        model = PaperNotice

    @classmethod
    def rows(cls) -> QuerySet[Any]:
        """As they were issued."""
        return PaperNotice.objects.order_by("issued_on", "pk")


class VersionShape(Shape):
    """What a work said at one time."""

    id = serializers.IntegerField()
    title = serializers.CharField()
    arxiv_version = serializers.IntegerField(allow_null=True)
    published_on = serializers.DateField(allow_null=True)
    recorded_at = serializers.DateTimeField()

    class Meta:
        model = PaperVersion

    @classmethod
    def rows(cls) -> QuerySet[Any]:
        """Each wording once, the newest first."""
        return PaperVersion.objects.filter(is_repeat=False).newest_first()


class PassageShape(Shape):
    """A part of a version's text."""

    location = serializers.CharField()
    text = serializers.CharField()

    class Meta:
        model = Passage


class TextShape(VersionShape):
    """A version with what is at hand of its text."""

    abstract = serializers.CharField()
    passages = PassageShape(many=True)


class PaperShape(Shape):
    """A work over all its versions, as its newest record tells it."""

    id = serializers.IntegerField()
    url = serializers.URLField(help_text="Its page here.")
    api_url = serializers.URLField()
    title = serializers.CharField()
    authors = serializers.ListField(child=serializers.CharField())
    organisations = serializers.ListField(child=serializers.CharField())
    venue = serializers.CharField()
    source_url = serializers.URLField(source="url", help_text="Where it was published.")
    published_on = serializers.DateField(allow_null=True)
    standing = serializers.CharField(help_text="What its publisher says of it today.")
    recorded_at = serializers.DateTimeField()
    identifiers = IdentifierShape(many=True)
    versions = VersionShape(many=True)
    notices = NoticeShape(many=True)
    texts = TextShape(many=True, source="versions")
    evidence = EvidenceShape(many=True)

    class Meta:
        model = Paper
        expandable = ("texts", "evidence")
        expressions = {
            "url": address("papers"),
            "api_url": api_address("papers"),
            "evidence": rows_at(EvidenceShape, "paper_version__paper"),
        }

    @classmethod
    def rows(cls) -> QuerySet[Any]:
        """Those that stand for themselves."""
        return Paper.objects.unmerged().order_by("pk")


class Papers(Readable):
    """The papers."""

    shape = PaperShape
    filterset_class = PaperFilters
    renderer_classes = [*Readable.renderer_classes, BibTex, CslJson]
    order_keys = {"id": F("pk"), "published_on": by_day("published_on")}

    def finished(self, request: Request, numbers: Sequence[int], told: Sequence[str]) -> Sequence[str]:
        """With `highlights` in a search: where in the title, in characters, the words stand."""
        wanted = set(terms(request.query_params.get("q", "")))
        if not wanted:
            return told
        papers = [json.loads(document) for document in told]
        places = [as_told(terms_in(paper.get("title", ""), wanted)) for paper in papers]
        return [
            json.dumps({**paper, "highlights": found}, ensure_ascii=False)
            for paper, found in zip(papers, places, strict=True)
        ]

    def successor(self, number: int) -> int | None:
        """The work that a merged paper is."""
        return Paper.objects.filter(pk=number).values_list("merged_into_id", flat=True).first()
