"""The optional models in commands and jobs: asked where the settings name one, and a warning where it fails."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from pytest_django import Settings

from claims.core.papers import PaperRecord
from claims.management.json_lines import read_objects
from claims.models import Claim, ModelRun, Submission
from claims.tasks import assess_claim_with_model, dispatch_submissions
from claims.workflows.import_papers import import_papers
from claims.workflows.ingest_announcement import Intake
from claims.workflows.keep_submission import submit_text
from claims.workflows.match_papers import match_papers
from tests.sources.stand_in_chat_server import Said, chat_server, completion, failure, one_after_another
from tests.workflows.made_up_claims import NOW, zephyr_claim
from tracker.celery import app
from tracker.env import ModelServer

TEXT = "Zephyr-9 has 3 trillion parameters. Its report has 7 chapters."
CHAPTERS = {"quote": "Its report has 7 chapters.", "figure": "7 chapters", "kind": "quantity", "subject": "Zephyr-9"}
TOLD = completion(json.dumps({"claims": [CHAPTERS, {"quote": "Zephyr-9 has 4 trillion parameters"}]}))

# A passage that the rules take no side on.
COUNTED = "The parameters of Zephyr-9 were counted by hand, and some were counted twice"


def run(*words: str) -> tuple[str, str]:
    out, err = StringIO(), StringIO()
    call_command(*words, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


@pytest.fixture
def article(tmp_path: Path) -> str:
    file = tmp_path / "article.md"
    file.write_text(TEXT, encoding="utf-8")
    return str(file)


@pytest.mark.django_db
def test_without_a_setting_nobody_is_asked(article: str) -> None:
    out, err = run("ingest", article)
    assert ("proposed" in out, err, ModelRun.objects.exists()) == (False, "", False)


@pytest.mark.django_db
def test_with_one_ingest_asks_it_too_and_lists_what_both_found(article: str, settings: Settings) -> None:
    with chat_server(one_after_another(TOLD)) as stand_in:
        settings.READER = ModelServer(url=stand_in.url, model="small-model")
        out, err = run("ingest", article)
    assert err == ""
    assert "small-model proposed 2: 1 new, 0 known, 1 dropped.\n" in out
    assert "Zephyr-9: Its report has 7 chapters." in out


@pytest.mark.django_db
@pytest.mark.parametrize("said", [failure(401, "no key"), Said(body=b"<html>"), completion("no")])
def test_a_reader_that_fails_is_a_warning_and_the_rules_claims_are_stored(
    article: str, settings: Settings, said: Said
) -> None:
    with chat_server(one_after_another(said)) as stand_in:
        settings.READER = ModelServer(url=stand_in.url, model="small-model")
        _, err = run("ingest", article)
    assert err.startswith("The optional reader: ")
    assert err.endswith("What the rules read is stored.\n")
    assert Claim.objects.get().quantities.get().metric == "parameters"


@pytest.mark.django_db
def test_of_a_submitted_text_the_job_asks_it_too_and_once(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.conf, "task_always_eager", True)
    row = submit_text(Intake(text=TEXT), user=User.objects.create(username="ada"), now=NOW)
    with chat_server(one_after_another(TOLD)) as stand_in:
        settings.READER = ModelServer(url=stand_in.url, model="small-model")
        handed_out = [dispatch_submissions()]
        submit_text(Intake(text=TEXT), user=row.user, now=NOW)
        handed_out.append(dispatch_submissions())
    assert (handed_out, ModelRun.objects.get().announcement) == ([1, 1], Submission.objects.get(pk=row.pk).announcement)
    assert Claim.objects.count() == 2


def evaluated(tmp_path: Path, reader: str) -> list[tuple[object, object]]:
    (tmp_path / "a").write_text(json.dumps({"id": "x", "text": TEXT}) + "\n", encoding="utf-8")
    run("evaluate", "reading", "--reader", reader, "--articles", str(tmp_path / "a"), "--out", str(tmp_path / reader))
    return [(row["quote"], row["value"]) for row in read_objects(str(tmp_path / reader))]


def test_a_model_is_measured_alone_and_beside_the_rules_with_the_same_rows(tmp_path: Path, settings: Settings) -> None:
    with chat_server(one_after_another(TOLD)) as stand_in:
        settings.READER = ModelServer(url=stand_in.url, model="small-model")
        found = {reader: evaluated(tmp_path, reader) for reader in ("rules", "model", "both")}
    size, chapters = ("Zephyr-9 has 3 trillion parameters.", 3 * 10**12), (CHAPTERS["quote"], 7)
    assert found == {"rules": [size], "model": [chapters], "both": [size, chapters]}
    assert len(stand_in.asked) == 2


def test_measuring_a_model_needs_one(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="set READER_URL and READER_MODEL"):
        evaluated(tmp_path, "both")


@pytest.mark.django_db
def test_revisit_asks_the_assessor_where_the_settings_name_one_and_warns_where_it_fails(settings: Settings) -> None:
    claim = zephyr_claim()
    paper = PaperRecord(id="p", title="On Giants", abstract=f"{COUNTED}.", arxiv_id="2402.00001")
    match_papers(import_papers([paper], now=NOW).paper_ids, now=NOW)
    proposal = completion(json.dumps({"findings": [{"quote": COUNTED, "stance": "contradicts"}]}))
    with chat_server(one_after_another(failure(401, "no key"), proposal)) as stand_in:
        settings.ASSESSOR = ModelServer(url=stand_in.url, model="large-model")
        _, err = run("revisit", str(claim.pk))
        ModelRun.objects.update(recorded_at=NOW)
        out, _ = run("revisit", str(claim.pk))
    assert err.startswith(f"The optional assessor on claim {claim.pk}: On Giants: ")
    assert out.startswith(f"large-model proposed 1 pieces of evidence for claim {claim.pk}.\n")


@pytest.mark.django_db
def test_the_job_asks_the_assessor_only_where_the_settings_name_one(settings: Settings) -> None:
    claim = zephyr_claim()
    assert assess_claim_with_model(claim_id=claim.pk) == 0
    with chat_server(one_after_another(completion("{}"))) as stand_in:
        settings.ASSESSOR = ModelServer(url=stand_in.url, model="large-model")
        assert assess_claim_with_model(claim_id=claim.pk) == 0
    assert stand_in.asked == []
