"""The evaluate contract: JSON lines in, JSON lines out, with the keys that are scored."""

import json
from collections.abc import Mapping
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from claims.management.json_lines import read_objects
from tracker.extras import EMBEDDINGS, what_is_missing


def lines(file: Path, *rows: Mapping[str, object]) -> str:
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return str(file)


def test_reading_writes_a_row_a_claim_with_its_quote_in_place(tmp_path: Path) -> None:
    text = "Zephyr-9 has 3 trillion parameters."
    articles = lines(tmp_path / "a", {"id": "x", "lang": None, "title": None, "text": text})
    call_command("evaluate", "reading", "--articles", articles, "--out", str(tmp_path / "c"))
    (row,) = read_objects(str(tmp_path / "c"))
    assert (row["article_id"], row["metric"], row["value"], row["unit"]) == ("x", "parameters", 3e12, "parameters")
    assert text[int(str(row["start"])) : int(str(row["end"]))] == row["quote"]


def test_evidence_writes_pairs_and_a_status_for_every_claim(tmp_path: Path) -> None:
    claims = lines(
        tmp_path / "c",
        {"id": "1", "claim": "Zephyr-9 has 3 trillion parameters.", "subject": "Zephyr-9", "claimant": "Nimbus Labs"},
        {"id": "2", "claim": "Borealis-2 speaks 40 languages.", "subject": "Borealis-2"},
    )
    paper = {"id": "p", "title": "Zephyr-9", "abstract": "We present Zephyr-9, a model with 3 trillion parameters."}
    papers = lines(tmp_path / "p", paper)
    out, statuses = str(tmp_path / "e"), str(tmp_path / "s")
    call_command("evaluate", "evidence", "--claims", claims, "--papers", papers, "--out", out, "--statuses", statuses)
    assert [(row["claim_id"], row["stance"]) for row in read_objects(out)] == [("1", "supports")]
    assert [row["claim_id"] for row in read_objects(statuses)] == ["1", "2"]
    assert read_objects(statuses)[1]["status"] == "unverified"


def test_retrieval_ranks_the_documents_of_a_query(tmp_path: Path) -> None:
    whales = {"_id": "w", "title": "Whales", "text": "Counting whales from space."}
    corpus = lines(tmp_path / "d", whales, {"_id": "m", "title": "", "text": "Training models."})
    queries = lines(tmp_path / "q", {"_id": "1", "text": "How are whales counted?"})
    call_command("evaluate", "retrieval", "--corpus", corpus, "--queries", queries, "--out", str(tmp_path / "r"))
    (row,) = read_objects(str(tmp_path / "r"))
    assert (row["query_id"], row["doc_ids"]) == ("1", ["w"])


def test_retrieval_by_meaning_too_ranks_or_says_what_to_install(tmp_path: Path) -> None:
    corpus = lines(
        tmp_path / "d",
        {"_id": "m", "title": "", "text": "Training models takes energy."},
        {"_id": "c", "title": "Cetaceans", "text": "Satellites see orcas and dolphins in the sea."},
    )
    queries = lines(tmp_path / "q", {"_id": "1", "text": "How are whales counted from space?"})
    command = ("evaluate", "retrieval", "--embeddings", "--corpus", corpus, "--queries", queries)
    if what_is_missing("embeddings", EMBEDDINGS):
        with pytest.raises(CommandError, match="not installed: "):
            call_command(*command, "--out", str(tmp_path / "r"))
        return
    call_command(*command, "--out", str(tmp_path / "r"))
    assert read_objects(str(tmp_path / "r")) == [
        {"query_id": "1", "doc_ids": ["c", "m"], "scores": [round(1 / 61, 6), round(1 / 62, 6)]}
    ]


def test_a_row_without_what_its_task_needs_is_named(tmp_path: Path) -> None:
    articles = lines(tmp_path / "a", {"id": "x", "text": None})
    with pytest.raises(CommandError, match=r"Row 1 has no text\."):
        call_command("evaluate", "reading", "--articles", articles, "--out", str(tmp_path / "c"))
