"""Units brought to one scale for comparing: durations in hours, energy in watt-hours, emissions in grams, and so on."""

import re
from decimal import Decimal

from claims.core.base_units import GRAMS, SECONDS, base_of
from claims.core.quantities import Metric

# Seconds in each unit of time, by the singular of its word or by its sign.
TIMES: dict[str, Decimal] = {name.removesuffix("s"): seconds for name, seconds in SECONDS.items()} | {
    "ms": SECONDS["milliseconds"],
    "s": SECONDS["seconds"],
    "min": SECONDS["minutes"],
    "h": SECONDS["hours"],
    "秒": SECONDS["seconds"],
    "分钟": SECONDS["minutes"],
    "小时": SECONDS["hours"],
    "天": SECONDS["days"],
    "周": SECONDS["weeks"],
    "个月": SECONDS["months"],
    "年": SECONDS["years"],
}
POWERS = {"": 1, "k": 10**3, "m": 10**6, "g": 10**9, "t": 10**12, "p": 10**15, "e": 10**18, "z": 10**21}
# Grams of CO2 equivalent, by the singular of the unit's word or by its sign.
MASSES: dict[str, Decimal] = GRAMS | {"ton": GRAMS["t"], "tonne": GRAMS["t"], "pound": GRAMS["lb"]}
DURATIONS = frozenset({Metric.TRAINING_TIME, Metric.DURATION})
SIZED = {Metric.ENERGY: "wh", Metric.POWER: "w", Metric.THROUGHPUT: "flop/s", Metric.COMPUTE: "flop"}
# One petaFLOP/s-day: 10^15 operations a second over 86,400 seconds.
PFLOPS_DAY = Decimal(10**15) * 86400


def hours_in(unit: str) -> Decimal | None:
    """How many hours the unit of time is ("days", "个月"); None for anything else."""
    word = unit.strip().casefold()
    seconds = TIMES.get(word) or TIMES.get(word.rstrip("s"))
    return None if seconds is None else seconds / SECONDS["hours"]


def base_value(metric: Metric, value: Decimal, unit: str) -> tuple[Decimal, str]:
    """The value in the metric's base unit with that unit's name; a unit that is not known is kept as written."""
    words = unit.strip().casefold()
    first = re.split(r"[\s(]", words)[0] if words else ""
    if metric in DURATIONS:
        word = first.rstrip(",")
        seconds = TIMES.get(word) or TIMES.get(word.rstrip("s"))
        # Multiplied before it is divided, so that ten days of seconds are 240 hours and not a last digit more.
        return (value, unit) if seconds is None else (value * seconds / SECONDS["hours"], "hours")
    if metric is Metric.ACCELERATOR_HOURS:
        seconds = next((TIMES[name] for name in ("hour", "day", "week", "month", "year") if name in words), None)
        return (value if seconds is None else value * seconds / SECONDS["hours"]), "accelerator-hours"
    if metric is Metric.EMISSIONS:
        factor = MASSES.get(re.sub(r"(?:co2|co₂|carbon).*|s$", "", first))
        return (value, unit) if factor is None else (value * factor, "g")
    if metric is Metric.COMPUTE and "day" in words and "pflop" in words:
        return value * PFLOPS_DAY, "flop"
    if metric is Metric.MEMORY:
        base = base_of(unit.strip())
        return base.amount(value), base.name
    return _with_prefix(metric, value, first, unit)


def _with_prefix(metric: Metric, value: Decimal, word: str, unit: str) -> tuple[Decimal, str]:
    """The value of a unit with a metric prefix: "MWh", "kW", "PFLOP/s"."""
    base = SIZED.get(metric)
    if base is None:
        return value, unit
    word = word.replace("flops/s", "flop/s").replace("flops", "flop")
    factor = POWERS.get(word.removesuffix(base)) if word.endswith(base) else None
    return (value, unit) if factor is None else (value * factor, base)
