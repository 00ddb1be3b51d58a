"""Made-up changes that look like those of a week, and the longest that there can be; nobody ever said any of it."""

from datetime import UTC, date, datetime

from claims.digest.changes import Change, Quoted, Section, ToldBefore
from claims.digest.letters import Edition, Reader
from claims.judging.findings import Certainty, Grade, Status
from claims.models import EventKind

MONDAY = datetime(2026, 11, 23, 8, tzinfo=UTC)
EDITION = Edition(issue_id=7, cadence="weekly", due_at=MONDAY, slug="2026-W47")
READER = Reader(subscriber_id=12, address="reader@example.org", language="en", key="k" * 43)
CHINESE_READER = Reader(subscriber_id=13, address="du@example.org", language="zh-hans", key="l" * 43)

QUOTE = Quoted(
    exact="Measured at the wall, the run drew 51 MWh: 4.0 % of the 1,287 MWh that were reported for the other.",
    language="en",
    source="What It Took: An Audit of Training Energy in Large Sparse Models",
    source_path="/papers/31/",
    location="Section 4.2",
    grade=Grade.E6,
)


def change(number: int, **told: object) -> Change:
    """A claim that was refuted, with anything told otherwise."""
    said: dict[str, object] = {
        "section": Section.TURNED,
        "events": (number * 10, number * 10 + 1),
        "kind": EventKind.STATUS_CHANGED.value,
        "title": "Training Orbit-10T took one percent of the energy that training GPT-3 had taken.",
        "title_language": "en",
        "path": f"/claims/{number}/",
        "subject": "Orbit-10T",
        "claimant": "Borealis Labs",
        "before": Status.DISPUTED,
        "after": Status.REFUTED,
        "certainty": Certainty.HIGH,
        "reasons": ("ruled", "contradicted"),
        "detail": "The audit metered the whole run, and four percent is not one percent.",
        "quote": QUOTE,
        "by_person": True,
        "known_on": date(2026, 11, 17),
        "recorded_at": datetime(2026, 11, 18, 9, 30, tzinfo=UTC),
        **told,
    }
    return Change(**said)  # type: ignore[arg-type]  # a made-up value for each field


def a_week() -> tuple[Change, ...]:
    """One of everything that a digest can tell, in its order."""
    machine = {"detail": "", "by_person": False}
    still = {"before": Status.SUPPORTED, "after": Status.SUPPORTED, "quote": None, **machine}
    nothing = {"before": None, "after": None, "certainty": None, "quote": None, "reasons": (), **machine}
    return (
        change(
            3,
            section=Section.CORRECTION,
            title="Lumen-2 小时级响应，准确率达到 97%。",
            title_language="zh",
            subject="Lumen-2",
            claimant="晨光科技",
            before=Status.SUPPORTED,
            after=Status.ATTESTED,
            certainty=Certainty.LOW,
            reasons=("attested", "excluded", "certainty_bias"),
            quote=Quoted(
                exact="在内部测试集上，Lumen-2 的准确率为 97%。",
                language="zh",
                source="Lumen-2 技术报告",
                source_path="/papers/44/",
                location="第 3 节",
                grade=Grade.E2,
            ),
            told_before=ToldBefore(day=date(2026, 11, 9), status=Status.SUPPORTED),
            **machine,
        ),
        change(5),
        change(
            6,
            title="Orbit-10T has 10 trillion parameters, all of which are used for every token.",
            before=Status.ATTESTED,
            after=Status.DISPUTED,
            certainty=Certainty.MODERATE,
            reasons=("contradicted", "attested"),
            is_draft=True,
            quote=Quoted(
                exact="Of the ten trillion parameters, 4 % are active for any one token.",
                language="en",
                source="Counting What Is Used: Active Parameters in Sparse Models",
                source_path="/papers/32/",
                location="abstract",
                grade=Grade.E4,
            ),
            **machine,
        ),
        change(
            8,
            section=Section.CONFIRMED,
            title="Training took 512 accelerators and ten days.",
            before=Status.ATTESTED,
            after=Status.SUPPORTED,
            certainty=Certainty.MODERATE,
            reasons=("supported", "arithmetic_agrees"),
            **machine,
        ),
        change(
            9,
            section=Section.MOVED,
            title="Kestrel answers twice as fast as any other model of its size.",
            subject="Kestrel",
            claimant="Kestrel Systems",
            before=Status.SUPPORTED,
            after=Status.QUALIFIED,
            certainty=Certainty.MODERATE,
            reasons=("condition_left_out", "certainty_indirect"),
            **machine,
        ),
        change(
            11,
            section=Section.NEW,
            kind=EventKind.ANNOUNCEMENT_ADDED.value,
            title="Borealis Labs opens the weights of Orbit-mini",
            path="/announcements/4/",
            subject="",
            count=6,
            is_draft=True,
            **nothing,
        ),
        change(
            12,
            section=Section.PAPERS,
            kind=EventKind.PAPER_NOTICE.value,
            title="Lumen-2: Seeing Further",
            path="/papers/44/",
            subject="",
            claimant="",
            **{**nothing, "reasons": ("retracted",), "detail": "The authors could not reproduce Table 2."},
        ),
        change(
            14,
            section=Section.QUIET,
            kind=EventKind.EVIDENCE_ACCEPTED.value,
            title="Orbit-10T was trained on 1.9 TB of images and 292 GB of text.",
            **still,
        ),
        change(
            15,
            section=Section.QUIET,
            kind=EventKind.ANNOUNCEMENT_EDITED.value,
            title="Kestrel, our fastest model yet",
            path="/announcements/2/",
            subject="",
            **nothing,
        ),
    )


def as_long_as_can_be(many: int, language: str = "zh") -> tuple[Change, ...]:
    """Entries with more of everything than any mail shows, in characters that take the most room."""
    letters = {"zh": "能耗《巨》", "en": "<&'\"> "}[language]
    quote = Quoted(
        exact=letters * 2000,
        language=language,
        source=letters * 200,
        source_path="/papers/1/",
        location=letters * 100,
        grade=Grade.E6,
    )
    return tuple(
        change(
            number,
            title=f"{number} " + letters * 1000,
            title_language=language,
            subject=letters * 40,
            claimant=letters * 50,
            detail=letters * 1000,
            quote=quote,
            section=Section.CORRECTION,
            told_before=ToldBefore(day=date(2026, 11, 9), status=Status.SUPPORTED),
            reasons=("weighty_since", "excluded"),
            known_on=date(2020, 1, 1),
            is_draft=True,
        )
        for number in range(1, many + 1)
    )
