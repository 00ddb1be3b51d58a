"""Say of a lead that it is to be taken in, or that it is none."""

from datetime import datetime

from claims.models import Lead, LeadState


def want_lead(lead_id: int, *, now: datetime) -> bool:
    """Have it taken in by the next job; whether that was still to be said. Repeating it changes nothing.

    What was taken in, or is about to be, stays as it is.
    """
    open_again = Lead.objects.filter(pk=lead_id, state__in=(LeadState.NEW, LeadState.FAILED, LeadState.DISMISSED))
    return bool(open_again.update(state=LeadState.WAITING, due_at=now, leased_until=None, tries=0, failure=""))


def dismiss_lead(lead_id: int) -> bool:
    """Leave it alone for good, and its address, whoever brings it again but for a person; whether that was news.

    What was taken in stays as it is. Repeating it changes nothing.
    """
    open_yet = Lead.objects.filter(pk=lead_id, state__in=(LeadState.NEW, LeadState.WAITING, LeadState.FAILED))
    return bool(open_yet.update(state=LeadState.DISMISSED, due_at=None, leased_until=None))
