"""What all acts over the API share: what they take is checked whole, refusals have words, repeats answer the same."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from http import HTTPStatus
from typing import Any, ClassVar, cast

from django.contrib.auth.models import User
from django.core.exceptions import ObjectDoesNotExist, RequestDataTooBig
from django.db import connection, transaction
from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers, status
from rest_framework.exceptions import APIException, ValidationError
from rest_framework.generics import GenericAPIView
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from claims.api.problems import BadQuestion, Conflict
from claims.api.rendering import Written
from claims.models import KeptAnswer
from claims.models.api_submissions import LONGEST_IDEMPOTENCY_KEY
from claims.workflows.follow import FollowRefused
from claims.workflows.ingest_announcement import AnnouncementChanged
from claims.workflows.keep_endpoint import EndpointRefused, NoSuchEndpoint
from claims.workflows.merge_claims import MergeRefused
from claims.workflows.propose_evidence import NotQuotable, ProposalRefused
from claims.workflows.propose_ruling import RulingRefused
from claims.workflows.redeliver import NoSuchDelivery
from claims.workflows.requote_evidence import NotVerbatim
from claims.workflows.review_evidence import ReviewRefused
from claims.workflows.send_test_event import EndpointIsOff
from claims.workflows.submit_address import AddressRefused

LARGEST_NUMBER = 2**63 - 1
LONGEST_REASON = 2000
# How long an answer is kept for repeats of its request.
KEPT_FOR = timedelta(hours=24)
IDEMPOTENCY_KEY = OpenApiParameter(
    "Idempotency-Key",
    location=OpenApiParameter.HEADER,
    description="Up to 200 characters; the same request with the same key is answered the same for 24 hours.",
)


class Unprocessable(APIException):
    """What is given is well formed and still nothing that can be taken; `detail` says why."""

    status_code = status.HTTP_422_UNPROCESSABLE_ENTITY
    default_code = "unprocessable"


class TooLarge(APIException):
    """The body is larger than any act takes."""

    status_code = status.HTTP_413_REQUEST_ENTITY_TOO_LARGE
    default_code = "too_large"
    default_detail = "The body of the request is too large."


# What workflows do not find, and what they refuse because of what was given, and because of how things stand.
_NOT_THERE = (ObjectDoesNotExist, NoSuchDelivery, NoSuchEndpoint)
_OF_WHAT_IS_GIVEN = (AddressRefused, EndpointRefused, FollowRefused, NotQuotable, NotVerbatim)
_OF_HOW_THINGS_STAND = (AnnouncementChanged, EndpointIsOff, MergeRefused, ProposalRefused, ReviewRefused, RulingRefused)


class Given(serializers.Serializer[Any]):
    """What an act takes. Fields that it does not know are refused, for "dryrun" would otherwise carry it out."""

    def to_internal_value(self, data: Any) -> Any:
        """Raises `ValidationError`."""
        if isinstance(data, dict) and (unknown := sorted(set(data) - set(self.fields))):
            known = ", ".join(sorted(self.fields))
            raise ValidationError({name: [f"Unknown. Known here: {known}."] for name in map(str, unknown)})
        return super().to_internal_value(data)


class Reasoned(Given):
    """An act that has to be explained to others."""

    reason = serializers.CharField(max_length=LONGEST_REASON, help_text="For others to follow; it becomes history.")


def number(**more: Any) -> serializers.IntegerField:
    """The number of a row, or another count that the database can hold."""
    return serializers.IntegerField(min_value=0, max_value=LARGEST_NUMBER, **more)


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """How an act went: `told` is what its `answers` serializer is given, or is `Written` already."""

    told: Any
    status: HTTPStatus = HTTPStatus.OK
    location: str = ""


class Acting(GenericAPIView[Any]):
    """What takes a body: `takes` describes it, `answers` what comes back, with the status `success`."""

    takes: ClassVar[type[serializers.Serializer[Any]]]
    answers: ClassVar[type[serializers.Serializer[Any]]]
    success: ClassVar[HTTPStatus] = HTTPStatus.OK
    # Other statuses that say that it went well, in a way of its own.
    also: ClassVar[tuple[HTTPStatus, ...]] = ()

    def _answered(self, act: Callable[[], Done]) -> Response:
        done = _done(act)
        told = done.told if isinstance(done.told, Written) else _written(self.answers(done.told).data)
        return Response(told, status=done.status, headers={"Location": done.location} if done.location else None)


class Act(Acting):
    """One verb, by POST."""

    def ready(self, given: dict[str, Any]) -> dict[str, Any]:
        """What `act` is given: whatever has to be asked of the network is asked here, before any transaction."""
        return given

    def act(self, actor: User, given: dict[str, Any], **numbers: int) -> Done:
        """Call the workflow. Its refusals are told by the caller."""
        raise NotImplementedError

    def post(self, request: Request, **numbers: int) -> Response:
        """Check what is given, act, and answer."""
        body = _body_of(request)
        if any(one > LARGEST_NUMBER for one in numbers.values()):
            raise Http404("No number is as large as that.")
        _refuse_query(request)

        def prepare() -> dict[str, Any]:
            given = self.takes(data=request.data)
            given.is_valid(raise_exception=True)
            return _done(lambda: self.ready(given.validated_data))

        def answer(ready: dict[str, Any]) -> Response:
            return self._answered(lambda: self.act(cast("User", request.user), ready, **numbers))

        return _once(request, body, prepare, answer)


class Changing(Acting):
    """What can be changed in part: `takes` describes the body, and `change` carries it out; twice is once."""

    def change(self, actor: User, given: dict[str, Any], pk: int) -> Done:
        """Call the workflow. Its refusals are told by the caller."""
        raise NotImplementedError

    def patch(self, request: Request, pk: str) -> Response:
        """Check what is given, change it, and answer how it stands."""
        _body_of(request)
        _refuse_query(request)
        row = _number_of(pk)
        given = self.takes(data=request.data)
        given.is_valid(raise_exception=True)
        return self._answered(lambda: self.change(cast("User", request.user), given.validated_data, row))


class Removing(GenericAPIView[Any]):
    """What can be removed; what is not there any more is not found."""

    def remove(self, actor: User, pk: int) -> None:
        """Call the workflow."""
        raise NotImplementedError

    def delete(self, request: Request, pk: str) -> Response:
        """Remove it, and answer with nothing."""
        _refuse_query(request)
        row = _number_of(pk)

        def remove() -> Done:
            self.remove(cast("User", request.user), row)
            return Done(told=None)

        _done(remove)
        return Response(status=HTTPStatus.NO_CONTENT)


def _refuse_query(request: Request) -> None:
    if request.query_params:
        raise BadQuestion("Acts take what they take in the body; the address says only what they are about.")


def _number_of(pk: str) -> int:
    if not (pk.isascii() and pk.isdecimal() and int(pk) <= LARGEST_NUMBER):
        raise Http404(f"{pk!r} is no number.")
    return int(pk)


def _done[T](act: Callable[[], T]) -> T:
    """What came of an act, with its refusals as problems."""
    try:
        return act()
    except _NOT_THERE as missing:
        raise Http404("There is nothing of this number, or it is not public.") from missing
    except _OF_WHAT_IS_GIVEN as refusal:
        raise Unprocessable(str(refusal)) from refusal
    except _OF_HOW_THINGS_STAND as refusal:
        raise Conflict(str(refusal)) from refusal


def _written(told: Any) -> Written:
    return Written(body=JSONRenderer().render(told).decode())


def _body_of(request: Request) -> bytes:
    """The body as it came; read before it is parsed, for after that it is gone."""
    try:
        return request._request.body
    except RequestDataTooBig as error:
        raise TooLarge from error


def _once[T](request: Request, body: bytes, prepare: Callable[[], T], answer: Callable[[T], Response]) -> Response:
    """Answer, and where the request has an `Idempotency-Key`, keep the answer with what it did, both or neither.

    What is prepared is so outside the transaction, and not at all where the answer is kept. Of two at once the second
    waits for the first. What was refused is kept by nobody: it changed nothing.
    """
    key = request.headers.get("Idempotency-Key", "")
    if not key:
        return answer(prepare())
    if len(key) > LONGEST_IDEMPOTENCY_KEY or not key.isprintable():
        raise BadQuestion(f"Idempotency-Key must be at most {LONGEST_IDEMPOTENCY_KEY} printable characters.")
    now, user = timezone.now(), cast("User", request.user)
    fingerprint = sha256(b"\n".join([request.path.encode(), body])).hexdigest()
    kept = KeptAnswer.objects.filter(user=user, key=key, recorded_at__gte=now - KEPT_FOR)
    if repeated := _kept(kept, fingerprint):
        return repeated
    ready = prepare()
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, %s))", [key, user.pk])
        KeptAnswer.objects.filter(user=user, recorded_at__lt=now - KEPT_FOR).delete()
        if repeated := _kept(kept, fingerprint):
            return repeated
        response = answer(ready)
        KeptAnswer.objects.create(
            user=user,
            key=key,
            fingerprint=fingerprint,
            status=response.status_code,
            body=response.data.body,
            location=response.get("Location", ""),
            recorded_at=now,
        )
    return response


def _kept(rows: QuerySet[KeptAnswer], fingerprint: str) -> Response | None:
    """The answer that is kept for a request, if there is one. Raises `Unprocessable` where it is another's."""
    kept = rows.first()
    if kept is None:
        return None
    if kept.fingerprint != fingerprint:
        raise Unprocessable("This Idempotency-Key was used for another request; take a new one.")
    headers = {"Location": kept.location} if kept.location else None
    return Response(Written(body=kept.body), status=kept.status, headers=headers)
