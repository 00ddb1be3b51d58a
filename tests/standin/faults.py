"""What goes wrong, and when: a script of faults for each service."""

import threading
from dataclasses import dataclass, field
from enum import StrEnum

from tests.standin.services import Service


class FaultKind(StrEnum):
    """How an answer fails."""

    # Another answer in its place.
    STATUS = "status"
    REDIRECT = "redirect"
    EMPTY = "empty"
    BOT_WALL = "bot wall"
    ENTITY_BOMB = "entity bomb"
    # No answer, or one that breaks off: the connection says so.
    HANG = "hang"
    RESET_BEFORE = "reset before headers"
    RESET_AFTER = "reset after headers"
    CONNECTION_CUT = "connection cut"
    # An answer that is cut and yet well framed.
    BODY_CUT = "body cut"
    # The right answer, in a troublesome manner.
    SLOW_START = "slow start"
    DRIP = "drip"
    WRONG_CHARSET = "wrong charset"
    BAD_BYTES = "bad bytes"
    BYTE_ORDER_MARK = "byte order mark"
    HUGE = "huge"
    # A page of a list without what should be on it; each service has its own way.
    EMPTY_PAGE = "empty page"


INSTEAD = frozenset(
    {
        FaultKind.STATUS,
        FaultKind.REDIRECT,
        FaultKind.EMPTY,
        FaultKind.BOT_WALL,
        FaultKind.ENTITY_BOMB,
        FaultKind.HANG,
        FaultKind.RESET_BEFORE,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One way to fail.

    `STATUS` answers `status` with `body` ("" for what that service says then), and a Retry-After in `retry_after`
    seconds, which `as_date` gives as an HTTP date by the stand-in's clock. `REDIRECT` answers `status` (301 or 302 …)
    and points `to` an address, by default the same one. `HANG` keeps quiet for `seconds`, `SLOW_START` answers after
    them and `DRIP` takes so long over the body; these are real seconds, for clients measure them. Of a body that is cut
    the first `share` comes. `HUGE` pads an answer to `size` bytes and leaves its meaning.
    """

    kind: FaultKind
    status: int = 503
    retry_after: int | None = None
    as_date: bool = False
    body: str = ""
    to: str = ""
    seconds: float = 30.0
    share: float = 0.5
    size: int = 10 * 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """When a fault happens: at the requests numbered `at`, and at each `every`-th one (0: not so).

    Requests to `service` are counted from 1 since the rule was made: those in whose path and parameters, decoded
    ("/query?search_query=ti:model&start=0"), there is `match`.
    """

    service: Service
    fault: Fault
    at: tuple[int, ...] = ()
    every: int = 0
    match: str = ""

    def hits(self, number: int) -> bool:
        """Whether the fault happens at this request."""
        return number in self.at or (self.every > 0 and number % self.every == 0)


@dataclass(slots=True)
class FaultScript:
    """The rules in force, and how far each has counted. The first rule that hits decides."""

    _rules: list[tuple[Rule, list[int]]] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, *rules: Rule) -> None:
        """These hold from now on, too."""
        with self._lock:
            self._rules.extend((rule, [0]) for rule in rules)

    def clear(self) -> None:
        """Nothing goes wrong from now on."""
        with self._lock:
            self._rules.clear()

    def next(self, service: Service, target: str) -> Fault | None:
        """The fault of the request that came now, None for a healthy answer."""
        hit: Fault | None = None
        with self._lock:
            for rule, count in self._rules:
                if rule.service is service and rule.match in target:
                    count[0] += 1
                    hit = hit or (rule.fault if rule.hits(count[0]) else None)
        return hit
