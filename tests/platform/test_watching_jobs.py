"""The sources are watched by several workers through both queues; one that is killed is missed by nobody."""

import os
import signal
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.platform.database_users import comes_true
from tests.platform.installation import Installation, number
from tests.platform.test_jobs import forget_queue, rabbitmq, worker
from tests.standin import (
    Author,
    Clock,
    Fault,
    FaultKind,
    FeedItem,
    Library,
    Rule,
    Service,
    StandIn,
    Version,
    Work,
    standing_in,
)

TODAY = datetime.now(UTC)
KEY = "free-key"
# What is followed: two sets, a feed, a paper that is known in its first version, and two claims with one question.
FOLLOW = """
from datetime import timedelta
from django.utils import timezone
from claims.core.papers import PaperRecord
from claims.core.sources import Source
from claims.models import Paper, PaperWatch
from claims.workflows.import_papers import import_papers
from claims.workflows.keep_feed import add_feed
from claims.workflows.schedule_harvest import schedule_harvest
from tests.workflows.made_up_claims import zephyr_claim

now = timezone.now()
for collection in ("cs:cs:CL", "math:math:NA"):
    schedule_harvest(Source.ARXIV, collection, starts_on=now.date(), now=now)
add_feed("{feed}", name="Lab", every=timedelta(hours=1), automatic=False, now=now)
known = PaperRecord(
    id="x", title="Report 0 on sizes", authors=("Ada Number0",), published_on=now.date(), abstract="The first version.",
    arxiv_id="2611.00000", arxiv_version=1,
)
import_papers([known], now=now)
PaperWatch.objects.create(paper=Paper.objects.get(), due_at=now)
zephyr_claim(), zephyr_claim()
"""
DISPATCH = "from claims import tasks; tasks.dispatch_{what}()"
# What a killed worker has runs out by itself, after minutes; arXiv's three seconds hold meanwhile.
LET_GO = """
UPDATE claims_harvest SET leased_until = now() WHERE leased_until IS NOT NULL;
UPDATE claims_sourceturn SET held_until = now() + interval '3.2 seconds' WHERE held_until IS NOT NULL
"""
READ = "SELECT count(*) FROM claims_feed WHERE read_at IS NOT NULL"
HARVESTED = "SELECT count(*) FROM claims_harvest WHERE finished_at IS NOT NULL AND holder = ''"
CHECKED = "SELECT count(checked_at) FROM claims_paperwatch WHERE paper_id = (SELECT min(id) FROM claims_paper)"
JUDGED = "SELECT count(*) FROM claims_claim WHERE status = 'attested'"
WAITING = "SELECT count(*) FROM claims_waitingpaper"
# Each claim has one receipt from each source, one of the stored papers, and one step in its history.
RECEIPTS = "SELECT claim_id, source, failure, count(*) FROM claims_visit GROUP BY 1, 2, 3 ORDER BY 1, 2"
STEPS = "SELECT count(*) FROM claims_statuschange"
LEADS = "SELECT count(*) FROM claims_lead"
STORED = """
SELECT value, title FROM claims_paper JOIN claims_paperidentifier ON paper_id = claims_paper.id
WHERE scheme = 'arxiv' ORDER BY value
"""


def library() -> Library:
    """Four works of one set and two of the other, the first of them revised, and three items of a feed."""
    works = [_work(number, category="cs.CL" if number < 4 else "math.NA") for number in range(6)]
    link = "https://lab.example/posts/{}"
    items = [FeedItem(feed="lab", title=f"Post {one}", link=link.format(one), guid=str(one)) for one in range(3)]
    return Library([*works, *items])


def _work(number: int, *, category: str) -> Work:
    system = "Zephyr-9" if number == 3 else f"Osprey-{number}"
    versions = [Version(number=one, date=TODAY - timedelta(days=3 - one)) for one in (1, 2)]
    return Work(
        arxiv_id=f"2611.{number:05}",
        title=f"Report {number} on sizes",
        abstract=f"We train {system} with {number} trillion parameters.",
        datestamp=TODAY.date(),
        authors=(Author(family=f"Number{number}", given="Ada"),),
        categories=(category,),
        versions=tuple(versions[: 2 if number == 0 else 1]),
    )


@dataclass(frozen=True, kw_only=True)
class Scene:
    """An installation that follows all of it, its database, and what stands in for the sources."""

    place: Installation
    standin: StandIn
    session: "psycopg.Connection[Any]"

    def dispatch(self, *whats: str) -> None:
        """Beat's ticks."""
        self.place.manage("shell", "--no-imports", "-c", "\n".join(DISPATCH.format(what=what) for what in whats))

    def becomes(self, question: str, count: int) -> bool:
        """Whether a number in the database becomes this within a minute."""
        return comes_true(lambda: number(self.session, question) == count)

    def asks(self) -> bool:
        """Whether arXiv is asked for the first harvest and does not answer."""
        return comes_true(lambda: len(self.standin.log.asked(Service.ARXIV_OAI)) == 1)


@pytest.fixture(params=["pgmq", "rabbitmq"])
def scene(request: pytest.FixtureRequest, state: Path) -> Iterator[Scene]:
    queue = {"BROKER_URL": rabbitmq()} if request.param == "rabbitmq" else {}
    with standing_in(library(), clock=Clock()) as standin:
        place = Installation(state=state, variables=queue | _sources(standin))
        place.manage("migrate", "--verbosity", "0")
        place.manage("shell", "--no-imports", "-c", FOLLOW.format(feed=f"{standin.url(Service.FEEDS)}/lab"))
        with place.database() as session:
            yield Scene(place=place, standin=standin, session=session)
    if queue:
        forget_queue()


def _sources(standin: StandIn) -> dict[str, str]:
    return {
        "SOURCES": "arxiv,openalex,crossref,feed",
        "CONTACT_EMAIL": "editors@example.org",
        "FETCH_PRIVATE_ADDRESSES": "1",
        "OPENALEX_KEY": KEY,
        "ARXIV_OAI_URL": f"{standin.url(Service.ARXIV_OAI)}/oai",
        "ARXIV_API_URL": f"{standin.url(Service.ARXIV_API)}/query",
        "OPENALEX_URL": standin.url(Service.OPENALEX),
        "CROSSREF_URL": standin.url(Service.CROSSREF),
    }


def test_everything_arrives_once_though_a_worker_is_killed(scene: Scene) -> None:
    hangs = Fault(kind=FaultKind.HANG, seconds=120.0)
    scene.standin.faults.add(Rule(service=Service.ARXIV_OAI, fault=hangs, at=(1,)))
    with worker(scene.place) as first:
        scene.dispatch("due_harvests")
        assert scene.asks()
        with worker(scene.place), worker(scene.place):
            os.killpg(first.pid, signal.SIGKILL)
            first.wait()
            scene.session.execute(LET_GO.encode())
            scene.dispatch("due_feeds", "due_harvests", "due_visits", "paper_checks")
            whole = ((READ, 1), (HARVESTED, 2), (JUDGED, 2), (CHECKED, 1))
            assert [question for question, count in whole if not scene.becomes(question, count)] == []
            scene.dispatch("waiting_papers")
            assert scene.becomes(WAITING, 0)
    _stored_once(scene)
    _asked_politely(scene.standin)


def _stored_once(scene: Scene) -> None:
    works = scene.standin.library.works
    assert scene.session.execute(STORED.encode()).fetchall() == [(one.arxiv_id, one.title) for one in works]
    counts = [number(scene.session, question) for question in (LEADS, STEPS)]
    assert counts == [3, 2]
    receipts = scene.session.execute(RECEIPTS.encode()).fetchall()
    claims = sorted({claim for claim, *_ in receipts})
    sources = ("arxiv", "crossref", "openalex", "stored_papers")
    assert receipts == [(claim, source, "", 1) for claim in claims for source in sources]
    assert len(claims) == 2


def _asked_politely(standin: StandIn) -> None:
    asked = standin.log.asked()
    assert {one.service for one in asked} == {
        Service.ARXIV_OAI, Service.ARXIV_API, Service.OPENALEX, Service.CROSSREF, Service.FEEDS,
    }  # fmt: skip
    assert [breach for service in Service for breach in standin.log.breaches(service)] == []
    assert [one.target for one in asked if KEY in one.target] == []
    assert len([one for one in asked if one.service.host == "arxiv"]) <= 10
