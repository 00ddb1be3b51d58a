"""Real processes that use an embedded PostgreSQL of their own, for tests of what happens when they end."""

import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tracker.env import PROJECT
from tracker.postgres_guardian import pid_in

SECONDS = 60.0
PROGRAM = """
import os, signal, sys, time
from pathlib import Path
{before}
import psycopg
from tracker.embedded_postgres import EmbeddedPostgres

server = EmbeddedPostgres(Path(sys.argv[1]))

def ask(question):
    server.ensure_running()
    with psycopg.connect(**server.connection) as session:
        cursor = session.execute(question)
        return cursor.fetchone()[0] if cursor.description else None

ask("SELECT 1")
print("ready", flush=True)
{then}
sys.stdin.read()
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class DatabaseUser:
    """A process that holds the server of a state folder until it is told to finish."""

    process: subprocess.Popen[str]

    def said(self) -> str:
        """Its next line."""
        assert self.process.stdout
        return self.process.stdout.readline().strip()

    def finish(self) -> int:
        """Let it end as programs do, and return its exit code."""
        self.process.communicate(timeout=SECONDS)
        return self.process.returncode

    def kill(self) -> None:
        """End it so that it cannot tidy up."""
        self.process.kill()
        self.process.communicate(timeout=SECONDS)


def start_user(state: Path, *, before: str = "", then: str = "") -> DatabaseUser:
    """A process that has used the server once; `before` and `then` are lines of Python that it runs as well."""
    process = subprocess.Popen(
        [sys.executable, "-c", PROGRAM.format(before=before, then=then), str(state)],
        cwd=PROJECT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    return DatabaseUser(process=process)


def server_pid(state: Path) -> int | None:
    """The process number that the server of a state folder left in it; None when there is no server."""
    return pid_in(state / "postgresql" / "data" / "postmaster.pid")


def comes_true(state_of_things: Callable[[], bool], *, seconds: float = SECONDS) -> bool:
    """Whether something becomes so within that time."""
    deadline = time.monotonic() + seconds
    while not state_of_things():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def command_of(pid: int) -> str:
    """The command line of a running process; "" when it has ended (Linux)."""
    try:
        return (Path("/proc") / str(pid) / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    except (FileNotFoundError, ProcessLookupError):
        return ""


def commands_naming(words: str) -> list[str]:
    """The command lines of all running processes that contain these words (Linux)."""
    pids = (int(process.name) for process in Path("/proc").glob("[0-9]*"))
    return [command for command in map(command_of, pids) if words in command]
