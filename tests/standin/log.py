"""Every request that came, and what can be held against a client by it."""

import re
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from tests.standin.faults import FaultKind
from tests.standin.services import Service

# arXiv's terms of use (2025-08): one request in three seconds and one connection, over all machines of a user.
ARXIV_SPACING = 3.0
_CONTACT = re.compile(r"mailto:|[^\s@]+@[^\s@]+\.[a-z]+|https?://", re.I)
_KEY_NAMES = re.compile(r"(?:^|[?&])(api[_-]?key|apikey|key|token|access_token|x-api-key)=[^&]", re.I)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One request. `at` is by the stand-in's clock, `started` and `ended` are monotonic seconds (None: under way).

    `quiet` is how many seconds of that clock passed since the host was asked before (None: never), `together` how many
    clients waited for it, this one included. `status` is what was sent, None where the connection broke before,
    `fault` what was made to go wrong. `target` is the address as it was asked.
    """

    number: int
    service: Service
    at: datetime
    started: float
    method: str
    target: str
    path: str
    parameters: tuple[tuple[str, str], ...]
    headers: Mapping[str, str] = field(repr=False)
    together: int
    quiet: float | None
    status: int | None = None
    fault: FaultKind | None = None
    ended: float | None = None

    @property
    def user_agent(self) -> str:
        """What the client calls itself, "" if it does not."""
        return self.headers.get("user-agent", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Breach:
    """A rule of a service that a request broke, in a few words."""

    number: int
    reason: str


class RequestLog:
    """All requests in the order in which they came, safe for several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._asked: list[Asked] = []
        self._under_way: dict[int, tuple[str, Callable[[], bool]]] = {}
        self._last: dict[str, datetime] = {}

    def begin(
        self,
        *,
        service: Service,
        at: datetime,
        method: str,
        target: str,
        path: str,
        parameters: tuple[tuple[str, str], ...],
        headers: Mapping[str, str],
        waits: Callable[[], bool],
    ) -> Asked:
        """Write down a request as it comes; `waits` tells whether its client still waits for the answer."""
        with self._lock:
            others = [still() for host, still in self._under_way.values() if host == service.host]
            last = self._last.get(service.host)
            self._last[service.host] = at
            asked = Asked(
                number=len(self._asked) + 1,
                service=service,
                at=at,
                started=time.monotonic(),
                method=method,
                target=target,
                path=path,
                parameters=parameters,
                headers=headers,
                together=1 + sum(others),
                quiet=None if last is None else (at - last).total_seconds(),
            )
            self._asked.append(asked)
            self._under_way[asked.number] = service.host, waits
            return asked

    def end(self, asked: Asked, *, status: int | None, fault: FaultKind | None) -> None:
        """Write down how it was answered; a second time changes nothing."""
        with self._lock:
            if self._asked[asked.number - 1].ended is None:
                del self._under_way[asked.number]
                self._asked[asked.number - 1] = replace(asked, status=status, fault=fault, ended=time.monotonic())

    def asked(self, service: Service | None = None) -> tuple[Asked, ...]:
        """The requests to one service, or to all."""
        with self._lock:
            return tuple(one for one in self._asked if service is None or one.service is service)

    def breaches(self, service: Service) -> tuple[Breach, ...]:
        """What broke the rules of this service and of all services that are one host with it."""
        asked = [one for one in self.asked() if one.service.host == service.host]
        found = [breach for one in asked for breach in _bad_manners(one)]
        if service.host == "arxiv":
            found += [breach for one in asked for breach in _haste(one)]
        return tuple(sorted(found, key=lambda breach: breach.number))


def _bad_manners(asked: Asked) -> list[Breach]:
    """What no service likes."""
    reasons = []
    if not _CONTACT.search(asked.user_agent):
        reasons.append(f"no contact in the User-Agent {asked.user_agent!r}")
    if found := _KEY_NAMES.search(asked.target):
        reasons.append(f"a key in the address ({found[1]})")
    return [Breach(number=asked.number, reason=reason) for reason in reasons]


def _haste(asked: Asked) -> list[Breach]:
    """What arXiv forbids."""
    reasons = []
    if asked.quiet is not None and asked.quiet < ARXIV_SPACING:
        reasons.append(f"{asked.quiet:.2f} s after the request before")
    if asked.together > 1:
        reasons.append(f"{asked.together} connections at once")
    return [Breach(number=asked.number, reason=reason) for reason in reasons]
