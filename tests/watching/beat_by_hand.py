"""Years of jobs in a minute: Celery's own beat, a queue in memory and one worker, all by a clock that a test sets.

Beat sends what `CELERY_BEAT_SCHEDULE` says, messages are JSON as on any broker, and the jobs are the registered ones.
Minutes in which nothing is due are left out: a tick that finds no row that is due does nothing.
"""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from queue import Empty
from typing import Any

import pytest
import time_machine
from celery.beat import Scheduler
from django.apps import apps
from django.db import connection
from pytest_django.fixtures import Settings

from claims.core.sources import Source
from claims.sources.client import StrictClient
from claims.sources.web_pages import PacedFetcher
from claims.workflows import choose_pages, choose_sources
from claims.workflows.take_source_turn import DatabaseGate
from tests.standin import Clock, Service, StandIn
from tracker.celery import app
from tracker.env import SourceAddresses

QUEUE = "claims"
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
# A job sends others at most so often within a minute; more would be a job that calls itself for ever.
MOST_JOBS = 1_000
# When rows that wait are looked at next.
_DUE = ("due_at", "leased_until", "archive_due_at")


class StoryClock(Clock):
    """A stand-in's clock that takes the clock of the whole process along."""

    def __init__(self, start: datetime, traveller: time_machine.Traveller) -> None:
        super().__init__(start)
        self._traveller = traveller

    def set(self, now: datetime) -> None:
        super().set(now)
        self._traveller.move_to(self.now())

    def advance(self, seconds: float) -> None:
        super().advance(seconds)
        self._traveller.move_to(self.now())


@contextmanager
def story_clock(start: datetime) -> Iterator[StoryClock]:
    """It is `start` (aware) for everybody until the clock is set or advanced."""
    with time_machine.travel(start, tick=False) as traveller:
        yield StoryClock(start, traveller)


def live_by(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let clients wait on this clock and keep turns by it, as their arguments allow; let messages stay in memory."""
    gate = partial(DatabaseGate, clock=clock.now)
    for chooser in (choose_sources, choose_pages):
        monkeypatch.setattr(chooser, "DatabaseGate", gate)
    monkeypatch.setattr(choose_sources, "StrictClient", partial(StrictClient, sleep=clock.advance))
    monkeypatch.setattr(choose_pages, "PacedFetcher", partial(PacedFetcher, sleep=clock.advance))
    monkeypatch.setitem(app.conf, "broker_url", "memory://localhost")
    monkeypatch.setitem(app.conf, "broker_transport_options", {})


def addresses_of(standin: StandIn) -> SourceAddresses:
    """Where the settings find the stand-in's services."""
    return SourceAddresses(
        arxiv_oai_url=f"{standin.url(Service.ARXIV_OAI)}/oai",
        arxiv_api_url=f"{standin.url(Service.ARXIV_API)}/query",
        openalex_url=standin.url(Service.OPENALEX),
        crossref_url=standin.url(Service.CROSSREF),
        datacite_url=standin.url(Service.DATACITE),
        semantic_scholar_url=standin.url(Service.S2),
        hugging_face_url=standin.url(Service.HF),
        hacker_news_url=standin.url(Service.HN),
        wayback_url=standin.url(Service.WAYBACK),
    )


@dataclass(kw_only=True)
class Jobs:
    """Beat and a worker. `ran` counts the jobs by name."""

    clock: Clock
    ran: dict[str, int] = field(default_factory=dict)
    _beat: Scheduler = field(init=False)
    _dues: str = field(init=False)

    def __post_init__(self) -> None:
        app.autodiscover_tasks(force=True)
        self._beat, self._dues = Scheduler(app=app), _dues()
        with app.connection_for_read() as broker, broker.SimpleQueue(QUEUE) as waiting:
            waiting.clear()

    def run_until(self, until: datetime, *, events: Callable[[], None] = lambda: None) -> None:
        """Let the time pass up to `until`, with `events` before each minute in which something may be due."""
        while self.clock.now() < until:
            events()
            began = self.clock.now()
            self._minute()
            self.clock.set(max(self.clock.now(), min(self._next(since=began - MINUTE), until)))

    def _minute(self) -> None:
        while self._beat.tick() == 0:
            pass
        with app.connection_for_read() as broker, broker.SimpleQueue(QUEUE) as waiting:
            for _ in range(MOST_JOBS):
                try:
                    message = waiting.get_nowait()
                except Empty:
                    return
                self._do(message)
                message.ack()
        raise AssertionError(f"More than {MOST_JOBS} jobs in a minute: {self.ran}")

    def _do(self, message: Any) -> None:
        name, expires = message.headers["task"], message.headers["expires"]
        if expires and datetime.fromisoformat(expires) <= self.clock.now():
            return
        _, named, _ = json.loads(message.body)
        self.ran[name] = self.ran.get(name, 0) + 1
        app.tasks[name](**named)

    def _next(self, *, since: datetime) -> datetime:
        """The next minute with a row that is or was due after `since`; at the latest in a day."""
        now = self.clock.now()
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT min(due) FROM ({self._dues}) AS found", {"since": since})  # noqa: S608 - our own words
            due = cursor.fetchone()[0]
        return max(now + MINUTE, min(now + DAY, due or now + DAY))


def _dues() -> str:
    """SQL that gives the earliest row of each kind that is due after `since`."""
    columns = [
        (model._meta.db_table, one.column)
        for model in apps.get_app_config("claims").get_models()
        for one in model._meta.concrete_fields
        if one.name in _DUE
    ]
    assert columns
    asked = (f"SELECT min({name}) AS due FROM {table} WHERE {name} > %(since)s" for table, name in columns)  # noqa: S608
    return " UNION ALL ".join(asked)


def jobs_of(standin: StandIn, monkeypatch: pytest.MonkeyPatch, settings: Settings, *sources: Source) -> Jobs:
    """The jobs of an installation that watches these sources of the stand-in and goes by its clock."""
    live_by(standin.clock, monkeypatch)
    settings.SOURCES, settings.SOURCE_ADDRESSES = frozenset(sources), addresses_of(standin)
    settings.CONTACT_EMAIL, settings.FETCH_PRIVATE_ADDRESSES = "editors@example.org", True
    with connection.cursor() as cursor:
        # Nothing here has to outlast the machine.
        cursor.execute("SET synchronous_commit TO off")
    return Jobs(clock=standin.clock)
