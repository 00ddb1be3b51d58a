"""What the stand-in makes go wrong, as a client meets it, and when."""

import time
from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
import requests
from lxml import etree
from requests.exceptions import ChunkedEncodingError, ConnectionError, ReadTimeout

from tests.standin import Clock, Fault, FaultKind, Library, Rule, Service, StandIn, standing_in
from tests.standin.made_up import made_up_works

NOW = datetime(2025, 4, 1, 22, tzinfo=UTC)
BROKEN = (ChunkedEncodingError, ConnectionError)


@pytest.fixture
def standin() -> Iterator[StandIn]:
    with standing_in(Library(made_up_works(9, since=date(2025, 3, 3))), clock=Clock(NOW)) as running:
        yield running


def ask(standin: StandIn, *, timeout: float = 10, encoding: str = "gzip") -> requests.Response:
    """One healthy question, as patiently as arXiv wants it."""
    standin.clock.advance(3)
    asked = {"search_query": "ti:model", "max_results": "9"}
    address = f"{standin.url(Service.ARXIV_API)}/query"
    return requests.get(address, params=asked, timeout=timeout, headers={"Accept-Encoding": encoding})


def spoil(standin: StandIn, fault: Fault) -> None:
    standin.faults.add(Rule(service=Service.ARXIV_API, fault=fault, at=(1,)))


def entries(body: bytes) -> list[str]:
    return [one.text for one in etree.fromstring(body).iterfind("{*}entry/{*}id")]


@pytest.mark.parametrize(
    ("fault", "status", "retry_after", "body"),
    [
        (Fault(kind=FaultKind.STATUS, status=429, retry_after=2), 429, "2", b"Rate exceeded."),
        (Fault(kind=FaultKind.STATUS, status=429), 429, None, b"Rate exceeded."),
        (Fault(kind=FaultKind.STATUS, retry_after=30), 503, "30", b""),
        (
            Fault(kind=FaultKind.STATUS, retry_after=30, as_date=True),
            503,
            "Tue, 01 Apr 2025 22:00:33 GMT",
            b"",
        ),
        (Fault(kind=FaultKind.STATUS, status=502, body="Bad Gateway"), 502, None, b"Bad Gateway"),
        (Fault(kind=FaultKind.EMPTY), 200, None, b""),
    ],
)
def test_another_answer_comes_in_place_of_the_right_one(
    standin: StandIn, fault: Fault, status: int, retry_after: str | None, body: bytes
) -> None:
    spoil(standin, fault)
    answer = ask(standin)
    assert (answer.status_code, answer.headers.get("Retry-After"), answer.content) == (status, retry_after, body)
    assert answer.headers["Date"] == "Tue, 01 Apr 2025 22:00:03 GMT"
    assert len(entries(ask(standin).content)) == 9


def test_a_wall_against_robots_and_a_bomb_say_200(standin: StandIn) -> None:
    spoil(standin, Fault(kind=FaultKind.BOT_WALL))
    wall = ask(standin)
    spoil(standin, Fault(kind=FaultKind.ENTITY_BOMB))
    bomb = ask(standin)
    told = [(one.status_code, one.headers["Content-Type"].split(";")[0]) for one in (wall, bomb)]
    assert told == [(200, "text/html"), (200, "application/xml")]
    assert b"bot" in wall.content
    assert bomb.content.count(b"<!ENTITY") == 10


@pytest.mark.parametrize("status", [301, 302])
def test_a_redirect_leads_to_the_answer(standin: StandIn, status: int) -> None:
    spoil(standin, Fault(kind=FaultKind.REDIRECT, status=status, to=f"{standin.url(Service.HN)}/elsewhere"))
    moved = ask(standin)
    assert [one.status_code for one in moved.history] == [status]
    assert moved.url == f"{standin.url(Service.HN)}/elsewhere"


@pytest.mark.parametrize(
    ("kind", "raised"),
    [
        (FaultKind.RESET_BEFORE, ConnectionError),
        (FaultKind.RESET_AFTER, BROKEN),
        (FaultKind.CONNECTION_CUT, BROKEN),
    ],
)
def test_a_connection_breaks(standin: StandIn, kind: FaultKind, raised: type[Exception]) -> None:
    spoil(standin, Fault(kind=kind))
    with pytest.raises(raised):
        ask(standin)
    assert len(entries(ask(standin).content)) == 9


def test_a_hanging_answer_never_comes_and_the_log_says_so(standin: StandIn) -> None:
    spoil(standin, Fault(kind=FaultKind.HANG, seconds=0.3))
    with pytest.raises(ReadTimeout):
        ask(standin, timeout=0.1)
    spoil(standin, Fault(kind=FaultKind.HANG, seconds=0.5))
    with pytest.raises(ConnectionError):
        ask(standin)
    # Who has given up does not wait any more: the second request is not one beside the first.
    told = [(one.status, one.fault, one.together) for one in standin.log.asked()]
    assert told == [(None, FaultKind.HANG, 1)] * 2


@pytest.mark.parametrize("kind", [FaultKind.SLOW_START, FaultKind.DRIP])
def test_a_slow_answer_is_the_right_one(standin: StandIn, kind: FaultKind) -> None:
    expected = entries(ask(standin).content)
    spoil(standin, Fault(kind=kind, seconds=0.3))
    started = time.monotonic()
    assert entries(ask(standin).content) == expected
    assert time.monotonic() - started > 0.25


def test_a_cut_body_calls_itself_whole(standin: StandIn) -> None:
    spoil(standin, Fault(kind=FaultKind.BODY_CUT, share=0.4))
    cut = ask(standin, encoding="identity")
    assert int(cut.headers["Content-Length"]) == len(cut.content)
    with pytest.raises(etree.XMLSyntaxError):
        etree.fromstring(cut.content)


def test_bytes_that_are_no_text_break_a_strict_parser(standin: StandIn) -> None:
    spoil(standin, Fault(kind=FaultKind.BAD_BYTES))
    with pytest.raises(etree.XMLSyntaxError):
        etree.fromstring(ask(standin).content)


@pytest.mark.parametrize("kind", [FaultKind.WRONG_CHARSET, FaultKind.BYTE_ORDER_MARK, FaultKind.HUGE])
def test_an_odd_answer_still_means_the_same(standin: StandIn, kind: FaultKind) -> None:
    expected = entries(ask(standin).content)
    spoil(standin, Fault(kind=kind, size=3_000_000))
    odd = ask(standin)
    signs = {
        FaultKind.WRONG_CHARSET: odd.headers["Content-Type"].endswith("charset=iso-8859-1"),
        FaultKind.BYTE_ORDER_MARK: odd.content.startswith(b"\xef\xbb\xbf<?xml"),
        FaultKind.HUGE: len(odd.content) == 3_000_000,
    }
    assert [sign for sign, seen in signs.items() if seen] == [kind]
    assert entries(odd.content) == expected


def test_an_empty_page_in_the_middle_keeps_its_total(standin: StandIn) -> None:
    spoil(standin, Fault(kind=FaultKind.EMPTY_PAGE))
    empty, full = ask(standin), ask(standin)
    assert [len(entries(one.content)) for one in (empty, full)] == [0, 9]
    totals = [etree.fromstring(one.content).findtext("{*}totalResults") for one in (empty, full)]
    assert totals == ["9", "9"]


def test_rules_count_the_requests_that_they_are_about(standin: StandIn) -> None:
    busy, broken = Fault(kind=FaultKind.STATUS), Fault(kind=FaultKind.STATUS, status=502)
    standin.faults.add(
        Rule(service=Service.ARXIV_API, fault=busy, every=3),
        Rule(service=Service.ARXIV_API, fault=broken, at=(1, 3), match="ti:model"),
        Rule(service=Service.ARXIV_OAI, fault=busy, every=1),
    )
    assert [ask(standin).status_code for _ in range(7)] == [502, 200, 503, 200, 200, 503, 200]
    standin.faults.clear()
    assert [ask(standin).status_code for _ in range(3)] == [200, 200, 200]


def test_bodies_are_packed_for_those_who_take_it(standin: StandIn) -> None:
    packed, plain = ask(standin), ask(standin, encoding="identity")
    assert (packed.headers.get("Content-Encoding"), plain.headers.get("Content-Encoding")) == ("gzip", None)
    assert int(packed.headers["Content-Length"]) < int(plain.headers["Content-Length"])
    assert entries(packed.content) == entries(plain.content)
