"""Say of a file that was checked that it is to be imported; stop that, go on with it, and try again what failed."""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from claims.models import ImportRun, ImportState, RowFate


class ImportRefused(ValueError):
    """It cannot be done with the import as it stands; the message says why."""


def confirm_import(run_id: int, *, reason: str, actor: User, now: datetime) -> int:
    """Have the rows imported that can be, and return how many; rows with errors are left, and told.

    Repeating it raises `ImportRefused`, as does a file that was not checked to its end, or has nothing to import.
    """
    with transaction.atomic():
        run = _locked(run_id)
        if run.state != ImportState.CHECKED:
            raise ImportRefused(
                _("The import is %(state)s: only what was checked can be confirmed.")
                % {"state": run.get_state_display()}
            )
        rows = run.rows.exclude(foreseen=RowFate.ERROR).count()
        if not rows:
            raise ImportRefused(_("No row can be imported. Mend the file and upload it again."))
        run.state, run.reason, run.confirmed_by = ImportState.IMPORTING, reason.strip(), actor
        run.confirmed_at = run.due_at = now
        run.tries = 0
        run.save()
    return rows


def stop_import(run_id: int) -> None:
    """Stop after the step that it is at; what is written stays. Repeating it, or stopping what rests, raises."""
    with transaction.atomic():
        run = _locked(run_id)
        if run.state not in (ImportState.CHECKING, ImportState.IMPORTING):
            raise ImportRefused(
                _("The import is %(state)s: there is nothing to stop.") % {"state": run.get_state_display()}
            )
        run.going_on, run.state, run.due_at = run.state, ImportState.STOPPED, None
        run.save()


def resume_import(run_id: int, *, now: datetime) -> None:
    """Go on where it was stopped, or where it failed. Raises `ImportRefused` for one that does not rest."""
    with transaction.atomic():
        run = _locked(run_id)
        if run.state not in (ImportState.STOPPED, ImportState.FAILED):
            raise ImportRefused(
                _("The import is %(state)s: only what rests goes on.") % {"state": run.get_state_display()}
            )
        run.state, run.going_on, run.due_at = run.going_on, "", now
        run.tries, run.failure, run.leased_until = 0, "", None
        run.save()


def retry_import(run_id: int, *, now: datetime) -> int:
    """Try the rows once more that failed when they were imported, and return how many. Raises `ImportRefused`.

    What the check refused is not tried: the file has to be mended.
    """
    with transaction.atomic():
        run = _locked(run_id)
        if run.state != ImportState.DONE:
            raise ImportRefused(
                _("The import is %(state)s: only what is done is tried again.") % {"state": run.get_state_display()}
            )
        rows = run.rows.filter(outcome=RowFate.ERROR).update(outcome="", told="", column="", advice="")
        if not rows:
            raise ImportRefused(_("No row failed."))
        run.state, run.due_at, run.finished_at, run.tries = ImportState.IMPORTING, now, None, 0
        run.save()
    return rows


def _locked(run_id: int) -> ImportRun:
    return ImportRun.objects.select_for_update().get(pk=run_id)
