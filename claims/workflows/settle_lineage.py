"""Set what announcements come from by the pairs that stand: always the first of them, whichever was found first."""

from datetime import date

from django.db.models import Q

from claims.models import Announcement, LineagePair
from claims.models.lineage import STANDING
from claims.reading.lineage import Kind

# Relatives of relatives that are settled together; a story is not copied more often by those who are stored.
_MOST_RELATIVES = 1000


def settle_lineage(announcement_id: int) -> None:
    """Settle `translation_of` and `syndicated_from` of an announcement and of all its relatives.

    Both name the first text: a copy of a copy comes from what that was copied from, and so does its translation. They
    follow from the pairs alone, so the order in which texts come in does not matter, and repeating this changes
    nothing. An original that a person has named and no pair knows of stays. Raises nothing.
    """
    relatives = _relatives(announcement_id)
    pairs = list(LineagePair.objects.filter(derived__in=relatives).order_by("pk"))
    known = {pair.original_id for pair in pairs} | relatives
    announcements = {row.pk: row for row in Announcement.objects.filter(pk__in=known).defer("text").order_by("pk")}
    copied = _parents(pairs, Kind.COPY)
    translated = _parents(pairs, Kind.TRANSLATION)
    for number in sorted(relatives):
        announcement = announcements[number]
        copy_of = _first(_roots(number, copied) - {number}, announcements)
        originals = set().union(*(_roots(parent, copied) for parent in translated.get(number, ()))) - {number}
        first_texts = originals - translated.keys()
        # A copy is as like the translations of its original as the original is: it was not made from those.
        translation_of = _first(first_texts if first_texts or copy_of else originals, announcements)
        _set(announcement, translation_of=translation_of, syndicated_from=copy_of, heard_of=relatives)


def _set(
    announcement: Announcement, *, translation_of: int | None, syndicated_from: int | None, heard_of: set[int]
) -> None:
    changed = []
    for field, wanted in (("translation_of_id", translation_of), ("syndicated_from_id", syndicated_from)):
        current: int | None = getattr(announcement, field)
        named_by_person = current is not None and current not in heard_of
        if current != wanted and not named_by_person:
            setattr(announcement, field, wanted)
            changed.append(field.removesuffix("_id"))
    if changed:
        announcement.save(update_fields=changed)


def _relatives(announcement_id: int) -> set[int]:
    """All announcements that pairs of any state lead to from this one, itself among them."""
    found = {announcement_id}
    layer = found
    while layer and len(found) < _MOST_RELATIVES:
        pairs = LineagePair.objects.filter(Q(derived__in=layer) | Q(original__in=layer))
        near = {number for pair in pairs.values_list("derived", "original") for number in pair}
        layer = near - found
        found = found | layer
    return found


def _parents(pairs: list[LineagePair], kind: Kind) -> dict[int, set[int]]:
    parents: dict[int, set[int]] = {}
    for pair in pairs:
        if pair.kind == kind and pair.state in STANDING:
            parents.setdefault(pair.derived_id, set()).add(pair.original_id)
    return parents


def _roots(number: int, parents: dict[int, set[int]]) -> set[int]:
    """Where the lines of parents from `number` end; a line that closes on itself ends where it was entered."""
    roots: set[int] = set()
    seen: set[int] = set()
    waiting = [number]
    while waiting:
        at = waiting.pop()
        if at in seen:
            continue
        seen.add(at)
        above = parents.get(at, set())
        if not above:
            roots.add(at)
        waiting.extend(above)
    return roots or {number}


def _first(candidates: set[int], announcements: dict[int, Announcement]) -> int | None:
    """The one that was published first, of those the one stored first; None of none."""
    dated = [
        (announcements[number].published_on or date.max, number) for number in candidates if number in announcements
    ]
    return min(dated)[1] if dated else None
