"""Interval arithmetic over exact decimals: what is known of a number is that it lies between two bounds."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Interval:
    """All values from `low` to `high`, both included, in whatever unit the caller keeps. `low <= high`, both positive.

    Every quantity here (hours, watts, dollars, ratios) is positive, which keeps products and quotients monotonic.
    """

    low: Decimal
    high: Decimal

    def __post_init__(self) -> None:
        if not 0 < self.low <= self.high:
            raise ValueError(f"An interval needs 0 < low <= high, not {self.low} and {self.high}.")

    def __mul__(self, other: "Interval") -> "Interval":
        return Interval(self.low * other.low, self.high * other.high)

    def __truediv__(self, other: "Interval") -> "Interval":
        return Interval(self.low / other.high, self.high / other.low)

    def __add__(self, other: "Interval") -> "Interval":
        return Interval(self.low + other.low, self.high + other.high)

    def __contains__(self, value: Decimal) -> bool:
        return self.low <= value <= self.high

    @property
    def middle(self) -> Decimal:
        """The value half way between the bounds."""
        return (self.low + self.high) / 2

    def meets(self, other: "Interval") -> bool:
        """Whether the two have a value in common."""
        return self.low <= other.high and other.low <= self.high

    @property
    def is_point(self) -> bool:
        """Whether nothing is left open."""
        return self.low == self.high

    def __str__(self) -> str:
        return shown(self.low) if self.is_point else f"{shown(self.low)}–{shown(self.high)}"


def exactly(value: Decimal | int | str) -> Interval:
    """The interval of one value."""
    number = Decimal(value)
    return Interval(number, number)


def shown(value: Decimal) -> str:
    """A number for readers: three significant digits below a thousand, whole with thousands separators above."""
    if value == 0:
        return "0"
    size = value.adjusted()
    if size >= 15 or size < -4:
        return f"{value:.3g}".replace("E", "e")
    places = max(0, 2 - size)
    text = f"{value:,.{places}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
