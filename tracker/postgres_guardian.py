"""Stops the embedded PostgreSQL once nobody uses it, where its last user was killed and could not do so itself.

A script of the standard library only, started by path beside every server, so that it stays small and imports nothing
of the project: postgres_guardian.py USERS_LOCK PID_FILE
"""

import fcntl
import os
import select
import signal
import sys
import time
from pathlib import Path

# How long a server may outlive a last user that was killed.
LOOK_EVERY_SECONDS = 1.0
STOP_SECONDS = 60.0


def pid_in(file: Path) -> int | None:
    """The server's process number in `postmaster.pid`; None when it stopped properly."""
    try:
        return int(file.read_text(encoding="utf-8").split("\n", 1)[0])
    except (FileNotFoundError, ValueError):
        return None


def handle_of(pid: int) -> int | None:
    """Linux's handle of a process, which no later process with the same number can take over; elsewhere None."""
    return os.pidfd_open(pid) if hasattr(os, "pidfd_open") else None


def ended(server: int | None) -> bool:
    """Wait a moment and tell whether the server's process has ended meanwhile."""
    if server is None:
        time.sleep(LOOK_EVERY_SECONDS)
        return False
    return bool(select.select([server], [], [], LOOK_EVERY_SECONDS)[0])


def ask_to_stop(pid: int, server: int | None) -> None:
    """Fast shutdown: open transactions are rolled back, the data are written out."""
    if server is None:
        os.kill(pid, signal.SIGINT)
    else:
        signal.pidfd_send_signal(server, signal.SIGINT)


def stop_if_unused(lock: Path, pid_file: Path, pid: int, server: int | None) -> None:
    """Stop the server under the users' lock, so that newcomers wait and then start it afresh."""
    try:
        handle = os.open(lock, os.O_RDWR | os.O_CLOEXEC)
    except FileNotFoundError:  # the state folder was deleted
        ask_to_stop(pid, server)
        return
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        ask_to_stop(pid, server)
        deadline = time.monotonic() + STOP_SECONDS
        while pid_in(pid_file) == pid and time.monotonic() < deadline:
            time.sleep(0.05)
    except BlockingIOError:
        return
    finally:
        os.close(handle)


def guard(lock: Path, pid_file: Path) -> None:
    """Return when the server that runs now has ended, by whomever."""
    pid = pid_in(pid_file)
    if pid is None:
        return
    try:
        server = handle_of(pid)
        while pid_in(pid_file) == pid and not ended(server):
            stop_if_unused(lock, pid_file, pid, server)
    except ProcessLookupError:  # it ended between two looks
        return


if __name__ == "__main__":
    guard(Path(sys.argv[1]), Path(sys.argv[2]))
