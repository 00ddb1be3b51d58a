"""The only reader of the environment: every setting with its default and meaning, refused when it makes no sense."""

import os
import secrets
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent


class BadEnvironment(Exception):
    """A variable has a value that cannot be meant; the message says what is expected."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Environment:
    """The settings of one installation, as the environment and the project's `.env` file give them.

    `database_url` "" is the embedded PostgreSQL; `broker_url` "" is pgmq on the same PostgreSQL. `state_dir` holds all
    that an installation without services keeps: the embedded database, the secret key, locks and the beat's schedule.
    """

    database_url: str
    broker_url: str
    secret_key: str
    debug: bool
    allowed_hosts: tuple[str, ...]
    port: int
    state_dir: Path
    site_url: str
    contact_email: str
    fetch_private_addresses: bool

    @property
    def database_is_embedded(self) -> bool:
        """Whether the project runs its own PostgreSQL."""
        return not self.database_url


def read_environment(variables: dict[str, str] | None = None) -> Environment:
    """The environment with the project's `.env` under it. Raises `BadEnvironment`."""
    given = {**_env_file(PROJECT / ".env"), **os.environ} if variables is None else variables
    state_dir = Path(given.get("STATE_DIR", "") or PROJECT / ".state").absolute()
    port = _number("PORT", given.get("PORT", "8000"), at_most=65535)
    embedded = not given.get("DATABASE_URL", "")
    return Environment(
        database_url=_database_url(given.get("DATABASE_URL", "")),
        broker_url=given.get("BROKER_URL", ""),
        secret_key=given.get("SECRET_KEY", "") or _kept_secret(state_dir, embedded=embedded),
        debug=_flag("DEBUG", given.get("DEBUG", "0")),
        allowed_hosts=tuple(given.get("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]").replace(" ", "").split(",")),
        port=port,
        state_dir=state_dir,
        site_url=given.get("SITE_URL", "").rstrip("/") or f"http://127.0.0.1:{port}",
        contact_email=given.get("CONTACT_EMAIL", "claim-tracker@localhost"),
        fetch_private_addresses=_flag("FETCH_PRIVATE_ADDRESSES", given.get("FETCH_PRIVATE_ADDRESSES", "0")),
    )


def _flag(name: str, value: str) -> bool:
    if value not in ("0", "1"):
        raise BadEnvironment(f"{name} must be 0 or 1, not {value!r}.")
    return value == "1"


def _number(name: str, value: str, *, at_most: int) -> int:
    if not value.isdecimal() or not 1 <= int(value) <= at_most:
        raise BadEnvironment(f"{name} must be a number from 1 to {at_most}, not {value!r}.")
    return int(value)


def _database_url(value: str) -> str:
    if value and not value.startswith(("postgres://", "postgresql://")):
        raise BadEnvironment("DATABASE_URL must begin with postgresql://, as in postgresql://user:password@host/name.")
    return value


def _kept_secret(state_dir: Path, *, embedded: bool) -> str:
    """A key made once and kept beside the embedded database; an installation for others must bring its own."""
    if not embedded:
        raise BadEnvironment("SECRET_KEY must be set where DATABASE_URL is; make one with: openssl rand -base64 48")
    file = state_dir / "secret-key"
    if not file.exists():
        state_dir.mkdir(parents=True, exist_ok=True)
        file.touch(mode=0o600)
        file.write_text(secrets.token_urlsafe(48), encoding="ascii")
    return file.read_text(encoding="ascii")


def _env_file(file: Path) -> dict[str, str]:
    if not file.exists():
        return {}
    lines = (line.strip() for line in file.read_text(encoding="utf-8").splitlines())
    pairs = (line.partition("=") for line in lines if line and not line.startswith("#"))
    return {name.strip(): value.strip().strip("\"'") for name, _, value in pairs}
