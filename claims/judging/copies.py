"""Whether a passage only repeats the announcement's own words: then it is a copy and no evidence (E0)."""

import re
import unicodedata

# Pieces of five characters; below this share of common pieces two texts are told in different words. A translation or a
# retelling stays below a third, a copy with some words changed above a half.
PIECE = 5
COPIED_SHARE = 0.5
# Too short a passage is alike by chance.
SHORTEST = 15


def is_copy(passage: str, announced: str) -> bool:
    """Whether half or more of the shorter text's pieces stand in the other."""
    mine, theirs = _pieces(passage), _pieces(announced)
    shorter = min(len(mine), len(theirs))
    return shorter >= SHORTEST and len(mine & theirs) >= COPIED_SHARE * shorter


def _pieces(text: str) -> frozenset[str]:
    plain = re.sub(r"\W+", "", unicodedata.normalize("NFKC", text).casefold())
    return frozenset(plain[place : place + PIECE] for place in range(len(plain) - PIECE + 1))
