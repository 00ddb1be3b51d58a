"""Who wants to be told of what: subscribers, with an account or only an address, and what they follow."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from claims.models.claims import Claim
from claims.models.organisations import Organisation
from claims.models.papers import Paper
from claims.models.subjects import Subject

# A search of 200 Chinese characters is 1,800 long in an address.
LONGEST_NOTE, LONGEST_SEARCH = 500, 2000


class Cadence(models.TextChoices):
    """How often a digest comes: every day, every week on a day of one's choice, or on the first of each month."""

    DAILY = "daily", "daily"
    WEEKLY = "weekly", "weekly"
    MONTHLY = "monthly", "monthly"


class SubscriberState(models.TextChoices):
    """`SUPPRESSED`: mail to the address came back, or its owner complained; we never write there by ourselves again."""

    PENDING = "pending", "not confirmed"
    ACTIVE = "active", "active"
    PAUSED = "paused", "paused"
    UNSUBSCRIBED = "unsubscribed", "unsubscribed"
    SUPPRESSED = "suppressed", "suppressed"
    ERASED = "erased", "erased"


class MailLanguage(models.TextChoices):
    ENGLISH = "en", "English"
    CHINESE = "zh-hans", "简体中文"


class SubscriberQuerySet(models.QuerySet["Subscriber"]):
    def reached_by_mail(self) -> Self:
        """Those who get digests: confirmed, neither paused nor stopped, with mail on."""
        return self.filter(state=SubscriberState.ACTIVE, mail=True)


class Subscriber(models.Model):
    """A reader who is told of changes; `user` where there is an account. `email` is None where there is none any more.

    Digests come at `hour`:00 in `time_zone`, for weekly ones on `weekday` (0 is Monday). `due_at` is the next time,
    None for never. `told_to` is the position in the outbox up to which the reader was told, or had not asked to be.
    `key` is in the links of their mails and is replaced when these are to be of no use any more. `mail` off leaves
    webhooks alone. `new_email` waits for being confirmed. `bounces` counts in a row.
    """

    email = models.EmailField(null=True, blank=True)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="subscriber"
    )
    key = models.CharField(max_length=64, unique=True, editable=False)
    language = models.CharField(max_length=10, choices=MailLanguage, default=MailLanguage.ENGLISH)
    cadence = models.CharField(max_length=10, choices=Cadence, default=Cadence.WEEKLY)
    weekday = models.PositiveSmallIntegerField(default=0)
    hour = models.PositiveSmallIntegerField(default=8)
    time_zone = models.CharField(max_length=60, default="UTC")
    mail = models.BooleanField(default=True)
    state = models.CharField(max_length=12, choices=SubscriberState, default=SubscriberState.PENDING)
    state_since = models.DateTimeField()
    state_reason = models.TextField(blank=True)
    paused_until = models.DateField(null=True, blank=True)
    new_email = models.EmailField(null=True, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    told_to = models.BigIntegerField(default=0, editable=False)
    due_at = models.DateTimeField(null=True, blank=True)
    bounces = models.PositiveSmallIntegerField(default=0)
    recorded_at = models.DateTimeField(editable=False)

    objects = SubscriberQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(Lower("email"), name="subscriber_once_per_address"),
            models.CheckConstraint(condition=Q(state__in=SubscriberState.values), name="subscriber_state_known"),
            models.CheckConstraint(condition=Q(cadence__in=Cadence.values), name="subscriber_cadence_known"),
            models.CheckConstraint(condition=Q(language__in=MailLanguage.values), name="subscriber_language_known"),
            models.CheckConstraint(condition=Q(weekday__lte=6) & Q(hour__lte=23), name="subscriber_time_in_range"),
            models.CheckConstraint(
                condition=~Q(state=SubscriberState.ERASED) | Q(email=None, user=None, new_email=None),
                name="subscriber_erased_is_nobody",
            ),
        )
        indexes = (
            # Read by the dispatcher: whose digest is due.
            models.Index(
                fields=("due_at", "id"),
                condition=Q(state=SubscriberState.ACTIVE, mail=True),
                name="subscriber_due",
            ),
        )

    def __str__(self) -> str:
        return self.email or f"subscriber {self.pk}"


class FollowKind(models.TextChoices):
    CLAIM = "claim", "claim"
    SUBJECT = "subject", "subject"
    ORGANISATION = "organisation", "claimant or maker"
    PUBLISHER = "publisher", "publisher"
    PAPER = "paper", "paper"
    SEARCH = "search", "saved search"
    EVERYTHING = "everything", "everything"


# The field that says what is followed; none for everything.
TARGETS: dict[FollowKind, str] = {
    FollowKind.CLAIM: "claim",
    FollowKind.SUBJECT: "subject",
    FollowKind.ORGANISATION: "organisation",
    FollowKind.PUBLISHER: "organisation",
    FollowKind.PAPER: "paper",
    FollowKind.SEARCH: "search",
}


def _one_target(kind: FollowKind) -> Q:
    targets = ("claim", "subject", "organisation", "paper")
    named = TARGETS.get(kind)
    empty = Q(**{f"{target}__isnull": target != named for target in targets})
    return Q(kind=kind) & empty & (~Q(search="") if named == "search" else Q(search=""))


class Follow(models.Model):
    """That a subscriber wants to hear of a thing; `note` is why, in their own words and for their eyes only.

    `search` is the query of the list of claims, in one spelling (`claims.topics`). `since` is the position in the
    outbox at which it began. `renewed_at` is when its owner last said that they want it, `warned_at` when we asked.
    """

    subscriber = models.ForeignKey(Subscriber, on_delete=models.CASCADE, related_name="follows")
    kind = models.CharField(max_length=12, choices=FollowKind)
    claim = models.ForeignKey(Claim, null=True, blank=True, on_delete=models.PROTECT, related_name="follows")
    subject = models.ForeignKey(Subject, null=True, blank=True, on_delete=models.PROTECT, related_name="follows")
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="follows"
    )
    paper = models.ForeignKey(Paper, null=True, blank=True, on_delete=models.PROTECT, related_name="follows")
    search = models.CharField(max_length=LONGEST_SEARCH, blank=True)
    note = models.CharField(max_length=LONGEST_NOTE, blank=True)
    since = models.BigIntegerField(editable=False)
    recorded_at = models.DateTimeField(editable=False)
    renewed_at = models.DateTimeField(editable=False)
    warned_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("subscriber", "kind", "claim", "subject", "organisation", "paper", "search"),
                nulls_distinct=False,
                name="follow_once",
            ),
            models.CheckConstraint(
                condition=Q(*(_one_target(kind) for kind in FollowKind), _connector=Q.OR), name="follow_of_one_thing"
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.claim_id or self.subject_id or self.organisation_id or self.paper_id or self.search}"
