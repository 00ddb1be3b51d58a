"""Hold an announcement against its relatives: what figures differ, and which claims are the same."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from claims.models import Announcement
from claims.workflows.compare_figures import compare_figures, forget_doubts, original_of
from claims.workflows.suggest_repeats import join_repeats, suggest_repeats
from claims.workflows.take_turns import take_turn


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """Figures that differ, claims that were merged, repeats that were newly suggested."""

    differing: int
    merged: int
    suggested: int


def compare_relatives(announcement_id: int, *, now: datetime) -> Outcome:
    """Compare the announcement with what it comes from and with what was made from it, claim by claim.

    Repeating it changes nothing. Raises `Announcement.DoesNotExist`.
    """
    differing = merged = suggested = 0
    with transaction.atomic():
        take_turn()
        announcement = Announcement.objects.get(pk=announcement_id)
        for derived, original in _pairs(announcement):
            forget_doubts(derived, but=original)
            differing += compare_figures(derived, original, now=now)
            joined = join_repeats(derived, original, now=now)
            merged, suggested = merged + joined.merged, suggested + joined.suggested
        suggested += suggest_repeats(announcement, now=now).suggested
    return Outcome(differing=differing, merged=merged, suggested=suggested)


def _pairs(announcement: Announcement) -> list[tuple[Announcement, Announcement]]:
    """(derived, original), what it comes from first."""
    below = Announcement.objects.filter(Q(syndicated_from=announcement) | Q(translation_of=announcement)).order_by("pk")
    pairs = [(derived, original_of(derived)) for derived in (announcement, *below)]
    return [(derived, original) for derived, original in pairs if original and announcement in (derived, original)]
