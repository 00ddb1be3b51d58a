"""Find what an announcement was copied or translated from, and what was made from it."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Count, Q

from claims.models import Announcement, LineageMark, LineagePair, PairState
from claims.reading.lineage import Kinship, kinship
from claims.reading.tellings import Telling, Traits
from claims.workflows.settle_lineage import settle_lineage
from claims.workflows.take_turns import take_turn

# Relatives share many marks, and each is rare: whoever shares fewer than the best of these is none.
COMPARED = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How many pairs were newly joined, and how many newly suggested to editors."""

    joined: int
    suggested: int


def trace_lineage(announcement_id: int, *, now: datetime) -> Outcome:
    """Compare the announcement with those that share most of its marks, and keep each pair that seems related.

    What is certain is joined: the announcement's `translation_of` and `syndicated_from` follow from it. The rest is
    suggested. A pair that an editor has decided stays as it is, and repeating this changes nothing. Raises
    `Announcement.DoesNotExist`.
    """
    with transaction.atomic():
        take_turn()
        announcement = Announcement.objects.select_related("publisher").get(pk=announcement_id)
        traits = traits_of(announcement)
        LineageMark.objects.bulk_create(
            (LineageMark(announcement=announcement, mark=mark) for mark in sorted(traits.marks)), ignore_conflicts=True
        )
        found = [kinship(traits, traits_of(other)) for other in _likely_relatives(announcement, traits)]
        states = [_kept(kin, now=now) for kin in found if kin]
        settle_lineage(announcement_id)
    return Outcome(joined=states.count(PairState.JOINED), suggested=states.count(PairState.SUGGESTED))


def traits_of(announcement: Announcement) -> Traits:
    """The announcement as reading compares it."""
    telling = Telling(
        number=announcement.pk,
        text=announcement.text,
        language=announcement.language,
        title=announcement.title,
        url=announcement.url,
        canonical_url=announcement.canonical_url,
        publisher=announcement.publisher.name if announcement.publisher else "",
        published_on=announcement.published_on,
    )
    return Traits(telling=telling)


def _likely_relatives(announcement: Announcement, traits: Traits) -> list[Announcement]:
    shared = (
        LineageMark.objects.filter(mark__in=traits.marks)
        .exclude(announcement=announcement)
        .values("announcement")
        .annotate(count=Count("pk"))
        .order_by("-count", "announcement")[:COMPARED]
    )
    ids = [row["announcement"] for row in shared]
    return list(Announcement.objects.select_related("publisher").filter(pk__in=ids).order_by("pk"))


def _kept(kin: Kinship, *, now: datetime) -> str:
    """Keep a pair; its state where that is new, else ""."""
    one, other = kin.derived, kin.original
    pair = LineagePair.objects.filter(Q(derived=one, original=other) | Q(derived=other, original=one)).first()
    state = PairState.JOINED if kin.certain else PairState.SUGGESTED
    if pair is None:
        LineagePair.objects.create(
            derived_id=kin.derived,
            original_id=kin.original,
            kind=kin.kind,
            state=state,
            reasons=list(kin.reasons),
            recorded_at=now,
        )
        return state
    if pair.state == PairState.SUGGESTED and kin.certain:
        # It has become certain since, by a date or a publisher that an editor added.
        pair.derived_id, pair.original_id = kin.derived, kin.original
        pair.state, pair.reasons = state, list(kin.reasons)
        pair.save(update_fields=["derived", "original", "state", "reasons"])
        return state
    return ""
