"""Post again what was posted, or given up, to an endpoint: the same event under the same webhook-id."""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from claims.models import EndpointState, HookState, WebhookDelivery, WebhookEndpoint
from claims.workflows.keep_endpoint import NoSuchEndpoint
from claims.workflows.send_test_event import EndpointIsOff

NOT_DELIVERED = (HookState.GIVEN_UP, HookState.CANCELLED)


class NoSuchDelivery(LookupError):
    """The endpoint has no such delivery that can be made again."""


def redeliver(delivery_id: int, *, user: User | None, now: datetime) -> None:
    """Make one finished delivery due again, with all its tries before it; one that waits is left as it is.

    `user` None is the desk's word, for anybody's. Repeating it before it was posted changes nothing. Raises
    `NoSuchDelivery`, also for a test, of which another can be sent, and `EndpointIsOff`.
    """
    with transaction.atomic():
        rows = WebhookDelivery.objects.filter(pk=delivery_id, event__isnull=False)
        found = (rows if user is None else rows.filter(endpoint__user=user)).select_related("endpoint").first()
        if found is None:
            raise NoSuchDelivery(f"There is no delivery {delivery_id}.")
        _refuse_off(WebhookEndpoint.objects.select_for_update(no_key=True).get(pk=found.endpoint_id))
        _again(WebhookDelivery.objects.filter(pk=delivery_id), now=now)


def redeliver_failed(endpoint_id: int, *, since: datetime, user: User, now: datetime) -> int:
    """Make all due again that were given up or cancelled and recorded from `since` on; how many they are.

    Repeating it finds none until more fail. Raises `NoSuchEndpoint` and `EndpointIsOff`.
    """
    with transaction.atomic():
        endpoint = WebhookEndpoint.objects.select_for_update(no_key=True).filter(pk=endpoint_id, user=user).first()
        if endpoint is None:
            raise NoSuchEndpoint(f"There is no endpoint {endpoint_id}.")
        _refuse_off(endpoint)
        failed = WebhookDelivery.objects.filter(endpoint=endpoint, event__isnull=False, state__in=NOT_DELIVERED)
        return _again(failed.filter(recorded_at__gte=since), now=now)


def _again(rows: "QuerySet[WebhookDelivery]", *, now: datetime) -> int:
    finished = rows.exclude(state=HookState.WAITING)
    return finished.update(state=HookState.WAITING, due_at=now, leased_until=None, attempts=0, finished_at=None)


def _refuse_off(endpoint: WebhookEndpoint) -> None:
    if endpoint.state != EndpointState.ON:
        raise EndpointIsOff(_("The endpoint is switched off. Switch it on first."))
