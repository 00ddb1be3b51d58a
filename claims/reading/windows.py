"""A long text in pieces that a model can take, overlapping so that no claim is cut in two."""

import re
from dataclasses import dataclass

# Characters. Small models lose what stands in the middle of more; the overlap is longer than most sentences.
LENGTH, OVERLAP = 6000, 600
# Pieces of one text that are read: about 65,000 characters, beyond any announcement.
MOST_WINDOWS = 12
# A piece ends behind the last of these marks in its last third, the strongest kind first.
_ENDS = (re.compile(r"\n\s*\n"), re.compile(r"\n|[。！？]|[.!?](?=\s)"), re.compile(r"\s"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """`text` stands in the whole from `start` to `end`."""

    start: int
    text: str

    @property
    def end(self) -> int:
        """Offset behind its last character in the whole."""
        return self.start + len(self.text)


def windows(text: str) -> tuple[Window, ...]:
    """The pieces of `text` in order, no more than `MOST_WINDOWS`; the last one's `end` tells how far they reach."""
    pieces: list[Window] = []
    start, reached = 0, 0
    while reached < len(text) and len(pieces) < MOST_WINDOWS:
        reached = _end(text, start)
        pieces.append(Window(start=start, text=text[start:reached]))
        start = _start(text, reached)
    return tuple(pieces)


def _end(text: str, start: int) -> int:
    full = start + LENGTH
    if full >= len(text):
        return len(text)
    for mark in _ENDS:
        places = [found.end() for found in mark.finditer(text, full - LENGTH // 3, full)]
        if places:
            return places[-1]
    return full


def _start(text: str, reached: int) -> int:
    """Where the next piece begins: at the first sentence in the overlap, else with the overlap."""
    earliest = max(0, reached - OVERLAP)
    found = _ENDS[1].search(text, earliest, reached)
    return found.end() if found and found.end() < reached else earliest
