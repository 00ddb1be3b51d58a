"""What claims are about and who makes them."""

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, JSONField, OuterRef, Subquery
from rest_framework import serializers

from claims.api.filters import OrganisationFilters, SubjectFilters
from claims.api.reading import Readable
from claims.api.resources.names import OrganisationName, SubjectName
from claims.api.shapes import Expression, Made, Shape, api_address
from claims.models import Claim, MergedSubject, Organisation, Subject, SubjectAlias


class _Counts(Subquery):
    """Rows of (status, claims) as one JSON object."""

    template = "(SELECT COALESCE(json_object_agg(one.status, one.claims), '{}'::json) FROM (%(subquery)s) one)"
    output_field = JSONField()


def _claims(whose: str) -> Made:
    """How many public claims of each status there are."""

    def made(prefix: str) -> Expression:
        claims = Claim.objects.public().filter(**{whose: OuterRef(f"{prefix}pk")}).order_by("status")
        return _Counts(claims.values("status").annotate(claims=Count("pk")))

    return made


def _aliases(prefix: str) -> Expression:
    return ArraySubquery(SubjectAlias.objects.filter(subject=OuterRef(f"{prefix}pk")).order_by("name").values("name"))


class SubjectShape(Shape):
    """A system, chip or benchmark under all its names."""

    id = serializers.IntegerField()
    api_url = serializers.URLField()
    name = serializers.CharField()
    aliases = serializers.ListField(child=serializers.CharField())
    kind = serializers.CharField()
    maker = OrganisationName(allow_null=True)
    family = SubjectName(allow_null=True)
    claims = serializers.DictField(child=serializers.IntegerField(), help_text="How many there are of each status.")

    class Meta:
        model = Subject
        expressions = {"api_url": api_address("subjects"), "aliases": _aliases, "claims": _claims("subject")}


class OrganisationShape(Shape):
    """A lab, company, university or publisher."""

    id = serializers.IntegerField()
    api_url = serializers.URLField()
    name = serializers.CharField()
    aliases = serializers.ListField(child=serializers.CharField())
    claims = serializers.DictField(
        child=serializers.IntegerField(), help_text="Of those that it made itself, how many there are of each status."
    )

    class Meta:
        model = Organisation
        expressions = {"api_url": api_address("organisations"), "claims": _claims("claimant")}


class Subjects(Readable):
    """What claims are about."""

    shape = SubjectShape
    filterset_class = SubjectFilters

    def successor(self, number: int) -> int | None:
        """The subject that a united one is."""
        return MergedSubject.objects.filter(pk=number).values_list("successor_id", flat=True).first()


class Organisations(Readable):
    """Who makes systems, claims and papers, and who publishes announcements."""

    shape = OrganisationShape
    filterset_class = OrganisationFilters
