"""Senders are killed a hundred times in one issue: nobody gets two mails, and what is unknown is counted."""

import json
import os
import subprocess
import sys
from collections import Counter

import pytest
from django.db import connection

from claims.digest.delivery_leases import WORKER_DIED
from claims.models import Delivery, DigestIssue, IssueState, Subscriber
from tests.digest.made_up_deliveries import NOW, issue
from tests.digest.smtp_server import mail_room
from tracker.env import PROJECT

pytestmark = pytest.mark.django_db(transaction=True)

READERS, KILLS, SEED = 2000, 100, 20_261_125
# Before and after a mail is taken, so that some die in each of these moments.
DELAY = 0.001
# Of each hundred readers, so many have an address with a fault.
FAULTS = {"refuse": 2, "policy": 1, "reject": 1, "defer": 3, "lost": 1, "lostcontent": 1}


def addresses() -> list[str]:
    kinds = [kind for kind, many in FAULTS.items() for _ in range(many)]
    kinds += ["well"] * (100 - len(kinds))
    return [f"{kinds[(number * 37) % 100]}-{number}@example.org" for number in range(READERS)]


def fill(told: list[str]) -> None:
    of = issue()
    readers = Subscriber.objects.bulk_create(
        Subscriber(email=address, key=address, state="active", state_since=NOW, recorded_at=NOW) for address in told
    )
    Delivery.objects.bulk_create(
        Delivery(issue=of, subscriber=reader, after_position=0, told=[1], due_at=NOW) for reader in readers
    )


def test_a_hundred_killed_workers_send_nothing_twice_and_leave_at_most_one_mail_unknown_each() -> None:
    told = addresses()
    fill(told)
    with mail_room(delay=DELAY) as (room, server):
        left = _kill(server.port)
    copies, ends = room.copies(), _ends()
    assert (len(left), set(left)) == (KILLS, {0, 1})
    assert max(copies.values()) == 1, "a reader got a mail twice"
    by_kind: dict[str, Counter[str]] = {}
    for address, state in ends.items():
        by_kind.setdefault(address.partition("-")[0], Counter())[state] += 1
    wrong = {
        address: (state, copies[address])
        for address, state in ends.items()
        if copies[address] not in {"sent": (1,), "unknown": (0, 1)}.get(state, (0,))
    }
    assert wrong == {}
    # The others were left open by the server.
    assert Delivery.objects.filter(state="unknown", answer=WORKER_DIED).count() == sum(left)
    assert set(by_kind["well"]) <= {"sent", "unknown"}
    assert set(by_kind["refuse"]) | set(by_kind["policy"]) | set(by_kind["reject"]) <= {"refused", "unknown"}
    assert set(by_kind["defer"]) <= {"sent", "unknown"}
    print(_table(by_kind, copies, left))  # noqa: T201 - pytest shows it, with -s always
    assert set(ends) == set(told)
    assert DigestIssue.objects.get().state == IssueState.DONE


def _kill(port: int) -> list[int]:
    """In a process of its own, on this test's database: how many mails each killed sender left being handed over."""
    database = connection.settings_dict["NAME"]
    done = subprocess.run(
        [sys.executable, "-m", "tests.digest.killed_senders", str(port), str(SEED), str(KILLS)],
        cwd=PROJECT,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "tests.digest.killed_senders_settings", "TEST_DATABASE": database},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    left: list[int] = json.loads(done.stdout.splitlines()[-1])
    return left


def _ends() -> dict[str, str]:
    rows = Delivery.objects.order_by("id").values_list("subscriber__email", "state")
    return {str(address): state for address, state in rows}


def _table(by_kind: dict[str, Counter[str]], copies: Counter[str], left: list[int]) -> str:
    taken = Counter(address.partition("-")[0] for address in copies)
    lines = [f"{kind}: {dict(states)}, taken {taken[kind]}" for kind, states in by_kind.items()]
    return "\n".join([f"{len(left)} killed, {sum(left)} of them while a mail was handed over", *lines])
