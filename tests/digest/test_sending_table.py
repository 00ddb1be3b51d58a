"""The table of faults in docs/digest.md, brought about one after the other with a real server."""

from collections.abc import Iterator

import pytest
from django.db.models import Min

from claims.digest.delivery_leases import lease_batches, recover_batches
from claims.digest.pacing import NoPace
from claims.digest.send_deliveries import Sending, send_batch
from claims.digest.smtp_transport import SmtpTransport
from claims.models import Delivery, DeliveryState
from tests.digest.made_up_deliveries import NOW, TellsTheSame, WritesPlainly, deliveries, issue
from tests.digest.smtp_server import mail_room
from tracker.env import PROJECT

pytestmark = pytest.mark.django_db(transaction=True)

KINDS = {
    "takes it": "well",
    "answers 550 5.1.1 to the recipient": "refuse",
    "answers 550 5.7.1 to the recipient": "policy",
    "answers 554 after the content": "reject",
    "answers 451 twice, then takes it": "defer",
    "answers 451 always": "never",
    "answers 421 always": "busy",
    "hangs up before the content": "hangup",
    "hangs up after the content, not taking it": "lostcontent",
    "takes it and hangs up before it says so": "lost",
}


def told() -> list[str]:
    """The rows of the table in the document."""
    lines = (PROJECT / "docs" / "digest.md").read_text(encoding="utf-8").splitlines()
    head = lines.index("| The server | the delivery | offered | mails that came | the reader |")
    rows = iter(lines[head + 2 :])
    return list(_while_rows(rows))


def _while_rows(lines: Iterator[str]) -> Iterator[str]:
    for line in lines:
        if not line.startswith("|"):
            return
        yield line


def test_the_document_tells_what_becomes_of_each_fault() -> None:
    deliveries(issue(), [f"{kind}-1@example.org" for kind in KINDS.values()])
    now = NOW
    with mail_room() as (room, server):
        transport = SmtpTransport(server, name="tracker.example.org")
        sending = Sending(
            transport=transport,
            told=TellsTheSame(),
            writers=lambda edition: WritesPlainly(),
            pace=NoPace(),
            clock=lambda: now,
        )
        while due := Delivery.objects.filter(state=DeliveryState.WAITING).aggregate(first=Min("due_at"))["first"]:
            now = max(now, due)
            recover_batches(now=now)
            for batch in lease_batches(now=now):
                send_batch(batch, sending)
        transport.close()
    copies = room.copies()
    found = {str(row.subscriber.email): row for row in Delivery.objects.select_related("subscriber")}
    assert told() == [
        f"| {words} | {row.state} | {row.attempts} | {copies[str(row.subscriber.email)]} | {row.subscriber.state} |"
        for words, kind in KINDS.items()
        for row in [found[f"{kind}-1@example.org"]]
    ]
