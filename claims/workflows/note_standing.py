"""Write down what a publisher says of a paper, and let it stand as its notices say."""

from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.auth.models import User
from django.db import transaction

from claims.core.papers import Standing
from claims.judging.notices import Notice, standing_on
from claims.models import Paper, PaperNotice
from claims.reach import claims_resting_on
from claims.workflows.call_visits import call_visits


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A notice as it comes in: what the publisher says, since which day, where that can be read, and why."""

    standing: Standing
    issued_on: date
    source_url: str
    reason: str = ""


def note_standing(paper_id: int, told: Told, *, actor: User | None, now: datetime) -> bool:
    """Append the notice, and make the claims that rest on the paper due, in one transaction; return whether it is new.

    The same standing of the same day from the same source is one notice, so repeating it changes nothing. `actor` None
    means that a source told it. What is said of a merged paper is said of its successor. Raises `Paper.DoesNotExist`.
    """
    with transaction.atomic():
        paper = Paper.objects.select_for_update().get(pk=paper_id)
        if paper.merged_into_id:
            paper = Paper.objects.select_for_update().get(pk=paper.merged_into_id)
        before = paper.notices.count()
        notice = PaperNotice(
            paper=paper,
            standing=told.standing,
            issued_on=told.issued_on,
            source_url=told.source_url,
            reason=told.reason,
            actor=actor,
            recorded_at=now,
        )
        PaperNotice.objects.bulk_create([notice], ignore_conflicts=True)
        if paper.notices.count() == before:
            return False
        paper.standing = _standing(paper)
        paper.save(update_fields=["standing"])
        call_visits(claims_resting_on([paper.pk]), now=now)
    return True


def _standing(paper: Paper) -> Standing:
    """What all its notices come to, those that are told ahead of their day included."""
    told = [
        Notice(standing=Standing(standing), issued_on=day, since=day)
        for standing, day in paper.notices.order_by("pk").values_list("standing", "issued_on")
    ]
    return standing_on(max(notice.issued_on for notice in told), told)
