"""Make two stored papers one, because a record shows that they are one work."""

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from claims.core.papers import PaperRecord, Standing
from claims.models import (
    Citation,
    Paper,
    PaperIdentifier,
    PaperMerge,
    PaperTerms,
    PaperVector,
    PaperVersion,
    PaperWatch,
    SourceLink,
    WaitingPaper,
)
from claims.reach import claims_resting_on
from claims.workflows.call_visits import call_visits
from claims.workflows.join_papers import identifiers_of
from claims.workflows.note_standing import Told, note_standing


def merge_papers(paper_id: int, into: int, record: PaperRecord, *, now: datetime) -> bool:
    """Merge paper `paper_id` into paper `into` for good, because of what `record` says; whether that brought notices.

    Versions keep their numbers, so evidence still points at what it quotes. Notices are told of the successor again,
    from now on, since what was said of a paper on a past day stays as it was. The claims that rest on either become
    due. A paper that leads there already is left as it is, so repeating it changes nothing. Must be called within a
    transaction that holds `lock_papers`; what the successor's row says is written by `store_works`. Raises `KeyError`
    for a paper that is not there.
    """
    with transaction.atomic():
        rows = Paper.objects.select_for_update().order_by("pk").in_bulk([paper_id, into])
        paper, successor = rows[paper_id], rows[into]
        if paper.merged_into_id == successor.pk:
            return False
        _move_versions(paper, successor)
        PaperIdentifier.objects.filter(paper=paper).update(paper=successor)
        SourceLink.objects.filter(paper=paper).update(paper=successor)
        _move_citations(paper, successor)
        _move_watch(paper, successor)
        for table in (PaperTerms, PaperVector, WaitingPaper):
            table.objects.filter(paper=paper).delete()
        Paper.objects.filter(merged_into=paper).update(merged_into=successor)
        Paper.objects.filter(pk=paper.pk).update(merged_into=successor)
        PaperMerge.objects.create(
            paper=paper,
            successor=successor,
            record={"title": record.title, "ids": identifiers_of(record)},
            recorded_at=now,
        )
        told = _tell_notices(paper, successor, now=now)
        call_visits(claims_resting_on([successor.pk]), now=now)
    return told


def _move_versions(paper: Paper, successor: Paper) -> None:
    """Those that say what a version of the successor says come along as its repeats."""
    said = PaperVersion.objects.filter(paper=successor, is_repeat=False).values("content_sha256")
    repeats = PaperVersion.objects.filter(paper=paper, content_sha256__in=said)
    repeats.update(paper=successor, is_repeat=True)
    PaperVersion.objects.filter(paper=paper).update(paper=successor)


def _move_citations(paper: Paper, successor: Paper) -> None:
    """Those that the successor has already fall away, and so do those between the two."""
    for side, other in (("citing", "cited"), ("cited", "citing")):
        own = Citation.objects.filter(**{side: paper})
        had = Citation.objects.filter(**{side: successor, other: OuterRef(other), "source": OuterRef("source")})
        own.filter(Q(**{other: successor}) | Exists(had)).delete()
        own.update(**{side: successor})


def _move_watch(paper: Paper, successor: Paper) -> None:
    if PaperWatch.objects.filter(paper=successor).exists():
        PaperWatch.objects.filter(paper=paper).delete()
    else:
        PaperWatch.objects.filter(paper=paper).update(paper=successor)


def _tell_notices(paper: Paper, successor: Paper, *, now: datetime) -> bool:
    """Tell each of the successor too, and return whether any was new of it."""
    told = [
        note_standing(
            successor.pk,
            Told(
                standing=Standing(notice.standing),
                issued_on=notice.issued_on,
                source_url=notice.source_url,
                reason=notice.reason,
            ),
            actor=notice.actor,
            now=now,
        )
        for notice in paper.notices.select_related("actor").order_by("pk")
    ]
    return any(told)
