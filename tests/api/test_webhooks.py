"""One's own webhooks over the API: made, changed, switched, tested, delivered again, removed; nobody else's."""

from typing import Any

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from claims.judging.findings import Status
from claims.models import EndpointState, HookState, Scope, WebhookDelivery, WebhookEndpoint
from claims.workflows.make_roles import Role
from tests.api.callers import API, caller, send
from tests.notify.made_up_hooks import hand_out
from tests.web.made_up_claims import NOW, change, claim

pytestmark = pytest.mark.django_db
URL = "http://127.0.0.1:9/hook"


@pytest.fixture(autouse=True)
def this_machine_is_allowed(settings: Settings) -> None:
    settings.FETCH_PRIVATE_ADDRESSES = True


def owner(name: str = "") -> Client:
    return caller(Role.READER, Scope.FOLLOW, name=name)


def made(client: Client, **body: Any) -> Any:
    answer = send(client, "/webhooks/", url=URL, **body)
    assert answer.status_code == 201, answer.content
    return answer.json()


def log(client: Client, number: int) -> Any:
    return client.get(f"{API}/webhooks/{number}/deliveries/").json()["results"]


def test_the_secret_is_told_when_it_is_made_and_when_it_is_new_and_never_else() -> None:
    client = owner()
    told = made(client, kinds=["claim.status_changed"], description="The desk’s bot")
    listed = client.get(f"{API}/webhooks/").json()["results"]
    rotated = send(client, f"/webhooks/{told['id']}/rotate/").json()
    assert told["secret"].startswith("whsec_")
    assert listed == [{name: value for name, value in told.items() if name != "secret"}]
    assert rotated["secret"] == WebhookEndpoint.objects.get().secret != told["secret"]
    assert client.get(f"{API}/webhooks/{told['id']}/").json() == listed[0]


def test_what_is_named_is_changed_and_the_rest_stays() -> None:
    client = owner()
    number = made(client, kinds=["paper.notice"], description="Bot")["id"]
    path = f"{API}/webhooks/{number}/"
    changed = client.patch(path, {"followed_only": True}, content_type="application/json").json()
    assert (changed["url"], changed["kinds"], changed["description"]) == (URL, ["paper.notice"], "Bot")
    assert changed["followed_only"] is True
    assert client.patch(path, {"url": "ftp://x"}, content_type="application/json").status_code == 422
    assert [client.delete(path).status_code, client.delete(path).status_code] == [204, 404]


def test_events_and_tests_are_in_the_log_and_can_be_posted_again() -> None:
    client = owner()
    number = made(client)["id"]
    change(claim("Zephyr-9 is large."), to=Status.ATTESTED)
    hand_out()
    tested = send(client, f"/webhooks/{number}/test/")
    event = WebhookDelivery.objects.get(event__isnull=False)
    WebhookDelivery.objects.filter(pk=event.pk).update(state=HookState.GIVEN_UP, due_at=None, finished_at=NOW)
    assert [(one["kind"], one["position"], one["state"]) for one in log(client, number)] == [
        (None, None, "waiting"),
        ("claim.status_changed", 1, "given_up"),
    ]
    again = send(client, f"/webhook-deliveries/{event.pk}/redeliver/")
    all_again = send(client, f"/webhooks/{number}/redeliver/", since="2020-01-01T00:00:00Z")
    assert (tested.status_code, again.status_code, again.json()) == (202, 202, {"delivery": event.pk})
    assert (all_again.status_code, all_again.json()) == (202, {"deliveries": 0})
    assert WebhookDelivery.objects.get(pk=event.pk).state == HookState.WAITING


def test_one_that_is_off_takes_no_test_until_it_is_on_again() -> None:
    client = owner()
    number = made(client)["id"]
    off = send(client, f"/webhooks/{number}/switch/", on=False).json()
    refused = send(client, f"/webhooks/{number}/test/")
    on = send(client, f"/webhooks/{number}/switch/", on=True, catch_up=True).json()
    assert (off["state"], refused.status_code, on["state"]) == (EndpointState.OFF, 409, EndpointState.ON)


def test_those_of_others_are_not_there() -> None:
    client, other = owner(), owner("somebody-else")
    number = made(client)["id"]
    send(client, f"/webhooks/{number}/test/")
    delivery = WebhookDelivery.objects.get().pk
    acts = [
        send(other, f"/webhooks/{number}/test/").status_code,
        send(other, f"/webhooks/{number}/rotate/").status_code,
        send(other, f"/webhooks/{number}/switch/", on=False).status_code,
        send(other, f"/webhooks/{number}/redeliver/", since="2020-01-01T00:00:00Z").status_code,
        send(other, f"/webhook-deliveries/{delivery}/redeliver/").status_code,
        other.get(f"{API}/webhooks/{number}/").status_code,
        other.delete(f"{API}/webhooks/{number}/").status_code,
    ]
    assert (acts, log(other, number)) == ([404] * 7, [])
    assert other.get(f"{API}/webhooks/").json()["results"] == []


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({}, 400),
        ({"url": URL, "kinds": ["claim.unknown"]}, 400),
        ({"url": URL, "secret": "mine"}, 400),
        ({"url": "ftp://127.0.0.1/"}, 422),
        ({"url": "https://ada:pass@127.0.0.1/"}, 422),
    ],
)
def test_what_cannot_be_posted_to_is_refused_with_words(body: dict[str, Any], status: int) -> None:
    answer = send(owner(), "/webhooks/", **body)
    assert (answer.status_code, WebhookEndpoint.objects.count()) == (status, 0)
    assert answer.json()["detail"]
