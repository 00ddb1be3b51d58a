"""One event of each kind, of rows whose numbers are chosen, so that documents can be compared whole."""

from datetime import UTC, date, datetime, timedelta

from django.contrib.auth.models import User

from claims.core.papers import Standing
from claims.core.statements import Attribution, ClaimKind
from claims.judging.findings import Certainty, Grade, Stance, Status
from claims.models import (
    Announcement,
    Appearance,
    Claim,
    ClaimComment,
    ClaimMerge,
    EventKind,
    Evidence,
    EvidenceState,
    EvidenceStep,
    IdentifierScheme,
    MergeStep,
    Organisation,
    OutboxEvent,
    Paper,
    PaperIdentifier,
    PaperNotice,
    PaperVersion,
    SilentEdit,
    Snapshot,
    StatusChange,
    Subject,
    Workflow,
)

NOON = datetime(2026, 5, 3, 12, 30, tzinfo=UTC)
TEXT = "Nimbus Labs says that training Zephyr-9 took 1% of the energy of Borealis."
QUOTE = "training Zephyr-9 took 1% of the energy of Borealis"
FIRST_POSITION = 1040


def an_event_of_each_kind() -> dict[EventKind, OutboxEvent]:
    """All of them, sealed in the order of `EventKind`."""
    claim = _claim(12, QUOTE)
    _announcement(claim)
    evidence = _evidence(claim)
    _history(claim, evidence)
    _relatives(claim)
    events = {EventKind(event.kind): event for event in OutboxEvent.objects.order_by("pk")}
    for place, kind in enumerate(EventKind, start=FIRST_POSITION):
        OutboxEvent.objects.filter(pk=events[kind].pk).update(position=place)
        events[kind].refresh_from_db()
    assert events.keys() == set(EventKind)
    return events


def _claim(number: int, text: str, *, workflow: Workflow = Workflow.TRACKED) -> Claim:
    maker, _ = Organisation.objects.get_or_create(pk=3, name="Nimbus Labs")
    subject, _ = Subject.objects.get_or_create(pk=5, name="Zephyr-9", maker=maker)
    return Claim.objects.create(
        pk=number,
        subject=subject,
        claimant=maker,
        text=text,
        language="en",
        kind=ClaimKind.COMPARISON,
        attribution=Attribution.REPORTED,
        claimed_on=date(2024, 1, 15),
        recorded_at=NOON,
        workflow=workflow,
    )


def _announcement(claim: Claim) -> None:
    publisher = Organisation.objects.create(pk=4, name="The Daily Model")
    said_in = Announcement.objects.create(
        pk=7,
        url="https://news.example/zephyr-grows",
        title="Zephyr grows",
        author="Ada Lund",
        publisher=publisher,
        published_on=date(2024, 1, 15),
        language="en",
        text=TEXT,
        text_sha256="7" * 64,
        recorded_at=NOON,
    )
    start = TEXT.index(QUOTE)
    Appearance.objects.create(claim=claim, announcement=said_in, exact=QUOTE, start=start, end=start + len(QUOTE))
    snapshot = Snapshot.objects.create(
        announcement=said_in, captured_at=NOON, body_sha256="8" * 64, body_size=74, text_sha256="9" * 64, warc=b""
    )
    SilentEdit.objects.create(
        pk=61,
        announcement=said_in,
        snapshot=snapshot,
        said_sha256="9" * 64,
        changes=[{"before": "took 1% of the energy", "after": "took 1% of the energy per parameter"}],
        found_at=NOON + timedelta(days=9),
    )


def _evidence(claim: Claim) -> Evidence:
    paper = Paper.objects.create(
        pk=21,
        title="Counting Borealis",
        authors=["Ada Lund", "Bo Chen"],
        url="https://papers.example/counting-borealis",
        published_on=date(2024, 2, 1),
        recorded_at=NOON,
    )
    for scheme, value in ((IdentifierScheme.ARXIV, "2402.00001"), (IdentifierScheme.KEY, "our own")):
        PaperIdentifier.objects.create(paper=paper, scheme=scheme, value=value)
    version = PaperVersion.objects.create(
        paper=paper, title=paper.title, arxiv_version=2, content_sha256="21", recorded_at=NOON
    )
    evidence = Evidence.objects.create(
        pk=31,
        claim=claim,
        paper_version=version,
        stance=Stance.CONTRADICTS,
        quote="Zephyr-9 used 45 MWh, Borealis 1,290 MWh.",
        location="section 3",
        reading="45 MWh ÷ 1,290 MWh = 3.5%, where 1% was claimed",
        grade=Grade.E4,
        confidence=0.9,
        known_on=date(2024, 2, 1),
        rule_version="test",
        recorded_at=NOON + timedelta(hours=1),
        state=EvidenceState.PROPOSED,
    )
    for number, state in ((41, EvidenceState.ACCEPTED), (42, EvidenceState.INVALIDATED)):
        EvidenceStep.objects.create(
            pk=number, evidence=evidence, state=state, recorded_at=NOON + timedelta(hours=number)
        )
    PaperNotice.objects.create(
        pk=51,
        paper=paper,
        standing=Standing.CORRECTED,
        issued_on=date(2026, 5, 2),
        source_url="https://papers.example/counting-borealis/correction",
        reason="Table 2 was in GJ.",
        recorded_at=NOON + timedelta(days=1),
    )
    return evidence


def _history(claim: Claim, evidence: Evidence) -> None:
    first = StatusChange.objects.create(
        pk=70,
        claim=claim,
        from_status=Status.UNVERIFIED,
        to_status=Status.ATTESTED,
        certainty=Certainty.LOW,
        reasons=[{"code": "own_word", "text": "Only the claimant says so."}],
        rule_version="test",
        recorded_at=NOON,
    )
    change = StatusChange.objects.create(
        pk=71,
        claim=claim,
        from_status=first.to_status,
        to_status=Status.DISPUTED,
        certainty=Certainty.MODERATE,
        reasons=[{"code": "contradicted", "text": "An independent count gives 3.5%."}],
        rule_version="test",
        known_on=date(2024, 2, 1),
        recorded_at=NOON + timedelta(hours=2),
    )
    change.evidence.add(evidence)
    author, editor = (User.objects.create(username=name) for name in ("nimbus-press", "the-editor"))
    ClaimComment.objects.create(
        pk=81,
        claim=claim,
        author=author,
        organisation="Nimbus Labs",
        text="We meant the energy of the last run.",
        recorded_at=NOON + timedelta(days=2),
        published_at=NOON + timedelta(days=3),
        published_by=editor,
    )


def _relatives(claim: Claim) -> None:
    other = _claim(13, "Zephyr-9 needed a hundredth of the energy of Borealis", workflow=Workflow.DRAFT)
    _claim(14, "Zephyr-9 is the future", workflow=Workflow.DISMISSED)
    person = User.objects.get(username="the-editor")
    for number, step, actor in ((91, MergeStep.MERGED, None), (92, MergeStep.UNMERGED, person)):
        ClaimMerge.objects.create(
            pk=number,
            claim=other,
            successor=claim,
            step=step,
            reason="Both say the same of the same figure." if actor is None else "It is another run.",
            actor=actor,
            workflow_before=Workflow.DRAFT,
            recorded_at=NOON + timedelta(days=number),
        )
