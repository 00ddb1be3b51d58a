"""What a ruling would do, without making it: the preview that an editor confirms."""

from dataclasses import dataclass

from django.contrib.auth.models import User

from claims.judging.findings import Certainty, Reason, Status
from claims.judging.policy import Policy
from claims.judging.rulings import voices
from claims.judging.verdict import decide
from claims.models import Claim, StatusProposal
from claims.workflows.rule_claim import proposed_by_another
from claims.workflows.weigh_claim import known_of


@dataclass(frozen=True, slots=True, kw_only=True)
class ForeseenRuling:
    """`needs_another` says that it would only be proposed; `closes` are the proposals that it would close."""

    claim: Claim
    status: Status
    certainty: Certainty
    needs_another: bool
    proposed_by: str
    closes: tuple[StatusProposal, ...]
    by_rules: Status
    reasons: tuple[Reason, ...]


def foresee_ruling(claim: Claim, status: Status, *, actor: User, policy: Policy) -> ForeseenRuling:
    """What ruling `status` would do, and what the rules say by themselves. Repeatable; raises nothing."""
    known = known_of(claim)
    motion = proposed_by_another(claim, status, actor)
    needs_another = status is Status.REFUTED and motion is None and not policy.single_editor
    ruled = decide(status, known.findings, known.sums, heard=voices(known.findings))
    alone = decide(Status.UNVERIFIED, known.findings, known.sums)
    return ForeseenRuling(
        claim=claim,
        status=status,
        certainty=ruled.certainty,
        needs_another=needs_another,
        proposed_by=motion.author.get_username() if motion and motion.author else "",
        closes=() if needs_another else tuple(claim.proposals.open().select_related("author").order_by("pk")),
        by_rules=alone.status,
        reasons=alone.reasons,
    )
