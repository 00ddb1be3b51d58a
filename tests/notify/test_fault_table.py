"""Receivers under faults, one after the other: what is posted, what is promised, and the table of it in the docs."""

import socket
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from claims.models import EndpointState, EventKind, WebhookDelivery, WebhookEndpoint
from claims.notify.retrying import LONGEST_QUIET, MOST_TRIES
from tests.notify.made_up_hooks import Story, endpoint, hand_out, poster
from tests.notify.receiver import (
    Receiver,
    answers,
    drips_its_body,
    drips_its_head,
    floods,
    hangs_up,
    keeps_quiet,
    receiving,
    talks_otherwise,
)
from tests.workflows.made_up_claims import zephyr_claim
from tracker.env import PROJECT

pytestmark = pytest.mark.django_db
DOC = PROJECT / "docs" / "webhooks.md"
BEGIN, END = "<!-- fault table: computed by tests/notify/test_fault_table.py -->\n", "<!-- end of fault table -->"
HEAD = "| the receiver | tries | the log says | the event is | the endpoint is |\n|---|---|---|---|---|\n"


@dataclass(frozen=True, kw_only=True)
class Fault:
    """How a receiver behaves, in words, and its address."""

    words: str
    url: Callable[[Receiver, Receiver], str]


FAULTS = (
    Fault(words="answers 204", url=lambda hook, inside: hook.url("/hook", answers(204))),
    Fault(words="does not answer for longer than 3 s", url=lambda hook, inside: hook.url("/hook", keeps_quiet)),
    Fault(
        words="drips the head of its answer, letter by letter", url=lambda hook, _: hook.url("/hook", drips_its_head)
    ),
    Fault(words="answers 200 with a body that never ends", url=lambda hook, _: hook.url("/hook", drips_its_body)),
    Fault(words="answers 200 with a body of any size", url=lambda hook, _: hook.url("/hook", floods)),
    Fault(words="answers 500", url=lambda hook, _: hook.url("/hook", answers(500, b"sorry"))),
    Fault(
        words="answers 500 twice, then 200",
        url=lambda hook, _: hook.url("/hook", answers(500), answers(500), answers(200)),
    ),
    Fault(
        words="answers 429 with `Retry-After: 7200`, then 200",
        url=lambda hook, _: hook.url("/hook", answers(429, Retry_After="7200"), answers(200)),
    ),
    Fault(
        words="answers 503 and asks to be left alone for a year, then 200",
        url=lambda hook, _: hook.url("/hook", answers(503, Retry_After="31536000"), answers(200)),
    ),
    Fault(words="answers 410", url=lambda hook, _: hook.url("/hook", answers(410))),
    Fault(
        words="redirects to an address inside",
        url=lambda hook, inside: hook.url("/hook", answers(302, Location=inside.url("/secret", answers(200)))),
    ),
    Fault(words="hangs up", url=lambda hook, _: hook.url("/hook", hangs_up)),
    Fault(words="does not speak HTTP", url=lambda hook, _: hook.url("/hook", talks_otherwise)),
    Fault(words="does not speak TLS", url=lambda hook, _: hook.address.replace("http:", "https:") + "/hook"),
    Fault(
        words="has a name that leads inside when it is posted to",
        url=lambda _, inside: f"https://rebinds.example:{inside.address.rpartition(':')[2]}/hook",
    ),
    Fault(words="is not there", url=lambda _, __: f"http://127.0.0.1:{unused_port()}/hook"),
)


def unused_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


@pytest.fixture(autouse=True)
def rebinding(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that its owner lets lead inside."""
    real = socket.getaddrinfo

    def getaddrinfo(host: Any, *args: Any, **named: Any) -> Any:
        return real("127.0.0.1" if host == "rebinds.example" else host, *args, **named)

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.words)
def test_a_receiver_under_a_fault_goes_as_the_docs_say(fault: Fault) -> None:
    with receiving() as hook, receiving() as inside:
        told = endpoint(fault.url(hook, inside), EventKind.CLAIM_TRACKED)
        zephyr_claim()
        hand_out()
        story = Story(poster=poster(allow_loopback="rebinds" not in told.url))
        waits = story.to_the_end()
        row = row_of(fault, told)
        delivery = WebhookDelivery.objects.get()
        # Nothing inside was touched, and one event has one id however often it is posted.
        assert inside.connections == 0
        assert set(hook.uids()) <= {delivery.uid}
        assert all(received.is_signed_by(told.secret) for received in hook.received)
        assert delivery.tries.count() == len(waits) + 1 <= MOST_TRIES
        assert all(wait <= LONGEST_QUIET or wait == timedelta(minutes=3**7) for wait in waits)
    assert row in table_in_docs(), f"docs/webhooks.md must have the line\n{row}"


def row_of(fault: Fault, told: WebhookEndpoint) -> str:
    """A line of the table, as it came out."""
    delivery = WebhookDelivery.objects.get()
    tries = list(delivery.tries.order_by("pk"))
    said = list(dict.fromkeys(str(one.status) if one.status else one.failure.partition(":")[0] for one in tries))
    told.refresh_from_db()
    endpoint_is = {EndpointState.ON: "on", EndpointState.FAILING_OFF: "switched off, with a mail"}
    return (
        f"| {fault.words} | {len(tries)} {_over(tries[-1].started_at - tries[0].started_at)}"
        f"| {', then '.join(said)} | {delivery.get_state_display()} | {endpoint_is[EndpointState(told.state)]} |"
    )


def _over(span: timedelta) -> str:
    """ "within 54 h 39 min ", "" for at once."""
    minutes = round(span.total_seconds() / 60)
    hours, left = divmod(minutes, 60)
    parts = ([f"{hours} h"] if hours else []) + ([f"{left} min"] if left else [])
    return f"within {' '.join(parts)} " if parts else ""


def table_in_docs() -> list[str]:
    _, _, after = DOC.read_text(encoding="utf-8").partition(BEGIN + HEAD)
    return after.partition(END)[0].splitlines()


def test_the_docs_tell_of_no_other_fault() -> None:
    assert [line.split("|")[1].strip() for line in table_in_docs()] == [fault.words for fault in FAULTS]


def test_a_receiver_that_asks_for_quiet_gets_it_for_all_events() -> None:
    with receiving() as hook:
        told = endpoint(hook.url("/hook", answers(429, Retry_After="600"), answers(200)), EventKind.CLAIM_TRACKED)
        for _ in range(3):
            zephyr_claim()
        hand_out()
        story = Story()
        began = story.now
        story.post(at_once=1)
        # Neither what waits nor what happens meanwhile, until then.
        zephyr_claim()
        hand_out()
        story.now = began + timedelta(minutes=9, seconds=59)
        assert (story.post(), len(hook.received)) == ({}, 1)
        story.now = began + timedelta(minutes=10)
        story.post()
        told.refresh_from_db()
        assert (Counter(hook.uids()).total(), len(set(hook.uids()))) == (5, 4)
        assert (told.quiet_until, set(told.deliveries.values_list("state", flat=True))) == (story.now, {"delivered"})


def test_the_waits_are_powers_of_three() -> None:
    with receiving() as hook:
        endpoint(hook.url("/hook", answers(500)), EventKind.CLAIM_TRACKED)
        zephyr_claim()
        hand_out()
        waits = Story(now=timezone.now()).to_the_end()
    assert waits == [timedelta(minutes=minutes) for minutes in (3, 9, 27, 81, 243, 729, 2187)]
