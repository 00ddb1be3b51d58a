"""Hugging Face: the papers of each day, to the end of each day."""

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from claims.core.papers import PaperRecord
from claims.core.sources import Aim, Look
from claims.sources.client import StrictClient
from claims.sources.connectors import Answer, pages_of
from claims.sources.hugging_face import HuggingFace, parse_daily_papers
from claims.sources.troubles import BrokenAnswer, ResumeLost, SourceRefused
from tests.sources.open_gate import KeptLog, OpenGate
from tests.sources.scripted_client import ScriptedClient, recorded, told
from tests.standin import Clock, Fault, FaultKind, Library, Rule, Work, standing_in
from tests.standin.services import Service

SINCE = Look(aim=Aim.CHANGED, since=date(2026, 11, 19))


def item(number: int = 1, **more: Any) -> dict[str, Any]:
    """A paper of a day; `more` are fields of its paper."""
    paper: dict[str, Any] = {
        "id": f"2611.{number:05d}",
        "title": "Zephyr-9:\n a small model",
        "summary": "Zephyr-9 has\n3B parameters.",
        "authors": [{"name": "Ada Lund", "hidden": False}, {"name": ""}],
        "publishedAt": "2026-11-18T00:00:00.000Z",
        "organization": {"name": "nimbus", "fullname": "Nimbus Labs"},
    }
    return {"paper": {**paper, **more}, "publishedAt": "2026-11-19T20:00:00.000Z", "title": "Zephyr-9"}


def day_of(*items: dict[str, Any], date: str = "Fri, 20 Nov 2026 11:00:00 GMT") -> Answer:
    """A page of a day."""
    return told(items, date=date)


def asking(*answers: Answer) -> tuple[HuggingFace, ScriptedClient]:
    """The source with answers from a script, and the script."""
    client = ScriptedClient(answers=list(answers))
    return HuggingFace(client=client, url="https://hf.example"), client


def test_a_paper_of_a_day_is_read() -> None:
    (record,) = parse_daily_papers(day_of(item())).records
    assert (record.native_id, json.loads(record.payload)) == ("2611.00001", item())
    assert record.record == PaperRecord(
        id="hf:2611.00001",
        title="Zephyr-9: a small model",
        authors=("Ada Lund",),
        published_on=date(2026, 11, 18),
        abstract="Zephyr-9 has 3B parameters.",
        arxiv_id="2611.00001",
        url="https://huggingface.co/papers/2611.00001",
        organisations=("Nimbus Labs",),
    )


def test_papers_that_cannot_be_read_are_told_and_the_others_go_on() -> None:
    page = parse_daily_papers(day_of(item(1, id="x"), item(2), item(3, publishedAt="soon"), {"title": "Zephyr-9"}))
    assert [each.native_id for each in page.records] == ["2611.00002"]
    assert [(each.native_id, each.reason) for each in page.unreadable] == [
        ("x", "'x' is not an arXiv id."),
        ("2611.00003", "'soon' is not a date."),
        ("", "None is not an arXiv id."),
    ]


def test_days_are_asked_one_after_the_other_to_the_servers_today_and_each_to_its_empty_page() -> None:
    source, client = asking(day_of(item(1), item(2)), day_of(item(3)), day_of(), day_of())
    assert [len(page.records) for page in pages_of(source, SINCE, most=9)] == [2, 1, 0, 0]
    assert [(asked["date"], asked["p"], asked["limit"]) for asked in client.parameters()] == [
        ("2026-11-19", "0", "100"),
        ("2026-11-19", "1", "100"),
        ("2026-11-19", "2", "100"),
        ("2026-11-20", "0", "100"),
    ]


def test_the_last_day_may_be_given() -> None:
    source, client = asking(day_of(), day_of())
    list(pages_of(source, Look(aim=Aim.CHANGED, since=date(2026, 11, 1), until=date(2026, 11, 2)), most=9))
    assert [asked["date"] for asked in client.parameters()] == ["2026-11-01", "2026-11-02"]


def test_a_day_that_turns_in_a_circle_or_does_not_end_is_broken() -> None:
    source, _ = asking(day_of(item(1)), day_of(item(1)))
    with pytest.raises(BrokenAnswer, match="page 1 of 2026-11-19 again"):
        list(pages_of(source, SINCE, most=9))
    source, client = asking(*(day_of(item(number)) for number in range(99)))
    with pytest.raises(BrokenAnswer, match="does not end"):
        list(pages_of(source, SINCE, most=99))
    assert len(client.asked) == 21


def test_what_is_no_list_is_broken_and_what_cannot_be_asked_refused() -> None:
    for body in ({"error": "Invalid date"}, b"", b"<!doctype html>"):
        with pytest.raises(BrokenAnswer):
            parse_daily_papers(told(body))
    source, _ = asking()
    for look in (Look(aim=Aim.CHANGED), Look(aim=Aim.WORDS, names=("Zephyr-9",), since=date(2026, 11, 1))):
        with pytest.raises(SourceRefused, match="papers of days"):
            source.page(look)
    for resume in ("x", "[]", '["2026-13-01", 0, ""]', '["2026-11-01", "x", ""]', "7"):
        with pytest.raises(ResumeLost):
            source.page(SINCE, resume)


def test_the_transcribed_paper_is_read(data: Path) -> None:
    (record,) = parse_daily_papers(recorded(data / "fixtures" / "transcribed" / "hf_daily_papers_one.json")).records
    assert (record.record.arxiv_id, record.record.published_on) == ("2609.35427", date(2026, 9, 28))
    assert (record.record.abstract, record.record.organisations) == ("", ("Yandex Research",))


def test_over_the_network_the_days_come_whole_in_spite_of_faults() -> None:
    day = datetime(2026, 11, 20, 12, tzinfo=UTC)
    works = [
        Work(
            title=f"Paper {number}",
            datestamp=day.date(),
            arxiv_id=f"2611.{number:05d}",
            published=day.date() - timedelta(days=3),
            daily_on=day.date() - timedelta(days=number % 2),
        )
        for number in range(250)
    ]
    log, clock = KeptLog(), Clock(day)
    with standing_in(Library(works), clock=clock) as stand_in:
        for at, kind in ((1, FaultKind.BODY_CUT), (4, FaultKind.BOT_WALL), (6, FaultKind.STATUS)):
            stand_in.faults.add(Rule(service=Service.HF, fault=Fault(kind=kind), at=(at,)))
        client = StrictClient(
            contact="tests@claims.example", gate=OpenGate(), log=log, clock=clock.now, sleep=clock.advance
        )
        source = HuggingFace(client=client, url=stand_in.url(Service.HF))
        records = [each for page in pages_of(source, SINCE, most=9) for each in page.records]
    assert {each.native_id for each in records} == {work.arxiv_id for work in works}
    assert len(records) == 250
    assert [each.attempt for each in log.tries if each.failure] == [1, 1, 1]
