"""Take a ruling back, by another entry: the rules say again what the claim is to be called."""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from claims.judging.findings import Reason, Status
from claims.models import ProposalOutcome, Ruling, RulingAct
from claims.workflows.conclude_claim import Act, conclude_claim
from claims.workflows.propose_ruling import RulingRefused, claim_to_rule
from claims.workflows.rule_claim import check_seen
from claims.workflows.settle_proposals import close_proposal
from claims.workflows.weigh_claim import newest_ruling


class NothingToLift(RulingRefused):
    """No ruling is in force."""


def lift_ruling(claim_id: int, *, reason: str, actor: User, seen: int, now: datetime) -> Status:
    """Hand the claim back to the rules and return what they say.

    A proposal that contested the ruling is taken up by that. `seen` is the number of the ruling in force, as the actor
    saw it; repeating it raises `AlreadyRuled`. Raises `NothingToLift`, `RulingRefused` and `Claim.DoesNotExist`.
    """
    with transaction.atomic():
        claim = claim_to_rule(claim_id, reason=reason)
        check_seen(claim, seen)
        ruling = newest_ruling(claim)
        if ruling is None or ruling.act == RulingAct.LIFTED:
            raise NothingToLift(_("No ruling on claim %(number)s is in force.") % {"number": claim_id})
        lifted = Ruling.objects.create(
            claim=claim,
            act=RulingAct.LIFTED,
            status=ruling.status,
            reason=reason.strip(),
            actor=actor,
            recorded_at=now,
        )
        for proposal in claim.proposals.open().filter(contests=ruling).order_by("pk"):
            close_proposal(proposal, ProposalOutcome.TAKEN, reason=lifted.reason, actor_id=actor.pk, now=now)
        told = Reason(code="lifted", text=f"Took back the ruling “{ruling.status}”: {lifted.reason}")
        return conclude_claim(claim, act=Act(actor=actor, reason=told), now=now).status
