"""Read what a claim's verdict rests on, and draw the verdict; nothing is written."""

from dataclasses import dataclass, replace

from claims.judging.findings import Finding, Status, Verdict
from claims.judging.findings import Recomputation as Sum
from claims.judging.verdict import decide
from claims.models import Claim, Evidence, Ruling, RulingAct, VisitSchedule


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """All that a verdict on one claim rests on, as it is stored.

    `current` is the status that a job finds: what a person ruled, or what stands where nobody did. `ruling` is the one
    in force, if any.
    """

    current: Status
    accepted: tuple[Evidence, ...]
    sums: tuple[Sum, ...]
    fingerprints: tuple[str, ...]
    ruling: Ruling | None
    quiet_visits: int
    past_deadline: bool | None

    @property
    def findings(self) -> list[Finding]:
        """The accepted evidence as judging knows it."""
        return [row.to_core() for row in self.accepted]


def known_of(claim: Claim) -> Known:
    """What is known of a claim, in a fixed number of queries. Repeating it gives the same; raises nothing."""
    newest = newest_ruling(claim)
    in_force = newest if newest and newest.act == RulingAct.RULED else None
    made = claim.recomputations.filter(is_current=True).prefetch_related("inputs__paper_version__paper")
    recomputed = list(made.order_by("pk"))
    schedule = VisitSchedule.objects.filter(claim=claim).first()
    # A ruling that was handed back leaves nothing to hold on to: the rules start from the evidence alone.
    current = in_force.status if in_force else Status.UNVERIFIED if newest else claim.status
    return Known(
        current=Status(current),
        accepted=tuple(Evidence.objects.accepted().with_paper().filter(claim=claim).order_by("pk")),
        sums=tuple(row.to_core() for row in recomputed),
        fingerprints=tuple(sorted(row.fingerprint for row in recomputed)),
        ruling=in_force,
        quiet_visits=schedule.quiet_visits if schedule else 0,
        past_deadline=_past_deadline(claim),
    )


def _past_deadline(claim: Claim) -> bool | None:
    """Whether a look that was answered came after the day by which the claim was to be settled."""
    if claim.settle_by is None:
        return None
    return claim.visits.filter(failure="", finished_at__date__gt=claim.settle_by).exists()


def newest_ruling(claim: Claim) -> Ruling | None:
    """The last thing that a person said of the claim's status: that it be so, or that the rules shall say."""
    return claim.rulings.select_related("actor", "author").order_by("-pk").first()


def weigh_claim(known: Known) -> Verdict:
    """The verdict that follows. Repeating it gives the same; raises nothing."""
    return decide(
        known.current,
        known.findings,
        known.sums,
        heard=known.ruling.voices() if known.ruling else None,
        quiet_visits=known.quiet_visits,
        past_deadline=known.past_deadline,
    )


def with_evidence(known: Known, accepted: tuple[Evidence, ...]) -> Known:
    """The same where other evidence were accepted."""
    return replace(known, accepted=accepted)
