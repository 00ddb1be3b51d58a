"""Check or import the next rows of a file, a step at a time, until it is done or the time is up."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils.translation import override

from claims.models import ImportKind, ImportRow, ImportRun, ImportState, RowFate
from claims.workflows.open_import import TAKERS
from claims.workflows.row_verdicts import Verdict, Word

AT_WORK = (ImportState.CHECKING, ImportState.IMPORTING)
MAX_TRIES = 3


def carry_on_import(run_id: int, *, clock: Callable[[], datetime], seconds: float) -> ImportState:
    """Go on for about so many seconds, and return how the run stands then.

    Each step is a transaction with what it says of its rows, so a kill at any point loses and repeats nothing, and two
    at once take turns. A run that was stopped goes no further than the step that it is at. A step that was begun
    `MAX_TRIES` times and never ended fails the run. Raises `ImportRun.DoesNotExist`.
    """
    until = clock() + timedelta(seconds=seconds)
    while True:
        if not _begin(run_id):
            break
        if not _step(run_id, now=clock()) or clock() >= until:
            break
    ImportRun.objects.filter(pk=run_id).update(leased_until=None)
    return ImportState(ImportRun.objects.get(pk=run_id).state)


def _begin(run_id: int) -> bool:
    """Count the step before it is made, so that rows that end the worker are not tried for ever."""
    at_work = ImportRun.objects.filter(pk=run_id, state__in=AT_WORK)
    failure = f"A step was begun {MAX_TRIES} times and never came to an end."
    at_work.filter(tries__gte=MAX_TRIES).update(
        going_on=F("state"), state=ImportState.FAILED, due_at=None, failure=failure
    )
    return bool(at_work.update(tries=F("tries") + 1))


def _step(run_id: int, *, now: datetime) -> bool:
    """Whether there is more to do."""
    with transaction.atomic():
        run = ImportRun.objects.select_for_update().get(pk=run_id)
        if run.state not in AT_WORK:
            return False
        run.tries = 0
        rows = _next_rows(run)
        if rows:
            with override("en"):  # As all that histories keep.
                _take(run, rows, now=now)
        else:
            _end(run, now=now)
        run.save(update_fields=["tries", "state", "due_at", "finished_at"])
    return bool(rows)


def _next_rows(run: ImportRun) -> list[ImportRow]:
    waiting = run.rows.filter(foreseen="") if run.state == ImportState.CHECKING else _importable(run)
    return list(waiting.order_by("line")[: TAKERS[ImportKind(run.kind)].step])


def _importable(run: ImportRun) -> QuerySet[ImportRow]:
    return run.rows.filter(outcome="").exclude(foreseen=RowFate.ERROR)


def _take(run: ImportRun, rows: Sequence[ImportRow], *, now: datetime) -> None:
    taker = TAKERS[ImportKind(run.kind)]
    cells = [row.cells for row in rows]
    if run.state == ImportState.CHECKING:
        _write(rows, taker.foresee(cells), "foreseen")
    else:
        actor = run.confirmed_by or run.actor
        _write(rows, taker.take_in(cells, Word(actor=actor, reason=run.reason, now=now)), "outcome")


def _write(rows: Sequence[ImportRow], verdicts: Sequence[Verdict], field: str) -> None:
    for row, verdict in zip(rows, verdicts, strict=True):
        setattr(row, field, verdict.fate)
        row.told, row.column, row.advice = verdict.told, verdict.column, verdict.advice
    ImportRow.objects.bulk_update(rows, [field, "told", "column", "advice"])


def _end(run: ImportRun, *, now: datetime) -> None:
    if run.state == ImportState.CHECKING:
        run.state = ImportState.CHECKED
    else:
        run.state, run.finished_at = ImportState.DONE, now
    run.due_at = None
