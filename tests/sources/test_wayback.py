"""The Wayback Machine's index, mementos and jobs, against recordings and the stand-in."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from claims.sources.client import StrictClient
from claims.sources.connectors import Answer
from claims.sources.troubles import BrokenAnswer, SourceRefused
from claims.sources.wayback import (
    IndexPage,
    Memento,
    PageBlocked,
    SaveFailed,
    Trouble,
    Wayback,
    parse_index,
    parse_job,
    parse_memento,
    parse_submission,
)
from tests.sources.open_gate import KeptLog, OpenGate
from tests.sources.scripted_client import AT, ScriptedClient, recorded, told
from tests.standin.clock import Clock
from tests.standin.faults import Fault, FaultKind, Rule
from tests.standin.library import Capture, Library
from tests.standin.server import StandIn, standing_in
from tests.standin.services import Service
from tests.standin.terms import set_terms
from tests.standin.wayback import WaybackTerms

ARCHIVE = "https://web.archive.example"
PAGE = "https://news.example/giant?a=1"
DAY = timedelta(days=1)


def manifest(data: Path, folder: str) -> list[dict[str, Any]]:
    lines = (data / "fixtures" / folder / "manifest.jsonl").read_text().splitlines()
    return [json.loads(line) for line in lines]


def memento_answer(entry: dict[str, Any]) -> Answer:
    return Answer(url=entry["url"], status=entry["status"], headers=entry["headers"], body=b"", received_at=AT)


def test_every_recorded_page_of_the_index_is_read_to_its_last_row(data: Path) -> None:
    pages, blocked = [], 0
    for entry in manifest(data, "wayback_cdx"):
        answer = recorded(data / "fixtures" / "wayback_cdx" / entry["file"], status=entry["status"])
        if entry["status"] == 403:
            with pytest.raises(PageBlocked):
                parse_index(answer)
            blocked += 1
            continue
        page = parse_index(answer)
        pages.append(page)
        lines = [line for line in answer.body.decode().splitlines() if line]
        assert len(page.rows) + bool(page.resume) == len(lines)
        assert [f"{row.at:%Y%m%d%H%M%S}" for row in page.rows] == [row.stamp for row in page.rows]
    assert (len(pages), blocked) == (36, 1)
    assert sum(bool(page.resume) for page in pages) == 30


def test_a_recorded_row_is_read_field_by_field(data: Path) -> None:
    folder = data / "fixtures" / "wayback_cdx"
    row = parse_index(recorded(folder / "test_search_does_not_repeat_results__00.txt")).rows[1]
    assert (row.original, row.at, row.mime_type, row.status, row.digest) == (
        "https://www.energystar.gov/",
        datetime(2020, 6, 12, 1, 40, 14, tzinfo=UTC),
        "warc/revisit",
        None,
        "DBA3N454ZRZ42QEBER5QRT332DJTTLR5",
    )


def test_the_index_as_json_has_its_resume_key_behind_an_empty_row(data: Path) -> None:
    page = parse_index(recorded(data / "fixtures" / "transcribed" / "wayback_cdx_resumekey.json"))
    assert [row.stamp for row in page.rows] == ["19970126045828", "19971011050034"]
    assert page.resume == "org%2Carchive%29%2F+19980109140106%21"


def test_what_is_no_index_is_told() -> None:
    assert (parse_index(told(b"")), parse_index(told([]))) == (IndexPage(), IndexPage())
    for body in (b"a b c", b"com,x)/ 20269999000000 http://x/ text/html 200 D 1", b"[[1, 2]]", b"[["):
        with pytest.raises(BrokenAnswer):
            parse_index(told(body))
    with pytest.raises(SourceRefused) as caught:
        parse_index(told(b"Forbidden", status=403))
    assert not isinstance(caught.value, PageBlocked)


def test_a_recorded_memento_says_when_it_was_made_and_other_pages_of_the_archive_do_not(data: Path) -> None:
    entries = manifest(data, "wayback_memento")
    found = [parse_memento(memento_answer(entry)) for entry in entries]
    expected = [entry["headers"].get("memento-datetime", "") for entry in entries]
    assert (len(entries), sum(memento is not None for memento in found)) == (28, 13)
    assert [f"{memento.at:%a, %d %b %Y %H:%M:%S GMT}" if memento else "" for memento in found] == expected
    assert all(f"/web/{memento.at:%Y%m%d%H%M%S}" in memento.url for memento in found if memento)


def test_a_submission_gives_the_number_of_its_job() -> None:
    assert parse_submission(told({"url": PAGE, "job_id": "spn2-1"})) == "spn2-1"


@pytest.mark.parametrize(
    ("code", "trouble"),
    [
        ("error:not-found", Trouble.PERMANENT),
        ("error:blocked-url", Trouble.PERMANENT),
        ("error:user-session-limit", Trouble.QUOTA),
        ("error:too-many-daily-captures", Trouble.QUOTA),
        ("error:gateway-timeout", Trouble.TRANSIENT),
        ("error:what-nobody-knew", Trouble.TRANSIENT),
        ("", Trouble.TRANSIENT),
    ],
)
def test_errors_are_sorted_by_what_helps(code: str, trouble: Trouble) -> None:
    answer = told({"status": "error", "status_ext": code, "message": "No."})
    for read in (parse_submission, lambda answer: parse_job(answer, address=ARCHIVE)):
        with pytest.raises(SaveFailed) as caught:
            read(answer)
        assert (caught.value.trouble, str(caught.value)) == (trouble, f"No. ({code})" if code else "No.")


def test_a_wrong_key_is_no_fault_of_the_page() -> None:
    with pytest.raises(SaveFailed) as caught:
        parse_submission(told({"message": "You need to be logged in."}, status=401))
    assert caught.value.trouble is Trouble.QUOTA


def test_only_success_is_a_capture() -> None:
    success = {"status": "success", "original_url": PAGE, "timestamp": "20260503093000"}
    assert parse_job(told({"status": "pending"}), address=ARCHIVE) is None
    assert parse_job(told(success), address=ARCHIVE) == Memento(
        url=f"{ARCHIVE}/web/20260503093000/{PAGE}", at=datetime(2026, 5, 3, 9, 30, tzinfo=UTC)
    )
    for broken in ({}, {**success, "timestamp": "2026"}, {**success, "original_url": ""}, {"status": "done"}):
        with pytest.raises(BrokenAnswer):
            parse_job(told(broken), address=ARCHIVE)


def test_the_key_is_in_no_address() -> None:
    client = ScriptedClient(answers=[told({"job_id": "1"}), told({"status": "pending"})])
    archive = Wayback(client=client, address=ARCHIVE, key="access:secret")
    archive.submit(PAGE)
    archive.saved("1")
    assert [request.secret_headers for request in client.asked] == [(("Authorization", "LOW access:secret"),)] * 2
    assert [(request.url, request.form) for request in client.asked] == [
        (f"{ARCHIVE}/save", (("url", PAGE),)),
        (f"{ARCHIVE}/save/status/1", ()),
    ]
    assert "secret" not in repr(client.asked)


def archive_at(running: StandIn, *, gate: OpenGate | None = None) -> Wayback:
    """The archive asked by the real client, which waits by the stand-in's clock."""
    client = StrictClient(
        contact="desk@claims.example",
        gate=gate or OpenGate(),
        log=KeptLog(),
        clock=running.clock.now,
        sleep=running.clock.advance,
        allow_private=True,
    )
    return Wayback(client=client, address=running.url(Service.WAYBACK), key="access:secret")


def captures(*moments: datetime, status: int = 200) -> Library:
    return Library([Capture(url=PAGE, at=at, body="Words.", status=status) for at in moments])


def test_the_nearest_good_capture_is_found_on_either_side() -> None:
    library = captures(AT - 9 * DAY, AT - 4 * DAY, AT + 3 * DAY, AT + 8 * DAY)
    library.add(Capture(url=PAGE, at=AT + DAY, status=404))
    with standing_in(library, clock=Clock(AT)) as running:
        archive = archive_at(running)
        found = [archive.nearest(PAGE, moment) for moment in (AT, AT - 3 * DAY, AT + 99 * DAY)]
        assert [one.at if one else None for one in found] == [AT + 3 * DAY, AT - 4 * DAY, AT + 8 * DAY]
        assert found[0]
        assert found[0].url == f"{archive.address}/web/{AT + 3 * DAY:%Y%m%d%H%M%S}/{PAGE}"
        assert archive.nearest("https://news.example/other", AT) is None


def test_a_blocked_address_is_not_taken_for_one_without_captures() -> None:
    with standing_in(captures(AT), clock=Clock(AT)) as running:
        set_terms(running.world, WaybackTerms(blocked=("news.example",)))
        with pytest.raises(PageBlocked):
            archive_at(running).nearest(PAGE, AT)


def test_a_page_that_is_saved_is_there_only_when_the_job_says_so() -> None:
    with standing_in(Library(), clock=Clock(AT)) as running:
        archive = archive_at(running)
        job = archive.submit(PAGE)
        assert (archive.saved(job), archive.nearest(PAGE, AT)) == (None, None)
        running.clock.advance(30)
        made = archive.saved(job)
        assert made is not None
        assert archive.nearest(PAGE, AT) == made


def test_who_asks_too_often_waits_a_minute() -> None:
    with standing_in(captures(AT), clock=Clock(AT)) as running:
        running.faults.add(Rule(service=Service.WAYBACK, fault=Fault(kind=FaultKind.STATUS, status=429), at=(1,)))
        gate = OpenGate()
        assert archive_at(running, gate=gate).nearest(PAGE, AT) is not None
        assert [left.quiet for left in gate.left] == [60.0, 2.5, 2.5, 2.5]
