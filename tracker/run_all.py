"""`make run`: prepare the database, load the demo data, then keep site, worker and beat running until Ctrl-C.

The children end first, the embedded database last. A child that ends by itself brings the rest down.
"""

import contextlib
import fcntl
import http.client
import os
import signal
import socket
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from types import FrameType

from tracker.child_processes import LOOK_EVERY_SECONDS, Child, start_child, stop_children
from tracker.embedded_postgres import EmbeddedPostgres, EmbeddedPostgresFailed
from tracker.env import PROJECT, BadEnvironment, Environment, read_environment

HOST = "127.0.0.1"
# Requests and tasks under way get this long; a task that is cut off comes again at the next start.
STOP_SECONDS = 8.0
READY_SECONDS = 60.0
PORTS_TO_OFFER = 100
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

CELERY = (sys.executable, "-m", "celery", "--app", "tracker", "--quiet")
WORKER = (*CELERY, "worker", "--loglevel", "WARNING", "--concurrency", "2")
# One worker process: nobody to exchange news with.
ALONE = ("--without-gossip", "--without-mingle", "--without-heartbeat")
BEAT = (*CELERY, "beat", "--loglevel", "WARNING")


class CannotRun(Exception):
    """The site cannot be started or kept running; the message says why, and what to do."""


class Stopped(Exception):
    """Somebody asked us to stop."""


def main() -> int:
    """Run until told to stop. The exit code is 0 after Ctrl-C or SIGTERM, 1 after any failure."""
    stop = StopRequest()
    try:
        environment = read_environment()
        with only_one(environment):
            refuse_taken_port(environment.port)
            run(environment, stop)
    except (BadEnvironment, CannotRun, EmbeddedPostgresFailed) as error:
        print(error, file=sys.stderr)  # noqa: T201 - a command's own words
        return 1
    except Stopped:
        say("Stopped.")
    return 0


class StopRequest:
    """Remembers the signals that ask us to end; looked at between two steps, so that none is cut in the middle."""

    def __init__(self) -> None:
        self._asked = False
        for number in SIGNALS:
            signal.signal(number, self._remember)

    def _remember(self, number: int, frame: FrameType | None) -> None:
        self._asked = True

    def check(self) -> None:
        """Raise `Stopped` once somebody has asked."""
        if self._asked:
            raise Stopped


def say(words: str) -> None:
    """Tell the person at the terminal at once, also through a pipe."""
    print(words, flush=True)  # noqa: T201 - a command's own words


@contextlib.contextmanager
def only_one(environment: Environment) -> Iterator[None]:
    """Hold the lock of the state folder and leave a note for a second start. Raises `CannotRun`."""
    environment.state_dir.mkdir(parents=True, exist_ok=True)
    handle = os.open(environment.state_dir / "run.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            note = os.pread(handle, 200, 0).decode(errors="replace").strip()
            raise CannotRun(f"Claim Tracker is already running at {note}.") from error
        os.ftruncate(handle, 0)
        os.pwrite(handle, f"{environment.site_url} (pid {os.getpid()})\n".encode(), 0)
        yield
    finally:
        os.close(handle)


def is_free(port: int) -> bool:
    """Whether the site could listen there."""
    with socket.socket() as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((HOST, port))
        except OSError:
            return False
    return True


def refuse_taken_port(port: int) -> None:
    """Raise `CannotRun` with another port on offer, when something listens at this one."""
    if is_free(port):
        return
    others = range(port + 1, min(port + PORTS_TO_OFFER, 65535) + 1)
    offer = next((other for other in others if is_free(other)), None)
    advice = f" {offer} is free: make run PORT={offer}" if offer else " Choose another: make run PORT=..."
    raise CannotRun(f"Port {port} is taken, or not allowed.{advice}")


def run(environment: Environment, stop: StopRequest) -> None:
    """Start everything and return only by an exception, when all of it has ended."""
    database = EmbeddedPostgres(environment.state_dir)
    children: list[Child] = []
    try:
        if environment.database_is_embedded:
            say("Starting the database ...")
            database.ensure_running()
        login = prepare(environment, children, stop)
        running = [start(environment, name, command) for name, command in services(environment.port)]
        children += running
        await_site(environment.port, running, stop)
        say(f"\nClaim Tracker runs at {environment.site_url} (Ctrl-C stops everything)\n{login}")
        watch(running, stop, until=lambda: False)
    finally:
        ignore_signals()
        stop_children(children, seconds=STOP_SECONDS)
        database.leave()


def ignore_signals() -> None:
    """Further Ctrl-Cs must not interrupt the stopping, which takes seconds at most."""
    for number in SIGNALS:
        signal.signal(number, signal.SIG_IGN)


def start(environment: Environment, name: str, command: Sequence[str], *, keep_output: bool = False) -> Child:
    """A child with our environment and the port that was decided."""
    variables = {**os.environ, "PORT": str(environment.port), "DJANGO_SETTINGS_MODULE": "tracker.settings"}
    return start_child(name, command, folder=PROJECT, variables=variables, keep_output=keep_output)


def services(port: int) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """What runs side by side, by name."""
    web = ("--bind", f"{HOST}:{port}", "--workers", "2", "--threads", "4", "--graceful-timeout", "5")
    quiet = ("--log-level", "warning", "--no-control-socket")
    return (
        ("site", (sys.executable, "-m", "gunicorn", "tracker.wsgi", *web, *quiet)),
        ("worker", (*WORKER, *ALONE)),
        ("beat", BEAT),
    )


def prepare(environment: Environment, children: list[Child], stop: StopRequest) -> str:
    """Bring tables, static files and demo data up to date, and return the words about the login."""
    say("Preparing tables, pages and demo data ...")
    child = start(environment, "preparation", (sys.executable, "-m", "tracker.prepare"), keep_output=True)
    children.append(child)
    watch([], stop, until=lambda: child.exit_code is not None)
    said = child.process.stdout.read() if child.process.stdout else ""
    if child.exit_code:
        raise CannotRun(f"{said}The database could not be prepared; see above. All was stopped.")
    return said.strip()


def watch(children: Sequence[Child], stop: StopRequest, *, until: Callable[[], bool]) -> None:
    """Wait until something is so. Raises `Stopped`, or `CannotRun` when a child ends by itself."""
    while not until():
        stop.check()
        for child in children:
            if child.exit_code is not None:
                raise CannotRun(f"The {child.name} ended by itself (exit code {child.exit_code}); all was stopped.")
        time.sleep(LOOK_EVERY_SECONDS)


def await_site(port: int, running: Sequence[Child], stop: StopRequest) -> None:
    """Wait until the site answers. Raises `CannotRun` when it does not."""
    deadline = time.monotonic() + READY_SECONDS
    watch(running, stop, until=lambda: answers(port) or time.monotonic() > deadline)
    if not answers(port):
        raise CannotRun(f"The site did not answer within {READY_SECONDS:.0f} seconds; all was stopped.")


def answers(port: int) -> bool:
    """Whether the site gives any answer at all."""
    connection = http.client.HTTPConnection(HOST, port, timeout=5)
    try:
        connection.request("GET", "/")
        connection.getresponse()
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
    return True


if __name__ == "__main__":
    sys.exit(main())
