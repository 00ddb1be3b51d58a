"""An editor puts right how a claim was read: what it is about, who makes it, its kind, its days and its figure."""

from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from claims.core.quantities import Quantity
from claims.core.statements import Attribution, ClaimKind
from claims.matching.index import index_claims
from claims.models import Claim, DeskAct, Workflow
from claims.models.claims import OPEN_WORKFLOWS
from claims.workflows.decide_claim import (
    EDITABLE,
    Decided,
    ReasonMissing,
    claim_to_decide,
    decide_claim,
    enter_act,
    state_of,
)
from claims.workflows.edit_claim import NotEdited, write_quantity
from claims.workflows.rejudge_claim import rejudge_claim


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How a claim is read; its words and quotes are no part of that. `quantity` is the figure that it is judged by."""

    kind: ClaimKind
    subject_id: int | None
    claimant_id: int | None
    attribution: Attribution
    hedged: bool
    denied: bool
    claimed_on: date | None
    settle_by: date | None
    quantity: Quantity | None


def correct_claim(claim_id: int, reading: Reading, *, reason: str, actor: User, seen: int, now: datetime) -> Decided:
    """Write the reading down, in an entry with what it was before and why; of a draft or of what readers follow.

    Where the claim is looked at, index, evidence and status follow at once, and the sources are asked soon. Repeating
    it raises `AlreadyDecided`, or `NotEdited` where nothing would change. Raises `ReasonMissing` and what
    `decide_claim` does.
    """
    if not reason.strip():
        raise ReasonMissing(_("Say why: the claim's history shows what was changed, and the reason."))
    with transaction.atomic():
        claim = claim_to_decide(claim_id, seen=seen)
        before = state_of(claim)
        _write(claim, reading)
        claim = Claim.objects.with_statement().get(pk=claim_id)
        if state_of(claim) == before:
            raise NotEdited(_("Nothing was changed."))
        if claim.workflow in OPEN_WORKFLOWS:
            claim = rejudge_claim(claim.pk, now=now)
        else:
            index_claims([claim])
        entry = enter_act(claim, DeskAct.EDITED, before=before, reason=reason, actor=actor, now=now)
    return Decided(act_id=entry.pk, claim_id=claim.pk, workflow=Workflow(claim.workflow))


def correct_and_decide(
    claim_id: int, reading: Reading, act: DeskAct | None, *, reason: str, actor: User, seen: int, now: datetime
) -> Decided:
    """Both at once for the same reason, an entry each: the reading where it is another one, then `act` where given.

    All or nothing. Raises what `correct_claim` and `decide_claim` do.
    """
    with transaction.atomic():
        try:
            done = correct_claim(claim_id, reading, reason=reason, actor=actor, seen=seen, now=now)
        except NotEdited:
            if act is None:
                raise
            return decide_claim(claim_id, act, reason=reason, actor=actor, seen=seen, now=now)
        if act is None:
            return done
        return decide_claim(claim_id, act, reason=reason, actor=actor, seen=done.act_id, now=now)


def _write(claim: Claim, reading: Reading) -> None:
    claim.kind, claim.attribution = reading.kind.value, reading.attribution.value
    claim.subject_id, claim.claimant_id = reading.subject_id, reading.claimant_id
    claim.hedged, claim.denied = reading.hedged, reading.denied
    claim.claimed_on, claim.settle_by = reading.claimed_on, reading.settle_by
    claim.save(update_fields=[name for name in EDITABLE if name != "text"])
    write_quantity(claim, reading.quantity)
