"""What one follows: told, added to, described and taken back, by its owner alone."""

from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.utils import timezone
from rest_framework import serializers

from claims.api.acts.own import Own
from claims.api.rendering import Written
from claims.api.resources.names import ClaimName, OrganisationName, PaperName, SubjectName
from claims.api.shapes import AsText, Shape, api_address
from claims.api.writing import Act, Changing, Done, Given, Removing, number
from claims.models import Follow, FollowKind, MailLanguage
from claims.models.follows import LONGEST_NOTE, LONGEST_SEARCH
from claims.topics import Topic
from claims.workflows.change_subscription import change_note
from claims.workflows.follow import follow, unfollow
from claims.workflows.subscribe_account import subscribe_account

_NAMED_BY_NUMBER = frozenset(FollowKind) - {FollowKind.SEARCH, FollowKind.EVERYTHING}


class FollowShape(Shape):
    """Something that you follow: of claim, subject, organisation, paper and search, the one that `kind` says."""

    id = serializers.IntegerField()
    api_url = serializers.URLField()
    kind = serializers.CharField()
    claim = ClaimName(allow_null=True)
    subject = SubjectName(allow_null=True)
    organisation = OrganisationName(allow_null=True, help_text="Also the publisher.")
    paper = PaperName(allow_null=True)
    search = serializers.CharField(help_text="The query of the list of claims, in one spelling: language=zh&q=M6")
    note = serializers.CharField(help_text="Why, in your words and for your eyes only.")
    recorded_at = serializers.DateTimeField()
    renewed_at = serializers.DateTimeField(help_text="When you last said that you want it.")

    class Meta:
        model = Follow
        expressions = {"api_url": api_address("follows")}


class GivenNote(Given):
    """Why you follow it."""

    note = serializers.CharField(max_length=LONGEST_NOTE, allow_blank=True)


class GivenFollow(Given):
    """What is to be followed: an `id` for most kinds, a `search` for a search, nothing more for everything."""

    kind = serializers.ChoiceField(choices=FollowKind.values)
    id = number(required=False, help_text="The number of the claim, subject, organisation, publisher or paper.")
    search = serializers.CharField(
        required=False, max_length=LONGEST_SEARCH, help_text="As in the address of the list of claims."
    )
    note = serializers.CharField(max_length=LONGEST_NOTE, default="", allow_blank=True)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """What each kind takes, and nothing else, for a number that is left unread would mislead."""
        kind = FollowKind(attrs["kind"])
        takes = {"id"} if kind in _NAMED_BY_NUMBER else {"search"} if kind is FollowKind.SEARCH else set[str]()
        given = attrs.keys() & {"id", "search"}
        wrong = {name: [f"A follow of kind {kind} takes none."] for name in given - takes}
        wrong |= {name: [f"A follow of kind {kind} takes one."] for name in takes - given}
        if wrong:
            raise serializers.ValidationError(wrong)
        return attrs


class OwnFollows(Own):
    """What you follow."""

    shape = FollowShape

    def get_queryset(self) -> QuerySet[Any]:
        """Everybody's own."""
        return super().get_queryset().filter(subscriber__user=self.request.user.pk)


class Follows(Act, OwnFollows):
    """What you follow. Posting follows more; what is followed already is told as it stands, with a new note."""

    takes, answers, success, also = GivenFollow, FollowShape, HTTPStatus.CREATED, (HTTPStatus.OK,)

    def act(self, actor: User, given: dict[str, Any], **numbers: int) -> Done:
        """See `follow`."""
        now = timezone.now()
        reader = subscribe_account(actor, language=MailLanguage.ENGLISH, now=now)
        topic = Topic(kind=FollowKind(given["kind"]), id=given.get("id", 0), search=given.get("search", ""))
        done = follow(reader, topic, note=given["note"], now=now)
        status = HTTPStatus.CREATED if done.created else HTTPStatus.OK
        location = f"{settings.SITE_URL}/api/v1/follows/{done.follow.pk}/"
        return Done(told=_told(done.follow.pk), status=status, location=location)


class OneFollow(Changing, Removing, OwnFollows):
    """One thing that you follow. It can be given another note, and be followed no more."""

    takes, answers = GivenNote, FollowShape

    def change(self, actor: User, given: dict[str, Any], pk: int) -> Done:
        """See `change_note`."""
        row = Follow.objects.select_related("subscriber").get(pk=pk, subscriber__user=actor)
        change_note(row.subscriber, row.pk, given["note"], now=timezone.now())
        return Done(told=_told(row.pk))

    def remove(self, actor: User, pk: int) -> None:
        """See `unfollow`."""
        row = Follow.objects.select_related("subscriber").get(pk=pk, subscriber__user=actor)
        unfollow(row.subscriber, row.pk)


def _told(pk: int) -> Written:
    return Written(body=Follow.objects.filter(pk=pk).values_list(AsText(FollowShape.document()), flat=True)[0])
