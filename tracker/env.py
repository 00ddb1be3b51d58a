"""The only reader of the environment: every variable with its default and meaning, refused when it makes no sense."""

import os
import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from email.utils import parseaddr
from pathlib import Path
from urllib.parse import urlsplit

from tracker.extras import EMBEDDINGS, what_is_missing
from tracker.mail_servers import MailServer, NoMailServer, read_mail_url

PROJECT = Path(__file__).resolve().parent.parent
DATABASE_SCHEMES = ("postgres", "postgresql")
BROKER_SCHEMES = ("amqp", "amqps", "pgmq", "redis", "rediss")
# What can be watched: the services of `claims.core.sources.Source`.
SOURCES = (
    "arxiv", "openalex", "crossref", "datacite", "semantic_scholar", "hugging_face", "feed", "hacker_news", "web",
    "wayback",
)  # fmt: skip
SOURCE_ADDRESSES = (
    ("ARXIV_OAI_URL", "https://oaipmh.arxiv.org/oai", "arXiv's harvests; as the addresses below, for tests."),
    ("ARXIV_API_URL", "https://export.arxiv.org/api/query", "arXiv's queries."),
    ("OPENALEX_URL", "https://api.openalex.org", "OpenAlex."),
    ("CROSSREF_URL", "https://api.crossref.org", "Crossref."),
    ("DATACITE_URL", "https://api.datacite.org", "DataCite."),
    ("SEMANTIC_SCHOLAR_URL", "https://api.semanticscholar.org", "Semantic Scholar."),
    ("HUGGING_FACE_URL", "https://huggingface.co", "Hugging Face."),
    ("HACKER_NEWS_URL", "https://hacker-news.firebaseio.com", "Hacker News."),
    ("WAYBACK_URL", "https://web.archive.org", "The Wayback Machine."),
)
# Nobody can be reached there, so whoever is asked could not complain.
NO_CONTACT = "@localhost"


class BadEnvironment(Exception):
    """A variable has a value that cannot be meant; the message says what is expected."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Variable:
    """A variable that the project knows, as `.env.example` shows it."""

    name: str
    default: str
    meaning: str


VARIABLES = (
    Variable(name="DATABASE_URL", default="", meaning="postgresql://user:password@host/name; empty: the embedded one."),
    Variable(name="BROKER_URL", default="", meaning="amqp://user:password@host// for RabbitMQ; empty: the database."),
    Variable(name="SECRET_KEY", default="", meaning="Signs sessions; empty: made once and kept (embedded only)."),
    Variable(name="DEBUG", default="0", meaning="1 shows errors in the browser; never where strangers can look."),
    Variable(name="ALLOWED_HOSTS", default="localhost,127.0.0.1,[::1]", meaning="Host names the site answers to."),
    Variable(name="PORT", default="8000", meaning="Where `make run` serves the site, on this machine only."),
    Variable(name="STATE_DIR", default=".state", meaning="Embedded database, secret key and locks, from the project."),
    Variable(name="SITE_URL", default="", meaning="The public address, for links; empty: http://127.0.0.1:PORT."),
    Variable(name="CONTACT_EMAIL", default="claim-tracker@localhost", meaning="Told to the sites that we fetch from."),
    Variable(
        name="SOURCES",
        default="",
        meaning="What is watched, as arxiv,openalex,crossref,datacite,feed,web (docs/sources.md); empty: nothing.",
    ),
    *(Variable(name=name, default=default, meaning=meaning) for name, default, meaning in SOURCE_ADDRESSES),
    Variable(name="OPENALEX_KEY", default="", meaning="OpenAlex's key; without one, about 1,000 lists a day are free."),
    Variable(name="SEMANTIC_SCHOLAR_KEY", default="", meaning="Semantic Scholar's key, without which it is not asked."),
    Variable(name="WAYBACK_KEY", default="", meaning="access:secret of archive.org, to have pages saved there."),
    Variable(name="FETCH_PRIVATE_ADDRESSES", default="0", meaning="1 lets pages be fetched from inside; for tests."),
    Variable(
        name="READER_URL",
        default="",
        meaning="A server that speaks chat completions (http://127.0.0.1:11434/v1), which reads too; empty: none.",
    ),
    Variable(name="READER_MODEL", default="", meaning="The model to ask there."),
    Variable(name="READER_KEY", default="", meaning="Its key, where it wants one."),
    Variable(name="READER_PRICES", default="", meaning="US dollars for a million tokens sent/received, as 0.15/0.60."),
    Variable(name="ASSESSOR_URL", default="", meaning="The same for a model that proposes evidence; empty: none."),
    Variable(name="ASSESSOR_MODEL", default="", meaning="The model to ask there."),
    Variable(name="ASSESSOR_KEY", default="", meaning="Its key, where it wants one."),
    Variable(name="ASSESSOR_PRICES", default="", meaning="US dollars for a million tokens sent/received."),
    Variable(
        name="ACCEPT_NUMBERS_FROM",
        default="0.75",
        meaning="Confidence (to 1) from which compared figures count without a person; never: they all wait.",
    ),
    Variable(name="ACCEPT_WORDS_FROM", default="never", meaning="The same for what was read from words alone."),
    Variable(name="SINGLE_EDITOR", default="0", meaning="1 lets one person say “refuted”, which otherwise takes two."),
    Variable(name="EMBEDDINGS", default="0", meaning="1 searches papers by meaning too; needs the extra embeddings."),
    Variable(name="SIGN_UP", default="0", meaning="1 lets anybody make an account, which reads, follows and is told."),
    Variable(
        name="REQUIRE_TWO_FACTOR",
        default="0",
        meaning="1 lets nobody change anything at the desk who signs in by a password alone (docs/serving.md).",
    ),
    Variable(
        name="MAIL_URL",
        default="",
        meaning="smtp://user:password@host:587, smtps://…, postmark://TOKEN and others (docs/digest.md); empty: files.",
    ),
    Variable(name="MAIL_FROM", default="Claim Tracker <claim-tracker@localhost>", meaning="Whom mails are from."),
    Variable(name="MAIL_RATE", default="", meaning="Mails a second at most, of all workers together; empty: no cap."),
    Variable(
        name="MAIL_BOUNCES", default="", meaning="A domain or address that takes what comes back; empty: MAIL_FROM."
    ),
    Variable(
        name="MAIL_WEBHOOK_SECRET", default="", meaning="user:password by which a mail service may report bounces."
    ),
    Variable(
        name="EXPORT_DIR", default="", meaning="Where a copy of all that is public is kept weekly; empty: nowhere."
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelServer:
    """A language model at the operator's server; `prices`: US dollars for a million tokens sent, received."""

    url: str
    model: str
    key: str = field(default="", repr=False)
    prices: tuple[Decimal, Decimal] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceAddresses:
    """Where each service is: base addresses without a slash at the end."""

    arxiv_oai_url: str
    arxiv_api_url: str
    openalex_url: str
    crossref_url: str
    datacite_url: str
    semantic_scholar_url: str
    hugging_face_url: str
    hacker_news_url: str
    wayback_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Environment:
    """The settings of one installation, as the environment and the project's `.env` file give them.

    `database_url` "" is the embedded PostgreSQL; `broker_url` "" is pgmq on the same PostgreSQL. `state_dir` holds all
    that an installation without services keeps: the embedded database, the secret key and locks. `accept_…` None is
    never (see `claims.judging.policy`).
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
    sources: frozenset[str]
    source_addresses: SourceAddresses
    openalex_key: str = field(repr=False)
    semantic_scholar_key: str = field(repr=False)
    wayback_key: str = field(repr=False)
    fetch_private_addresses: bool
    reader: ModelServer | None
    assessor: ModelServer | None
    accept_numbers_from: float | None
    accept_words_from: float | None
    single_editor: bool
    embeddings: bool
    sign_up: bool
    require_two_factor: bool
    mail_url: MailServer
    mail_from: str
    mail_rate: float | None
    mail_bounces: str
    mail_webhook_secret: str = field(repr=False)
    export_dir: Path | None

    @property
    def database_is_embedded(self) -> bool:
        """Whether the project runs its own PostgreSQL."""
        return not self.database_url


def read_environment(variables: Mapping[str, str] | None = None) -> Environment:
    """The environment with the project's `.env` under it, or the given variables alone. Raises `BadEnvironment`.

    The first reading with an embedded database and no SECRET_KEY makes one and keeps it in the state folder.
    """
    given = {**_env_file(PROJECT / ".env"), **os.environ} if variables is None else variables
    value = {known.name: given.get(known.name, "").strip() or known.default for known in VARIABLES}
    state_dir = PROJECT / value["STATE_DIR"]
    port = _number("PORT", value["PORT"], at_most=65535)
    database_url = _address("DATABASE_URL", value["DATABASE_URL"], schemes=DATABASE_SCHEMES)
    return Environment(
        database_url=database_url,
        broker_url=_address("BROKER_URL", value["BROKER_URL"], schemes=BROKER_SCHEMES),
        secret_key=value["SECRET_KEY"] or _kept_secret(state_dir, embedded=not database_url),
        debug=_flag("DEBUG", value["DEBUG"]),
        allowed_hosts=tuple(host.strip() for host in value["ALLOWED_HOSTS"].split(",") if host.strip()),
        port=port,
        state_dir=state_dir,
        site_url=_address("SITE_URL", value["SITE_URL"] or f"http://127.0.0.1:{port}", schemes=("http", "https")),
        contact_email=_email("CONTACT_EMAIL", value["CONTACT_EMAIL"]),
        sources=_sources(value["SOURCES"], contact=value["CONTACT_EMAIL"], key=value["SEMANTIC_SCHOLAR_KEY"]),
        source_addresses=SourceAddresses(
            **{name.lower(): _address(name, value[name], schemes=("http", "https")) for name, _, _ in SOURCE_ADDRESSES}
        ),
        openalex_key=value["OPENALEX_KEY"],
        semantic_scholar_key=value["SEMANTIC_SCHOLAR_KEY"],
        wayback_key=_key_pair("WAYBACK_KEY", value["WAYBACK_KEY"]),
        fetch_private_addresses=_flag("FETCH_PRIVATE_ADDRESSES", value["FETCH_PRIVATE_ADDRESSES"]),
        reader=_model_server("READER", value),
        assessor=_model_server("ASSESSOR", value),
        accept_numbers_from=_bar("ACCEPT_NUMBERS_FROM", value["ACCEPT_NUMBERS_FROM"]),
        accept_words_from=_bar("ACCEPT_WORDS_FROM", value["ACCEPT_WORDS_FROM"]),
        single_editor=_flag("SINGLE_EDITOR", value["SINGLE_EDITOR"]),
        embeddings=_extra("EMBEDDINGS", value["EMBEDDINGS"], needed=EMBEDDINGS),
        sign_up=_flag("SIGN_UP", value["SIGN_UP"]),
        require_two_factor=_flag("REQUIRE_TWO_FACTOR", value["REQUIRE_TWO_FACTOR"]),
        mail_url=_mail_server(value["MAIL_URL"]),
        mail_from=_mail_from(value["MAIL_FROM"], sends=bool(value["MAIL_URL"])),
        mail_rate=_rate("MAIL_RATE", value["MAIL_RATE"]),
        mail_bounces=_bounces("MAIL_BOUNCES", value["MAIL_BOUNCES"]),
        mail_webhook_secret=_key_pair("MAIL_WEBHOOK_SECRET", value["MAIL_WEBHOOK_SECRET"]),
        export_dir=PROJECT / value["EXPORT_DIR"] if value["EXPORT_DIR"] else None,
    )


def _flag(name: str, value: str) -> bool:
    if value not in ("0", "1"):
        raise BadEnvironment(f"{name} must be 0 or 1, not {value!r}.")
    return value == "1"


def _extra(name: str, value: str, *, needed: Sequence[str]) -> bool:
    """A flag that only makes sense where its packages are installed: better no start than a job that fails later."""
    wanted = _flag(name, value)
    if wanted and (missing := what_is_missing(name.lower(), needed)):
        raise BadEnvironment(f"{name} is 1, but packages are missing. {missing}")
    return wanted


def _number(name: str, value: str, *, at_most: int) -> int:
    if not (value.isascii() and value.isdecimal()) or not 1 <= int(value) <= at_most:
        raise BadEnvironment(f"{name} must be a number from 1 to {at_most}, not {value!r}.")
    return int(value)


def _bar(name: str, value: str) -> float | None:
    """A confidence, or None for "never". 0 would let everything by and is not meant."""
    if value == "never":
        return None
    if not re.fullmatch(r"0\.\d{1,4}|1(?:\.0{1,4})?", value, re.ASCII) or not float(value):
        raise BadEnvironment(f"{name} must be a confidence such as 0.75, at most 1, or never, not {value!r}.")
    return float(value)


def _address(name: str, value: str, *, schemes: tuple[str, ...]) -> str:
    """The value itself is kept out of the message: it may carry a password."""
    scheme, _, rest = value.partition("://")
    if value and (scheme not in schemes or not rest):
        raise BadEnvironment(f"{name} must begin with {' or '.join(f'{known}://' for known in schemes)}.")
    return value.rstrip("/") if urlsplit(value).scheme in ("http", "https") else value


def _email(name: str, value: str) -> str:
    local, _, host = value.partition("@")
    if not local or not host or not value.isprintable() or " " in value:
        raise BadEnvironment(f"{name} must be an e-mail address, not {value!r}.")
    return value


def _sources(value: str, *, contact: str, key: str) -> frozenset[str]:
    """What is watched. The services ask to know whom to write to, and one of them answers only with a key."""
    wanted = {name.strip().lower() for name in value.split(",") if name.strip()}
    if unknown := sorted(wanted.difference(SOURCES)):
        raise BadEnvironment(f"SOURCES must be some of {', '.join(SOURCES)}, not {', '.join(unknown)}.")
    if wanted and contact.endswith(NO_CONTACT):
        raise BadEnvironment("CONTACT_EMAIL must be your address where SOURCES is set: the services are told it.")
    if "semantic_scholar" in wanted and not key:
        raise BadEnvironment("SEMANTIC_SCHOLAR_KEY must be set where SOURCES has semantic_scholar.")
    return frozenset(wanted)


def _mail_server(value: str) -> MailServer:
    try:
        return read_mail_url(value)
    except NoMailServer as bad:
        raise BadEnvironment(str(bad)) from bad


def _mail_from(value: str, *, sends: bool) -> str:
    """A name and an address; where mails leave the machine, one that can be answered."""
    address = parseaddr(value)[1]
    if not re.fullmatch(r"[^@\s<>]+@[^@\s<>]+", address) or not value.isprintable():
        raise BadEnvironment(f"MAIL_FROM must be as Claim Tracker <digest@example.org>, not {value!r}.")
    if sends and address.endswith(NO_CONTACT):
        raise BadEnvironment("MAIL_FROM must be your address where MAIL_URL is set: readers and servers answer to it.")
    return value


def _rate(name: str, value: str) -> float | None:
    if not value:
        return None
    if not re.fullmatch(r"\d{1,4}(?:\.\d{1,3})?", value, re.ASCII) or not float(value):
        raise BadEnvironment(f"{name} must be mails a second such as 14 or 0.5, not {value!r}.")
    return float(value)


def _bounces(name: str, value: str) -> str:
    if value and not re.fullmatch(r"(?:[\w.-]{1,30}@)?[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+", value, re.ASCII):
        raise BadEnvironment(f"{name} must be a domain or an address such as bounces.example.org, not {value!r}.")
    return value


def _key_pair(name: str, value: str) -> str:
    """The value itself is kept out of the message."""
    if value and not re.fullmatch(r"[!-9;-~]+:[!-~]+", value):
        raise BadEnvironment(f"{name} must be two words with a colon between them.")
    return value


def _model_server(role: str, value: Mapping[str, str]) -> ModelServer | None:
    url = _address(f"{role}_URL", value[f"{role}_URL"], schemes=("http", "https"))
    if not url:
        return None
    if not value[f"{role}_MODEL"]:
        raise BadEnvironment(f"{role}_MODEL must name a model where {role}_URL is set.")
    return ModelServer(
        url=url,
        model=value[f"{role}_MODEL"],
        key=value[f"{role}_KEY"],
        prices=_prices(f"{role}_PRICES", value[f"{role}_PRICES"]),
    )


def _prices(name: str, value: str) -> tuple[Decimal, Decimal] | None:
    if not value:
        return None
    found = re.fullmatch(r"(\d{1,6}(?:\.\d{1,6})?)/(\d{1,6}(?:\.\d{1,6})?)", value, re.ASCII)
    if not found:
        raise BadEnvironment(f"{name} must be two amounts such as 0.15/0.60, not {value!r}.")
    return Decimal(found.group(1)), Decimal(found.group(2))


def _kept_secret(state_dir: Path, *, embedded: bool) -> str:
    """A key made once and kept beside the embedded database; an installation for others must bring its own."""
    if not embedded:
        raise BadEnvironment("SECRET_KEY must be set where DATABASE_URL is; make one with: openssl rand -base64 48")
    file = state_dir / "secret-key"
    if not file.exists():
        state_dir.mkdir(parents=True, exist_ok=True)
        # Whole at once, so that of two processes that start together both read the same key.
        draft = state_dir / f"secret-key.{os.getpid()}"
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(48), encoding="ascii")
        try:
            file.hardlink_to(draft)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return file.read_text(encoding="ascii")


def _env_file(file: Path) -> dict[str, str]:
    if not file.exists():
        return {}
    lines = (line.strip() for line in file.read_text(encoding="utf-8").splitlines())
    pairs = (line.partition("=") for line in lines if line and not line.startswith("#"))
    return {name.strip(): value.strip().strip("\"'") for name, _, value in pairs}
