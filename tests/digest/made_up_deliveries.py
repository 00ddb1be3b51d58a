"""Issues with readers, and stand-ins for what composes and writes their mails."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from claims.digest.changes import Change, Section
from claims.digest.letters import Letter, Reader
from claims.models import Cadence, Delivery, DigestIssue, Subscriber, SubscriberState

NOW = datetime(2026, 11, 30, 8, 0, tzinfo=UTC)
CHANGE = Change(
    section=Section.NEW,
    events=(1,),
    kind="claim.tracked",
    title="Zephyr-9 has 3 trillion parameters.",
    title_language="en",
    path="/claims/1/",
    recorded_at=NOW,
)


class TellsTheSame:
    """See `Told`: one change for everybody, but for those whose delivery tells nothing."""

    def of(self, deliveries: Sequence[Delivery]) -> Mapping[int, tuple[Change, ...]]:
        return {row.pk: (CHANGE,) if row.told else () for row in deliveries}


class WritesPlainly:
    """See `LetterWriter`."""

    def write(self, delivery_id: int, reader: Reader, changes: Sequence[Change]) -> Letter:
        message_id = f"<digest.{delivery_id}@example.org>"
        lines = (
            f"Message-ID: {message_id}",
            "From: Claim Tracker <digest@example.org>",
            f"To: {reader.address}",
            "Subject: 1 new claim",
            "MIME-Version: 1.0",
            "Content-Type: text/plain; charset=us-ascii",
            "",
            *(change.title for change in changes),
            ".a line that begins with a dot",
            "",
        )
        return Letter(
            delivery_id=delivery_id,
            recipient=reader.address,
            envelope_from="bounces@example.org",
            message_id=message_id,
            message="\r\n".join(lines).encode("ascii", "replace"),
        )


def issue(*, due_at: datetime = NOW) -> DigestIssue:
    return DigestIssue.objects.create(cadence=Cadence.WEEKLY, due_at=due_at, to_position=1, opened_at=due_at)


def subscriber(address: str, **more: object) -> Subscriber:
    values: dict[str, object] = {
        "email": address,
        "key": f"key of {address}",
        "state": SubscriberState.ACTIVE,
        "state_since": NOW,
        "recorded_at": NOW,
    }
    return Subscriber.objects.create(**{**values, **more})


def deliveries(
    of: DigestIssue, addresses: Sequence[str], *, told: Sequence[int] = (1,), due_at: datetime = NOW
) -> list[Delivery]:
    """One waiting delivery for each address, whose readers are made where they are new."""
    readers = [Subscriber.objects.filter(email=address).first() or subscriber(address) for address in addresses]
    return [
        Delivery.objects.create(issue=of, subscriber=reader, after_position=0, told=list(told), due_at=due_at)
        for reader in readers
    ]
