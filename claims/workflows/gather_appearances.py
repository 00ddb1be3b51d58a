"""Show on a claim every place at which it, or a claim merged into it, was said."""

from claims.models import Appearance, Claim

type Place = tuple[int, int, int]

# A chain of merges is as long as people make it; this bounds a walk along data that somebody has broken.
_LONGEST_CHAIN = 1000


def successor_of(claim: Claim) -> Claim:
    """The claim at the end of the chain that `claim` was merged into; itself when it was not merged."""
    for _ in range(_LONGEST_CHAIN):
        if claim.merged_into is None:
            return claim
        claim = claim.merged_into
    raise ValueError(f"the chain of merges behind claim {claim.pk} has no end")


def merged_under(claim: Claim) -> list[int]:
    """The ids of all claims that were merged into `claim`, directly or by way of others, in order."""
    found: list[int] = []
    layer = [claim.pk]
    while layer:
        layer = list(Claim.objects.filter(merged_into__in=layer).order_by("pk").values_list("pk", flat=True))
        found += layer
    return sorted(found)


def gather_appearances(claim: Claim) -> int:
    """Give a claim the places of all claims merged under it, as repeats, and take away what no longer belongs to it.

    A claim that is merged itself keeps only its own. What is lent follows from who is merged into whom and from nothing
    else, so neither the order of merges nor repeating this changes anything. Returns how many are lent. Raises nothing.
    """
    lenders = merged_under(claim) if claim.merged_into_id is None else []
    owned = {_place(appearance) for appearance in claim.appearances.filter(came_from=None)}
    lent: dict[Place, Appearance] = {}
    for appearance in Appearance.objects.filter(claim__in=lenders, came_from=None).order_by("claim_id", "pk"):
        if _place(appearance) not in owned:
            lent.setdefault(_place(appearance), appearance)
    kept: set[Place] = set()
    for appearance in claim.appearances.filter(came_from__isnull=False).order_by("pk"):
        place = _place(appearance)
        if place in lent and lent[place].claim_id == appearance.came_from_id:
            kept.add(place)
        else:
            appearance.delete()
    Appearance.objects.bulk_create(_lent(claim, appearance) for place, appearance in lent.items() if place not in kept)
    return len(lent)


def _place(appearance: Appearance) -> Place:
    return appearance.announcement_id, appearance.start, appearance.end


def _lent(claim: Claim, appearance: Appearance) -> Appearance:
    return Appearance(
        claim=claim,
        announcement_id=appearance.announcement_id,
        exact=appearance.exact,
        prefix=appearance.prefix,
        suffix=appearance.suffix,
        start=appearance.start,
        end=appearance.end,
        anchor=appearance.anchor,
        repeated=True,
        came_from_id=appearance.claim_id,
    )
