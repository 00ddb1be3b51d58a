"""One worker at a time asks a source, and none before its pace allows it."""

import threading
from datetime import datetime, timedelta

import pytest
from django.db import connection

from claims.core.sources import Source
from claims.models import Fetch, SourceTurn
from claims.sources.client import StrictClient
from claims.sources.connectors import Answer, Request
from claims.sources.paces import PACES, Pace, Turn, Wait
from claims.workflows.log_fetch import DatabaseLog
from claims.workflows.take_source_turn import DatabaseGate
from tests.standin.clock import Clock
from tests.standin.library import Library
from tests.standin.server import standing_in
from tests.standin.services import Service
from tests.workflows.made_up_claims import NOW

ARXIV = PACES[Source.ARXIV]


class Time:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now

    def passes(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


@pytest.fixture
def time() -> Time:
    return Time()


def turn(gate: DatabaseGate, pace: Pace = ARXIV) -> Turn:
    asked = gate.ask(pace)
    assert isinstance(asked, Turn)
    return asked


@pytest.mark.django_db
def test_a_turn_is_had_by_one_and_the_next_comes_after_the_spacing(time: Time) -> None:
    gate = DatabaseGate(clock=time)
    first = turn(gate)
    assert isinstance(gate.ask(ARXIV), Wait)
    time.passes(1)
    assert gate.leave(first, quiet=3.0) == NOW + timedelta(seconds=4)
    assert gate.ask(ARXIV) == Wait(seconds=3.0, until=NOW + timedelta(seconds=4))
    time.passes(3)
    assert turn(gate).holder != first.holder


@pytest.mark.django_db
def test_paces_do_not_wait_for_each_other(time: Time) -> None:
    gate = DatabaseGate(clock=time)
    turn(gate)
    assert turn(gate, PACES[Source.OPENALEX]).pace == "openalex"


@pytest.mark.django_db
def test_a_source_that_is_left_alone_says_why(time: Time) -> None:
    gate = DatabaseGate(clock=time)
    gate.leave(turn(gate), quiet=600.0, closed="it answered 429")
    assert gate.ask(ARXIV) == Wait(seconds=600.0, until=NOW + timedelta(minutes=10), closed="it answered 429")
    time.passes(600)
    gate.leave(turn(gate), quiet=3.0)
    assert SourceTurn.objects.get().closed == ""


@pytest.mark.django_db
def test_a_worker_that_died_holds_its_turn_no_longer_than_a_request_may_last(time: Time) -> None:
    gate = DatabaseGate(clock=time)
    died = turn(gate)
    time.passes(ARXIV.total_seconds + ARXIV.read_seconds + 15)
    heir = turn(gate)
    gate.leave(died, quiet=0.0)
    assert isinstance(gate.ask(ARXIV), Wait)
    gate.leave(heir, quiet=0.0)
    turn(gate)


@pytest.mark.django_db(transaction=True)
def test_threads_that_ask_at_once_are_spaced_and_never_two_at_a_time() -> None:
    """Seen from the server: with the real clock, three askers and two questions each."""
    with standing_in(Library(), clock=Clock()) as standin:
        request = Request(
            source=Source.ARXIV, url=standin.url(Service.ARXIV_API) + "/query", parameters=(("search_query", "all:x"),)
        )

        def ask() -> None:
            client = StrictClient(
                contact="desk@claims.example", gate=DatabaseGate(), log=DatabaseLog(), clock=lambda: NOW
            )
            for _ in range(2):
                client.fetch(request, _status)
            connection.close()

        askers = [threading.Thread(target=ask) for _ in range(3)]
        for asker in askers:
            asker.start()
        for asker in askers:
            asker.join()
        assert len(standin.log.asked()) == 6
        assert standin.log.breaches(Service.ARXIV_API) == ()
    assert [(one.status, one.failure) for one in Fetch.objects.all()] == [(200, "")] * 6


def _status(answer: Answer) -> int:
    return answer.status
