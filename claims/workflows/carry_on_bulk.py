"""Do the next rows of an act over many rows, one at a time, until it is done or the time is up."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import override

from claims.models import BulkAct, BulkOutcome, BulkRow, BulkRun, BulkState, Claim, DeskAct, Evidence, ReviewAct
from claims.workflows.assign_claims import assign_claims
from claims.workflows.call_visits import call_visits
from claims.workflows.decide_claim import DecisionRefused, decide_claim
from claims.workflows.review_evidence import ReviewRefused, review_evidence
from claims.workflows.unmerge_claim import unmerge_claim

MAX_TRIES = 3
_REFUSALS = (DecisionRefused, ReviewRefused, Claim.DoesNotExist, Evidence.DoesNotExist)


def carry_on_bulk(run_id: int, *, clock: Callable[[], datetime], seconds: float) -> BulkState:
    """Go on for about so many seconds, and return how the run stands then.

    Each row is a transaction with what is said of it, by the workflow that does one such row: a kill at any point loses
    and repeats nothing, and two at once take turns. A run that was stopped goes no further than the row that it is at.
    A row that was begun `MAX_TRIES` times and never ended fails the run. Raises `BulkRun.DoesNotExist`.
    """
    until = clock() + timedelta(seconds=seconds)
    while _begin(run_id) and _step(run_id, now=clock()) and clock() < until:
        pass
    BulkRun.objects.filter(pk=run_id).update(leased_until=None)
    return BulkState(BulkRun.objects.get(pk=run_id).state)


def _begin(run_id: int) -> bool:
    """Count the row before it is done, so that one that ends the worker is not tried for ever."""
    with transaction.atomic():
        run = BulkRun.objects.select_for_update(of=("self",)).get(pk=run_id)
        if run.state != BulkState.WORKING:
            return False
        run.tries += 1
        if run.tries > MAX_TRIES:
            run.state, run.due_at = BulkState.FAILED, None
            run.failure = f"A row was begun {MAX_TRIES} times and never came to an end."
        run.save(update_fields=["state", "due_at", "tries", "failure"])
    return run.state == BulkState.WORKING


def _step(run_id: int, *, now: datetime) -> bool:
    """Whether there is more to do."""
    with transaction.atomic():
        run = BulkRun.objects.select_for_update(of=("self",)).select_related("actor", "editor").get(pk=run_id)
        if run.state != BulkState.WORKING:
            return False
        row = run.rows.filter(outcome="").order_by("number").first()
        run.tries = 0
        if row:
            _take(run, row, now=now)
        else:
            run.state, run.due_at, run.finished_at = BulkState.DONE, None, now
        run.save(update_fields=["state", "due_at", "tries", "finished_at"])
    return row is not None


def _take(run: BulkRun, row: BulkRow, *, now: datetime) -> None:
    with override("en"):  # As all that histories keep.
        try:
            changed = _DOERS[BulkAct(run.act)](run, row, now)
            row.outcome = BulkOutcome.DONE if changed else BulkOutcome.SAME
        except _REFUSALS as refused:
            row.outcome, row.told = BulkOutcome.REFUSED, str(refused)
    row.save(update_fields=["outcome", "told"])


def _look(run: BulkRun, row: BulkRow, now: datetime) -> bool:
    return bool(call_visits([row.number], now=now))


def _assign(run: BulkRun, row: BulkRow, now: datetime) -> bool:
    return bool(assign_claims([row.number], run.editor, actor=run.actor, now=now))


def _dismiss(run: BulkRun, row: BulkRow, now: datetime) -> bool:
    decide_claim(row.number, DeskAct.DISMISSED, reason=run.reason, actor=run.actor, seen=row.seen, now=now)
    return True


def _unmerge(run: BulkRun, row: BulkRow, now: datetime) -> bool:
    return unmerge_claim(row.number, actor=run.actor, reason=run.reason, now=now)


def _review(act: ReviewAct) -> Callable[[BulkRun, BulkRow, datetime], bool]:
    def review(run: BulkRun, row: BulkRow, now: datetime) -> bool:
        review_evidence(row.number, act, reason=run.reason, actor=run.actor, seen=row.seen, now=now)
        return True

    return review


_DOERS: Mapping[BulkAct, Callable[[BulkRun, BulkRow, datetime], bool]] = {
    BulkAct.LOOK: _look,
    BulkAct.ASSIGN: _assign,
    BulkAct.DISMISS: _dismiss,
    BulkAct.UNMERGE: _unmerge,
    BulkAct.ACCEPT: _review(ReviewAct.ACCEPTED),
    BulkAct.REJECT: _review(ReviewAct.REJECTED),
}
