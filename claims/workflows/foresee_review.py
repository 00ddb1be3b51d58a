"""What a review would make of claims, without making it: the preview that a reviewer confirms."""

from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User

from claims.judging.findings import Certainty, Reason, Status
from claims.models import Claim, Evidence, EvidenceState, ReviewAct
from claims.workflows.requote_evidence import requoted
from claims.workflows.weigh_claim import known_of, weigh_claim, with_evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Foreseen:
    """How a claim would stand. `proposal` is what people would be asked to rule, "" for nothing."""

    claim: Claim
    status: Status
    certainty: Certainty
    proposal: str
    reasons: tuple[Reason, ...]

    @property
    def moves(self) -> bool:
        """Whether its status would be another."""
        return self.status != self.claim.status


def foresee_review(rows: Sequence[Evidence], act: ReviewAct, *, actor: User) -> tuple[Foreseen, ...]:
    """How each claim would stand after all these reviews, by its number. Repeatable; raises nothing."""
    claims = {row.claim_id: row.claim for row in rows}
    return tuple(
        _foreseen(claims[claim_id], [row for row in rows if row.claim_id == claim_id], act, actor)
        for claim_id in sorted(claims)
    )


def foresee_requote(row: Evidence, quote: str, *, actor: User, now: datetime) -> Foreseen:
    """How the claim would stand with other words quoted. Raises `NotVerbatim`."""
    known = known_of(row.claim)
    others = tuple(one for one in known.accepted if one.pk != row.pk)
    return _weighed(row.claim, (*others, requoted(row, quote, actor=actor, now=now)))


def _foreseen(claim: Claim, reviewed: list[Evidence], act: ReviewAct, actor: User) -> Foreseen:
    keys = {row.pk for row in reviewed}
    accepted = tuple(row for row in known_of(claim).accepted if row.pk not in keys)
    if act == ReviewAct.ACCEPTED:
        accepted += tuple(_as_accepted(row, actor) for row in reviewed)
    return _weighed(claim, accepted)


def _as_accepted(row: Evidence, actor: User) -> Evidence:
    """A copy: the row that was given is shown as it is."""
    accepted = copy(row)
    accepted.state, accepted.decided_by = EvidenceState.ACCEPTED, actor
    return accepted


def _weighed(claim: Claim, accepted: tuple[Evidence, ...]) -> Foreseen:
    verdict = weigh_claim(with_evidence(known_of(claim), accepted))
    return Foreseen(
        claim=claim,
        status=verdict.status,
        certainty=verdict.certainty,
        proposal=verdict.proposal.value if verdict.proposal else "",
        reasons=verdict.reasons,
    )
