"""The process itself: one loopback server, routed by the first part of an address."""

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, unquote, urlsplit

from tests.standin import (
    arxiv_atom,
    arxiv_oai,
    arxiv_rss,
    crossref,
    datacite,
    feeds,
    hacker_news,
    hugging_face,
    openalex,
    pages,
    semantic_scholar,
    transport,
    wayback,
)
from tests.standin.clock import Clock
from tests.standin.control import control
from tests.standin.faults import INSTEAD, Fault, FaultKind, FaultScript
from tests.standin.library import Library
from tests.standin.log import Asked, RequestLog
from tests.standin.profiles import ARXIV, Profile
from tests.standin.services import Service
from tests.standin.world import Answering, Request, Response, World

SERVICES: Mapping[Service, Answering] = {
    Service.ARXIV_OAI: arxiv_oai.answer,
    Service.ARXIV_API: arxiv_atom.answer,
    Service.ARXIV_RSS: arxiv_rss.answer,
    Service.OPENALEX: openalex.answer,
    Service.CROSSREF: crossref.answer,
    Service.DATACITE: datacite.answer,
    Service.S2: semantic_scholar.answer,
    Service.HF: hugging_face.answer,
    Service.HN: hacker_news.answer,
    Service.FEEDS: feeds.answer,
    Service.WAYBACK: wayback.answer,
    Service.PAGES: pages.answer,
}
FORM = "application/x-www-form-urlencoded"


@dataclass(slots=True, kw_only=True)
class StandIn:
    """The running stand-in."""

    root: str
    world: World
    _stop: Callable[[], None] = field(repr=False)

    def url(self, service: Service) -> str:
        """The address of a service, without a slash at its end."""
        return f"{self.root}/{service.value}"

    @property
    def library(self) -> Library:
        """What the services know; it may be changed at any time."""
        return self.world.library

    @property
    def clock(self) -> Clock:
        """The time that they go by."""
        return self.world.clock

    @property
    def faults(self) -> FaultScript:
        """What goes wrong."""
        return self.world.faults

    @property
    def log(self) -> RequestLog:
        """What was asked."""
        return self.world.log

    def stop(self) -> None:
        """End the server; what still hangs is let go."""
        self._stop()


def start(library: Library, *, profile: Profile, clock: Clock, lenient: bool = False, port: int = 0) -> StandIn:
    """Serve the library on loopback (`port` 0: any free one) until `StandIn.stop`."""
    world = World(
        library=library,
        clock=clock,
        profile=profile,
        faults=FaultScript(),
        log=RequestLog(),
        lenient=lenient,
    )
    stopped, turn = threading.Event(), threading.Lock()

    class Handler(_Handler):
        def answer(self) -> None:
            _serve(self, world, stopped, turn)

        def date_time_string(self, timestamp: float | None = None) -> str:
            return super().date_time_string(timestamp or world.clock.now().timestamp())

    server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()

    def stop() -> None:
        stopped.set()
        server.shutdown()
        server.server_close()
        thread.join()

    return StandIn(root=f"http://127.0.0.1:{server.server_address[1]}", world=world, _stop=stop)


@contextmanager
def standing_in(
    library: Library, *, profile: Profile = ARXIV, clock: Clock | None = None, lenient: bool = False
) -> Iterator[StandIn]:
    """Run the stand-in inside a test. `clock`: by default the real one; `lenient` services only log haste."""
    running = start(library, profile=profile, clock=clock or Clock(), lenient=lenient)
    try:
        yield running
    finally:
        running.stop()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    # The longest silence of a client that is believed to be still there (s).
    timeout = 60

    def answer(self) -> None:
        raise NotImplementedError

    def version_string(self) -> str:
        return "stand-in"

    def do_GET(self) -> None:
        self.answer()

    def do_POST(self) -> None:
        self.answer()

    def do_HEAD(self) -> None:
        self.answer()

    def do_DELETE(self) -> None:
        self.answer()

    def log_message(self, format: str, *args: object) -> None:
        """The tests' output is for the tests."""


def _serve(handler: BaseHTTPRequestHandler, world: World, stopped: threading.Event, turn: threading.Lock) -> None:
    """Answer one request, whatever it is."""
    address = urlsplit(handler.path)
    first, _, rest = address.path.lstrip("/").partition("/")
    body = handler.rfile.read(int(handler.headers.get("Content-Length") or 0))
    if first not in set(Service):
        response = control(world, handler.command, handler.path, body)
        transport.send(handler, response, None, stopped=stopped, before_end=lambda: None)
        return
    service, path = Service(first), f"/{unquote(rest)}"
    parameters = _parameters(handler, address.query, body)
    asked = world.log.begin(
        service=service,
        at=world.clock.now(),
        method=handler.command,
        target=handler.path,
        path=path,
        parameters=parameters,
        headers={name.lower(): value for name, value in handler.headers.items()},
        waits=lambda: transport.is_open(handler.connection),
    )
    told = "&".join(f"{name}={value}" for name, value in parameters)
    fault = world.faults.next(service, f"{path}?{told}")
    status: int | None = None
    try:
        with turn:
            response = _respond(handler, world, asked, fault, body)
        status = None if fault and fault.kind in (FaultKind.HANG, FaultKind.RESET_BEFORE) else response.status
        transport.send(handler, response, fault, stopped=stopped, before_end=lambda: _end(world, asked, status, fault))
    except OSError:
        # The client went away, as it may.
        status, handler.close_connection = None, True
    finally:
        _end(world, asked, status, fault)


def _end(world: World, asked: Asked, status: int | None, fault: Fault | None) -> None:
    world.log.end(asked, status=status, fault=fault.kind if fault else None)


def _respond(handler: BaseHTTPRequestHandler, world: World, asked: Asked, fault: Fault | None, body: bytes) -> Response:
    root = f"http://{handler.headers.get('Host', '127.0.0.1')}"
    if fault and fault.kind in INSTEAD:
        return transport.in_place(fault, service=asked.service, address=root + handler.path, now=asked.at)
    answering = SERVICES.get(asked.service)
    if answering is None:
        return Response(status=404, body=b"nobody speaks for this service")
    request = Request(
        service=asked.service,
        method=asked.method,
        path=asked.path,
        parameters=asked.parameters,
        headers=asked.headers,
        body=body,
        base=f"{root}/{asked.service.value}",
        at=asked.at,
        asked=asked,
        empty_page=bool(fault and fault.kind is FaultKind.EMPTY_PAGE),
    )
    response = answering(request, world)
    return transport.spoiled(response, fault) if fault else response


def _parameters(handler: BaseHTTPRequestHandler, query: str, body: bytes) -> tuple[tuple[str, str], ...]:
    told = parse_qsl(query, keep_blank_values=True)
    if handler.headers.get("Content-Type", "").startswith(FORM):
        told += parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True)
    return tuple(told)
