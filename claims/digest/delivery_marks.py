"""Writes down how far a batch is: one small statement a mail, committed before the mail's content goes."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db import OperationalError, connection
from django.db.models import QuerySet
from psycopg.pq import ExecStatus
from psycopg.pq.abc import PGresult

from claims.digest.answers import Fate, Outcome, next_try
from claims.digest.delivery_leases import NOT_KNOWN_TO_BE_SENT, TakenBatch
from claims.digest.letters import Letter
from claims.models import Delivery, DeliveryState, DigestIssue, IssueState
from claims.models.digests import SendingBatch

# So many mails that went are written into their rows at once. What is not written yet shows as waiting.
MAILS_A_FLUSH = 50
# A mail is only begun while its issue goes on, its reader wants it, at the same address, and the batch is ours.
_REACH: Final = b"""
UPDATE claims_sendingbatch AS batch SET reached = $1::int
FROM claims_digestissue AS issue, claims_subscriber AS reader
WHERE batch.id = $2::bigint AND batch.holder = $3 AND batch.reached < $1::int
    AND issue.id = $4::bigint AND issue.state IN ('open', 'done')
    AND reader.id = $5::bigint AND reader.state = 'active' AND reader.mail AND reader.email = $6
"""
# "state || ''" keeps rows from being sought by their state: an index by that is full of what other mails were before.
_SENT = """
UPDATE claims_delivery AS delivery
SET state = 'sent', answer = CASE delivery.state WHEN 'suppressed' THEN '' ELSE mail.answer END,
    message_id = mail.message_id, finished_at = mail.finished_at, due_at = NULL,
    attempts = delivery.attempts + (delivery.state <> 'unknown')::int
FROM unnest(%(ids)s::bigint[], %(answers)s::text[], %(message_ids)s::text[], %(finished_at)s::timestamptz[])
    AS mail (id, answer, message_id, finished_at)
WHERE delivery.id = mail.id AND delivery.state || '' = ANY(%(from_states)s)
"""
# Whatever did not go well leaves the batch as it is written down: what remains in it before the mail in hand was sent.
_END = """
WITH batch AS (
    UPDATE claims_sendingbatch SET deliveries[%(place)s] = NULL WHERE id = %(batch)s AND holder = %(holder)s
    RETURNING id
)
UPDATE claims_delivery AS delivery
SET state = %(state)s, answer = %(answer)s, finished_at = %(finished_at)s, due_at = %(due_at)s,
    message_id = %(message_id)s, attempts = %(attempts)s
FROM batch
WHERE delivery.id = %(id)s AND delivery.state || '' = ANY(%(from_states)s)
"""
_TAKE_OUT = """
UPDATE claims_sendingbatch SET deliveries[%(place)s] = NULL WHERE id = %(batch)s AND holder = %(holder)s
"""
_ENDS = {
    Fate.SENT: DeliveryState.SENT,
    Fate.REFUSED: DeliveryState.REFUSED,
    Fate.UNKNOWN: DeliveryState.UNKNOWN,
}
_MAY_HAVE_GONE = [*NOT_KNOWN_TO_BE_SENT, DeliveryState.UNKNOWN]


class BatchLost(Exception):
    """The batch's lease ran out and somebody put it right meanwhile: nothing more of it may be sent from here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """What became of a delivery that was offered."""

    delivery_id: int
    subscriber_id: int
    state: DeliveryState
    outcome: Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sent:
    id: int
    answer: str
    message_id: str
    finished_at: datetime


class BatchMarks:
    """See `Marks`, for one batch that was taken. `is_over`: its issue was stopped, so that nothing more need be tried.

    A mark is committed durably, for one that a crash of the database forgets would be a mail that comes twice.
    """

    def __init__(self, batch: TakenBatch, *, clock: Callable[[], datetime]) -> None:
        self._batch, self._clock = batch, clock
        self._places = {number: place for place, number in enumerate(batch.deliveries, start=1)}
        self._reaching = _Reaching(batch)
        self._sent: list[_Sent] = []
        self.ended: list[Ended] = []
        self.is_over = False

    def begin(self, letter: Letter) -> bool:
        """See `Marks`. Raises `BatchLost`."""
        delivery = self._batch.deliveries[letter.delivery_id]
        if self._reaching.reach(self._places[letter.delivery_id], delivery):
            return True
        if not self._ours().exists():
            raise BatchLost(f"Batch {self._batch.id} was taken away.")
        self.is_over = not DigestIssue.objects.filter(
            pk=delivery.issue_id, state__in=(IssueState.OPEN, IssueState.DONE)
        ).exists()
        self.leave(letter.delivery_id)
        return False

    def end(self, letter: Letter, outcome: Outcome) -> None:
        """See `Marks`. What was deferred waits for its next turn, or is given up after the last."""
        delivery = self._batch.deliveries[letter.delivery_id]
        now, attempts = self._clock(), delivery.attempts + 1
        wait = next_try(attempts) if outcome.fate is Fate.DEFERRED else None
        state = _ENDS.get(outcome.fate, DeliveryState.GIVEN_UP if wait is None else DeliveryState.WAITING)
        if state is DeliveryState.SENT:
            self._sent.append(
                _Sent(id=delivery.pk, answer=outcome.answer, message_id=letter.message_id, finished_at=now)
            )
        else:
            self._write(
                delivery.pk,
                state=state,
                answer=outcome.answer,
                finished_at=None if wait else now,
                due_at=now + wait if wait else None,
                message_id=letter.message_id,
                attempts=attempts,
            )
        self.ended.append(
            Ended(delivery_id=delivery.pk, subscriber_id=delivery.subscriber_id, state=state, outcome=outcome)
        )
        if len(self._sent) >= MAILS_A_FLUSH:
            self.flush()

    def leave(self, delivery_id: int) -> None:
        """Take a delivery out of the batch that is not offered; it waits."""
        with connection.cursor() as cursor:
            cursor.execute(_TAKE_OUT, self._at(delivery_id))

    def end_unsent(self, delivery_id: int, state: DeliveryState, answer: str) -> None:
        """End a delivery for good that cannot be offered."""
        delivery = self._batch.deliveries[delivery_id]
        self._write(
            delivery_id,
            state=state,
            answer=answer,
            finished_at=self._clock(),
            due_at=None,
            message_id=delivery.message_id,
            attempts=delivery.attempts,
        )

    def flush(self) -> None:
        """Write into their rows what was sent."""
        if self._sent:
            with connection.cursor() as cursor:
                cursor.execute(
                    _SENT,
                    {
                        "ids": [mail.id for mail in self._sent],
                        "answers": [mail.answer for mail in self._sent],
                        "message_ids": [mail.message_id for mail in self._sent],
                        "finished_at": [mail.finished_at for mail in self._sent],
                        "from_states": _MAY_HAVE_GONE,
                    },
                )
            self._sent = []

    def put_off(self, due_at: datetime) -> None:
        """Let what was not offered wait until then."""
        offered = {ended.delivery_id for ended in self.ended}
        left = [number for number in self._places if number not in offered]
        Delivery.objects.filter(pk__in=left, state=DeliveryState.WAITING).update(due_at=due_at)

    def close(self) -> None:
        """Write what is still to be written, and give back what was not offered."""
        self.flush()
        self._reaching.close()
        # Only now: until here, what went and is not written could be taken for what waits.
        self._ours().delete()

    def _ours(self) -> QuerySet[SendingBatch]:
        return SendingBatch.objects.filter(pk=self._batch.id, holder=self._batch.holder)

    def _write(self, delivery_id: int, *, state: DeliveryState, **values: Any) -> None:
        may_be = _MAY_HAVE_GONE if state is DeliveryState.UNKNOWN else [DeliveryState.WAITING, DeliveryState.UNKNOWN]
        with connection.cursor() as cursor:
            told = {**self._at(delivery_id), **values, "id": delivery_id, "state": state, "from_states": may_be}
            cursor.execute(_END, told)

    def _at(self, delivery_id: int) -> dict[str, Any]:
        return {"place": self._places[delivery_id], "batch": self._batch.id, "holder": self._batch.holder}


class _Reaching:
    """The statement of each mail, prepared for a batch, by libpq alone: a cursor would cost more than it does."""

    def __init__(self, batch: TakenBatch) -> None:
        connection.ensure_connection()
        self._server = connection.connection.pgconn
        self._name = b"reach in batch %d" % batch.id
        self._ours = (b"%d" % batch.id, batch.holder.encode("ascii"))
        _checked(self._server.prepare(self._name, _REACH))

    def reach(self, place: int, delivery: Delivery) -> bool:
        """Whether the mail in that place may go; what it says is on the disk then."""
        email = (delivery.subscriber.email or "").encode()
        values = [b"%d" % place, *self._ours, b"%d" % delivery.issue_id, b"%d" % delivery.subscriber_id, email]
        return _checked(self._server.exec_prepared(self._name, values)).command_tuples == 1

    def close(self) -> None:
        """Forget the statement."""
        self._server.close_prepared(self._name)


def _checked(result: PGresult) -> PGresult:
    if result.status != ExecStatus.COMMAND_OK:
        raise OperationalError(result.error_message.decode("utf-8", "replace"))
    return result
