"""Answers that are over after a fixed time, also where their heads come letter by letter: no read timeout sees that."""

import http.client
import io
import socket
import time
from typing import Any, cast

import requests
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool


def seconds_left(until: float, longest: float) -> float:
    """The seconds to the moment `until` (monotonic), `longest` at most. Raises `TimeoutError` when it is over."""
    left = until - time.monotonic()
    if left <= 0:
        raise TimeoutError("the time for the whole exchange is over")
    return min(left, longest)


class BoundedStream(io.RawIOBase):
    """What comes from a socket, until a moment at the latest, with no pause longer than `longest` seconds."""

    def __init__(self, raw: socket.socket, *, until: float, longest: float) -> None:
        self._raw, self._until, self._longest = raw, until, longest
        # It keeps the socket open until it is closed itself, whatever the connection does meanwhile.
        self._stream = raw.makefile("rb", buffering=0)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        self._raw.settimeout(seconds_left(self._until, self._longest))
        return self._stream.readinto(buffer) or 0

    def close(self) -> None:
        self._stream.close()
        super().close()


def bound_answers(session: requests.Session, *, seconds: float) -> None:
    """Have each answer of a session, head and body, be over `seconds` after its request was sent; late ones time out.

    A pause is still no longer than the read timeout of the request.
    """

    class Answer(http.client.HTTPResponse):
        def __init__(self, sock: socket.socket, *arguments: Any, **more: Any) -> None:
            longest = sock.gettimeout()
            stream = BoundedStream(
                sock, until=time.monotonic() + seconds, longest=seconds if longest is None else longest
            )
            super().__init__(cast("Any", _Opened(stream)), *arguments, **more)

    class Connection(HTTPConnection):
        response_class = Answer

    class SafeConnection(HTTPSConnection):
        response_class = Answer

    class Pool(HTTPConnectionPool):
        ConnectionCls = Connection

    class SafePool(HTTPSConnectionPool):
        ConnectionCls = SafeConnection

    for adapter in session.adapters.values():
        cast("HTTPAdapter", adapter).poolmanager.pool_classes_by_scheme = {"http": Pool, "https": SafePool}


class _Opened:
    """As much of a socket as an answer of `http.client` uses."""

    def __init__(self, stream: BoundedStream) -> None:
        self._stream = stream

    def makefile(self, mode: str) -> io.BufferedReader:
        return io.BufferedReader(self._stream)
