"""Hold the papers that came in against all claims, a batch at a time."""

from datetime import datetime

from claims.models import WaitingPaper
from claims.models.leases import LEASE, lease_rows
from claims.workflows.match_papers import match_papers

BATCH = 500


def match_waiting(*, now: datetime, limit: int = BATCH) -> int:
    """Match up to `limit` waiting papers, and return how many.

    A paper waits until it was matched: killed in between, it is matched again, which changes nothing. One that says
    something new meanwhile goes on waiting. Raises nothing.
    """
    paper_ids = lease_rows(WaitingPaper, now=now, limit=limit)
    if paper_ids:
        match_papers(paper_ids, now=now)
        WaitingPaper.objects.filter(pk__in=paper_ids, leased_until=now + LEASE).delete()
    return len(paper_ids)
