"""What those whom claims concern have to say to them, once an editor has published it."""

from typing import Any

from django.db.models import QuerySet
from rest_framework import serializers

from claims.api.filters import CommentFilters
from claims.api.reading import Readable
from claims.api.resources.names import ClaimName
from claims.api.shapes import Shape, api_address
from claims.models import ClaimComment, Workflow


class CommentShape(Shape):
    """A response to a claim in its author's own words. No status follows from it."""

    id = serializers.IntegerField()
    api_url = serializers.URLField()
    text = serializers.CharField()
    organisation = serializers.CharField(help_text="Whom the author says to speak for; often nobody.")
    author = serializers.CharField(source="author.username")
    recorded_at = serializers.DateTimeField(help_text="When it came in.")
    published_at = serializers.DateTimeField()
    claim = ClaimName()

    class Meta:
        model = ClaimComment
        expressions = {"api_url": api_address("comments")}

    @classmethod
    def rows(cls) -> QuerySet[Any]:
        """Those that are published, on claims that are not dismissed."""
        published = ClaimComment.objects.published()
        return published.exclude(claim__workflow=Workflow.DISMISSED).order_by("pk")


class Comments(Readable):
    """Published comments on claims."""

    shape = CommentShape
    filterset_class = CommentFilters
