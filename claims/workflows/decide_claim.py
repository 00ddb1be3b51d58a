"""An editor takes a claim up, dismisses it, lays it to rest or makes it a draft again, with an entry of who and why."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from claims.matching.index import index_claims
from claims.models import Claim, ClaimAct, DeskAct, Quantity, Workflow

# What each decision makes of a claim, and of which it can.
BECOMES: Mapping[str, Workflow] = {
    DeskAct.TRACKED: Workflow.TRACKED,
    DeskAct.DISMISSED: Workflow.DISMISSED,
    DeskAct.ARCHIVED: Workflow.ARCHIVED,
    DeskAct.REOPENED: Workflow.DRAFT,
}
_FROM: Mapping[str, tuple[Workflow, ...]] = {
    DeskAct.TRACKED: (Workflow.DRAFT, Workflow.ARCHIVED, Workflow.DISMISSED),
    DeskAct.DISMISSED: (Workflow.DRAFT, Workflow.TRACKED, Workflow.ARCHIVED),
    DeskAct.ARCHIVED: (Workflow.TRACKED,),
    DeskAct.REOPENED: (Workflow.TRACKED, Workflow.ARCHIVED, Workflow.DISMISSED),
}


def acts_from(workflow: str) -> tuple[DeskAct, ...]:
    """The decisions that can be taken on a claim that is so."""
    return tuple(DeskAct(act) for act, states in _FROM.items() if workflow in states)


type State = dict[str, Any]
# What editors can change of a claim beside its figure and its workflow, by the names of columns.
EDITABLE = ("text", "kind", "subject_id", "claimant_id", "attribution", "hedged", "denied", "claimed_on", "settle_by")
DAYS = ("claimed_on", "settle_by")
QUANTITY_FIELDS = ("metric", "relation", "comparator", "value", "low", "high", "unit", "scope", "baseline", "raw")


class DecisionRefused(Exception):
    """The decision cannot be taken; the message says why. Nothing was changed."""


class AlreadyDecided(DecisionRefused):
    """Somebody decided since the editor looked, or the claim is there already."""


class ReasonMissing(DecisionRefused):
    """What readers have followed is not given up without a reason."""


class NotPossible(DecisionRefused):
    """A claim in that state cannot be decided so, such as one that is merged into another."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """The entry that was left, and what the claim is now."""

    act_id: int
    claim_id: int
    workflow: Workflow


def decide_claim(claim_id: int, act: DeskAct, *, reason: str, actor: User, seen: int, now: datetime) -> Decided:
    """Carry one of the decisions of `BECOMES` out as `actor`.

    `seen` is the number of the newest entry that the editor saw on the claim, 0 for none: of two at once the second is
    told what the first decided. Repeating it raises `AlreadyDecided` and changes nothing. Giving up a claim that is
    tracked needs a reason, else `ReasonMissing` is raised. Raises `NotPossible` and `Claim.DoesNotExist`.
    """
    with transaction.atomic():
        claim = claim_to_decide(claim_id, seen=seen)
        if claim.workflow == BECOMES[act]:
            raise AlreadyDecided(_("Claim %(number)s is %(state)s already; nothing was changed.") % _named(claim))
        if claim.workflow not in _FROM[act]:
            raise NotPossible(
                _("Claim %(number)s is %(state)s and cannot be %(act)s.") % (_named(claim) | {"act": act.label})
            )
        if claim.workflow == Workflow.TRACKED and not reason.strip():
            raise ReasonMissing(_("Say why: readers follow a tracked claim, and its history shows the reason."))
        before = state_of(claim)
        set_workflow(claim, BECOMES[act])
        entry = enter_act(claim, act, before=before, reason=reason, actor=actor, now=now)
    return Decided(act_id=entry.pk, claim_id=claim.pk, workflow=BECOMES[act])


def claim_to_decide(claim_id: int, *, seen: int) -> Claim:
    """The claim, locked and unchanged since `seen`, with all that `state_of` reads. Raises what `decide_claim` does."""
    claim = Claim.objects.select_for_update(of=("self",)).get(pk=claim_id)
    newest = claim.acts.select_related("actor").order_by("-pk").first()
    if newest and newest.pk != seen:
        raise AlreadyDecided(_told_of(newest))
    if claim.workflow == Workflow.MERGED:
        raise NotPossible(
            _("Claim %(number)s is merged into claim %(other)s: decide on that one.")
            % {"number": claim.pk, "other": claim.merged_into_id}
        )
    return claim


def _told_of(act: ClaimAct) -> str:
    told = _("%(name)s was there before you: claim %(number)s was %(act)s (%(when)s)%(why)s Nothing was changed.")
    return told % {
        "name": act.actor.get_username(),
        "number": act.claim_id,
        "act": act.get_act_display(),
        "when": f"{act.recorded_at:%Y-%m-%d %H:%M} UTC",
        "why": f": {act.reason}" if act.reason else ".",
    }


def _named(claim: Claim) -> dict[str, object]:
    return {"number": claim.pk, "state": claim.get_workflow_display()}


def set_workflow(claim: Claim, workflow: Workflow) -> None:
    """Write it down; what is watched again is filed in the index, and its visit is due by a trigger."""
    claim.workflow = workflow
    claim.save(update_fields=["workflow"])
    index_claims(Claim.objects.with_statement().filter(pk=claim.pk))


def state_of(claim: Claim) -> State:
    """What editors can change of a claim, as JSON; numbers are text, so that they stay exact."""
    amount = first_quantity(claim)
    columns = {name: getattr(claim, name) for name in EDITABLE}
    days = {name: columns[name].isoformat() if columns[name] else None for name in DAYS}
    return {
        "workflow": str(claim.workflow),
        **columns,
        **days,
        "kind": str(claim.kind),
        "attribution": str(claim.attribution),
        "subject": claim.subject.name if claim.subject else "",
        "claimant": claim.claimant.name if claim.claimant else "",
        "quantity": _written(amount) if amount else None,
    }


def first_quantity(claim: Claim) -> Quantity | None:
    """The one that the claim is judged by."""
    return claim.quantities.order_by("pk").first()


def _written(amount: Quantity) -> dict[str, str | None]:
    told = ((name, getattr(amount, name)) for name in QUANTITY_FIELDS)
    return {name: None if value is None else str(value) for name, value in told}


def enter_act(
    claim: Claim,
    act: DeskAct,
    *,
    before: State,
    reason: str,
    actor: User,
    now: datetime,
    undoes: ClaimAct | None = None,
    part_of: ClaimAct | None = None,
) -> ClaimAct:
    """Leave the entry of what was just done; `before` is the state then, {} where the act made the claim."""
    return ClaimAct.objects.create(
        claim=claim,
        act=act,
        reason=reason.strip(),
        actor=actor,
        before=before,
        after=state_of(claim),
        recorded_at=now,
        undoes=undoes,
        part_of=part_of,
    )
