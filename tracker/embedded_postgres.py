"""Our own PostgreSQL: made on first use, shared by every process of the project, stopped by the last one out.

Every process that uses the server holds a shared lock on one file (its forks hold it on); whoever can get it
exclusively on leaving was the last and stops the server. For a last one that is killed, a guardian beside the server
does the same within a second. As root the data lie under /var/lib/claim-tracker, with a link to them in the state
folder, since PostgreSQL's user may not be let into the project's (see docs/decisions/0001).
"""

import atexit
import fcntl
import hashlib
import os
import secrets
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

from tracker.postgres_binaries import ROOTS_PLACE, Account, NoPostgres, account_for, find_binaries
from tracker.postgres_guardian import pid_in

DATABASE = ROLE = "claim_tracker"
SUPERUSER = "postgres"
START_SECONDS = 60
# Not tempfile's folder: every process must come to the same one, whatever its TMPDIR, and a socket's path is short.
SOCKETS_PLACE = Path("/tmp")  # noqa: S108 - the folder in it is made for us alone, and its owner is checked
GUARDIAN = Path(__file__).with_name("postgres_guardian.py")
# What PostgreSQL says while the last processes of a killed server are still ending.
STILL_ENDING = ("pre-existing shared memory block", "lock file")


class EmbeddedPostgresFailed(Exception):
    """PostgreSQL could not be made or started; the message ends with what it said itself."""


class EmbeddedPostgres:
    """The server of one state folder. All methods may be called again, from any thread and any process."""

    def __init__(self, state_dir: Path) -> None:
        self._state = state_dir.resolve()
        self._threads = threading.Lock()
        self._user: int | None = None
        self._pid = 0

    @property
    def connection(self) -> dict[str, str]:
        """What a client needs, in libpq's words; the server need not run yet."""
        return {"host": str(self._socket_dir), "user": ROLE, "password": self._password, "dbname": DATABASE}

    def ensure_running(self) -> None:
        """Make and start the server where needed, and count this process among its users until it ends.

        Costs some microseconds when the server runs. Raises `EmbeddedPostgresFailed`.
        """
        if self._pid == os.getpid() and self._is_alive():
            return
        with self._threads:
            if self._pid != os.getpid():
                # Waits while the last one out is stopping the server.
                self._user = self._locked("postgresql.users", fcntl.LOCK_SH)
                self._pid = os.getpid()
                atexit.register(self.leave)
            if not self._answers():
                self._start()

    def leave(self) -> None:
        """Stop counting this process among the users; the last one stops the server."""
        with self._threads:
            if self._user is None or self._pid != os.getpid():
                return
            os.close(self._user)
            self._user, self._pid = None, 0
            try:
                last = self._locked("postgresql.users", fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return
            try:
                if self._is_alive():
                    self._run("pg_ctl", "stop", "-m", "fast", "-w", "-D", "data")
            finally:
                os.close(last)

    # Places

    @cached_property
    def _account(self) -> Account:
        try:
            return account_for(self._state / "postgresql")
        except NoPostgres as error:
            raise EmbeddedPostgresFailed(str(error)) from error

    @cached_property
    def _home(self) -> Path:
        """The folder of the data: in the state folder or, for root, under /var/lib with a link to it."""
        link = self._state / "postgresql"
        with self._starting():
            if not self._account.is_another or (link.is_dir() and not link.is_symlink()):
                link.mkdir(exist_ok=True)
                return link.resolve()
            if not self._is_ours(link):
                link.unlink(missing_ok=True)
                link.symlink_to(self._new_place())
            (link / "state-folder").write_text(str(self._state), encoding="utf-8")
            return link.resolve()

    def _is_ours(self, link: Path) -> bool:
        """Whether the linked folder is this state folder's, and not that of another which ours is a copy of."""
        mark = link / "state-folder"
        if not mark.is_file():
            return link.is_dir()
        named = Path(mark.read_text(encoding="utf-8"))
        theirs = named / "postgresql"
        return named == self._state or not theirs.exists() or theirs.resolve() != link.resolve()

    def _new_place(self) -> Path:
        ROOTS_PLACE.mkdir(parents=True, exist_ok=True)
        place = Path(tempfile.mkdtemp(prefix=f"{self._state.parent.name[:40]}-", dir=ROOTS_PLACE))
        self._account.give(place)
        return place

    @property
    def _data(self) -> Path:
        return self._home / "data"

    @cached_property
    def _socket_dir(self) -> Path:
        """A short path without odd characters, since a socket's may not exceed 107 bytes and projects lie deep."""
        name = hashlib.sha256(os.fsencode(self._home)).hexdigest()[:12]
        return SOCKETS_PLACE / f"claim-tracker-{name}"

    @cached_property
    def _password(self) -> str:
        file = self._state / "postgresql-password"
        with self._starting():
            if not file.exists():
                # Written beside and renamed, so that a kill between leaves no empty password behind.
                draft = file.with_suffix(".new")
                draft.touch(mode=0o600)
                draft.write_text(secrets.token_urlsafe(24), encoding="ascii")
                draft.rename(file)
        return file.read_text(encoding="ascii")

    @cached_property
    def _binaries(self) -> Path:
        try:
            return find_binaries(self._account)
        except NoPostgres as error:
            raise EmbeddedPostgresFailed(str(error)) from error

    # Steps

    def _start(self) -> None:
        password = self._password
        with self._starting():
            if self._answers():
                return
            if not (self._data / "PG_VERSION").exists():
                self._make(password)
            self._make_socket_dir()
            if self._is_alive():
                # Whoever started it was stopped before it was ready, or it is recovering from a crash.
                self._await_answer()
            else:
                self._launch()
            self._furnish(password)
            self._post_guardian()

    def _make(self, password: str) -> None:
        """Create the cluster beside its final place, so that one cut short is never taken for whole.

        `C.UTF-8`: with the plain C locale, trigrams drop Chinese.
        """
        draft = self._home / "data.new"
        shutil.rmtree(draft, ignore_errors=True)
        key = self._home / "initdb-password"
        key.unlink(missing_ok=True)
        key.touch(mode=0o600)
        key.write_text(password, encoding="ascii")
        self._account.give(key)
        how = ("--username", SUPERUSER, "--pwfile", key.name, "--auth", "scram-sha-256", "--encoding", "UTF8")
        try:
            self._run("initdb", "-D", draft.name, *how, "--locale", "C.UTF-8")
        finally:
            key.unlink()
        draft.rename(self._data)

    def _make_socket_dir(self) -> None:
        place = self._socket_dir
        if not place.exists():
            place.mkdir(mode=0o700)
            self._account.give(place)
        expected = self._account.uid if self._account.is_another else os.getuid()
        if place.is_symlink() or place.stat().st_uid != expected:
            raise EmbeddedPostgresFailed(f"{place} belongs to somebody else; remove it, and PostgreSQL can start.")

    def _launch(self) -> None:
        """Start the server; after a kill -9, once the last processes of the old one are gone."""
        self._drop_stale_pid()
        # Paths relative to the folder it runs in, since pg_ctl puts them into a shell's command line.
        how = ("-w", "-t", str(START_SECONDS), "-D", "data", "-l", "server.log")
        options = f"-k {self._socket_dir} -c listen_addresses="
        deadline = time.monotonic() + START_SECONDS
        while True:
            try:
                self._run("pg_ctl", "start", *how, "-o", options)
            except EmbeddedPostgresFailed as error:
                if not any(said in str(error) for said in STILL_ENDING) or time.monotonic() > deadline:
                    raise
                time.sleep(0.2)
            else:
                return

    def _await_answer(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while not self._answers():
            if time.monotonic() > deadline or not self._is_alive():
                raise EmbeddedPostgresFailed(f"The server did not become ready:\n{self._end_of_log()}")
            time.sleep(0.1)

    def _furnish(self, password: str) -> None:
        """The project's role, which is no superuser, and its database; migrations make extensions, as anywhere."""
        admin = make_conninfo(host=str(self._socket_dir), user=SUPERUSER, password=password)
        role = sql.Identifier(ROLE)
        with psycopg.connect(admin, dbname="postgres", autocommit=True) as session:
            if not session.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [ROLE]).fetchone():
                session.execute(sql.SQL("CREATE ROLE {} LOGIN CREATEDB PASSWORD {}").format(role, password))
            if not session.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
                session.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(sql.Identifier(DATABASE), role))

    def _post_guardian(self) -> None:
        command = [sys.executable, "-I", str(GUARDIAN), str(self._state / "postgresql.users"), str(self._pid_file)]
        # Through a shell that ends at once, so that it is nobody's child and needs no waiting for.
        subprocess.run(  # noqa: S603 - our own script
            ["/bin/sh", "-c", '"$@" &', "sh", *command],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd="/",
            start_new_session=True,
            check=True,
        )

    # The server's process

    @property
    def _pid_file(self) -> Path:
        return self._data / "postmaster.pid"

    def _is_alive(self) -> bool:
        """Whether the process that the data folder names runs and is its server; two small files are read.

        A number left by a killed server may meanwhile belong to somebody else, so its command line has to name our
        socket (its working folder would tell as well, but in a container root may not look there).
        """
        pid = pid_in(self._pid_file)
        if pid is None or not _exists(pid):
            return False
        if not Path("/proc/self").exists():  # a Mac
            return True
        try:
            return os.fsencode(self._socket_dir) in (Path("/proc") / str(pid) / "cmdline").read_bytes()
        except (FileNotFoundError, ProcessLookupError):
            return False

    def _answers(self) -> bool:
        """Whether the server is ready for sessions."""
        if not self._is_alive():
            return False
        asked = [str(self._binaries / "pg_isready"), "-q", "-h", str(self._socket_dir), "-t", "5"]
        return subprocess.run(asked, check=False).returncode == 0  # noqa: S603 - our own binary

    def _drop_stale_pid(self) -> None:
        """Remove the mark of a killed server whose process number went to somebody else since, say after a reboot.

        PostgreSQL could take that process for a server. Any other stale mark it judges better itself: it looks
        whether old processes still hold the memory.
        """
        pid = pid_in(self._pid_file)
        if pid is not None and _exists(pid) and not self._is_alive():
            self._pid_file.unlink(missing_ok=True)

    def _run(self, program: str, *arguments: str) -> None:
        """Run one of PostgreSQL's programs as its account, in the folder of the data."""
        keeps_running = arguments[0] == "start"  # a pipe would stay open in the server
        done = subprocess.run(  # noqa: S603 - our own binary
            [str(self._binaries / program), *arguments],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL if keeps_running else subprocess.PIPE,
            stderr=subprocess.DEVNULL if keeps_running else subprocess.STDOUT,
            cwd=self._home,
            env={"PATH": os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8", "HOME": str(self._home)},
            user=self._account.uid,
            group=self._account.gid,
            extra_groups=[] if self._account.is_another else None,
            start_new_session=True,
            check=False,
        )
        if done.returncode:
            said = (done.stdout or b"").decode(errors="replace") or self._end_of_log()
            raise EmbeddedPostgresFailed(f"{program} {arguments[0]} failed:\n{said.strip()}")

    def _end_of_log(self) -> str:
        log = self._home / "server.log"
        return "\n".join(log.read_text(errors="replace").splitlines()[-15:]) if log.exists() else "(no log)"

    # Locks

    def _locked(self, name: str, mode: int) -> int:
        self._state.mkdir(parents=True, exist_ok=True)
        handle = os.open(self._state / name, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(handle, mode)
        except BlockingIOError:
            os.close(handle)
            raise
        return handle

    @contextmanager
    def _starting(self) -> Iterator[None]:
        """One process at a time makes or starts the server."""
        handle = self._locked("postgresql.starting", fcntl.LOCK_EX)
        try:
            yield
        finally:
            os.close(handle)


def _exists(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
