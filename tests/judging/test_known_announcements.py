"""Floors on real announcements and their papers; skipped where those data are not at hand."""

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from claims.core.paper_rows import paper_from_row
from claims.core.papers import PaperRecord
from claims.judging.assessing import assess
from claims.judging.findings import Assessment, Stance, Status
from claims.judging.statements import evidence_rows, statement_from_row
from claims.judging.transitions import PERSON_STATUSES

DATA = Path(__file__).parents[3] / "shared" / "data"
# How the M6 gold names our statuses (its own scorer's table).
GOLD_WORDS = {
    Status.SUPPORTED: "supported",
    Status.ATTESTED: "supported",
    Status.QUALIFIED: "qualified",
    Status.DISPUTED: "contradicted",
    Status.SUPERSEDED: "superseded",
    Status.UNVERIFIED: "unverifiable",
}

type Row = dict[str, Any]


def rows(name: str) -> list[Row]:
    """JSON or JSON lines of the data; the test is skipped where they are absent."""
    path = DATA / name
    if not path.exists():
        pytest.skip(f"the measuring data are not at hand: {name}")
    text = path.read_text(encoding="utf-8")
    if name.endswith(".jsonl"):
        return [json.loads(line) for line in text.splitlines() if line.strip()]
    loaded: list[Row] | dict[str, list[Row]] = json.loads(text)
    return list(loaded.values())[-1] if isinstance(loaded, dict) else loaded


@pytest.fixture(scope="module")
def m6() -> dict[str, tuple[Row, Assessment]]:
    """Every checkable gold claim on M6 with its assessment against all papers and press sources."""
    gold = [row for row in json.loads(_text("m6/claims.json"))["claims"] if row["checkable"]]
    papers = [*_m6_papers(), *_m6_sources()]
    return {row["id"]: (row, assess(statement_from_row(_m6_claim(row)), papers)) for row in gold}


def _text(name: str) -> str:
    path = DATA / name
    if not path.exists():
        pytest.skip(f"the measuring data are not at hand: {name}")
    return path.read_text(encoding="utf-8")


def _m6_claim(row: Row) -> Row:
    plain = isinstance(row["value"], (int, float)) and not isinstance(row["value"], bool)
    return {
        "id": row["id"],
        "claim": f"{row['subject']}: {row['predicate']}",
        "quote": row["sentence_zh"],
        "lang": "zh",
        "subject": row["subject"],
        "metric": row["metric"],
        "value": row["value"] if plain else None,
        "unit": row["unit"],
        "compared_to": row["comparator"],
        "claimed_on": "2021-11-10",
        "claimant": "Alibaba DAMO Academy",
    }


def _m6_papers() -> Iterator[PaperRecord]:
    links = rows("m6/evidence.json")
    for row in rows("m6/papers.json"):
        quotes = {
            link["quote"]: {"text": link["quote"], "location": "full text"}
            for link in links
            if link["paper_id"] == row["id"] and link["location"] == "full_text" and link["quote"]
        }
        yield paper_from_row(row | {"passages": list(quotes.values())})


def _m6_sources() -> Iterator[PaperRecord]:
    for row in rows("m6/sources.json"):
        text = " ".join(row.get("passages_as_stored") or [])
        publisher = [row["publisher"]] if row.get("publisher") else []
        yield paper_from_row({**row, "abstract": text, "publisher_org": publisher})


def test_the_statuses_of_the_m6_claims_are_acceptable_and_none_is_unacceptable(
    m6: dict[str, tuple[Row, Assessment]],
) -> None:
    said = {key: GOLD_WORDS[assessment.verdict.status] for key, (_, assessment) in m6.items()}
    good = [key for key, (row, _) in m6.items() if said[key] in (*row["acceptable_statuses"], row["expected_status"])]
    wrong = [key for key, (row, _) in m6.items() if said[key] in row["unacceptable_statuses"]]
    assert wrong == []
    assert len(good) >= 36


def test_no_job_says_a_persons_word_of_the_m6_claims(m6: dict[str, tuple[Row, Assessment]]) -> None:
    assert not {assessment.verdict.status for _, assessment in m6.values()} & PERSON_STATUSES


def test_every_quote_stands_in_its_paper(m6: dict[str, tuple[Row, Assessment]]) -> None:
    texts = {
        paper.id: {part.location: part.text for part in paper.texts()} for paper in (*_m6_papers(), *_m6_sources())
    }
    passages = {paper.id: [part.text for part in paper.texts()] for paper in (*_m6_papers(), *_m6_sources())}
    for _, assessment in m6.values():
        for found in assessment.findings:
            assert found.location in texts[found.paper_id]
            assert any(found.quote in text for text in passages[found.paper_id])


def test_look_alikes_give_the_m6_claims_no_evidence(m6: dict[str, tuple[Row, Assessment]]) -> None:
    near_misses = {row["id"] for row in rows("m6/papers.json") if row["role"] in ("near_miss", "unrelated")}
    about_m6 = [assessment for row, assessment in m6.values() if row["subject"].startswith("M6")]
    taken = [f for a in about_m6 for f in a.findings if f.paper_id in near_misses and f.stance is not Stance.MENTIONS]
    assert taken == []


def test_ten_announcements_stances_and_speed() -> None:
    articles = {row["id"]: row for row in rows("announcements/articles.jsonl")}
    links = [row for row in rows("announcements/evidence.jsonl") if row["split"] == "dev"]
    papers = rows("announcements/papers.jsonl")
    records = [paper_from_row(row) for row in papers]
    wanted = {(row["claim_id"], row["paper_id"]): row["stance"] for row in links}
    claims = [row for row in rows("announcements/claims.jsonl") if row["id"] in {key for key, _ in wanted}]
    started = time.perf_counter()
    said = {
        (row["claim_id"], row["paper_id"]): row["stance"]
        for claim in claims
        for row in evidence_rows(claim["id"], assess(statement_from_row(_announced(claim, articles)), records))
    }
    seconds = time.perf_counter() - started
    flips = [key for key, stance in wanted.items() if {stance, said.get(key)} == {"supports", "contradicts"}]
    distractors = {row["id"] for row in papers if row["distractor"]}
    taken = [key for key, stance in said.items() if key[1] in distractors and stance != "mentions"]
    assert (flips, taken) == ([], [])
    assert sum(said.get(key) == stance for key, stance in wanted.items()) >= 0.8 * len(wanted)
    # 25 claims against 17 papers take well under a second on one core; the bound leaves room for a busy machine.
    assert seconds < 15


def _announced(claim: Row, articles: dict[str, Row]) -> Row:
    article = articles[claim["article_id"]]
    return claim | {"lang": article["lang"], "claimed_on": article["date"], "claimant": article["publisher"]}
