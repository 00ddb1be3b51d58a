"""How often who may ask: counted in the database, where all workers see it, and told in every answer.

The headers are those of draft-ietf-httpapi-ratelimit-headers-10: `RateLimit-Policy: "read";q=600;w=60` and
`RateLimit: "read";r=599;t=42`.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from rest_framework.permissions import SAFE_METHODS
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

from claims.api.permissions import need_of, route_of
from claims.models import Scope
from claims.workflows.count_request import Rate, Used, count_request

if TYPE_CHECKING:
    # At run time that module reads the settings, which name this one.
    from rest_framework.views import APIView


# Per address for whoever is signed out, per person otherwise. One person's programs share what the person has.
SIGNED_OUT = Rate(name="signed-out", requests=300, seconds=60)
RATES: dict[Scope, Rate] = {
    Scope.READ: Rate(name="read", requests=1200, seconds=60),
    Scope.FOLLOW: Rate(name="follow", requests=600, seconds=3600),
    Scope.SUBMIT: Rate(name="submit", requests=120, seconds=3600),
    Scope.PROPOSE: Rate(name="propose", requests=240, seconds=3600),
    Scope.REVIEW: Rate(name="review", requests=600, seconds=3600),
    Scope.RULE: Rate(name="rule", requests=600, seconds=3600),
    Scope.ADMIN: Rate(name="admin", requests=600, seconds=3600),
}


class Throttle(BaseThrottle):
    """See the module."""

    used: Used | None = None

    def allow_request(self, request: Request, view: "APIView") -> bool:
        """Count the request and leave what is known for the headers of its answer."""
        signed_in = request.user is not None and request.user.is_authenticated
        caller = f"user {request.user.pk}" if signed_in else f"address {self.get_ident(request)}"
        self.used = count_request(caller, _rate(request, signed_in=signed_in), now=timezone.now())
        request._request.META["claims.rate"] = self.used
        return not self.used.is_too_often

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
