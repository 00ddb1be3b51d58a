"""Plain retrieval over texts in memory: the ranking that forward search uses, without the gate of names."""

from collections.abc import Iterable, Iterator

from claims.matching.ranking import Ranking, query_of
from claims.matching.terms import terms


def retrieve(
    corpus: Iterable[tuple[str, str]], queries: Iterable[tuple[str, str]], *, depth: int
) -> Iterator[tuple[str, list[tuple[str, float]]]]:
    """For each query `(id, text)`, its `depth` best documents of `corpus` with their scores, best first."""
    ranking = Ranking((key, terms(text)) for key, text in corpus)
    for key, text in queries:
        yield key, ranking.best(query_of(terms(text)), depth)
