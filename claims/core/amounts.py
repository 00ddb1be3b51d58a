"""What one written number says: its value or bounds, the sign it carries, its currency, and how surely it is meant."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class NumberForm(StrEnum):
    """How a number is meant by the sign it carries."""

    PLAIN = "plain"
    PERCENT = "percent"
    POINTS = "points"
    TIMES = "times"
    FRACTION = "fraction"


class Tail(StrEnum):
    """A sign glued to the number that bounds it: "2000+", "~3", "2350 多亿", 上百."""

    NONE = ""
    ABOUT = "about"
    OVER = "over"
    AT_LEAST = "at least"


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """One amount, or a range (`low`..`high`, `value` None). `text[start:end]` covers sign, scale and currency.

    Percent stays as written (80 with `PERCENT`). `currency` is an ISO code or "". `scaled` tells whether a scale was
    written, `letter` which ("B" in "7B"): a bare "7B" is a size, a bare "7" is not. `vague` numbers give an order only
    ("dozens of", 数百): they say something of what is measured and nothing of what is merely counted.
    """

    value: Decimal | None
    start: int
    end: int
    raw: str
    low: Decimal | None = None
    high: Decimal | None = None
    form: NumberForm = NumberForm.PLAIN
    currency: str = ""
    letter: str = ""
    scaled: bool = False
    bound: Tail = Tail.NONE
    spelled: bool = False
    vague: bool = False

    @property
    def values(self) -> tuple[Decimal, ...]:
        """All numbers of it: the one value or both ends."""
        return tuple(number for number in (self.value, self.low, self.high) if number is not None)
