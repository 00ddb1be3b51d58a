"""Where announcements may be: items of feeds, addresses that people give, and stories that others talk about."""

import hashlib

from django.conf import settings
from django.db import models
from django.db.models import Q

from claims.models.announcements import Announcement


class Feed(models.Model):
    """An RSS or Atom feed that is read for announcements.

    `etag` and `last_modified` are what its server last said, word for word. Without `automatic`, items wait for an
    editor. `failing_since` and `failure` are of the faults since the last good answer.
    """

    url = models.URLField(max_length=2000, unique=True)
    name = models.CharField(max_length=200)
    enabled = models.BooleanField(default=True)
    automatic = models.BooleanField(default=True, help_text="Take items in without asking.")
    every = models.DurationField()
    due_at = models.DateTimeField(null=True, blank=True)
    leased_until = models.DateTimeField(null=True, blank=True)
    etag = models.CharField(max_length=500, blank=True)
    last_modified = models.CharField(max_length=100, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)
    failing_since = models.DateTimeField(null=True, blank=True)
    failures = models.PositiveIntegerField(default=0)
    failure = models.TextField(blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(enabled=True) | Q(due_at=None), name="feed_due_only_while_enabled"),
        )

    def __str__(self) -> str:
        return self.name


class LeadOrigin(models.TextChoices):
    """How we came to hear of it."""

    FEED = "feed", "feed"
    PERSON = "person", "person"
    HACKER_NEWS = "hacker_news", "Hacker News"


class LeadState(models.TextChoices):
    """What became of it. `KNOWN` had been taken in before; `FAILED` is not tried again by itself."""

    NEW = "new", "to be decided by an editor"
    WAITING = "waiting", "to be fetched"
    TAKEN_IN = "taken_in", "taken in"
    KNOWN = "known", "known already"
    FAILED = "failed", "could not be taken in"
    DISMISSED = "dismissed", "dismissed"


# In UTF-8, so that it fits into an index.
LONGEST_KEY = 1000


def lead_key(told: str) -> str:
    """The key of what an origin calls a lead: its own word, or the hash of one that is over `LONGEST_KEY` bytes."""
    written = told.encode()
    return told if len(written) <= LONGEST_KEY else hashlib.sha256(written).hexdigest()


class Lead(models.Model):
    """One address at which an announcement may be, and what became of it.

    `key` is the `lead_key` of what the origin calls it: a guid, the number of a Hacker News item, a person's address.
    `url` is canonical (`claims.reading.addresses`); a Hacker News item's is its own page until we know what it is
    about. `due_at` is the next try, None when none is to come.
    """

    origin = models.CharField(max_length=20, choices=LeadOrigin)
    feed = models.ForeignKey(Feed, null=True, blank=True, on_delete=models.PROTECT, related_name="leads")
    key = models.CharField(max_length=1000)
    url = models.URLField(max_length=2000)
    title = models.CharField(max_length=500, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    found_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=LeadState)
    announcement = models.ForeignKey(
        Announcement, null=True, blank=True, on_delete=models.PROTECT, related_name="leads"
    )
    due_at = models.DateTimeField(null=True, blank=True)
    leased_until = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    failure = models.TextField(blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("origin", "feed", "key"), name="lead_once_per_origin", nulls_distinct=False
            ),
            models.CheckConstraint(condition=Q(state__in=LeadState.values), name="lead_state_known"),
            models.CheckConstraint(condition=Q(origin__in=LeadOrigin.values), name="lead_origin_known"),
            models.CheckConstraint(
                condition=Q(state=LeadState.WAITING) | Q(due_at=None), name="lead_due_only_while_waiting"
            ),
        )
        indexes = (
            # Read by the dispatcher.
            models.Index(fields=("due_at", "id"), name="lead_due"),
            # Read when an address comes again from elsewhere.
            models.Index(fields=("url",), name="lead_by_url"),
        )

    def __str__(self) -> str:
        return self.title or self.url
