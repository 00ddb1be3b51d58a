"""Where a quote stands in a text: word for word, or in one place only when marks and spaces are written otherwise."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from claims.core.plain_text import flatten

# Marks that people and programs write for one another.
_ALIKE = str.maketrans(
    dict.fromkeys("“”„‟«»「」『』〝〞＂", '"') | dict.fromkeys("‘’‚‛′`´＇", "'") | dict.fromkeys("‐‑‒–—―−", "-")
)
_INVISIBLE = frozenset("\u200b\u200c\u200d\u2060\ufeff\u00ad")
# Beside Chinese and quotation marks some write a space and some do not.
_TIGHT = re.compile(r"[\u3000-\u303f\u3400-\u9fff\uff00-\uffef\"]")
_EDGES = " \"'"


class QuoteMatch(StrEnum):
    """How a quote was found; `AMBIGUOUS` stands in several places, in none of them word for word."""

    EXACT = "exact"
    FOLDED = "folded"
    AMBIGUOUS = "ambiguous"
    NOWHERE = "nowhere"


@dataclass(frozen=True, slots=True, kw_only=True)
class QuotePlace:
    """`text[start:end]` are the text's own words where the quote was found, else 0 and 0."""

    match: QuoteMatch
    start: int = 0
    end: int = 0

    @property
    def found(self) -> bool:
        """Whether there is a place."""
        return self.match in (QuoteMatch.EXACT, QuoteMatch.FOLDED)


@dataclass(frozen=True, slots=True)
class QuotableText:
    """A text that quotes are looked for in; folding it once costs time linear in its length."""

    text: str
    _folded: str = field(init=False, repr=False)
    _offsets: tuple[int, ...] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Fold what a reader sees of the text: without Markdown marks, with one sign for all that look alike."""
        plain = flatten(self.text)
        folded = list(_folded(plain.text))
        object.__setattr__(self, "_folded", "".join(sign for sign, _ in folded))
        object.__setattr__(self, "_offsets", tuple(plain.offsets[place] for _, place in folded))

    def place(self, quote: str) -> QuotePlace:
        """The first place of the quote word for word, else its only place when folded. It never cuts a word or number."""
        exact = next(_whole_words(quote.strip(), self.text), None)
        if exact:
            return QuotePlace(match=QuoteMatch.EXACT, start=exact[0], end=exact[1])
        wanted = "".join(sign for sign, _ in _folded(flatten(quote).text)).strip(_EDGES)
        places = [place for place, _ in zip(_whole_words(wanted, self._folded), range(2), strict=False)]
        if len(places) != 1:
            return QuotePlace(match=QuoteMatch.AMBIGUOUS if places else QuoteMatch.NOWHERE)
        start, end = places[0]
        return QuotePlace(match=QuoteMatch.FOLDED, start=self._offsets[start], end=self._offsets[end - 1] + 1)


def _folded(text: str) -> Iterator[tuple[str, int]]:
    """The signs of a text with their places: look-alikes as one, runs of spaces as one, none beside Chinese and quotation marks."""
    last = " "
    spaced = -1
    for place, sign in enumerate(text):
        if sign in _INVISIBLE:
            continue
        if sign.isspace():
            spaced = place if spaced < 0 else spaced
            continue
        sign = sign.translate(_ALIKE)
        if spaced >= 0 and not (_TIGHT.match(last) or _TIGHT.match(sign) or last == " "):
            yield " ", spaced
        yield from ((part, place) for part in unicodedata.normalize("NFKC", sign))
        last, spaced = sign, -1


def _whole_words(quote: str, text: str) -> Iterator[tuple[int, int]]:
    """The places of the quote in which it neither begins nor ends inside a word or a number."""
    at = text.find(quote) if quote else -1
    while at >= 0:
        end = at + len(quote)
        if not (_joined(text[max(0, at - 1) : at + 1]) or _joined(text[end - 1 : end + 1])):
            yield at, end
        at = text.find(quote, at + 1)


def _joined(pair: str) -> bool:
    """Whether two neighbouring signs belong to one word of Latin letters or one number."""
    return len(pair) == 2 and pair.isascii() and pair.isalnum()
