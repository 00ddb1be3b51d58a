"""A harvest is killed wherever it may be: what is stored is not asked for again, and nobody at the source notices."""

import os
import signal
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote

import psycopg
import pytest

from tests.platform.conftest import state
from tests.platform.database_users import comes_true
from tests.platform.installation import Installation, end, number
from tests.standin import ARXIV, Clock, Fault, FaultKind, Library, Rule, Service, StandIn, standing_in
from tests.watching.random_libraries import COLLECTION, work

__all__ = ["state"]
WAITING = "SELECT count(*) FROM pg_locks WHERE NOT granted"
PAGES = "SELECT coalesce(max(pages), 0) FROM claims_harvest"
# What a kill leaves behind runs out by itself, after minutes; arXiv's three seconds hold meanwhile.
LET_GO = """
UPDATE claims_harvest SET leased_until = now();
UPDATE claims_sourceturn SET held_until = now() + interval '3.2 seconds' WHERE held_until IS NOT NULL
"""
STORED = """
SELECT value, title, standing FROM claims_paper JOIN claims_paperidentifier ON paper_id = claims_paper.id
WHERE scheme = 'arxiv' ORDER BY value
"""


@dataclass(frozen=True, kw_only=True)
class Scene:
    """An installation that harvests a stand-in, and its database."""

    place: Installation
    standin: StandIn
    session: "psycopg.Connection[Any]"

    def killed(self, *more: str, when: Callable[[], bool], frees: bool = True) -> None:
        """Harvest until this is so, and kill it."""
        process = self.place.start("manage", "harvest", "arxiv", COLLECTION, *more)
        try:
            assert comes_true(when)
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        finally:
            end(process)
        if frees:
            self.frees()

    def frees(self) -> None:
        """What the killed one had, it has no more."""
        self.session.execute(LET_GO.encode())

    def asks(self, count: int) -> Callable[[], bool]:
        """Whether so many requests came, and the last a moment ago."""

        def came() -> bool:
            asked = self.standin.log.asked()
            return len(asked) == count and time.monotonic() > asked[-1].started + 0.5

        return came

    def goes_wrong(self, kind: FaultKind, at: int) -> None:
        """The answer to a request from now on takes longer than it will be waited for."""
        self.standin.faults.add(Rule(service=Service.ARXIV_OAI, fault=Fault(kind=kind, seconds=60.0), at=(at,)))

    def questions(self) -> list[tuple[str, str]]:
        """The day and the place in it that each request asked for."""
        return [_question(dict(asked.parameters)) for asked in self.standin.log.asked()]


def _question(told: dict[str, str]) -> tuple[str, str]:
    token = dict(parse_qsl(unquote(told.get("resumptionToken", ""))))
    return told.get("from") or token["from"], token.get("skip", "0")


@pytest.fixture
def scene(state: Path) -> Iterator[Scene]:
    """Two days with a page each, and today with two."""
    today = datetime.now(UTC).date()
    library = Library(work(one, day=today - timedelta(days=max(0, 2 - one))) for one in range(5))
    with standing_in(library, profile=replace(ARXIV, page_records=2), clock=Clock()) as standin:
        variables = {
            "SOURCES": "arxiv",
            "CONTACT_EMAIL": "editors@example.org",
            "ARXIV_OAI_URL": f"{standin.url(Service.ARXIV_OAI)}/oai",
        }
        place = Installation(state=state, variables=variables)
        place.manage("migrate", "--verbosity", "0")
        with place.database() as session:
            yield Scene(place=place, standin=standin, session=session)


def test_a_harvest_that_is_killed_anywhere_goes_on_after_the_last_stored_page(scene: Scene) -> None:
    days = sorted({work.datestamp.isoformat() for work in scene.standin.library.works})
    scene.goes_wrong(FaultKind.SLOW_START, at=1)
    scene.killed("--add", "--since", days[0], when=scene.asks(1))
    scene.goes_wrong(FaultKind.DRIP, at=2)
    scene.killed(when=scene.asks(3))
    assert number(scene.session, PAGES) == 1
    with scene.session.transaction():
        scene.session.execute("LOCK TABLE claims_rawrecord IN EXCLUSIVE MODE")
        scene.killed(when=lambda: number(scene.session, WAITING) == 1, frees=False)
    scene.frees()
    assert number(scene.session, PAGES) == 1
    scene.killed(when=lambda: number(scene.session, PAGES) == 2)
    scene.place.manage("harvest", "arxiv", COLLECTION)

    assert scene.questions() == [
        *[(days[0], "0")] * 2,
        *[(days[1], "0")] * 3,
        (days[2], "0"),
        (days[2], "2"),
    ]
    assert scene.standin.log.breaches(Service.ARXIV_OAI) == ()
    works = scene.standin.library.works
    assert scene.session.execute(STORED.encode()).fetchall() == [
        (one.arxiv_id, one.at_version().title, "current") for one in works
    ]
