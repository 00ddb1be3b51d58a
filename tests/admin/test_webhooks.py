"""The desk's lists of webhooks: read, switched off and posted again by those who may, and no secret in them."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from claims.models import EndpointState, HookState, WebhookAttempt, WebhookEndpoint
from claims.workflows.make_roles import Role
from tests.admin.test_watching import act, listed, login
from tests.notify.made_up_hooks import endpoint, hand_out
from tests.workflows.made_up_claims import zephyr_claim

pytestmark = pytest.mark.django_db


def failed_one() -> WebhookEndpoint:
    hook = endpoint("https://hooks.example/")
    zephyr_claim()
    hand_out()
    hook.deliveries.update(state=HookState.GIVEN_UP, due_at=None, attempts=8)
    WebhookAttempt.objects.create(
        delivery=hook.deliveries.get(), started_at=timezone.now(), seconds=1, status=500, answer="<b>sorry</b>"
    )
    return hook


def page_of(client: Client, table: str, number: int) -> str:
    return client.get(reverse(f"admin:claims_{table}_change", args=[number])).content.decode()


def test_what_was_posted_is_read_at_the_desk_and_no_secret_is_shown() -> None:
    hook, admin = failed_one(), login(Role.ADMIN)
    assert "https://hooks.example/" in listed(admin, "webhookendpoint")
    assert hook.deliveries.get().uid in listed(admin, "webhookdelivery")
    page = page_of(admin, "webhookendpoint", hook.pk)
    assert ("https://hooks.example/" in page, "whsec_" in page) == (True, False)
    assert "&lt;b&gt;sorry" in page_of(admin, "webhookdelivery", hook.deliveries.get().pk)


def test_an_admin_posts_again_and_switches_off() -> None:
    hook, admin = failed_one(), login(Role.ADMIN)
    row = hook.deliveries.get()
    assert "1 of 1 deliveries are posted again" in act(admin, "webhookdelivery", "post_again", row.pk)
    row.refresh_from_db()
    assert (row.state, row.attempts) == (HookState.WAITING, 0)
    act(admin, "webhookendpoint", "switch_off", hook.pk)
    hook.refresh_from_db()
    row.refresh_from_db()
    assert (hook.state, row.state) == (EndpointState.OFF, HookState.CANCELLED)
    assert "0 of 1 deliveries are posted again" in act(admin, "webhookdelivery", "post_again", row.pk)


@pytest.mark.parametrize("role", [Role.READER, Role.REVIEWER, Role.EDITOR])
def test_where_programs_are_told_is_for_admins_alone(role: Role) -> None:
    hook, someone = failed_one(), login(role)
    for table in ("webhookendpoint", "webhookdelivery"):
        assert someone.get(reverse(f"admin:claims_{table}_changelist")).status_code == 403
    act(someone, "webhookendpoint", "switch_off", hook.pk)
    hook.refresh_from_db()
    assert hook.state == EndpointState.ON
