"""Arithmetic that anyone can redo: formulas with named inputs, each a quoted fact or a stated assumption with a range.

Formulas (n accelerators, h hours, P watts, u utilisation): accelerator-hours = n × h · energy = n × h × P × PUE ·
emissions = energy × grid intensity · cost = accelerator-hours × price · compute = 6 · N · D (Kaplan et al. 2020,
arXiv 2001.08361, section 2.1) or n × h × 3600 × peak × u · any ratio. All results are intervals.
"""

from collections.abc import Sequence
from decimal import Decimal

from claims.judging.findings import Input, Recomputation, Stance
from claims.judging.intervals import Interval, exactly, shown

# Power usage effectiveness: 1.0 is the physical floor, 1.58 the world's average in Uptime Institute's survey of 2020.
PUE_RANGE = Interval(Decimal("1.0"), Decimal("1.58"))
# Model FLOPs utilisation of large training runs as published: 0.2 (GPT-3, Patterson et al. 2021) to 0.6 (best reports).
UTILISATION_RANGE = Interval(Decimal("0.2"), Decimal("0.6"))
HOURS_A_DAY = Decimal(24)
SECONDS_AN_HOUR = Decimal(3600)


def assumed(name: str, value: Interval, unit: str, why: str) -> Input:
    """An input that no document gives: a range, and the sentence that says where it is from."""
    return Input(name=name, low=value.low, high=value.high, unit=unit, assumption=why)


def quoted(name: str, value: Interval, unit: str, *, paper_id: str, quote: str) -> Input:
    """An input that a document gives in `quote`."""
    return Input(name=name, low=value.low, high=value.high, unit=unit, paper_id=paper_id, quote=quote)


def span(part: Input) -> Interval:
    """The interval of an input."""
    return Interval(part.low, part.high)


def accelerator_hours(count: Input, hours: Input) -> Recomputation:
    """n × h, in accelerator-hours; `hours` in hours."""
    return _product("accelerators × hours", (count, hours), "accelerator-hours")


def energy(count: Input, hours: Input, power: Input, pue: Input) -> Recomputation:
    """n × h × P × PUE in watt-hours; `power` in watts, `pue` a pure number."""
    return _product("accelerators × hours × power × PUE", (count, hours, power, pue), "Wh")


def emissions(used: Input, intensity: Input) -> Recomputation:
    """Energy (Wh) × grid intensity (g CO2e a Wh) in grams of CO2e."""
    return _product("energy × grid intensity", (used, intensity), "g CO2e")


def cost(hours: Input, price: Input) -> Recomputation:
    """Accelerator-hours × price (USD an accelerator-hour) in USD."""
    return _product("accelerator-hours × price", (hours, price), "USD")


def compute_of_model(parameters: Input, tokens: Input) -> Recomputation:
    """6 · N · D in FLOP, for a dense transformer: N (active) parameters, D training tokens."""
    return _product("6 × parameters × tokens", (parameters, tokens), "FLOP", factor=Decimal(6))


def compute_of_hardware(count: Input, hours: Input, peak: Input, utilisation: Input) -> Recomputation:
    """n × h × 3600 × peak × utilisation in FLOP; `peak` in FLOP/s."""
    formula = "accelerators × hours × 3600 × peak × utilisation"
    return _product(formula, (count, hours, peak, utilisation), "FLOP", factor=SECONDS_AN_HOUR)


def ratio(above: Input, below: Input) -> Recomputation:
    """above ÷ below, a pure number; both in the same unit, or `ValueError`."""
    if above.unit != below.unit:
        raise ValueError(f"A ratio needs one unit, not {above.unit!r} and {below.unit!r}.")
    return ratio_of_products((above,), (below,))


def ratio_of_products(above: Sequence[Input], below: Sequence[Input], unit: str = "ratio") -> Recomputation:
    """The product of `above` ÷ the product of `below`, in `unit`, which the caller names."""
    top, bottom = _multiplied(above), _multiplied(below)
    formula = f"({' × '.join(p.name for p in above)}) ÷ ({' × '.join(p.name for p in below)})"
    result = top / bottom
    steps = (_step(above, top), _step(below, bottom), f"{top} ÷ {bottom} = {result}")
    return _result(formula, (*above, *below), result, unit, steps)


def needed_power(target_wh: Input, count: Input, hours: Input) -> Recomputation:
    """The watts an accelerator, cooling included, that the claim would need: energy ÷ accelerator-hours."""
    return ratio_of_products((target_wh,), (count, hours), unit="W")


def needed_days(target_wh: Input, count: Input, power: Input, pue: Input) -> Recomputation:
    """The days that the claim would leave for the run: energy ÷ (n × P × PUE × 24)."""
    a_day = Input(name="hours a day", low=HOURS_A_DAY, high=HOURS_A_DAY, unit="h", assumption="24 hours a day")
    return ratio_of_products((target_wh,), (count, power, pue, a_day), unit="days")


def implied_utilisation(compute: Input, count: Input, hours: Input, peak: Input) -> Recomputation:
    """The share of peak that a stated compute implies: FLOP ÷ (n × h × 3600 × peak)."""
    seconds = Input(name="3600", low=SECONDS_AN_HOUR, high=SECONDS_AN_HOUR, unit="s/h", assumption="seconds an hour")
    return ratio_of_products((compute,), (count, hours, seconds, peak), unit="share")


def implied_price(total: Input, hours: Input) -> Recomputation:
    """The price of an accelerator-hour that a stated cost implies, in USD."""
    return ratio_of_products((total,), (hours,), unit="USD/h")


def judged(done: Recomputation, claimed: Decimal, *, tolerance: Decimal, notes: Sequence[str] = ()) -> Recomputation:
    """The recomputation held against the claim's value.

    It supports where the value, give or take `tolerance` (a share), meets the interval.

    Further off it contradicts only where no assumption could bridge the gap: by more than a fifth beyond the interval
    widened as much. Between, it says nothing. `notes` are steps added for readers (what the claim would need).
    """
    low, high = done.low * (1 - tolerance), done.high * (1 + tolerance)
    result = Interval(done.low, done.high)
    stance = Stance.MENTIONS
    if claimed * (1 + tolerance) >= done.low and claimed * (1 - tolerance) <= done.high:
        stance = Stance.SUPPORTS
    elif claimed < low * Decimal("0.8") or claimed > high * Decimal("1.2"):
        stance = Stance.CONTRADICTS
    word = {Stance.SUPPORTS: "fits", Stance.CONTRADICTS: "does not fit", Stance.MENTIONS: "is close to"}[stance]
    reading = f"{done.formula} = {result} {done.unit}; the claimed {shown(claimed)} {word} it"
    return Recomputation(
        formula=done.formula,
        inputs=done.inputs,
        low=done.low,
        high=done.high,
        unit=done.unit,
        claimed=claimed,
        stance=stance,
        reading=reading,
        steps=(*done.steps, *notes),
    )


def sensitivity(parts: Sequence[Input]) -> tuple[tuple[str, Decimal], ...]:
    """Each open input with the factor by which it alone widens a product or quotient, widest first."""
    open_inputs = [(part.name, part.high / part.low) for part in parts if part.high != part.low]
    return tuple(sorted(open_inputs, key=lambda row: (-row[1], row[0])))


def as_input(done: Recomputation, name: str) -> Input:
    """A result as an input of the next formula; what it rests on is told in its own steps."""
    source = next((part for part in done.inputs if part.paper_id), None)
    return Input(
        name=name,
        low=done.low,
        high=done.high,
        unit=done.unit,
        paper_id=source.paper_id if source else "",
        quote=source.quote if source else "",
        assumption="" if source else f"computed: {done.formula}",
    )


def _multiplied(parts: Sequence[Input], factor: Decimal = Decimal(1)) -> Interval:
    result = exactly(factor)
    for part in parts:
        result = result * span(part)
    return result


def _product(formula: str, parts: tuple[Input, ...], unit: str, factor: Decimal = Decimal(1)) -> Recomputation:
    result = _multiplied(parts, factor)
    return _result(formula, parts, result, unit, (f"{_step(parts, result, factor)} {unit}",))


def _step(parts: Sequence[Input], result: Interval, factor: Decimal = Decimal(1)) -> str:
    told = [shown(factor)] if factor != 1 else []
    told += [f"{part.name} {span(part)} {part.unit}".rstrip() for part in parts]
    return told[0] if len(told) == 1 else f"{' × '.join(told)} = {result}"


def _result(formula: str, parts: Sequence[Input], result: Interval, unit: str, steps: tuple[str, ...]) -> Recomputation:
    return Recomputation(
        formula=formula,
        inputs=tuple(parts),
        low=result.low,
        high=result.high,
        unit=unit,
        claimed=None,
        stance=Stance.MENTIONS,
        reading=f"{formula} = {result} {unit}",
        steps=steps,
    )
