"""Let one worker at a time ask a source, and none before its pace allows it; all by one row a pace."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection, transaction

from claims.models import SourceTurn
from claims.sources.paces import Pace, Turn, Wait
from claims.sources.sessions import CONNECT_SECONDS

# Beyond the longest request: a worker that died with a turn holds it no longer.
_GRACE_SECONDS = 5.0
# Whoever finds the turn taken asks again after this, for the holder may give it back early.
_POLL_SECONDS = 0.25


def database_clock() -> datetime:
    """The database's time: machines disagree about theirs by more than a pace may be off."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        now: datetime = cursor.fetchone()[0]
        return now


@dataclass(frozen=True, slots=True, kw_only=True)
class DatabaseGate:
    """See `Gate`. The row is locked for the length of two statements, never while a source is asked."""

    clock: Callable[[], datetime] = database_clock

    def ask(self, pace: Pace) -> Turn | Wait:
        """See `Gate`. Every call either takes the turn or changes nothing."""
        now = self.clock()
        SourceTurn.objects.bulk_create([SourceTurn(pace=pace.name, next_allowed_at=now)], ignore_conflicts=True)
        with transaction.atomic():
            row = SourceTurn.objects.select_for_update().get(pk=pace.name)
            now = self.clock()
            if row.held_until and row.held_until > now:
                return Wait(seconds=_POLL_SECONDS, until=row.held_until)
            if row.next_allowed_at > now:
                seconds = (row.next_allowed_at - now).total_seconds()
                return Wait(seconds=seconds, until=row.next_allowed_at, closed=row.closed)
            row.holder = uuid.uuid4().hex
            longest = CONNECT_SECONDS + pace.total_seconds + pace.read_seconds + _GRACE_SECONDS
            row.held_until = now + timedelta(seconds=longest)
            row.save(update_fields=["holder", "held_until"])
        return Turn(pace=pace.name, holder=row.holder)

    def leave(self, turn: Turn, *, quiet: float, closed: str = "") -> datetime:
        """See `Gate`. A turn that ran out meanwhile is somebody else's and is left to them."""
        allowed = self.clock() + timedelta(seconds=quiet)
        SourceTurn.objects.filter(pk=turn.pace, holder=turn.holder).update(
            holder="", held_until=None, next_allowed_at=allowed, closed=closed
        )
        return allowed
