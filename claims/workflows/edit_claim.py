"""An editor puts a draft right: its wording, what it is about, its figure, its day and its kind."""

from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q, Value
from django.utils.translation import gettext as _

from claims.core.quantities import Quantity as Amount
from claims.core.statements import ClaimKind
from claims.models import Claim, DeskAct, Quantity, Subject, Workflow
from claims.models.spelling import Spelling
from claims.reading.hand_marked import SpanRefused, figure_in
from claims.workflows.decide_claim import (
    QUANTITY_FIELDS,
    Decided,
    DecisionRefused,
    claim_to_decide,
    enter_act,
    first_quantity,
    state_of,
)
from claims.workflows.name_subject import subject_named
from claims.workflows.rejudge_claim import rejudge_claim

LONGEST_CLAIM = 500


class NotEdited(DecisionRefused):
    """The edit cannot be taken; `field` is the one at fault, "" where it is none of them."""

    def __init__(self, message: str, *, field: str = "") -> None:
        super().__init__(message)
        self.field = field


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """The draft as it shall be. `figure` is written as in a text, `subject` is a name or alias; "" for none.

    A figure that is left as it was keeps all that was read of it, its baseline too.
    """

    text: str
    subject: str
    figure: str
    kind: ClaimKind
    claimed_on: date | None


def edit_claim(claim_id: int, edit: Edit, *, reason: str, actor: User, seen: int, now: datetime) -> Decided:
    """Write the edit into the draft; the earlier wording stays in the entry.

    The index, the evidence and the status follow at once, and the sources are asked soon. A name that nobody knows
    makes a new subject. Repeating it raises `AlreadyDecided`, or `NotEdited` where nothing would change. A claim that
    is no draft raises `NotEdited`: readers may have quoted it. Raises what `decide_claim` does.
    """
    with transaction.atomic():
        claim = claim_to_decide(claim_id, seen=seen)
        if claim.workflow != Workflow.DRAFT:
            raise NotEdited(
                _(
                    "Claim %(number)s is %(state)s: what others may have quoted never changes. Dismiss it with a "
                    "reason, and mark the words anew; a draft can be split."
                )
                % {"number": claim.pk, "state": claim.get_workflow_display()}
            )
        before = state_of(claim)
        _write(claim, edit)
        if state_of(claim) == before:
            raise NotEdited(_("Nothing was changed."))
        claim = rejudge_claim(claim.pk, now=now)
        entry = enter_act(claim, DeskAct.EDITED, before=before, reason=reason, actor=actor, now=now)
    return Decided(act_id=entry.pk, claim_id=claim.pk, workflow=Workflow.DRAFT)


def _write(claim: Claim, edit: Edit) -> None:
    text = " ".join(edit.text.split())
    if not text:
        raise NotEdited(_("A claim needs words."), field="text")
    if len(text) > LONGEST_CLAIM:
        raise NotEdited(_("A claim has at most %(most)s characters; split it.") % {"most": LONGEST_CLAIM}, field="text")
    claim.text, claim.kind, claim.claimed_on = text, edit.kind.value, edit.claimed_on
    claim.subject = _subject(claim, edit.subject)
    claim.save(update_fields=["text", "kind", "claimed_on", "subject"])
    stored = first_quantity(claim)
    if edit.figure.strip() != written_figure(stored):
        write_quantity(claim, _figure(claim, edit.figure))


def written_figure(amount: Quantity | None) -> str:
    """The figure as an edit leaves it where it is to stay; the words of the text as far as they are kept."""
    if amount is None:
        return ""
    number = "" if amount.value is None else f"{amount.value.normalize():f}"
    return " ".join((amount.raw or f"{number} {amount.unit}").split())


def _figure(claim: Claim, figure: str) -> Amount | None:
    if not figure.strip():
        return None
    try:
        return figure_in(" ".join(figure.split()), language=claim.language)
    except SpanRefused as refused:
        raise NotEdited(str(refused), field="figure") from refused


def write_quantity(claim: Claim, amount: Amount | None) -> None:
    """Put the figure in the place of the first one, or take that away."""
    stored = first_quantity(claim)
    if amount is None:
        if stored:
            stored.delete()
        return
    stored = stored or Quantity(claim=claim)
    for name in QUANTITY_FIELDS:
        setattr(stored, name, getattr(amount, name))
    stored.save()


def _subject(claim: Claim, name: str) -> Subject | None:
    """The one of this name: the claim's own where it is called so, else the only one, or the one without a maker."""
    called = " ".join(name.split())
    if not called:
        return None
    if claim.subject and called in claim.subject.all_names():
        return claim.subject
    spelt = Spelling(Value(called))
    known = Subject.objects.filter(Q(spelling=spelt) | Q(aliases__spelling=spelt)).order_by("pk").distinct()[:2]
    return known[0] if len(known) == 1 else subject_named(called)
