"""Judge a claim anew whose words an editor changed, and let its evidence and its status follow at once."""

from datetime import datetime

from claims.judging.assessing import assess
from claims.judging.findings import Status
from claims.matching.index import index_claims
from claims.models import Claim
from claims.workflows.call_visits import call_visits
from claims.workflows.choose_policy import chosen_policy
from claims.workflows.conclude_claim import conclude_claim
from claims.workflows.keep_evidence import keep_findings, keep_recomputations
from claims.workflows.revisit_claim import papers_to_read


def rejudge_claim(claim_id: int, *, now: datetime) -> Claim:
    """File the claim anew, hold it against the stored papers, and have the sources asked at the next turn, now.

    What no longer follows is invalidated, as a visit does; it leaves no receipt, since it is no look. Repeating it
    changes nothing. Must be called within a transaction that has locked the claim. Raises `Claim.DoesNotExist`.
    """
    claim = Claim.objects.with_statement().get(pk=claim_id)
    index_claims([claim])
    papers = papers_to_read(claim)
    assessment = assess(claim.to_core(), [paper.to_core() for paper in papers], current=Status(claim.status))
    keep_findings(claim, assessment.findings, policy=chosen_policy(), now=now)
    keep_recomputations(claim, assessment.recomputations, now=now)
    conclude_claim(claim, act=None, now=now)
    call_visits([claim_id], now=now)
    return claim
