"""Rows for pages to show, written by hand: a claim with everything, and small ones to fill lists with."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from hashlib import sha256

from django.contrib.auth.models import User

from claims.core.quantities import Comparator, Metric, Relation
from claims.core.statements import Attribution, ClaimKind
from claims.judging.findings import Certainty, Grade, Stance, Status
from claims.models import (
    Announcement,
    Appearance,
    Claim,
    ClaimComment,
    Evidence,
    EvidenceState,
    IdentifierScheme,
    ModelRun,
    ModelTask,
    Organisation,
    OwnArithmetic,
    Paper,
    PaperIdentifier,
    PaperVersion,
    Passage,
    Quantity,
    Recomputation,
    RecomputationInput,
    SourceLink,
    StatusChange,
    Subject,
    SubjectAlias,
    Visit,
    VisitSchedule,
    VisitSource,
)
from claims.sources.snapshots import capture_of_file
from claims.workflows.keep_snapshot import keep_snapshot

NOW = datetime(2026, 5, 3, 9, 30, tzinfo=UTC)
STORY = (
    "# Zephyr grows\n\nNimbus Labs says that Zephyr-9 has 3 trillion parameters. "
    "Training Zephyr-9 took 1% of the energy of Borealis, see [the report](https://arxiv.org/abs/2401.00001).\n"
)
ENERGY_QUOTE = "Training Zephyr-9 took 1% of the energy of Borealis"


def announcement(
    text: str = STORY, *, title: str = "Zephyr grows", url: str = "", language: str = "en"
) -> Announcement:
    publisher, _ = Organisation.objects.get_or_create(name="The Daily Model")
    return Announcement.objects.create(
        url=url,
        title=title,
        publisher=publisher,
        published_on=date(2024, 1, 15),
        language=language,
        text=text,
        text_sha256=sha256(text.encode()).hexdigest(),
        recorded_at=NOW,
    )


def subject(name: str = "Zephyr-9", *aliases: str) -> Subject:
    maker, _ = Organisation.objects.get_or_create(name="Nimbus Labs")
    made, _ = Subject.objects.get_or_create(name=name, maker=maker)
    for alias in aliases:
        SubjectAlias.objects.get_or_create(subject=made, name=alias)
    return made


def claim(
    text: str,
    *,
    about: Subject | None = None,
    said_in: Announcement | None = None,
    status: Status = Status.UNVERIFIED,
    language: str = "en",
) -> Claim:
    """A claim; where `said_in` holds its text, it also appears there."""
    made = Claim.objects.create(
        text=text,
        subject=about,
        claimant=about.maker if about else None,
        language=language,
        kind=ClaimKind.QUANTITY,
        attribution=Attribution.REPORTED,
        claimed_on=date(2024, 1, 15),
        recorded_at=NOW,
        status=status,
    )
    if said_in and text in said_in.text:
        start = said_in.text.index(text)
        end = start + len(text)
        Appearance.objects.create(
            claim=made,
            announcement=said_in,
            exact=text,
            prefix=said_in.text[max(0, start - 64) : start],
            suffix=said_in.text[end : end + 64],
            start=start,
            end=end,
        )
    return made


def measure(made: Claim, metric: Metric, value: int, unit: str) -> None:
    Quantity.objects.create(
        claim=made, metric=metric, relation=Relation.VALUE, comparator=Comparator.EQUAL, value=Decimal(value), unit=unit
    )


def paper(title: str, *, abstract: str, arxiv_id: str = "", passage: str = "") -> PaperVersion:
    work = Paper.objects.create(
        title=title,
        authors=["Ada Lund", "Bo Chen", "Cy Mora", "Di Park"],
        organisations=["Fjord University"],
        url="https://papers.example/report",
        published_on=date(2024, 2, 1),
        recorded_at=NOW,
    )
    if arxiv_id:
        PaperIdentifier.objects.create(paper=work, scheme=IdentifierScheme.ARXIV, value=arxiv_id)
    version = PaperVersion.objects.create(
        paper=work, title=title, abstract=abstract, arxiv_version=2, content_sha256=title, recorded_at=NOW
    )
    if passage:
        Passage.objects.create(version=version, location="section 3", text=passage)
    return version


def evidence(
    made: Claim,
    version: PaperVersion,
    *,
    stance: Stance,
    quote: str,
    location: str = "abstract",
    grade: Grade = Grade.E4,
    condition: str = "",
    state: EvidenceState = EvidenceState.ACCEPTED,
) -> Evidence:
    return Evidence.objects.create(
        claim=made,
        paper_version=version,
        stance=stance,
        quote=quote,
        location=location,
        reading="The report gives 45 MWh for Zephyr-9 and 1,290 MWh for Borealis.",
        condition=condition,
        grade=grade,
        confidence=0.9,
        known_on=date(2024, 2, 1),
        rule_version="test",
        recorded_at=NOW,
        state=state,
    )


def arithmetic(made: Claim, version: PaperVersion) -> Recomputation:
    """512 accelerators for 240 hours against 1,290 MWh: 2.9 to 6 % where 1 % was claimed."""
    done = Recomputation.objects.create(
        claim=made,
        name="energy of Zephyr-9 ÷ energy of Borealis",
        formula="(accelerators × hours × power × PUE) ÷ energy of Borealis",
        low=Decimal("0.0286"),
        high=Decimal("0.0602"),
        unit="ratio",
        claimed=Decimal("0.01"),
        stance=Stance.CONTRADICTS,
        reading="The claimed 1% lies below everything that the inputs allow.",
        steps=["512 × 240 h = 122,880 GPU-hours", "36.9 MWh – 77.7 MWh ÷ 1,290 MWh = 2.9% – 6%"],
        needs=[{"name": "power an accelerator, cooling included", "low": "105", "high": "105", "unit": "W"}],
        fingerprint=f"sum of {made.pk}",
        rule_version="test",
        recorded_at=NOW,
    )
    RecomputationInput.objects.create(
        recomputation=done,
        name="energy of Borealis",
        low=Decimal(1_290_000_000),
        high=Decimal(1_290_000_000),
        unit="Wh",
        paper_version=version,
        quote="Borealis took 1290 MWh to train.",
    )
    RecomputationInput.objects.create(
        recomputation=done,
        name="power",
        low=Decimal(300),
        high=Decimal(400),
        unit="W",
        assumption="V100 to A100, as no chip was named",
    )
    return done


def own_arithmetic(made: Claim, said_in: Announcement, *, outcome: str = "differs") -> OwnArithmetic:
    """3 trillion parameters against 1 %: no real sum, but two places in the text."""
    places = [said_in.text.index("3 trillion"), said_in.text.index("1%")]
    done = OwnArithmetic.objects.create(
        announcement=said_in,
        check_made="ratio",
        outcome=outcome,
        steps=["3 trillion ÷ 300 trillion = 1 %", f"the text says {outcome}"],
        places=[[start, start + 2] for start in places],
        fingerprint=f"{made.pk} {outcome}",
        rule_version="test",
        recorded_at=NOW,
    )
    done.claims.add(made)
    return done


def change(made: Claim, *rests_on: Evidence, to: Status, certainty: Certainty = Certainty.MODERATE) -> StatusChange:
    step = StatusChange.objects.create(
        claim=made,
        from_status=made.status,
        to_status=to,
        certainty=certainty,
        reasons=[{"code": "condition_left_out", "text": "The 1% was said of models of equal size."}],
        rule_version="test",
        known_on=date(2024, 2, 1),
        recorded_at=NOW,
    )
    step.evidence.set(rests_on)
    Claim.objects.filter(pk=made.pk).update(status=to, certainty=certainty)
    return step


def visit(made: Claim, *, days_ago: int, new_evidence: int = 0) -> Visit:
    at = NOW - timedelta(days=days_ago)
    return Visit.objects.create(
        claim=made,
        source=VisitSource.STORED_PAPERS,
        query="zephyr-9",
        started_at=at,
        finished_at=at,
        papers_considered=4,
        new_evidence=new_evidence,
    )


def comment(on: Claim, text: str = "We meant the energy of the last run.", *, published: bool = True) -> ClaimComment:
    author, _ = User.objects.get_or_create(username="nimbus-press")
    editor, _ = User.objects.get_or_create(username="the-editor")
    return ClaimComment.objects.create(
        claim=on,
        author=author,
        organisation="Nimbus Labs",
        text=text,
        recorded_at=NOW - timedelta(days=2),
        published_at=NOW if published else None,
        published_by=editor if published else None,
    )


def claim_with_everything() -> Claim:
    """The 1 % claim on Zephyr-9, qualified: evidence of every stance, both arithmetics, history, looks, a comment."""
    story = announcement()
    made = claim(ENERGY_QUOTE, about=subject("Zephyr-9", "西风九号"), said_in=story)
    measure(made, Metric.ENERGY, 1, "%")
    report = paper(
        "Counting Borealis",
        abstract="We measure two training runs. Zephyr-9 used 45 MWh. Both models are large.",
        arxiv_id="2401.00001",
        passage="In our own count, Borealis took 1290 MWh to train. We used meters.",
    )
    SourceLink.objects.create(
        announcement=story,
        url="https://arxiv.org/abs/2401.00001",
        anchor_text="the report",
        start=story.text.index("[the report]"),
        end=story.text.index(").") + 1,
        arxiv_id="2401.00001",
        paper=report.paper,
        fragment_quote="Borealis took 1290 MWh",
    )
    keep_snapshot(
        story,
        capture_of_file(STORY.encode(), name="story.md", captured_at=NOW),
        text_sha256=story.text_sha256,
    )
    against = evidence(made, report, stance=Stance.CONTRADICTS, quote="Zephyr-9 used 45 MWh.")
    part = evidence(
        made,
        report,
        stance=Stance.SUPPORTS,
        quote="Both models are large.",
        grade=Grade.E1,
        condition="at the same parameter scale",
    )
    evidence(
        made,
        report,
        stance=Stance.MENTIONS,
        quote="Borealis took 1290 MWh to train.",
        location="section 3",
        state=EvidenceState.PROPOSED,
    )
    arithmetic(made, report)
    own_arithmetic(made, story)
    change(made, against, part, to=Status.QUALIFIED)
    VisitSchedule.objects.create(claim=made, due_at=NOW + timedelta(days=14))
    visit(made, days_ago=7, new_evidence=3)
    visit(made, days_ago=1)
    comment(made)
    ModelRun.objects.create(
        task=ModelTask.READING, announcement=story, model="small-model", prompt_version="1", recorded_at=NOW
    )
    return made
