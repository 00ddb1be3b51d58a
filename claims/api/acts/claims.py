"""What is done with claims as a whole: merged, taken out again, looked for, commented on."""

from http import HTTPStatus
from typing import Any

from django.contrib.auth.models import User
from django.utils import timezone
from rest_framework import serializers

from claims.api.resources.comments import Comments
from claims.api.writing import Act, Done, Given, Reasoned, number
from claims.models import Claim, RepeatPair, VisitSchedule
from claims.models.api_comments import LONGEST_COMMENT, LONGEST_ORGANISATION
from claims.workflows.call_visits import call_visits
from claims.workflows.comment_on_claim import comment_on_claim, publish_comment
from claims.workflows.decide_repeat import confirm_repeat, reject_repeat
from claims.workflows.merge_claims import merge_claims
from claims.workflows.unmerge_claim import unmerge_claim


class GivenMerge(Reasoned):
    """Where the claim goes, and why."""

    into = number(help_text="The number of the claim that says the same.")


class GivenRepeat(Given):
    """Whether the two claims of a pair say the same."""

    same = serializers.BooleanField()


class GivenComment(Given):
    """What somebody whom the claim concerns has to say."""

    text = serializers.CharField(max_length=LONGEST_COMMENT)
    organisation = serializers.CharField(
        max_length=LONGEST_ORGANISATION, default="", allow_blank=True, help_text="Whom you speak for."
    )


class Merged(serializers.Serializer[Any]):
    """Where the claim leads now, and whether that is news."""

    claim = serializers.IntegerField()
    successor = serializers.IntegerField(allow_null=True)
    changed = serializers.BooleanField()


class RepeatTold(serializers.Serializer[Any]):
    """What was decided on a pair."""

    repeat = serializers.IntegerField(source="pk")
    state = serializers.CharField()


class LookTold(serializers.Serializer[Any]):
    """When the claim is looked for next; null for one at rest, which is looked for no more."""

    claim = serializers.IntegerField()
    due_at = serializers.DateTimeField(allow_null=True)
    changed = serializers.BooleanField(help_text="Whether it was due later before.")


class CommentTold(serializers.Serializer[Any]):
    """A comment; readers see it from `published_at` on."""

    comment = serializers.IntegerField(source="pk")
    claim = serializers.IntegerField(source="claim_id")
    recorded_at = serializers.DateTimeField()
    published_at = serializers.DateTimeField(allow_null=True)


class MergeClaim(Act):
    """Merge a claim into another that says the same: it keeps its number and leads there."""

    takes, answers = GivenMerge, Merged

    def act(self, actor: User, given: dict[str, Any], **numbers: int) -> Done:
        """See `merge_claims`."""
        claim = numbers["claim"]
        done = merge_claims(claim, given["into"], actor=actor, reason=given["reason"], now=timezone.now())
        return Done(told={"claim": claim, "successor": done.successor_id, "changed": done.merged})


class UnmergeClaim(Act):
    """Take a merged claim out again, and keep the two apart from now on."""

    takes, answers = Reasoned, Merged

    def act(self, actor: User, given: dict[str, Any], **numbers: int) -> Done:
        """See `unmerge_claim`."""
        claim = numbers["claim"]
        changed = unmerge_claim(claim, actor=actor, reason=given["reason"], now=timezone.now())
        return Done(told={"claim": claim, "successor": None, "changed": changed})


class DecideRepeat(Act):
    """Say whether the two claims of a suggested pair are one."""

    takes, answers = GivenRepeat, RepeatTold

    def act(self, actor: User, given: dict[str, Any], **numbers: int) -> Done:
        """See `confirm_repeat` and `reject_repeat`."""
        decide = confirm_repeat if given["same"] else reject_repeat
        decide(numbers["repeat"], actor=actor, now=timezone.now())
        return Done(told=RepeatPair.objects.get(pk=numbers["repeat"]))


class LookForClaim(Act):
    """Have a claim looked for by the next job."""

    takes, answers, success = Given, LookTold, HTTPStatus.ACCEPTED

    def act(self, actor: User, given: dict[str, Any], **numbers: int) -> Done:
        """See `call_visits`."""
        claim = Claim.objects.get(pk=numbers["claim"])
        changed = bool(call_visits([claim.pk], now=timezone.now()))
        schedule = VisitSchedule.objects.filter(claim=claim).first()
        told = {"claim": claim.pk, "due_at": schedule.due_at if schedule else None, "changed": changed}
        return Done(told=told, status=self.success)


class CommentOnClaim(Act, Comments):
    """The published comments on a claim. Posting responds to it; an editor reads the response before readers do."""

    takes, answers, success = GivenComment, CommentTold, HTTPStatus.CREATED

    def act(self, actor: User, given: dict[str, Any], **numbers: int) -> Done:
        """See `comment_on_claim`."""
        made = comment_on_claim(
            numbers["claim"],
            text=given["text"],
            organisation=given["organisation"],
            author=actor,
            now=timezone.now(),
        )
        return Done(told=made, status=self.success)


class PublishComment(Act):
    """Show a comment to readers. Repeating it changes nothing."""

    takes, answers = Given, CommentTold

    def act(self, actor: User, given: dict[str, Any], **numbers: int) -> Done:
        """See `publish_comment`."""
        return Done(told=publish_comment(numbers["comment"], actor=actor, now=timezone.now()))
