"""How what a resource belongs to is told within it: its number, its name and where to read more."""

from rest_framework import serializers

from claims.api.shapes import Shape, address, api_address
from claims.models import Announcement, Organisation, Paper, Subject


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
