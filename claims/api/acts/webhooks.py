"""One's own webhooks: where events are posted to, which, and the log of what came of it."""

from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.utils import timezone
from rest_framework import serializers

from claims.api.acts.own import Own
from claims.api.rendering import Written
from claims.api.shapes import AsText, Shape, api_address
from claims.api.writing import Act, Changing, Done, Given, Removing
from claims.models import EventKind, WebhookAttempt, WebhookDelivery, WebhookEndpoint
from claims.workflows.keep_endpoint import (
    Wanted,
    allowed,
    change_endpoint,
    make_endpoint,
    remove_endpoint,
    rotate_secret,
    switch_off,
    switch_on,
)
from claims.workflows.redeliver import redeliver, redeliver_failed
from claims.workflows.send_test_event import send_test_event

_LONGEST_ADDRESS, _LONGEST_DESCRIPTION = 2000, 200


class WebhookShape(Shape):
    """Where events are posted to, signed as Standard Webhooks says."""

    id = serializers.IntegerField()
    api_url = serializers.URLField()
    url = serializers.CharField()
    description = serializers.CharField()
    kinds = serializers.ListField(child=serializers.CharField(), help_text="The events that it takes; none means all.")
    followed_only = serializers.BooleanField(help_text="Whether it takes only what you follow.")
    state = serializers.CharField()
    failing_since = serializers.DateTimeField(allow_null=True)
    recorded_at = serializers.DateTimeField()

    class Meta:
        model = WebhookEndpoint
        expressions = {"api_url": api_address("webhooks")}


class WebhookWithSecret(WebhookShape):
    """A webhook with the secret that signs what is posted to it, which is told only when it is new."""

    secret = serializers.CharField()


class WebhookTry(Shape):
    """One try: the status that came back, or why none did."""

    started_at = serializers.DateTimeField()
    seconds = serializers.FloatField()
    status = serializers.IntegerField(allow_null=True)
    answer = serializers.CharField(help_text="The beginning of what came back.")
    failure = serializers.CharField()

    class Meta:
        model = WebhookAttempt

    @classmethod
    def rows(cls) -> QuerySet[Any]:
        """The first try first."""
        return WebhookAttempt.objects.order_by("started_at", "pk")


class WebhookDeliveryShape(Shape):
    """One event for one webhook, with all tries; `uid` is the webhook-id, which a repeat keeps."""

    id = serializers.IntegerField()
    uid = serializers.CharField()
    kind = serializers.CharField(source="event.kind", allow_null=True, help_text="Null for a test.")
    position = serializers.IntegerField(source="event.position", allow_null=True)
    state = serializers.CharField()
    due_at = serializers.DateTimeField(allow_null=True)
    recorded_at = serializers.DateTimeField()
    finished_at = serializers.DateTimeField(allow_null=True)
    tries = WebhookTry(many=True)

    class Meta:
        model = WebhookDelivery


class GivenChange(Given):
    """What is to be otherwise; the rest stays."""

    url = serializers.CharField(
        max_length=_LONGEST_ADDRESS, required=False, help_text="https://…, not inside a network."
    )
    description = serializers.CharField(max_length=_LONGEST_DESCRIPTION, required=False, allow_blank=True)
    kinds = serializers.ListField(
        child=serializers.ChoiceField(choices=EventKind.values), required=False, help_text="None means all."
    )
    followed_only = serializers.BooleanField(required=False)


class GivenWebhook(GivenChange):
    """Where events are to be posted to, and which."""

    url = serializers.CharField(max_length=_LONGEST_ADDRESS, help_text="https://…, not inside a network.")


class GivenSwitch(Given):
    """On or off; `catch_up` has what happened while it was off posted too."""

    on = serializers.BooleanField()
    catch_up = serializers.BooleanField(default=False)


class GivenSince(Given):
    """From when on."""

    since = serializers.DateTimeField(help_text="When what was not delivered had happened, at the earliest.")


class DeliveryTold(serializers.Serializer[Any]):
    """A delivery that is due; the log tells what comes of it."""

    delivery = serializers.IntegerField()


class CountTold(serializers.Serializer[Any]):
    """How many deliveries are due again."""

    deliveries = serializers.IntegerField()


class OwnWebhooks(Own):
    """Your webhooks."""

    shape = WebhookShape

    def get_queryset(self) -> QuerySet[Any]:
        """Everybody's own."""
        return super().get_queryset().filter(user=self.request.user.pk)


class Webhooks(Act, OwnWebhooks):
    """Your webhooks. Posting makes one that takes events from now on; its secret is in this answer alone."""

    takes, answers, success = GivenWebhook, WebhookWithSecret, HTTPStatus.CREATED

    def ready(self, given: dict[str, Any]) -> dict[str, Any]:
        """See `allowed`."""
        return {"wanted": allowed(Wanted(**given))}

    def act(self, actor: User, given: dict[str, Any], **numbers: int) -> Done:
        """See `make_endpoint`."""
        made = make_endpoint(actor, given["wanted"], now=timezone.now())
        location = f"{settings.SITE_URL}/api/v1/webhooks/{made.pk}/"
        return Done(told=_told(made.pk, WebhookWithSecret), status=self.success, location=location)


class OneWebhook(Changing, Removing, OwnWebhooks):
    """One of your webhooks. It can be changed in part, and removed with its whole log."""

    takes, answers = GivenChange, WebhookShape

    def change(self, actor: User, given: dict[str, Any], pk: int) -> Done:
        """See `change_endpoint`."""
        row = WebhookEndpoint.objects.get(pk=pk, user=actor)
        names = ("url", "description", "kinds", "followed_only")
        wanted = Wanted(**{**{name: getattr(row, name) for name in names}, **given})
        return Done(told=_told(change_endpoint(pk, allowed(wanted), user=actor).pk, WebhookShape))

    def remove(self, actor: User, pk: int) -> None:
        """See `remove_endpoint`."""
        remove_endpoint(pk, user=actor)


class SwitchWebhook(Act):
    """Switch one of your webhooks on or off. Repeating it changes nothing."""

    takes, answers = GivenSwitch, WebhookShape

    def act(self, actor: User, given: dict[str, Any], **numbers: int) -> Done:
        """See `switch_on` and `switch_off`."""
        now, number = timezone.now(), numbers["webhook"]
        if given["on"]:
            switch_on(number, catch_up=given["catch_up"], user=actor, now=now)
        else:
            switch_off(number, user=actor, now=now)
        return Done(told=_told(number, WebhookShape))


class RotateWebhook(Act):
    """Give one of your webhooks a new secret; the one before signs too for a day. It is in this answer alone."""

    takes, answers = Given, WebhookWithSecret

    def act(self, actor: User, given: dict[str, Any], **numbers: int) -> Done:
        """See `rotate_secret`."""
        return Done(told=_told(rotate_secret(numbers["webhook"], user=actor, now=timezone.now()).pk, WebhookWithSecret))


class PostTest(Act):
    """Have a test posted, an event that says that nothing happened."""

    takes, answers, success = Given, DeliveryTold, HTTPStatus.ACCEPTED

    def act(self, actor: User, given: dict[str, Any], **numbers: int) -> Done:
        """See `send_test_event`."""
        made = send_test_event(numbers["webhook"], user=actor, now=timezone.now())
        return Done(told={"delivery": made.pk}, status=self.success)


class RedeliverFailed(Act):
    """Have all posted again that was given up or cancelled since a moment."""

    takes, answers, success = GivenSince, CountTold, HTTPStatus.ACCEPTED

    def act(self, actor: User, given: dict[str, Any], **numbers: int) -> Done:
        """See `redeliver_failed`."""
        count = redeliver_failed(numbers["webhook"], since=given["since"], user=actor, now=timezone.now())
        return Done(told={"deliveries": count}, status=self.success)


class Redeliver(Act):
    """Have one event posted again, under the same webhook-id."""

    takes, answers, success = Given, DeliveryTold, HTTPStatus.ACCEPTED

    def act(self, actor: User, given: dict[str, Any], **numbers: int) -> Done:
        """See `redeliver`."""
        redeliver(numbers["delivery"], user=actor, now=timezone.now())
        return Done(told={"delivery": numbers["delivery"]}, status=self.success)


class WebhookLog(Own):
    """What was posted to one of your webhooks, or waits to be, the newest first."""

    shape = WebhookDeliveryShape

    def get_queryset(self) -> QuerySet[Any]:
        """Of everybody's own."""
        own = super().get_queryset().filter(endpoint__user=self.request.user.pk)
        return own.filter(endpoint=self.kwargs.get("webhook", 0))


def _told(pk: int, shape: type[Shape]) -> Written:
    return Written(body=WebhookEndpoint.objects.filter(pk=pk).values_list(AsText(shape.document()), flat=True)[0])
