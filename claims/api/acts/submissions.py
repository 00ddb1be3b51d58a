"""Announcements that people submit, and what became of them."""

from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.db.models import Case, CharField, F, JSONField, OuterRef, QuerySet, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone
from rest_framework import serializers

from claims.api.acts.own import Own
from claims.api.rendering import Written
from claims.api.resources.names import AnnouncementName, ClaimName
from claims.api.shapes import MOST_WITHIN, AsText, Expression, Made, Rows, Shape, api_address
from claims.api.writing import Act, Done, Given
from claims.models import Appearance, Language, LeadState, Submission, Workflow
from claims.reading.addresses import LONGEST_ADDRESS
from claims.workflows.ingest_announcement import Intake
from claims.workflows.keep_submission import LONGEST_TEXT, submit_page, submit_text

_STATES = {
    LeadState.NEW: "waiting",
    LeadState.WAITING: "waiting",
    LeadState.TAKEN_IN: "done",
    LeadState.KNOWN: "done",
    LeadState.FAILED: "failed",
    LeadState.DISMISSED: "dismissed",
}


class GivenSubmission(Given):
    """An address to be fetched, or a text; what else is given is said of the text."""

    url = serializers.CharField(
        max_length=LONGEST_ADDRESS, required=False, help_text="A page, or an item of Hacker News (hn:8863)."
    )
    text = serializers.CharField(
        max_length=LONGEST_TEXT, required=False, trim_whitespace=False, help_text="The announcement itself."
    )
    title = serializers.CharField(max_length=500, required=False)
    author = serializers.CharField(max_length=300, required=False)
    publisher = serializers.CharField(max_length=200, required=False)
    published_on = serializers.DateField(required=False)
    language = serializers.ChoiceField(choices=Language.values, required=False, help_text="Found out when not given.")

    def validate_text(self, text: str) -> str:
        """Spaces alone are no text; those around one belong to it."""
        if not text.strip():
            raise serializers.ValidationError("This field may not be blank.")
        return text

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Of a page that is fetched, the page itself says what it is."""
        if "text" not in attrs and "url" not in attrs:
            raise serializers.ValidationError({"url": ["Give an address or a text."]})
        if "text" not in attrs and (more := sorted(set(attrs) - {"url"})):
            raise serializers.ValidationError(
                {name: ["It is for texts; of a page, the page says it."] for name in more}
            )
        return attrs


def _announcement(prefix: str) -> Expression:
    way = f"{prefix}lead__announcement"
    return Case(
        When(**{f"{way}__isnull": False}, then=AnnouncementName.document(f"{way}__")),
        When(**{f"{prefix}announcement__isnull": False}, then=AnnouncementName.document(f"{prefix}announcement__")),
        default=Value(None),
        output_field=JSONField(),
    )


def _claims(prefix: str) -> Expression:
    of = Coalesce(OuterRef(f"{prefix}lead__announcement"), OuterRef(f"{prefix}announcement"))
    rows = SubmittedClaim.rows().filter(announcement=of)
    return Rows(rows.values(document=SubmittedClaim.document())[:MOST_WITHIN])


def _state(prefix: str) -> Expression:
    whens = [When(**{f"{prefix}lead__state": state}, then=Value(told)) for state, told in _STATES.items()]
    return Case(
        *whens,
        When(**{f"{prefix}announcement__isnull": False}, then=Value("done")),
        When(**{f"{prefix}due_at": None}, then=Value("failed")),
        default=Value("waiting"),
        output_field=CharField(),
    )


def _of_either(field: str) -> Made:
    """What the lead tells of a page, and the submission of a text."""
    return lambda prefix: Coalesce(F(f"{prefix}lead__{field}"), F(f"{prefix}{field}"))


class SubmittedClaim(Shape):
    """A claim that was read from what was submitted."""

    claim = ClaimName()
    exact = serializers.CharField(help_text="The words in which it was said.")

    class Meta:
        model = Appearance

    @classmethod
    def rows(cls) -> QuerySet[Any]:
        """In the order of the text; of claims that readers find."""
        shown = Appearance.objects.exclude(claim__workflow__in=(Workflow.DISMISSED, Workflow.MERGED))
        return shown.order_by("start", "pk")


class SubmissionShape(Shape):
    """What became of a submission."""

    id = serializers.IntegerField()
    api_url = serializers.URLField()
    state = serializers.CharField(help_text="waiting, done, failed or dismissed")
    failure = serializers.CharField(help_text="What went wrong, also before the next try.")
    source_url = serializers.CharField(source="lead.url", allow_null=True)
    next_try_at = serializers.DateTimeField(allow_null=True)
    recorded_at = serializers.DateTimeField()
    announcement = AnnouncementName(allow_null=True)
    claims = SubmittedClaim(many=True)

    class Meta:
        model = Submission
        expressions = {
            "api_url": api_address("submissions"),
            "state": _state,
            "failure": _of_either("failure"),
            "next_try_at": _of_either("due_at"),
            "announcement": _announcement,
            "claims": _claims,
        }


class OwnSubmissions(Own):
    """What you have submitted, and what became of it."""

    shape = SubmissionShape

    def get_queryset(self) -> QuerySet[Any]:
        """Everybody's own."""
        return super().get_queryset().filter(user=self.request.user.pk)


class Submissions(Act, OwnSubmissions):
    """What you have submitted. Posting submits more; ask its address what became of it."""

    takes, answers, success = GivenSubmission, SubmissionShape, HTTPStatus.ACCEPTED

    def act(self, actor: User, given: dict[str, Any], **numbers: int) -> Done:
        """See `submit_page` and `submit_text`."""
        now = timezone.now()
        made = (
            submit_text(Intake(**given), user=actor, now=now)
            if "text" in given
            else submit_page(given["url"], user=actor, now=now)
        )
        told = Submission.objects.filter(pk=made.pk).values_list(AsText(SubmissionShape.document()), flat=True)[0]
        location = f"{settings.SITE_URL}/api/v1/submissions/{made.pk}/"
        return Done(told=Written(body=told), status=self.success, location=location)
