"""Numbers as people read them: 10 trillion and 10 万亿, 1,287 MWh, $4.6 million; never a bare row of zeros."""

import re
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal

from claims.core.base_units import SECONDS
from claims.core.quantities import Comparator, Quantity, Relation

type Ladder = tuple[tuple[Decimal, Decimal, str], ...]

_DIGITS = 4
# A number with its per cent apart, as the rules write it down; what stands in quotes is somebody else's.
_LOOSE_PERCENT = re.compile(r"(“[^”]*”?)|(?<=\d) %(?!\w)")
_SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")

_ENGLISH_SCALES: Ladder = (
    (Decimal("1e12"), Decimal("1e12"), "trillion"),
    (Decimal("1e9"), Decimal("1e9"), "billion"),
    (Decimal("1e6"), Decimal("1e6"), "million"),
)
_CHINESE_SCALES: Ladder = (
    (Decimal("1e12"), Decimal("1e12"), "万亿"),
    (Decimal("1e8"), Decimal("1e8"), "亿"),
    (Decimal("1e4"), Decimal("1e4"), "万"),
)

# (from this value on, divide by, show as). Energy changes late, so that 1,287 MWh stays in the unit that papers use.
_UNIT_LADDERS: dict[str, Ladder] = {
    "Wh": (
        (Decimal("1e10"), Decimal("1e9"), "GWh"),
        (Decimal("1e6"), Decimal("1e6"), "MWh"),
        (Decimal("1e3"), Decimal("1e3"), "kWh"),
    ),
    "W": ((Decimal("1e6"), Decimal("1e6"), "MW"), (Decimal("1e4"), Decimal("1e3"), "kW")),
    "B": (
        (Decimal("1e15"), Decimal("1e15"), "PB"),
        (Decimal("1e12"), Decimal("1e12"), "TB"),
        (Decimal("1e9"), Decimal("1e9"), "GB"),
        (Decimal("1e6"), Decimal("1e6"), "MB"),
    ),
    "FLOP/s": ((Decimal("1e15"), Decimal("1e15"), "petaFLOP/s"), (Decimal("1e12"), Decimal("1e12"), "teraFLOP/s")),
    "bytes/s": ((Decimal("1e12"), Decimal("1e12"), "TB/s"), (Decimal("1e9"), Decimal("1e9"), "GB/s")),
    "bit/s": ((Decimal("1e9"), Decimal("1e9"), "Gbit/s"),),
    "Hz": ((Decimal("1e9"), Decimal("1e9"), "GHz"), (Decimal("1e6"), Decimal("1e6"), "MHz")),
    "g": ((Decimal("1e6"), Decimal("1e6"), "t"), (Decimal("1e3"), Decimal("1e3"), "kg")),
    "gCO2e": ((Decimal("1e6"), Decimal("1e6"), "t CO₂e"), (Decimal("1e3"), Decimal("1e3"), "kg CO₂e")),
    "hours": ((Decimal(48), Decimal(24), "days"),),
}
# Units that a time in seconds can be told in, the largest first.
_TIMES = ("years", "months", "days", "hours", "minutes", "seconds", "milliseconds")
_RATIO_UNITS = frozenset({"ratio", "share", "fraction"})
_UNIT_SPELLINGS = {
    "x": "×",
    "times": "×",
    "bytes": "B",
    "byte": "B",
    "s": "seconds",
    "second": "seconds",
    "h": "hours",
    "hour": "hours",
    "gco2e": "gCO2e",
    "gCO2eq": "gCO2e",
    "g CO2e": "gCO2e",
}
_CHINESE_UNITS = {
    "parameters": "参数",
    "tokens": "词元",
    "days": "天",
    "hours": "小时",
    "minutes": "分钟",
    "months": "个月",
    "years": "年",
    "USD": "美元",
    "USD/h": "美元/小时",
    "languages": "种语言",
    "users": "用户",
    "seconds": "秒",
    "milliseconds": "毫秒",
    "GPUs": "块 GPU",
}

_COMPARATORS = {
    Comparator.EQUAL: ("", ""),
    Comparator.ABOUT: ("about ", "约 "),
    Comparator.OVER: ("over ", "超过 "),
    Comparator.AT_LEAST: ("at least ", "至少 "),
    Comparator.UNDER: ("under ", "不到 "),
    Comparator.AT_MOST: ("at most ", "至多 "),
    Comparator.RANGE: ("", ""),
}


def plain(value: Decimal, *, digits: int = _DIGITS) -> str:
    """A number with thousands separators, cut at `digits` significant ones but for whole parts: 0.0288, 307,200."""
    whole = value.to_integral_value(rounding=ROUND_HALF_UP)
    if value == 0 or value == whole or abs(value) >= 1000:
        return f"{whole:,f}"
    step = Decimal(1).scaleb(value.adjusted() - digits + 1)
    return f"{value.quantize(step, rounding=ROUND_HALF_UP).normalize():,f}"


def power_of_ten(value: Decimal) -> str:
    """Scientific notation for values that have no word: 3.14×10²³."""
    exponent = value.adjusted()
    mantissa = plain(value.scaleb(-exponent).quantize(Decimal("0.001")))
    return f"{mantissa}×10{str(exponent).translate(_SUPERSCRIPTS)}"


def percent(number: object) -> str:
    """A number of hundredths with its sign, as both languages of the site write it: "80%"."""
    return f"{number}%"


def tight_percents(text: str) -> str:
    """What the rules wrote down, with per cent as pages write it: "2.86–6.03 %" as "2.86–6.03%"; quotes stay."""
    return _LOOSE_PERCENT.sub(lambda found: found[1] or percent(""), text)


def readable(value: Decimal, unit: str = "", *, language: str = "en") -> str:
    """A value in base units as `language` ("en", "zh") says it: "10 trillion parameters", "10 万亿参数"."""
    return _said(*_for_readers((value,), unit), language=language)


def interval(low: Decimal, high: Decimal, unit: str = "", *, language: str = "en", digits: int = _DIGITS) -> str:
    """Two ends as one reading: "2.86% – 6.03%", "$184,320 – $307,200"; one value where they are the same.

    A result that rests on assumptions is told with fewer `digits` than a figure that somebody published.
    """
    (first, last), unit = _for_readers((low, high), unit)
    if first == last:
        return _said((first,), unit, language=language)
    ends = (_said((end,), unit, language=language, digits=digits) for end in (first, last))
    return " – ".join(ends)


def in_percent(values: Iterable[Decimal], unit: str) -> tuple[tuple[Decimal, ...], str]:
    """Values of a ratio as percentages where all are below 1, as multiples ("×") otherwise; others untouched."""
    values = tuple(values)
    if unit not in _RATIO_UNITS:
        return values, unit
    if all(abs(value) < 1 for value in values):
        return tuple(value * 100 for value in values), "%"
    return values, "×"


def _for_readers(values: Iterable[Decimal], unit: str) -> tuple[tuple[Decimal, ...], str]:
    return in_percent(values, _UNIT_SPELLINGS.get(unit, unit))


def _said(values: tuple[Decimal, ...], unit: str, *, language: str, digits: int = _DIGITS) -> str:
    value = values[0]
    if unit == "%":
        return percent(plain(value, digits=digits))
    if unit == "×":
        return f"{plain(value, digits=digits)} 倍" if language == "zh" else f"{plain(value, digits=digits)}×"
    if unit == "FLOP" and abs(value) >= Decimal("1e15"):
        return f"{power_of_ten(value)} FLOP"
    value, unit = _climb(value, unit)
    return _in_chinese(value, unit, digits) if language == "zh" else _in_english(value, unit, digits)


def amount(quantity: Quantity, *, language: str = "en") -> str:
    """What a claim measures, in a breath: "over 1 trillion parameters", "50× GPT-3", "1% of GPT-3"; "" if no number."""
    column = 1 if language == "zh" else 0
    if quantity.low is not None and quantity.high is not None:
        said = interval(quantity.low, quantity.high, quantity.unit, language=language)
    elif quantity.value is not None:
        unit = "×" if quantity.is_ratio and quantity.unit in ("", "ratio") else quantity.unit
        said = readable(quantity.value, unit, language=language)
    else:
        return ""
    bounded = _COMPARATORS[quantity.comparator][column] + said
    return _against_baseline(bounded, quantity, chinese=bool(column))


def _against_baseline(said: str, quantity: Quantity, *, chinese: bool) -> str:
    if not quantity.is_ratio:
        return said
    less, more = ("降低 {}", "提高 {}") if chinese else ("{} less", "{} more")
    pattern = {Relation.LESS_BY: less, Relation.TIMES_LESS: less, Relation.MORE_BY: more}.get(quantity.relation, "{}")
    words = pattern.format(said)
    if not quantity.baseline:
        return words
    if chinese:
        return f"{words}（相比 {quantity.baseline}）"
    link = {"{}": "of " if quantity.relation is Relation.SHARE else ""}.get(pattern, "than ")
    return f"{words} {link}{quantity.baseline}"


def _shortest_time(seconds: Decimal) -> tuple[Decimal, str]:
    """A time in the unit that it takes the fewest characters in, the larger at a tie: "10 days", "90 minutes"."""
    told = ((seconds / SECONDS[name], name) for name in _TIMES)
    return min(told, key=lambda pair: len(f"{pair[0].normalize():f}"))


def _climb(value: Decimal, unit: str) -> tuple[Decimal, str]:
    if unit == "seconds" and value:
        return _shortest_time(value)
    for threshold, divisor, name in _UNIT_LADDERS.get(unit, ()):
        if abs(value) >= threshold:
            return value / divisor, name
    return value, unit


def _scaled(value: Decimal, scales: Ladder, digits: int) -> tuple[str, str]:
    for threshold, divisor, name in scales:
        if abs(value) >= threshold:
            return plain((value / divisor).normalize(), digits=digits), name
    return plain(value, digits=digits), ""


def _in_english(value: Decimal, unit: str, digits: int) -> str:
    number, scale = _scaled(value, _ENGLISH_SCALES, digits)
    words = " ".join(part for part in (number, scale) if part)
    if unit == "USD" or unit.startswith("USD/"):
        return f"${words}{unit.removeprefix('USD')}"
    return f"{words} {_singular(unit) if value == 1 else unit}".strip()


def _singular(unit: str) -> str:
    return unit[:-1] if unit.endswith("s") and not unit.endswith("/s") else unit


def _in_chinese(value: Decimal, unit: str, digits: int) -> str:
    number, scale = _scaled(value, _CHINESE_SCALES, digits)
    number = number.replace(",", "")
    name = _CHINESE_UNITS.get(unit, unit)
    if not scale or name.isascii():
        return " ".join(part for part in (number, scale, name) if part)
    return f"{number} {scale}{name}"
