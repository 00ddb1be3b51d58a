"""Ask a source again that was to be left alone for longer."""

from collections.abc import Iterable
from datetime import datetime

from claims.models import SourceTurn


def open_sources(paces: Iterable[str], *, now: datetime) -> int:
    """Let the sources of these paces be asked from `now` on, and return how many were closed.

    A pace that only keeps its spacing, or whose turn is taken, stays as it is; so repeating it changes nothing.
    """
    closed = SourceTurn.objects.filter(pk__in=paces, next_allowed_at__gt=now, held_until=None).exclude(closed="")
    return closed.update(next_allowed_at=now, closed="")
