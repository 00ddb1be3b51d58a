"""Send a batch of deliveries: each mail once, whatever happens on the way."""

import logging
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from claims.digest.answers import Fate
from claims.digest.changes import Change
from claims.digest.delivery_leases import take_batch
from claims.digest.delivery_marks import BatchLost, BatchMarks, Ended
from claims.digest.letters import Edition, Letter, LetterWriter, Reader
from claims.digest.pacing import Pace
from claims.digest.transports import ServerTrouble, Transport
from claims.models import Delivery, DeliveryState, DigestIssue
from claims.workflows.take_in_bounce import BounceKind, take_in_bounce

# A task has ten minutes; the last mails of a batch may each wait for a slow server's answer.
MOST_SECONDS = timedelta(seconds=180)
# How long a server in trouble is left alone. The mails' own tries are not used up by that.
TROUBLE_PAUSE = timedelta(minutes=5)
NOTHING_LEFT = "Nothing of what it would have told is left to say."

logger = logging.getLogger(__name__)


class Told(Protocol):
    """Finds what deliveries tell; what several of them tell, it reads and composes once."""

    def of(self, deliveries: Sequence[Delivery]) -> Mapping[int, tuple[Change, ...]]:
        """The entries of each delivery, by its id."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Sending:
    """What is needed to send: `writers` gives the writer of an edition, `clock` the time."""

    transport: Transport
    told: Told
    writers: Callable[[Edition], LetterWriter]
    pace: Pace
    clock: Callable[[], datetime]


def send_batch(batch_id: int, sending: Sending) -> Counter[DeliveryState]:
    """Send those of the batch that wait and are wanted, and return how many came to stand where.

    Repeating it sends nothing again: a batch is taken once, and whoever dies with it leaves it to `recover_batches`. A
    server in trouble is left alone for `TROUBLE_PAUSE`; what it was not offered waits. Raises nothing of the server's.
    """
    batch = take_batch(batch_id, now=sending.clock())
    marks = BatchMarks(batch, clock=sending.clock)
    trouble: datetime | None = None
    try:
        sending.transport.hand_over(_letters(batch.deliveries, marks, sending), marks)
    except ServerTrouble as told:
        logger.warning("Mail waits for %s, because: %s", TROUBLE_PAUSE, told)
        trouble = sending.clock() + TROUBLE_PAUSE
    except BatchLost as lost:
        logger.warning("%s Its worker was too slow.", lost)
    finally:
        marks.flush()
    if trouble:
        marks.put_off(trouble)
    marks.close()
    _tell_of_bad_addresses(marks.ended, now=sending.clock())
    return Counter(ended.state for ended in marks.ended)


def _letters(rows: Mapping[int, Delivery], marks: BatchMarks, sending: Sending) -> Iterator[Letter]:
    """Their mails, each written when it is asked for, at the pace and for so long as a task should last."""
    until = sending.clock() + MOST_SECONDS
    changes = sending.told.of(list(rows.values()))
    writers: dict[int, LetterWriter] = {}
    for row in rows.values():
        if row.issue_id not in writers:
            writers[row.issue_id] = sending.writers(edition_of(row.issue))
        if not changes.get(row.pk):
            marks.end_unsent(row.pk, DeliveryState.CANCELLED, NOTHING_LEFT)
            continue
        sending.pace.wait(before_waiting=marks.flush)
        if marks.is_over or sending.clock() >= until:
            return
        try:
            letter = writers[row.issue_id].write(row.pk, reader_of(row), changes[row.pk])
        except ValueError as wrong:
            # One mail that cannot be written, as to an address that is none, must not hold the others up.
            logger.exception("Delivery %s cannot be written.", row.pk)
            marks.end_unsent(row.pk, DeliveryState.REFUSED, f"It cannot be written: {wrong}")
            continue
        yield letter


def edition_of(issue: DigestIssue) -> Edition:
    """What writers are told of an issue."""
    return Edition(issue_id=issue.pk, cadence=issue.cadence, due_at=issue.due_at, slug=issue.slug)


def reader_of(delivery: Delivery) -> Reader:
    """What writers are told of a reader."""
    reader = delivery.subscriber
    return Reader(subscriber_id=reader.pk, address=reader.email or "", language=reader.language, key=reader.key)


def _tell_of_bad_addresses(ended: Sequence[Ended], *, now: datetime) -> None:
    for one in ended:
        if one.outcome.fate is Fate.REFUSED and one.outcome.no_such_mailbox:
            take_in_bounce(one.delivery_id, BounceKind.HARD, reason=one.outcome.answer, now=now)
