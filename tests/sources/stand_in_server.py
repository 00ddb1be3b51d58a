"""A web server on loopback that behaves as told, faults included."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What the server says at one path; `declared` is the Content-Length where it lies about it.

    It keeps quiet for `delay` seconds first; `drips` ("head" or "body") comes letter by letter, for some seconds. A
    question that names its ETag or Last-Modified gets 304, with the length of what is not sent.
    """

    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    declared: int | None = None
    delay: float = 0.0
    drips: str = ""


class _Handler(BaseHTTPRequestHandler):
    answers: ClassVar[dict[str, Answer]] = {}

    def do_GET(self) -> None:
        answer = self.answers.get(self.path, Answer(status=404, body=b"nothing here"))
        time.sleep(answer.delay)
        known = self._is_known(answer)
        if answer.drips == "head":
            self._drip(b"HTTP/1.1 200 OK\r\nX-Drip: ")
            return
        self.send_response(304 if known else answer.status)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(answer.declared or len(answer.body)))
        self.end_headers()
        if answer.drips == "body":
            self._drip()
        self.wfile.write(b"" if known else answer.body)

    def _drip(self, beginning: bytes = b"") -> None:
        with suppress(OSError):
            self.wfile.write(beginning)
            for _ in range(200):
                self.wfile.write(b"x")
                time.sleep(0.02)

    def _is_known(self, answer: Answer) -> bool:
        """Whether the question names the state that this answer has, letter by letter (RFC 9110 13.1)."""
        marks = (("If-None-Match", "ETag"), ("If-Modified-Since", "Last-Modified"))
        told = [(self.headers[asked], answer.headers.get(mark)) for asked, mark in marks if self.headers[asked]]
        return bool(told) and all(asked == mark for asked, mark in told)

    def log_message(self, format: str, *args: object) -> None:
        """The tests' output is for the tests."""


@contextmanager
def serving(answers: dict[str, Answer]) -> Iterator[str]:
    """Serve `answers` by path and yield the server's address; other paths are 404."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("_Serving", (_Handler,), {"answers": answers}))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
