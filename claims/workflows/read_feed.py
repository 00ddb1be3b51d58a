"""Read a feed and keep what it leads to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from claims.models import Announcement, Feed, Lead, LeadOrigin, LeadState
from claims.models.leads import lead_key
from claims.sources.connectors import Client
from claims.sources.feeds import FeedGone, FeedItem, FeedRead, fetch_feed
from claims.sources.marks import Marks
from claims.sources.troubles import SourceTrouble, SourceUnavailable

# However often a feed fails, it is asked again within a day; an exponent has to be bounded for that.
LONGEST_PAUSE = timedelta(days=1)
_MOST_DOUBLINGS = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a read found. `left` counts items without an address to fetch, `new` the leads that were stored.

    `failure` says why nothing was read, "" when all is well. `due_at` is the next read, None when it is switched off.
    """

    feed_id: int
    items: int = 0
    left: int = 0
    new: int = 0
    failure: str = ""
    due_at: datetime | None = None


def read_feed(feed_id: int, *, client: Client, now: datetime) -> Outcome:
    """Store a lead for each address that was not heard of before, and set the next read.

    Repeating it stores nothing. A read that fails marks nothing as read: the next one takes up what it missed. A feed
    that is switched off is not read. Raises `Feed.DoesNotExist`.
    """
    feed = Feed.objects.get(pk=feed_id)
    if not feed.enabled:
        return Outcome(feed_id=feed_id, failure=feed.failure or "The feed is switched off.")
    marks = Marks(etag=feed.etag, last_modified=feed.last_modified)
    try:
        read = fetch_feed(client, feed.url, marks=marks)
    except SourceTrouble as trouble:
        return _failed(feed_id, trouble, now=now)
    return _kept(feed_id, read, now=now)


def _kept(feed_id: int, read: FeedRead, *, now: datetime) -> Outcome:
    with transaction.atomic():
        feed = Feed.objects.select_for_update().get(pk=feed_id)
        leads = _new_leads(feed, read.items, now=now)
        Lead.objects.bulk_create(leads, ignore_conflicts=True)
        feed.etag, feed.last_modified = read.marks.etag, read.marks.last_modified
        feed.read_at, feed.failing_since, feed.failures, feed.failure = now, None, 0, ""
        _release(feed, due_at=now + feed.every)
    return Outcome(feed_id=feed_id, items=len(read.items), left=read.left, new=len(leads), due_at=feed.due_at)


def _failed(feed_id: int, trouble: SourceTrouble, *, now: datetime) -> Outcome:
    with transaction.atomic():
        feed = Feed.objects.select_for_update().get(pk=feed_id)
        feed.failing_since, feed.failures, feed.failure = feed.failing_since or now, feed.failures + 1, str(trouble)
        due_at: datetime | None = now + _pause(feed.every, failures=feed.failures)
        if isinstance(trouble, FeedGone):
            feed.enabled, feed.failure, due_at = False, f"{trouble} It was switched off.", None
        elif isinstance(trouble, SourceUnavailable) and trouble.not_before and due_at:
            due_at = max(due_at, trouble.not_before)
        _release(feed, due_at=due_at)
    return Outcome(feed_id=feed_id, failure=feed.failure, due_at=feed.due_at)


def _release(feed: Feed, *, due_at: datetime | None) -> None:
    """Give the feed back with what was noted. One that was switched off meanwhile stays so."""
    feed.due_at, feed.leased_until = due_at if feed.enabled else None, None
    feed.save()


def _pause(every: timedelta, *, failures: int) -> timedelta:
    """Twice as long after each failure, up to a day or the feed's own pace."""
    doublings: int = 2 ** min(failures, _MOST_DOUBLINGS)
    return min(every * doublings, max(every, LONGEST_PAUSE))


def _new_leads(feed: Feed, items: Sequence[FeedItem], *, now: datetime) -> list[Lead]:
    """Leads for the addresses that nobody brought before, the oldest first, for copies come after their originals.

    An item whose key is known is never new, though its link may have changed.
    """
    by_url = {item.url: item for item in reversed(items)}
    keys = set(feed.leads.filter(key__in=[lead_key(item.key) for item in items]).values_list("key", flat=True))
    heard = set(Lead.objects.filter(url__in=by_url).values_list("url", flat=True))
    known = dict(Announcement.objects.filter(url__in=by_url).values_list("url", "pk"))
    fresh = [item for url, item in by_url.items() if lead_key(item.key) not in keys and url not in heard]
    return [
        _lead(feed, item, announcement_id=known.get(item.url), now=now)
        for item in sorted(fresh, key=lambda item: item.published_at or now)
    ]


def _lead(feed: Feed, item: FeedItem, *, announcement_id: int | None, now: datetime) -> Lead:
    state = LeadState.WAITING if feed.automatic else LeadState.NEW
    if announcement_id:
        state = LeadState.KNOWN
    return Lead(
        origin=LeadOrigin.FEED,
        feed=feed,
        key=lead_key(item.key),
        url=item.url,
        title=item.title,
        published_at=item.published_at,
        found_at=now,
        state=state,
        announcement_id=announcement_id,
        due_at=now if state == LeadState.WAITING else None,
    )
