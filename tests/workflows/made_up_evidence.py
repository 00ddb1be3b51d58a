"""A claim with stored papers and evidence, and people to decide on it."""

from datetime import date

from django.contrib.auth import get_user_model
from django.contrib.auth.models import User

from claims.judging.findings import Grade, Stance, Status
from claims.judging.policy import Policy
from claims.models import Claim, Evidence, EvidenceState, Paper, PaperVersion, ReviewAct
from claims.workflows.propose_ruling import propose_ruling
from claims.workflows.review_evidence import review_evidence
from claims.workflows.rule_claim import rule_claim
from tests.workflows.made_up_claims import NOW

ABSTRACT = "We counted by hand. Zephyr-9 has 3 trillion parameters. Others were told less."
QUOTE = "Zephyr-9 has 3 trillion parameters."


def person(name: str) -> User:
    made, _ = get_user_model().objects.get_or_create(username=name, defaults={"is_staff": True})
    return made


def paper(title: str = "Counting Zephyr", *, abstract: str = ABSTRACT) -> PaperVersion:
    work = Paper.objects.create(title=title, authors=[title], published_on=date(2024, 2, 1), recorded_at=NOW)
    return PaperVersion.objects.create(
        paper=work, title=title, abstract=abstract, content_sha256=title, recorded_at=NOW
    )


def evidence(
    claim: Claim,
    version: PaperVersion | None = None,
    *,
    stance: Stance = Stance.SUPPORTS,
    grade: Grade = Grade.E4,
    state: EvidenceState = EvidenceState.PROPOSED,
    confidence: float = 0.9,
) -> Evidence:
    """Evidence that the rules found; its team is its document."""
    return Evidence.objects.create(
        claim=claim,
        paper_version=version or paper(),
        stance=stance,
        quote=QUOTE,
        location="abstract",
        reading="3 trillion = 3 trillion",
        grade=grade,
        confidence=confidence,
        known_on=date(2024, 2, 1),
        rule_version="test",
        recorded_at=NOW,
        state=state,
    )


def decisions(claim: Claim) -> None:
    """A review, a proposal and a ruling on a claim that has evidence."""
    for row in claim.evidence.order_by("pk"):
        review_evidence(row.pk, ReviewAct.ACCEPTED, reason="It does.", actor=person("ada"), seen=0, now=NOW)
    propose_ruling(claim.pk, Status.REFUTED, reason="Counted.", actor=person("ada"), now=NOW)
    rule_claim(claim.pk, Status.REFUTED, reason="Counted twice.", actor=person("bo"), seen=0, policy=Policy(), now=NOW)
