"""Units brought to one scale for comparing: durations in hours, energy in watt-hours, emissions in grams, and so on."""

import re
from decimal import Decimal

from claims.core.quantities import Metric

# Hours in each unit of time; a month is a twelfth of a year of 365.25 days.
HOURS: dict[str, Decimal] = {
    "millisecond": Decimal(1) / 3_600_000,
    "second": Decimal(1) / 3600,
    "s": Decimal(1) / 3600,
    "minute": Decimal(1) / 60,
    "min": Decimal(1) / 60,
    "hour": Decimal(1),
    "h": Decimal(1),
    "day": Decimal(24),
    "week": Decimal(168),
    "month": Decimal("730.5"),
    "year": Decimal(8766),
    "分钟": Decimal(1) / 60,
    "小时": Decimal(1),
    "天": Decimal(24),
    "周": Decimal(168),
    "个月": Decimal("730.5"),
    "年": Decimal(8766),
}
POWERS = {"": 1, "k": 10**3, "m": 10**6, "g": 10**9, "t": 10**12, "p": 10**15, "e": 10**18, "z": 10**21}
# Grams of CO2 equivalent; a pound is 453.59237 g by definition.
GRAMS: dict[str, Decimal] = {
    "g": Decimal(1),
    "kg": Decimal(10**3),
    "t": Decimal(10**6),
    "ton": Decimal(10**6),
    "tonne": Decimal(10**6),
    "lb": Decimal("453.59237"),
    "pound": Decimal("453.59237"),
}
DURATIONS = frozenset({Metric.TRAINING_TIME, Metric.DURATION})
SIZED = {Metric.ENERGY: "wh", Metric.POWER: "w", Metric.THROUGHPUT: "flop/s", Metric.COMPUTE: "flop"}
# One petaFLOP/s-day: 10^15 operations a second over 86,400 seconds.
PFLOPS_DAY = Decimal(10**15) * 86400


def hours_in(unit: str) -> Decimal | None:
    """How many hours the unit of time is ("days", "个月"); None for anything else."""
    word = unit.strip().casefold()
    return HOURS.get(word) or HOURS.get(word.rstrip("s"))


def base_value(metric: Metric, value: Decimal, unit: str) -> tuple[Decimal, str]:
    """The value in the metric's base unit with that unit's name; a unit that is not known is kept as written."""
    words = unit.strip().casefold()
    first = re.split(r"[\s(]", words)[0] if words else ""
    if metric in DURATIONS:
        hours = hours_in(first.rstrip(","))
        return (value, unit) if hours is None else (value * hours, "hours")
    if metric is Metric.ACCELERATOR_HOURS:
        hours = next((HOURS[name] for name in ("hour", "day", "year") if name in words), Decimal(1))
        return value * hours, "accelerator-hours"
    if metric is Metric.EMISSIONS:
        factor = GRAMS.get(re.sub(r"(?:co2|co₂|carbon).*|s$", "", first))
        return (value, unit) if factor is None else (value * factor, "g")
    if metric is Metric.COMPUTE and "day" in words and "pflop" in words:
        return value * PFLOPS_DAY, "flop"
    return _with_prefix(metric, value, first, unit)


def _with_prefix(metric: Metric, value: Decimal, word: str, unit: str) -> tuple[Decimal, str]:
    """The value of a unit with a metric prefix: "MWh", "kW", "PFLOP/s"."""
    base = SIZED.get(metric)
    if base is None:
        return value, unit
    word = word.replace("flops/s", "flop/s").replace("flops", "flop")
    factor = POWERS.get(word.removesuffix(base)) if word.endswith(base) else None
    return (value, unit) if factor is None else (value * factor, base)
