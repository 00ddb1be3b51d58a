"""Okapi BM25 over terms: which of many documents answer a query best.

Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond" (2009), with the idf that stays
positive (Lucene's): ln(1 + (N - n + .5) / (n + .5)).
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

# Measured on SciFact's training claims: abstracts are of nearly one length, so length weighs less than the usual .75.
SATURATION = 1.2
LENGTH_WEIGHT = 0.5
# Stems miss kin ("phosphorylated", "phosphorylation"): words that begin alike count this much of a term.
BEGINNING = 4
BEGINNING_WEIGHT = 0.3


class Ranking[Key]:
    """Documents by key, ready to be queried. Building is linear in the terms; a query reads its terms' postings."""

    def __init__(self, documents: Iterable[tuple[Key, list[str]]]) -> None:
        self._keys: list[Key] = []
        self._postings: dict[str, list[tuple[int, float]]] = defaultdict(list)
        counts: list[Counter[str]] = []
        for key, words in documents:
            self._keys.append(key)
            counts.append(Counter(words))
        lengths = [sum(count.values()) for count in counts]
        for count in counts:
            count.update(_beginnings(count))
        mean = sum(lengths) / len(lengths) if any(lengths) else 1.0
        for position, (count, length) in enumerate(zip(counts, lengths, strict=True)):
            norm = SATURATION * (1 - LENGTH_WEIGHT + LENGTH_WEIGHT * length / mean)
            for term, times in count.items():
                self._postings[term].append((position, times * (SATURATION + 1) / (times + norm)))

    def _idf(self, term: str) -> float:
        holders = len(self._postings[term])
        return math.log(1 + (len(self._keys) - holders + 0.5) / (holders + 0.5))

    def best(self, query: Mapping[str, float], depth: int) -> list[tuple[Key, float]]:
        """The `depth` best keys with their scores, best first, ties in the order of the documents.

        `query` gives each term its weight.
        """
        scores: dict[int, float] = defaultdict(float)
        weights = {**query, **dict.fromkeys(_beginnings(query), BEGINNING_WEIGHT)}
        for term in sorted(weights):
            if term in self._postings:
                weight = weights[term] * self._idf(term)
                for position, gain in self._postings[term]:
                    scores[position] += weight * gain
        ranked = sorted(scores.items(), key=lambda scored: (-scored[1], scored[0]))
        return [(self._keys[position], score) for position, score in ranked[:depth]]


def _beginnings[Amount: (int, float)](words: Mapping[str, Amount]) -> dict[str, Amount]:
    """The beginnings of the long Latin words, each marked as one and with the amounts of its words together."""
    found: dict[str, Amount] = {}
    for word, amount in words.items():
        if len(word) > BEGINNING and word.isascii() and word.isalpha():
            beginning = f"{word[:BEGINNING]}…"
            found[beginning] = found[beginning] + amount if beginning in found else amount
    return found


def query_of(words: Iterable[str]) -> dict[str, float]:
    """A query in which every distinct term weighs one."""
    return dict.fromkeys(words, 1.0)
