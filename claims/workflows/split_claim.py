"""An editor splits a draft that says several things: a draft of each part, in its place."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from claims.core.sentences import split_sentences
from claims.models import Appearance, Claim, DeskAct, Workflow
from claims.reading.drafts import DraftClaim
from claims.reading.hand_marked import Span
from claims.workflows.decide_claim import (
    DecisionRefused,
    NotPossible,
    claim_to_decide,
    enter_act,
    set_workflow,
    state_of,
)
from claims.workflows.mark_claim import drafts_of, locked, make_claims

MOST_PARTS = 12


class NotSplit(DecisionRefused):
    """The parts are fewer than two, or the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Split:
    """The entry at the claim that was split, and the new claims in the order of the parts."""

    act_id: int
    claim_id: int
    parts: tuple[int, ...]


def split_claim(claim_id: int, parts: Sequence[str], *, reason: str, actor: User, seen: int, now: datetime) -> Split:
    """Make a draft of each of the `parts`, quoted from the sentences that the claim stands in, and dismiss the claim.

    A part that names no subject is about what the claim is about. Repeating it raises `AlreadyDecided` or
    `NotPossible`. Raises `NotSplit`, `NotMarked` and what `decide_claim` does.
    """
    wanted = [part.strip() for part in parts if part.strip()]
    if not 2 <= len(wanted) <= MOST_PARTS:
        raise NotSplit(_("Give two to %(most)s parts, one a line, in the words of the text.") % {"most": MOST_PARTS})
    with transaction.atomic():
        place = _first_place(claim_id)
        announcement = locked(place.announcement_id)
        claim = claim_to_decide(claim_id, seen=seen)
        if claim.workflow != Workflow.DRAFT:
            raise NotPossible(
                _("Claim %(number)s is %(state)s: only a draft can be split.")
                % {"number": claim.pk, "state": claim.get_workflow_display()}
            )
        sentence = sentence_around(announcement.text, place.start, place.end)
        drafts = [_about(claim, draft) for draft in drafts_of(announcement, wanted, within=sentence)]
        if len({(draft.start, draft.end) for draft in drafts}) < len(drafts):
            raise NotSplit(_("Two parts stand at the same place: a part is a claim of its own."))
        before = state_of(claim)
        set_workflow(claim, Workflow.DISMISSED)
        entry = enter_act(claim, DeskAct.SPLIT, before=before, reason=reason, actor=actor, now=now)
        made = make_claims(announcement, drafts, reason=reason, actor=actor, now=now, part_of=entry)
    return Split(act_id=entry.pk, claim_id=claim_id, parts=tuple(one.claim_id for one in made))


def sentence_around(text: str, start: int, end: int) -> Span:
    """The sentences that `text[start:end]` reaches into; the place itself where none does."""
    around = [one for one in split_sentences(text) if one.start < end and one.end > start]
    return Span(start=min((start, *(one.start for one in around))), end=max((end, *(one.end for one in around))))


def _first_place(claim_id: int) -> Appearance:
    place = Appearance.objects.filter(claim=claim_id).order_by("pk").first()
    if place is None:
        Claim.objects.get(pk=claim_id)
        raise NotPossible(_("Claim %(number)s stands in no text, so there is nothing to split.") % {"number": claim_id})
    return place


def _about(claim: Claim, draft: DraftClaim) -> DraftClaim:
    if draft.subject or claim.subject is None:
        return draft
    return replace(draft, subject=claim.subject.name)
