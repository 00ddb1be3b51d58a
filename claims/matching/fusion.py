"""Reciprocal-rank fusion: one ranking out of several whose scores cannot be compared.

Cormack, Clarke and Büttcher, "Reciprocal Rank Fusion outperforms Condorcet and individual Rank Learning Methods"
(SIGIR 2009): a document scores the sum of 1 / (60 + its rank) over the rankings that have it. The 60 is theirs, and
fitted to nothing of ours.
"""

from collections.abc import Hashable, Iterable, Sequence

FLATNESS = 60


def fuse[Key: Hashable](rankings: Iterable[Sequence[Key]], depth: int) -> list[tuple[Key, float]]:
    """The `depth` best keys of rankings given best first, with their scores, best first.

    Ties stay in the order in which the rankings first name them.
    """
    scores: dict[Key, float] = {}
    for ranking in rankings:
        for rank, key in enumerate(ranking, start=1):
            scores[key] = scores.get(key, 0.0) + 1 / (FLATNESS + rank)
    return sorted(scores.items(), key=lambda scored: -scored[1])[:depth]
