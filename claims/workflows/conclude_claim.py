"""Draw the conclusion from what is known of a claim, and write the step of its history."""

from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.auth.models import User
from django.db.models import Q
from django.db.models.functions import Coalesce

from claims.judging.assessing import RULE_VERSION
from claims.judging.findings import Reason, Status, Verdict
from claims.models import Claim, Paper, PaperNotice, PaperVersion, RecomputationInput, StatusChange
from claims.workflows.settle_proposals import settle_proposals
from claims.workflows.weigh_claim import Known, known_of, weigh_claim


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """What a person did that the conclusion follows on, with the reason as readers of the history see it."""

    actor: User
    reason: Reason


def conclude_claim(claim: Claim, *, act: Act | None, now: datetime) -> Verdict:
    """Set the status that follows from what is accepted and ruled, and settle what the job proposes.

    History is written when status or certainty changed, and always after a person's act. Repeating it without one
    changes nothing. Must be called within a transaction that has locked the claim. Raises nothing.
    """
    known = known_of(claim)
    verdict = weigh_claim(known)
    if act or (verdict.status, verdict.certainty) != (claim.status, claim.certainty):
        _write(claim, known, verdict, act, now=now)
    asked = settle_proposals(claim, known, verdict, now=now)
    claim.status, claim.certainty = verdict.status.value, verdict.certainty.value
    claim.proposal = asked.status if asked else ""
    claim.save(update_fields=["status", "certainty", "proposal"])
    return verdict


def _write(claim: Claim, known: Known, verdict: Verdict, act: Act | None, *, now: datetime) -> None:
    reasons = ((act.reason,) if act else ()) + verdict.reasons
    step = StatusChange.objects.create(
        claim=claim,
        from_status=Status(claim.status),
        to_status=verdict.status,
        certainty=verdict.certainty,
        reasons=[{"code": reason.code, "text": reason.text} for reason in reasons],
        actor=act.actor if act else None,
        rule_version=RULE_VERSION,
        known_on=_known_on(claim, known),
        recorded_at=now,
        supersedes=claim.status_changes.order_by("-pk").first(),
    )
    step.evidence.set(known.accepted)


def _known_on(claim: Claim, known: Known) -> date | None:
    """The day on which the last of what the verdict rests on was public: evidence, arithmetic, a notice on either."""
    inputs = RecomputationInput.objects.filter(recomputation__claim=claim, recomputation__is_current=True)
    reckoned = PaperVersion.objects.filter(recomputation_inputs__in=inputs)
    quoted = Paper.objects.filter(versions__evidence__in=known.accepted)
    notices = PaperNotice.objects.filter(Q(paper__versions__in=reckoned) | Q(paper__in=quoted))
    told = [
        *(row.known_on for row in known.accepted),
        *reckoned.values_list(Coalesce("published_on", "paper__published_on"), flat=True),
        *notices.values_list("issued_on", flat=True),
    ]
    return max(filter(None, told), default=None)
