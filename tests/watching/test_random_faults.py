"""A law of what is stored: whatever goes wrong and changes, it ends as the library, and is never silently short."""

from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from claims.core.papers import Standing
from claims.core.sources import Source
from claims.models import Harvest, Paper
from claims.sources.arxiv import Arxiv
from claims.sources.client import StrictClient
from claims.workflows.log_fetch import DatabaseLog
from claims.workflows.run_harvest import Ending, run_harvest
from claims.workflows.schedule_harvest import schedule_harvest
from claims.workflows.take_source_turn import DatabaseGate
from tests.sources.made_up_faults import faults
from tests.standin import ARXIV, SPEC, ZENODO, Clock, Fault, Library, Profile, Rule, Service, StandIn, Work, standing_in
from tests.watching.random_libraries import COLLECTION, NOW, SINCE, Changes, changes_of, libraries

pytestmark = pytest.mark.django_db
# Zenodo's tokens live for two minutes; the status of its errors is one that arXiv never sends.
MANNERS = (ARXIV, SPEC, replace(ZENODO, error_status=200))
# Faults and changes come early, so that a harvest which is not whole after these never is.
MOST_RUNS, MOST_REQUESTS = 100, 500


@dataclass(frozen=True, kw_only=True)
class State:
    """What is known of a work: its newest title and abstract, the number of that version, and its standing."""

    title: str
    abstract: str
    version: int
    standing: Standing


def in_library(library: Library) -> dict[str, State]:
    """The works that the harvest is about, but for those that were deleted."""
    return {
        work.key: _state(work)
        for work in library.works
        if work.categories == ("cs.CL",) and work.datestamp >= SINCE and not work.deleted
    }


def _state(work: Work) -> State:
    told, newest = work.at_version(), work.versions[-1]
    standing = Standing.WITHDRAWN if newest.size == "0kb" else Standing.CURRENT
    return State(title=told.title, abstract=told.abstract, version=newest.number, standing=standing)


def in_database() -> dict[str, State]:
    """All that is stored."""
    return {
        paper.identifier("arxiv"): State(
            title=paper.title,
            abstract=paper.newest_version().abstract,
            version=paper.newest_version().arxiv_version or 0,
            standing=Standing(paper.standing),
        )
        for paper in Paper.objects.with_text()
    }


@dataclass(kw_only=True)
class Following:
    """A harvest that is run whenever it is due, while the library changes between its pages."""

    standin: StandIn
    connector: Arxiv
    harvest: Harvest
    changes: Changes
    pages: int = 0
    changed: bool = False
    promised: dict[str, State] = field(default_factory=dict)

    def is_whole(self, *, seconds: float) -> bool:
        """Run it, and tell whether a pass came to its end in which nothing changed."""
        clock, before = self.standin.clock, self.harvest.high_water
        if not self.harvest.resume:
            self.promised, self.changed = in_library(self.standin.library), False
        ending = run_harvest(
            self.harvest.pk, self.connector, clock=clock.now, seconds=seconds, told=self._page_is_stored
        )
        self.harvest.refresh_from_db()
        whole, failed = ending is Ending.WHOLE, ending is Ending.FAILED
        assert (self.harvest.finished_at is not None, self.harvest.failure != "") == (whole, failed)
        if whole:
            assert self._missing() == {}
        else:
            assert self.harvest.high_water == before
        assert self.harvest.due_at
        clock.set(max(clock.now(), self.harvest.due_at) + timedelta(seconds=1))
        return whole and not self.changed

    def _page_is_stored(self, harvest: Harvest) -> None:
        self.pages += 1
        for change in self.changes.at.get(self.pages, ()):
            change(self.standin.library, self.standin.clock.now())
            self.changed = True

    def _missing(self) -> dict[str, State]:
        """What was there when the pass began and is not stored, in that version or a later one."""
        stored, left = in_database(), in_library(self.standin.library)
        return {
            key: told
            for key, told in self.promised.items()
            if key in left and (key not in stored or stored[key].version < told.version)
        }


def _followed(standin: StandIn, changes: Changes) -> Following:
    clock = standin.clock
    client = StrictClient(
        contact="editors@example.org",
        gate=DatabaseGate(clock=clock.now),
        log=DatabaseLog(),
        clock=clock.now,
        sleep=clock.advance,
        allow_private=True,
    )
    connector = Arxiv(client=client, oai_url=f"{standin.url(Service.ARXIV_OAI)}/oai", api_url="http://127.0.0.1:1/")
    harvest, _ = schedule_harvest(Source.ARXIV, COLLECTION, starts_on=SINCE, now=NOW)
    return Following(standin=standin, connector=connector, harvest=harvest, changes=changes)


@given(
    library=libraries(),
    manner=st.sampled_from(MANNERS),
    data=st.data(),
    page_records=st.integers(1, 9),
    script=st.dictionaries(st.integers(1, 20), st.tuples(faults(), st.integers(1, 5)), max_size=5),
    seconds=st.sampled_from([0.0, 300.0]),
)
# The same examples whenever nothing has changed; to look farther, take that away and raise their number.
@settings(max_examples=30, derandomize=True)
def test_whatever_goes_wrong_and_changes_the_database_becomes_the_library(
    library: Library,
    manner: Profile,
    page_records: int,
    script: dict[int, tuple[Fault, int]],
    seconds: float,
    data: st.DataObject,
) -> None:
    changes = data.draw(changes_of(deletions=manner.tells_deleted), label="changes")
    profile = replace(manner, page_records=page_records, namespace=ARXIV.namespace)
    with transaction.atomic(), standing_in(library, profile=profile, clock=Clock(NOW)) as standin:
        for first, (fault, times) in script.items():
            rule = Rule(service=Service.ARXIV_OAI, fault=fault, at=tuple(range(first, first + times)))
            standin.faults.add(rule)
        following = _followed(standin, changes)
        runs = 0
        while not following.is_whole(seconds=seconds) or following.pages < max(changes.at, default=0):
            runs += 1
            assert runs < MOST_RUNS
        left = in_library(library)
        deleted = {work.key for work in library.works if work.deleted}
        assert {key: told for key, told in in_database().items() if key not in deleted} == left
        assert standin.log.breaches(Service.ARXIV_OAI) == ()
        assert len(standin.log.asked()) < MOST_REQUESTS
        transaction.set_rollback(True)
