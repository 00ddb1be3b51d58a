"""Search in both directions over the anchor gate: claims that a paper could concern, papers that a claim could need."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from django.db import connection

from claims.core.statements import ClaimStatement
from claims.matching.embeddings import Encoder, meaning_of
from claims.matching.fusion import fuse
from claims.matching.index import text_of
from claims.matching.paper_vectors import cosines_of_papers
from claims.matching.probes import any_of, lexeme, probes_of, query_terms
from claims.matching.ranking import Ranking, query_of
from claims.matching.terms import terms
from claims.models import Citation, Claim, Paper

# What one claim is judged against; more only adds papers that name the subject in passing.
KEPT = 40
# Of the papers that cite what a claim's announcements link to, so many are ranked with the others at most.
CITING = 100
# With an encoder: at most this many papers join by meaning, whether or not the gate lets them in ...
NEAREST = 20
# ... from this cosine on. On SciFact's training claims: 86 of 100 cited abstracts, 1 of 100 others.
CLOSE = 0.4
# What one paper can make due: enough for all that an announcement says of a system (the seed article says 44 things).
CALLED = 50
# Of one name, so many claims are read at most, the newest.
READ_PER_NAME = 500

# Papers are unpacked once (`strip` leaves them as they are otherwise), and the index of probes holds all that is asked.
_REVERSE = """
WITH batch AS MATERIALIZED (SELECT paper_id, strip(vector) AS vector FROM claims_paperterms WHERE paper_id = ANY(%s)),
said AS MATERIALIZED (SELECT paper_id, unnest(tsvector_to_array(vector)) AS term FROM batch),
met AS (
    SELECT paper_id, claim_id, max(share) AS share
    FROM said JOIN batch USING (paper_id) CROSS JOIN LATERAL (
        SELECT claim_id, ts_rank(batch.vector, context) AS share
        FROM claims_claimprobe
        WHERE anchor = said.term AND batch.vector @@ name AND batch.vector @@ context
        ORDER BY claim_id DESC LIMIT %s
    ) probe
    GROUP BY paper_id, claim_id
),
placed AS (
    SELECT *, row_number() OVER (PARTITION BY paper_id ORDER BY share DESC, claim_id DESC) AS place FROM met
)
SELECT paper_id, claim_id FROM placed WHERE place <= %s ORDER BY paper_id, place
"""

# `OFFSET 0` keeps the two conditions apart: the index is asked for the names alone, which are rare. To look the words
# of the context up there as well took twice the time.
_FORWARD = """
SELECT paper_id FROM (SELECT paper_id, vector FROM claims_paperterms WHERE vector @@ %s::tsquery OFFSET 0) named
WHERE vector @@ %s::tsquery ORDER BY ts_rank(vector, %s::tsquery) DESC, paper_id DESC LIMIT %s
"""


def claims_for(
    paper_ids: Sequence[int], *, called: int = CALLED, read_per_name: int = READ_PER_NAME
) -> dict[int, list[int]]:
    """Paper id → ids of the watched claims it could concern, best first (reverse search); 100 to 500 papers at a time.

    Papers that concern none are absent. A paper gets the `called` claims of whose context it has the largest share, the
    newest of equals, out of the `read_per_name` newest that name what it names. A claim that finds no place here misses
    nothing for good: its own search finds the paper when it is looked at next.
    """
    with connection.cursor() as cursor:
        cursor.execute(_REVERSE, [list(paper_ids), read_per_name, called])
        rows = cursor.fetchall()
    found: dict[int, list[int]] = defaultdict(list)
    for paper_id, claim_id in rows:
        found[paper_id].append(claim_id)
    return dict(found)


def papers_for(claim: Claim, *, encoder: Encoder | None = None) -> list[Paper]:
    """The stored papers that this claim could need, best first, at most `KEPT` (forward search).

    Those that cite what its announcements link to need not name it. With an encoder, papers that mean something close
    join too, and the order is fused of two.
    """
    statement = claim.to_core()
    cosines = _cosines(statement, encoder) if encoder else {}
    found = [*gated(statement), *_citing(claim), *_nearest(cosines)]
    papers = {paper.pk: paper for paper in Paper.objects.with_text().filter(pk__in=found).order_by("pk")}
    ranking = Ranking((key, terms(text_of(paper))) for key, paper in papers.items())
    query = query_of(query_terms(statement))
    if not cosines:
        return [papers[key] for key, _ in ranking.best(query, KEPT)]
    by_terms = [key for key, _ in ranking.best(query, len(papers))]
    by_meaning = _best_first(cosines, papers)
    return [papers[key] for key, _ in fuse([by_terms, by_meaning], KEPT)]


def gated(statement: ClaimStatement) -> list[int]:
    """The ids of the at most `KEPT` papers that meet a probe and have the largest share of what the claim asks."""
    probes = probes_of(statement)
    if not probes:
        return []
    names = any_of(probe.name for probe in probes)
    whole = any_of(f"({probe.name}) & ({probe.context})" for probe in probes)
    with connection.cursor() as cursor:
        cursor.execute(_FORWARD, [names, whole, any_of(map(lexeme, query_terms(statement))), KEPT])
        return [row[0] for row in cursor.fetchall()]


def _citing(claim: Claim) -> list[int]:
    """The papers that cite one which an announcement of the claim links to, the `CITING` newest."""
    citations = Citation.objects.filter(cited__linked_from__announcement__appearances__claim=claim)
    return list(citations.order_by("-citing").values_list("citing", flat=True).distinct()[:CITING])


def _cosines(statement: ClaimStatement, encoder: Encoder) -> dict[int, float]:
    meaning = meaning_of(statement.text, encoder)
    return cosines_of_papers(meaning, encoder) if meaning else {}


def _nearest(cosines: Mapping[int, float]) -> list[int]:
    return _best_first(cosines, (key for key, cosine in cosines.items() if cosine >= CLOSE))[:NEAREST]


def _best_first(cosines: Mapping[int, float], keys: Iterable[int]) -> list[int]:
    """Those of the papers that have a cosine, the highest first, the newest of equals."""
    return sorted((key for key in keys if key in cosines), key=lambda key: (cosines[key], key), reverse=True)
