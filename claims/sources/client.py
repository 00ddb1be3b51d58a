"""The one client under all sources: paced over all workers, bounded in time, size and tries, and strict about answers.

An answer is whole or an error. Every try leaves a line in the fetch log, without secrets.
"""

import hashlib
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from decimal import Decimal, InvalidOperation
from email.utils import parsedate_to_datetime
from typing import Protocol
from urllib.parse import urljoin, urlsplit, urlunsplit

import requests
import urllib3
from requests_hardened.ip_filter import InvalidIPAddress

from claims.core.sources import Source
from claims.sources.connectors import Answer, Expected, Request
from claims.sources.paces import Gate, Pace, Turn, pace_of
from claims.sources.sessions import CONNECT_SECONDS, guarded_session, open_session
from claims.sources.troubles import BrokenAnswer, SourceRefused, SourceTrouble, SourceUnavailable, cause_of
from claims.sources.turns import LONGEST_WAIT, turn_at

ATTEMPTS = 4
MAX_REDIRECTS = 3
# Seconds of quiet after the first, second … fault of a request; a source's own Retry-After goes before it.
BACK_OFF = (2.0, 8.0, 32.0)
# The longest Retry-After that is believed: a budget is renewed within a day.
LONGEST_CLOSED = 26 * 3600.0
HEALS = frozenset({408, 425, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524})
REDIRECTS = frozenset({301, 302, 303, 307, 308})
TOO_MANY = 429
NOT_MODIFIED = 304
CHUNK_BYTES = 64 * 1024
EXCERPT = 200
# What of an answer's headers the log keeps.
KEPT_HEADERS = (
    "content-type", "content-length", "date", "etag", "last-modified", "retry-after", "server", "location",
    "x-ratelimit-limit", "x-ratelimit-remaining", "x-ratelimit-reset", "x-ratelimit-cost-usd",
    "x-ratelimit-remaining-usd", "x-rate-limit-limit", "x-rate-limit-interval", "x-concurrency-limit", "x-api-pool",
)  # fmt: skip
_ACCEPT = {
    Expected.XML: "application/xml,text/xml,application/atom+xml,application/rss+xml",
    Expected.JSON: "application/json,application/vnd.api+json",
    Expected.ANY: "*/*",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Try:
    """One request as the fetch log keeps it. `status` None: no answer; `not_before`: when it may be asked again."""

    source: Source
    method: str
    url: str
    status: int | None
    headers: Mapping[str, str]
    size: int
    sha256: str
    started_at: datetime
    seconds: float
    attempt: int
    cost_usd: Decimal | None
    not_before: datetime | None
    failure: str


class FetchLog(Protocol):
    """Where every try is written down."""

    def write(self, told: Try) -> None: ...


@dataclass(slots=True)
class _Attempt:
    """What is known of a try while it runs."""

    url: str
    number: int
    started_at: datetime
    started: float
    status: int | None = None
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    failure: str = ""
    not_before: datetime | None = None


class _Moved(Exception):
    """The source sends us to another address."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self.url = url


class _Busy(Exception):
    """Worth another try after `quiet` seconds (None: as we see fit)."""

    def __init__(self, message: str, quiet: float | None = None) -> None:
        super().__init__(message)
        self.quiet = quiet


@dataclass(frozen=True, slots=True, kw_only=True)
class StrictClient:
    """See `Client`. `contact` is an e-mail address, told to every source; `allow_private` lets redirects point inside.

    `clock` tells the time (aware); `sleep` waits.
    """

    contact: str
    gate: Gate
    log: FetchLog
    clock: Callable[[], datetime]
    sleep: Callable[[float], None] = time.sleep
    allow_private: bool = False

    def fetch[Read](self, request: Request, read: Callable[[Answer], Read]) -> Read:
        """See `Client`."""
        pace, moves, faults = pace_of(request), 0, 0
        while True:
            turn = turn_at(self.gate, pace, sleep=self.sleep)
            attempt = _Attempt(
                url=_address(request),
                number=1 + moves + faults,
                started_at=self.clock(),
                started=time.monotonic(),
            )
            quiet, closed = pace.spacing, ""
            try:
                return read(self._answer(request, pace, attempt))
            except _Moved as moved:
                moves += 1
                if moves > MAX_REDIRECTS:
                    attempt.failure = "too many redirects"
                    raise SourceRefused(f"{attempt.url} redirects more than {MAX_REDIRECTS} times.") from moved
                request = _moved(request, moved.url)
            except (_Busy, BrokenAnswer) as fault:
                attempt.failure = str(fault)
                quiet, closed = self._quiet_after(fault, attempt, pace, faults), attempt.failure[:EXCERPT]
                faults += 1
                attempt.not_before = self.clock() + timedelta(seconds=quiet)
                if faults >= ATTEMPTS or quiet > LONGEST_WAIT:
                    raise _unavailable(fault, attempt) from fault
            except SourceTrouble as trouble:
                attempt.failure = str(trouble)
                raise
            finally:
                self._finish(request, turn, attempt, quiet=quiet, closed=closed)

    def _quiet_after(self, fault: Exception, attempt: _Attempt, pace: Pace, faults: int) -> float:
        told = fault.quiet if isinstance(fault, _Busy) else None
        if told is not None:
            return min(max(told, pace.spacing), LONGEST_CLOSED)
        if attempt.status == TOO_MANY:
            # Told to slow down and not for how long: the whole service is left alone for a while.
            return pace.closes_for
        return max(pace.spacing, BACK_OFF[min(faults, len(BACK_OFF) - 1)])

    def _finish(self, request: Request, turn: Turn, attempt: _Attempt, *, quiet: float, closed: str) -> None:
        seconds = time.monotonic() - attempt.started
        self.gate.leave(turn, quiet=quiet, closed=closed)
        self.log.write(
            Try(
                source=request.source,
                method=_method(request),
                url=attempt.url,
                status=attempt.status,
                headers={name: attempt.headers[name] for name in KEPT_HEADERS if name in attempt.headers},
                size=len(attempt.body),
                sha256=hashlib.sha256(attempt.body).hexdigest() if attempt.body else "",
                started_at=attempt.started_at,
                seconds=seconds,
                attempt=attempt.number,
                cost_usd=_cost(attempt.headers),
                not_before=attempt.not_before,
                failure=attempt.failure,
            )
        )

    def _answer(self, request: Request, pace: Pace, attempt: _Attempt) -> Answer:
        until = time.monotonic() + pace.total_seconds
        try:
            with (
                self._session(request, pace) as session,
                session.send(
                    session.prepare_request(self._prepared(request)),
                    stream=True,
                    allow_redirects=False,
                    timeout=(CONNECT_SECONDS, pace.read_seconds),
                ) as response,
            ):
                attempt.status = response.status_code
                attempt.headers = {name.lower(): value for name, value in response.headers.items()}
                attempt.body = _body(response, pace, until=until)
        except InvalidIPAddress as error:
            raise SourceRefused(f"{attempt.url} points inside a private network; it was not fetched.") from error
        except (requests.Timeout, urllib3.exceptions.TimeoutError) as error:
            _refuse_late(attempt.url, pace, until)
            raise _Busy(f"{attempt.url} did not answer within {pace.read_seconds:.0f} s.") from error
        except (requests.RequestException, urllib3.exceptions.HTTPError, OSError) as error:
            raise _Busy(f"{attempt.url} could not be read: {cause_of(error)}.") from error
        return self._accepted(request, attempt)

    def _session(self, request: Request, pace: Pace) -> requests.Session:
        opened = open_session if request.trusted or self.allow_private else guarded_session
        return opened(self.contact, total_seconds=pace.total_seconds)

    def _prepared(self, request: Request) -> requests.Request:
        headers = {"Accept": _ACCEPT[request.expects], "Accept-Encoding": "gzip, deflate", "Connection": "close"}
        return requests.Request(
            _method(request),
            request.url,
            params=list(request.parameters),
            data=list(request.form) or None,
            json=request.json,
            headers={**headers, **dict(request.headers), **dict(request.secret_headers)},
        )

    def _accepted(self, request: Request, attempt: _Attempt) -> Answer:
        """The answer if it is one to read. Raises for everything else what makes of it."""
        status = attempt.status or 0
        if status in request.hands_over or status == requests.codes.ok:
            _refuse_short(attempt)
            return Answer(
                url=attempt.url,
                status=status,
                headers=attempt.headers,
                body=attempt.body,
                received_at=self.clock(),
            )
        if status in REDIRECTS and attempt.headers.get("location"):
            raise _Moved(urljoin(attempt.url, attempt.headers["location"]))
        told = f"{attempt.url} answered {status}{_excerpt(attempt.body)}."
        if status in HEALS and not _is_final(attempt):
            raise _Busy(told, self._pause_in(attempt.headers.get("retry-after", "")))
        raise SourceRefused(told)

    def _pause_in(self, retry_after: str) -> float | None:
        """The seconds of a `Retry-After`, given as seconds or as a date (RFC 9110 10.2.3); None without one."""
        if retry_after.isascii() and retry_after.isdecimal():
            return float(retry_after)
        try:
            until = parsedate_to_datetime(retry_after)
        except ValueError:
            return None
        return max(0.0, (until - self.clock()).total_seconds()) if until.tzinfo else None


def _method(request: Request) -> str:
    return "POST" if request.form or request.json is not None else "GET"


def _address(request: Request) -> str:
    """The address as it is sent and logged; it carries no secret, for those go into headers."""
    prepared = requests.Request("GET", request.url, params=list(request.parameters)).prepare().url or request.url
    parts = urlsplit(prepared)
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))


def _moved(request: Request, url: str) -> Request:
    """The same question at another address, which is not the operator's any more and gets no key on another host."""
    same_host = urlsplit(url).netloc == urlsplit(request.url).netloc
    secrets = request.secret_headers if same_host else ()
    return replace(request, url=url, parameters=(), secret_headers=secrets, trusted=request.trusted and same_host)


def _body(response: requests.Response, pace: Pace, *, until: float) -> bytes:
    body = bytearray()
    # Read as it comes, so that one that trickles is noticed.
    while chunk := response.raw.read1(CHUNK_BYTES, decode_content=True):
        body += chunk
        if len(body) > pace.max_bytes:
            raise SourceRefused(f"{response.url} is larger than {pace.max_bytes // 1024 // 1024} MB.")
        _refuse_late(response.url, pace, until)
    return bytes(body)


def _refuse_late(url: str, pace: Pace, until: float) -> None:
    if time.monotonic() > until:
        raise _Busy(f"{url} was not complete after {pace.total_seconds:.0f} s.")


def _refuse_short(attempt: _Attempt) -> None:
    declared = attempt.headers.get("content-length", "")
    packed = attempt.headers.get("content-encoding", "identity") != "identity"
    # What is unchanged comes without a body, and may tell the length of the one that is not sent (RFC 9110 8.6).
    if attempt.status == NOT_MODIFIED:
        return
    if declared.isdigit() and not packed and len(attempt.body) != int(declared):
        raise BrokenAnswer(f"{attempt.url} was cut: {len(attempt.body)} of {declared} bytes came.")


def _is_final(attempt: _Attempt) -> bool:
    """OpenAlex says 429 also for what a plan does not include; waiting does not help then."""
    return attempt.status == TOO_MANY and b"plan upgrade" in attempt.body[:1000].lower()


def _excerpt(body: bytes) -> str:
    """As much of a refusal's body as fits a line, if it is words."""
    words = " ".join(body[: 4 * EXCERPT].decode("utf-8", "replace").split())
    return f" ({words[:EXCERPT]})" if words and not words.startswith("<") else ""


def _cost(headers: Mapping[str, str]) -> Decimal | None:
    try:
        return Decimal(headers["x-ratelimit-cost-usd"])
    except (KeyError, InvalidOperation):
        return None


def _unavailable(fault: Exception, attempt: _Attempt) -> SourceUnavailable:
    kind = BrokenAnswer if isinstance(fault, BrokenAnswer) else SourceUnavailable
    return kind(str(fault), not_before=attempt.not_before)
