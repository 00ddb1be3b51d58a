"""Whether a passage only repeats the announcement's own words: then it is a copy and no evidence (E0)."""

import re
import unicodedata
from difflib import SequenceMatcher

# Pieces of five characters; below this share of common pieces two texts are told in different words. A translation or a
# retelling stays below a third, a copy with some words changed above a half.
PIECE = 5
COPIED_SHARE = 0.5
# Short facts ("512 GPUs in 10 days") are worded alike by anyone: a copy also has a run of this many letters in common,
# a Chinese character counting as much as three letters.
COPIED_RUN = 36
CHINESE_WEIGHT = 3


def is_copy(passage: str, announced: str) -> bool:
    """Whether half or more of the shorter text's pieces stand in the other, and a long run of it word for word."""
    mine, theirs = _plain(passage), _plain(announced)
    pieces, others = _pieces(mine), _pieces(theirs)
    shorter = min(len(pieces), len(others))
    if not shorter or len(pieces & others) < COPIED_SHARE * shorter:
        return False
    run = SequenceMatcher(None, mine, theirs, autojunk=False).find_longest_match()
    return _weight(mine[run.a : run.a + run.size]) >= COPIED_RUN


def _plain(text: str) -> str:
    return re.sub(r"\W+", "", unicodedata.normalize("NFKC", text).casefold())


def _pieces(plain: str) -> frozenset[str]:
    return frozenset(plain[place : place + PIECE] for place in range(len(plain) - PIECE + 1))


def _weight(run: str) -> int:
    return sum(1 if character.isascii() else CHINESE_WEIGHT for character in run)
