"""Writes into each delivery how far its mail is: one statement a mail, in a transaction of its own."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import psycopg
from django.db import connection

from claims.digest.answers import Fate, Outcome, next_try
from claims.digest.letters import Letter
from claims.models import Delivery, DeliveryState
from claims.models.leases import LEASE

# What ends a delivery, and the states it may be in before: one that was begun may have been called unknown meanwhile.
# "state || ''" keeps the row from being sought by its state: an index by that is full of what other mails were before.
_END = """
UPDATE claims_delivery
SET state = %(end_state)s, answer = %(answer)s, finished_at = %(finished_at)s, due_at = %(due_at)s, leased_until = NULL,
    attempts = attempts + %(more)s
WHERE id = %(end_id)s AND state || '' = ANY(%(from_states)s) AND attempts = %(attempts)s
"""
# Both in one round trip. A mail is only begun while its issue goes on and its reader wants it, at the same address;
# who waits for the row here is the second to ask, and finds that it waits no more.
_BEGIN = f"""
WITH ended AS ({_END})
UPDATE claims_delivery AS delivery
SET state = 'sending', attempts = delivery.attempts + 1, message_id = %(message_id)s, leased_until = %(leased_until)s
FROM claims_digestissue AS issue, claims_subscriber AS reader
WHERE delivery.id = %(id)s AND delivery.state || '' = 'waiting' AND issue.id = delivery.issue_id
    AND issue.state IN ('open', 'done') AND reader.id = delivery.subscriber_id AND reader.state = 'active'
    AND reader.mail AND reader.email = %(email)s
RETURNING delivery.attempts
"""  # noqa: S608 - nothing but constants
_NOTHING: Mapping[str, Any] = {
    "end_id": None,
    "end_state": "",
    "answer": "",
    "finished_at": None,
    "due_at": None,
    "more": 0,
    "from_states": [""],
    "attempts": 0,
}
_ENDS = {
    Fate.SENT: DeliveryState.SENT,
    Fate.REFUSED: DeliveryState.REFUSED,
    Fate.UNKNOWN: DeliveryState.UNKNOWN,
}
# Other statements of the connection stay as Django has them.
_NEVER_OF_ITSELF = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """What became of a delivery that was offered."""

    delivery_id: int
    subscriber_id: int
    state: DeliveryState
    outcome: Outcome


class DeliveryMarks:
    """See `Marks`. The end of a mail is written together with the beginning of the next: one commit, one round trip.

    The commit is durable, for a beginning that a crash of the database forgets would be a mail that comes twice. An
    end that is lost with this process leaves one mail unknown, and there is never more than one.
    """

    def __init__(self, deliveries: Mapping[int, Delivery], *, clock: Callable[[], datetime]) -> None:
        self._deliveries, self._clock = deliveries, clock
        self._attempts: dict[int, int] = {}
        self._pending: Mapping[str, Any] = _NOTHING
        self.ended: list[Ended] = []

    def begin(self, letter: Letter) -> bool:
        """See `Marks`."""
        delivery = self._deliveries[letter.delivery_id]
        found = _execute(
            _BEGIN,
            {
                **self._pending,
                "id": letter.delivery_id,
                "email": delivery.subscriber.email,
                "message_id": letter.message_id,
                "leased_until": self._clock() + LEASE,
            },
        ).fetchone()
        self._pending = _NOTHING
        if found:
            self._attempts[letter.delivery_id] = found[0]
        return found is not None

    def end(self, letter: Letter, outcome: Outcome) -> None:
        """See `Marks`. What was deferred waits for its next turn, or is given up after the last."""
        self.flush()
        delivery, begun = self._deliveries[letter.delivery_id], self._attempts.pop(letter.delivery_id, None)
        now, attempts = self._clock(), begun if begun is not None else delivery.attempts + 1
        wait = next_try(attempts) if outcome.fate is Fate.DEFERRED else None
        state = _ENDS.get(outcome.fate, DeliveryState.GIVEN_UP if wait is None else DeliveryState.WAITING)
        self._pending = {
            "end_id": letter.delivery_id,
            "end_state": state.value,
            "answer": outcome.answer,
            "finished_at": None if wait else now,
            "due_at": now + wait if wait else None,
            "more": 0 if begun is not None else 1,
            "from_states": ["sending", "unknown"] if begun is not None else ["waiting"],
            "attempts": attempts if begun is not None else delivery.attempts,
        }
        self.ended.append(
            Ended(delivery_id=letter.delivery_id, subscriber_id=delivery.subscriber_id, state=state, outcome=outcome)
        )

    def flush(self) -> None:
        """Write what is still to be written."""
        if self._pending is not _NOTHING:
            _execute(_END, self._pending)
            self._pending = _NOTHING


def _execute(statement: str, values: Mapping[str, Any]) -> "psycopg.Cursor[Any]":
    """Past Django's cursor, and prepared, which Django switches off: most of a mail's work would be planning this."""
    connection.ensure_connection()
    raw = connection.connection
    if raw.prepare_threshold is None:
        raw.prepare_threshold = _NEVER_OF_ITSELF
    return psycopg.Cursor(raw).execute(statement, values, prepare=True)
