"""Fetching one page that a person named: bounded in time, size and redirects, and refused when it points inside."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import urldefrag, urljoin, urlsplit

import requests
import urllib3
from requests_hardened.ip_filter import InvalidIPAddress

from claims.core.sources import Source
from claims.sources.connectors import Request
from claims.sources.marks import Marks
from claims.sources.paces import Gate, pace_of
from claims.sources.sessions import CONNECT_SECONDS, READ_SECONDS, guarded_session, open_session
from claims.sources.troubles import cause_of
from claims.sources.turns import turn_at

MAX_BYTES = 10 * 1024 * 1024
MAX_REDIRECTS = 5
TOTAL_SECONDS = 60
CHUNK_BYTES = 64 * 1024

_ACCEPT = "text/html,application/xhtml+xml,application/pdf;q=0.9,text/plain;q=0.8,*/*;q=0.5"
_NEVER_TEXT = ("image/", "video/", "audio/", "font/", "application/zip", "application/gzip", "application/x-tar")
_BY_HAND = "Open it in a browser, save it as HTML or PDF, and give that file with --url."
# What a reader can do about an answer that is no page.
_ADVICE = {
    400: "Check the address.",
    401: f"It asks for a login. {_BY_HAND}",
    402: f"It asks for money. {_BY_HAND}",
    403: f"It lets no program in. {_BY_HAND}",
    404: "Check the address, or look for an archived copy.",
    410: "It was taken down; look for an archived copy.",
    429: "It has been asked too often; try again in some minutes.",
    451: f"It is withheld for legal reasons. {_BY_HAND}",
}
NOT_MODIFIED = 304
_SERVER_FAULT = 500
_TOO_MANY = 429
# These heal by waiting, as the server's own faults do.
_LATER = frozenset({408, 425, _TOO_MANY})


# Of a page that was never seen.
UNSEEN = Marks()


class PageUnavailable(Exception):
    """The page could not be had; the message says which page, why, and what the reader can do.

    `status` is that of the answer, None where none came: 200 of what is there and cannot be read, `NOT_MODIFIED` of
    what is as it was.
    """

    def __init__(self, message: str, *, status: int | None = None) -> None:
        super().__init__(message)
        self.status = status


class PageBusy(PageUnavailable):
    """It may heal by waiting: slow, down, cut, or asked too often, which `too_often` says of its whole host."""

    @property
    def too_often(self) -> bool:
        return self.status == _TOO_MANY


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """One request and its answer. `status` is "200 OK"; `body` is without transfer and content encoding."""

    url: str
    request_line: str
    request_headers: tuple[tuple[str, str], ...]
    status: str
    headers: tuple[tuple[str, str], ...]
    body: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchedPage:
    """What came of asking for `asked`: the address after redirects, the body, its declared content type ("" if none).

    `exchanges` are all requests and answers in order, redirects first.
    """

    asked: str
    url: str
    status: int
    content_type: str
    body: bytes
    exchanges: tuple[Exchange, ...]


class PageFetcher(Protocol):
    """Brings pages."""

    def fetch(self, url: str, *, marks: Marks = UNSEEN) -> FetchedPage:
        """The page at `url`, unless it is as it was at `marks`.

        Raises `PageUnavailable`, `PageBusy` where that may heal, and `SourceUnavailable` where its host is to be left
        alone and was not asked.
        """


@dataclass(frozen=True, slots=True, kw_only=True)
class PacedFetcher:
    """A fetcher that waits for its turn at the host of each page, as jobs do: one page at a time over all workers.

    Hosts that a page redirects to are asked within the same turn.
    """

    fetcher: PageFetcher
    gate: Gate
    sleep: Callable[[float], None] = time.sleep

    def fetch(self, url: str, *, marks: Marks = UNSEEN) -> FetchedPage:
        """See `PageFetcher`."""
        pace = pace_of(Request(source=Source.WEB, url=url))
        turn = turn_at(self.gate, pace, sleep=self.sleep)
        quiet, closed = pace.spacing, ""
        try:
            return self.fetcher.fetch(url, marks=marks)
        except PageBusy as busy:
            if busy.too_often:
                quiet, closed = pace.closes_for, str(busy)
            raise
        finally:
            self.gate.leave(turn, quiet=quiet, closed=closed)


@dataclass(frozen=True, slots=True, kw_only=True)
class HardenedFetcher:
    """The real fetcher. `contact` goes into the User-Agent; `allow_private` lets addresses inside pass (tests only)."""

    contact: str
    allow_private: bool = False

    def fetch(self, url: str, *, marks: Marks = UNSEEN) -> FetchedPage:
        """Get `url` over http(s); the address that was checked is the one connected to, at every redirect."""
        until = time.monotonic() + TOTAL_SECONDS
        try:
            with self._session() as session:
                return _followed(session, url, marks, until=until)
        except InvalidIPAddress as error:
            raise PageUnavailable(f"{url} points inside a private network; it was not fetched.") from error
        except (requests.Timeout, urllib3.exceptions.TimeoutError) as error:
            _refuse_late(url, until)
            raise PageBusy(f"{url} did not answer within {READ_SECONDS} s; try again later.") from error
        except (requests.RequestException, urllib3.exceptions.HTTPError) as error:
            told = f"{url} could not be fetched: {cause_of(error)}. Check the address, or try later."
            # What requests finds wrong with an address is a ValueError too.
            raise (PageUnavailable if isinstance(error, ValueError) else PageBusy)(told) from error
        except (OSError, ValueError) as error:
            # The name is looked up before requests takes over, so what fails there comes as it is.
            told = f"{url} is nowhere to be found: {cause_of(error)}. Check the address."
            raise (PageBusy if isinstance(error, OSError) else PageUnavailable)(told) from error

    def _session(self) -> requests.Session:
        opened = open_session if self.allow_private else guarded_session
        session = opened(self.contact, total_seconds=TOTAL_SECONDS)
        session.headers["Accept"] = _ACCEPT
        return session


def _followed(session: requests.Session, asked: str, marks: Marks, *, until: float) -> FetchedPage:
    """The page behind the redirects. They are followed here, for requests reads their bodies without a bound.

    `marks` are said to the first address only: they are of what that one answered.
    """
    url, exchanges = asked, list[Exchange]()
    for _ in range(MAX_REDIRECTS + 1):
        _refuse_address(url)
        _refuse_late(url, until)
        conditions = {} if exchanges else marks.conditions()
        with session.get(
            url, stream=True, headers=conditions, allow_redirects=False, timeout=(CONNECT_SECONDS, READ_SECONDS)
        ) as response:
            target = session.get_redirect_target(response)
            if not target:
                _refuse_answer(url, response)
            room = MAX_BYTES - sum(len(exchange.body) for exchange in exchanges)
            exchanges.append(_exchange(url, response, room=room, until=until))
        if not target:
            return FetchedPage(
                asked=asked,
                url=url,
                status=response.status_code,
                content_type=response.headers.get("Content-Type", ""),
                body=exchanges[-1].body,
                exchanges=tuple(exchanges),
            )
        url = urljoin(url, target)
    raise PageUnavailable(f"{asked} redirects more than {MAX_REDIRECTS} times. {_BY_HAND}")


def _refuse_address(url: str) -> None:
    if not url.startswith(("http://", "https://")):
        raise PageUnavailable(f"{url} is not an address to fetch: it must begin with http:// or https://.")
    if "@" in urlsplit(url).netloc:
        # What is fetched is kept with its request, and a password is not ours to keep.
        raise PageUnavailable(f"{url} carries a name or a password; it was not fetched. {_BY_HAND}")


def _refuse_answer(url: str, response: requests.Response) -> None:
    status = response.status_code
    if status != requests.codes.ok:
        fault = "It has a fault of its own; try again later." if status >= _SERVER_FAULT else "It is no page to read."
        told = f"{url} answered {status} {response.reason}; nothing was stored. {_ADVICE.get(status, fault)}"
        if status >= _SERVER_FAULT or status in _LATER:
            raise PageBusy(told, status=status)
        raise PageUnavailable(told, status=status)
    kind = response.headers.get("Content-Type", "").lower()
    if kind.startswith(_NEVER_TEXT):
        raise PageUnavailable(
            f"{url} is {kind.partition(';')[0]}, not text. Give the page, a PDF, or the text.", status=status
        )


def _exchange(url: str, response: requests.Response, *, room: int, until: float) -> Exchange:
    body = bytearray()
    # Read as it comes, so that one that trickles is noticed.
    while chunk := response.raw.read1(CHUNK_BYTES, decode_content=True):
        body += chunk
        if len(body) > room:
            raise PageUnavailable(
                f"{url} is larger than {MAX_BYTES // 1024 // 1024} MB; it was not stored.", status=response.status_code
            )
        _refuse_late(url, until)
    _refuse_cut(url, response)
    request = response.request
    return Exchange(
        url=urldefrag(url).url,
        request_line=f"{request.method} {request.path_url} HTTP/1.1",
        # The host is added when the request is sent, below requests.
        request_headers=tuple({"Host": urlsplit(url).netloc, **request.headers}.items()),
        status=f"{response.status_code} {response.reason}",
        headers=tuple(response.headers.items()),
        body=bytes(body),
    )


def _refuse_late(url: str, until: float) -> None:
    """Whether it kept quiet or trickled: the time for all of it is over."""
    if time.monotonic() > until:
        raise PageBusy(f"{url} was not complete after {TOTAL_SECONDS} s; try again later.")


def _refuse_cut(url: str, response: requests.Response) -> None:
    declared = response.headers.get("Content-Length", "")
    received = response.raw.tell()
    if declared.isdigit() and received < int(declared):
        raise PageBusy(f"{url} was cut: {received} of {declared} bytes came; try again later.")
