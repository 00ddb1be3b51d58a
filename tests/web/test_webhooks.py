"""A person's webhooks on their pages: made, shown, tested, switched, delivered again, removed, and nobody else's."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from pytest_django.fixtures import Settings

from claims.models import EndpointState, EventKind, HookState, WebhookAttempt, WebhookDelivery, WebhookEndpoint
from tests.notify.made_up_hooks import endpoint, hand_out, person
from tests.workflows.made_up_claims import zephyr_claim

pytestmark = pytest.mark.django_db
HOOKS = "/account/webhooks/"
FORM = {"url": "http://127.0.0.1:9/hook", "description": "The desk’s bot", "kinds": ["paper.notice"]}


@pytest.fixture(autouse=True)
def this_machine_is_allowed(settings: Settings) -> None:
    settings.FETCH_PRIVATE_ADDRESSES = True


def signed_in(name: str = "ada") -> Client:
    client = Client()
    client.force_login(person(name))
    return client


def text_of(client: Client, path: str) -> str:
    answer = client.get(path)
    assert (answer.status_code, "no-store" in answer["Cache-Control"]) == (200, True)
    return answer.content.decode()


def test_who_is_signed_out_is_asked_to_sign_in() -> None:
    hook = endpoint("https://hooks.example/")
    for path in ("", f"{hook.pk}/", f"{hook.pk}/remove/"):
        assert Client().get(HOOKS + path).status_code == 302
    for path in ("secret", "new-secret", "switch", "test", "redeliver"):
        assert Client().post(f"{HOOKS}{hook.pk}/{path}/").status_code == 302


def test_a_webhook_is_made_and_takes_what_happens_from_then_on() -> None:
    zephyr_claim()
    hand_out()
    client = signed_in()
    made = client.post(HOOKS, FORM, follow=True)
    hook = WebhookEndpoint.objects.get()
    assert made.redirect_chain == [(f"{HOOKS}{hook.pk}/", 302)]
    assert (hook.url, hook.description, hook.kinds, hook.followed_only, hook.state) == (
        FORM["url"],
        FORM["description"],
        ["paper.notice"],
        False,
        EndpointState.ON,
    )
    assert hook.secret not in made.content.decode()
    assert (hand_out(), "A paper was corrected or retracted" in text_of(client, HOOKS)) == (0, True)


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"url": "ftp://127.0.0.1/"}, "must begin with https://"),
        ({"url": "https://10.0.0.8/"}, "points inside a private network"),
        ({"url": "https://ada:secret@example.org/"}, "neither a name nor a password"),
        ({"url": "https://[broken"}, "nowhere to be found"),
        ({"url": ""}, "This field is required"),
        ({"url": "https://127.0.0.1/" + "a" * 2000}, "at most 2000 characters"),
        ({"kinds": ["everything"]}, "not one of the available choices"),
    ],
)
def test_what_is_no_webhook_to_make_is_refused_in_words_and_kept_in_the_form(change: dict[str, str], word: str) -> None:
    answer = signed_in().post(HOOKS, {**FORM, **change})
    assert (answer.status_code, word in answer.content.decode()) == (400, True)
    assert "The desk’s bot" in answer.content.decode()
    assert not WebhookEndpoint.objects.exists()


def test_one_address_is_had_once_and_ten_are_all() -> None:
    client = signed_in()
    client.post(HOOKS, FORM)
    assert "an endpoint with this address already" in client.post(HOOKS, FORM).content.decode()
    for number in range(9):
        client.post(HOOKS, {**FORM, "url": f"http://127.0.0.1:9/{number}"})
    refused = client.post(HOOKS, {**FORM, "url": "http://127.0.0.1:9/more"})
    assert (refused.status_code, WebhookEndpoint.objects.count()) == (400, 10)
    assert "You have as many as one person can have" in text_of(client, HOOKS)


def test_the_secret_is_shown_when_its_owner_asks_and_replaced_when_they_say() -> None:
    hook = endpoint("https://hooks.example/")
    client, path = signed_in(), f"{HOOKS}{hook.pk}/"
    assert hook.secret not in text_of(client, path)
    assert hook.secret in client.post(f"{path}secret/").content.decode()
    (shown,) = set(re.findall(r"whsec_[\w+/=]+", client.post(f"{path}new-secret/").content.decode()))
    hook.refresh_from_db()
    now = timezone.now()
    assert hook.secrets_at(now) == (shown, hook.old_secret)
    assert hook.secrets_at(now + timedelta(hours=25)) == (shown,)


@pytest.mark.parametrize("path", ["", "secret/", "new-secret/", "switch/", "test/", "redeliver/", "remove/"])
def test_a_webhook_is_nobody_elses_business(path: str) -> None:
    hook = endpoint("https://hooks.example/")
    zephyr_claim()
    hand_out()
    told = {**FORM, "delivery": WebhookDelivery.objects.get().pk}
    answer = signed_in("bo").post(f"{HOOKS}{hook.pk}/{path}", told)
    assert answer.status_code in ((400, 404) if path == "" else (404,))
    hook.refresh_from_db()
    assert (hook.url, hook.state) == ("https://hooks.example/", EndpointState.ON)
    assert "hooks.example" not in answer.content.decode()


def test_it_is_changed_switched_off_and_on_with_what_it_missed() -> None:
    hook = endpoint("https://hooks.example/")
    client, path = signed_in(), f"{HOOKS}{hook.pk}/"
    zephyr_claim()
    hand_out()
    assert "Changed." in client.post(path, {**FORM, "kinds": []}, follow=True).content.decode()
    assert "Switched off." in client.post(f"{path}switch/", {"to": "off"}, follow=True).content.decode()
    zephyr_claim()
    assert hand_out() == 0
    assert "1 thing has happened since then" in text_of(client, path)
    assert [row.state for row in hook.deliveries.all()] == [HookState.CANCELLED]
    client.post(f"{path}switch/", {"to": "on", "catch_up": "on"})
    assert hand_out() == 1
    assert [row.state for row in hook.deliveries.all()] == [HookState.WAITING, HookState.WAITING]


def test_it_is_switched_on_without_what_it_missed() -> None:
    hook = endpoint("https://hooks.example/")
    client, path = signed_in(), f"{HOOKS}{hook.pk}/"
    client.post(f"{path}switch/", {"to": "off"})
    zephyr_claim()
    hand_out()
    client.post(f"{path}switch/", {"to": "on"})
    assert (hand_out(), hook.deliveries.count()) == (0, 0)


def test_a_test_is_asked_for_once_at_a_time_and_not_while_it_is_off() -> None:
    hook = endpoint("https://hooks.example/")
    client, path = signed_in(), f"{HOOKS}{hook.pk}/"
    for _ in range(2):
        assert "A test is posted" in client.post(f"{path}test/", follow=True).content.decode()
    assert [(row.event_id, row.state) for row in hook.deliveries.all()] == [(None, HookState.WAITING)]
    client.post(f"{path}switch/", {"to": "off"})
    assert "Switch it on first." in client.post(f"{path}test/", follow=True).content.decode()


def failed(hook: WebhookEndpoint) -> list[WebhookDelivery]:
    """What was handed out, given up after an answer of 503 with some markup in it."""
    hand_out()
    now = timezone.now()
    hook.deliveries.update(state=HookState.GIVEN_UP, due_at=None, finished_at=now, attempts=8)
    for row in hook.deliveries.all():
        WebhookAttempt.objects.create(
            delivery=row, started_at=now, seconds=0.25, status=503, answer="<script>alert(1)</script>"
        )
        WebhookAttempt.objects.create(delivery=row, started_at=now, seconds=3, failure="hung_up: so be it")
    return list(hook.deliveries.order_by("pk"))


def test_the_log_tells_what_was_answered_and_what_failed_is_delivered_again() -> None:
    hook = endpoint("https://hooks.example/")
    zephyr_claim("Zephyr-9 has <b>3</b> trillion parameters."), zephyr_claim()
    first, _second = failed(hook)
    client, path = signed_in(), f"{HOOKS}{hook.pk}/"
    page = text_of(client, path)
    for words in (
        "given up",
        "answered 503",
        "&lt;script&gt;alert(1)",
        "the connection was closed before an answer (so be it)",
        "Zephyr-9 has &lt;b&gt;3&lt;/b&gt; trillion parameters.",
        first.uid,
    ):
        assert words in page
    once = client.post(f"{path}redeliver/", {"delivery": first.pk}, follow=True).content.decode()
    assert "1 event is posted again." in once
    first.refresh_from_db()
    assert (first.state, first.attempts, first.tries.count()) == (HookState.WAITING, 0, 2)
    assert "1 event is posted again." in client.post(f"{path}redeliver/", {"days": "7"}, follow=True).content.decode()
    assert set(hook.deliveries.values_list("state", flat=True)) == {HookState.WAITING}
    assert "0 events are posted again." in client.post(f"{path}redeliver/", {"days": "7"}, follow=True).content.decode()


@pytest.mark.parametrize("told", [{}, {"days": "3"}, {"delivery": "x"}, {"delivery": "9" * 30}, {"days": "-1"}])
def test_what_names_nothing_to_deliver_again_finds_nothing(told: dict[str, str]) -> None:
    hook = endpoint("https://hooks.example/")
    assert signed_in().post(f"{HOOKS}{hook.pk}/redeliver/", told).status_code == 404


def test_removing_asks_once_and_takes_the_log_along() -> None:
    hook = endpoint("https://hooks.example/")
    zephyr_claim()
    failed(hook)
    client = signed_in()
    assert "its log with 1 delivery." in text_of(client, f"{HOOKS}{hook.pk}/remove/")
    assert "Removed" in client.post(f"{HOOKS}{hook.pk}/remove/", follow=True).content.decode()
    assert (WebhookEndpoint.objects.count(), WebhookDelivery.objects.count()) == (0, 0)
    # Its owner may go, too: nothing of a webhook holds them.
    person().delete()


def test_a_log_of_three_takes_no_more_queries_than_one_of_one(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    hook = endpoint("https://hooks.example/")
    client, path = signed_in(), f"{HOOKS}{hook.pk}/"
    client.get(path)
    zephyr_claim()
    failed(hook)
    with django_assert_num_queries(6):
        client.get(path)
    zephyr_claim(), zephyr_claim()
    failed(hook)
    with django_assert_num_queries(6):
        client.get(path)


def test_a_long_log_has_pages() -> None:
    hook = endpoint("https://hooks.example/", EventKind.CLAIM_TRACKED)
    for _ in range(51):
        zephyr_claim()
    hand_out()
    client, path = signed_in(), f"{HOOKS}{hook.pk}/"
    (older,) = re.findall(r'href="\?before=(\d+)#log"', text_of(client, path))
    page = text_of(client, f"{path}?before={older}")
    assert (page.count('class="hook-about"'), "#log" in page) == (1, False)
