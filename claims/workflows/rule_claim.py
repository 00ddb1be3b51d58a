"""A person says what a claim is to be called. No job changes that; "refuted" takes two people."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from claims.judging.findings import Reason, Status
from claims.judging.policy import Policy
from claims.judging.rulings import voices
from claims.models import Claim, ProposalOutcome, Ruling, StatusProposal
from claims.models.rulings import told_voices
from claims.workflows.conclude_claim import Act, conclude_claim
from claims.workflows.propose_ruling import AlreadyRuled, claim_to_rule, propose_ruling
from claims.workflows.settle_proposals import close_proposal
from claims.workflows.weigh_claim import known_of, newest_ruling


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruled:
    """`in_force` False means that the ruling waits for a second person, as the proposal `proposal_id`."""

    claim_id: int
    status: Status
    in_force: bool
    ruling_id: int | None = None
    proposal_id: int | None = None


def rule_claim(
    claim_id: int, status: Status, *, reason: str, actor: User, seen: int, policy: Policy, now: datetime
) -> Ruled:
    """Rule that the claim is `status`, and close what was proposed for it.

    "Refuted" comes into force only where another person has proposed it, unless `policy` has a single editor; until
    then it is the actor's own proposal. `seen` is the number of the newest ruling that the actor saw, 0 for none: of
    two people at once the second is told what the first ruled. Repeating it raises `AlreadyRuled` and changes nothing.
    Raises `RulingRefused` and `Claim.DoesNotExist`.
    """
    with transaction.atomic():
        claim = claim_to_rule(claim_id, reason=reason)
        check_seen(claim, seen)
        motion = proposed_by_another(claim, status, actor)
        if status is Status.REFUTED and motion is None and not policy.single_editor:
            made = propose_ruling(claim_id, status, reason=reason, actor=actor, now=now)
            return Ruled(claim_id=claim_id, status=Status(claim.status), in_force=False, proposal_id=made.pk)
        ruling = Ruling.objects.create(
            claim=claim,
            status=status,
            reason=reason.strip(),
            actor=actor,
            author=motion.author if motion else None,
            heard=told_voices(voices(known_of(claim).findings)),
            recorded_at=now,
        )
        _close(claim, ruling, now=now)
        conclude_claim(claim, act=Act(actor=actor, reason=_told(ruling)), now=now)
        return Ruled(claim_id=claim_id, status=status, in_force=True, ruling_id=ruling.pk)


def check_seen(claim: Claim, seen: int) -> None:
    """Raise `AlreadyRuled` where somebody ruled after the ruling of number `seen`."""
    newest = newest_ruling(claim)
    if newest and newest.pk != seen:
        raise AlreadyRuled(
            _("%(name)s has ruled since (%(ruling)s, %(when)s): %(reason)s")
            % {
                "name": newest.actor.get_username(),
                "ruling": newest,
                "when": f"{newest.recorded_at:%Y-%m-%d %H:%M}",
                "reason": newest.reason,
            }
        )


def proposed_by_another(claim: Claim, status: Status, actor: User) -> StatusProposal | None:
    """Another person's open proposal of the same status."""
    others = claim.proposals.open().filter(status=status, author__isnull=False).exclude(author=actor)
    return others.select_related("author").first()


def _close(claim: Claim, ruling: Ruling, *, now: datetime) -> None:
    """What was proposed is taken up where it was ruled, and declined with the ruling's reason where not."""
    for proposal in claim.proposals.open().order_by("pk"):
        outcome = ProposalOutcome.TAKEN if proposal.status == ruling.status else ProposalOutcome.DECLINED
        close_proposal(proposal, outcome, reason=ruling.reason, actor_id=ruling.actor.pk, now=now)


def _told(ruling: Ruling) -> Reason:
    author = f", as {ruling.author.get_username()} had proposed" if ruling.author else ""
    return Reason(code="ruled", text=f"Ruled “{ruling.status}”{author}: {ruling.reason}")
