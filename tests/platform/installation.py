"""A whole installation in a state folder of its own: its commands, its processes and its database."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg

from tracker.embedded_postgres import EmbeddedPostgres
from tracker.env import PROJECT

ANNOUNCEMENT = "Example Labs announced Exemplar-2 on Monday. Exemplar-2 has 10 billion parameters.\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Installation:
    """Started and asked from a test; `variables` are its settings beside STATE_DIR."""

    state: Path
    variables: dict[str, str] = field(default_factory=dict)

    def _environment(self) -> dict[str, str]:
        return {**os.environ, "STATE_DIR": str(self.state), **self.variables}

    def manage(self, *arguments: str, given: str = "") -> str:
        """What a command printed; it must succeed."""
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=PROJECT,
            env=self._environment(),
            input=given,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def start(self, *arguments: str) -> "subprocess.Popen[str]":
        """A process of ours in a group of its own; what it says can be read from `stdout`."""
        return subprocess.Popen(
            [sys.executable, "-m", *arguments],
            cwd=PROJECT,
            env=self._environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )

    @contextmanager
    def database(self) -> Iterator["psycopg.Connection[Any]"]:
        """A session of the test's own in the installation's database, which runs meanwhile."""
        server = EmbeddedPostgres(self.state)
        server.ensure_running()
        try:
            with psycopg.connect(**server.connection, autocommit=True) as session:  # type: ignore[arg-type]
                yield session
        finally:
            server.leave()


def number(session: "psycopg.Connection[Any]", question: str) -> int:
    """The one number that a question is answered with."""
    row = session.execute(question.encode()).fetchone()
    assert row
    return int(row[0])


def read_until(process: "subprocess.Popen[str]", words: str) -> str:
    """All that a process says up to the line that contains these words, or to its end."""
    said = ""
    assert process.stdout
    for line in process.stdout:
        said += line
        if words in line:
            break
    return said


def descendants(pid: int) -> list[int]:
    """The numbers of all processes below this one (Linux)."""
    parents: dict[int, int] = {}
    for place in Path("/proc").glob("[0-9]*"):
        try:
            after_name = (place / "stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2]
        except (FileNotFoundError, ProcessLookupError):
            continue
        parents[int(place.name)] = int(after_name.split()[1])
    found, row = [], [pid]
    while row:
        row = [child for child, parent in parents.items() if parent in row]
        found += row
    return found


def end(process: "subprocess.Popen[str]") -> None:
    """Kill what a test started, with everything in its group."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.communicate()


def free_port() -> int:
    """A port that nobody listened at a moment ago."""
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])
