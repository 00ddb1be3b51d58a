"""The figures of a text in the order it tells them, and how the figures of two tellings of one story go together.

A translation keeps the figures of its original and their order, whatever becomes of the words; where it says another figure
at the same place, one of the two is wrong.
"""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from claims.core.measures import find_quantities
from claims.core.quantities import Metric, Quantity
from claims.core.sentences import BlockKind, Sentence, split_sentences

# What is read of a text for its figures, in characters, and how many of them are compared. Bounds the alignment.
READ = 40_000
COMPARED = 150
# "One of the", "两个": small counts without a unit come and go in translation.
_SMALL = 12
_VAGUE = frozenset({Metric.COUNT, Metric.OTHER})
# Sentence order is kept by translators and order within a sentence is not: a figure may move by so many places.
_MOVED = 4
_BESIDE = 2
_AROUND = 3
_QUOTED = 150

type FigureKey = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A quantity at its place: `text[start:end]` is the figure, `text[quote_start:quote_end]` what is said of it."""

    quantity: Quantity
    start: int
    end: int
    quote_start: int
    quote_end: int

    @property
    def key(self) -> FigureKey:
        """What two figures must share to be the same: the exact numbers, and whether they are amounts or ratios.

        The unit is left out, since a noun that only one language's grammar knows gives none.
        """
        amount = self.quantity
        numbers = (amount.value, amount.low, amount.high)
        written = "/".join("" if number is None else f"{number.normalize():f}" for number in numbers)
        return written, "%" if amount.unit == "%" else "x" if amount.is_ratio else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FigurePair:
    """A figure of a copy and the figure of the original that stands at its place."""

    copied: Figure
    original: Figure

    @property
    def agree(self) -> bool:
        """Whether both say the same."""
        return self.copied.key == self.original.key


def figures_of(text: str) -> tuple[Figure, ...]:
    """The figures of `text` (Markdown or plain, English or Chinese) in order, at most `COMPARED` of its first `READ` letters."""
    found: list[Figure] = []
    for sentence in split_sentences(text[:READ]):
        if sentence.kind is BlockKind.CODE:
            continue
        found.extend(_placed(sentence, amount) for amount in find_quantities(sentence.text) if _tells(amount))
        if len(found) >= COMPARED:
            break
    return tuple(found[:COMPARED])


def _tells(amount: Quantity) -> bool:
    small = amount.value is not None and amount.value <= _SMALL and not amount.is_ratio
    return amount.metric is not Metric.DATE and not (small and amount.metric in _VAGUE)


def _placed(sentence: Sentence, amount: Quantity) -> Figure:
    start, end = sentence.plain.span(amount.start, amount.end)
    first, last = max(0, amount.start - _QUOTED), min(len(sentence.text), amount.end + _QUOTED)
    quote_start, quote_end = sentence.plain.span(first, last)
    return Figure(quantity=amount, start=start, end=end, quote_start=quote_start, quote_end=quote_end)


def paired(copied: tuple[Figure, ...], original: tuple[Figure, ...]) -> tuple[FigurePair, ...]:
    """The figures of two tellings that go together, in the order of the copy: those that agree, and those that should.

    Two that differ are a pair only where they measure the same or one is a slip of the other, they stand at one place
    between figures that agree, and neither is said again around there. Cost: the product of both lengths.
    """
    agreeing = _in_order(copied, original)
    agreeing |= _beside(copied, original, agreeing, _MOVED, lambda mine, theirs: mine.key == theirs.key)
    differing = _beside(copied, original, agreeing, _BESIDE, _kindred)
    differing = {
        place: other
        for place, other in differing.items()
        if _between_agreement(place, other, agreeing, len(copied) - 1)
    }
    both = sorted((agreeing | differing).items())
    return tuple(FigurePair(copied=copied[place], original=original[other]) for place, other in both)


def _in_order(copied: tuple[Figure, ...], original: tuple[Figure, ...]) -> dict[int, int]:
    """The longest run of equal figures that keeps both orders (longest common subsequence)."""
    best = [[0] * (len(original) + 1) for _ in range(len(copied) + 1)]
    for place in range(len(copied) - 1, -1, -1):
        for other in range(len(original) - 1, -1, -1):
            if copied[place].key == original[other].key:
                best[place][other] = best[place + 1][other + 1] + 1
            else:
                best[place][other] = max(best[place + 1][other], best[place][other + 1])
    run: dict[int, int] = {}
    place = other = 0
    while place < len(copied) and other < len(original):
        if copied[place].key == original[other].key:
            run[place] = other
            place, other = place + 1, other + 1
        elif best[place + 1][other] >= best[place][other + 1]:
            place += 1
        else:
            other += 1
    return run


def _beside(
    copied: tuple[Figure, ...],
    original: tuple[Figure, ...],
    agreeing: dict[int, int],
    reach: int,
    belong: Callable[[Figure, Figure], bool],
) -> dict[int, int]:
    """Figures left on both sides that belong together and stand within `reach` places of where they are expected."""
    free = set(range(len(original))) - set(agreeing.values())
    found: dict[int, int] = {}
    for place, figure in enumerate(copied):
        if place in agreeing:
            continue
        expected = _expected(place, agreeing)
        near = [other for other in free if abs(other - expected) <= reach and belong(figure, original[other])]
        if near:
            found[place] = min(near, key=lambda other: (abs(other - expected), other))
            free.remove(found[place])
    return found


def _expected(place: int, agreeing: dict[int, int]) -> int:
    """Where in the original the figure at `place` would stand, by the nearest figure before it that agrees."""
    before = max((known for known in agreeing if known < place), default=None)
    return place if before is None else agreeing[before] + place - before


def _between_agreement(place: int, other: int, agreeing: dict[int, int], last: int) -> bool:
    """Whether figures close by agree on either side (or the text ends there): stories that part ways have no such places."""
    near = [
        known - place for known in agreeing if abs(known - place) <= _AROUND and abs(agreeing[known] - other) <= _AROUND
    ]
    return (place == 0 or min(near, default=0) < 0) and (place == last or max(near, default=0) > 0)


def _kindred(copied: Figure, original: Figure) -> bool:
    """Whether two figures that differ could be one figure told wrongly: the same measure, or a slip of its digits."""
    mine, theirs = copied.quantity, original.quantity
    if copied.key[1] != original.key[1]:
        return False
    measured = mine.metric is theirs.metric and mine.metric not in _VAGUE
    return measured or (mine.unit != "" and mine.unit == theirs.unit) or _slip(mine.value, theirs.value)


def _slip(mine: Decimal | None, theirs: Decimal | None) -> bool:
    """A scale lost or two digits swapped: 1.75 trillion and 175 billion, 512 and 521. A single digit is none."""
    if mine is None or theirs is None:
        return False
    digits, others = _digits(mine), _digits(theirs)
    return len(digits) > 1 and sorted(digits) == sorted(others)


def _digits(number: Decimal) -> tuple[int, ...]:
    return number.normalize().as_tuple().digits
