"""One whole look for a claim: ask the sources, then judge it against everything that is stored."""

from collections.abc import Callable, Mapping
from datetime import datetime

from claims.core.sources import Source
from claims.matching.index import index_papers
from claims.models import Paper
from claims.sources.connectors import Connector
from claims.workflows.ask_sources import ask_sources
from claims.workflows.reopen_claims import reopen_claims
from claims.workflows.revisit_claim import Outcome, revisit_claim


def look_for_claim(claim_id: int, connectors: Mapping[Source, Connector], *, clock: Callable[[], datetime]) -> Outcome:
    """Ask every source, store what it has, and judge; without sources, judge alone.

    What came is held against the other claims by the job that matches waiting papers. Repeating it finds nothing new; a
    source that failed makes the next look soon. Raises `Claim.DoesNotExist`.
    """
    asked = ask_sources(claim_id, connectors, clock=clock)
    index_papers(Paper.objects.with_text().filter(pk__in=asked.paper_ids).order_by("pk"))
    reopen_claims(asked.noticed_ids, now=clock())
    return revisit_claim(claim_id, now=clock(), missed=bool(asked.failed))
