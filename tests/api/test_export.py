"""Everything that is public, as streams and as files that belong together."""

import gzip
import json
from hashlib import sha256
from io import StringIO
from pathlib import Path
from typing import Any, cast

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.http import StreamingHttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from claims.api import exporting
from claims.api.urls import EXPORTED
from claims.models import Cadence, Claim, DigestIssue, Workflow
from claims.models.digests import IssueState
from claims.workflows.seal_events import seal_events
from tests.web.made_up_claims import NOW, claim, claim_with_everything


def exported(client: Client, name: str) -> list[Any]:
    answer = cast("StreamingHttpResponse", client.get(f"/api/v1/export/{name}.jsonl"))
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/jsonl")
    return [json.loads(line) for line in b"".join(cast("Any", answer.streaming_content)).decode().splitlines()]


def one_of_everything() -> None:
    claim_with_everything()
    seal_events()
    DigestIssue.objects.create(
        cadence=Cadence.WEEKLY, due_at=NOW, slug="2026-W18", to_position=1, state=IssueState.DONE, opened_at=NOW
    )


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(EXPORTED))
def test_an_export_tells_what_the_list_tells(client: Client, name: str) -> None:
    one_of_everything()

    listed = client.get(f"/api/v1/{name}/?ordering=id").json()["results"]

    assert (exported(client, name), len(listed) > 0) == (listed, True)


@pytest.mark.django_db
def test_what_is_not_public_is_in_no_export(client: Client) -> None:
    claim("Set aside.")
    Claim.objects.update(workflow=Workflow.DISMISSED)

    assert exported(client, "claims") == []


@pytest.mark.usefixtures("one_window")
@pytest.mark.django_db
def test_batches_follow_each_other_without_gaps(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    numbers = [claim(f"Claim {number}.").pk for number in range(7)]
    monkeypatch.setattr(exporting, "_BATCH", 3)

    with CaptureQueriesContext(connection) as asked:
        told = list(exporting.lines(EXPORTED["claims"]))

    # Two a batch, and one that finds no more.
    assert ([json.loads(line)["id"] for line in told], len(asked)) == (numbers, 7)


@pytest.mark.django_db
def test_an_export_is_known_by_its_tag_and_takes_no_parameters(client: Client) -> None:
    first = client.get("/api/v1/export/claims.jsonl")

    again = client.get("/api/v1/export/claims.jsonl", headers={"If-None-Match": first["ETag"]})

    refused = [
        client.get(f"/api/v1/export/{name}").status_code for name in ("claims.jsonl?status=supported", "x.jsonl")
    ]
    assert (again.status_code, refused) == (304, [400, 404])


@pytest.mark.django_db(transaction=True)
def test_a_snapshot_is_files_with_their_sums_and_the_same_data_are_the_same_bytes(tmp_path: Path) -> None:
    one_of_everything()
    said = StringIO()

    call_command("export", tmp_path / "one", stdout=said)
    call_command("export", tmp_path / "two", stdout=said)

    first, second = (json.loads((tmp_path / name / "manifest.json").read_text()) for name in ("one", "two"))
    assert first["files"] == second["files"]
    assert {file["name"] for file in first["files"]} == {f"{name}.jsonl.gz" for name in EXPORTED}
    for file in first["files"]:
        content = (tmp_path / "one" / file["name"]).read_bytes()
        lines = gzip.decompress(content).decode().splitlines()
        assert (len(content), sha256(content).hexdigest()) == (file["bytes"], file["sha256"])
        assert len(lines) == file["rows"] > 0
    assert {path.suffix for path in (tmp_path / "one").iterdir()} == {".gz", ".json"}
    assert "claims.jsonl.gz: " in said.getvalue()


@pytest.mark.django_db(transaction=True)
def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    with pytest.raises(CommandError, match="cannot be written"):
        call_command("export", tmp_path / "file")
