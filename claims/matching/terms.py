"""Cutting text into search terms, alike for claims and papers, English and Chinese.

PostgreSQL's own parser keeps a run of Chinese as one token, so terms are made here: English words as stems, compounds
("M6-10T") both whole and in parts, runs of Chinese characters as overlapping pairs.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

import snowballstemmer

_PIECES = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+|[a-z0-9]+(?:[-_.+/][a-z0-9]+)*|[\u3400-\u9fff]+")
_JOINTS = re.compile(r"[-_+/]")
_LONGEST = 60
_STEMMER = snowballstemmer.stemmer("english")
STOP_WORDS = frozenset(
    "a about after all also an and any are as at be been before being both but by can could did do does "
    "each for from had has have he her here his how i if in into is it its just may more most much no not "
    "of on once one only or other our out over own same she should so some such than that the their them "
    "then there these they this those through to too under up very was we were what when where which "
    "while who whom why will with would you your".split()
)


@lru_cache(maxsize=100_000)
def _stem(word: str) -> str:
    return str(_STEMMER.stemWord(word)) if word.isalpha() else word


def _latin(piece: str) -> Iterator[str]:
    parts = _JOINTS.split(piece.replace(",", ""))
    if len(parts) > 1:
        yield "".join(parts)
    for part in parts:
        if part not in STOP_WORDS:
            yield _stem(part)


def _chinese(run: str) -> Iterator[str]:
    if len(run) == 1:
        yield run
    for first, second in pairwise(run):
        yield first + second


def terms(text: str) -> list[str]:
    """The terms of a text in reading order, with repeats.

    >>> terms("Training M6-10T: 能耗")
    ['train', 'm610t', 'm6', '10t', '能耗']
    """
    plain = unicodedata.normalize("NFKC", text).lower()
    found: list[str] = []
    for piece in _PIECES.findall(plain):
        cut = _latin(piece) if piece[0].isascii() else _chinese(piece)
        found.extend(term for term in cut if len(term) <= _LONGEST)
    return found
