"""Where a quote of a text stands in a later state of the same text: in one place that is surely its own, or nowhere.

Words are what a reader sees, without Markdown marks. They must be the same letter by letter; only how wide white space
is does not matter. A quote that stands in several places is told from its doubles by what stands around it.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from claims.core.han import HAN
from claims.core.plain_text import flatten

# How far around a quote its surroundings are compared (characters).
CONTEXT = 32
# A text that repeats a quote more often than this is a list of the same; no place in it can be told.
_MOST_PLACES = 100
# What must not be cut between two signs: a number from its decimals, its sign, its unit or its power of ten.
_NUMERAL = "0-9零〇一二两三四五六七八九十百千万亿兆点"
_JOINED = re.compile(rf"[{_NUMERAL}]\|[{_NUMERAL}%‰°]|[0-9]\|[.,:/·][0-9]|[0-9][.,:/·]\|[0-9]|[-−–+±~≈<>≤≥$€£¥]\|[0-9]")


class Standing(StrEnum):
    """Whether a quote stands where it was, elsewhere, or in no place that can be told."""

    OK = "ok"
    MOVED = "moved"
    LOST = "lost"


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchoring:
    """What became of a quote; `text[start:end]` of the later text has its words, 0 and 0 where it is lost."""

    standing: Standing
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class SeenText:
    """A text as a reader sees it, every white space one space; making it costs time linear in its length."""

    raw: str
    text: str = field(init=False)
    offsets: tuple[int, ...] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Flatten the text and keep where each sign stands in it."""
        plain, kept = flatten(self.raw), list[int]()
        for place, sign in enumerate(plain.text):
            if not sign.isspace() or (kept and not plain.text[kept[-1]].isspace()):
                kept.append(place)
        if kept and plain.text[kept[-1]].isspace():
            kept.pop()
        signs = ("" if plain.text[place].isspace() else plain.text[place] for place in kept)
        object.__setattr__(self, "text", "".join(sign or " " for sign in signs))
        object.__setattr__(self, "offsets", tuple(plain.offsets[place] for place in kept))

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where `text[start:end]` stands in the raw text."""
        return self.offsets[start], self.offsets[end - 1] + 1


@dataclass(frozen=True, slots=True, kw_only=True)
class _Quote:
    """A quote at `text[start:end]` of the earlier text as seen."""

    text: str
    start: int
    end: int

    @property
    def words(self) -> str:
        return self.text[self.start : self.end]

    @property
    def before(self) -> str:
        return self.text[max(0, self.start - CONTEXT) : self.start].lstrip()

    @property
    def after(self) -> str:
        return self.text[self.end : self.end + CONTEXT].rstrip()


def anchored(earlier: SeenText, start: int, end: int, later: SeenText) -> Anchoring:
    """What became in the later text of the quote at `raw[start:end]` of the earlier one. Raises nothing.

    It is lost when its words are not there letter by letter, when they are only part of a longer word or number, and
    when there are several such places and neither what stands before nor what stands behind tells which is its own.
    """
    quote = _quote_at(earlier, start, end)
    place = _place(quote, later.text) if quote else None
    if quote is None or place is None:
        return Anchoring(standing=Standing.LOST)
    found = later.span(place, place + len(quote.words))
    return Anchoring(standing=Standing.OK if found == (start, end) else Standing.MOVED, start=found[0], end=found[1])


def _quote_at(earlier: SeenText, start: int, end: int) -> _Quote | None:
    """None for a quote of which a reader sees nothing."""
    inside = range(bisect_left(earlier.offsets, start), bisect_left(earlier.offsets, end))
    words = [place for place in inside if earlier.text[place] != " "]
    return _Quote(text=earlier.text, start=words[0], end=words[-1] + 1) if words else None


def _place(quote: _Quote, later: str) -> int | None:
    then, now = list(_places(quote, quote.text)), list(_places(quote, later))
    if max(len(then), len(now)) >= _MOST_PLACES:
        return None
    if len(then) == len(now) == 1:
        return now[0]
    whole = _told_apart(quote, then, now, later, before=True, after=True)
    if whole is not None:
        return whole
    sides = [
        _told_apart(quote, then, now, later, before=True, after=False),
        _told_apart(quote, then, now, later, before=False, after=True),
        _unmoved(quote, later) if len(then) == len(now) else None,
    ]
    told = {side for side in sides if side is not None}
    return told.pop() if len(told) == 1 else None


def _told_apart(quote: _Quote, then: list[int], now: list[int], later: str, *, before: bool, after: bool) -> int | None:
    """The only place with the quote's surroundings, if these were its alone in the earlier text as well."""

    def has_surroundings(text: str, at: int) -> bool:
        end = at + len(quote.words)
        return (not before or text[max(0, at - CONTEXT - 1) : at].rstrip().endswith(quote.before.rstrip())) and (
            not after or text[end : end + CONTEXT + 1].lstrip().startswith(quote.after.lstrip())
        )

    if not (before and quote.before.strip()) and not (after and quote.after.strip()):
        return None
    if sum(has_surroundings(quote.text, at) for at in then) != 1:
        return None
    own = [at for at in now if has_surroundings(later, at)]
    return own[0] if len(own) == 1 else None


def _unmoved(quote: _Quote, later: str) -> int | None:
    """The place where all that stood up to the quote, or all from it on, is as it was; None where both say otherwise."""
    ends = {
        quote.start if later.startswith(quote.text[: quote.end]) else None,
        len(later) - len(quote.text) + quote.start if later.endswith(quote.text[quote.start :]) else None,
    } - {None}
    return ends.pop() if len(ends) == 1 else None


def _places(quote: _Quote, text: str) -> Iterator[int]:
    """Where the words stand whole, at most `_MOST_PLACES` of them.

    A quote that was cut out of the middle of a word stands only where the same is left over.
    """
    words, found = quote.words, 0
    at = text.find(words)
    while at >= 0 and found < _MOST_PLACES:
        if _left_over(text, at, at + len(words)) == _left_over(quote.text, quote.start, quote.end):
            found += 1
            yield at
        at = text.find(words, at + 1)


def _left_over(text: str, start: int, end: int) -> tuple[str, str]:
    """The signs that a cut at these places leaves of a word or number; "" where it goes through none."""
    return (
        text[start - 1] if _is_inside(text, start) else "",
        text[end] if _is_inside(text, end) else "",
    )


def _is_inside(text: str, at: int) -> bool:
    """Whether a place lies inside a word of letters or inside a number."""
    before, after = text[max(0, at - 2) : at], text[at : at + 2]
    if not before or not after:
        return False
    word = before[-1].isalnum() and after[0].isalnum() and not HAN.search(before[-1] + after[0])
    return word or bool(_JOINED.search(f"{before}|{after}"))
