"""What we have on addresses, arXiv ids and DOIs that somebody holds, a hundred at a time."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Exists, OuterRef, Q
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from claims.api.rendering import Written
from claims.api.resources.names import AnnouncementName, ClaimName, PaperName
from claims.api.shapes import MOST_WITHIN, AsText, Expression, Rows
from claims.core.identifiers import doi, normal_arxiv_id
from claims.models import Announcement, Appearance, Evidence, IdentifierScheme, PaperIdentifier
from claims.reading.addresses import canonical_address

MOST = 100


def _claims_said(prefix: str) -> Expression:
    said = Appearance.objects.filter(claim=OuterRef("pk"), announcement=OuterRef(OuterRef(f"{prefix}pk")))
    return _claims(Exists(said))


def _claims_concerned(prefix: str) -> Expression:
    given = Evidence.objects.standing().filter(
        claim=OuterRef("pk"), paper_version__paper=OuterRef(OuterRef(f"{prefix}pk"))
    )
    return _claims(Exists(given))


def _claims(chosen: Exists) -> Expression:
    return Rows(ClaimName.rows().filter(chosen).values(document=ClaimName.document())[:MOST_WITHIN])


class KnownAnnouncement(AnnouncementName):
    """An announcement with the claims that were made in it, the first hundred."""

    claims = ClaimName(many=True)

    class Meta(AnnouncementName.Meta):
        expressions = {**AnnouncementName.Meta.expressions, "claims": _claims_said}


class KnownPaper(PaperName):
    """A paper with the claims that it gives evidence on, the first hundred."""

    claims = ClaimName(many=True)

    class Meta(PaperName.Meta):
        expressions = {**PaperName.Meta.expressions, "claims": _claims_concerned}


class Asked(serializers.Serializer[Any]):
    """Addresses of articles, arXiv ids (with or without a version) and DOIs, `MOST` of them together."""

    urls = serializers.ListField(child=serializers.CharField(max_length=2000), default=list)
    arxiv = serializers.ListField(child=serializers.CharField(max_length=200), default=list)
    dois = serializers.ListField(child=serializers.CharField(max_length=300), default=list)

    def to_internal_value(self, data: Any) -> Any:
        """Refuses what it does not know, as filters do."""
        if isinstance(data, Mapping) and (unknown := sorted(set(map(str, data)) - set(self.fields))):
            raise serializers.ValidationError({name: [f"Known here: {', '.join(self.fields)}."] for name in unknown})
        return super().to_internal_value(data)

    def validate(self, attrs: Any) -> Any:
        """Bounds the whole."""
        if (count := sum(map(len, attrs.values()))) > MOST:
            raise serializers.ValidationError(f"Ask for {MOST} at most; these are {count}.")
        return attrs


class AnnouncementAnswer(serializers.Serializer[Any]):
    """What we have on one address."""

    asked = serializers.CharField()
    found = KnownAnnouncement(allow_null=True)


class PaperAnswer(serializers.Serializer[Any]):
    """What we have on one id."""

    asked = serializers.CharField()
    found = KnownPaper(allow_null=True)


class Answers(serializers.Serializer[Any]):
    """An answer to each question, in the order in which they were asked."""

    urls = AnnouncementAnswer(many=True)
    arxiv = PaperAnswer(many=True)
    dois = PaperAnswer(many=True)


class LookUp(APIView):
    """Look many things up at once. Nothing is written, so everybody may."""

    @extend_schema(request=Asked, responses=Answers)
    def post(self, request: Request) -> Response:
        """Answers to addresses, arXiv ids and DOIs, in two queries."""
        question = Asked(data=request.data)
        question.is_valid(raise_exception=True)
        asked = question.validated_data
        announcements = _announcements(map(canonical_address, asked["urls"]))
        arxiv = [found.base if (found := normal_arxiv_id(told)) else "" for told in asked["arxiv"]]
        dois = [doi(told) for told in asked["dois"]]
        papers = _papers(arxiv, dois)
        parts = {
            "urls": [announcements.get(canonical_address(told)) for told in asked["urls"]],
            "arxiv": [papers.get((IdentifierScheme.ARXIV.value, value)) for value in arxiv],
            "dois": [papers.get((IdentifierScheme.DOI.value, value)) for value in dois],
        }
        lists = (f'"{name}":[{_answers(asked[name], found)}]' for name, found in parts.items())
        return Response(Written(body=f"{{{','.join(lists)}}}"))


def _answers(asked: Iterable[str], found: Iterable[str | None]) -> str:
    return ",".join(
        f'{{"asked":{json.dumps(told, ensure_ascii=False)},"found":{document or "null"}}}'
        for told, document in zip(asked, found, strict=True)
    )


def _announcements(addresses: Iterable[str]) -> dict[str, str]:
    """Address → document, of those that we know."""
    rows = Announcement.objects.filter(url__in={address for address in addresses if address})
    return dict(rows.values_list("url", AsText(KnownAnnouncement.document())))


def _papers(arxiv: Iterable[str], dois: Iterable[str]) -> dict[tuple[str, str], str]:
    """(scheme, value) → document, of those that we know. The ids of merged papers are with their successors."""
    wanted = Q(scheme=IdentifierScheme.ARXIV, value__in=set(arxiv)) | Q(
        scheme=IdentifierScheme.DOI, value__in=set(dois)
    )
    told = PaperIdentifier.objects.filter(wanted).values_list("scheme", "value", AsText(KnownPaper.document("paper__")))
    return {(scheme, value): document for scheme, value, document in told}
