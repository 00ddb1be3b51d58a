"""The commands of docs/api.md run as they stand, and the table in it is the one that holds."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from pytest_django.live_server_helper import LiveServer

from claims.api.permissions import told_table
from claims.models import Evidence, Scope
from claims.workflows.make_roles import Role
from tests.api.callers import person_of, secret_of
from tests.web.made_up_claims import claim_with_everything, paper

DOCUMENT = (Path(__file__).parents[2] / "docs" / "api.md").read_text(encoding="utf-8")
# A command is one line; the comment behind it is the status.
COMMANDS = re.findall(r"^(curl .*?)  # (\d{3})$", DOCUMENT, re.MULTILINE)
# The status goes where nothing else does, also where the command writes to a file.
CURL = """curl() { command curl --silent --output "$ANSWER" --write-out '%{stderr}%{http_code}' "$@"; }; """


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(not shutil.which("curl"), reason="needs curl")
def test_every_command_is_answered_as_the_document_says(live_server: LiveServer, tmp_path: Path) -> None:
    claim = claim_with_everything()
    row = Evidence.objects.filter(claim=claim, state="accepted").order_by("pk")[0]
    fresh = paper("Counting again", abstract=f"We counted again. {row.quote}.", arxiv_id="2401.00009")
    surroundings = {
        **os.environ,
        "SITE": live_server.url,
        "TOKEN": secret_of(person_of(Role.ADMIN), Scope.ADMIN),
        "CLAIM": str(claim.pk),
        "PAPER": str(fresh.paper_id),
        "EVIDENCE": str(row.pk),
        "QUOTE": row.quote,
        "ANSWER": str(tmp_path / "answer"),
    }

    answered = []
    for command, _ in COMMANDS:
        run = subprocess.run(
            ["bash", "-c", CURL + command], env=surroundings, cwd=tmp_path, capture_output=True, text=True, timeout=60
        )
        answered.append((command, run.stderr))

    assert answered == COMMANDS
    assert len(COMMANDS) == DOCUMENT.count("\ncurl ")
    assert len(COMMANDS) > 25


def test_the_table_of_who_may_what_is_the_one_that_holds() -> None:
    rows = [f"| {' | '.join(row)} |" for row in told_table()]

    assert "\n".join(["| endpoint | verb | scope | roles |", "|---|---|---|---|", *rows]) in DOCUMENT
