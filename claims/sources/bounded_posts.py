"""Posting to an address that somebody gave: never inside, never elsewhere, and over after a fixed time in any case.

The guard is that of pages (`requests_hardened`): the name is looked up once, and the address that was checked is the
one that is connected to. The exchange itself is made here, since requests has no bound on an answer whose head comes
letter by letter; looking the name up is bounded by the system's resolver alone.
"""

import http.client
import io
import ipaddress
import socket
import ssl
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from typing import Any, Protocol, cast
from urllib.parse import SplitResult, urlsplit

import requests
from requests.utils import DEFAULT_CA_BUNDLE_PATH
from requests_hardened.ip_filter import InvalidIPAddress, filter_host

from claims.core.post_failures import PostFailure
from claims.sources.bounded_answers import BoundedStream, seconds_left
from claims.sources.sessions import user_agent
from claims.sources.troubles import cause_of

# Of what is answered, so much is read and kept.
MOST_BYTES = 1024
_PORTS = {"https": 443, "http": 80}
# The first that fits says what went wrong.
_FAILURES: tuple[tuple[type[Exception], PostFailure], ...] = (
    (InvalidIPAddress, PostFailure.POINTS_INSIDE),
    (requests.RequestException, PostFailure.UNKNOWN_HOST),
    (ssl.SSLError, PostFailure.BAD_TLS),
    (TimeoutError, PostFailure.TOO_SLOW),
    (ConnectionRefusedError, PostFailure.UNREACHABLE),
    (ConnectionError, PostFailure.HUNG_UP),
    (OSError, PostFailure.UNREACHABLE),
    (http.client.HTTPException, PostFailure.NOT_HTTP),
    (ValueError, PostFailure.UNKNOWN_HOST),
)


class AddressRefused(ValueError):
    """Nothing is posted there; `why` is the kind of reason, and the message says what an address must be."""

    def __init__(self, why: PostFailure, message: str) -> None:
        super().__init__(message)
        self.why = why


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """In seconds: for connecting, between two pieces of an answer, and for the whole exchange."""

    connect: float = 3.0
    read: float = 3.0
    total: float = 10.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Posted:
    """What came of a post within `seconds`. `status` is None where no head of an answer came; `failure` says why.

    `answer` is the beginning of the body, `retry_after` the header of that name, and `detail` the failure in the words
    of whatever noticed it.
    """

    seconds: float
    status: int | None = None
    answer: str = ""
    retry_after: str = ""
    failure: PostFailure | None = None
    detail: str = ""

    @property
    def is_good(self) -> bool:
        """Whether it was taken: 2xx, whatever happened to the body after that."""
        return self.status is not None and requests.codes.ok <= self.status < requests.codes.multiple_choices


class Poster(Protocol):
    """Posts a document once."""

    def post(self, url: str, body: bytes, headers: Mapping[str, str]) -> Posted:
        """Post `body` to `url` and tell what came of it; raises nothing that has to do with the other side."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """Where a post goes: the address as it is sent, and the one that was checked."""

    url: SplitResult
    host: str
    port: int
    ip: str


@cache
def public_trust() -> ssl.SSLContext:
    """The certificates that browsers trust."""
    return ssl.create_default_context(cafile=DEFAULT_CA_BUNDLE_PATH)


def refuse_address(url: str, *, allow_loopback: bool = False) -> None:
    """Raise `AddressRefused` for what is nowhere to be posted to. The name is looked up; nothing is fetched."""
    try:
        _place_of(url, allow_loopback=allow_loopback)
    except InvalidIPAddress as inside:
        told = "The address points inside a private network. It must be one that anybody can reach."
        raise AddressRefused(PostFailure.POINTS_INSIDE, told) from inside
    except AddressRefused:
        raise
    except (requests.RequestException, OSError, ValueError) as unknown:
        told = "The host of the address is nowhere to be found. Check how it is spelt."
        raise AddressRefused(PostFailure.UNKNOWN_HOST, told) from unknown


@dataclass(frozen=True, slots=True, kw_only=True)
class GuardedPoster:
    """The real one. `contact` goes into the User-Agent; `allow_loopback` lets this machine pass, with http (tests)."""

    contact: str
    trust: ssl.SSLContext
    allow_loopback: bool = False
    bounds: Bounds = Bounds()

    def post(self, url: str, body: bytes, headers: Mapping[str, str]) -> Posted:
        """See `Poster`. No redirect is followed, and neither cookies nor the proxies of the environment are used."""
        began = time.monotonic()
        try:
            return self._exchanged(url, body, headers, began=began)
        except AddressRefused as refused:
            return Posted(seconds=time.monotonic() - began, failure=refused.why, detail=str(refused))
        except (OSError, http.client.HTTPException, ValueError) as error:
            failure = next(told for kind, told in _FAILURES if isinstance(error, kind))
            # Which of the bounds was met first is the machine's business.
            detail = "" if failure is PostFailure.TOO_SLOW else cause_of(error)[:300]
            return Posted(seconds=time.monotonic() - began, failure=failure, detail=detail)

    def _exchanged(self, url: str, body: bytes, headers: Mapping[str, str], *, began: float) -> Posted:
        place = _place_of(url, allow_loopback=self.allow_loopback)
        until = began + self.bounds.total
        with self._connected(place, until=until) as raw:
            connection = http.client.HTTPConnection(place.host, place.port)
            # It only needs what `_BoundedSocket` has.
            connection.sock = cast("Any", _BoundedSocket(raw, until=until, longest=self.bounds.read))
            connection.request("POST", _target(place.url), body, self._headers(place, headers))
            response = connection.getresponse()
            answer = _beginning(response)
            return Posted(
                seconds=time.monotonic() - began,
                status=response.status,
                answer=answer,
                retry_after=response.headers.get("Retry-After", "")[:100],
            )

    def _connected(self, place: _Place, *, until: float) -> socket.socket:
        raw = socket.create_connection((place.ip, place.port), timeout=seconds_left(until, self.bounds.connect))
        if place.url.scheme == "http":
            return raw
        try:
            raw.settimeout(seconds_left(until, self.bounds.connect))
            return self.trust.wrap_socket(raw, server_hostname=place.host)
        except OSError:
            raw.close()
            raise

    def _headers(self, place: _Place, headers: Mapping[str, str]) -> dict[str, str]:
        host = f"[{place.host}]" if ":" in place.host else place.host
        return {
            "Host": host if place.port == _PORTS[place.url.scheme] else f"{host}:{place.port}",
            "User-Agent": user_agent(self.contact),
            "Accept": "*/*",
            "Connection": "close",
            **headers,
        }


@dataclass(frozen=True, slots=True)
class _BoundedSocket:
    """As much of a socket as `http.client` uses."""

    raw: socket.socket
    until: float
    longest: float

    def sendall(self, data: bytes) -> None:
        self.raw.settimeout(seconds_left(self.until, self.longest))
        self.raw.sendall(data)

    def makefile(self, mode: str) -> io.BufferedReader:
        return io.BufferedReader(BoundedStream(self.raw, until=self.until, longest=self.longest))

    def close(self) -> None:
        """Whoever opened it closes it."""


def _place_of(url: str, *, allow_loopback: bool) -> _Place:
    """Raises `AddressRefused`, `InvalidIPAddress` for one inside, and what requests makes of bad spellings."""
    parts = urlsplit(requests.Request("POST", url).prepare().url or "")
    if parts.scheme not in (("https", "http") if allow_loopback else ("https",)):
        raise AddressRefused(PostFailure.NOT_ALLOWED, "The address must begin with https://.")
    if "@" in parts.netloc:
        told = "The address carries a name or a password. Leave them out; what is sent is signed instead."
        raise AddressRefused(PostFailure.NOT_ALLOWED, told)
    host, port = parts.hostname or "", parts.port or _PORTS[parts.scheme]
    ip = filter_host(host, port, allow_loopback=allow_loopback).strip("[]")
    if parts.scheme == "http" and not ipaddress.ip_address(ip).is_loopback:
        raise AddressRefused(PostFailure.NOT_ALLOWED, "The address must begin with https://.")
    return _Place(url=parts, host=host, port=port, ip=ip)


def _target(url: SplitResult) -> str:
    return f"{url.path or '/'}?{url.query}" if url.query else url.path or "/"


def _beginning(response: http.client.HTTPResponse) -> str:
    """The first `MOST_BYTES` of a body, as far as they come: the status says all that counts."""
    came = bytearray()
    with suppress(OSError, http.client.HTTPException, ValueError):
        while len(came) < MOST_BYTES and (piece := response.read1(MOST_BYTES - len(came))):
            came += piece
    # PostgreSQL stores no NUL.
    return came.decode("utf-8", errors="replace").replace("\x00", "\ufffd")[:1000]
