"""Find claims that were made before: merge what copies and translations tell again, suggest the rest to editors."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from claims.models import Announcement, Claim, PairState, RepeatPair, Workflow
from claims.reading.truth_conditions import Comparison, Match, SaidClaim, compare_claims
from claims.workflows.gather_appearances import successor_of
from claims.workflows.merge_claims import merge_claims

# Claims with the same figure that one claim is compared with.
COMPARED = 20
# Between strangers one condition may be left open, between relatives some more; beyond that a suggestion is a guess.
MOST_OPEN = 1
MOST_OPEN_IN_RELATIVES = 3

_RESTING = (Workflow.DISMISSED, Workflow.MERGED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How many claims were merged, and how many pairs newly suggested."""

    merged: int = 0
    suggested: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Candidate:
    claim: Claim
    comparison: Comparison


def join_repeats(derived: Announcement, original: Announcement, *, now: datetime) -> Outcome:
    """Merge the claims of a copy or translation that its original makes too; suggest those that leave something open.

    What says exactly the same is merged without asking, for it is the same statement told again. A pair that an editor
    has decided stays as it is, and repeating this changes nothing. Raises nothing.
    """
    theirs = _claims_made_in(original)
    told = {successor_of(claim).pk for claim in theirs}
    merged = suggested = 0
    for claim in _claims_made_in(derived):
        best = None if successor_of(claim).pk in told else _best(claim, theirs, most_open=MOST_OPEN_IN_RELATIVES)
        if best is None:
            continue
        if best.comparison.match is Match.SAME:
            merged += _join(claim, best, now=now)
        else:
            suggested += _suggest(claim, best, now=now)
    return Outcome(merged=merged, suggested=suggested)


def suggest_repeats(announcement: Announcement, *, now: datetime) -> Outcome:
    """Suggest for each claim of the announcement the earliest claim elsewhere that says the same about its subject.

    Nothing is merged between texts that are no relatives. Repeating it suggests nothing new. Raises nothing.
    """
    suggested = 0
    for claim in _claims_made_in(announcement):
        best = _best(claim, _same_figure(claim, announcement), most_open=MOST_OPEN)
        if best:
            suggested += _suggest(claim, best, now=now)
    return Outcome(suggested=suggested)


def said(claim: Claim) -> SaidClaim:
    """The claim as reading compares it (reads the prefetched rows)."""
    subject = claim.subject
    return SaidClaim(
        text=claim.text,
        kind=claim.to_core().kind,
        language=claim.language,
        subject=subject.name if subject else "",
        maker=subject.maker.name if subject and subject.maker else "",
        quantities=tuple(amount.to_core() for amount in sorted(claim.quantities.all(), key=lambda row: row.pk)),
        claimed_on=claim.claimed_on,
        hedged=claim.hedged,
        denied=claim.denied,
    )


def _claims_made_in(announcement: Announcement) -> list[Claim]:
    """The claims that this text itself makes, the merged among them, without what an editor has set aside."""
    return list(
        Claim.objects.with_statement()
        .select_related("subject__maker", "merged_into")
        .filter(appearances__announcement=announcement, appearances__came_from=None)
        .exclude(workflow=Workflow.DISMISSED)
        .order_by("pk")
        .distinct()
    )


def _same_figure(claim: Claim, announcement: Announcement) -> list[Claim]:
    """Claims of other texts on the same subject or its family that state the same figure, the earliest first."""
    amounts = sorted(claim.quantities.all(), key=lambda row: row.pk)
    subject = claim.subject
    if claim.workflow in _RESTING or len(amounts) != 1 or subject is None:
        return []
    amount = amounts[0]
    family = Q(subject=subject) | Q(subject__family=subject)
    if subject.family_id:
        family |= Q(subject=subject.family_id)
    return list(
        Claim.objects.with_statement()
        .select_related("subject__maker", "merged_into")
        .filter(
            family,
            quantities__metric=amount.metric,
            quantities__value=amount.value,
            quantities__low=amount.low,
            quantities__high=amount.high,
            quantities__unit=amount.unit,
        )
        .exclude(workflow__in=_RESTING)
        .exclude(appearances__announcement=announcement)
        .order_by("claimed_on", "pk")[:COMPARED]
    )


def _best(claim: Claim, others: Iterable[Claim], *, most_open: int) -> _Candidate | None:
    """The one that leaves least open, of those the earliest; None where all differ, or editors have parted them."""
    mine = said(claim)
    apart = _parted(claim)
    candidates = []
    for other in others:
        if other.pk == claim.pk or other.pk in apart:
            continue
        comparison = compare_claims(mine, said(other))
        if comparison.match is not Match.DIFFERENT and comparison.open_points <= most_open:
            candidates.append(_Candidate(claim=other, comparison=comparison))
    return min(candidates, key=lambda one: (one.comparison.open_points, *_age(one.claim)), default=None)


def _parted(claim: Claim) -> set[int]:
    rows = RepeatPair.objects.filter(Q(later=claim) | Q(earlier=claim), state=PairState.REJECTED)
    return {number for pair in rows.values_list("later", "earlier") for number in pair}


def _age(claim: Claim) -> tuple[date, int]:
    return claim.claimed_on or date.max, claim.pk


def _join(claim: Claim, best: _Candidate, *, now: datetime) -> int:
    """Merge `claim` into the one it tells again, unless the two are one already; how many were merged."""
    mine, theirs = successor_of(claim), successor_of(best.claim)
    if mine.pk == theirs.pk or claim.workflow == Workflow.MERGED or theirs.workflow == Workflow.DISMISSED:
        return 0
    reason = f"A copy or translation says the same. {' '.join(best.comparison.reasons)}"
    outcome = merge_claims(claim.pk, theirs.pk, actor=None, reason=reason, now=now)
    _record(claim, best, PairState.JOINED, now=now)
    return int(outcome.merged)


def _suggest(claim: Claim, best: _Candidate, *, now: datetime) -> int:
    if claim.workflow == Workflow.MERGED or successor_of(best.claim).pk == claim.pk:
        return 0
    return int(_record(claim, best, PairState.SUGGESTED, now=now))


def _record(claim: Claim, best: _Candidate, state: PairState, *, now: datetime) -> bool:
    """Keep the pair; whether it is new. One that was only suggested is joined when it has become certain.

    An editor is asked one question about a claim at a time: the next best comes up when this one is rejected.
    """
    earlier, later = sorted((claim, best.claim), key=_age) if state is PairState.SUGGESTED else (best.claim, claim)
    both = Q(later=later, earlier=earlier) | Q(later=earlier, earlier=later)
    reasons = list(best.comparison.reasons)
    pair = RepeatPair.objects.filter(both).first()
    waiting = state is PairState.SUGGESTED and RepeatPair.objects.filter(later=later, state=state).exists()
    if pair is None and not waiting:
        RepeatPair.objects.create(later=later, earlier=earlier, state=state, reasons=reasons, recorded_at=now)
        return True
    if pair and pair.state == PairState.SUGGESTED and state is PairState.JOINED:
        RepeatPair.objects.filter(pk=pair.pk).update(later=later, earlier=earlier, state=state, reasons=reasons)
    return False
