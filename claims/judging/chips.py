"""A table of our own of the accelerators that announcements name: power, peak arithmetic, year, price of an hour.

`power_w` is the board's thermal design power in watts (for TPU v4 the highest power measured, as no design power is
published). `peak_flops` is the dense 16-bit peak in FLOP/s: where a datasheet gives the figure "with sparsity", half of
it. `price_usd` spans public cloud list prices of one accelerator for an hour, from the cheapest to the hyperscalers'
on-demand price; None where we know of no public list price.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from claims.judging.intervals import Interval


@dataclass(frozen=True, slots=True, kw_only=True)
class Chip:
    """One accelerator. Units: watts, FLOP/s, USD an hour."""

    name: str
    maker: str
    year: int
    power_w: Decimal
    peak_flops: Decimal
    source: str
    price_usd: Interval | None = None


def _chip(
    name: str, maker: str, year: int, power_w: int, tera: str, source: str, price: tuple[str, str] | None = None
) -> Chip:
    return Chip(
        name=name,
        maker=maker,
        year=year,
        power_w=Decimal(power_w),
        peak_flops=Decimal(tera) * 10**12,
        source=source,
        price_usd=Interval(Decimal(price[0]), Decimal(price[1])) if price else None,
    )


CHIPS: tuple[Chip, ...] = (
    _chip("P100", "NVIDIA", 2016, 300, "21.2", "NVIDIA Tesla P100 datasheet (SXM2)"),
    # Prices: Lambda's 1.50 (the "Demystifying GPT-3" post, 2020) to AWS p3.2xlarge on demand, 3.06.
    _chip("V100", "NVIDIA", 2017, 300, "125", "NVIDIA V100 datasheet (SXM2)", ("1.50", "3.06")),
    _chip("T4", "NVIDIA", 2018, 70, "65", "NVIDIA T4 datasheet"),
    # Prices: Lambda's 1.10 (2022) to AWS p4d.24xlarge on demand, 32.77 for eight.
    _chip("A100", "NVIDIA", 2020, 400, "312", "NVIDIA A100 datasheet (SXM4)", ("1.10", "4.10")),
    _chip("A800", "NVIDIA", 2022, 400, "312", "NVIDIA A800 datasheet (an A100 with slower NVLink)"),
    # Prices: the 2.00 of many 2024 lists to AWS p5.48xlarge on demand at its start, 98.32 for eight.
    _chip("H100", "NVIDIA", 2022, 700, "989.4", "NVIDIA H100 datasheet (SXM5)", ("2.00", "12.29")),
    # Prices: DeepSeek-V3's report reckons 2.00; no hyperscaler lists it.
    _chip("H800", "NVIDIA", 2023, 700, "989.4", "NVIDIA H800 (an H100 with slower NVLink)", ("2.00", "2.00")),
    _chip("H20", "NVIDIA", 2023, 400, "148", "NVIDIA H20 product brief"),
    _chip("H200", "NVIDIA", 2023, 700, "989.4", "NVIDIA H200 datasheet (SXM5)"),
    _chip("B200", "NVIDIA", 2024, 1000, "2250", "NVIDIA Blackwell datasheet (HGX B200)"),
    _chip("RTX 3090", "NVIDIA", 2020, 350, "71", "NVIDIA GA102 whitepaper"),
    _chip("RTX 4090", "NVIDIA", 2022, 450, "165.2", "NVIDIA Ada whitepaper"),
    _chip("MI250X", "AMD", 2021, 560, "383", "AMD Instinct MI250X datasheet"),
    _chip("MI300X", "AMD", 2023, 750, "1307.4", "AMD Instinct MI300X datasheet"),
    _chip("Ascend 910", "Huawei", 2019, 310, "256", "Huawei Ascend 910 launch, August 2019"),
    # TPU v2, v3: Jouppi et al., "Ten Lessons From Three Generations", ISCA 2021, table 1.
    _chip("TPU v2", "Google", 2017, 280, "46", "Jouppi et al., ISCA 2021, table 1"),
    _chip("TPU v3", "Google", 2018, 450, "123", "Jouppi et al., ISCA 2021, table 1"),
    _chip("TPU v4", "Google", 2020, 192, "275", "Jouppi et al., ISCA 2023 (arXiv 2304.01433), table 4"),
)


def _pattern(chip: Chip) -> re.Pattern[str]:
    loose = re.escape(chip.name).replace(r"\ ", r"[\s-]?").replace("TPU", "(?:Cloud )?TPU")
    # A plural ("A100s") and a memory size ("V100-32GB") may follow; another letter or digit makes it another name.
    return re.compile(rf"(?<![A-Za-z0-9]){loose}(?:s(?![A-Za-z])|(?![A-Za-z0-9]))", re.IGNORECASE)


PATTERNS = tuple((chip, _pattern(chip)) for chip in CHIPS)


@cache
def chips_named(text: str) -> tuple[Chip, ...]:
    """The accelerators that `text` names, in the order of their first mention."""
    found = [(match.start(), chip.name, chip) for chip, pattern in PATTERNS if (match := pattern.search(text))]
    return tuple(chip for *_, chip in sorted(found, key=lambda row: row[:2]))


def usual_chips(year: int) -> tuple[Chip, ...]:
    """The data-centre accelerators of NVIDIA that large training ran on in `year`: the two newest full-size ones.

    Used as a stated assumption when a text says "GPUs" and no more. Cut-down export variants are left out.
    """
    line = ("P100", "V100", "A100", "H100", "H200", "B200")
    known = [chip for chip in CHIPS if (chip.name in line and chip.year < year) or (chip.name == "P100")]
    return tuple(sorted(known, key=lambda chip: chip.year)[-2:])
