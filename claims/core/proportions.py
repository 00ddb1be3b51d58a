"""A share of a few cases, and how far it may be from the share of all: Wilson's score interval."""

from dataclasses import dataclass
from math import sqrt

# The quantile of the normal distribution for an interval that holds the true share 95 times in 100.
Z_95 = 1.959963984540054


@dataclass(frozen=True, slots=True, kw_only=True)
class Proportion:
    """`part` of `whole` cases, with the bounds (0..1) within which the true share lies with 95 % confidence."""

    part: int
    whole: int
    low: float
    high: float

    @property
    def share(self) -> float:
        """The share that was seen, 0..1."""
        return self.part / self.whole


def proportion(part: int, whole: int) -> Proportion:
    """The share of `part` in `whole` with its 95 % interval. Raises `ValueError` where no case was seen.

    E. B. Wilson, "Probable inference, the law of succession, and statistical inference", Journal of the American
    Statistical Association 22 (1927) 209-212: the shares p for which |part/whole - p| is at most z standard deviations
    of p. It stays within 0..1 and is of use from a handful of cases on (L. D. Brown, T. T. Cai, A. DasGupta, "Interval
    estimation for a binomial proportion", Statistical Science 16 (2001) 101-133).
    """
    if not 0 <= part <= whole or not whole:
        raise ValueError(f"{part} of {whole} is no share.")
    seen, squared = part / whole, Z_95 * Z_95
    centre = (seen + squared / (2 * whole)) / (1 + squared / whole)
    reach = Z_95 / (1 + squared / whole) * sqrt(seen * (1 - seen) / whole + squared / (4 * whole * whole))
    # At the ends the bound is the share itself; the arithmetic of floats misses it by a hair.
    return Proportion(
        part=part,
        whole=whole,
        low=0.0 if part == 0 else min(seen, max(0.0, centre - reach)),
        high=1.0 if part == whole else max(seen, min(1.0, centre + reach)),
    )
