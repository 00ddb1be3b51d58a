"""How what a resource belongs to is told within it: its number, its name and where to read more."""

from typing import Any

from django.db.models import Case, F, QuerySet, Value, When
from rest_framework import serializers

from claims.api.shapes import Expression, Made, Shape, address, api_address
from claims.models import Announcement, Claim, Organisation, Paper, Subject


class OrganisationName(Shape):
    """An organisation by its name."""

    id = serializers.IntegerField()
    name = serializers.CharField()
    api_url = serializers.URLField()

    class Meta:
        model = Organisation
        expressions = {"api_url": api_address("organisations")}


class SubjectName(Shape):
    """A system, chip or benchmark by its name."""

    id = serializers.IntegerField()
    name = serializers.CharField()
    kind = serializers.CharField()
    api_url = serializers.URLField()

    class Meta:
        model = Subject
        expressions = {"api_url": api_address("subjects")}


class AnnouncementName(Shape):
    """An announcement by its title."""

    id = serializers.IntegerField()
    title = serializers.CharField()
    source_url = serializers.URLField(source="url", help_text="Where it was published.")
    published_on = serializers.DateField()
    url = serializers.URLField()
    api_url = serializers.URLField()

    class Meta:
        model = Announcement
        expressions = {"url": address("announcements"), "api_url": api_address("announcements")}


class PaperName(Shape):
    """A paper by its title."""

    id = serializers.IntegerField()
    title = serializers.CharField()
    published_on = serializers.DateField()
    standing = serializers.CharField(help_text="What its publisher says of it today.")
    url = serializers.URLField()
    api_url = serializers.URLField()

    class Meta:
        model = Paper
        expressions = {"url": address("papers"), "api_url": api_address("papers")}


class ClaimName(Shape):
    """A claim by its words, with what is known of it."""

    id = serializers.IntegerField()
    text = serializers.CharField()
    language = serializers.CharField()
    status = serializers.CharField()
    certainty = serializers.CharField()
    url = serializers.URLField()
    api_url = serializers.URLField()

    class Meta:
        model = Claim
        expressions = {"url": address("claims"), "api_url": api_address("claims")}

    @classmethod
    def rows(cls) -> QuerySet[Any]:
        """The public ones."""
        return Claim.objects.public().order_by("pk")


def person_or_rules(person: str) -> Made:
    """Who decided, without a name: "person" where the foreign key `person` leads to one, else "rules"."""

    def made(prefix: str) -> Expression:
        return Case(When(**{f"{prefix}{person}__isnull": False}, then=Value("person")), default=Value("rules"))

    return made


def number_of(field: str) -> Made:
    """The number of what a foreign key leads to, or null."""
    return lambda prefix: F(f"{prefix}{field}_id")
