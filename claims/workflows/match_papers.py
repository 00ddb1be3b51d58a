"""Hold newly stored papers against all watched claims (reverse search)."""

from collections.abc import Sequence
from datetime import datetime

from claims.matching.candidates import claims_for
from claims.matching.index import index_papers
from claims.models import Paper
from claims.workflows.call_visits import call_visits
from claims.workflows.choose_encoder import chosen_encoder
from claims.workflows.embed_papers import embed_papers


def match_papers(paper_ids: Sequence[int], *, now: datetime) -> int:
    """Index these papers, make the claims that each could concern most due, and return how many claims those are.

    Repeating it writes the same index and finds the same claims. Raises nothing.
    """
    index_papers(Paper.objects.with_text().filter(pk__in=paper_ids).order_by("pk"))
    if encoder := chosen_encoder():
        embed_papers(paper_ids, encoder)
    concerned = {claim_id for found in claims_for(paper_ids).values() for claim_id in found}
    call_visits(concerned, now=now)
    return len(concerned)
