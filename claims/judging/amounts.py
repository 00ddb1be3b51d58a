"""What a system took, as documents state it or as it can be computed: energy, emissions, cost, hours, compute."""

import re
from dataclasses import replace

from claims.core.quantities import Metric, Quantity
from claims.judging.assumptions import (
    chips_of,
    grid_intensity,
    peak_of,
    power_of,
    price_of,
    pue,
    utilisation,
)
from claims.judging.chips import Chip, chips_named
from claims.judging.claim_readings import ReadClaim
from claims.judging.comparing import ROUGH_SHARE
from claims.judging.facts import Facts
from claims.judging.findings import Recomputation, Stance
from claims.judging.recomputing import (
    Formula,
    accelerator_hours,
    compute_of_hardware,
    compute_of_model,
    cost,
    emissions,
    energy,
    given,
    judged,
)
from claims.judging.units import base_value

# 6 · N · D counts the parameters that a token passes: of a sparse model not all of them.
_SPARSE = re.compile(r"\bMoE\b|mixture[- ]of[- ]experts|sparse|稀疏|混合专家", re.IGNORECASE)
COMPUTABLE = (Metric.ENERGY, Metric.EMISSIONS, Metric.COST, Metric.ACCELERATOR_HOURS, Metric.COMPUTE)


def amounts(claim: ReadClaim, main: Quantity, own: Facts) -> list[Recomputation]:
    """Every way to compute the amount that the claim states, each against it."""
    if main.metric not in COMPUTABLE or main.value is None or main.is_ratio or main.value <= 0 or main.unit == "%":
        return []
    claimed = base_value(main.metric, main.value, main.unit)[0]
    return [
        not_against(judged(formula, claimed, tolerance=ROUGH_SHARE, bound=main.comparator))
        for formula in computed(main.metric, claim, own)
    ]


def not_against(done: Recomputation) -> Recomputation:
    """Prices, power and hours vary too much for a sum of ours to stand against a stated amount: it can only agree."""
    return replace(done, stance=Stance.MENTIONS) if done.stance is Stance.CONTRADICTS else done


def known(metric: Metric, claim: ReadClaim, facts: Facts) -> Formula | None:
    """The amount as a document states it, else as it can be computed; None where neither is possible."""
    stated = facts.figure(metric)
    return given(stated) if stated else next(iter(computed(metric, claim, facts)), None)


def computed(metric: Metric, claim: ReadClaim, facts: Facts) -> list[Formula]:
    """The ways to compute an amount from other facts, the most direct first."""
    rules = {
        Metric.ENERGY: _energy,
        Metric.EMISSIONS: _emissions,
        Metric.COST: _cost,
        Metric.ACCELERATOR_HOURS: _hours,
        Metric.COMPUTE: _compute,
    }
    rule = rules.get(metric)
    named = metric.value.replace("_", "-")
    return [replace(formula, name=f"{named} of {facts.name}") for formula in rule(claim, facts)] if rule else []


def _energy(claim: ReadClaim, facts: Facts) -> list[Formula]:
    if not facts.runs:
        return []
    run = facts.runs[0]
    return [energy(run.count, run.hours, power_of(chips_of(claim, run.chips)), pue())]


def _emissions(claim: ReadClaim, facts: Facts) -> list[Formula]:
    used = known(Metric.ENERGY, claim, facts)
    return [emissions(used, grid_intensity())] if used else []


def _hours(claim: ReadClaim, facts: Facts) -> list[Formula]:
    return [accelerator_hours(facts.runs[0].count, facts.runs[0].hours)] if facts.runs else []


def _hours_and_chips(facts: Facts) -> tuple[Formula, tuple[Chip, ...]] | None:
    """The hours of a run that a passage tells, else as they are stated, with the chips that the same words name."""
    if facts.runs:
        run = facts.runs[0]
        return accelerator_hours(run.count, run.hours), run.chips
    stated = facts.figure(Metric.ACCELERATOR_HOURS)
    return (given(stated), chips_named(stated.quote)) if stated else None


def _cost(claim: ReadClaim, facts: Facts) -> list[Formula]:
    hours = _hours_and_chips(facts)
    price = price_of(chips_of(claim, hours[1])) if hours else None
    return [cost(hours[0], price)] if hours and price else []


def _compute(claim: ReadClaim, facts: Facts) -> list[Formula]:
    found = []
    parameters, tokens = facts.figure(Metric.ACTIVE_PARAMETERS), facts.figure(Metric.TOKENS)
    total = facts.figure(Metric.PARAMETERS)
    if parameters is None and total and not _SPARSE.search(total.quote):
        parameters = total
    if parameters and tokens:
        found.append(compute_of_model(parameters, tokens))
    hours = _hours_and_chips(facts)
    if hours:
        found.append(compute_of_hardware(hours[0], peak_of(chips_of(claim, hours[1])), utilisation()))
    return found
