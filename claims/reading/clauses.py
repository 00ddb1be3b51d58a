"""The part of a sentence that carries one claim: between the commas, dashes and joining words around a number."""

import re

from claims.core.han import HAN

_BOUNDARY = re.compile(
    r"[,，;；]\s?|\s?[—–]{1,2}\s?|\s-\s|[:：](?!//)\s|[()（）]|\s(?=and\s(?:[\d$€£¥~]|(?:it|its|they|their|we|our|he|she|i|the|a|an|this|that|these|those|then|thus|even|also|now|only|just|more|less|over|about|nearly|almost|up|around|some|both|all|each|has|have|had|is|are|was|were|can|will|does|did|do|may|not|never|no|in|on|at|with|for|to|from|by|as|after|when|where|which|who)\b|[a-z]+(?:s|ed|ing|ew|ought)\b))|\s(?=(?:while|whereas|but|with|which|that|who|consuming|compared|including|plus)\s)"
    r"|(?=(?:并且?|而且?|同时|以及|此外)(?![非排列])) ?"
)
_LEADING_BASELINE = re.compile(
    r"^\W*(?:(?:when )?compared (?:to|with)|in comparison (?:to|with)|relative to|versus|unlike|against)\b[^,;.]{1,80},"
    r"|^\W*(?:与|和|同|跟|相比于?|相较于?|对比|比起|较)[^，,。；]{1,40}(?:相比|比较|相较|，)",
    re.I,
)
# A clause shorter than this says too little alone and takes in its neighbour: English words need more room.
_SHORT_LATIN, _SHORT_CHINESE = 18, 7


def _cuts(sentence: str, numbers: tuple[tuple[int, int], ...]) -> list[tuple[int, int]]:
    """The boundaries that lie in no number ("10，000") as (end of the clause before, start of the clause behind)."""
    inside = bytearray(len(sentence) + 1)
    for start, end in numbers:
        inside[start:end] = b"\x01" * (end - start)
    return [found.span() for found in _BOUNDARY.finditer(sentence) if not any(inside[found.start() : found.end()])]


def clause_around(sentence: str, start: int, end: int, numbers: tuple[tuple[int, int], ...]) -> tuple[int, int]:
    """The clause of `sentence` that holds `sentence[start:end]`; the whole sentence when no other number is in it."""
    if all(start <= other_start and other_end <= end for other_start, other_end in numbers):
        return 0, len(sentence)
    cuts = _cuts(sentence, numbers)
    lefts = [0, *(behind for _, behind in cuts if behind <= start)]
    rights = [*(before for before, _ in cuts if before >= end), len(sentence)]
    return _widened(sentence, lefts, rights, end)


def with_leading_baseline(sentence: str, start: int, end: int) -> tuple[int, int]:
    """The clause from the start of its sentence on, where that opens with what a ratio is told against."""
    return (0, end) if _LEADING_BASELINE.match(sentence) else (start, end)


def innermost_clause(sentence: str, start: int, end: int) -> tuple[int, int]:
    """The stretch between the nearest boundaries around `sentence[start:end]`, however short."""
    cuts = _cuts(sentence, ((start, end),))
    left = max((behind for _, behind in cuts if behind <= start), default=0)
    right = min((before for before, _ in cuts if before >= end), default=len(sentence))
    return left, right


def _widened(sentence: str, lefts: list[int], rights: list[int], end: int) -> tuple[int, int]:
    """The innermost clause, grown to the left and then to the right while it is too short to be understood."""
    left, right = len(lefts) - 1, 0
    short = _SHORT_CHINESE if HAN.search(sentence) else _SHORT_LATIN
    while rights[right] - lefts[left] < short and (left > 0 or right < len(rights) - 1):
        if left > 0:
            left -= 1
        else:
            right += 1
    return _trimmed(sentence, lefts[left], max(rights[right], end))


def _trimmed(sentence: str, start: int, end: int) -> tuple[int, int]:
    while start < end - 1 and (sentence[start].isspace() or sentence[start] in ",，;；、)）:："):
        start += 1
    while end > start + 1 and (sentence[end - 1].isspace() or sentence[end - 1] in ",，;；、(（:："):
        end -= 1
    return start, end
