"""An editor's word on whether one announcement comes from another."""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import F, Q

from claims.models import Announcement, LineagePair, PairState, RepeatPair
from claims.models.lineage import STANDING
from claims.reading.lineage import Kind
from claims.workflows.compare_figures import forget_doubts, original_of
from claims.workflows.compare_relatives import compare_relatives
from claims.workflows.settle_lineage import settle_lineage
from claims.workflows.take_turns import take_turn
from claims.workflows.unmerge_claim import unmerge_claim


def confirm_lineage(pair_id: int, *, actor: User, now: datetime) -> None:
    """Link the pair for good, compare its figures, and join the claims that both make.

    Repeating it changes nothing. Raises `LineagePair.DoesNotExist`.
    """
    with transaction.atomic():
        take_turn()
        pair = LineagePair.objects.get(pk=pair_id)
        _decide(pair, PairState.CONFIRMED, actor)
        settle_lineage(pair.derived_id)
        compare_relatives(pair.derived_id, now=now)


def reject_lineage(pair_id: int, *, actor: User, now: datetime) -> None:
    """Part the pair for good: it is never joined or suggested again.

    Where it was joined, the doubts about its figures that nobody has decided go, and the claims that were merged for
    it are taken apart and left to editors. Repeating it changes nothing. Raises `LineagePair.DoesNotExist`.
    """
    with transaction.atomic():
        take_turn()
        pair = LineagePair.objects.get(pk=pair_id)
        _decide(pair, PairState.REJECTED, actor)
        settle_lineage(pair.derived_id)
        settle_lineage(pair.original_id)
        derived = Announcement.objects.get(pk=pair.derived_id)
        forget_doubts(derived, but=original_of(derived))
        _part_claims(derived, actor=actor, now=now)


def name_original(announcement_id: int, kind: Kind, original_id: int | None, *, actor: User, now: datetime) -> None:
    """Say by hand what an announcement is a copy or a translation of; None parts it from what it was held to be.

    Repeating it changes nothing. Raises `Announcement.DoesNotExist`.
    """
    with transaction.atomic():
        take_turn()
        announcement = Announcement.objects.get(pk=announcement_id)
        standing = LineagePair.objects.filter(derived=announcement, kind=kind, state__in=STANDING)
        for other in standing.exclude(original=original_id).order_by("pk"):
            reject_lineage(other.pk, actor=actor, now=now)
        if original_id is not None:
            pair = _pair_of(announcement, Announcement.objects.get(pk=original_id), kind, now=now)
            confirm_lineage(pair.pk, actor=actor, now=now)


def _pair_of(derived: Announcement, original: Announcement, kind: Kind, *, now: datetime) -> LineagePair:
    """The pair of these two with the direction that the editor gives it."""
    both = Q(derived=derived, original=original) | Q(derived=original, original=derived)
    pair = LineagePair.objects.filter(both).first() or LineagePair(reasons=["An editor named it."], recorded_at=now)
    pair.derived, pair.original, pair.kind = derived, original, kind
    pair.save()
    return pair


def _decide(pair: LineagePair, state: PairState, actor: User) -> None:
    if pair.state != state:
        pair.state, pair.decided_by = state, actor
        pair.save(update_fields=["state", "decided_by"])


def _part_claims(derived: Announcement, *, actor: User, now: datetime) -> None:
    """Undo what the rules merged because of a lineage that does not hold; whether it is so is for an editor now."""
    origins = [number for number in (derived.translation_of_id, derived.syndicated_from_id) if number]
    made_here = Q(later__appearances__announcement=derived, later__appearances__came_from=None)
    made_there = Q(earlier__appearances__announcement__in=origins)
    joined = RepeatPair.objects.filter(made_here, state=PairState.JOINED).exclude(made_there).distinct().order_by("pk")
    for pair in joined.filter(later__merged_into=F("earlier")):
        unmerge_claim(pair.later_id, actor=actor, reason="The two texts are no relatives after all.", now=now)
        RepeatPair.objects.filter(pk=pair.pk).update(state=PairState.SUGGESTED, decided_by=None)
