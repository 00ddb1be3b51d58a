"""Readers who follow things, and what became of their digests."""

from datetime import UTC, datetime, timedelta

from claims.core.digest_times import next_due
from claims.core.papers import Standing
from claims.digest.changes import Change
from claims.digest.open_issues import Opened, open_due_issues
from claims.digest.told import ChangesTold
from claims.judging.findings import Status
from claims.judging.policy import Policy
from claims.models import Claim, Delivery, FollowKind, Subscriber, SubscriberState
from claims.topics import EVERYTHING, Topic
from claims.workflows.correct_paper import correct_paper
from claims.workflows.follow import follow
from claims.workflows.import_papers import import_papers
from claims.workflows.match_papers import match_papers
from claims.workflows.note_standing import Told
from claims.workflows.revisit_claim import revisit_claim
from claims.workflows.rule_claim import rule_claim
from claims.workflows.seal_events import last_position, seal_events
from tests.workflows.made_up_claims import zephyr_claim
from tests.workflows.made_up_evidence import person
from tests.workflows.test_correct_paper import ZEPHYR

# A Sunday, so that the first digest of the week is due on the day after.
NOW = datetime(2026, 5, 3, 9, 30, tzinfo=UTC)
MONDAY = datetime(2026, 5, 4, 8, tzinfo=UTC)
A_DAY, A_WEEK = timedelta(days=1), timedelta(days=7)


def on_claim(claim: Claim) -> Topic:
    return Topic(kind=FollowKind.CLAIM, id=claim.pk)


def reader(address: str, *topics: Topic, now: datetime = NOW, **more: object) -> Subscriber:
    """A reader who is told by mail from now on, on Mondays at 8:00 UTC where nothing else is said."""
    seal_events()
    choice = {"cadence": "weekly", "weekday": 0, "hour": 8, "time_zone": "UTC"}
    choice |= {name: value for name, value in more.items() if name in choice}
    values = {
        "email": address,
        "key": f"key of {address}",
        "state": SubscriberState.ACTIVE,
        "state_since": now,
        "recorded_at": now,
        "told_to": last_position(),
        "due_at": next_due(**choice, after=now),  # type: ignore[arg-type] # by name
    }
    made = Subscriber.objects.create(**{**values, **choice, **more})
    for topic in topics:
        follow(made, topic, now=now)
    return made


def everybody(address: str = "all@example.org", **more: object) -> Subscriber:
    """A reader of everything."""
    return reader(address, EVERYTHING, **more)  # type: ignore[arg-type] # by name


def rule(claim: Claim, status: Status, *, now: datetime = NOW) -> None:
    """A person rules; where a single editor may."""
    newest = claim.rulings.order_by("-pk").first()
    rule_claim(
        claim.pk,
        status,
        reason=f"It is {status.value}.",
        actor=person("ada"),
        seen=newest.pk if newest else 0,
        policy=Policy(single_editor=True),
        now=now,
    )


def supported_claim(*, now: datetime = NOW) -> Claim:
    """A claim that a stored paper supports, by the real loop."""
    claim = zephyr_claim()
    match_papers(import_papers([ZEPHYR], now=now).paper_ids, now=now)
    revisit_claim(claim.pk, now=now)
    claim.refresh_from_db()
    return claim


def retract(claim: Claim, *, now: datetime) -> None:
    """The publisher takes back the paper that a claim rests on."""
    paper = claim.evidence.order_by("pk")[0].paper_version.paper
    said = Told(
        standing=Standing.RETRACTED,
        issued_on=NOW.date(),
        source_url="https://journal.example/notice",
        reason="The count was wrong.",
    )
    correct_paper(paper.pk, said, actor=None, now=now)


def opened(now: datetime = MONDAY) -> Opened:
    return open_due_issues(now)


def letters(to: Subscriber) -> list[list[str]]:
    """What each digest of a reader tells, an entry in short: its section, its address, and the movement."""
    return [[in_short(change) for change in changes] for changes in changes_of(to)]


def changes_of(to: Subscriber) -> list[tuple[Change, ...]]:
    rows = list(Delivery.objects.filter(subscriber=to).order_by("pk"))
    told = ChangesTold().of(rows)
    return [told[row.pk] for row in rows]


def in_short(change: Change) -> str:
    moved = f" {change.before} → {change.after}" if change.before is not change.after else ""
    return f"{change.section}: {change.kind} {change.path}{moved}"
