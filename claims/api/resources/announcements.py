"""Announcements, the links they give as their sources, and where in them claims were made."""

from typing import Any

from django.db.models import F, QuerySet
from rest_framework import serializers

from claims.api.filters import AnnouncementFilters, AppearanceFilters, SourceLinkFilters
from claims.api.reading import Readable
from claims.api.resources.names import AnnouncementName, ClaimName, OrganisationName, PaperName
from claims.api.shapes import Shape, address, api_address
from claims.models import Announcement, Appearance, SourceLink, Workflow
from claims.models.days import by_day


class SourceLinkWithin(Shape):
    """A link as its announcement tells it, at `start` to `end` of the text."""

    id = serializers.IntegerField()
    api_url = serializers.URLField()
    target_url = serializers.URLField(source="url", help_text="Where it leads.")
    anchor_text = serializers.CharField()
    start = serializers.IntegerField()
    end = serializers.IntegerField()
    fragment_quote = serializers.CharField(help_text="The words that its text fragment (#:~:text=) points at.")
    arxiv_id = serializers.CharField()
    arxiv_version = serializers.IntegerField(allow_null=True)
    doi = serializers.CharField()
    paper = PaperName(allow_null=True)

    class Meta:
        model = SourceLink
        expressions = {"api_url": api_address("source-links")}

    @classmethod
    def rows(cls) -> QuerySet[Any]:
        """In the order of the text."""
        return SourceLink.objects.order_by("start", "pk")


class SourceLinkShape(SourceLinkWithin):
    """A link with its announcement."""

    announcement = AnnouncementName()


class AppearanceHere(Shape):
    """A claim in an announcement: the exact words (Web Annotation TextQuoteSelector) at `start` to `end`."""

    id = serializers.IntegerField()
    api_url = serializers.URLField()
    exact = serializers.CharField()
    prefix = serializers.CharField()
    suffix = serializers.CharField()
    start = serializers.IntegerField()
    end = serializers.IntegerField()
    repeated = serializers.BooleanField()
    anchor = serializers.CharField(help_text="Whether the page still has these words: ok, moved, lost.")
    claim = ClaimName()

    class Meta:
        model = Appearance
        expressions = {"api_url": api_address("appearances")}

    @classmethod
    def rows(cls) -> QuerySet[Any]:
        """In the order of the text; what merged claims said is with their successors."""
        hidden = (Workflow.DISMISSED, Workflow.MERGED)
        return Appearance.objects.exclude(claim__workflow__in=hidden).order_by("start", "end", "pk")


class AppearanceOfAny(AppearanceHere):
    """A place with its announcement."""

    announcement = AnnouncementName()


class AnnouncementShape(Shape):
    """A news article, press release or post that was read."""

    id = serializers.IntegerField()
    url = serializers.URLField(help_text="Its page here.")
    api_url = serializers.URLField()
    source_url = serializers.URLField(source="url", help_text="Where it was published.")
    canonical_url = serializers.URLField(help_text="Where its page says that it belongs.")
    title = serializers.CharField()
    author = serializers.CharField()
    publisher = OrganisationName(allow_null=True)
    published_on = serializers.DateField(allow_null=True)
    modified_on = serializers.DateField(allow_null=True)
    language = serializers.CharField()
    recorded_at = serializers.DateTimeField()
    translation_of = AnnouncementName(allow_null=True)
    syndicated_from = AnnouncementName(allow_null=True)
    source_links = SourceLinkWithin(many=True)
    appearances = AppearanceHere(many=True)

    class Meta:
        model = Announcement
        expandable = ("source_links", "appearances")
        expressions = {"url": address("announcements"), "api_url": api_address("announcements")}


class Announcements(Readable):
    """The announcements."""

    shape = AnnouncementShape
    filterset_class = AnnouncementFilters
    order_keys = {"id": F("pk"), "published_on": by_day("published_on")}


class SourceLinks(Readable):
    """The links that announcements give as their sources."""

    shape = SourceLinkShape
    filterset_class = SourceLinkFilters


class Appearances(Readable):
    """Where claims were made."""

    shape = AppearanceOfAny
    filterset_class = AppearanceFilters
