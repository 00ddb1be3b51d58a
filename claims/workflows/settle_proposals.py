"""Bring what a job proposes in line with the verdict: ask once, close what is moot, repeat no declined question."""

import hashlib
import json
from datetime import datetime

from claims.judging.assessing import RULE_VERSION
from claims.judging.findings import Status, Verdict
from claims.judging.rulings import voices
from claims.judging.verdict import QUIET_VISITS_BEFORE_ASKING
from claims.models import Claim, ProposalOutcome, StatusProposal, Visit
from claims.models.rulings import told_voices
from claims.workflows.weigh_claim import Known

# Receipts that a proposal takes along; more are on the claim.
MOST_RECEIPTS = 50


def settle_proposals(claim: Claim, known: Known, verdict: Verdict, *, now: datetime) -> StatusProposal | None:
    """The job's open proposal on the claim after this, if any.

    An open one that the evidence no longer bears out closes itself and says why; one that stands takes the new grounds
    in. What a person has declined is not proposed again on the same grounds. Repeating it changes nothing. Must be
    called within a transaction that has locked the claim.
    """
    standing = claim.proposals.open().filter(author=None).first()
    grounds = _grounds(known, verdict.proposal) if verdict.proposal else ""
    ruling_id = known.ruling.pk if known.ruling else None
    if standing and (standing.status, standing.contests_id) == (verdict.proposal, ruling_id):
        if standing.grounds != grounds:
            _give_grounds(standing, known, verdict, grounds)
        return standing
    if standing:
        close_proposal(standing, ProposalOutcome.MOOT, reason=_why_moot(verdict), now=now)
    declined = claim.proposals.filter(outcome=ProposalOutcome.DECLINED, grounds=grounds, author=None)
    if verdict.proposal is None or declined.exists():
        return None
    made = StatusProposal.objects.create(
        claim=claim, status=verdict.proposal, contests=known.ruling, rule_version=RULE_VERSION, recorded_at=now
    )
    _give_grounds(made, known, verdict, grounds)
    return made


def close_proposal(
    proposal: StatusProposal, outcome: ProposalOutcome, *, reason: str, now: datetime, actor_id: int | None = None
) -> None:
    """Close an open proposal for good, with the reason. Closing a closed one is refused by the database."""
    proposal.outcome, proposal.closed_at, proposal.closed_by_id = outcome, now, actor_id
    proposal.closing_reason = reason
    proposal.save(update_fields=["outcome", "closed_at", "closed_by", "closing_reason"])


def _give_grounds(proposal: StatusProposal, known: Known, verdict: Verdict, grounds: str) -> None:
    proposal.reasons = [{"code": reason.code, "text": reason.text} for reason in verdict.reasons]
    proposal.grounds = grounds
    proposal.save(update_fields=["reasons", "grounds"])
    proposal.evidence.set(known.accepted)
    if verdict.proposal is Status.UNVERIFIABLE:
        proposal.visits.set(_receipts(proposal.claim_id))


def _receipts(claim_id: int) -> list[Visit]:
    """The looks since the last that found something, at every source, the newest first; failed ones are none."""
    answered = Visit.objects.filter(claim=claim_id, failure="")
    last_hit = answered.filter(new_evidence__gt=0).order_by("-pk").values_list("pk", flat=True).first() or 0
    return list(answered.filter(pk__gt=last_hit).order_by("-pk")[:MOST_RECEIPTS])


def _grounds(known: Known, proposed: Status) -> str:
    """A hash of what the proposal rests on; that a claim cannot be decided is asked again after as many quiet looks."""
    rounds = known.quiet_visits // QUIET_VISITS_BEFORE_ASKING if proposed is Status.UNVERIFIABLE else 0
    told = [proposed.value, told_voices(voices(known.findings)), known.fingerprints, rounds]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()


def _why_moot(verdict: Verdict) -> str:
    gives = f"What is accepted now gives “{verdict.status}”"
    return f"{gives} and asks for “{verdict.proposal}”." if verdict.proposal else f"{gives}. {verdict.reasons[0].text}"
