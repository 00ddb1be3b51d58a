"""Read events with all the rows that tell them, in a fixed number of queries, whatever their number."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from django.db.models import Count, Prefetch, Q
from django.urls import reverse

from claims.core.han import language_by_script
from claims.digest.changes import Quoted
from claims.digest.happenings import Facts, Happening, Merging, Named, Noticed, Proof, Step, Telling
from claims.judging.findings import Certainty, Grade, Stance, Status
from claims.judging.rulings import EXCLUDED, Side
from claims.models import (
    Announcement,
    Claim,
    ClaimMerge,
    Evidence,
    EvidenceStep,
    OutboxEvent,
    Paper,
    PaperNotice,
    RecomputationInput,
    Ruling,
    StatusChange,
    Workflow,
)
from claims.models.outbox import EventKind

_OF_EVIDENCE = (EventKind.EVIDENCE_ACCEPTED, EventKind.EVIDENCE_DROPPED)
_OF_MERGING = (EventKind.CLAIM_MERGED, EventKind.CLAIM_UNMERGED)


def facts_of(event_ids: Collection[int]) -> Facts:
    """The facts of these events; those that are not there, or have no position yet, are left out."""
    return _facts(list(OutboxEvent.objects.filter(pk__in=event_ids, position__isnull=False).order_by("position")))


def facts_between(after: int, up_to: int) -> Facts:
    """The facts of the events at the positions from `after`, not included, up to `up_to`."""
    return _facts(list(OutboxEvent.objects.between(after, up_to)))


def _facts(events: list[OutboxEvent]) -> Facts:
    tellings = _tellings(events)
    return Facts(
        happenings=tuple(_happening(event, tellings.get(event.pk)) for event in events),
        claims=_claims({event.claim_id for event in events if event.claim_id}),
        papers=_papers({event.paper_id for event in events if event.kind == EventKind.PAPER_NOTICE and event.paper_id}),
        announcements=_announcements({event.announcement_id for event in events if event.announcement_id}),
        resting=_resting({event.paper_id for event in events if event.kind == EventKind.PAPER_NOTICE}),
    )


def _happening(event: OutboxEvent, telling: Telling | None) -> Happening:
    return Happening(
        id=event.pk,
        position=event.position or 0,
        kind=event.kind,
        recorded_at=event.recorded_at,
        claim=event.claim_id,
        paper=event.paper_id,
        announcement=event.announcement_id,
        telling=telling,
    )


def _tellings(events: Iterable[OutboxEvent]) -> dict[int, Telling]:
    """What the row of each event says."""
    rows: defaultdict[str, dict[int, int]] = defaultdict(dict)
    for event in events:
        rows[event.kind][event.row] = event.pk
    evidence = {row: event for kind in _OF_EVIDENCE for row, event in rows[kind].items()}
    merges = {row: event for kind in _OF_MERGING for row, event in rows[kind].items()}
    steps, notices = rows[EventKind.STATUS_CHANGED], rows[EventKind.PAPER_NOTICE]
    told: dict[int, Telling] = {}
    told |= {steps[row]: step for row, step in _steps(steps).items()}
    told |= {evidence[row]: proof for row, proof in _proofs_of_steps(evidence).items()}
    told |= {merges[merge.pk]: _merging(merge) for merge in ClaimMerge.objects.filter(pk__in=merges)}
    told |= {notices[notice.pk]: _noticed(notice) for notice in PaperNotice.objects.filter(pk__in=notices)}
    return told


def _steps(numbers: Collection[int]) -> dict[int, Step]:
    quoted = Evidence.objects.select_related("paper_version__paper")
    rows = StatusChange.objects.filter(pk__in=numbers).select_related("supersedes")
    changes = list(rows.prefetch_related(Prefetch("evidence", queryset=quoted)))
    rulings = _rulings({change.claim_id for change in changes if change.actor_id})
    return {change.pk: _step(change, rulings.get((change.claim_id, change.recorded_at), "")) for change in changes}


def _rulings(claims: Collection[int]) -> dict[tuple[int, datetime], str]:
    """People's reasons; a ruling and the step of the history that follows on it are of one moment."""
    rows = Ruling.objects.filter(claim__in=claims).order_by("pk")
    return {(claim, moment): reason for claim, moment, reason in rows.values_list("claim_id", "recorded_at", "reason")}


def _step(change: StatusChange, ruling: str) -> Step:
    return Step(
        before=Status(change.from_status),
        after=Status(change.to_status),
        certainty_before=Certainty(change.supersedes.certainty) if change.supersedes else Certainty.VERY_LOW,
        certainty=Certainty(change.certainty),
        reasons=tuple((reason["code"], reason["text"]) for reason in change.reasons),
        proofs=tuple(_proof(row) for row in sorted(change.evidence.all(), key=lambda row: row.pk)),
        ruling=ruling if change.actor_id else "",
        by_person=change.actor_id is not None,
        known_on=change.known_on,
    )


def _proofs_of_steps(numbers: Collection[int]) -> dict[int, Proof]:
    rows = EvidenceStep.objects.filter(pk__in=numbers).select_related("evidence__paper_version__paper")
    return {row.pk: _proof(row.evidence) for row in rows}


def _proof(row: Evidence) -> Proof:
    paper = row.paper_version.paper
    return Proof(
        id=row.pk,
        side=_side(row),
        quoted=Quoted(
            exact=row.quote,
            language=language_by_script(row.quote),
            source=row.paper_version.title,
            source_path=reverse("web:paper", args=[paper.pk]),
            location=row.location,
            grade=Grade(row.grade),
        ),
        confidence=row.confidence,
        counts=row.grade != Grade.E0 and paper.standing not in EXCLUDED,
        known_on=row.known_on,
    )


def _side(row: Evidence) -> Side | None:
    if row.supersedes:
        return Side.OVERTAKING
    match row.stance:
        case Stance.SUPPORTS:
            return Side.IN_PART if row.condition else Side.FOR
        case Stance.CONTRADICTS:
            return Side.AGAINST
        case _:
            return None


def _merging(row: ClaimMerge) -> Merging:
    """What the rules do with the draft of a copy concerns nobody; what an editor does, or with a claim, does."""
    by_person = row.actor_id is not None
    return Merging(
        reason=row.reason if by_person else "",
        by_person=by_person,
        is_of_interest=by_person or row.workflow_before == Workflow.TRACKED,
    )


def _noticed(row: PaperNotice) -> Noticed:
    return Noticed(standing=row.standing, issued_on=row.issued_on, reason=row.reason)


def _claims(numbers: Collection[int]) -> dict[int, Named]:
    history = _histories(numbers)
    rows = Claim.objects.filter(pk__in=numbers).select_related("subject", "claimant")
    return {
        row.pk: Named(
            title=row.text,
            title_language=row.language,
            path=reverse("web:claim", args=[row.pk]),
            subject=row.subject.name if row.subject else "",
            claimant=row.claimant.name if row.claimant else "",
            is_draft=row.workflow == Workflow.DRAFT,
            is_gone=row.workflow == Workflow.DISMISSED,
            history=tuple(history[row.pk]),
        )
        for row in rows
    }


def _histories(numbers: Collection[int]) -> Mapping[int, list[tuple[datetime, Status, Certainty]]]:
    history: defaultdict[int, list[tuple[datetime, Status, Certainty]]] = defaultdict(list)
    rows = StatusChange.objects.filter(claim__in=numbers).order_by("pk")
    for claim, moment, status, certainty in rows.values_list("claim_id", "recorded_at", "to_status", "certainty"):
        history[claim].append((moment, Status(status), Certainty(certainty)))
    return history


def _papers(numbers: Collection[int]) -> dict[int, Named]:
    rows = Paper.objects.filter(pk__in=numbers).values_list("pk", "title")
    return {
        number: Named(title=title, title_language=language_by_script(title), path=reverse("web:paper", args=[number]))
        for number, title in rows
    }


def _announcements(numbers: Collection[int]) -> dict[int, Named]:
    hidden = Q(appearances__claim__workflow__in=(Workflow.DISMISSED, Workflow.MERGED))
    public = Count("appearances__claim", distinct=True, filter=~hidden)
    rows = Announcement.objects.filter(pk__in=numbers).defer("text").select_related("publisher")
    return {
        row.pk: Named(
            title=row.title,
            title_language=row.language,
            path=reverse("web:announcement", args=[row.pk]),
            claimant=row.publisher.name if row.publisher else "",
            count=getattr(row, "public", 0),
            is_copy=bool(row.translation_of_id or row.syndicated_from_id),
        )
        for row in rows.annotate(public=public)
    }


def _resting(papers: Collection[int | None]) -> dict[int, frozenset[int]]:
    """The claims that rest on each paper, or once did: what a notice took away rested on it too."""
    found: defaultdict[int, set[int]] = defaultdict(set)
    by_evidence = Evidence.objects.filter(paper_version__paper__in=papers).order_by()
    by_arithmetic = RecomputationInput.objects.filter(paper_version__paper__in=papers).order_by()
    for paper, claim in by_evidence.values_list("paper_version__paper_id", "claim_id").union(
        by_arithmetic.values_list("paper_version__paper_id", "recomputation__claim_id")
    ):
        found[paper].add(claim)
    return {paper: frozenset(claims) for paper, claims in found.items()}
