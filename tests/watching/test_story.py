"""What the whole product is for: an article comes in, papers come out for years, and the jobs find what they say of it.

Nothing is called here that a person would not do: texts are taken in, drafts are dismissed, a day is set. The rest is
done by the jobs that beat sends, by the clock of the story, against services that speak the real protocols.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from claims.core.sources import Source
from claims.judging.findings import Status
from claims.judging.visits import BACK_OFF_DAYS
from claims.models import (
    Citation,
    Claim,
    Evidence,
    Fetch,
    Harvest,
    Paper,
    PaperNotice,
    PaperVersion,
    PaperWatch,
    StatusChange,
    StatusProposal,
    Visit,
    VisitSchedule,
    VisitSource,
    Workflow,
)
from claims.workflows.ingest_announcement import Intake, ingest_announcement
from claims.workflows.schedule_harvest import schedule_harvest, stop_harvest
from tests.standin import Clock, Service, StandIn, standing_in
from tests.watching import world_of_2021 as world
from tests.watching.beat_by_hand import MINUTE, Jobs, jobs_of, story_clock
from tests.workflows.test_whole_loop import everything

# A transaction of its own for each step, as in production; a test's one transaction would hold all dead rows.
pytestmark = pytest.mark.django_db(transaction=True)

ARTICLE = "https://towardsdatascience.com/meet-m6-10-trillion-parameters-at-1-gpt-3s-energy-cost-997092cbe5e8"
# Words of the article's claims that are followed here; the editor dismisses the other drafts.
CAST = {
    "energy": "提供 10 万亿个参数 [1%]",
    "size": "提供 10 万亿个参数 [10 万亿个参数]",
    "times": "是 GPT-3 的 50 倍。",
    "gpus": "[512 个 GPU]",
    "days": "[10 天]",
    "gpt_days": "[34 天]",
}
# What no job says.
ACCUSATIONS = (Status.REFUTED, Status.UNVERIFIABLE, Status.WITHDRAWN)
# A look takes minutes at the paces of the services.
SLACK = timedelta(hours=1)
ASKED = (Source.ARXIV, Source.OPENALEX, Source.CROSSREF)
M6_SAYS_SIZE = ("M6-10T", 1, "supports")
MEGATRON_SAYS = ("Efficient Large-Scale Language Model Training on GPU Clusters Using Megatron-LM", 1, "supports")
RECOUNT_SUPPORTS = ("A made-up recount of how long M6 was trained", 2, "supports")
TIMING_SUPPORTS = ("A made-up timing of the training of M6", 0, "supports")
CENSUS_SUPPORTS = ("A made-up census of large models", 1, "supports")
WHALE_SUPPORTS = ("Whale", 2, "supports")
# What a look leaves behind, whatever it finds.
RECEIPTS = {
    "claims_visit",
    "claims_visitschedule",
    "claims_question",
    "claims_fetch",
    "claims_sourceturn",
    "claims_paperwatch",
    "claims_harvest",
    "claims_publicchange",
}


@dataclass(frozen=True, kw_only=True)
class Story:
    """The running story: its world, its jobs, and the claims that are followed by the names above."""

    standin: StandIn
    clock: Clock
    jobs: Jobs
    waiting: list[world.Event]
    cast: Mapping[str, int]

    def until(self, moment: datetime) -> None:
        """Let the world and the jobs go on."""
        self.jobs.run_until(moment, events=self._happen)

    def without_jobs_until(self, moment: datetime) -> None:
        """Let the world alone go on."""
        self.clock.set(moment)
        self._happen()

    def _happen(self) -> None:
        while self.waiting and self.waiting[0].at <= self.clock.now():
            self.waiting.pop(0).happens(self.standin)

    def name_of(self, claim_id: int) -> str:
        """The name of a claim in `CAST`."""
        return next(name for name, known in self.cast.items() if known == claim_id)


@pytest.fixture
def story(data: Path, monkeypatch: pytest.MonkeyPatch, settings: Settings) -> Iterator[Story]:
    """The article has just come in."""
    papers = world.papers_in(data)
    with (
        story_clock(world.ARTICLE_CAME) as clock,
        standing_in(world.library_of_2021(papers), clock=clock) as standin,
    ):
        jobs = jobs_of(standin, monkeypatch, settings, *ASKED, Source.DATACITE)
        text = (data / "m6" / "article.zh.md").read_text(encoding="utf-8")
        intake = Intake(text=text, url=ARTICLE, publisher="Towards Data Science", published_on=clock.now().date())
        ingest_announcement(intake, now=clock.now())
        cast = {name: Claim.objects.get(text__endswith=words).pk for name, words in CAST.items()}
        Claim.objects.exclude(pk__in=cast.values()).update(workflow=Workflow.DISMISSED)
        Claim.objects.filter(pk=cast["energy"]).update(settle_by=date(2022, 12, 31))
        schedule_harvest(Source.ARXIV, "cs", starts_on=date(2021, 11, 11), now=clock.now())
        yield Story(standin=standin, clock=clock, jobs=jobs, waiting=world.events(papers), cast=cast)


def test_years_of_jobs_find_what_papers_say_of_an_article_and_nothing_else(story: Story, client: Client) -> None:
    story.until(datetime(2022, 1, 6, tzinfo=UTC))
    assert "Not looked at in arXiv since 3 December 2021" in page_of(client, story.cast["energy"])
    story.until(world.DOWNTIME[0])
    story.without_jobs_until(world.DOWNTIME[1])
    story.until(world.HARVEST_ENDS)
    stop_harvest(Harvest.objects.get().pk)
    story.until(world.THE_END)

    assert history_of(story) == HISTORY
    assert proposals_of(story) == PROPOSALS
    the_evidence_is_in_its_versions_word_for_word()
    the_linked_and_the_citing_papers_came_in(story)
    every_look_asked_every_source_in_its_rhythm(story)
    the_services_were_treated_as_they_ask(story)
    past_days_show_their_statuses(story, client)
    once_more_changes_nothing(story)


# (day, claim, from, to, [(paper, its arXiv version, stance)]): each by the first job after the words were to be had.
HISTORY: list[tuple[object, ...]] = [
    # The first look: the makers' own paper by its words, the linked one by its id.
    ("2021-11-12", "size", "unverified", "attested", [M6_SAYS_SIZE]),
    ("2021-11-12", "gpt_days", "unverified", "attested", [MEGATRON_SAYS]),
    # It came out on 29 December, and arXiv answered again on 10 January.
    (
        "2022-01-10",
        "days",
        "unverified",
        "disputed",
        [("A made-up recount of how long M6 was trained", 1, "contradicts")],
    ),
    # Its second version was harvested within the day.
    ("2022-01-31", "days", "disputed", "supported", [RECOUNT_SUPPORTS]),
    # Journals are not harvested: it came out on 14 February and was found when a claim about the training was due.
    ("2022-02-21", "gpus", "unverified", "supported", [TIMING_SUPPORTS]),
    # It came out on 8 March, and our jobs ran again on the 14th.
    ("2022-03-14", "size", "attested", "supported", [CENSUS_SUPPORTS, M6_SAYS_SIZE]),
    ("2022-03-14", "times", "unverified", "attested", []),
    # Withdrawn, so that the sum is gone as well, which rests on it.
    ("2022-04-04", "size", "supported", "attested", [CENSUS_SUPPORTS, M6_SAYS_SIZE]),
    ("2022-04-04", "times", "attested", "unverified", []),
    # The second version of the makers' other paper tells of M6.
    ("2022-06-12", "times", "unverified", "attested", []),
    # Retracted on the 14th; papers that claims rest on are asked after each week.
    ("2022-11-21", "gpus", "supported", "attested", [TIMING_SUPPORTS, WHALE_SUPPORTS]),
]
# (claim, what is asked for, day, what became of it, whether it has receipts)
PROPOSALS: list[tuple[object, ...]] = [
    ("days", "refuted", "2022-01-10", "moot", False),
    # The first look after the day by which it was to be settled.
    ("energy", "unverifiable", "2023-01-05", "open", True),
]


def history_of(story: Story) -> list[tuple[object, ...]]:
    """Every step that jobs took, with the evidence that it rested on."""
    steps = StatusChange.objects.order_by("recorded_at", "pk").prefetch_related("evidence__paper_version__paper")
    assert not steps.exclude(actor=None).exists()
    assert not steps.filter(to_status__in=ACCUSATIONS).exists()
    return [
        (
            f"{step.recorded_at:%Y-%m-%d}",
            story.name_of(step.claim_id),
            step.from_status,
            step.to_status,
            sorted(_told(row) for row in step.evidence.all()),
        )
        for step in steps
    ]


def _told(row: Evidence) -> tuple[str, int, str]:
    version = row.paper_version
    return (version.paper.title.partition(":")[0], version.arxiv_version or 0, row.stance)


def proposals_of(story: Story) -> list[tuple[object, ...]]:
    """What people are asked to say, which no job says."""
    return [
        (
            story.name_of(asked.claim_id),
            asked.status,
            f"{asked.recorded_at:%Y-%m-%d}",
            asked.outcome,
            asked.visits.exists(),
        )
        for asked in StatusProposal.objects.order_by("recorded_at", "pk")
    ]


def the_evidence_is_in_its_versions_word_for_word() -> None:
    rows = Evidence.objects.select_related("paper_version")
    assert rows
    assert all(row.quote in f"{row.paper_version.title}\n{row.paper_version.abstract}" for row in rows)


def the_linked_and_the_citing_papers_came_in(story: Story) -> None:
    """What the article links to was fetched by its id with the first look, and what cites that by OpenAlex alone."""
    linked = paper("Efficient Large-Scale Language Model Training")
    assert linked.recorded_at - world.ARTICLE_CAME < SLACK
    citing = paper("Pipelines that are made up")
    assert list(Citation.objects.values_list("citing", "cited", "source")) == [(citing.pk, linked.pk, "openalex")]
    assert not Evidence.objects.filter(paper_version__paper=citing).exists()


def paper(title: str) -> Paper:
    return Paper.objects.get(title__startswith=title)


def every_look_asked_every_source_in_its_rhythm(story: Story) -> None:
    """7, 14, 30, then 90 days after looks that found nothing; tomorrow after one that was not whole; else called."""
    for claim_id in story.cast.values():
        looks = list(Visit.objects.filter(claim=claim_id, source=VisitSource.STORED_PAPERS).order_by("pk"))
        assert looks[0].started_at - world.ARTICLE_CAME < SLACK
        before, quiet, due = world.ARTICLE_CAME, 0, world.ARTICLE_CAME
        receipt = 0
        for look in looks:
            asked = Visit.objects.filter(claim=claim_id, pk__gt=receipt, pk__lt=look.pk)
            receipt = look.pk
            assert set(asked.values_list("source", flat=True)) >= set(ASKED)
            assert look.started_at <= late(due)
            in_turn = look.started_at >= due - SLACK
            # What a look itself brought is matched after it, and calls the claim once more.
            assert in_turn or something_came(before - SLACK, look.started_at)
            missed = asked.exclude(failure="").exists()
            if look.new_evidence or missed or in_turn:
                quiet = 0 if look.new_evidence else quiet if missed else quiet + 1
                due = look.started_at + timedelta(days=1 if missed else BACK_OFF_DAYS[min(quiet, 3)])
            before = look.started_at
        assert due > world.THE_END


def late(due: datetime) -> datetime:
    """By when a look that is due is made: within the hour, and not while all jobs are down."""
    down, up = world.DOWNTIME
    return (up if down <= due < up else due) + SLACK


def something_came(since: datetime, until: datetime) -> bool:
    """Whether a paper, a version of one or word of one came in between."""
    within = {"recorded_at__gte": since, "recorded_at__lte": until}
    return PaperVersion.objects.filter(**within).exists() or PaperNotice.objects.filter(**within).exists()


def the_services_were_treated_as_they_ask(story: Story) -> None:
    for service in (Service.ARXIV_OAI, Service.OPENALEX, Service.CROSSREF, Service.DATACITE):
        assert story.standin.log.breaches(service) == ()
    began, ended = world.OUTAGE
    failed = Fetch.objects.filter(source=Source.ARXIV, started_at__gte=began, started_at__lt=ended)
    assert failed.exists()
    assert not failed.filter(failure="").exists()


def past_days_show_their_statuses(story: Story, client: Client) -> None:
    """What stood on this site on three days; and what was public on them."""
    for day, recorded, known in AS_OF:
        for by, statuses in (("recorded", recorded), ("known", known)):
            shown = {name: status_of(client, number, f"?as_of={day}&by={by}") for name, number in story.cast.items()}
            assert {name: status for name, status in shown.items() if status != Status.UNVERIFIED} == statuses, (
                day,
                by,
            )


# (day, what was on record, what was public); the rest was unverified.
AS_OF: list[tuple[str, dict[str, str], dict[str, str]]] = [
    (
        "2021-12-31",
        {"size": "attested", "gpt_days": "attested"},
        {"size": "attested", "gpt_days": "attested"},
    ),
    (
        "2022-03-31",
        {"size": "supported", "times": "attested", "gpus": "supported", "days": "supported", "gpt_days": "attested"},
        {"size": "attested", "gpus": "supported", "days": "supported", "gpt_days": "attested"},
    ),
    (
        "2022-12-31",
        {"size": "attested", "times": "attested", "gpus": "attested", "days": "supported", "gpt_days": "attested"},
        {"size": "attested", "times": "attested", "gpus": "attested", "days": "supported", "gpt_days": "attested"},
    ),
]


def page_of(client: Client, number: int, asked: str = "") -> str:
    return client.get(f"/claims/{number}/{asked}").content.decode()


def status_of(client: Client, number: int, asked: str) -> str:
    status: str = client.get(f"/claims/{number}/{asked}").context["page"].status.code
    return status


def once_more_changes_nothing(story: Story) -> None:
    """All claims are looked for and all papers asked after again: only the looks themselves are new."""
    first, now = everything(), story.clock.now()
    looks = Visit.objects.count()
    VisitSchedule.objects.update(due_at=now)
    PaperWatch.objects.update(due_at=now)
    story.until(now + 10 * MINUTE)
    assert Visit.objects.count() > looks + len(story.cast)
    again = everything()
    assert {table for table, rows in again.items() if rows != first[table]} <= RECEIPTS
