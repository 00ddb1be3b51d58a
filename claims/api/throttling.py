"""How often who may ask: counted in the database, where all workers see it, and told in every answer.

The headers are those of draft-ietf-httpapi-ratelimit-headers-10: `RateLimit-Policy: "read";q=600;w=60` and
`RateLimit: "read";r=599;t=42`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from rest_framework.permissions import SAFE_METHODS
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

from claims.api.permissions import need_of, route_of
from claims.models import RequestCount, Scope

if TYPE_CHECKING:
    # At run time that module reads the settings, which name this one.
    from rest_framework.views import APIView


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """So many requests in a window of so many seconds."""

    name: str
    requests: int
    seconds: int


# Per address for whoever is signed out, per person otherwise. One person's programs share what the person has.
SIGNED_OUT = Rate(name="signed-out", requests=300, seconds=60)
RATES: dict[Scope, Rate] = {
    Scope.READ: Rate(name="read", requests=1200, seconds=60),
    Scope.SUBMIT: Rate(name="submit", requests=120, seconds=3600),
    Scope.PROPOSE: Rate(name="propose", requests=240, seconds=3600),
    Scope.REVIEW: Rate(name="review", requests=600, seconds=3600),
    Scope.RULE: Rate(name="rule", requests=600, seconds=3600),
    Scope.ADMIN: Rate(name="admin", requests=600, seconds=3600),
}
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
class Used:
    """What a caller has used of a rate."""

    rate: Rate
    requests: int
    ends_at: datetime
    asked_at: datetime

    @property
    def seconds_left(self) -> int:
        """Until the window ends, rounded up."""
        return max(1, int((self.ends_at - self.asked_at).total_seconds() + 0.999))


def count(caller: str, rate: Rate, *, now: datetime) -> Used:
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


class Throttle(BaseThrottle):
    """See the module."""

    used: Used | None = None

    def allow_request(self, request: Request, view: "APIView") -> bool:
        """Count the request and leave what is known for the headers of its answer."""
        signed_in = request.user is not None and request.user.is_authenticated
        caller = f"user {request.user.pk}" if signed_in else f"address {self.get_ident(request)}"
        self.used = count(caller, _rate(request, signed_in=signed_in), now=timezone.now())
        request._request.META["claims.rate"] = self.used
        return self.used.requests <= self.used.rate.requests

    def wait(self) -> float | None:
        """Seconds until asking makes sense again; `Retry-After` is rounded up from it."""
        return self.used.seconds_left - 1 if self.used else None


def _rate(request: Request, *, signed_in: bool) -> Rate:
    need = need_of(route_of(request), request.method or "")
    if need is None or request.method in SAFE_METHODS:
        return RATES[Scope.READ] if signed_in else SIGNED_OUT
    return RATES[need.scope]


def tell_rates(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Django's middleware that tells in every answer of the API what is left."""

    def told(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        used = request.META.get("claims.rate")
        if isinstance(used, Used):
            rate, left = used.rate, max(0, used.rate.requests - used.requests)
            response["RateLimit-Policy"] = f'"{rate.name}";q={rate.requests};w={rate.seconds}'
            response["RateLimit"] = f'"{rate.name}";r={left};t={used.seconds_left}'
        return response

    return told
