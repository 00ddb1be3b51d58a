"""What commands say of input that cannot be used: a clear message, and nothing half-written."""

import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from claims.models import Announcement, Claim, Paper
from tests.sources.stand_in_server import Answer, serving

pytestmark = pytest.mark.django_db


def refused(*words: str) -> str:
    """The message of a command that fails, once it is known to have stored nothing."""
    with pytest.raises(CommandError) as refusal:
        call_command(*words)
    assert (Announcement.objects.count(), Claim.objects.count(), Paper.objects.count()) == (0, 0, 0)
    return str(refusal.value)


@pytest.mark.parametrize(
    ("content", "complaint"),
    [(b"", "The text is empty."), (b"\x00\x01\x02PNG\xff" * 50, "This is a binary file, not text.")],
    ids=["empty", "binary"],
)
def test_a_file_without_text_is_refused(tmp_path: Path, content: bytes, complaint: str) -> None:
    file = tmp_path / "article"
    file.write_bytes(content)
    assert complaint in refused("ingest", str(file))


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    assert refused("ingest", str(tmp_path / "none.md")).endswith("none.md cannot be read: No such file or directory.")


def test_a_missing_page_is_named_with_its_answer(settings: Settings) -> None:
    settings.FETCH_PRIVATE_ADDRESSES = True
    with serving({}) as address:
        told = (
            f"{address}/x answered 404 Not Found; nothing was stored. Check the address, or look for an archived copy."
        )
        assert refused("ingest", f"{address}/x") == told


def test_an_original_that_is_not_stored_is_named() -> None:
    assert refused("ingest", "-", "--translation-of", "7") == (
        "There is no announcement 7 that this one could translate."
    )


def test_one_bad_record_keeps_the_whole_file_out(tmp_path: Path) -> None:
    good, bad = {"id": "g", "title": "Good", "doi": "10.1000/good"}, {"id": "b", "title": "Bad", "arxiv_id": "21xx"}
    file = tmp_path / "papers.jsonl"
    file.write_text(f"{json.dumps(good)}\n{json.dumps(bad)}\n", encoding="utf-8")
    assert "record 2: '21xx' is not an arXiv id" in refused("import_papers", str(file))


def test_an_id_of_another_work_in_the_same_file_keeps_the_whole_file_out(tmp_path: Path) -> None:
    rows = [
        {"id": "a", "title": "Counting Whales", "authors": ["Ada Lund"], "arxiv_id": "2401.00001"},
        {"id": "b", "title": "Sparse Experts", "authors": ["Bo Chen"], "arxiv_id": "2401.00001"},
    ]
    file = tmp_path / "papers.jsonl"
    file.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    assert "arxiv 2401.00001 is 'Counting Whales' here" in refused("import_papers", str(file))


def test_a_claim_that_is_not_there_is_named() -> None:
    assert refused("revisit", "404") == "There is no claim 404. Nothing was visited."


def test_a_page_on_the_web_is_taken_in_with_its_title(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    settings.FETCH_PRIVATE_ADDRESSES = True
    story = "<p>Nimbus Labs said that Zephyr-9 has 3 trillion parameters and was trained on 256 GPUs.</p>" * 3
    page = f"<html><head><title>Zephyr grows</title></head><body><article>{story}</article></body></html>"
    with serving({"/story": Answer(body=page.encode(), headers={"Content-Type": "text/html"})}) as address:
        call_command("ingest", f"{address}/story")
    assert Announcement.objects.get().title == "Zephyr grows"
    assert "3 trillion parameters" in capsys.readouterr().out


def test_a_day_that_is_none_is_told_with_the_way_to_write_it(tmp_path: Path) -> None:
    file = tmp_path / "article.md"
    file.write_text("Orion-3 has 7 billion parameters.", encoding="utf-8")
    assert refused("ingest", str(file), "--date=2025-13-01").endswith("2025-13-01 is no day; YYYY-MM-DD is expected.")


def test_an_address_that_nobody_could_open_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "article.md"
    file.write_text("Orion-3 has 7 billion parameters.", encoding="utf-8")
    assert refused("ingest", str(file), "--url=notaurl") == (
        "notaurl is not an address: it must begin with http:// or https://."
    )
