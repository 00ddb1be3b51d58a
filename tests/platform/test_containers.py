"""The compose file agrees with the settings that the project reads (no container engine is needed for that)."""

from typing import Any

import pytest
import yaml

from tracker.env import PROJECT, VARIABLES, read_environment
from tracker.run_all import services

GIVEN = {"POSTGRES_PASSWORD": "pgword", "RABBITMQ_PASSWORD": "rabbitword", "SECRET_KEY": "made-up"}


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    text = (PROJECT / "docker-compose.yml").read_text(encoding="utf-8")
    loaded: dict[str, Any] = yaml.safe_load(text)
    return loaded


def filled_in(value: str) -> str:
    """What compose makes of `${NAME:-default}` and `${NAME:?message}`."""
    head, mark, rest = value.partition("${")
    if not mark:
        return value
    inside, _, tail = rest.partition("}")
    name, _, otherwise = inside.partition(":")
    return head + (GIVEN.get(name) or otherwise.removeprefix("-")) + filled_in(tail)


def test_the_services_are_those_of_the_served_stack(compose: dict[str, Any]) -> None:
    images = {name: service["image"].split(":")[0] for name, service in compose["services"].items()}
    ours = "claim-tracker"
    assert images == {
        "postgres": "postgres",
        "rabbitmq": "rabbitmq",
        "migrate": ours,
        "web": ours,
        "worker": ours,
        "beat": ours,
        "mail": "axllent/mailpit",
    }
    assert (compose["services"]["postgres"]["image"], compose["services"]["rabbitmq"]["image"]) == (
        "postgres:18",
        "rabbitmq:4",
    )


def test_its_settings_are_settings_that_the_project_reads(compose: dict[str, Any]) -> None:
    for name in ("migrate", "web", "worker", "beat"):
        given = {key: filled_in(value) for key, value in compose["services"][name]["environment"].items()}
        assert given.keys() <= {known.name for known in VARIABLES}
        read = read_environment(given)
        assert (read.database_url, read.broker_url, read.secret_key, read.site_url) == (
            "postgresql://claim_tracker:pgword@postgres/claim_tracker",
            "amqp://claim_tracker:rabbitword@rabbitmq//",
            "made-up",
            "http://127.0.0.1:8000",
        )


def test_whatever_a_person_may_set_reaches_its_processes(compose: dict[str, Any]) -> None:
    """All but what belongs to the machine: the address and port inside, errors in the browser, the embedded state."""
    of_the_machine = {"PORT", "STATE_DIR", "DEBUG", "FETCH_PRIVATE_ADDRESSES"}
    defaults = {known.name: known.default for known in VARIABLES if known.name not in of_the_machine}
    given = {key: filled_in(value) for key, value in compose["services"]["web"]["environment"].items()}
    assert given.keys() == defaults.keys()
    policy = ("ACCEPT_NUMBERS_FROM", "ACCEPT_WORDS_FROM", "SINGLE_EDITOR", "READER_URL", "ASSESSOR_URL")
    assert {name: given[name] for name in policy} == {name: defaults[name] for name in policy}


def test_its_processes_are_those_of_make_run(compose: dict[str, Any]) -> None:
    ours = {name: command[2:] for name, command in services(8000)}
    served = {name: compose["services"][name]["command"] for name in ("worker", "beat")}
    assert {name: command[:4] for name, command in served.items()} == {
        name: [word for word in ours[name] if word != "--quiet"][:4] for name in served
    }
