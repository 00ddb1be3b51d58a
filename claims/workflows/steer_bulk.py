"""Say that an act over many rows is to be done; stop it, go on with it, or give it up before it began."""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from claims.models import BulkAct, BulkRun, BulkState
from claims.workflows.open_bulk import BulkRefused

# What leaves an entry that others read.
WITH_REASON = (BulkAct.DISMISS, BulkAct.UNMERGE, BulkAct.ACCEPT, BulkAct.REJECT)


def confirm_bulk(run_id: int, *, reason: str, editor: User | None, actor: User, now: datetime) -> None:
    """Have it done in the name of `actor`; `editor` is to whom claims are assigned.

    Repeating it, or giving no reason where one is kept, raises `BulkRefused`. Raises `BulkRun.DoesNotExist`.
    """
    with transaction.atomic():
        run = _locked(run_id)
        if run.state != BulkState.ASKED:
            raise BulkRefused(
                _("It is %(state)s: only what was asked for can be confirmed.") % {"state": run.get_state_display()}
            )
        if run.act in WITH_REASON and not reason.strip():
            raise BulkRefused(_("Say why: each row keeps the reason in its history."))
        run.state, run.reason, run.actor = BulkState.WORKING, reason.strip(), actor
        run.editor = editor if run.act == BulkAct.ASSIGN else None
        run.confirmed_at = run.due_at = now
        run.save()


def stop_bulk(run_id: int) -> None:
    """Stop after the row that it is at; what is done stays. Stopping what rests raises `BulkRefused`."""
    with transaction.atomic():
        run = _locked(run_id)
        if run.state != BulkState.WORKING:
            raise BulkRefused(_("It is %(state)s: there is nothing to stop.") % {"state": run.get_state_display()})
        run.state, run.due_at = BulkState.STOPPED, None
        run.save()


def resume_bulk(run_id: int, *, now: datetime) -> None:
    """Go on where it was stopped, or where it failed. Raises `BulkRefused` for one that does not rest."""
    with transaction.atomic():
        run = _locked(run_id)
        if run.state not in (BulkState.STOPPED, BulkState.FAILED):
            raise BulkRefused(_("It is %(state)s: only what rests goes on.") % {"state": run.get_state_display()})
        run.state, run.due_at = BulkState.WORKING, now
        run.tries, run.failure, run.leased_until = 0, "", None
        run.save()


def give_up_bulk(run_id: int) -> None:
    """Forget one that was never confirmed. Raises `BulkRefused` for any other."""
    with transaction.atomic():
        run = _locked(run_id)
        if run.state != BulkState.ASKED:
            raise BulkRefused(_("It is %(state)s, and stays in the history.") % {"state": run.get_state_display()})
        run.delete()


def _locked(run_id: int) -> BulkRun:
    return BulkRun.objects.select_for_update(of=("self",)).get(pk=run_id)
