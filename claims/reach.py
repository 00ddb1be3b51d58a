"""What a paper reaches: evidence and arithmetic that rest on it, their claims, and announcements that cite it."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Q

from claims.models import Announcement, Claim, Evidence, EvidenceState, Recomputation
from claims.models.claims import ClaimQuerySet

# The states of evidence on which a claim rests.
COUNTED_OR_WAITING = (EvidenceState.PROPOSED, EvidenceState.ACCEPTED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """All that has to be looked at when something is said of a paper. Each tuple in the order of the rows' ids."""

    claims: tuple[Claim, ...]
    evidence: tuple[Evidence, ...]
    recomputations: tuple[Recomputation, ...]
    announcements: tuple[Announcement, ...]


def claims_resting_on(paper_ids: Collection[int]) -> tuple[int, ...]:
    """The ids of the claims with evidence, or with an arithmetic that counts, from any version of these papers."""
    return tuple(_resting_on(paper_ids).order_by("pk").values_list("pk", flat=True))


def reach_of(paper_id: int) -> Reach:
    """What rests on the paper now, in four queries; announcements cite it or carry one of the claims."""
    claims = _resting_on([paper_id])
    evidence = Evidence.objects.filter(paper_version__paper=paper_id, state__in=COUNTED_OR_WAITING)
    arithmetic = Recomputation.objects.filter(is_current=True, inputs__paper_version__paper=paper_id).distinct()
    announcements = Announcement.objects.filter(Q(source_links__paper=paper_id) | Q(appearances__claim__in=claims))
    return Reach(
        claims=tuple(claims.order_by("pk")),
        evidence=tuple(evidence.order_by("pk")),
        recomputations=tuple(arithmetic.order_by("pk")),
        announcements=tuple(announcements.distinct().defer("text").order_by("pk")),
    )


def _resting_on(paper_ids: Collection[int]) -> ClaimQuerySet:
    by_evidence = Evidence.objects.filter(paper_version__paper__in=paper_ids, state__in=COUNTED_OR_WAITING)
    by_arithmetic = Recomputation.objects.filter(is_current=True, inputs__paper_version__paper__in=paper_ids)
    return Claim.objects.filter(Q(pk__in=by_evidence.values("claim")) | Q(pk__in=by_arithmetic.values("claim")))
