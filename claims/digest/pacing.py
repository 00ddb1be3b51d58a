"""How fast mails go: so many a second over all workers, by one row that gives every mail its moment."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from django.db import connection

# The row of `SourceTurn` that all workers share.
PACE = "mail"
# Moments are taken for so long ahead at once, so that a fast pace is no statement a mail.
_AHEAD_SECONDS = 0.5
# A worker that was away does not catch up: nobody gets more in any second than the pace says.
_TAKE = """
INSERT INTO claims_sourceturn AS turn (pace, next_allowed_at, holder, closed)
VALUES (%(pace)s, clock_timestamp() + %(length)s * interval '1 second', '', '')
ON CONFLICT (pace) DO UPDATE
SET next_allowed_at = greatest(turn.next_allowed_at, clock_timestamp()) + %(length)s * interval '1 second'
RETURNING extract(epoch FROM turn.next_allowed_at - clock_timestamp())::float - %(length)s
"""


class Pace(Protocol):
    """Says when the next mail may go."""

    def wait(self, *, before_waiting: Callable[[], None]) -> None:
        """Return when it may; `before_waiting` is called first where that takes a moment."""
        ...


class NoPace:
    """See `Pace`: as fast as they can be written."""

    def wait(self, *, before_waiting: Callable[[], None]) -> None:
        """See `Pace`."""


@dataclass(slots=True, kw_only=True)
class SharedPace:
    """See `Pace`: `rate` mails a second of all who use it together, by the database's clock."""

    rate: float
    sleep: Callable[[float], None] = time.sleep
    _left: int = 0

    def wait(self, *, before_waiting: Callable[[], None]) -> None:
        """See `Pace`. Some moments are taken at once; a worker that dies with them wastes half a second of pace."""
        if self._left == 0:
            self._left = max(1, int(self.rate * _AHEAD_SECONDS))
            seconds = self._take(self._left)
            if seconds > 0:
                before_waiting()
                self.sleep(seconds)
        self._left -= 1

    def _take(self, mails: int) -> float:
        with connection.cursor() as cursor:
            cursor.execute(_TAKE, {"pace": PACE, "length": mails / self.rate})
            return float(cursor.fetchone()[0])
