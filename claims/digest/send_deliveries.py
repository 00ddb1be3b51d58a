"""Send a batch of deliveries: each mail once, whatever happens on the way."""

import logging
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from django.db.models import Q

from claims.digest.answers import Fate
from claims.digest.changes import Change
from claims.digest.delivery_leases import release
from claims.digest.delivery_marks import DeliveryMarks, Ended
from claims.digest.letters import Edition, Letter, LetterWriter, Reader
from claims.digest.pacing import Pace
from claims.digest.transports import ServerTrouble, Transport
from claims.models import Delivery, DeliveryState, DigestIssue, IssueState, SubscriberState
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


def send_deliveries(delivery_ids: Sequence[int], sending: Sending) -> Counter[DeliveryState]:
    """Send those of the batch that wait and are wanted, and return how many came to stand where.

    Repeating it sends nothing again: a mail is only begun out of `WAITING`, and whoever dies after that leaves it to
    `name_the_unknown`. A server in trouble is left alone for `TROUBLE_PAUSE`; what it was not offered waits.
    Raises nothing of the server's.
    """
    rows = _wanted(delivery_ids, now=sending.clock())
    marks = DeliveryMarks(rows, clock=sending.clock)
    trouble: datetime | None = None
    try:
        sending.transport.hand_over(_letters(rows, marks, sending), marks)
    except ServerTrouble as told:
        logger.warning("Mail waits for %s, because: %s", TROUBLE_PAUSE, told)
        trouble = sending.clock() + TROUBLE_PAUSE
    finally:
        marks.flush()
    _tell_of_bad_addresses(marks.ended, now=sending.clock())
    offered = {ended.delivery_id for ended in marks.ended}
    release([number for number in rows if number not in offered], due_at=trouble)
    return Counter(ended.state for ended in marks.ended)


def _wanted(delivery_ids: Sequence[int], *, now: datetime) -> dict[int, Delivery]:
    """Those that are to be sent now. The others are put where they belong: what nobody wants any more is not sent."""
    waiting = Delivery.objects.filter(pk__in=delivery_ids, state=DeliveryState.WAITING)
    wanted = Q(subscriber__state=SubscriberState.ACTIVE, subscriber__mail=True, subscriber__email__isnull=False)
    unwanted = list(waiting.exclude(wanted).values_list("pk", flat=True))
    Delivery.objects.filter(pk__in=unwanted, state=DeliveryState.WAITING).update(
        state=DeliveryState.SUPPRESSED, finished_at=now, leased_until=None
    )
    # Paused between the lease and now; pausing took the due times off all that waited.
    paused = waiting.filter(issue__state=IssueState.PAUSED)
    Delivery.objects.filter(pk__in=list(paused.values_list("pk", flat=True))).update(leased_until=None, due_at=None)
    open_ones = waiting.filter(wanted, issue__state__in=(IssueState.OPEN, IssueState.DONE))
    return {row.pk: row for row in open_ones.select_related("issue", "subscriber").order_by("issue_id", "id")}


def _letters(rows: Mapping[int, Delivery], marks: DeliveryMarks, sending: Sending) -> Iterator[Letter]:
    """Their mails, each written when it is asked for, at the pace and for so long as a task should last."""
    until = sending.clock() + MOST_SECONDS
    changes = sending.told.of(list(rows.values()))
    writers: dict[int, LetterWriter] = {}
    for row in rows.values():
        if row.issue_id not in writers:
            writers[row.issue_id] = sending.writers(edition_of(row.issue))
        if not changes.get(row.pk):
            _end_unsent(row.pk, DeliveryState.CANCELLED, NOTHING_LEFT, now=sending.clock())
            continue
        sending.pace.wait(before_waiting=marks.flush)
        if sending.clock() >= until:
            return
        try:
            letter = writers[row.issue_id].write(row.pk, reader_of(row), changes[row.pk])
        except ValueError as wrong:
            # One mail that cannot be written, as to an address that is none, must not hold the others up.
            logger.exception("Delivery %s cannot be written.", row.pk)
            _end_unsent(row.pk, DeliveryState.REFUSED, f"It cannot be written: {wrong}", now=sending.clock())
            continue
        yield letter


def edition_of(issue: DigestIssue) -> Edition:
    """What writers are told of an issue."""
    return Edition(issue_id=issue.pk, cadence=issue.cadence, due_at=issue.due_at, slug=issue.slug)


def reader_of(delivery: Delivery) -> Reader:
    """What writers are told of a reader."""
    reader = delivery.subscriber
    return Reader(subscriber_id=reader.pk, address=reader.email or "", language=reader.language, key=reader.key)


def _end_unsent(delivery_id: int, state: DeliveryState, answer: str, *, now: datetime) -> None:
    Delivery.objects.filter(pk=delivery_id, state=DeliveryState.WAITING).update(
        state=state, answer=answer, finished_at=now, leased_until=None
    )


def _tell_of_bad_addresses(ended: Sequence[Ended], *, now: datetime) -> None:
    for one in ended:
        if one.outcome.fate is Fate.REFUSED and one.outcome.no_such_mailbox:
            take_in_bounce(one.delivery_id, BounceKind.HARD, reason=one.outcome.answer, now=now)
