"""The main job from end to end: papers and an announcement in, claims read, matched, judged; then all of it again."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection

from claims.judging.findings import Status
from claims.models import Announcement, Appearance, Claim, Evidence, StatusChange, Visit

pytestmark = pytest.mark.django_db

DEMO = Path(__file__).resolve().parents[2] / "demo"


def run(*words: str) -> str:
    out = StringIO()
    call_command(*words, stdout=out)
    return out.getvalue()


def everything() -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table of the project."""
    tables = [model._meta.db_table for model in apps.get_app_config("claims").get_models(include_auto_created=True)]
    found: dict[str, list[tuple[object, ...]]] = {}
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)} ORDER BY 1, 2")  # noqa: S608
            found[table] = cursor.fetchall()
    return found


def loop(article: Path, papers: Path) -> None:
    run("import_papers", str(papers))
    run("ingest", str(article), "--publisher", "The Daily Model", "--date", "2021-11-10")
    run("revisit")


@pytest.mark.parametrize("article", ["m6.en.md", "m6.zh.md"])
def test_the_whole_loop_a_second_time_changes_nothing_in_any_table(article: str) -> None:
    loop(DEMO / article, DEMO / "papers.jsonl")
    first = everything()
    loop(DEMO / article, DEMO / "papers.jsonl")
    assert everything() == first
    assert Claim.objects.count() > 10


def test_every_claim_has_its_quote_a_receipt_and_a_status_with_reasons_that_no_job_made_an_accusation() -> None:
    loop(DEMO / "m6.en.md", DEMO / "papers.jsonl")
    text = Announcement.objects.get().text
    assert all(text[place.start : place.end] == place.exact for place in Appearance.objects.all())
    assert Visit.objects.values("claim").distinct().count() == Claim.objects.count()
    assert not Claim.objects.filter(status__in=[Status.REFUTED, Status.UNVERIFIABLE, Status.WITHDRAWN]).exists()
    decided = Claim.objects.exclude(status=Status.UNVERIFIED)
    assert decided.count() > 5
    assert all(step.reasons for step in StatusChange.objects.all())
    assert set(StatusChange.objects.values_list("claim", flat=True)) >= set(decided.values_list("pk", flat=True))


def test_every_piece_of_evidence_quotes_its_version_exactly() -> None:
    loop(DEMO / "m6.en.md", DEMO / "papers.jsonl")
    rows = Evidence.objects.select_related("paper_version").prefetch_related("paper_version__passages")
    assert rows
    for row in rows:
        version = row.paper_version
        texts = (version.title, version.abstract, *(part.text for part in version.passages.all()))
        assert any(row.quote in text for text in texts)


def test_forcing_a_look_leaves_a_receipt_and_nothing_else() -> None:
    loop(DEMO / "m6.en.md", DEMO / "papers.jsonl")
    first = everything()
    run("revisit", "--all")
    again = everything()
    receipts = {"claims_visit", "claims_visitschedule"}
    assert {name: rows for name, rows in again.items() if name not in receipts} == {
        name: rows for name, rows in first.items() if name not in receipts
    }
    assert len(again["claims_visit"]) == 2 * len(first["claims_visit"])


def test_the_real_article_goes_through_the_loop_and_its_energy_claim_is_not_called_supported(
    data: Path, tmp_path: Path
) -> None:
    papers = json.loads((data / "m6" / "papers.json").read_text(encoding="utf-8"))
    pages = json.loads((data / "m6" / "sources.json").read_text(encoding="utf-8"))
    rows = [
        *papers,
        *(
            {"id": page["id"], "title": page["title"], "abstract": " ".join(page["passages_as_stored"])}
            for page in pages
        ),
    ]
    file = tmp_path / "papers.jsonl"
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    loop(data / "m6" / "article.zh.md", file)
    claims = Claim.objects.filter(quantities__metric="energy", quantities__value=1, quantities__unit="%")
    assert claims.exists()
    assert not claims.filter(status__in=[Status.SUPPORTED, Status.REFUTED]).exists()
    trained = Claim.objects.filter(quantities__metric="accelerators", quantities__value=512, subject__name="M6")
    assert trained.filter(status__in=[Status.ATTESTED, Status.SUPPORTED]).exists()
    first = everything()
    loop(data / "m6" / "article.zh.md", file)
    assert everything() == first
