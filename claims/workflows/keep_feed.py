"""Follow a feed, read it sooner, or leave it alone."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from claims.models import Feed
from claims.workflows.submit_address import refuse_address


def add_feed(url: str, *, name: str, every: timedelta, automatic: bool, now: datetime) -> tuple[Feed, bool]:
    """The feed at `url`, to be read from now on, and whether it is new. One that is known is left as it is.

    Raises `AddressRefused`.
    """
    refuse_address(url)
    return Feed.objects.get_or_create(
        url=url, defaults={"name": name or url[:200], "every": every, "automatic": automatic, "due_at": now}
    )


def call_feeds(feed_ids: Iterable[int], *, now: datetime) -> int:
    """Make enabled feeds due and return how many are; they are read by the next job. Repeating changes nothing."""
    return Feed.objects.filter(pk__in=feed_ids, enabled=True).update(due_at=now)


def switch_feeds(feed_ids: Iterable[int], *, on: bool, now: datetime) -> int:
    """Follow the feeds again from now on, or leave them alone; returns how many changed. Their leads stay."""
    due_at = now if on else None
    return Feed.objects.filter(pk__in=feed_ids, enabled=not on).update(enabled=on, due_at=due_at, leased_until=None)
