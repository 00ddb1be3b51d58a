"""Look for one claim again: find its papers, judge them, keep what was found, and draw the conclusion."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from claims.judging.assessing import assess
from claims.judging.findings import Status
from claims.judging.visits import next_visit
from claims.matching.candidates import papers_for
from claims.matching.index import index_claims
from claims.models import Claim, Paper, PaperWatch, Visit, VisitSchedule, VisitSource
from claims.workflows.call_records import call_records
from claims.workflows.choose_encoder import chosen_encoder
from claims.workflows.choose_policy import chosen_policy
from claims.workflows.conclude_claim import conclude_claim
from claims.workflows.find_overtakers import papers_that_overtake
from claims.workflows.keep_evidence import keep_findings, keep_recomputations

# A source that could not be asked is asked again after this.
AFTER_A_MISS = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a visit changed."""

    claim_id: int
    papers_considered: int
    new_evidence: int
    status: Status
    status_changed: bool


def revisit_claim(claim_id: int, *, now: datetime, missed: bool = False) -> Outcome:
    """Judge the claim against the stored papers and record the look.

    `missed` says that a source could not be asked before: then this look does not count as one that found nothing, and
    the next is soon. Nor does one count that comes before its turn; it leaves the next turn as it was.

    Repeating it finds the same evidence, stores none of it twice and leaves the status alone; only the receipt of the
    look is new. Raises `Claim.DoesNotExist`.
    """
    claim = Claim.objects.with_statement().get(pk=claim_id)
    index_claims([claim])
    papers = papers_to_read(claim)
    assessment = assess(claim.to_core(), [paper.to_core() for paper in papers], current=Status(claim.status))
    with transaction.atomic():
        claim = Claim.objects.select_for_update(of=("self",)).get(pk=claim_id)
        new_evidence = keep_findings(claim, assessment.findings, policy=chosen_policy(), now=now)
        new_evidence += keep_recomputations(claim, assessment.recomputations, now=now)
        _sign(claim, papers_considered=len(papers), new_evidence=new_evidence, missed=missed, now=now)
        before = claim.status
        conclude_claim(claim, act=None, now=now)
        if claim.status != before:
            call_records(claim, now=now)
    return Outcome(
        claim_id=claim_id,
        papers_considered=len(papers),
        new_evidence=new_evidence,
        status=Status(claim.status),
        status_changed=claim.status != before,
    )


def papers_to_read(claim: Claim) -> list[Paper]:
    """What the index finds, what the announcement links to, what could end a record, and what gave evidence before.

    Without the last, evidence would be lost when better-ranked papers crowd its paper out.
    """
    found = papers_for(claim, encoder=chosen_encoder())
    others = Paper.objects.with_text().filter(
        Q(versions__evidence__in=claim.evidence.standing())
        | Q(linked_from__announcement__appearances__claim=claim)
        | Q(pk__in=papers_that_overtake(claim))
    )
    known = {paper.pk for paper in found}
    return [*found, *others.exclude(pk__in=known).distinct().order_by("pk")]


def _sign(claim: Claim, *, papers_considered: int, new_evidence: int, missed: bool, now: datetime) -> None:
    """Leave the receipt of the look, schedule the next one, and watch the papers that the claim leads to."""
    schedule, _ = VisitSchedule.objects.select_for_update().get_or_create(claim=claim, defaults={"due_at": now})
    turn = _turn(claim, quiet_visits=schedule.quiet_visits)
    Visit.objects.create(
        claim=claim,
        source=VisitSource.STORED_PAPERS,
        query=" · ".join(sorted({probe.anchor for probe in claim.probes.all()})),
        started_at=now,
        finished_at=now,
        papers_considered=papers_considered,
        new_evidence=new_evidence,
    )
    is_called = turn is not None and now < turn
    if new_evidence or not (missed or is_called):
        schedule.quiet_visits = 0 if new_evidence else schedule.quiet_visits + 1
    due_at = (
        turn if turn and is_called and not new_evidence else next_visit(now=now, quiet_visits=schedule.quiet_visits)
    )
    schedule.due_at = min(due_at, now + AFTER_A_MISS) if missed else due_at
    schedule.leased_until = None
    schedule.save(update_fields=["quiet_visits", "due_at", "leased_until"])
    _watch_papers(claim, now=now)


def _turn(claim: Claim, *, quiet_visits: int) -> datetime | None:
    """When the rhythm since the last hit, or else since the first look, has the claim looked at; None before that one.

    A look that is called before and finds nothing is none more that found nothing: papers that name a system come
    daily, and its claims would soon be taken for undecidable.
    """
    looks = claim.visits.filter(source=VisitSource.STORED_PAPERS).values_list("started_at", flat=True)
    hit = looks.filter(new_evidence__gt=0).order_by("-pk").first()
    turn = hit or looks.order_by("pk").first()
    # The first look was itself one that found nothing.
    for quiet in range(0 if hit else 1, quiet_visits + 1):
        turn = turn and next_visit(now=turn, quiet_visits=quiet)
    return turn


def _watch_papers(claim: Claim, *, now: datetime) -> None:
    """What the claim rests on or links to is asked after from now on."""
    papers = Paper.objects.filter(
        Q(versions__evidence__in=claim.evidence.standing()) | Q(linked_from__announcement__appearances__claim=claim)
    )
    PaperWatch.objects.bulk_create(
        [PaperWatch(paper_id=paper, due_at=now) for paper in papers.values_list("pk", flat=True).distinct()],
        ignore_conflicts=True,
    )
