"""The sources that this installation watches, as its settings say; without settings, none."""

from django.conf import settings
from django.utils import timezone

from claims.sources.client import StrictClient
from claims.workflows.log_fetch import DatabaseLog
from claims.workflows.take_source_turn import DatabaseGate


def chosen_client() -> StrictClient:
    """The client that all sources are asked with: it keeps their paces over all workers and writes the fetch log."""
    return StrictClient(
        contact=settings.CONTACT_EMAIL,
        gate=DatabaseGate(),
        log=DatabaseLog(),
        clock=timezone.now,
        allow_private=settings.FETCH_PRIVATE_ADDRESSES,
    )
