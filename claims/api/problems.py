"""Every error as a problem document (RFC 9457): what went wrong, in words, and what to do about it."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.defaults import page_not_found
from rest_framework import exceptions, status
from rest_framework.response import Response
from rest_framework.views import set_rollback

CONTENT_TYPE = "application/problem+json"


class BadQuestion(exceptions.APIException):
    """The address asks for something that cannot be meant; `detail` says what is expected."""

    status_code = status.HTTP_400_BAD_REQUEST
    default_code = "bad_question"


class Conflict(exceptions.APIException):
    """What is asked for does not go with how things stand; `detail` says how they do."""

    status_code = status.HTTP_409_CONFLICT
    default_code = "conflict"


def answer_with_problem(error: Exception, context: Mapping[str, Any]) -> Response | None:
    """DRF's exception handler: `{type, title, status, detail, errors?}`; None for what is a fault of ours."""
    if isinstance(error, Http404):
        error = exceptions.NotFound(*error.args)
    elif isinstance(error, PermissionDenied):
        error = exceptions.PermissionDenied(*error.args)
    if not isinstance(error, exceptions.APIException):
        return None
    set_rollback()
    return Response(
        problem(error.status_code, error.detail, code=str(error.default_code)),
        status=error.status_code,
        headers=_headers(error),
        content_type=CONTENT_TYPE,
    )


def nothing_here(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's handler of addresses that lead nowhere: a problem under that of the API, the site's page elsewhere."""
    if not request.path.startswith("/api/"):
        return page_not_found(request, exception)
    told = problem(HTTPStatus.NOT_FOUND, f"There is nothing at {request.path}; see /api/docs/.", code="not_found")
    return JsonResponse(told, status=HTTPStatus.NOT_FOUND, content_type=CONTENT_TYPE)


def problem(status_code: int, detail: object, *, code: str) -> dict[str, object]:
    """The document. Errors of single fields are listed as `{"field", "detail"}`."""
    told: dict[str, object] = {
        "type": f"/api/docs/problems/#{code}",
        "title": HTTPStatus(status_code).phrase,
        "status": status_code,
    }
    if isinstance(detail, Mapping):
        errors = [
            {"field": str(field), "detail": str(reason)}
            for field, reasons in detail.items()
            for reason in (reasons if isinstance(reasons, list) else [reasons])
        ]
        return {**told, "detail": " ".join(f"{one['field']}: {one['detail']}" for one in errors), "errors": errors}
    return {**told, "detail": " ".join(map(str, detail)) if isinstance(detail, list) else str(detail)}


def _headers(error: exceptions.APIException) -> dict[str, str]:
    headers = {}
    if challenge := getattr(error, "auth_header", None):
        headers["WWW-Authenticate"] = challenge
    if wait := getattr(error, "wait", None):
        headers["Retry-After"] = str(int(wait) + 1)
    return headers
