"""Webhooks: where programs want to be told, each event for each of them once, and the log of all attempts."""

from datetime import datetime

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from claims.models.outbox import EventKind, OutboxEvent


class EndpointState(models.TextChoices):
    """`FAILING_OFF`: switched off by us, after it did not answer for long; its owner has a mail."""

    ON = "on", "on"
    OFF = "off", "switched off"
    FAILING_OFF = "failing_off", "switched off for failing"


class WebhookEndpoint(models.Model):
    """An address of a person's that takes events. `kinds` are those it wants, empty for all.

    `followed_only` leaves out what its owner does not follow. `secret` signs what is sent (Standard Webhooks);
    `old_secret` signs it too until `old_secret_until`. Of the events up to the position `since` those that it takes
    have a delivery; while it is off, `since` stays where it is. `failing_since` is the first of the failures in a row,
    of which there are `failures`; `owner_told_at` is when the mail about them went out. Before `quiet_until`
    nothing is posted, as its receiver asked.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="webhook_endpoints")
    url = models.URLField(max_length=2000)
    description = models.CharField(max_length=200, blank=True)
    kinds = ArrayField(models.CharField(max_length=30, choices=EventKind), default=list, blank=True)
    followed_only = models.BooleanField(default=False)
    secret = models.CharField(max_length=100, editable=False)
    old_secret = models.CharField(max_length=100, blank=True, editable=False)
    old_secret_until = models.DateTimeField(null=True, blank=True, editable=False)
    state = models.CharField(max_length=12, choices=EndpointState, default=EndpointState.ON)
    since = models.BigIntegerField(editable=False)
    failing_since = models.DateTimeField(null=True, blank=True)
    failures = models.PositiveIntegerField(default=0)
    owner_told_at = models.DateTimeField(null=True, blank=True, editable=False)
    quiet_until = models.DateTimeField(null=True, blank=True)
    recorded_at = models.DateTimeField(editable=False)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("user", "url"), name="webhook_endpoint_once"),
            models.CheckConstraint(condition=Q(state__in=EndpointState.values), name="webhook_endpoint_state_known"),
            models.CheckConstraint(
                condition=Q(kinds__contained_by=EventKind.values), name="webhook_endpoint_kinds_known"
            ),
        )

    def __str__(self) -> str:
        return self.url

    def secrets_at(self, now: datetime) -> tuple[str, ...]:
        """Those that sign what is sent at `now`, the newest first."""
        is_held = bool(self.old_secret) and self.old_secret_until is not None and self.old_secret_until > now
        return (self.secret, self.old_secret) if is_held else (self.secret,)


class HookState(models.TextChoices):
    WAITING = "waiting", "waiting"
    DELIVERED = "delivered", "delivered"
    GIVEN_UP = "given_up", "given up"
    CANCELLED = "cancelled", "cancelled"


class WebhookDelivery(models.Model):
    """An event for an endpoint, once; `event` None is a test that its owner asked for. `uid` is the webhook-id.

    A redelivery that somebody asks for is the same row, due again, with the same `uid`.
    """

    endpoint = models.ForeignKey(WebhookEndpoint, on_delete=models.CASCADE, related_name="deliveries")
    event = models.ForeignKey(
        OutboxEvent, null=True, blank=True, on_delete=models.PROTECT, related_name="webhook_deliveries"
    )
    uid = models.CharField(max_length=64, unique=True)
    state = models.CharField(max_length=10, choices=HookState, default=HookState.WAITING)
    due_at = models.DateTimeField(null=True, blank=True)
    leased_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    recorded_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "webhook deliveries"
        constraints = (
            models.UniqueConstraint(
                fields=("endpoint", "event"), condition=Q(event__isnull=False), name="webhook_delivery_once"
            ),
            models.CheckConstraint(condition=Q(state__in=HookState.values), name="webhook_delivery_state_known"),
        )
        indexes = (
            # Read by the sender: what waits for each endpoint, so that a long queue of one hides none of another.
            models.Index(
                fields=("endpoint", "due_at", "id"),
                condition=Q(state=HookState.WAITING),
                name="webhook_delivery_waiting",
            ),
            # Read by the log of an endpoint.
            models.Index(F("endpoint"), F("id").desc(), name="webhook_delivery_by_endpoint"),
        )

    def __str__(self) -> str:
        return f"{self.uid}: {self.state}"


class WebhookAttempt(models.Model):
    """One try, answered or not, which is never altered. `answer` is the beginning of what came back.

    `status` None: no answer came, and `failure` says why: a `PostFailure`, and after a colon what noticed it.
    """

    delivery = models.ForeignKey(WebhookDelivery, on_delete=models.CASCADE, related_name="tries")
    started_at = models.DateTimeField()
    seconds = models.FloatField()
    status = models.PositiveSmallIntegerField(null=True, blank=True)
    answer = models.CharField(max_length=1000, blank=True)
    failure = models.TextField(blank=True)

    class Meta:
        indexes = (models.Index(fields=("delivery", "started_at"), name="webhook_attempt_by_delivery"),)

    def __str__(self) -> str:
        return f"{self.status or 'no answer'} at {self.started_at:%Y-%m-%d %H:%M}"
