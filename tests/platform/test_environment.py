"""The environment: what is read, what is refused with advice, and that `.env.example` tells all of it."""

import stat
from dataclasses import fields, replace
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.test import override_settings
from hypothesis import given
from hypothesis import strategies as st

from tracker.env import PROJECT, VARIABLES, BadEnvironment, Environment, ModelServer, SourceAddresses, read_environment
from tracker.extras import EMBEDDINGS, what_is_missing
from tracker.mail_servers import SERVICES, MailServer, django_settings, read_mail_url

ADDRESSES = SourceAddresses(
    arxiv_oai_url="https://oaipmh.arxiv.org/oai",
    arxiv_api_url="https://export.arxiv.org/api/query",
    openalex_url="https://api.openalex.org",
    crossref_url="https://api.crossref.org",
    datacite_url="https://api.datacite.org",
    semantic_scholar_url="https://api.semanticscholar.org",
    hugging_face_url="https://huggingface.co",
    hacker_news_url="https://hacker-news.firebaseio.com",
    wayback_url="https://web.archive.org",
)
SERVED = {"DATABASE_URL": "postgresql://u:p@db/tracker", "SECRET_KEY": "made-up"}


def example_as_variables_tell_it() -> str:
    """What `.env.example` should say; on a difference pytest shows the lines to put there."""
    head = (
        "# Every setting with its default. Copy this file to .env and change what should differ;\n"
        "# variables of the environment go before it. Without any of it the project runs on its own.\n"
    )
    return head + "".join(f"\n# {known.meaning}\n#{known.name}={known.default}\n" for known in VARIABLES)


def test_the_example_lists_every_variable_with_its_default_and_meaning() -> None:
    assert (PROJECT / ".env.example").read_text(encoding="utf-8") == example_as_variables_tell_it()


def test_every_variable_is_a_field_of_the_environment() -> None:
    whole = {"reader": ModelServer, "assessor": ModelServer, "source_addresses": SourceAddresses}
    parts = {name: [part.name for part in fields(kind)] for name, kind in whole.items()}
    told = [
        part if field.name == "source_addresses" else f"{field.name}_{part}" if part else field.name
        for field in fields(Environment)
        for part in parts.get(field.name, ("",))
    ]
    assert [known.name for known in VARIABLES] == [name.upper() for name in told]


def test_defaults_are_a_machine_of_ones_own(tmp_path: Path) -> None:
    assert read_environment({"STATE_DIR": str(tmp_path), "SECRET_KEY": "made-up"}) == Environment(
        database_url="",
        broker_url="",
        secret_key="made-up",
        debug=False,
        allowed_hosts=("localhost", "127.0.0.1", "[::1]"),
        port=8000,
        state_dir=tmp_path,
        site_url="http://127.0.0.1:8000",
        contact_email="claim-tracker@localhost",
        sources=frozenset(),
        source_addresses=ADDRESSES,
        openalex_key="",
        semantic_scholar_key="",
        wayback_key="",
        fetch_private_addresses=False,
        reader=None,
        assessor=None,
        accept_numbers_from=0.75,
        accept_words_from=None,
        single_editor=False,
        embeddings=False,
        sign_up=False,
        require_two_factor=False,
        mail_url=MailServer(),
        mail_from="Claim Tracker <claim-tracker@localhost>",
        mail_rate=None,
        mail_bounces="",
        mail_webhook_secret="",
        export_dir=None,
    )


def test_a_served_installation_is_settings_alone(tmp_path: Path) -> None:
    variables = {
        "DATABASE_URL": "postgres://tracker:secret@db.example.org/tracker?sslmode=require",
        "BROKER_URL": "amqps://tracker:secret@queue.example.org//",
        "SECRET_KEY": "made-up",
        "DEBUG": "1",
        "ALLOWED_HOSTS": "claims.example.org, www.example.org",
        "PORT": "8001",
        "STATE_DIR": str(tmp_path),
        "SITE_URL": "https://claims.example.org/",
        "CONTACT_EMAIL": "desk@example.org",
        "SOURCES": "arxiv, openalex,semantic_scholar",
        "CROSSREF_URL": "http://127.0.0.1:9000/crossref/",
        "OPENALEX_KEY": "made-up-key",
        "SEMANTIC_SCHOLAR_KEY": "made-up-key",
        "WAYBACK_KEY": "made:up",
        "FETCH_PRIVATE_ADDRESSES": "1",
        "READER_URL": "http://127.0.0.1:11434/v1/",
        "READER_MODEL": "small-model",
        "ASSESSOR_URL": "https://models.example.org/v1",
        "ASSESSOR_MODEL": "large-model",
        "ASSESSOR_KEY": "sk-made-up",
        "ASSESSOR_PRICES": "0.15/2",
        "ACCEPT_NUMBERS_FROM": "never",
        "ACCEPT_WORDS_FROM": "0.9",
        "SINGLE_EDITOR": "1",
        "EMBEDDINGS": "0",
        "MAIL_URL": "smtp://desk%40example.org:pass%2Fword@mail.example.org:2525",
        "MAIL_FROM": "The desk <digest@example.org>",
        "MAIL_RATE": "13.5",
        "MAIL_BOUNCES": "bounces.example.org",
        "MAIL_WEBHOOK_SECRET": "reports:made-up",
        "EXPORT_DIR": "/srv/exports",
    }
    assert read_environment(variables) == Environment(
        database_url="postgres://tracker:secret@db.example.org/tracker?sslmode=require",
        broker_url="amqps://tracker:secret@queue.example.org//",
        secret_key="made-up",
        debug=True,
        allowed_hosts=("claims.example.org", "www.example.org"),
        port=8001,
        state_dir=tmp_path,
        site_url="https://claims.example.org",
        contact_email="desk@example.org",
        sources=frozenset({"arxiv", "openalex", "semantic_scholar"}),
        source_addresses=replace(ADDRESSES, crossref_url="http://127.0.0.1:9000/crossref"),
        openalex_key="made-up-key",
        semantic_scholar_key="made-up-key",
        wayback_key="made:up",
        fetch_private_addresses=True,
        reader=ModelServer(url="http://127.0.0.1:11434/v1", model="small-model"),
        assessor=ModelServer(
            url="https://models.example.org/v1",
            model="large-model",
            key="sk-made-up",
            prices=(Decimal("0.15"), Decimal(2)),
        ),
        accept_numbers_from=None,
        accept_words_from=0.9,
        single_editor=True,
        embeddings=False,
        sign_up=False,
        require_two_factor=False,
        mail_url=MailServer(
            scheme="smtp", host="mail.example.org", port=2525, user="desk@example.org", password="pass/word"
        ),
        mail_from="The desk <digest@example.org>",
        mail_rate=13.5,
        mail_bounces="bounces.example.org",
        mail_webhook_secret="reports:made-up",
        export_dir=Path("/srv/exports"),
    )


@pytest.mark.parametrize(
    ("variables", "advice"),
    [
        ({"DEBUG": "yes"}, "DEBUG must be 0 or 1, not 'yes'."),
        ({"SOURCES": "arxiv"}, "CONTACT_EMAIL must be your address where SOURCES is set: the services are told it."),
        (
            {"SOURCES": "semantic_scholar", "CONTACT_EMAIL": "desk@example.org"},
            "SEMANTIC_SCHOLAR_KEY must be set where SOURCES has semantic_scholar.",
        ),
        ({"WAYBACK_KEY": "secret"}, "WAYBACK_KEY must be two words with a colon between them."),
        ({"CROSSREF_URL": "crossref"}, "CROSSREF_URL must begin with http:// or https://."),
        ({"EMBEDDINGS": "on"}, "EMBEDDINGS must be 0 or 1, not 'on'."),
        ({"PORT": "70000"}, "PORT must be a number from 1 to 65535, not '70000'."),
        ({"PORT": "八"}, "PORT must be a number from 1 to 65535, not '八'."),
        ({"DATABASE_URL": "mysql://u:secret@db/x"}, "DATABASE_URL must begin with postgres:// or postgresql://."),
        (
            {"BROKER_URL": "rabbit:secret@queue"},
            "BROKER_URL must begin with amqp:// or amqps:// or pgmq:// or redis:// or rediss://.",
        ),
        ({"SITE_URL": "claims.example.org"}, "SITE_URL must begin with http:// or https://."),
        ({"CONTACT_EMAIL": "desk"}, "CONTACT_EMAIL must be an e-mail address, not 'desk'."),
        ({"READER_URL": "127.0.0.1:11434"}, "READER_URL must begin with http:// or https://."),
        ({"READER_URL": "http://127.0.0.1"}, "READER_MODEL must name a model where READER_URL is set."),
        (
            {"ASSESSOR_URL": "http://127.0.0.1", "ASSESSOR_MODEL": "m", "ASSESSOR_PRICES": "cheap"},
            "ASSESSOR_PRICES must be two amounts such as 0.15/0.60, not 'cheap'.",
        ),
        (
            {"ACCEPT_NUMBERS_FROM": "75%"},
            "ACCEPT_NUMBERS_FROM must be a confidence such as 0.75, at most 1, or never, not '75%'.",
        ),
        (
            {"ACCEPT_WORDS_FROM": "0.0"},
            "ACCEPT_WORDS_FROM must be a confidence such as 0.75, at most 1, or never, not '0.0'.",
        ),
        (
            {"MAIL_URL": "smtp://desk:secret@mail.example.org:mail"},
            "MAIL_URL must have a host and a port, as smtp://user:password@host:587.",
        ),
        (
            {"MAIL_URL": "smtp://desk@mail.example.org"},
            "MAIL_URL must be smtp://user:password@host:587, with %40 for an @ in the name, or no name.",
        ),
        ({"MAIL_URL": "mailgun://secret"}, "MAIL_URL must be mailgun://KEY@domain."),
        ({"MAIL_URL": "postmark://"}, "MAIL_URL must be postmark://KEY."),
        (
            {"MAIL_URL": "postmark://secret"},
            "MAIL_FROM must be your address where MAIL_URL is set: readers and servers answer to it.",
        ),
        ({"MAIL_FROM": "The desk"}, "MAIL_FROM must be as Claim Tracker <digest@example.org>, not 'The desk'."),
        ({"MAIL_RATE": "fast"}, "MAIL_RATE must be mails a second such as 14 or 0.5, not 'fast'."),
        ({"MAIL_RATE": "0"}, "MAIL_RATE must be mails a second such as 14 or 0.5, not '0'."),
        (
            {"MAIL_BOUNCES": "@example.org"},
            "MAIL_BOUNCES must be a domain or an address such as bounces.example.org, not '@example.org'.",
        ),
        ({"MAIL_WEBHOOK_SECRET": "secret"}, "MAIL_WEBHOOK_SECRET must be two words with a colon between them."),
    ],
)
def test_nonsense_is_refused_with_advice_and_without_secrets(variables: dict[str, str], advice: str) -> None:
    with pytest.raises(BadEnvironment) as refused:
        read_environment({**SERVED, **variables})
    assert str(refused.value) == advice


@pytest.mark.parametrize("url", ["smtp://127.0.0.1:1025", "smtps://u:p@mail.example.org", ""])
def test_a_mail_server_is_told_to_django_with_its_keys(url: str, tmp_path: Path) -> None:
    server = read_mail_url(url)
    told = django_settings(server, folder=tmp_path, webhook_secret="")
    assert [told.get(name) for name in ("EMAIL_HOST", "EMAIL_PORT", "EMAIL_USE_TLS", "EMAIL_USE_SSL")] == {
        "smtp://127.0.0.1:1025": ["127.0.0.1", 1025, False, False],
        "smtps://u:p@mail.example.org": ["mail.example.org", 465, False, True],
        "": [None, None, None, None],
    }[url]


def test_a_password_goes_to_another_machine_under_tls_only(tmp_path: Path) -> None:
    servers = [read_mail_url(f"smtp://u:p@{host}") for host in ("mail.example.org", "localhost")]
    told = [django_settings(server, folder=tmp_path, webhook_secret="") for server in servers]
    assert [settings["EMAIL_USE_TLS"] for settings in told] == [True, False]


@pytest.mark.parametrize("scheme", SERVICES)
def test_every_service_is_one_of_anymails_and_gets_all_that_it_wants(scheme: str, tmp_path: Path) -> None:
    url = {"mailgun": "mailgun://key@example.org", "mailjet": "mailjet://key:secret"}.get(scheme, f"{scheme}://key")
    told = django_settings(read_mail_url(url), folder=tmp_path, webhook_secret="u:p")
    with override_settings(**told):
        assert isinstance(get_connection(), BaseEmailBackend)


def test_an_extra_is_asked_for_only_where_its_packages_are(tmp_path: Path) -> None:
    variables = {**SERVED, "STATE_DIR": str(tmp_path), "EMBEDDINGS": "1"}
    missing = what_is_missing("embeddings", EMBEDDINGS)
    if not missing:
        assert read_environment(variables).embeddings
        return
    with pytest.raises(BadEnvironment) as refused:
        read_environment(variables)
    assert str(refused.value) == f"EMBEDDINGS is 1, but packages are missing. {missing}"


def test_what_is_missing_is_named_with_the_way_to_install_it() -> None:
    assert what_is_missing("made-up", ["json"]) == ""
    assert what_is_missing("made-up", ["no_such_package", "json", "nor_this_one"]) == (
        "no_such_package, nor_this_one not installed: .venv/bin/uv sync --frozen --inexact --extra made-up"
    )


def test_an_installation_for_others_must_bring_its_own_key(tmp_path: Path) -> None:
    with pytest.raises(BadEnvironment, match="SECRET_KEY must be set where DATABASE_URL is"):
        read_environment({"DATABASE_URL": SERVED["DATABASE_URL"], "STATE_DIR": str(tmp_path)})
    assert list(tmp_path.iterdir()) == []


def test_the_key_of_ones_own_machine_is_made_once_for_the_owner_alone(tmp_path: Path) -> None:
    variables = {"STATE_DIR": str(tmp_path / "state")}
    first, again = read_environment(variables), read_environment(variables)
    assert (len(first.secret_key) >= 50, again.secret_key) == (True, first.secret_key)
    assert {file.name: stat.S_IMODE(file.stat().st_mode) for file in (tmp_path / "state").iterdir()} == {
        "secret-key": 0o600
    }


@given(port=st.text())
def test_a_port_is_a_number_or_refused(port: str) -> None:
    try:
        read = read_environment({**SERVED, "PORT": port}).port
    except BadEnvironment:
        return
    assert 1 <= read <= 65535
