"""Have a test posted to an endpoint: a document that says that nothing happened."""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from claims.models import EndpointState, HookState, WebhookDelivery, WebhookEndpoint
from claims.workflows.keep_endpoint import NoSuchEndpoint, new_uid


class EndpointIsOff(ValueError):
    """Nothing is posted to an endpoint that is off; the message says what to do."""


def send_test_event(number: int, *, user: User, now: datetime) -> WebhookDelivery:
    """Let the next worker post a test, once; the log tells what came of it. One that waits already is returned instead.

    Raises `NoSuchEndpoint` and `EndpointIsOff`.
    """
    with transaction.atomic():
        endpoint = WebhookEndpoint.objects.select_for_update(no_key=True).filter(pk=number, user=user).first()
        if endpoint is None:
            raise NoSuchEndpoint(f"There is no endpoint {number}.")
        if endpoint.state != EndpointState.ON:
            raise EndpointIsOff(_("The endpoint is switched off. Switch it on first."))
        waiting = WebhookDelivery.objects.filter(endpoint=endpoint, event=None, state=HookState.WAITING).first()
        return waiting or WebhookDelivery.objects.create(
            endpoint=endpoint, event=None, uid=new_uid(), due_at=now, recorded_at=now
        )
