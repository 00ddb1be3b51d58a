"""Search in English and Chinese, and where in what was found the words stand."""

import re
from collections.abc import Iterator
from itertools import pairwise

from claims.matching.terms import terms

type Place = tuple[int, int]

_RUNS = re.compile(r"[\u3400-\u9fff]+|[^\W\u3400-\u9fff][\w.,+/-]*(?<=\w)|\w")
_PLACES = 50


def words_in(text: str, words: list[str]) -> list[Place]:
    """Where any of the words stands in a text, in any case: `(start, end)` in characters, in order, not overlapping.

    >>> words_in("Zephyr beats zephyr", ["zephyr"])
    [(0, 6), (13, 19)]
    """
    if not words:
        return []
    # The longest first, for the first that fits is taken.
    either = "|".join(re.escape(word) for word in sorted(set(words), key=len, reverse=True))
    return [found.span() for found in re.finditer(either, text, re.IGNORECASE)][:_PLACES]


def terms_in(text: str, wanted: set[str]) -> list[Place]:
    """Where the text has any of the terms, as `claims.matching.terms` cuts them, so that "trained" finds "training".

    >>> terms_in("Training 西风九号", {"train", "九号"})
    [(0, 8), (11, 13)]
    """
    found = list[Place]()
    for start, end in _pieces(text):
        if wanted.intersection(terms(text[start:end])):
            if found and start < found[-1][1]:
                found[-1] = (found[-1][0], end)
            else:
                found.append((start, end))
    return found[:_PLACES]


def _pieces(text: str) -> Iterator[Place]:
    """Words, and in Chinese each two characters that follow each other."""
    for run in _RUNS.finditer(text):
        if run.end() - run.start() > 1 and "\u3400" <= run.group()[0] <= "\u9fff":
            for first, second in pairwise(range(run.start(), run.end())):
                yield first, second + 1
        else:
            yield run.span()


def as_told(places: list[Place]) -> list[dict[str, int]]:
    """Places as the API tells them."""
    return [{"start": start, "end": end} for start, end in places]
