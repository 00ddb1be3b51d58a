"""The description is valid, true to what is declared, and readable without asking anybody else."""

import json
import re
from io import StringIO
from typing import Any

import jsonschema_rs
import pytest
from django.core.management import call_command
from django.test import Client
from django.utils.translation import override

from claims.api.describing import described
from claims.api.pages import known_problems
from claims.api.urls import EXPORTED
from claims.judging.findings import Status


@pytest.mark.django_db
def test_the_description_is_valid_and_nothing_in_it_is_guessed() -> None:
    written = StringIO()

    call_command("spectacular", "--validate", "--fail-on-warn", stdout=written)

    assert written.getvalue().startswith("openapi: 3.1.0\n")


def parameters_of(path: str) -> dict[str, Any]:
    return {one["name"]: one["schema"] for one in described()["paths"][path]["get"]["parameters"]}


def test_lists_are_described_by_what_they_know() -> None:
    known = parameters_of("/api/v1/claims/")

    assert known["status"] == {
        "type": "array",
        "items": {"type": "string", "enum": [status.value for status in Status]},
    }
    assert known["limit"] == {"type": "integer", "minimum": 1, "maximum": 100, "default": 50}
    assert known["ordering"]["enum"] == ["-claimed_on", "-id", "-recorded_at", "claimed_on", "id", "recorded_at"]
    assert {"cursor", "fields", "omit", "expand", "count", "as_of", "by", "format"} <= set(known)
    # What the path says is no question of the query.
    assert [one["in"] for one in described()["paths"]["/api/v1/claims/{claim}/evidence/"]["get"]["parameters"]
            if one["name"] == "claim"] == ["path"]  # fmt: skip


def test_words_and_nulls_are_those_of_the_models() -> None:
    claim = described()["components"]["schemas"]["Claim"]["properties"]

    assert claim["status"]["enum"] == [status.value for status in Status]
    assert claim["proposed_status"]["enum"][-1] == ""
    assert claim["claimed_on"]["type"] == ["string", "null"]
    assert {"type": "null"} in claim["subject"]["oneOf"]


def test_every_example_answers_to_its_description() -> None:
    whole = described()
    wrong = []
    for name, component in whole["components"]["schemas"].items():
        told = {**component, "components": whole["components"]}
        wrong += [name for example in component["examples"] if not jsonschema_rs.is_valid(told, example)]

    assert wrong == []
    assert set(EXPORTED) <= {path.split("/")[3] for path in whole["paths"]}


@pytest.mark.django_db
def test_the_pages_show_all_of_it_and_ask_nobody_else(client: Client) -> None:
    page = client.get("/api/docs/").content.decode()
    problems = client.get("/api/docs/problems/").content.decode()

    operations = [told["operationId"] for verbs in described()["paths"].values() for told in verbs.values()]
    assert [number for number in operations if f'id="call-{number}"' not in page] == []
    links = set(re.findall(r'href="#([\w-]+)"', page))
    assert links <= set(re.findall(r'id="([\w-]+)"', page))
    assert (
        re.findall(r'<(?:script|img|iframe|link(?! rel="alternate"))[^>]+(?:src|href)="(?!/static/)', page + problems)
        == []
    )
    assert [one.code for one in known_problems() if f'id="{one.code}"' not in problems] == []
    assert {"bad_question", "not_found", "throttled", "conflict"} <= {one.code for one in known_problems()}


@pytest.mark.django_db
def test_programs_get_it_as_json_and_as_yaml(client: Client) -> None:
    plain, yaml = client.get("/api/schema/"), client.get("/api/schema/?format=yaml")

    assert json.loads(plain.content) == described()
    assert (plain["Access-Control-Allow-Origin"], yaml["Content-Type"]) == ("*", "application/vnd.oai.openapi")
    assert yaml.content.startswith(b"openapi: 3.1.0\n")


def test_problems_are_told_in_english_without_gaps_whatever_the_reader_chose() -> None:
    with override("zh-hans"):
        words = " ".join(one.words for one in known_problems())
    assert words.isascii()
    assert "{" not in words
    assert "Method not allowed." in words
