"""Count how often somebody asked for something in a while, in the database, where all workers see it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from django.db import connection

from claims.models import RequestCount

# Old counts are removed so many at a time, by whoever begins a window.
_REMOVED = 100

_COUNT = """
INSERT INTO claims_requestcount AS known (caller, ends_at, requests) VALUES (%s, %s, 1)
ON CONFLICT (caller) DO UPDATE SET
    requests = CASE WHEN known.ends_at = excluded.ends_at THEN known.requests + 1 ELSE 1 END,
    ends_at = excluded.ends_at
RETURNING requests
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """So many requests in a window of so many seconds."""

    name: str
    requests: int
    seconds: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Used:
    """What a caller has used of a rate."""

    rate: Rate
    requests: int
    ends_at: datetime
    asked_at: datetime

    @property
    def is_too_often(self) -> bool:
        """Whether the rate is used up: this request was one too many."""
        return self.requests > self.rate.requests

    @property
    def seconds_left(self) -> int:
        """Until the window ends, rounded up."""
        return max(1, int((self.ends_at - self.asked_at).total_seconds() + 0.999))


def count_request(caller: str, rate: Rate, *, now: datetime) -> Used:
    """Count one more request of `caller`. Two at once are counted as two."""
    start = int(now.timestamp()) // rate.seconds * rate.seconds
    ends_at = datetime.fromtimestamp(start + rate.seconds, tz=now.tzinfo)
    key = sha256(f"{rate.name} {caller}".encode()).hexdigest()
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, [key, ends_at])
        requests: int = cursor.fetchone()[0]
    if requests == 1:
        _forget(before=now - timedelta(hours=1))
    return Used(rate=rate, requests=requests, ends_at=ends_at, asked_at=now)


def _forget(*, before: datetime) -> None:
    over = RequestCount.objects.filter(ends_at__lt=before).order_by("ends_at").values("pk")[:_REMOVED]
    RequestCount.objects.filter(pk__in=list(over.values_list("pk", flat=True))).delete()
