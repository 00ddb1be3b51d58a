"""Which arithmetic a claim calls for, over the facts that documents give: ratios, amounts, dates, its own sums."""

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import combinations
from math import prod

from claims.core.measures import find_quantities
from claims.core.numbers import find_numbers
from claims.core.quantities import Metric, Quantity, Written
from claims.judging.amounts import amounts
from claims.judging.claim_readings import ReadClaim
from claims.judging.comparing import ROUGH_SHARE
from claims.judging.facts import Facts, facts_of
from claims.judging.findings import Recomputation, Stance
from claims.judging.intervals import exactly, shown
from claims.judging.paper_readings import ReadPaper
from claims.judging.recomputing import HOURS_A_DAY, assumed, given, judged, quotient
from claims.judging.shares import share
from claims.judging.units import base_value, hours_in

FEWEST_FACTORS = 2
# Small sums (2 × 5 = 10) come about by chance, and so do sums over many numbers.
SMALLEST_SUM = 50
MOST_NUMBERS = 8
GLUED_COUNT = re.compile(r"(?<![\w.])(\d{1,3})(?:-|\s?[x×]\s?)(?:GPU|[A-Z]\d{2,3})")


def recompute(claim: ReadClaim, papers: Sequence[ReadPaper]) -> tuple[Recomputation, ...]:
    """Every arithmetic that the claim calls for and the documents allow, in a fixed order."""
    done: list[Recomputation] = []
    own_sum = sum_in_sentence(claim)
    if own_sum:
        done.append(own_sum)
    main = claim.main
    if main is None or not claim.names:
        return tuple(done)
    own = facts_of(claim.names[0], papers, aliases=claim.names[1:])
    factor = main.factor
    if main.is_ratio and claim.baselines and factor is not None and factor > 0:
        done += share(claim, main.metric, factor, own, facts_of(claim.baselines[0], papers))
    elif main.metric in (Metric.DURATION, Metric.TRAINING_TIME) and len(claim.names) > 1:
        done += _between(main, [facts_of(name, papers) for name in claim.names])
    else:
        done += amounts(claim, main, own)
    return tuple(done)


def _between(main: Quantity, systems: list[Facts]) -> list[Recomputation]:
    """The time between the first papers of two systems, against the claimed time; half a unit is rounding."""
    dated = sorted((one.presented_on, one.name) for one in systems if one.presented_on)
    if len(dated) < FEWEST_FACTORS or main.value is None or dated[0][0] == dated[-1][0]:
        return []
    (first, first_name), (last, last_name) = dated[0], dated[-1]
    unit, unit_hours = _told_unit(main)
    claimed = base_value(main.metric, main.value, main.unit)[0] / unit_hours
    why = f"from the paper on {first_name} ({first}) to that on {last_name} ({last})"
    elapsed = assumed("time between the papers", exactly((last - first).days * 24), "hours", why)
    told = given(assumed(f"hours in {unit}", exactly(unit_hours), "hours", unit))
    done = quotient(given(elapsed), told, name=f"time from {first_name} to {last_name}", unit=unit)
    held = judged(replace(done, levers=()), claimed, tolerance=ROUGH_SHARE)
    if held.stance is Stance.SUPPORTS or abs(held.low - claimed) > Decimal("0.5"):
        return [held]
    reading = f"{held.name}: {shown(held.low)} {unit}, which is the claimed {shown(claimed)} when rounded"
    return [replace(held, stance=Stance.SUPPORTS, reading=reading)]


def _told_unit(main: Quantity) -> tuple[str, Decimal]:
    """The unit of time in the claim's own words with its hours: "5 months" → months."""
    words = re.sub(r"[\d.,\s]+", " ", main.raw).split()
    for word in (*words, main.unit):
        hours = hours_in(word)
        if hours is not None:
            return word, hours
    return "days", HOURS_A_DAY


def sum_in_sentence(claim: ReadClaim) -> Recomputation | None:
    """A product of the sentence's own numbers that gives the claimed value, or has it as a factor: 64 × 8 = 512."""
    main = claim.main
    if main is None or main.is_ratio:
        return None
    stated = _as_told(main)
    if stated.value is None:
        return None
    told = [number.value for text in (claim.statement.quote, main.raw) for number in find_numbers(text) if number.value]
    told += [Decimal(digits) for digits in _glued_counts(claim)]
    values = sorted({value for value in told if value > 1} | {stated.value})[:MOST_NUMBERS]
    for size in range(FEWEST_FACTORS, len(values)):
        for factors in combinations(values, size):
            result = prod(factors, start=Decimal(1))
            of_claim = stated.value == result or stated.value in factors
            if of_claim and result in values and result >= SMALLEST_SUM:
                return _summed(stated, factors, result)
    return None


def _as_told(main: Quantity) -> Written | Quantity:
    """The claim's figure in the unit of its own words, in which the numbers beside it are told too."""
    read = () if main.as_written else find_quantities(main.raw)
    return read[0].told if len(read) == 1 else main.told


def _glued_counts(claim: ReadClaim) -> list[str]:
    """Counts glued to a chip or a unit: the 8 of "8-A100 instances"."""
    text = f"{claim.statement.quote} {claim.statement.text} {claim.main.raw if claim.main else ''}"
    return GLUED_COUNT.findall(text)


def _summed(stated: Written | Quantity, factors: tuple[Decimal, ...], result: Decimal) -> Recomputation:
    told = " × ".join(shown(value) for value in factors)
    given = "a number of the claim's own sentence"
    parts = tuple(assumed(f"number {place}", exactly(value), "", given) for place, value in enumerate(factors, start=1))
    return Recomputation(
        name="sum of the claim's own numbers",
        formula=told,
        inputs=parts,
        low=result,
        high=result,
        unit=stated.unit,
        claimed=stated.value,
        stance=Stance.SUPPORTS,
        reading=f"{told} = {shown(result)}: the claim's own numbers agree with each other",
        steps=(f"{told} = {shown(result)}",),
    )
