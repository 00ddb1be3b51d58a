"""OpenAlex's works become records, and what cannot be read is told."""

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from claims.core.papers import PaperRecord, Standing
from claims.core.sources import Page, SourceRecord
from claims.sources.openalex_works import parse_id, parse_work, parse_works
from claims.sources.troubles import BrokenAnswer
from tests.sources.openalex_answers import listed, only, why, work
from tests.sources.scripted_client import recorded, told


def test_a_work_is_read_in_full() -> None:
    page = parse_works(listed(work(), cursor="next"))
    assert (page.total, page.resume, page.responded_at) == (1, "next", datetime(2026, 11, 20, 11, tzinfo=UTC))
    assert only(page) == SourceRecord(
        native_id="W1",
        version="2026-11-19T01:02:03",
        record=PaperRecord(
            id="openalex:W1",
            title="Zephyr-9: a small model",
            authors=("Ada Lund", "Joy Mwangi"),
            published_on=date(2024, 3, 5),
            abstract="Zephyr-9 has 3B parameters. We Zephyr-9",
            arxiv_id="2402.00001",
            doi="10.1000/z.1",
            url="https://journal.example/z",
            organisations=("Nimbus Labs", "Kite University"),
            venue="Winds",
            other_ids=(("openalex", "W1"), ("pmid", "123")),
        ),
        payload=json.dumps(work(), separators=(",", ":")),
    )


def test_a_doi_of_the_arxiv_is_its_id_and_a_retraction_is_told() -> None:
    row = work(doi="https://doi.org/10.48550/arXiv.2402.00001", locations=[], is_retracted=True, ids={})
    record = only(parse_work(told(row))).record
    assert (record.arxiv_id, record.doi, record.other_ids) == ("2402.00001", "", (("openalex", "W1"),))
    assert (record.standing, record.standing_on, record.standing_url) == (
        Standing.RETRACTED,
        None,
        "https://openalex.org/W1",
    )


@pytest.mark.parametrize(
    ("told_day", "arxiv", "day"),
    [
        ("2024-01-01", "2402.00001", date(2024, 2, 1)),
        ("2024-01-02", "2402.00001", date(2024, 1, 2)),
        ("2023-01-01", "2402.00001", date(2023, 1, 1)),
        ("2024-01-01", "hep-th/9901001", date(2024, 1, 1)),
        (None, "2402.00001", None),
    ],
)
def test_a_year_is_told_as_its_first_day_which_the_month_of_an_arxiv_id_makes_good(
    told_day: str | None, arxiv: str, day: date | None
) -> None:
    row = work(publication_date=told_day, locations=[{"landing_page_url": f"https://arxiv.org/abs/{arxiv}"}])
    assert only(parse_work(told(row))).record.published_on == day


def test_what_is_null_is_left_out() -> None:
    row = {**dict.fromkeys(work()), "id": "https://openalex.org/W1", "title": "Zephyr"}
    assert only(parse_work(told(row))).record == PaperRecord(
        id="openalex:W1", title="Zephyr", url="https://openalex.org/W1", other_ids=(("openalex", "W1"),)
    )


def test_records_that_cannot_be_read_are_told_and_the_others_go_on() -> None:
    rows = (
        work(1, title=None),
        work(2),
        work(3, publication_date="2024-13-01"),
        work(4, abstract_inverted_index={"a": ["b"], "c": [0]}),
        work(5, abstract_inverted_index=["a"]),
        work(6, id="https://openalex.org/A6"),
    )
    page = parse_works(listed(*rows, count=6))
    assert [each.native_id for each in page.records] == ["W2"]
    assert why(page) == [
        ("https://openalex.org/W1", "The record has no title."),
        ("https://openalex.org/W3", "'2024-13-01' is not a date."),
        ("https://openalex.org/W4", "The abstract is no index of words."),
        ("https://openalex.org/W5", "The abstract is no index of words."),
        ("https://openalex.org/A6", "'https://openalex.org/A6' is not the id of a work."),
    ]


def test_text_that_no_database_keeps_is_cleaned() -> None:
    assert only(parse_work(told(work(title="Zeph\0yr \ud800 9")))).record.title == "Zephyr 9"


def test_a_work_that_it_does_not_have_is_absent_and_anything_else_is_broken() -> None:
    page = told(b"<!doctype html><h1>Not Found</h1>", status=404)
    assert (parse_work(page), parse_id(page)) == (Page(), "")
    for body in (b"<!doctype html><h1>Hello</h1>", b"", b"{", b"[]", b'{"id": null}', b'{"meta": {}, "results": []}'):
        for parse in (parse_work, parse_id, parse_works):
            with pytest.raises(BrokenAnswer):
                parse(told(body))


def test_the_recorded_answers_are_read_each_as_what_it_is(data: Path) -> None:
    folder, counts = data / "fixtures" / "openalex", {"works": 0, "lists": 0, "listed": 0, "parts": 0, "absent": 0}
    for line in (folder / "manifest.jsonl").read_text().splitlines():
        entry = json.loads(line)
        answer = recorded(folder / entry["file"], status=entry["status"])
        if "filter=" in entry["url"]:
            page = parse_works(answer)
            assert (len(page.records), page.unreadable) == (page.total, ())
            counts["lists"], counts["listed"] = counts["lists"] + 1, counts["listed"] + len(page.records)
        elif entry["status"] == 404:
            assert parse_work(answer) == Page()
            counts["absent"] += 1
        elif "select=open_access,doi" in entry["url"]:
            with pytest.raises(BrokenAnswer, match="told no work"):
                parse_work(answer)
            counts["parts"] += 1
        else:
            assert only(parse_work(answer)).record.doi in entry["url"].replace("%2F", "/")
            counts["works"] += 1
    assert counts == {"works": 5, "lists": 3, "listed": 4, "parts": 3, "absent": 1}


def test_a_recorded_preprint_has_its_ids_its_month_and_its_abstract(data: Path) -> None:
    path = data / "fixtures" / "openalex" / "test_title_search_paper_attributes1___02.json"
    record = only(parse_works(recorded(path))).record
    assert (record.arxiv_id, record.doi, record.published_on) == ("2312.07559", "", date(2023, 12, 1))
    assert (record.other_ids, record.url) == ((("openalex", "W4389761608"),), "https://arxiv.org/abs/2312.07559")
    index = json.loads(path.read_text())["results"][0]["abstract_inverted_index"]
    words = record.abstract.split(" ")
    assert [[words[place] for place in places] for places in index.values()] == [
        [word] * len(places) for word, places in index.items()
    ]


def test_the_transcribed_list_of_2026_has_more_works_than_it_shows(data: Path) -> None:
    page = parse_works(recorded(data / "fixtures" / "transcribed" / "openalex_list_meta_2026.json"))
    assert (page.total, why(page)) == (327595274, [("https://openalex.org/W3038568908", "The record has no title.")])
