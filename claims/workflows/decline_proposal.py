"""A person declines what a job or another person proposed for a claim."""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from claims.models import ProposalOutcome, StatusProposal
from claims.workflows.conclude_claim import conclude_claim
from claims.workflows.propose_ruling import RulingRefused, claim_to_rule
from claims.workflows.settle_proposals import close_proposal


class ProposalClosed(RulingRefused):
    """Somebody decided on the proposal, or it closed itself."""


def decline_proposal(proposal_id: int, *, reason: str, actor: User, now: datetime) -> None:
    """Close the proposal; a job does not make it again on the same grounds.

    Repeating it raises `ProposalClosed` and changes nothing. Raises `RulingRefused` and `StatusProposal.DoesNotExist`.
    """
    with transaction.atomic():
        claim_id = StatusProposal.objects.values_list("claim", flat=True).get(pk=proposal_id)
        claim = claim_to_rule(claim_id, reason=reason)
        proposal = StatusProposal.objects.select_related("closed_by").get(pk=proposal_id)
        if proposal.outcome != ProposalOutcome.OPEN:
            who = proposal.closed_by.get_username() if proposal.closed_by else _("New evidence")
            raise ProposalClosed(
                _("%(who)s has closed it (%(outcome)s): %(reason)s")
                % {"who": who, "outcome": proposal.get_outcome_display(), "reason": proposal.closing_reason}
            )
        close_proposal(proposal, ProposalOutcome.DECLINED, reason=reason.strip(), actor_id=actor.pk, now=now)
        conclude_claim(claim, act=None, now=now)
