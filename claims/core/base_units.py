"""Units brought to the base unit of what they measure, exactly: seconds, Wh, W, FLOP, FLOP/s, bytes, gCO2e, Hz, GPU-hours.

Sources of the factors: the SI's prefixes; a byte's binary prefixes by IEC 80000-13; a year of 365.25 days (the Julian
year of the IAU) and a month of a twelfth of it; a pound of 453.59237 g (by definition, 1959). Parameters, tokens, money
and counts are told in their base units already.
"""

from dataclasses import dataclass
from decimal import Decimal

SECONDS: dict[str, Decimal] = {
    "microseconds": Decimal("1e-6"),
    "milliseconds": Decimal("1e-3"),
    "seconds": Decimal(1),
    "minutes": Decimal(60),
    "hours": Decimal(3600),
    "days": Decimal(86_400),
    "weeks": Decimal(604_800),
    "months": Decimal(2_629_800),
    "years": Decimal(31_557_600),
}
# Grams in each unit of mass that emissions are told in.
GRAMS: dict[str, Decimal] = {
    "g": Decimal(1),
    "kg": Decimal(10**3),
    "t": Decimal(10**6),
    "lb": Decimal("453.59237"),
}
PREFIXES: dict[str, Decimal] = {
    prefix: Decimal(10) ** power
    for prefix, power in {"": 0, "k": 3, "M": 6, "G": 9, "T": 12, "P": 15, "E": 18, "Z": 21}.items()
}
_BINARY = {f"{prefix}i": Decimal(1024) ** power for power, prefix in enumerate("KMGTP", 1)}
_SECONDS_A_DAY, _SECONDS_AN_HOUR = SECONDS["days"], SECONDS["hours"]


@dataclass(frozen=True, slots=True, kw_only=True)
class BaseUnit:
    """The base unit of a unit: `name`, and `times / over` of it make one (3600 J make a Wh, so that nothing is cut)."""

    name: str
    times: Decimal = Decimal(1)
    over: Decimal = Decimal(1)

    def amount(self, value: Decimal) -> Decimal:
        """`value` of the unit in base units."""
        return value * self.times / self.over


def _prefixed(
    base: str, to: str = "", *, times: Decimal = Decimal(1), over: Decimal = Decimal(1)
) -> dict[str, BaseUnit]:
    return {
        f"{prefix}{base}": BaseUnit(name=to or base, times=times * power, over=over)
        for prefix, power in PREFIXES.items()
    }


# Every unit with a base of its own, by the one spelling that `units` gives it.
BASE_UNITS: dict[str, BaseUnit] = {
    **{name: BaseUnit(name="seconds", times=times) for name, times in SECONDS.items()},
    **{
        f"GPU-{name}": BaseUnit(name="GPU-hours", times=times, over=_SECONDS_AN_HOUR) for name, times in SECONDS.items()
    },
    **_prefixed("Wh"),
    **_prefixed("J", "Wh", over=_SECONDS_AN_HOUR),
    **_prefixed("W"),
    **_prefixed("FLOP"),
    **_prefixed("FLOP/s"),
    **_prefixed("FLOP/s-days", "FLOP", times=_SECONDS_A_DAY),
    **_prefixed("B", "bytes"),
    **{f"{prefix}B": BaseUnit(name="bytes", times=times) for prefix, times in _BINARY.items()},
    **_prefixed("B/s", "bytes/s"),
    **_prefixed("bit/s"),
    **_prefixed("Hz"),
    **{f"{name}CO2e": BaseUnit(name="gCO2e", times=times) for name, times in GRAMS.items()},
}


def base_of(unit: str) -> BaseUnit:
    """The base unit of `unit`; a unit without one (parameters, USD, "%") is its own."""
    return BASE_UNITS.get(unit) or BaseUnit(name=unit)
