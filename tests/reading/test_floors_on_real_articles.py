"""The floors of reading on real articles, scored by their own scorers; skipped where the measured data is absent."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from claims.core.paper_rows import date_from_text
from claims.reading.reader import read
from claims.reading.rows import draft_row


def score(scorer: Path, tmp_path: Path, articles: list[dict[str, Any]], *options: str) -> dict[str, Any]:
    rows = [
        draft_row(article["id"], draft)
        for article in articles
        for draft in read(
            article["text"],
            title=article.get("title") or "",
            language=article.get("lang") or "",
            publisher=article.get("publisher") or "",
            published_on=date_from_text(article.get("date")),
        ).claims
    ]
    file = tmp_path / "claims.jsonl"
    file.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    asked = [sys.executable, str(scorer), "--claims", str(file), *options]
    report: dict[str, Any] = json.loads(subprocess.run(asked, capture_output=True, text=True, check=True).stdout)
    return report


def test_the_m6_article_gives_up_its_claims(data: Path, tmp_path: Path) -> None:
    text = (data / "m6" / "article.zh.md").read_text(encoding="utf-8")
    found = score(data / "m6" / "score.py", tmp_path, [{"id": "m6", "lang": "zh", "text": text}])["reading"]
    assert found["found"] >= 32
    assert (found["opinions_taken_for_claims"], found["quote_not_at_its_offsets"]) <= (1, 0)


@pytest.mark.parametrize(("figure", "floor"), [("recall", 0.7), ("precision_strict", 0.65)])
def test_announcements_of_all_kinds_give_up_their_claims(data: Path, tmp_path: Path, figure: str, floor: float) -> None:
    folder = data / "announcements"
    articles = [json.loads(line) for line in (folder / "articles.jsonl").read_text(encoding="utf-8").splitlines()]
    found = score(folder / "score.py", tmp_path, articles, "--split", "dev")["claims"]
    assert found[figure] >= floor
    assert found["quote_not_in_text"] == 0
