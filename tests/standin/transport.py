"""How an answer goes over the line, or fails to: what RFC 9112 allows and what servers do all the same."""

import gzip
import select
import socket
import struct
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler

from tests.standin.faults import INSTEAD, Fault, FaultKind
from tests.standin.services import Service
from tests.standin.world import Response

DRIPS = 20
# How often a pause looks whether the client is still there (s).
LOOKS = 0.02
BOT_WALL = (
    b"<!doctype html><html><head><title>Making sure you&#39;re not a bot!</title></head>"
    b"<body><p>You are seeing this because the administrator of this website has set up a challenge.</p></body></html>"
)
# Nine levels of ten: 10^9 copies of a word for a parser that resolves entities.
_LEVELS = "".join(f'<!ENTITY e{level} "{f"&e{level - 1};" * 10}">' for level in range(1, 10))
ENTITY_BOMB = f'<?xml version="1.0"?><!DOCTYPE feed [<!ENTITY e0 "word">{_LEVELS}]><feed>&e9;</feed>'.encode()


def in_place(fault: Fault, *, service: Service, address: str, now: datetime) -> Response:
    """The answer that a fault gives instead of the service's (see `INSTEAD`)."""
    match fault.kind:
        case FaultKind.STATUS:
            return _status(fault, service=service, now=now)
        case FaultKind.REDIRECT:
            return Response(status=fault.status, headers=(("Location", fault.to or address),))
        case FaultKind.BOT_WALL:
            return Response(body=BOT_WALL, content_type="text/html; charset=utf-8")
        case FaultKind.ENTITY_BOMB:
            return Response(body=ENTITY_BOMB, content_type="application/xml")
        case _:
            return Response()


def _status(fault: Fault, *, service: Service, now: datetime) -> Response:
    headers: tuple[tuple[str, str], ...] = ()
    if fault.retry_after is not None:
        until = format_datetime(now + timedelta(seconds=fault.retry_after), usegmt=True)
        headers = (("Retry-After", until if fault.as_date else str(fault.retry_after)),)
    body = fault.body or ("Rate exceeded." if (service.host, fault.status) == ("arxiv", 429) else "")
    return Response(status=fault.status, body=body.encode(), content_type="text/html", headers=headers)


def spoiled(response: Response, fault: Fault) -> Response:
    """The answer as a fault of its content leaves it; other faults leave it alone."""
    body = response.body
    match fault.kind:
        case FaultKind.BODY_CUT:
            return replace(response, body=body[: int(len(body) * fault.share)])
        case FaultKind.WRONG_CHARSET:
            return replace(response, content_type=f"{response.content_type.split(';')[0]}; charset=iso-8859-1")
        case FaultKind.BAD_BYTES:
            middle = body.rfind(b">", 0, len(body) // 2) + 1 or len(body) // 2
            return replace(response, body=body[:middle] + b"\xff\xfe" + body[middle:])
        case FaultKind.BYTE_ORDER_MARK:
            return replace(response, body=b"\xef\xbb\xbf" + body)
        case FaultKind.HUGE:
            return replace(response, body=body + b" " * max(0, fault.size - len(body)))
        case _:
            return response


def send(
    handler: BaseHTTPRequestHandler,
    response: Response,
    fault: Fault | None,
    *,
    stopped: threading.Event,
    before_end: Callable[[], None],
) -> None:
    """Send the answer as far as the fault lets it come; `before_end` is called before the client has all of it."""
    kind = fault.kind if fault else None
    if fault and kind in (FaultKind.HANG, FaultKind.SLOW_START):
        _pause(handler, fault.seconds, stopped)
    if kind is FaultKind.HANG:
        handler.close_connection = True
        return
    if kind is FaultKind.RESET_BEFORE:
        _reset(handler)
        return
    packed = _packed(handler, response, kind)
    part = packed.body if handler.command != "HEAD" else b""
    if not part:
        # Then the headers are all there is.
        before_end()
    _send_headers(handler, packed)
    if fault and kind in (FaultKind.CONNECTION_CUT, FaultKind.RESET_AFTER):
        handler.wfile.write(part[: int(len(part) * fault.share)])
        handler.wfile.flush()
        handler.close_connection = True
        if kind is FaultKind.RESET_AFTER:
            _reset(handler)
        return
    if fault and kind is FaultKind.DRIP:
        part = _drip(handler, part, fault.seconds, stopped)
    before_end()
    handler.wfile.write(part)


def _packed(handler: BaseHTTPRequestHandler, response: Response, kind: FaultKind | None) -> Response:
    """Packed with gzip for a client that takes it (O11), unless a fault has other plans with the bytes."""
    wanted = "gzip" in handler.headers.get("Accept-Encoding", "")
    if not wanted or kind in INSTEAD or kind in (FaultKind.DRIP, FaultKind.CONNECTION_CUT, FaultKind.RESET_AFTER):
        return response
    if not response.body or any(name.lower() == "content-encoding" for name, _ in response.headers):
        return response
    body = gzip.compress(response.body, compresslevel=1, mtime=0)
    return replace(response, body=body, headers=(*response.headers, ("Content-Encoding", "gzip")))


def _send_headers(handler: BaseHTTPRequestHandler, response: Response) -> None:
    handler.send_response(response.status, response.reason)
    if response.status != 304:
        handler.send_header("Content-Type", response.content_type)
        handler.send_header("Content-Length", str(len(response.body)))
    for name, value in response.headers:
        handler.send_header(name, value)
    handler.end_headers()
    handler.wfile.flush()


def _drip(handler: BaseHTTPRequestHandler, body: bytes, seconds: float, stopped: threading.Event) -> bytes:
    """Send all but the last drop and return that."""
    drop = max(1, len(body) // DRIPS)
    while len(body) > drop:
        _pause(handler, seconds / DRIPS, stopped)
        handler.wfile.write(body[:drop])
        handler.wfile.flush()
        body = body[drop:]
    return body


def is_open(connection: socket.socket) -> bool:
    """Whether the client at the other end still waits: it has not closed the connection."""
    try:
        readable, _, _ = select.select([connection], [], [], 0)
        return not readable or connection.recv(1, socket.MSG_PEEK) != b""
    except (OSError, ValueError):
        # Reset by the client, or closed here.
        return False


def _pause(handler: BaseHTTPRequestHandler, seconds: float, stopped: threading.Event) -> None:
    """Keep quiet so long, or until the stand-in is stopped. Raises ConnectionAbortedError when the client goes away."""
    until = time.monotonic() + seconds
    while time.monotonic() < until and not stopped.wait(min(LOOKS, seconds)):
        if not is_open(handler.connection):
            raise ConnectionAbortedError("the client did not wait")


def _reset(handler: BaseHTTPRequestHandler) -> None:
    """Close with RST instead of FIN: a linger of no time (man 7 socket)."""
    handler.close_connection = True
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    handler.connection.close()
