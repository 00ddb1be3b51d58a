"""Where a mail service reports bounces and complaints. anymail knows each service's form and checks the secret."""

from functools import cache
from typing import Any

from anymail.urls import urlpatterns as services  # type: ignore[import-untyped]  # it has no types
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from claims.digest.take_bounces import take_reports


# Programs of the service have no cookies; they prove themselves by MAIL_WEBHOOK_SECRET.
@csrf_exempt
@require_http_methods(["POST", "HEAD"])
def take_in(request: HttpRequest) -> HttpResponse:
    """Take in a report of the service that MAIL_URL names. Without that and a secret there is nothing here.

    anymail's view is asked for its check and its reading alone, so that no signal is needed. Where anything fails
    here, the service sends the report again.
    """
    kind = _reports_of(settings.MAIL_SERVER.scheme) if settings.MAIL_WEBHOOK_SECRET else None
    if kind is None:
        raise Http404
    if request.method == "POST":
        view = kind()
        view.setup(request)
        view.run_validators(request)
        try:
            events = view.parse_events(request)
        except (ValueError, KeyError, TypeError, AttributeError):
            # A form that is not this service's.
            return HttpResponseBadRequest()
        take_reports(events, now=timezone.now())
    return HttpResponse()


@cache
def _reports_of(scheme: str) -> type[Any] | None:
    """anymail's view of a service, None where there is none."""
    named = (pattern.callback for pattern in services if pattern.name == f"{scheme}_tracking_webhook")
    callback = next(named, None)
    return callback.view_class if callback else None
