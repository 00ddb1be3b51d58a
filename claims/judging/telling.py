"""Amounts as the steps of an arithmetic tell them: 1,287 MWh, 10 trillion, 2.86–6.03 %, 3.14 × 10^23 FLOP."""

from decimal import Decimal

from claims.judging.intervals import Interval, exactly, shown

# (from this value on, divide by, told as). What papers use: training is told in MWh and tonnes.
_LADDERS: dict[str, tuple[tuple[Decimal, Decimal, str], ...]] = {
    "Wh": ((Decimal("1e5"), Decimal("1e6"), "MWh"), (Decimal("1e2"), Decimal("1e3"), "kWh")),
    "g CO2e": ((Decimal("1e5"), Decimal("1e6"), "t CO2e"), (Decimal("1e3"), Decimal("1e3"), "kg CO2e")),
    "FLOP/s": ((Decimal("1e12"), Decimal("1e12"), "TFLOP/s"),),
}
_WORDS = (
    (Decimal("1e12"), "trillion"),
    (Decimal("1e9"), "billion"),
    (Decimal("1e6"), "million"),
)
# From here on no word helps.
_SCIENTIFIC = Decimal("1e15")
RATIO = "ratio"
# A ratio that goes no higher than this is told in per cent as long as it starts below one.
_FACTOR_FROM = 2


def told(span: Interval, unit: str) -> str:
    """The interval with its unit, as short as its digits allow; a ratio in per cent or as a factor."""
    if unit == RATIO:
        return f"{span * exactly(100)} %" if span.low < 1 and span.high < _FACTOR_FROM else f"{span}×"
    if span.low >= _SCIENTIFIC:
        return f"{_power_of_ten(span)} {unit}".rstrip()
    for start, divisor, name in _LADDERS.get(unit, ()):
        if span.high >= start:
            return f"{_scaled(span, divisor)} {name}"
    if unit == "USD" or unit.startswith("USD/"):
        return f"${_in_words(span)}{unit.removeprefix('USD')}"
    return f"{_in_words(span)} {unit}".rstrip()


def _in_words(span: Interval) -> str:
    for size, word in _WORDS:
        if span.low >= size:
            return f"{_scaled(span, size)} {word}"
    return str(span)


def _scaled(span: Interval, divisor: Decimal) -> Interval:
    return Interval(span.low / divisor, span.high / divisor)


def _power_of_ten(span: Interval) -> str:
    power = span.low.adjusted()
    return f"{_mantissa(span, power)} × 10^{power}"


def _mantissa(span: Interval, power: int) -> str:
    """The interval's bounds divided by a power of ten."""
    low, high = shown(span.low.scaleb(-power)), shown(span.high.scaleb(-power))
    return low if low == high else f"({low}–{high})"
