"""Waiting for one's turn at a source, within bounds."""

from collections.abc import Callable

from claims.sources.paces import Gate, Pace, Turn, Wait
from claims.sources.troubles import SourceUnavailable

# A longer quiet is not waited for: the job is done again after it.
LONGEST_WAIT = 60.0
# All the waiting that is done while others ask the same source.
LONGEST_QUEUE = 240.0


def turn_at(gate: Gate, pace: Pace, *, sleep: Callable[[float], None]) -> Turn:
    """The next turn. Raises `SourceUnavailable` when it is too far away; nothing was asked then."""
    queued = 0.0
    while isinstance(asked := gate.ask(pace), Wait):
        if asked.seconds > LONGEST_WAIT or queued > LONGEST_QUEUE:
            why = f"is left alone: {asked.closed}" if asked.closed else "is asked by others"
            raise SourceUnavailable(f"{pace.name} {why}; it is asked again later.", not_before=asked.until)
        sleep(asked.seconds)
        queued += asked.seconds
    return asked
