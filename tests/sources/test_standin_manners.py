"""Whom arXiv shuts out, what the log holds against a client, and the stand-in as a process of its own."""

import json
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import requests

from tests.standin import (
    ARXIV,
    Capture,
    Citing,
    Clock,
    Fault,
    FaultKind,
    FeedItem,
    Library,
    Notice,
    Page,
    Rule,
    Service,
    StandIn,
    Story,
    Work,
    standing_in,
)
from tests.standin.library import Entry, load, store
from tests.standin.made_up import made_up_works

NOW = datetime(2025, 4, 1, 14, tzinfo=UTC)
POLITE = {"User-Agent": "claim-tracker-tests (mailto:somebody@example.org)"}
WORKS = tuple(made_up_works(3, since=date(2025, 4, 1)))
PATHS = {
    Service.ARXIV_API: "/query?id_list=2504.00001",
    Service.ARXIV_OAI: "/oai?verb=Identify",
    Service.ARXIV_RSS: "/rss/cs",
}


@pytest.fixture
def standin() -> Iterator[StandIn]:
    with standing_in(Library(WORKS), clock=Clock(NOW)) as running:
        yield running


def status(standin: StandIn, service: Service = Service.ARXIV_API) -> int:
    return requests.get(standin.url(service) + PATHS[service], headers=POLITE, timeout=10).status_code


def test_arxiv_answers_those_who_wait_three_seconds(standin: StandIn) -> None:
    told = []
    for service in (*PATHS, *PATHS):
        told.append(status(standin, service))
        standin.clock.advance(3)
    assert told == [200] * 6
    assert standin.log.breaches(Service.ARXIV_OAI) == ()


def test_one_who_is_too_fast_is_shut_out_of_all_interfaces_for_ten_minutes(standin: StandIn) -> None:
    waits = [(0, Service.ARXIV_API), (2.5, Service.ARXIV_OAI), (10, Service.ARXIV_RSS), (580, Service.ARXIV_API)]
    told = []
    for seconds, service in [*waits, (10, Service.ARXIV_OAI)]:
        standin.clock.advance(seconds)
        told.append(status(standin, service))
    assert told == [200, 429, 429, 429, 200]
    [breach] = standin.log.breaches(Service.ARXIV_RSS)
    assert (breach.number, breach.reason) == (2, "2.50 s after the request before")


def test_the_refusal_is_the_one_that_arxiv_gives(standin: StandIn) -> None:
    status(standin)
    refused = requests.get(standin.url(Service.ARXIV_API) + "/query", timeout=10)
    told = (refused.status_code, refused.reason, refused.content, refused.headers["Content-Type"])
    assert told == (429, "Unknown Error", b"Rate exceeded.", "text/html")
    assert "Retry-After" not in refused.headers


def test_a_second_connection_is_refused_while_the_first_is_under_way(standin: StandIn) -> None:
    slow = Fault(kind=FaultKind.SLOW_START, seconds=5)
    standin.faults.add(Rule(service=Service.ARXIV_OAI, fault=slow, at=(1,)))
    first = threading.Thread(target=status, args=(standin, Service.ARXIV_OAI), daemon=True)
    first.start()
    until = time.monotonic() + 10
    while not standin.log.asked() and time.monotonic() < until:
        time.sleep(0.01)
    standin.clock.advance(60)
    assert status(standin) == 429
    standin.stop()
    first.join()
    assert [breach.reason for breach in standin.log.breaches(Service.ARXIV_API)] == ["2 connections at once"]


def test_a_lenient_stand_in_answers_and_holds_it_against_the_client() -> None:
    with standing_in(Library(WORKS), clock=Clock(NOW), lenient=True) as standin:
        assert [status(standin) for _ in range(3)] == [200, 200, 200]
        reasons = [breach.reason for breach in standin.log.breaches(Service.ARXIV_API)]
    assert reasons == ["0.00 s after the request before"] * 2


def test_the_log_tells_who_gives_no_contact_and_who_puts_a_key_into_an_address(standin: StandIn) -> None:
    address = standin.url(Service.OPENALEX)
    requests.get(f"{address}/works?search=a", headers=POLITE, timeout=10)
    requests.get(f"{address}/works?api_key=abc", headers=POLITE, timeout=10)
    requests.get(f"{address}/works", headers={"User-Agent": "robot/1.0"}, timeout=10)
    told = [(breach.number, breach.reason) for breach in standin.log.breaches(Service.OPENALEX)]
    assert told == [
        (2, "a key in the address (api_key)"),
        (3, "no contact in the User-Agent 'robot/1.0'"),
    ]


def test_forms_and_addresses_ask_the_same(standin: StandIn) -> None:
    address, asked = f"{standin.url(Service.ARXIV_API)}/query", {"id_list": "2504.00001"}
    got = requests.get(address, params=asked, timeout=10).content
    standin.clock.set(NOW)
    with standing_in(standin.library, profile=ARXIV, clock=Clock(NOW)) as other:
        posted = requests.post(f"{other.url(Service.ARXIV_API)}/query", data=asked, timeout=10).content
    assert posted == got


EVERYTHING: tuple[Entry, ...] = (
    *WORKS,
    Work(
        doi="10.5555/made.up",
        title="Written elsewhere",
        datestamp=date(2025, 1, 2),
        references=(Citing(key=WORKS[0].key, contexts=("As shown before.",), influential=True),),
        notices=(Notice(type="retraction", doi="10.5555/notice", updated=date(2025, 2, 3), source="retraction-watch"),),
        corpus_id=12,
        other_ids=(("dblp", "journals/x/1"),),
        published=date(2024, 12, 31),
    ),
    FeedItem(feed="lab/news.xml", title="News", link="https://lab.example/1", published=NOW),
    Story(id=1, title="Told", time=NOW, kids=(2, 3)),
    Page(path="a/b.html", body="<p>é"),
    Capture(url="https://lab.example/1", at=NOW, body="then"),
)


def test_a_library_comes_back_from_its_file_as_it_was(tmp_path: Path) -> None:
    store(Library(EVERYTHING), tmp_path / "library.jsonl")
    assert load(tmp_path / "library.jsonl").entries() == EVERYTHING


@pytest.fixture
def process(tmp_path: Path) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """The stand-in as a process of its own, at its address."""
    store(Library(EVERYTHING), tmp_path / "library.jsonl")
    command = [sys.executable, "-m", "tests.standin", str(tmp_path / "library.jsonl"), "--now", NOW.isoformat()]
    root = Path(__file__).resolve().parents[2]
    with subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE, text=True) as running:
        assert running.stdout is not None
        try:
            yield running.stdout.readline().strip(), running
        finally:
            running.terminate()


def test_a_process_is_told_over_its_control_port_what_happens(process: tuple[str, subprocess.Popen[str]]) -> None:
    root, running = process

    def tell(doing: str, *rows: object) -> object:
        body = "\n".join(json.dumps(row) for row in rows)
        return requests.post(f"{root}/_ctl/{doing}", data=body, timeout=10).json()

    def versions() -> int:
        tell("clock", {"advance": 3})
        record = "/oai?verb=GetRecord&metadataPrefix=arXivRaw&identifier=oai:arXiv.org:2504.00001"
        return requests.get(f"{root}/arxiv-oai{record}", timeout=10).text.count("<version ")

    assert versions() == 1
    second = {"number": 2, "date": "2025-04-01T15:00:00+00:00"}
    tell("version", {"key": "2504.00001", "version": second, "datestamp": "2025-04-02"})
    assert versions() == 2
    tell("withdraw", {"key": "2504.00001"})
    assert versions() == 3
    assert tell("restamp", {"keys": ["2504.99999"]}) == {"error": "KeyError: '2504.99999'"}
    tell("faults", {"service": "arxiv-oai", "fault": {"kind": "empty"}, "every": 1})
    assert versions() == 0
    requests.delete(f"{root}/_ctl/faults", timeout=10)
    assert tell("clock", {"now": "2025-04-05T00:00:00+00:00"}) == {"now": "2025-04-05T00:00:00+00:00"}
    log = requests.get(f"{root}/_log", timeout=10).json()
    assert [one.get("fault") for one in log] == [None, None, None, "empty"]
    running.send_signal(signal.SIGTERM)
    assert running.wait(timeout=10) == 0
