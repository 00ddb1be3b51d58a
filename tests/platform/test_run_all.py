"""`make run` with real processes: starts, works off what is due, refuses a second start, and ends without a trace."""

import os
import signal
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.platform.database_users import comes_true, command_of, server_pid
from tests.platform.installation import Installation, descendants, end, free_port, number, read_until

# Celery looks for a request to stop every two seconds; eight are the limit, then comes the database.
STOPS_WITHIN_SECONDS = 15
BEAT_EVERY_SECOND = """
from django_celery_beat.models import IntervalSchedule, PeriodicTask
task = PeriodicTask.objects.get(name="dispatch due visits")
print(task.interval)
task.interval, _ = IntervalSchedule.objects.get_or_create(every=1, period="seconds")
task.save()
"""
VISITS = "SELECT count(*) FROM claims_visit"
CLAIMS = "SELECT count(*) FROM claims_claim"


@pytest.fixture
def site(state: Path) -> Installation:
    return Installation(state=state, variables={"PORT": str(free_port())})


@contextmanager
def running(site: Installation) -> Iterator[tuple["subprocess.Popen[str]", str]]:
    """The supervisor, once everything runs, and what it said until then."""
    supervisor = site.start("tracker.run_all")
    try:
        yield supervisor, read_until(supervisor, "Demo login")
    finally:
        end(supervisor)


def test_from_nothing_to_a_visited_claim_and_back_to_nothing(site: Installation) -> None:
    address = f"http://127.0.0.1:{site.variables['PORT']}"
    with running(site) as (supervisor, said):
        assert f"Claim Tracker runs at {address} (Ctrl-C stops everything)" in said
        assert said.endswith("Demo login: editor / editor\n")
        with urllib.request.urlopen(address, timeout=10) as page:
            assert page.status == 200
        _a_second_start_is_refused(site, f"{address} (pid {supervisor.pid})")
        claims = _what_is_due_is_visited(site)
        _a_signal_ends_everything(site, supervisor)
    with running(site) as (supervisor, said):
        assert "Demo data: 0 new papers, 0 new claims" in said
        with site.database() as session:
            assert number(session, CLAIMS) == claims
        _a_child_that_dies_brings_the_rest_down(site, supervisor)


def _a_second_start_is_refused(site: Installation, whose: str) -> None:
    second = site.start("tracker.run_all")
    said, _ = second.communicate(timeout=60)
    assert (said, second.returncode) == (f"Claim Tracker is already running at {whose}.\n", 1)


def _what_is_due_is_visited(site: Installation) -> int:
    """By beat and worker alone; the beat takes up a schedule that was changed in the database."""
    assert site.manage("shell", "--no-imports", "-c", BEAT_EVERY_SECOND) == "every 60 seconds\n"
    with site.database() as session:
        visits = number(session, VISITS)
        due = session.execute("UPDATE claims_visitschedule SET due_at = now(), leased_until = NULL").rowcount
        assert due > 0
        assert comes_true(lambda: number(session, VISITS) == visits + due)
        return number(session, CLAIMS)


def _a_signal_ends_everything(site: Installation, supervisor: "subprocess.Popen[str]") -> None:
    children = descendants(supervisor.pid)
    began = time.monotonic()
    supervisor.send_signal(signal.SIGTERM)
    said, _ = supervisor.communicate(timeout=60)
    assert (said.splitlines()[-1], supervisor.returncode) == ("Stopped.", 0)
    assert time.monotonic() - began < STOPS_WITHIN_SECONDS
    assert (len(children) >= 6, [command_of(pid) for pid in children if command_of(pid)]) == (True, [])
    assert server_pid(site.state) is None


def _a_child_that_dies_brings_the_rest_down(site: Installation, supervisor: "subprocess.Popen[str]") -> None:
    children = descendants(supervisor.pid)
    os.kill(next(pid for pid in children if "gunicorn" in command_of(pid)), signal.SIGKILL)
    said, _ = supervisor.communicate(timeout=60)
    assert "The site ended by itself (exit code -9); all was stopped." in said
    assert (supervisor.returncode, server_pid(site.state)) == (1, None)
    assert [command_of(pid) for pid in children if command_of(pid)] == []


def test_a_taken_port_is_said_and_another_offered(site: Installation) -> None:
    port = int(site.variables["PORT"])
    with socket.create_server(("127.0.0.1", port)):
        refused = site.start("tracker.run_all")
        said, _ = refused.communicate(timeout=60)
    assert said.startswith(f"Port {port} is taken, or not allowed. ")
    assert "is free: make run PORT=" in said
    assert (refused.returncode, (site.state / "postgresql").exists()) == (1, False)


def test_nonsense_in_the_settings_is_refused_in_one_line(state: Path) -> None:
    refused = Installation(state=state, variables={"DEBUG": "maybe"}).start("tracker.run_all")
    said, _ = refused.communicate(timeout=60)
    assert (said, refused.returncode) == ("DEBUG must be 0 or 1, not 'maybe'.\n", 1)
