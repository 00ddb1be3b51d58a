"""A receiver of webhooks on loopback that behaves as told, faults included, and keeps what it was sent."""

import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from standardwebhooks import Webhook


@dataclass(frozen=True, kw_only=True)
class Received:
    """One post as it arrived."""

    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def uid(self) -> str:
        return self.headers["webhook-id"]

    def is_signed_by(self, secret: str) -> bool:
        """Whether one of its signatures is of this secret, whatever the hour."""
        moment = datetime.fromtimestamp(int(self.headers["webhook-timestamp"]), UTC)
        wanted = Webhook(secret).sign(self.uid, moment, self.body.decode())
        return wanted in self.headers["webhook-signature"].split()


type Behaviour = Callable[["Handler"], None]


@dataclass(kw_only=True)
class Receiver:
    """Its address, what came, and how it behaves at each path: the first thing first, and the last from then on."""

    address: str = ""
    behaviours: dict[str, list[Behaviour]] = field(default_factory=dict)
    received: list[Received] = field(default_factory=list)
    connections: int = 0
    over: threading.Event = field(default_factory=threading.Event)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def url(self, path: str, *behaviours: Behaviour) -> str:
        """The address of a path that behaves so."""
        self.behaviours[path] = list(behaviours)
        return self.address + path

    def take(self, received: Received) -> Behaviour:
        """Keep what came, and say how to behave."""
        with self._lock:
            self.received.append(received)
            left = self.behaviours.get(received.path) or [answers(404)]
            return left.pop(0) if len(left) > 1 else left[0]

    def uids(self) -> list[str]:
        return [one.uid for one in self.received]


class Handler(BaseHTTPRequestHandler):
    """Takes a post, and behaves."""

    receiver: Receiver

    def do_POST(self) -> None:
        length = int(self.headers["Content-Length"])
        headers = {name.lower(): value for name, value in self.headers.items()}
        received = Received(path=self.path, headers=headers, body=self.rfile.read(length))
        self.close_connection = True
        with suppress(OSError):
            self.receiver.take(received)(self)

    def log_message(self, format: str, *args: object) -> None:
        """The tests' output is for the tests."""


class Server(ThreadingHTTPServer):
    daemon_threads = True
    receiver: Receiver

    def verify_request(self, request: object, client_address: object) -> bool:
        self.receiver.connections += 1
        return True

    def handle_error(self, request: object, client_address: object) -> None:
        """Whoever hangs up on us, or wants no TLS of ours, is part of the test."""


def answers(status: int, body: bytes = b"", **headers: str) -> Behaviour:
    """An answer as servers give it; `Retry_After="60"` is a header."""

    def behave(handler: Handler) -> None:
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    return behave


def keeps_quiet(handler: Handler) -> None:
    """No answer, for as long as the test lasts."""
    handler.receiver.over.wait()


def hangs_up(handler: Handler) -> None:
    """The connection ends where an answer should begin."""
    handler.connection.shutdown(socket.SHUT_RDWR)


def talks_otherwise(handler: Handler) -> None:
    """What comes is not HTTP."""
    handler.wfile.write(b"220 mail.example ESMTP\r\n")


def drips_its_head(handler: Handler) -> None:
    """The head of an answer, letter by letter and without end: no pause is long enough to be noticed."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-Drip: ")
    while not handler.receiver.over.wait(0.02):
        handler.wfile.write(b"x")


def drips_its_body(handler: Handler) -> None:
    """A good answer whose body has no end."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n")
    while not handler.receiver.over.wait(0.02):
        handler.wfile.write(b"x")


def floods(handler: Handler) -> None:
    """A good answer with as large a body as anybody will read."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n")
    while not handler.receiver.over.is_set():
        handler.wfile.write(b"x" * 65536)


@contextmanager
def receiving(*, tls: ssl.SSLContext | None = None) -> Iterator[Receiver]:
    """A receiver that runs meanwhile; with `tls` it speaks that."""
    receiver = Receiver()
    server = Server(("127.0.0.1", 0), type("OneHandler", (Handler,), {"receiver": receiver}))
    server.receiver = receiver
    if tls:
        # Each handshake is made by the thread of its connection.
        server.socket = tls.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    receiver.address = f"{'https' if tls else 'http'}://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield receiver
    finally:
        receiver.over.set()
        server.shutdown()
        server.server_close()
        thread.join()


def comes_true(state_of_things: Callable[[], bool], *, seconds: float = 20.0) -> bool:
    """Whether something becomes so within that time."""
    deadline = time.monotonic() + seconds
    while not state_of_things():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True
