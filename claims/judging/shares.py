"""A claim that is told against a baseline, divided out over what documents give of both systems."""

from dataclasses import replace
from decimal import Decimal

from claims.core.quantities import Metric
from claims.judging.amounts import computed, known, not_against
from claims.judging.claim_readings import ReadClaim
from claims.judging.comparing import ROUGH_SHARE, rounds_down_to
from claims.judging.facts import Facts
from claims.judging.findings import Input, Recomputation, Stance
from claims.judging.intervals import exactly, shown
from claims.judging.recomputing import Formula, accelerator_hours, assumed, given, judged, ratio
from claims.judging.telling import told

# What two documents can be asked for, besides sizes, energy and cost, which have rules of their own.
_PLAIN = frozenset(
    {
        Metric.ACTIVE_PARAMETERS,
        Metric.TOKENS,
        Metric.COMPUTE,
        Metric.EMISSIONS,
        Metric.ACCELERATORS,
        Metric.ACCELERATOR_HOURS,
        Metric.TRAINING_TIME,
        Metric.CONTEXT_LENGTH,
    }
)
# Accelerator-hours stand for energy within this share: chips of one time draw 300 to 400 W (V100, A100).
_LIKE_CHIPS = Decimal("0.5")


def share(claim: ReadClaim, metric: Metric, factor: Decimal, own: Facts, other: Facts) -> list[Recomputation]:
    """The ratio that the claim tells as `factor`, over the facts of its subject and of its baseline."""
    rules = {
        Metric.PARAMETERS: _sizes,
        Metric.SIZE: _sizes,
        Metric.ENERGY: _energies,
        Metric.COST: _costs,
    }
    if metric in rules:
        made = rules[metric](claim, own, other, factor)
    else:
        made = _plain(claim, metric, own, other, factor) if metric in _PLAIN else None
    return [made] if made else []


def _plain(claim: ReadClaim, metric: Metric, own: Facts, other: Facts, factor: Decimal) -> Recomputation | None:
    mine, theirs = known(metric, claim, own), known(metric, claim, other)
    if mine is None or theirs is None:
        return None
    return not_against(judged(ratio(mine, theirs), factor, tolerance=ROUGH_SHARE))


def _sizes(claim: ReadClaim, own: Facts, other: Facts, factor: Decimal) -> Recomputation | None:
    mine, theirs = _size(claim, own), other.figure(Metric.PARAMETERS)
    if mine is None or theirs is None:
        return None
    divided = ratio(given(mine), given(theirs))
    result = divided.result
    if result.is_point and rounds_down_to(result.low, factor):
        held = judged(divided, factor, tolerance=Decimal(0))
        said = f"the claimed {shown(factor)} is that rounded down"
        reading = f"{divided.name}: {told(result, divided.unit)}; {said}"
        return replace(held, stance=Stance.SUPPORTS, reading=reading)
    return judged(divided, factor, tolerance=ROUGH_SHARE)


def _size(claim: ReadClaim, own: Facts) -> Input | None:
    """The subject's parameters: as a document gives them, else as its own name carries them."""
    stated = own.figure(Metric.PARAMETERS)
    if stated or not claim.sizes:
        return stated
    size = max(claim.sizes)
    return assumed(f"parameters of {own.name}", exactly(size), "parameters", "as the system's own name says")


def _energies(claim: ReadClaim, own: Facts, other: Facts, factor: Decimal) -> Recomputation | None:
    """Energy of the run ÷ energy of the baseline; where no energy is known, the ratio of accelerator-hours."""
    base, stated = other.figure(Metric.ENERGY), own.figure(Metric.ENERGY)
    if stated and base:
        return judged(ratio(given(stated), given(base)), factor, tolerance=ROUGH_SHARE)
    used = next(iter(computed(Metric.ENERGY, claim, own)), None)
    if used is None:
        return None
    by_hours = _by_hours(own, other)
    if base is None:
        return judged(by_hours, factor, tolerance=_LIKE_CHIPS) if by_hours else None
    line = replace(by_hours, side_unit="").steps[-1] if by_hours else ""
    notes = [f"by accelerator-hours alone: {line}"] if line else []
    return judged(ratio(used, given(base)), factor, tolerance=ROUGH_SHARE, notes=notes)


def _by_hours(own: Facts, other: Facts) -> Formula | None:
    """Accelerator-hours ÷ the baseline's, which stands for energy where both ran on like chips."""
    theirs = other.figure(Metric.ACCELERATOR_HOURS)
    run = own.runs[0]
    mine = replace(accelerator_hours(run.count, run.hours), name=f"accelerator-hours of {own.name}")
    if theirs:
        return ratio(mine, given(theirs))
    if not other.runs:
        return None
    rival = accelerator_hours(other.runs[0].count, other.runs[0].hours)
    return ratio(mine, replace(rival, name=f"accelerator-hours of {other.name}"))


def _costs(claim: ReadClaim, own: Facts, other: Facts, factor: Decimal) -> Recomputation | None:
    theirs, mine = other.spread(Metric.COST), known(Metric.COST, claim, own)
    if mine is None or theirs is None:
        return None
    return not_against(judged(ratio(mine, given(theirs)), factor, tolerance=ROUGH_SHARE))
