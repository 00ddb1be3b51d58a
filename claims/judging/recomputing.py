"""Arithmetic that anyone can redo: formulas with named inputs, each a quoted fact or a stated assumption with a range.

Formulas (n accelerators, h hours, P watts, u utilisation): accelerator-hours = n × h · energy = n × h × P × PUE ·
emissions = energy × grid intensity · cost = accelerator-hours × price · compute = 6 · N · D (Kaplan et al. 2020,
arXiv 2001.08361, section 2.1) or n × h × 3600 × peak × u · any ratio of two. All results are intervals.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from math import prod

from claims.core.quantities import Comparator
from claims.judging.findings import Input, Needed, Recomputation, Stance
from claims.judging.intervals import Interval, exactly, shown
from claims.judging.telling import RATIO, told

HOURS_A_DAY = Decimal(24)
SECONDS_AN_HOUR = Decimal(3600)
# Assumptions that together leave open more than this factor fit too much for agreement to mean anything.
WIDEST_SUPPORT = 4


def assumed(name: str, value: Interval, unit: str, why: str) -> Input:
    """An input that no document gives: a range, and the sentence that says where it is from."""
    return Input(name=name, low=value.low, high=value.high, unit=unit, assumption=why)


def quoted(name: str, value: Interval, unit: str, *, paper_id: str, quote: str) -> Input:
    """An input that a document gives in `quote`."""
    return Input(name=name, low=value.low, high=value.high, unit=unit, paper_id=paper_id, quote=quote)


def span(part: Input) -> Interval:
    """The interval of an input."""
    return Interval(part.low, part.high)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lever:
    """Inputs of a formula that together are one thing a reader asks for; `scale` of their unit make one of `unit`."""

    name: str
    unit: str
    parts: tuple[Input, ...]
    scale: Decimal = Decimal(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Formula:
    """`factor` × the product of `above` ÷ the product of `below`, in `unit`. `name` says what that is.

    `levers` are what a claim about it could turn on: for each it can be said what the claim would need. `side_unit` is
    the unit of either side of the division where both have one.
    """

    name: str
    unit: str
    above: tuple[Input, ...]
    below: tuple[Input, ...] = ()
    factor: Decimal = Decimal(1)
    levers: tuple[Lever, ...] = ()
    side_unit: str = ""

    @property
    def inputs(self) -> tuple[Input, ...]:
        """All inputs, in the order of the formula."""
        return (*self.above, *self.below)

    @property
    def result(self) -> Interval:
        """Everything that the inputs leave open."""
        return _product(self.above, self.factor) / _product(self.below)

    @property
    def words(self) -> str:
        """The formula with its inputs' names."""
        top = " × ".join([*([shown(self.factor)] if self.factor != 1 else []), *(part.name for part in self.above)])
        bottom = " × ".join(part.name for part in self.below)
        return f"({top}) ÷ ({bottom})" if bottom else top

    @property
    def steps(self) -> tuple[str, ...]:
        """The arithmetic line by line."""
        top, bottom = _product(self.above, self.factor), _product(self.below)
        if not self.below:
            return (f"{_multiplied(self.above, self.factor)} = {told(top, self.unit)}",)
        lines = [
            f"{_multiplied(parts, factor)} = {told(value, self.side_unit)}"
            for parts, factor, value in ((self.above, self.factor, top), (self.below, Decimal(1), bottom))
            if len(parts) > 1
        ]
        sides = f"{told(top, self.side_unit)} ÷ {told(bottom, self.side_unit)}"
        return (*lines, f"{sides} = {told(self.result, self.unit)}")

    def needed(self, lever: Lever, claimed: Decimal) -> Needed:
        """What `lever` would have to be for the formula to give `claimed`, with all other inputs as they are."""
        others = [part for part in self.above if part not in lever.parts]
        value = exactly(claimed) * _product(self.below) / _product(others, self.factor) / exactly(lever.scale)
        return Needed(name=lever.name, low=value.low, high=value.high, unit=lever.unit)


def given(figure: Input) -> Formula:
    """An amount that a document states."""
    lever = Lever(name=figure.name, unit=figure.unit, parts=(figure,))
    return Formula(name=figure.name, unit=figure.unit, above=(figure,), levers=(lever,))


def accelerator_hours(count: Input, hours: Input) -> Formula:
    """n × h, in accelerator-hours; `hours` in hours."""
    levers = (_days(hours), Lever(name="accelerators", unit="", parts=(count,)))
    return Formula(name="accelerator-hours", unit="accelerator-hours", above=(count, hours), levers=levers)


def energy(count: Input, hours: Input, power: Input, pue: Input) -> Formula:
    """n × h × P × PUE in watt-hours; `power` in watts, `pue` a pure number."""
    levers = (Lever(name="power an accelerator, cooling included", unit="W", parts=(power, pue)), _days(hours))
    return Formula(name="energy", unit="Wh", above=(count, hours, power, pue), levers=levers)


def emissions(used: Formula, intensity: Input) -> Formula:
    """Energy (Wh) × grid intensity (g CO2e a Wh) in grams of CO2e."""
    lever = Lever(name="grid intensity", unit=intensity.unit, parts=(intensity,))
    return replace(used, name="emissions", unit="g CO2e", above=(*used.above, intensity), levers=(lever,))


def cost(hours: Formula, price: Input) -> Formula:
    """Accelerator-hours × price (USD an accelerator-hour) in USD."""
    lever = Lever(name="price of an accelerator-hour", unit=price.unit, parts=(price,))
    return replace(hours, name="cost", unit="USD", above=(*hours.above, price), levers=(lever,))


def compute_of_model(parameters: Input, tokens: Input) -> Formula:
    """6 · N · D in FLOP, for a transformer: N (active) parameters, D training tokens."""
    lever = Lever(name="training tokens", unit=tokens.unit, parts=(tokens,))
    return Formula(name="compute", unit="FLOP", above=(parameters, tokens), factor=Decimal(6), levers=(lever,))


def compute_of_hardware(hours: Formula, peak: Input, utilisation: Input) -> Formula:
    """Accelerator-hours × 3600 × peak × utilisation in FLOP; `peak` in FLOP/s."""
    lever = Lever(name="utilisation", unit=RATIO, parts=(utilisation,))
    above = (*hours.above, peak, utilisation)
    return replace(hours, name="compute", unit="FLOP", above=above, factor=SECONDS_AN_HOUR, levers=(lever,))


def ratio(above: Formula, below: Formula) -> Formula:
    """above ÷ below, a pure number; both in the same unit, or `ValueError`. Its levers are those of `above`."""
    if above.unit != below.unit:
        raise ValueError(f"A ratio needs one unit, not {above.unit!r} and {below.unit!r}.")
    divided = quotient(above, below, name=f"{above.name} ÷ {below.name}", unit=RATIO)
    # Where a side is itself a quotient, its parts have no unit of their own.
    return divided if above.below or below.below else replace(divided, side_unit=above.unit)


def quotient(above: Formula, below: Formula, *, name: str, unit: str) -> Formula:
    """above ÷ below in `unit`, which the caller names."""
    return Formula(
        name=name,
        unit=unit,
        above=(*above.above, *below.below),
        below=(*above.below, *below.above),
        factor=above.factor / below.factor,
        levers=above.levers,
    )


def judged(
    formula: Formula,
    claimed: Decimal,
    *,
    tolerance: Decimal,
    bound: Comparator = Comparator.EQUAL,
    notes: Sequence[str] = (),
) -> Recomputation:
    """The formula's result held against the claim's value.

    It supports where the value, give or take `tolerance` (a share), meets the interval, unless assumptions make that
    so wide that most values would. Further off it contradicts only where no assumption could bridge the gap: by more
    than a fifth beyond the interval widened as much. Between, it says nothing. An interval that lies whole on the right
    side of a claimed `bound` keeps it. `notes` are steps added for readers.
    """
    kept = _keeps(formula.result, claimed, bound)
    stance = Stance.SUPPORTS if kept else _stance(formula, claimed, tolerance)
    word = "keeps the bound of" if kept else _VERBS[stance]
    said = told(exactly(claimed), formula.unit)
    return Recomputation(
        name=formula.name,
        formula=formula.words,
        inputs=formula.inputs,
        low=formula.result.low,
        high=formula.result.high,
        unit=formula.unit,
        claimed=claimed,
        stance=stance,
        reading=f"{formula.name}: {told(formula.result, formula.unit)}, which {word} the claimed {said}",
        steps=(*formula.steps, *notes),
        needs=tuple(formula.needed(lever, claimed) for lever in formula.levers),
    )


_VERBS = {
    Stance.SUPPORTS: "fits",
    Stance.CONTRADICTS: "does not fit",
    Stance.MENTIONS: "neither fits nor rules out",
}


def _keeps(result: Interval, claimed: Decimal, bound: Comparator) -> bool:
    if bound in (Comparator.OVER, Comparator.AT_LEAST):
        return result.low >= claimed
    return bound in (Comparator.UNDER, Comparator.AT_MOST) and result.high <= claimed


def _stance(formula: Formula, claimed: Decimal, tolerance: Decimal) -> Stance:
    result = formula.result
    if claimed * (1 + tolerance) >= result.low and claimed * (1 - tolerance) <= result.high:
        left_open = _product([part for part in formula.inputs if not part.paper_id])
        return Stance.SUPPORTS if left_open.high <= left_open.low * WIDEST_SUPPORT else Stance.MENTIONS
    low, high = result.low * (1 - tolerance), result.high * (1 + tolerance)
    beyond = claimed < low * Decimal("0.8") or claimed > high * Decimal("1.2")
    return Stance.CONTRADICTS if beyond else Stance.MENTIONS


def sensitivity(parts: Sequence[Input]) -> tuple[tuple[str, Decimal], ...]:
    """Each open input with the factor by which it alone widens a product or quotient, widest first."""
    open_inputs = [(part.name, part.high / part.low) for part in parts if part.high != part.low]
    return tuple(sorted(open_inputs, key=lambda row: (-row[1], row[0])))


def _days(hours: Input) -> Lever:
    return Lever(name="length of the run", unit="days", parts=(hours,), scale=HOURS_A_DAY)


def _product(parts: Sequence[Input], factor: Decimal = Decimal(1)) -> Interval:
    return prod((span(part) for part in parts), start=exactly(factor))


def _multiplied(parts: Sequence[Input], factor: Decimal) -> str:
    lead = [shown(factor)] if factor != 1 else []
    return " × ".join([*lead, *(f"{told(span(part), part.unit)} ({part.name})" for part in parts)])
