"""Pause, resume or cancel the sending of an issue, and have single deliveries sent again."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from claims.models import Delivery, DeliveryState, DigestIssue, IssueState

# What may be sent again: nobody can say whether it came, or it surely did not.
REPEATABLE = (DeliveryState.UNKNOWN, DeliveryState.GIVEN_UP, DeliveryState.REFUSED)


class IssueRefused(ValueError):
    """It cannot be done with the issue as it stands; the message says why."""


def pause_issue(issue_id: int) -> int:
    """Stop an issue's sending after the mail that each worker is at, and return how many wait.

    Repeating it changes nothing. What waits is not due until it is resumed. Raises `IssueRefused` for what was
    cancelled or is all sent.
    """
    with transaction.atomic():
        issue = _locked(issue_id)
        if issue.state in (IssueState.CANCELLED, IssueState.DONE):
            raise IssueRefused(
                _("The issue is %(state)s: there is nothing to pause.") % {"state": issue.get_state_display()}
            )
        DigestIssue.objects.filter(pk=issue_id).update(state=IssueState.PAUSED)
        return _waiting(issue_id).update(due_at=None)


def resume_issue(issue_id: int, *, now: datetime) -> int:
    """Go on with a paused issue, and return how many are due now. Repeating it changes nothing. Raises `IssueRefused`.

    Those that a server deferred before are due at once, too.
    """
    with transaction.atomic():
        issue = _locked(issue_id)
        if issue.state == IssueState.OPEN:
            return 0
        if issue.state != IssueState.PAUSED:
            raise IssueRefused(
                _("The issue is %(state)s: only what is paused goes on.") % {"state": issue.get_state_display()}
            )
        DigestIssue.objects.filter(pk=issue_id).update(state=IssueState.OPEN)
        return _waiting(issue_id).update(due_at=now)


def cancel_issue(issue_id: int, *, now: datetime) -> int:
    """Send nothing more of an issue, for good, and return how many readers do not get it.

    They were told nothing, and what the issue would have told them is not told later either: they can read it on the
    pages. Repeating it changes nothing. Raises `IssueRefused` for what is all sent.
    """
    with transaction.atomic():
        issue = _locked(issue_id)
        if issue.state == IssueState.DONE:
            raise IssueRefused(_("The issue is sent: there is nothing to cancel."))
        if issue.state != IssueState.CANCELLED:
            DigestIssue.objects.filter(pk=issue_id).update(state=IssueState.CANCELLED, finished_at=now)
        return _waiting(issue_id).update(state=DeliveryState.CANCELLED, finished_at=now, due_at=None)


def send_again(delivery_ids: Collection[int], *, now: datetime) -> int:
    """Make deliveries wait once more that may not have come, and return how many; the others stay as they are.

    A reader of an unknown one may get it twice then, under one Message-ID, by which most mail programs show it once.
    Repeating it before they are sent changes nothing. Raises nothing.
    """
    rows = Delivery.objects.filter(pk__in=delivery_ids, state__in=REPEATABLE)
    rows = rows.exclude(issue__state=IssueState.CANCELLED)
    return Delivery.objects.filter(pk__in=list(rows.values_list("pk", flat=True)), state__in=REPEATABLE).update(
        state=DeliveryState.WAITING, due_at=now, finished_at=None, attempts=0
    )


def _locked(issue_id: int) -> DigestIssue:
    return DigestIssue.objects.select_for_update().get(pk=issue_id)


def _waiting(issue_id: int) -> QuerySet[Delivery]:
    return Delivery.objects.filter(issue=issue_id, state=DeliveryState.WAITING)
