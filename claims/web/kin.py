"""What pages tell of copies and translations: claims that were merged, and figures that a copy tells otherwise."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from claims.core.marked_text import Excerpt
from claims.models import Announcement, Claim, ClaimMerge, DoubtState, FigureDoubt, MergeStep
from claims.workflows.gather_appearances import merged_under


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """A claim that was merged into `successor`; `actor` "" means that the rules did it."""

    claim: Claim
    successor: int
    merged_at: datetime
    actor: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """One side of a difference: the text, its words around the figure, and the claim that it makes of it (or None)."""

    announcement: Announcement
    passage: Excerpt
    claim: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A figure that a copy tells otherwise than its original; `confirmed` by an editor, or only found by the rules."""

    copy: Telling
    original: Telling
    confirmed: bool
    translated: bool

    @property
    def sides(self) -> tuple[Telling, Telling]:
        """The copy, then its original."""
        return self.copy, self.original


@dataclass(frozen=True, slots=True, kw_only=True)
class Kin:
    """A claim's relatives: what it went into, what went into it, and where a copy tells another figure.

    `suspect` are differences where the claim is the copy's, `told_otherwise` those where it is the original's.
    """

    merge: Merged | None
    merged: tuple[Merged, ...]
    suspect: tuple[Difference, ...]
    told_otherwise: tuple[Difference, ...]


def show_kin(claim: Claim) -> Kin:
    """The relatives of a claim, in a number of queries that does not grow with them."""
    under = merged_under(claim)
    steps = (
        ClaimMerge.objects.filter(claim__in=[claim.pk, *under], step=MergeStep.MERGED)
        .select_related("claim", "actor")
        .order_by("claim_id", "pk")
    )
    # The newest of each claim: one that was taken out may have been merged again.
    newest = {step.claim_id: step for step in steps}
    doubts = FigureDoubt.objects.standing().filter(Q(claim=claim) | Q(counterpart=claim))
    return Kin(
        merge=_merged(newest[claim.pk]) if claim.merged_into_id and claim.pk in newest else None,
        merged=tuple(_merged(newest[number]) for number in under if number in newest),
        suspect=tuple(_difference(doubt) for doubt in doubts if doubt.claim_id == claim.pk),
        told_otherwise=tuple(_difference(doubt) for doubt in doubts if doubt.claim_id != claim.pk),
    )


def show_differences(announcement: Announcement) -> tuple[Difference, ...]:
    """Where a copy or translation tells figures otherwise than its original, in text order."""
    return tuple(_difference(doubt) for doubt in FigureDoubt.objects.standing().filter(derived=announcement))


def _merged(step: ClaimMerge) -> Merged:
    return Merged(
        claim=step.claim,
        successor=step.successor_id,
        merged_at=step.recorded_at,
        actor=step.actor.get_username() if step.actor else "",
        reason=step.reason,
    )


def _difference(doubt: FigureDoubt) -> Difference:
    return Difference(
        copy=Telling(
            announcement=doubt.derived,
            passage=_around(doubt.derived_quote, doubt.derived_figure),
            claim=doubt.claim_id,
        ),
        original=Telling(
            announcement=doubt.original,
            passage=_around(doubt.original_quote, doubt.original_figure),
            claim=doubt.counterpart_id,
        ),
        confirmed=doubt.state == DoubtState.CONFIRMED,
        translated=doubt.derived.language != doubt.original.language,
    )


def _around(quote: str, figure: str) -> Excerpt:
    """The figure with what stands around it; the whole quote where Markdown stands within the figure."""
    before, found, after = quote.partition(figure)
    return Excerpt(before=before, quote=found, after=after) if found else Excerpt(before="", quote=quote, after="")
