"""Take an editor's newest act on a claim back, by another entry; of a split all of it."""

from datetime import date, datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from claims.models import Appearance, Claim, ClaimAct, DeskAct, Workflow
from claims.models.claim_acts import figure_of
from claims.workflows.decide_claim import (
    DAYS,
    EDITABLE,
    AlreadyDecided,
    Decided,
    DecisionRefused,
    claim_to_decide,
    enter_act,
    set_workflow,
    state_of,
)
from claims.workflows.edit_claim import write_quantity
from claims.workflows.mark_claim import locked
from claims.workflows.rejudge_claim import rejudge_claim


class NothingToUndo(DecisionRefused):
    """The entry is no act that stands, or not the newest one."""


def undo_claim_act(act_id: int, *, reason: str, actor: User, now: datetime) -> Decided:
    """Put the claim back to what it was before the act. A claim that the act made is dismissed: numbers are for good.

    Only the newest act that stands can be taken back, then the one before it, and so on. A split goes back as a whole,
    as long as nobody has decided on its parts. Repeating it raises `NothingToUndo`; a claim that something else changed
    since raises `AlreadyDecided`. Raises `ClaimAct.DoesNotExist`.
    """
    with transaction.atomic():
        act = ClaimAct.objects.get(pk=act_id)
        if act.part_of_id:
            raise NothingToUndo(
                _("Claim %(number)s came of a split: undo that one, or dismiss this claim.") % {"number": act.claim_id}
            )
        _lock_text(act.claim_id)
        newest = ClaimAct.objects.filter(claim=act.claim_id).order_by("-pk").first()
        claim = claim_to_decide(act.claim_id, seen=newest.pk if newest else 0)
        if newest_standing(claim) != act:
            raise NothingToUndo(_("It was taken back already, or other acts came after it: undo those first."))
        if _known_part(state_of(claim), act.after) != act.after:
            raise AlreadyDecided(
                _("Claim %(number)s was changed elsewhere since; nothing was changed.") % {"number": claim.pk}
            )
        for part in act.parts.select_related("claim").order_by("pk"):
            _undo_part(part, reason=reason, actor=actor, now=now)
        undone = _take_back(claim, act, reason=reason, actor=actor, now=now)
    return Decided(act_id=undone.pk, claim_id=claim.pk, workflow=Workflow(undone.claim.workflow))


def newest_standing(claim: Claim) -> ClaimAct | None:
    """The newest act on the claim that was not taken back."""
    return claim.acts.exclude(act=DeskAct.UNDONE).filter(undone_by=None).order_by("-pk").first()


def _lock_text(claim_id: int) -> None:
    """Texts are locked before claims, everywhere."""
    place = Appearance.objects.filter(claim=claim_id).order_by("pk").first()
    if place:
        locked(place.announcement_id)


def _undo_part(part: ClaimAct, *, reason: str, actor: User, now: datetime) -> None:
    claim = claim_to_decide(part.claim_id, seen=_newest(part.claim))
    if newest_standing(claim) != part or claim.acts.count() > 1:
        raise AlreadyDecided(
            _("Claim %(number)s, a part of it, was decided on since: undo that first.") % {"number": claim.pk}
        )
    _take_back(claim, part, reason=reason, actor=actor, now=now)


def _newest(claim: Claim) -> int:
    newest = claim.acts.order_by("-pk").first()
    return newest.pk if newest else 0


def _take_back(claim: Claim, act: ClaimAct, *, reason: str, actor: User, now: datetime) -> ClaimAct:
    before = state_of(claim)
    if act.act == DeskAct.EDITED:
        _put_back(claim, act.before)
        claim = rejudge_claim(claim.pk, now=now)
    else:
        set_workflow(claim, Workflow(act.before["workflow"]) if act.before else Workflow.DISMISSED)
    return enter_act(claim, DeskAct.UNDONE, before=before, reason=reason, actor=actor, now=now, undoes=act)


def _put_back(claim: Claim, state: dict[str, Any]) -> None:
    for name in EDITABLE:
        if name in state:
            setattr(claim, name, _day(state[name]) if name in DAYS else state[name])
    claim.save(update_fields=list(EDITABLE))
    write_quantity(claim, figure_of(state["quantity"]) if state["quantity"] else None)


def _day(written: str | None) -> date | None:
    return date.fromisoformat(written) if written else None


def _known_part(state: dict[str, Any], known: dict[str, Any]) -> dict[str, Any]:
    """Of a state what an entry knows: those of long ago say less."""
    return {name: value for name, value in state.items() if name in known}
