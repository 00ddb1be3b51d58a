"""The one client under all sources: what it sends, what it takes for an answer, how long it waits, when it gives up."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest
from lxml import etree

from claims.core.sources import Source
from claims.sources import paces
from claims.sources.bodies import xml_of
from claims.sources.client import StrictClient
from claims.sources.connectors import Answer, Expected, Request
from claims.sources.paces import PACES
from claims.sources.troubles import BrokenAnswer, SourceRefused, SourceUnavailable
from tests.sources.open_gate import KeptLog, Left, OpenGate
from tests.standin.clock import Clock
from tests.standin.faults import Fault, FaultKind, Rule
from tests.standin.library import Library
from tests.standin.server import StandIn, standing_in
from tests.standin.services import Service

NOW = datetime(2026, 5, 3, 9, tzinfo=UTC)
WHOLE = "feed"


@dataclass(kw_only=True)
class World:
    """A client, what it may ask, and what it left behind."""

    standin: StandIn
    client: StrictClient
    gate: OpenGate
    log: KeptLog

    def request(self, **changes: object) -> Request:
        base = Request(
            source=Source.ARXIV,
            url=self.standin.url(Service.ARXIV_API) + "/query",
            parameters=(("search_query", "all:zephyr"), ("max_results", "5")),
            expects=Expected.XML,
        )
        return replace(base, **changes)  # type: ignore[arg-type]

    def ask(self, **changes: object) -> str:
        """The name of the root element of the answer."""
        return self.client.fetch(self.request(**changes), root_of)

    def goes_wrong(self, kind: FaultKind, *, times: int = 1, **details: object) -> None:
        fault = replace(Fault(kind=kind), **details)  # type: ignore[arg-type]
        self.standin.faults.add(Rule(service=Service.ARXIV_API, fault=fault, at=tuple(range(1, times + 1))))

    def tried(self) -> list[tuple[int | None, int, str]]:
        """Status, number of the try, and the failure without the address."""
        address = f"{self.standin.url(Service.ARXIV_API)}/query?search_query=all%3Azephyr&max_results=5"
        return [(one.status, one.attempt, one.failure.replace(address, "it")) for one in self.log.tries]


def elsewhere(world: World) -> str:
    return f"{world.standin.url(Service.ARXIV_API)}/query?search_query=all:x"


def root_of(answer: Answer) -> str:
    return str(etree.QName(xml_of(answer)).localname)


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """arXiv's queries on loopback, with a clock that the client's waiting moves; its patience is a second."""
    monkeypatch.setitem(paces.PACES, Source.ARXIV, replace(PACES[Source.ARXIV], read_seconds=0.3, total_seconds=0.6))
    with around(Clock(NOW)) as made:
        yield made


@contextmanager
def around(clock: Clock) -> Iterator[World]:
    gate, log = OpenGate(), KeptLog()
    with standing_in(Library(), clock=clock, lenient=True) as standin:
        client = StrictClient(contact="desk@claims.example", gate=gate, log=log, clock=clock.now, sleep=clock.advance)
        yield World(standin=standin, client=client, gate=gate, log=log)


def test_it_says_who_asks_and_keeps_no_connection(world: World) -> None:
    assert world.ask() == WHOLE
    [asked] = world.standin.log.asked()
    assert asked.user_agent == "ClaimTracker/0.1 (+mailto:desk@claims.example)"
    assert (asked.headers["connection"], asked.headers["accept"].split(",")[0]) == ("close", "application/xml")
    assert world.standin.log.breaches(Service.ARXIV_API) == ()


def test_a_key_is_sent_and_written_nowhere(world: World) -> None:
    world.ask(secret_headers=(("x-api-key", "made-up-secret"),))
    assert world.standin.log.asked()[0].headers["x-api-key"] == "made-up-secret"
    assert "made-up-secret" not in repr(world.log.tries) + repr(
        world.request(secret_headers=(("k", "made-up-secret"),))
    )


def test_an_answer_leaves_one_line_in_the_log(world: World) -> None:
    world.ask()
    [told] = world.log.tries
    assert (told.source, told.method, told.status, told.attempt, told.failure) == (Source.ARXIV, "GET", 200, 1, "")
    assert told.size > 0
    assert len(told.sha256) == 64
    assert told.not_before is None
    assert world.gate.left == [Left(pace="arxiv", quiet=3.0, closed="")]


HEALS = [
    (FaultKind.STATUS, {"status": 503}, 503, "it answered 503"),
    (FaultKind.STATUS, {"status": 502}, 502, "it answered 502"),
    (FaultKind.EMPTY, {}, 200, "it answered 200 with nothing in it."),
    (FaultKind.BOT_WALL, {}, 200, "it sent a web page where data was expected; it may keep programs out."),
    (FaultKind.BODY_CUT, {}, 200, "it sent XML that is not whole"),
    (FaultKind.CONNECTION_CUT, {}, 200, "it could not be read"),
    (FaultKind.RESET_BEFORE, {}, None, "it could not be read"),
    (FaultKind.RESET_AFTER, {}, 200, "it could not be read"),
    (FaultKind.ENTITY_BOMB, {}, 200, "it sent XML with a document type, which no source needs."),
    (FaultKind.BAD_BYTES, {}, 200, "it sent XML that is not whole"),
    (FaultKind.HANG, {"seconds": 2.0}, None, "it did not answer within 0 s."),
    (FaultKind.SLOW_START, {"seconds": 2.0}, None, "it did not answer within 0 s."),
]


@pytest.mark.parametrize(("kind", "details", "status", "told"), HEALS)
def test_a_fault_that_heals_is_asked_again_and_counted(
    world: World, kind: FaultKind, details: dict[str, object], status: int | None, told: str
) -> None:
    world.goes_wrong(kind, **details)  # type: ignore[arg-type] # the fields of a fault
    assert world.ask() == WHOLE
    first, second = world.tried()
    assert first[:2] == (status, 1)
    assert first[2].startswith(told)
    assert second == (200, 2, "")
    assert [left.quiet for left in world.gate.left] == [3.0, 3.0]


@pytest.mark.parametrize(("kind", "details", "status", "told"), HEALS)
def test_a_fault_that_stays_is_loud_after_four_tries(
    world: World, kind: FaultKind, details: dict[str, object], status: int | None, told: str
) -> None:
    world.goes_wrong(kind, times=9, **details)
    with pytest.raises(SourceUnavailable):
        world.ask()
    assert [(one[0], one[1]) for one in world.tried()] == [(status, number) for number in (1, 2, 3, 4)]
    assert [left.quiet for left in world.gate.left] == [3.0, 8.0, 32.0, 32.0]


def test_a_broken_answer_stays_one(world: World) -> None:
    world.goes_wrong(FaultKind.BODY_CUT, times=9)
    with pytest.raises(BrokenAnswer, match="XML that is not whole"):
        world.ask()


@pytest.mark.parametrize("as_date", [False, True])
@pytest.mark.parametrize("status", [429, 503])
def test_a_source_that_tells_how_long_is_left_alone_so_long(world: World, status: int, as_date: bool) -> None:
    world.goes_wrong(FaultKind.STATUS, status=status, retry_after=40, as_date=as_date)
    assert world.ask() == WHOLE
    assert [left.quiet for left in world.gate.left] == [40.0, 3.0]
    assert world.log.tries[0].not_before == NOW + timedelta(seconds=40)


def test_a_budget_that_is_spent_is_not_waited_for(world: World) -> None:
    world.goes_wrong(FaultKind.STATUS, status=429, retry_after=7200)
    with pytest.raises(SourceUnavailable) as left_alone:
        world.ask()
    assert left_alone.value.not_before == NOW + timedelta(hours=2)
    assert [(one.quiet, one.closed != "") for one in world.gate.left] == [(7200.0, True)]


def test_a_bare_429_closes_arxiv_for_ten_minutes(world: World) -> None:
    world.goes_wrong(FaultKind.STATUS, status=429)
    with pytest.raises(SourceUnavailable) as left_alone:
        world.ask()
    assert left_alone.value.not_before == NOW + timedelta(minutes=10)


def test_what_a_plan_does_not_include_is_no_reason_to_wait(world: World) -> None:
    world.goes_wrong(FaultKind.STATUS, status=429, body='{"message": "Plan upgrade required"}')
    with pytest.raises(SourceRefused, match=r"answered 429 \(\{\"message\": \"Plan upgrade required\"\}\)\."):
        world.ask()


def test_other_refusals_are_final_at_once(world: World) -> None:
    world.goes_wrong(FaultKind.STATUS, status=403, body="Not you.")
    with pytest.raises(SourceRefused, match=r"answered 403 \(Not you\.\)\."):
        world.ask()
    assert len(world.log.tries) == 1


def test_a_status_that_the_parser_wants_is_handed_over(world: World) -> None:
    world.goes_wrong(FaultKind.STATUS, status=404, body="<gone/>")
    assert world.ask(hands_over=frozenset({404})) == "gone"


@pytest.mark.parametrize("kind", [FaultKind.BYTE_ORDER_MARK])
def test_a_troublesome_manner_is_no_fault(world: World, kind: FaultKind) -> None:
    world.goes_wrong(kind)
    assert world.ask() == WHOLE
    assert len(world.log.tries) == 1


def test_a_body_without_end_is_refused(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(paces.PACES, Source.ARXIV, replace(PACES[Source.ARXIV], max_bytes=1024 * 1024))
    world.goes_wrong(FaultKind.HUGE, size=2 * 1024 * 1024)
    with pytest.raises(SourceRefused, match="is larger than 1 MB"):
        world.ask()


def test_a_redirect_is_followed_as_a_request_of_its_own_and_without_the_key(world: World) -> None:
    with around(world.standin.clock) as other:
        world.goes_wrong(FaultKind.REDIRECT, status=301, to=elsewhere(other))
        client = replace(world.client, allow_private=True)
        secret = world.request(secret_headers=(("x-api-key", "made-up"),))
        assert client.fetch(secret, root_of) == WHOLE
        [asked] = other.standin.log.asked()
    assert "x-api-key" not in asked.headers
    assert [one.attempt for one in world.log.tries] == [1, 2]
    assert [left.quiet for left in world.gate.left] == [3.0, 3.0]


def test_a_redirect_to_inside_is_not_followed(world: World) -> None:
    with around(world.standin.clock) as other:
        world.goes_wrong(FaultKind.REDIRECT, status=302, to=elsewhere(other))
        with pytest.raises(SourceRefused, match="points inside a private network"):
            world.ask()
        assert other.standin.log.asked() == ()


def test_redirects_that_go_in_circles_end(world: World) -> None:
    world.goes_wrong(FaultKind.REDIRECT, times=9, status=302)
    with pytest.raises(SourceRefused, match="redirects more than 3 times"):
        world.ask()
    assert len(world.log.tries) == 4


def test_an_address_that_somebody_gave_may_not_point_inside(world: World) -> None:
    with pytest.raises(SourceRefused, match="points inside a private network"):
        world.ask(trusted=False, source=Source.FEED)
    assert world.standin.log.asked() == ()


def test_a_strangers_host_has_a_pace_of_its_own(world: World) -> None:
    client = replace(world.client, allow_private=True)
    client.fetch(world.request(trusted=False, source=Source.FEED), root_of)
    assert [left.pace for left in world.gate.left] == ["site 127.0.0.1"]
