"""Search in both directions over the anchor gate: claims that a paper could concern, papers that a claim could need."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from django.db import connection

from claims.core.statements import ClaimStatement
from claims.matching.embeddings import Encoder, meaning_of
from claims.matching.fusion import fuse
from claims.matching.index import text_of
from claims.matching.paper_vectors import cosines_of_papers
from claims.matching.probes import context_terms, names_of
from claims.matching.ranking import Ranking, query_of
from claims.matching.terms import terms
from claims.models import Claim, Paper
from claims.models.claims import OPEN_WORKFLOWS

# Re-ranking reads whole texts, so the gate's output is cut before it; beyond that a claim's anchor is too common.
GATED = 200
# What one claim is judged against; more only adds papers that name the subject in passing.
KEPT = 40
# With an encoder: at most this many papers join by meaning, whether or not the gate lets them in ...
NEAREST = 20
# ... from this cosine on. On SciFact's training claims: 86 of 100 cited abstracts, 1 of 100 others.
CLOSE = 0.4

_REVERSE = """
WITH batch AS MATERIALIZED (
    SELECT paper_id, vector, unnest(tsvector_to_array(vector)) AS term
    FROM claims_paperterms WHERE paper_id = ANY(%s)
)
SELECT DISTINCT batch.paper_id, probe.claim_id
FROM batch
JOIN claims_claimprobe probe ON probe.anchor = batch.term AND batch.vector @@ probe.query
JOIN claims_claim claim ON claim.id = probe.claim_id AND claim.workflow = ANY(%s)
ORDER BY 1, 2
"""

_FORWARD = """
SELECT terms.paper_id
FROM claims_claimprobe probe
JOIN claims_paperterms terms
    ON terms.vector @@ quote_literal(probe.anchor)::tsquery AND terms.vector @@ probe.query
WHERE probe.claim_id = %s
GROUP BY terms.paper_id ORDER BY count(*) DESC, terms.paper_id DESC LIMIT %s
"""


def claims_for(paper_ids: Sequence[int]) -> dict[int, list[int]]:
    """Paper id → ids of the watched claims it could concern (reverse search); papers that concern none are absent."""
    with connection.cursor() as cursor:
        cursor.execute(_REVERSE, [list(paper_ids), list(OPEN_WORKFLOWS)])
        rows = cursor.fetchall()
    found: dict[int, list[int]] = defaultdict(list)
    for paper_id, claim_id in rows:
        found[paper_id].append(claim_id)
    return dict(found)


def papers_for(claim: Claim, *, encoder: Encoder | None = None) -> list[Paper]:
    """The stored papers that this claim could need, best first, at most `KEPT` (forward search).

    With an encoder, papers that mean something close join those of the gate, and the order is fused of two.
    """
    statement = claim.to_core()
    cosines = _cosines(statement, encoder) if encoder else {}
    papers = {
        paper.pk: paper
        for paper in Paper.objects.with_text().filter(pk__in=[*_gated(claim), *_nearest(cosines)]).order_by("pk")
    }
    ranking = Ranking((key, terms(text_of(paper))) for key, paper in papers.items())
    query = query_of(query_terms(statement))
    if not cosines:
        return [papers[key] for key, _ in ranking.best(query, KEPT)]
    by_terms = [key for key, _ in ranking.best(query, len(papers))]
    by_meaning = _best_first(cosines, papers)
    return [papers[key] for key, _ in fuse([by_terms, by_meaning], KEPT)]


def _gated(claim: Claim) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(_FORWARD, [claim.pk, GATED])
        return [row[0] for row in cursor.fetchall()]


def _cosines(statement: ClaimStatement, encoder: Encoder) -> dict[int, float]:
    meaning = meaning_of(statement.text, encoder)
    return cosines_of_papers(meaning, encoder) if meaning else {}


def _nearest(cosines: Mapping[int, float]) -> list[int]:
    return _best_first(cosines, (key for key, cosine in cosines.items() if cosine >= CLOSE))[:NEAREST]


def _best_first(cosines: Mapping[int, float], keys: Iterable[int]) -> list[int]:
    """Those of the papers that have a cosine, the highest first, the newest of equals."""
    return sorted((key for key in keys if key in cosines), key=lambda key: (cosines[key], key), reverse=True)


def query_terms(statement: ClaimStatement) -> list[str]:
    """What a claim asks of a text: its names, its metric's words and its own."""
    return [*(term for name in names_of(statement) for term in terms(name)), *context_terms(statement)]
