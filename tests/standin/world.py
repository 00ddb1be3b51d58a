"""What a service is handed: the question as it came, and everything that it may know to answer it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, cast

from tests.standin.clock import Clock
from tests.standin.faults import FaultScript
from tests.standin.library import Library
from tests.standin.log import Asked, RequestLog
from tests.standin.profiles import Profile
from tests.standin.services import Service


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One question. `path` is what follows the service, with its slash and decoded as far as a path is.

    `parameters` are those of the address and of a POST form, in order and with repetitions. Names of `headers` are in
    lower case. `base` is the service's own address ("http://127.0.0.1:1234/crossref"), `at` the time it came, `asked`
    its line in the log. `empty_page` asks for a list page with nothing on it where there should be something.
    """

    service: Service
    method: str
    path: str
    parameters: tuple[tuple[str, str], ...]
    headers: Mapping[str, str]
    body: bytes
    base: str
    at: datetime
    asked: Asked
    empty_page: bool = False

    def one(self, name: str, default: str = "") -> str:
        """The value of a parameter, the last one where it is repeated."""
        return dict(self.parameters).get(name, default)


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """One answer, before any fault spoils it."""

    status: int = 200
    body: bytes = b""
    content_type: str = "text/plain; charset=utf-8"
    headers: tuple[tuple[str, str], ...] = ()
    reason: str | None = None


@dataclass(slots=True, kw_only=True)
class World:
    """All that services share. `lenient` lets the services only log what they would refuse for haste."""

    library: Library
    clock: Clock
    profile: Profile
    faults: FaultScript
    log: RequestLog
    lenient: bool = False
    _memories: dict[type, Any] = field(default_factory=dict)

    def memory[Memory](self, kind: type[Memory]) -> Memory:
        """What a service remembers between answers: one object of this class a world, made when first asked for.

        Answers are worked out one at a time, so it needs no lock.
        """
        if kind not in self._memories:
            self._memories[kind] = kind()
        return cast("Memory", self._memories[kind])


type Answering = Callable[[Request, World], Response]
