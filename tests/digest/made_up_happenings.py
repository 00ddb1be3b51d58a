"""Made-up events of a made-up model, as they are read for a digest."""

from datetime import UTC, date, datetime, timedelta

from claims.core.papers import Standing
from claims.digest.changes import Quoted
from claims.digest.happenings import Facts, Happening, Merging, Named, Noticed, Proof, Step
from claims.judging.findings import Certainty, Grade, Status
from claims.judging.rulings import Side
from claims.models.outbox import EventKind

NOW = datetime(2026, 11, 25, 8, tzinfo=UTC)


def happening(number: int, kind: EventKind, **more: object) -> Happening:
    """The event `number`, in the order of the numbers; of claim 1, unless something else is said."""
    of = {"claim": 1} if not {"claim", "paper", "announcement"} & more.keys() else {}
    said = {"id": number, "position": number, "kind": kind.value, "recorded_at": NOW + timedelta(hours=number)}
    return Happening(**said, **of, **more)  # type: ignore[arg-type] # a made-up value for each field


def proof(number: int = 1, side: Side | None = Side.FOR, grade: Grade = Grade.E4, **more: object) -> Proof:
    quoted = Quoted(
        exact=f"What passage {number} says of Zephyr-9.",
        language="en",
        source="Counting Zephyr",
        source_path="/papers/1/",
        location="abstract",
        grade=grade,
    )
    return Proof(id=number, side=side, quoted=quoted, known_on=date(2024, 2, number), **more)  # type: ignore[arg-type]


def step(number: int, before: Status, after: Status, *, claim: int = 1, **more: object) -> Happening:
    said = {"certainty_before": Certainty.LOW, "certainty": Certainty.LOW, "reasons": (("code", "Text."),), **more}
    telling = Step(before=before, after=after, **said)  # type: ignore[arg-type] # a made-up value for each field
    return happening(number, EventKind.STATUS_CHANGED, claim=claim, telling=telling)


def accepted(number: int, of: Proof, *, claim: int = 1, paper: int | None = 1) -> Happening:
    return happening(number, EventKind.EVIDENCE_ACCEPTED, claim=claim, paper=paper, telling=of)


def dropped(number: int, of: Proof, *, claim: int = 1, paper: int | None = 1) -> Happening:
    return happening(number, EventKind.EVIDENCE_DROPPED, claim=claim, paper=paper, telling=of)


def notice(number: int, standing: Standing = Standing.RETRACTED, *, paper: int = 1) -> Happening:
    telling = Noticed(standing=standing.value, issued_on=date(2025, 3, 1), reason="Wrong.")
    return happening(number, EventKind.PAPER_NOTICE, paper=paper, telling=telling)


def merging(number: int, kind: EventKind, **more: object) -> Happening:
    said = {"reason": "They say the same.", "by_person": True, "is_of_interest": True, **more}
    return happening(number, kind, telling=Merging(**said))  # type: ignore[arg-type] # a made-up value for each field


def facts(*happenings: Happening, history: tuple[tuple[datetime, Status, Certainty], ...] = ()) -> Facts:
    """Three claims that rest on paper 1, two papers, an announcement of two claims, its copy, and one of none."""
    return Facts(
        happenings=happenings,
        claims={
            number: Named(
                title=f"Zephyr-{number} is large.",
                title_language="en",
                path=f"/claims/{number}/",
                subject=f"Zephyr-{number}",
                claimant="Nimbus Labs",
                is_draft=number == 3,
                history=history,
            )
            for number in (1, 2, 3)
        },
        papers={
            number: Named(title="Counting Zephyr", title_language="en", path=f"/papers/{number}/") for number in (1, 2)
        },
        announcements={
            number: Named(
                title="Zephyr grows",
                title_language="en",
                path=f"/announcements/{number}/",
                claimant="The Daily Model",
                count=count,
                is_copy=number == 2,
            )
            for number, count in ((1, 2), (2, 1), (3, 0))
        },
        resting={1: frozenset({1, 2, 3})},
    )
