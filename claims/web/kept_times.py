"""When counts that are kept are told to be of another time than now."""

from datetime import datetime, timedelta

# A job renews them every five minutes; what is older than twice that is told with its time.
_OLD = timedelta(minutes=10)


def told_when_old(counted_at: datetime | None, *, now: datetime) -> datetime | None:
    """When counts were made, where that is so long ago that a page should say it; else None."""
    return counted_at if counted_at is not None and now - counted_at > _OLD else None
