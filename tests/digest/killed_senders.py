"""Senders that are killed: `python -m tests.digest.killed_senders PORT SEED KILLS`, in an installation with deliveries.

Sends what waits in child processes, of which this one kills one after the other (SIGKILL) at random moments until so
many were killed; then lets others finish. Each child lives after the leases of the one before it: its clock is that
much later. Prints a line of JSON: for each that was killed, how many mails it left being handed over.
"""

import json
import os
import random
import signal
import sys
import time
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

import django

django.setup()

from django.db import connection  # noqa: E402 - after the set-up

from claims.digest.changes import Change  # noqa: E402
from claims.digest.delivery_leases import finish_issues, lease_batches, recover_batches  # noqa: E402
from claims.digest.letters import Letter, Reader  # noqa: E402
from claims.digest.pacing import NoPace  # noqa: E402
from claims.digest.send_deliveries import Sending, send_batch  # noqa: E402
from claims.digest.smtp_transport import SmtpTransport  # noqa: E402
from claims.models import Delivery, DeliveryState  # noqa: E402
from claims.models.leases import LEASE  # noqa: E402
from tests.digest.made_up_deliveries import NOW, TellsTheSame, WritesPlainly  # noqa: E402
from tracker.mail_servers import read_mail_url  # noqa: E402

# As long as a child may live once it begins: the moments of its death are spread over all that it does with mails.
LONGEST_LIFE = 0.15
BATCH = 50


class Announces(WritesPlainly):
    """See `LetterWriter`: tells when the first mail is written."""

    def __init__(self, begins: Callable[[], object]) -> None:
        self._begins: Callable[[], object] | None = begins

    def write(self, delivery_id: int, reader: Reader, changes: Sequence[Change]) -> Letter:
        """See `LetterWriter`."""
        if self._begins:
            self._begins()
        self._begins = None
        return super().write(delivery_id, reader, changes)


def send_all(port: int, now: datetime, *, begins: Callable[[], object] = lambda: None) -> None:
    """As ticks and tasks would, until nothing is due at this time; `begins` is called as the first mail is written."""
    transport = SmtpTransport(read_mail_url(f"smtp://127.0.0.1:{port}"), name="tracker.example.org")
    sending = Sending(
        transport=transport, told=TellsTheSame(), writers=lambda edition: Announces(begins), pace=NoPace(),
        clock=lambda: now,
    )  # fmt: skip
    recover_batches(now=now)
    while batches := lease_batches(now=now, limit=BATCH):
        for batch in batches:
            send_batch(batch, sending)


def child(port: int, now: datetime) -> int:
    """A process of its own that sends, with a connection of its own; it has begun when this returns, or has ended."""
    connection.close()
    listens, tells = os.pipe()
    number = os.fork()
    if number == 0:
        with connection.cursor() as cursor:
            cursor.execute("SET application_name = 'a child'")
        send_all(port, now, begins=lambda: os.write(tells, b"."))
        os._exit(0)
    os.close(tells)
    os.read(listens, 1)
    os.close(listens)
    return number


def is_left() -> bool:
    """Whether anything waits, whenever it may be due."""
    return Delivery.objects.filter(state=DeliveryState.WAITING).exists()


def left_in_hand(now: datetime) -> int:
    """How many mails a killed child was handing over, once the database has finished what the child asked last."""
    while _children_in_the_database():
        time.sleep(0.002)
    return recover_batches(now=now)


def _children_in_the_database() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE application_name = 'a child'")
        row = cursor.fetchone()
    return int(row[0]) if row else 0


def main(port: int, seed: int, kills: int) -> None:
    """Kill, and send the rest."""
    chance, now = random.Random(seed), NOW  # noqa: S311 - chance for a test
    left: list[int] = []
    while len(left) < kills and is_left():
        number = child(port, now)
        time.sleep(chance.uniform(0, LONGEST_LIFE))
        os.kill(number, signal.SIGKILL)
        _, status = os.waitpid(number, 0)
        now += LEASE + timedelta(seconds=1)
        in_hand = left_in_hand(now)
        if os.WIFSIGNALED(status):
            left.append(in_hand)
    while is_left():
        send_all(port, now)
        # A server in trouble is asked again after minutes, and what it deferred after hours.
        now += timedelta(minutes=5)
        first = Delivery.objects.filter(state=DeliveryState.WAITING).order_by("due_at").first()
        now = max(now, first.due_at if first and first.due_at else now)
    recover_batches(now=now + LEASE)
    finish_issues(now=now)
    print(json.dumps(left))  # noqa: T201 - its answer


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:4]))
