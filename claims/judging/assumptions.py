"""What an arithmetic assumes where no document says: chips, power, peak, price, cooling, utilisation, the grid."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from claims.judging.chips import Chip, chips_named, usual_chips
from claims.judging.claim_readings import ReadClaim
from claims.judging.findings import Input
from claims.judging.intervals import Interval
from claims.judging.recomputing import assumed

# Power usage effectiveness: 1.0 is the physical floor, 1.58 the world's average in Uptime Institute's survey of 2020.
PUE_RANGE = Interval(Decimal("1.0"), Decimal("1.58"))
# Model FLOPs utilisation of large training runs as published: 24.6 of 125 TFLOP/s for GPT-3 (Patterson et al. 2021,
# arXiv 2104.10350, table 4) to 56 % (Korthikanti et al. 2022, arXiv 2205.05198, table 5), rounded outwards.
UTILISATION_RANGE = Interval(Decimal("0.19"), Decimal("0.6"))
# Grams of CO2e a watt-hour over a plant's life: hydropower 24, coal 820 g a kWh (IPCC 2014, AR5 WG III, table A.III.2).
GRID_RANGE = Interval(Decimal("0.024"), Decimal("0.82"))
DEFAULT_YEAR = 2021

type Chosen = tuple[tuple[Chip, ...], str]


def chips_of(claim: ReadClaim, told: Sequence[Chip]) -> Chosen:
    """The chips that the document names (`told`), else the claim, else the usual ones of its year; and who says so."""
    if told:
        return tuple(told), "as the document names them"
    named = chips_named(claim.statement.text)
    if named:
        return named, "as the claim names them"
    return usual_chips(_year(claim.statement.claimed_on)), "the usual accelerators of the time, as none is named"


def _year(day: date | None) -> int:
    return day.year if day else DEFAULT_YEAR


def power_of(chosen: Chosen) -> Input:
    """Watts of one accelerator, over the chips chosen."""
    chips, why = chosen
    spread = Interval(min(chip.power_w for chip in chips), max(chip.power_w for chip in chips))
    return assumed("power", spread, "W", f"{_names(chips)}, {why}")


def peak_of(chosen: Chosen) -> Input:
    """Dense 16-bit FLOP/s of one accelerator, over the chips chosen."""
    chips, why = chosen
    spread = Interval(min(chip.peak_flops for chip in chips), max(chip.peak_flops for chip in chips))
    return assumed("peak", spread, "FLOP/s", f"dense 16-bit peak of {_names(chips)}, {why}")


def price_of(chosen: Chosen) -> Input | None:
    """USD an accelerator-hour, over the chips chosen that have a public list price; None where none has."""
    chips, why = chosen
    prices = [chip.price_usd for chip in chips if chip.price_usd]
    if not prices:
        return None
    spread = Interval(min(price.low for price in prices), max(price.high for price in prices))
    return assumed("price", spread, "USD/h", f"cloud list prices of {_names(chips)}, {why}")


def pue() -> Input:
    """What cooling and conversion add."""
    why = "from the physical floor to the world's average data centre (Uptime Institute 2020)"
    return assumed("PUE", PUE_RANGE, "", why)


def utilisation() -> Input:
    """The share of its peak that a large training run gets out of an accelerator."""
    why = "published runs, from GPT-3 (Patterson et al. 2021) to the best reported (Korthikanti et al. 2022)"
    return assumed("utilisation", UTILISATION_RANGE, "share", why)


def grid_intensity() -> Input:
    """Grams of CO2e a watt-hour of electricity."""
    return assumed(
        "grid intensity", GRID_RANGE, "g CO2e/Wh", "from hydropower to coal, over a plant's life (IPCC 2014)"
    )


def _names(chips: Sequence[Chip]) -> str:
    return " to ".join(chip.name for chip in chips)
