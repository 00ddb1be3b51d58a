"""Write down what came of a try: the log, the delivery, and how its endpoint is."""

from datetime import datetime

from django.db import transaction

from claims.core.post_failures import PostFailure
from claims.models import EndpointState, HookState, WebhookAttempt, WebhookDelivery, WebhookEndpoint
from claims.notify.retrying import Verdict, is_silent, judge, most_tries
from claims.sources.bounded_posts import Posted
from claims.workflows.keep_endpoint import cancel_waiting


def record_try(
    delivery_id: int, posted: Posted, *, tries: int, started_at: datetime, now: datetime, jitter: float
) -> HookState | None:
    """Take one try (number `tries`, posted at `started_at`) into the log and decide how its delivery goes on.

    What comes back is the delivery's state, None where it was removed meanwhile with its endpoint.

    An answer of 2xx counts whatever happened meanwhile; a failure moves nothing that was delivered, cancelled or leased
    anew. An endpoint that is gone, or silent for too long, is switched off, and what waits for it is cancelled. Each
    call adds an entry to the log. Raises nothing.
    """
    with transaction.atomic():
        # The endpoint first, always: whoever switches it off takes its deliveries after it.
        endpoints = WebhookEndpoint.objects.select_for_update(no_key=True, of=("self",))
        endpoint = endpoints.filter(deliveries=delivery_id).first()
        delivery = WebhookDelivery.objects.select_for_update(no_key=True).filter(pk=delivery_id).first()
        if endpoint is None or delivery is None:
            return None
        _log(delivery, posted, started_at=started_at)
        is_test = delivery.event_id is None
        verdict = judge(posted, tries=tries, most=most_tries(is_test=is_test), now=now, jitter=jitter)
        _move(delivery, verdict, tries=tries, now=now)
        _note(endpoint, posted, verdict, is_test=is_test, now=now)
        return HookState(WebhookDelivery.objects.values_list("state", flat=True).get(pk=delivery_id))


def _log(delivery: WebhookDelivery, posted: Posted, *, started_at: datetime) -> None:
    failure = ": ".join(part for part in (posted.failure, posted.detail) if part)
    WebhookAttempt.objects.create(
        delivery=delivery,
        started_at=started_at,
        seconds=posted.seconds,
        status=posted.status,
        answer=posted.answer,
        failure=failure,
    )


def _move(delivery: WebhookDelivery, verdict: Verdict, *, tries: int, now: datetime) -> None:
    is_ours = delivery.state == HookState.WAITING and delivery.attempts == tries
    if not is_ours and verdict.state is not HookState.DELIVERED:
        return
    delivery.state, delivery.due_at, delivery.leased_until = verdict.state, verdict.due_at, None
    delivery.finished_at = None if verdict.state is HookState.WAITING else now
    delivery.save(update_fields=["state", "due_at", "leased_until", "finished_at"])


def _note(endpoint: WebhookEndpoint, posted: Posted, verdict: Verdict, *, is_test: bool, now: datetime) -> None:
    """How the endpoint is after this. A test that fails says nothing of it."""
    if posted.is_good:
        if endpoint.failures or endpoint.failing_since:
            endpoint.failing_since, endpoint.failures = None, 0
            endpoint.save(update_fields=["failing_since", "failures"])
        return
    if verdict.quiet_until:
        endpoint.quiet_until = verdict.quiet_until
        endpoint.save(update_fields=["quiet_until"])
    if is_test or posted.failure is PostFailure.UNTELLABLE:
        return
    endpoint.failing_since, endpoint.failures = endpoint.failing_since or now, endpoint.failures + 1
    given_up = verdict.state is HookState.GIVEN_UP and is_silent(endpoint.failing_since, now=now)
    if endpoint.state == EndpointState.ON and (verdict.gone or given_up):
        endpoint.state, endpoint.owner_told_at = EndpointState.FAILING_OFF, None
        cancel_waiting(endpoint, now=now)
    endpoint.save(update_fields=["failing_since", "failures", "state", "owner_told_at"])
