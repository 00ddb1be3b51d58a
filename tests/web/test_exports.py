"""The weekly copies on the site: listed, served by name alone, and off with words."""

import gzip
import json
from hashlib import sha256
from pathlib import Path
from typing import Any, cast

import pytest
from django.http import FileResponse
from django.test import Client
from pytest_django import Settings

from claims.tasks import write_this_weeks_export
from tests.web.made_up_claims import claim_with_everything

pytestmark = pytest.mark.django_db(transaction=True)


def whole(answer: Any) -> bytes:
    return b"".join(cast("Any", cast("FileResponse", answer).streaming_content))


@pytest.fixture
def week(settings: Settings, tmp_path: Path) -> str:
    settings.EXPORT_DIR = tmp_path / "exports"
    claim_with_everything()
    return write_this_weeks_export()


def test_a_copy_is_listed_and_its_files_are_those_of_its_manifest(client: Client, week: str) -> None:
    page = client.get("/exports/").content.decode()
    manifest = json.loads(whole(client.get(f"/exports/{week}/manifest.json")))
    assert f'href="/exports/{week}/manifest.json"' in page
    for file in manifest["files"]:
        assert f'href="/exports/{week}/{file["name"]}"' in page
        answer = client.get(f"/exports/{week}/{file['name']}")
        content = whole(answer)
        assert (sha256(content).hexdigest(), answer["ETag"]) == (file["sha256"], f'"{file["sha256"]}"')
        assert (answer["Content-Type"], int(answer["Content-Length"])) == ("application/gzip", file["bytes"])
        assert len(gzip.decompress(content).splitlines()) == file["rows"]


def test_a_second_run_in_the_week_makes_nothing_and_a_known_file_is_not_sent_again(client: Client, week: str) -> None:
    first = client.get(f"/exports/{week}/claims.jsonl.gz")
    whole(first)
    assert write_this_weeks_export() == ""
    again = client.get(f"/exports/{week}/claims.jsonl.gz", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    assert "immutable" in again["Cache-Control"]


@pytest.mark.parametrize(
    "path",
    [
        "{week}/none.jsonl.gz",
        "{week}/..%2Fsecret",
        "..%2F/secret",
        "%2e%2e/secret",
        "2020-W01/manifest.json",
        "{week}/..",
        ".unfinished-x/secret",
    ],
)
def test_no_other_file_is_ever_served(client: Client, settings: Settings, week: str, path: str) -> None:
    place = settings.EXPORT_DIR
    (place.parent / "secret").write_text("secret words")
    (place / "secret").write_text("secret words")
    (place / ".unfinished-x").mkdir()
    (place / ".unfinished-x" / "secret").write_text("secret words")
    (place / week / "secret").write_text("secret words")
    answer = client.get(f"/exports/{path.format(week=week)}")
    assert (answer.status_code, b"secret words" in answer.content) == (404, False)


def test_where_it_is_off_it_says_so(client: Client, settings: Settings) -> None:
    settings.EXPORT_DIR = None
    assert write_this_weeks_export() == ""
    for path, status in (("/exports/", 200), ("/exports/2026-W48/manifest.json", 404)):
        answer = client.get(path)
        assert answer.status_code == status
        assert "This site makes no weekly copies." in answer.content.decode()
    chinese = client.get("/exports/?lang=zh-hans").content.decode()
    assert "本站不制作每周副本" in chinese


def test_before_the_first_there_is_none_yet(client: Client, settings: Settings, tmp_path: Path) -> None:
    settings.EXPORT_DIR = tmp_path / "not-yet"
    answer = client.get("/exports/")
    assert (answer.status_code, "The first copy is yet to be made." in answer.content.decode()) == (200, True)


LINK = '<a href="/exports/">Weekly copies</a>'


def test_the_foot_of_each_page_leads_to_copies_where_there_are_some(client: Client, week: str) -> None:
    assert LINK in client.get("/claims/").content.decode()


@pytest.mark.parametrize("folder", [None, "not-yet"])
def test_the_foot_leads_to_no_copies_where_there_are_none(
    client: Client, settings: Settings, tmp_path: Path, folder: str | None
) -> None:
    settings.EXPORT_DIR = tmp_path / folder if folder else None
    assert LINK not in client.get("/claims/").content.decode()
