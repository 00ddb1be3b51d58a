"""Plain retrieval over texts in memory: the rankings that forward search uses, without the gate of names."""

from collections.abc import Iterable, Iterator, Sequence

from claims.matching.embeddings import Encoder, meaning_of
from claims.matching.fusion import fuse
from claims.matching.ranking import Ranking, query_of
from claims.matching.terms import terms

# As deep as either ranking is read before the two are fused; 20 to 1,000 make little difference to the first ten.
FUSED_DEPTH = 200


def retrieve(
    corpus: Iterable[tuple[str, str]], queries: Iterable[tuple[str, str]], *, depth: int
) -> Iterator[tuple[str, list[tuple[str, float]]]]:
    """For each query `(id, text)`, its `depth` best documents of `corpus` with their scores, best first."""
    ranking = Ranking((key, terms(text)) for key, text in corpus)
    for key, text in queries:
        yield key, ranking.best(query_of(terms(text)), depth)


def retrieve_by_terms_and_meaning(
    corpus: Sequence[tuple[str, str]],
    queries: Iterable[tuple[str, str]],
    *,
    vectors: Sequence[bytes],
    encoder: Encoder,
    depth: int,
) -> Iterator[tuple[str, list[tuple[str, float]]]]:
    """The same with the order of the terms and that of the meanings fused; `vectors` are those of the corpus."""
    ranking = Ranking((key, terms(text)) for key, text in corpus)
    reach = max(depth, FUSED_DEPTH)
    for key, text in queries:
        rankings = [[found for found, _ in ranking.best(query_of(terms(text)), reach)]]
        if vector := meaning_of(text, encoder):
            cosines = encoder.cosines(vector, vectors)
            nearest = sorted(range(len(corpus)), key=lambda position: -cosines[position])[:reach]
            rankings.append([corpus[position][0] for position in nearest])
        yield key, fuse(rankings, depth)
