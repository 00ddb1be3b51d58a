"""Which arithmetic a claim calls for, over the facts that documents give: ratios, energy, cost, hours, dates, sums."""

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import combinations
from math import prod

from claims.core.numbers import find_numbers
from claims.core.quantities import Metric, Quantity
from claims.judging.chips import Chip, chips_named, usual_chips
from claims.judging.claim_readings import ReadClaim
from claims.judging.comparing import ROUGH_SHARE, rounds_down_to
from claims.judging.facts import Facts, Run, facts_of
from claims.judging.findings import Input, Recomputation, Stance
from claims.judging.intervals import Interval, exactly, shown
from claims.judging.paper_readings import ReadPaper
from claims.judging.recomputing import (
    HOURS_A_DAY,
    PUE_RANGE,
    accelerator_hours,
    as_input,
    assumed,
    cost,
    judged,
    needed_days,
    needed_power,
    ratio,
    ratio_of_products,
)
from claims.judging.units import base_value, hours_in

FEWEST_FACTORS = 2
# Small sums (2 × 5 = 10) come about by chance, and so do sums over many numbers.
SMALLEST_SUM = 50
MOST_NUMBERS = 8
GLUED_COUNT = re.compile(r"(?<![\w.])(\d{1,3})(?:-|\s?[x×]\s?)(?:GPU|[A-Z]\d{2,3})")
DEFAULT_YEAR = 2021


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
    if main.is_ratio and claim.baselines:
        done += _against_baseline(claim, main, own, facts_of(claim.baselines[0], papers))
    elif main.metric in (Metric.COST, Metric.ACCELERATOR_HOURS):
        done += _amounts(claim, main, own)
    elif main.metric in (Metric.DURATION, Metric.TRAINING_TIME) and len(claim.names) > 1:
        done += _between(main, [facts_of(name, papers) for name in claim.names])
    return tuple(done)


def _against_baseline(claim: ReadClaim, main: Quantity, own: Facts, other: Facts) -> list[Recomputation]:
    by_metric = {
        Metric.PARAMETERS: _parameter_ratio,
        Metric.SIZE: _parameter_ratio,
        Metric.ENERGY: _energy_share,
        Metric.COST: _cost_share,
    }
    rule = by_metric.get(main.metric)
    factor = main.factor
    if rule is None or factor is None or factor <= 0:
        return []
    made = rule(claim, own, other, factor)
    return [made] if made else []


def _parameter_ratio(claim: ReadClaim, own: Facts, other: Facts, factor: Decimal) -> Recomputation | None:
    mine, theirs = _size(claim, own), other.figure(Metric.PARAMETERS)
    if mine is None or theirs is None:
        return None
    done = ratio(mine, theirs)
    if done.low == done.high and rounds_down_to(done.low, factor):
        held = judged(done, factor, tolerance=Decimal(0))
        reading = f"{done.reading}; the claimed {shown(factor)} is that rounded down"
        return replace(held, stance=Stance.SUPPORTS, reading=reading)
    return judged(done, factor, tolerance=ROUGH_SHARE)


def _size(claim: ReadClaim, own: Facts) -> Input | None:
    """The subject's parameters: as a document gives them, else as its own name carries them."""
    given = own.figure(Metric.PARAMETERS)
    if given or not claim.sizes:
        return given
    size = max(claim.sizes)
    return assumed(f"parameters of {own.name}", exactly(size), "parameters", "as the system's own name says")


def _energy_share(claim: ReadClaim, own: Facts, other: Facts, factor: Decimal) -> Recomputation | None:
    """Energy of the run ÷ energy of the baseline; where no energy is known, the ratio of accelerator-hours."""
    base = other.figure(Metric.ENERGY)
    stated = own.figure(Metric.ENERGY)
    if stated and base:
        return judged(ratio(stated, base), factor, tolerance=ROUGH_SHARE)
    if not own.runs:
        return None
    run = own.runs[0]
    if base is None:
        return _hours_share(run, other, factor)
    power, pue = _power(claim, run), _pue()
    done = ratio_of_products((run.count, run.hours, power, pue), (base,))
    target = assumed("claimed energy", Interval(base.low * factor, base.high * factor), "Wh", "what the claim leaves")
    watts, days = needed_power(target, run.count, run.hours), needed_days(target, run.count, power, pue)
    notes = [
        f"to hold, an accelerator could draw {Interval(watts.low, watts.high)} W, cooling included",
        f"or the run could last {Interval(days.low, days.high)} days",
    ]
    shares = [_hours_share(run, other, factor)]
    notes += [f"by accelerator-hours alone: {share.reading}" for share in shares if share]
    return judged(done, factor, tolerance=ROUGH_SHARE, notes=notes)


def _hours_share(run: Run, other: Facts, factor: Decimal) -> Recomputation | None:
    """Accelerator-hours ÷ the baseline's, which stands for energy where both ran on like chips."""
    theirs = other.figure(Metric.ACCELERATOR_HOURS)
    if theirs is None and other.runs:
        theirs = as_input(
            accelerator_hours(other.runs[0].count, other.runs[0].hours), f"accelerator-hours of {other.name}"
        )
    if theirs is None:
        return None
    return judged(ratio_of_products((run.count, run.hours), (theirs,)), factor, tolerance=Decimal("0.5"))


def _cost_share(claim: ReadClaim, own: Facts, other: Facts, factor: Decimal) -> Recomputation | None:
    theirs = other.spread(Metric.COST)
    mine = own.figure(Metric.COST) or _run_cost(claim, own)
    if mine is None or theirs is None:
        return None
    return _not_against(judged(ratio(mine, theirs), factor, tolerance=ROUGH_SHARE))


def _run_cost(claim: ReadClaim, own: Facts) -> Input | None:
    if not own.runs:
        return None
    run = own.runs[0]
    price = _price(claim, run)
    if price is None:
        return None
    hours = as_input(accelerator_hours(run.count, run.hours), f"accelerator-hours of {own.name}")
    return as_input(cost(hours, price), f"cost of {own.name}")


def _amounts(claim: ReadClaim, main: Quantity, own: Facts) -> list[Recomputation]:
    """Cost or accelerator-hours of the run that the documents tell, against the claim's amount."""
    if not own.runs or main.value is None or main.is_ratio or main.value <= 0:
        return []
    run = own.runs[0]
    hours = accelerator_hours(run.count, run.hours)
    if main.metric is Metric.ACCELERATOR_HOURS:
        claimed = base_value(main.metric, main.value, main.unit)[0]
        return [_not_against(judged(hours, claimed, tolerance=ROUGH_SHARE))]
    price = _price(claim, run)
    if price is None:
        return []
    done = cost(as_input(hours, f"accelerator-hours of {own.name}"), price)
    return [_not_against(judged(done, main.value, tolerance=ROUGH_SHARE))]


def _not_against(done: Recomputation) -> Recomputation:
    """Prices and hours vary too much for a sum of ours to stand against a stated amount: it can only agree."""
    return replace(done, stance=Stance.MENTIONS) if done.stance is Stance.CONTRADICTS else done


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
    done = ratio_of_products((elapsed,), (assumed(f"hours in {unit}", exactly(unit_hours), "hours", unit),), unit)
    held = judged(done, claimed, tolerance=ROUGH_SHARE)
    rounded = abs(done.low - claimed) <= Decimal("0.5")
    return [replace(held, stance=Stance.SUPPORTS) if rounded else held]


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
    if main is None or main.value is None or main.is_ratio:
        return None
    told = [number.value for text in (claim.statement.quote, main.raw) for number in find_numbers(text) if number.value]
    told += [Decimal(digits) for digits in _glued_counts(claim)]
    values = sorted({value for value in told if value > 1} | {main.value})[:MOST_NUMBERS]
    for size in range(FEWEST_FACTORS, len(values)):
        for factors in combinations(values, size):
            result = prod(factors, start=Decimal(1))
            of_claim = main.value == result or main.value in factors
            if of_claim and result in values and result >= SMALLEST_SUM:
                return _summed(main, factors, result)
    return None


def _glued_counts(claim: ReadClaim) -> list[str]:
    """Counts glued to a chip or a unit: the 8 of "8-A100 instances"."""
    text = f"{claim.statement.quote} {claim.statement.text} {claim.main.raw if claim.main else ''}"
    return GLUED_COUNT.findall(text)


def _summed(main: Quantity, factors: tuple[Decimal, ...], result: Decimal) -> Recomputation:
    told = " × ".join(shown(value) for value in factors)
    given = "a number of the claim's own sentence"
    parts = tuple(assumed(f"number {place}", exactly(value), "", given) for place, value in enumerate(factors, start=1))
    return Recomputation(
        formula=told,
        inputs=parts,
        low=result,
        high=result,
        unit=main.unit,
        claimed=main.value,
        stance=Stance.SUPPORTS,
        reading=f"{told} = {shown(result)}: the claim's own numbers agree with each other",
        steps=(f"{told} = {shown(result)}",),
    )


def _power(claim: ReadClaim, run: Run) -> Input:
    """Watts of the chips: those that the run's passage or the claim names, else the usual ones of the time."""
    chips, why = _chips(claim, run)
    spread = Interval(min(chip.power_w for chip in chips), max(chip.power_w for chip in chips))
    return assumed("power", spread, "W", f"{' to '.join(chip.name for chip in chips)}, {why}")


def _price(claim: ReadClaim, run: Run) -> Input | None:
    chips, why = _chips(claim, run)
    prices = [chip.price_usd for chip in chips if chip.price_usd]
    if not prices:
        return None
    spread = Interval(min(price.low for price in prices), max(price.high for price in prices))
    names = " to ".join(chip.name for chip in chips)
    return assumed("price", spread, "USD/h", f"cloud list prices of {names}, {why}")


def _chips(claim: ReadClaim, run: Run) -> tuple[tuple[Chip, ...], str]:
    if run.chips:
        return run.chips, "as the document names them"
    named = chips_named(claim.statement.text)
    if named:
        return named, "as the claim names them"
    day = claim.statement.claimed_on
    return usual_chips(day.year if day else DEFAULT_YEAR), "the usual accelerators of the time, as none is named"


def _pue() -> Input:
    why = "from the physical floor to the world's average data centre (Uptime Institute 2020)"
    return assumed("PUE", PUE_RANGE, "", why)
