"""The public issue of each week, which anybody can read, and issues of readers."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Max

from claims.core.digest_times import last_public_due, slug_of
from claims.digest.headlines import Headline, headline_of
from claims.digest.told import changes_between
from claims.models import Cadence, DigestIssue, OutboxEvent

_A_WEEK = timedelta(days=7)


def open_public_issue(now: datetime) -> DigestIssue | None:
    """Open the public issue of the week that ended last, and return it; None where it is there or nothing happened.

    It tells what was recorded before Monday, 00:00 UTC, after where the public issue before it ended; the first one
    tells one week. A week in which nothing happened has none: its number is left out, whatever comes later. Repeating
    it changes nothing. Raises nothing.
    """
    due_at = last_public_due(now)
    if DigestIssue.objects.filter(cadence=Cadence.WEEKLY, due_at=due_at).exists():
        return None
    after, up_to = _window(due_at)
    changes = changes_between(after, up_to) if after < up_to else ()
    if not changes:
        return None
    slug = slug_of(Cadence.WEEKLY, due_at)
    headline = headline_of(changes)
    return issue_of(Cadence.WEEKLY, due_at, up_to=up_to, now=now, slug=slug, after=after, headline=headline)


def issue_of(
    cadence: str,
    due_at: datetime,
    *,
    up_to: int,
    now: datetime,
    slug: str = "",
    after: int = 0,
    headline: Headline | None = None,
) -> DigestIssue:
    """The issue of all whose digest is due at one moment, opened up to a position where it is not there yet.

    One with a `slug` is public, begins at `after` and has a `headline`. Repeating it gives the same issue, as it was
    opened.
    """
    window = {"after_position": after, "to_position": up_to}
    beginning = {**window, "slug": slug, "headline": headline or {}, "opened_at": now}
    with transaction.atomic():
        issue, _created = DigestIssue.objects.get_or_create(cadence=cadence, due_at=due_at, defaults=beginning)
    return issue


def _window(due_at: datetime) -> tuple[int, int]:
    """Where the public issue of that moment begins and ends."""
    before = DigestIssue.objects.exclude(slug="").filter(due_at__lt=due_at).aggregate(end=Max("to_position"))["end"]
    after = before if before is not None else _position_at(due_at - _A_WEEK)
    return after, _position_at(due_at)


def _position_at(moment: datetime) -> int:
    """The position of the last event that was recorded before a moment, 0 for none."""
    events = OutboxEvent.objects.filter(position__isnull=False, recorded_at__lt=moment).order_by("-position")
    return events.values_list("position", flat=True).first() or 0
