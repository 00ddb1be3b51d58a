"""What every source of papers offers: pages of records for a look, from a pure parser and a thin fetcher."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from claims.core.sources import Aim, Look, Page, Source
from claims.sources.troubles import BrokenAnswer


class Expected(StrEnum):
    """The format that an answer must have."""

    XML = "xml"
    JSON = "json"
    ANY = "any"


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A question as it is sent. Keys go into `secret_headers` alone: addresses are logged, these never are.

    Statuses in `hands_over` are given to the parser like 200 (304, or errors with a body that tells). `trusted` means
    that the address is the operator's own setting and may lie inside; others are guarded. `form` makes it a POST.
    """

    source: Source
    url: str
    parameters: tuple[tuple[str, str], ...] = ()
    headers: tuple[tuple[str, str], ...] = ()
    secret_headers: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    form: tuple[tuple[str, str], ...] = ()
    json: object = None
    expects: Expected = Expected.ANY
    hands_over: frozenset[int] = frozenset()
    trusted: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A whole answer. `url` is where it came from, without secrets; names of `headers` are in lower case."""

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes
    received_at: datetime


class Client(Protocol):
    """Asks over the network, politely and strictly."""

    def fetch[Read](self, request: Request, read: Callable[[Answer], Read]) -> Read:
        """What `read` makes of the answer. A `BrokenAnswer` that it raises is asked for again like any other fault.

        Raises `SourceUnavailable` and `SourceRefused`, and what else `read` raises.
        """


class Connector(Protocol):
    """One source of papers."""

    @property
    def source(self) -> Source: ...

    @property
    def aims(self) -> frozenset[Aim]:
        """What it can be asked for."""

    def page(self, look: Look, resume: str = "") -> Page:
        """The first page of the answer, or the one that `resume` names. Raises `SourceTrouble` and its kinds.

        An answer that ends is whole: a source that stops short of what it promised raises `BrokenAnswer`.
        """


def pages_of(connector: Connector, look: Look, *, most: int) -> Iterator[Page]:
    """The pages of an answer one after the other, `most` of them at most. Raises what `Connector.page` raises."""
    resume = ""
    for _ in range(most):
        page = connector.page(look, resume)
        yield page
        if page.resume and page.resume == resume:
            raise BrokenAnswer(f"{connector.source} sends the same page again and again.")
        resume = page.resume
        if not resume:
            return
