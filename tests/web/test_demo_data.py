"""The demonstration is told in our own words, with short quotes only, and says where things are from."""

import json
import re
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
DEMO = PROJECT / "demo"

type Row = dict[str, str]


def articles() -> list[Row]:
    rows: list[Row] = json.loads((DEMO / "announcements.json").read_text(encoding="utf-8"))
    return rows


def text_of(row: Row) -> str:
    return (DEMO / row["file"]).read_text(encoding="utf-8")


def papers() -> list[dict[str, object]]:
    return [json.loads(line) for line in (DEMO / "papers.jsonl").read_text(encoding="utf-8").splitlines()]


def runs(text: str, *, words: int, characters: int) -> set[str]:
    """Every run of so many words, and of so many Chinese characters, without markup and case."""
    plain = re.sub(r"\]\([^)]*\)|[\[*_#]", "", text).casefold()
    said = re.findall(r"[a-z0-9.%-]+", plain)
    signs = "".join(re.findall(r"[\u4e00-\u9fff0-9%]", plain))
    english = {" ".join(said[at : at + words]) for at in range(len(said) - words + 1)}
    return english | {signs[at : at + characters] for at in range(len(signs) - characters + 1)}


def test_the_two_articles_are_one_story_in_two_languages() -> None:
    english, chinese = articles()

    assert (english["language"], chinese["language"], chinese["translation_of"]) == ("en", "zh", english["url"])
    links = [re.findall(r"\]\((https?://[^)\s]+)\)", text_of(row)) for row in (english, chinese)]
    assert links[0] == links[1]


@pytest.mark.parametrize(
    "figure", ["512", "1%", "34", "1750 亿|175 billion", "50 倍|50 times", "80%", "307，200|307,200"]
)
def test_both_articles_give_the_same_figures(figure: str) -> None:
    assert [bool(re.search(figure, text_of(row))) for row in articles()] == [True, True]


def test_every_paper_says_that_its_summary_is_ours() -> None:
    summaries = [str(row["abstract"]) for row in papers()]

    assert [
        summary
        for summary in summaries
        if not summary.startswith(("Summary by Claim Tracker. ", "Claim Tracker 摘要。"))
    ] == []


def test_quotes_in_the_papers_are_short() -> None:
    passages = [part for row in papers() for part in row["passages"]]  # type: ignore[attr-defined]  # JSON

    assert [part["text"] for part in passages if len(part["text"].split()) > 30] == []


def test_papers_have_ids_of_their_own() -> None:
    ids = [row["id"] for row in papers()]

    assert len(set(ids)) == len(ids)


def test_no_sentence_is_taken_from_the_texts_that_we_measure_on(data: Path) -> None:
    theirs = (data / "m6" / "article.zh.md").read_text(encoding="utf-8")
    measured = json.loads((data / "m6" / "papers.json").read_text(encoding="utf-8"))
    theirs += "\n".join(row["abstract"] or "" for row in measured)
    ours = "\n".join([*(text_of(row) for row in articles()), *(str(row["abstract"]) for row in papers())])

    assert runs(ours, words=10, characters=16) & runs(theirs, words=10, characters=16) == set()
