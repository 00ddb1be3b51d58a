"""The time that the services go by: the real one, or one that a test sets by hand."""

import threading
from datetime import UTC, datetime, timedelta


class Clock:
    """Tells the time (aware, UTC). With `start` it stands still until it is set or advanced; without, it is real.

    A test hands `advance` to a client as its `sleep`, so that minutes of waiting cost nothing.
    """

    def __init__(self, start: datetime | None = None) -> None:
        self._lock = threading.Lock()
        self._by_hand = start

    def now(self) -> datetime:
        """The moment it is."""
        with self._lock:
            return self._by_hand or datetime.now(UTC)

    def set(self, now: datetime) -> None:
        """It is `now` (aware), and the clock stands still there."""
        with self._lock:
            self._by_hand = now.astimezone(UTC)

    def advance(self, seconds: float) -> None:
        """So many seconds pass. A real clock becomes one set by hand."""
        with self._lock:
            self._by_hand = (self._by_hand or datetime.now(UTC)) + timedelta(seconds=seconds)
