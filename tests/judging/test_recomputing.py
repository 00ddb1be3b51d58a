"""The arithmetic: intervals hold the point computations, and the known example comes out."""

from decimal import Decimal

import pytest
from hypothesis import given as given_by
from hypothesis import strategies as st

from claims.core.quantities import Comparator
from claims.judging.assumptions import PUE_RANGE, grid_intensity
from claims.judging.chips import CHIPS, chips_named, usual_chips
from claims.judging.findings import Input, Stance
from claims.judging.intervals import Interval, exactly, shown
from claims.judging.recomputing import (
    Formula,
    Lever,
    accelerator_hours,
    assumed,
    compute_of_hardware,
    compute_of_model,
    cost,
    emissions,
    energy,
    given,
    judged,
    quoted,
    ratio,
    sensitivity,
)
from claims.judging.telling import told

bounds = st.tuples(
    st.decimals("0.001", "1000000", places=3, allow_nan=False), st.decimals("1", "10", places=3, allow_nan=False)
)


def known(name: str, value: str | int, unit: str) -> Input:
    return assumed(name, exactly(value), unit, "given by the test")


@given_by(bounds, bounds, st.floats(0, 1), st.floats(0, 1))
def test_an_interval_contains_every_point_computation(
    a: tuple[Decimal, Decimal], b: tuple[Decimal, Decimal], x: float, y: float
) -> None:
    left, right = Interval(a[0], a[0] * a[1]), Interval(b[0], b[0] * b[1])
    p = left.low + (left.high - left.low) * Decimal(x)
    q = right.low + (right.high - right.low) * Decimal(y)
    assert (left * right).low <= p * q <= (left * right).high
    quotient = left / right
    slack = Decimal("1e-20")
    assert quotient.low * (1 - slack) <= p / q <= quotient.high * (1 + slack)


@pytest.mark.parametrize(("low", "high"), [(2, 1), (0, 1), (-1, 1)])
def test_an_interval_without_order_or_sign_is_refused(low: int, high: int) -> None:
    with pytest.raises(ValueError, match="An interval needs"):
        Interval(Decimal(low), Decimal(high))


@pytest.mark.parametrize(
    ("value", "text"),
    [("122880", "122,880"), ("0.0286", "0.0286"), ("104.7", "105"), ("2.89", "2.89"), ("1e23", "1e+23"), ("50", "50")],
)
def test_numbers_are_shown_as_people_read_them(value: str, text: str) -> None:
    assert shown(Decimal(value)) == text


GPUS, TEN_DAYS = known("accelerators", 512, ""), known("hours", 240, "h")
POWER = assumed("power", Interval(Decimal(300), Decimal(400)), "W", "V100 to A100")
PUE = assumed("PUE", PUE_RANGE, "", "physical floor to world average")
BASELINE_WH = known("energy of the baseline", 1_287_000_000, "Wh")


SHARE = ratio(energy(GPUS, TEN_DAYS, POWER, PUE), given(BASELINE_WH))


def test_accelerator_hours_of_512_for_ten_days_are_122880_and_3_5_percent_of_the_baselines() -> None:
    ours = accelerator_hours(GPUS, TEN_DAYS)
    theirs = accelerator_hours(known("accelerators", 10_000, ""), known("hours", "355.2", "h"))
    assert (ours.result, theirs.result) == (exactly(122_880), exactly(3_552_000))
    share = ratio(ours, theirs)
    assert share.steps == (
        "512 (accelerators) × 240 h (hours) = 122,880 accelerator-hours",
        "10,000 (accelerators) × 355 h (hours) = 3.55 million accelerator-hours",
        "122,880 accelerator-hours ÷ 3.55 million accelerator-hours = 3.46 %",
    )


def test_the_energy_share_is_2_9_to_6_percent_and_one_percent_does_not_fit() -> None:
    held = judged(SHARE, Decimal("0.01"), tolerance=Decimal("0.1"))
    assert (shown(held.low), shown(held.high)) == ("0.0286", "0.0603")
    assert held.stance is Stance.CONTRADICTS
    assert held.reading == "energy ÷ energy of the baseline: 2.86–6.03 %, which does not fit the claimed 1 %"


def test_one_percent_would_need_105_watts_or_a_run_of_1_7_to_3_5_days() -> None:
    needs = judged(SHARE, Decimal("0.01"), tolerance=Decimal("0.1")).needs
    assert [(one.name, shown(one.low), shown(one.high), one.unit) for one in needs] == [
        ("power an accelerator, cooling included", "105", "105", "W"),
        ("length of the run", "1.66", "3.49", "days"),
    ]


def test_at_330_watts_and_a_pue_of_1_1_one_percent_leaves_2_9_days() -> None:
    fixed = energy(GPUS, TEN_DAYS, known("power", 330, "W"), known("PUE", "1.1", ""))
    days = judged(ratio(fixed, given(BASELINE_WH)), Decimal("0.01"), tolerance=Decimal(0)).needs[1]
    assert (shown(days.low), shown(days.high)) == ("2.89", "2.89")


def test_energy_emissions_and_cost_are_products_of_their_inputs() -> None:
    used = energy(GPUS, TEN_DAYS, known("power", 330, "W"), known("PUE", "1.1", ""))
    assert used.result == exactly("44605440.0")
    assert emissions(used, known("grid", "0.429", "g CO2e/Wh")).result == exactly("19135733.76")
    assert cost(accelerator_hours(GPUS, TEN_DAYS), known("price", "2.5", "USD/h")).result == exactly("307200.0")


def test_compute_agrees_between_model_and_hardware() -> None:
    model = compute_of_model(known("parameters", 175 * 10**9, ""), known("tokens", 300 * 10**9, ""))
    assert model.result == exactly("3.15e23")
    hours = accelerator_hours(known("accelerators", 10_000, ""), known("hours", "355.2", "h"))
    hardware = compute_of_hardware(hours, known("peak", 125 * 10**12, "FLOP/s"), known("utilisation", "0.197", ""))
    assert shown(hardware.result.low) == "3.15e+23"
    (implied,) = judged(hardware, model.result.low, tolerance=Decimal(0)).needs
    assert (implied.name, shown(implied.low)) == ("utilisation", "0.197")


def test_a_cost_implies_a_price() -> None:
    hours = given(known("accelerator-hours", 3_109_800, "accelerator-hours"))
    (price,) = judged(cost(hours, known("price", 1, "USD/h")), Decimal(4_664_700), tolerance=Decimal(0)).needs
    assert (price.name, price.low, price.unit) == ("price of an accelerator-hour", Decimal("1.5"), "USD/h")


def test_a_ratio_of_unlike_units_is_refused() -> None:
    with pytest.raises(ValueError, match=r"A ratio needs one unit, not 'h' and 'W'\."):
        ratio(given(known("a", 1, "h")), given(known("b", 1, "W")))


@pytest.mark.parametrize(
    ("claimed", "stance"),
    [("55", Stance.SUPPORTS), ("50", Stance.SUPPORTS), ("43", Stance.MENTIONS), ("20", Stance.CONTRADICTS)],
)
def test_a_claimed_value_is_held_against_the_interval_with_tolerance(claimed: str, stance: Stance) -> None:
    sizes = ratio(given(known("a", 10 * 10**12, "parameters")), given(known("b", 175 * 10**9, "parameters")))
    assert judged(sizes, Decimal(claimed), tolerance=Decimal("0.15")).stance is stance


def test_assumptions_that_leave_open_almost_anything_support_nothing() -> None:
    used = given(quoted("energy", exactly(10**9), "Wh", paper_id="p", quote="It took 1 GWh."))
    done = judged(emissions(used, grid_intensity()), Decimal(3 * 10**8), tolerance=Decimal("0.1"))
    assert (done.low <= 3 * 10**8 <= done.high, done.stance) == (True, Stance.MENTIONS)


def test_the_widest_input_is_named_first() -> None:
    assert sensitivity((GPUS, POWER, PUE)) == (("PUE", Decimal("1.58")), ("power", Decimal(400) / Decimal(300)))


parts = st.lists(bounds, min_size=1, max_size=4)


def inputs(spans: list[tuple[Decimal, Decimal]], name: str) -> tuple[Input, ...]:
    return tuple(
        assumed(f"{name}{place}", Interval(low, low * factor), "", "given by the test")
        for place, (low, factor) in enumerate(spans)
    )


@given_by(parts, parts)
def test_the_order_of_inputs_does_not_matter(
    above: list[tuple[Decimal, Decimal]], below: list[tuple[Decimal, Decimal]]
) -> None:
    top, bottom = inputs(above, "a"), inputs(below, "b")
    one = Formula(name="x", unit="", above=top, below=bottom).result
    other = Formula(name="x", unit="", above=top[::-1], below=bottom[::-1]).result
    assert near(one.low, other.low)
    assert near(one.high, other.high)


@given_by(parts, parts, st.integers(0, 7), st.decimals("1", "3", places=3, allow_nan=False))
def test_a_wider_input_never_narrows_the_result(
    above: list[tuple[Decimal, Decimal]], below: list[tuple[Decimal, Decimal]], place: int, factor: Decimal
) -> None:
    narrow = Formula(name="x", unit="", above=inputs(above, "a"), below=inputs(below, "b")).result
    every = [*above, *below]
    low, spread = every[place % len(every)]
    every[place % len(every)] = (low / factor, spread * factor * factor)
    top, bottom = every[: len(above)], every[len(above) :]
    wide = Formula(name="x", unit="", above=inputs(top, "a"), below=inputs(bottom, "b")).result
    slack = Decimal("1e-20")
    assert wide.low <= narrow.low * (1 + slack)
    assert wide.high >= narrow.high * (1 - slack)


@given_by(parts, st.decimals("0.01", "100", places=3, allow_nan=False))
def test_what_a_claim_needs_gives_the_claim(above: list[tuple[Decimal, Decimal]], claimed: Decimal) -> None:
    top = inputs([(low, Decimal(1)) for low, _ in above], "a")
    lever = Lever(name="first", unit="", parts=top[:1])
    needed = Formula(name="x", unit="", above=top, levers=(lever,)).needed(lever, claimed)
    first = assumed("first", exactly(needed.low), "", "what the claim needs")
    assert near(Formula(name="x", unit="", above=(first, *top[1:])).result.low, claimed)


def near(one: Decimal, other: Decimal) -> bool:
    """Equal but for the last of the 28 digits that decimals keep."""
    return abs(one - other) <= max(one, other) * Decimal("1e-20")


@pytest.mark.parametrize(
    ("low", "high", "unit", "text"),
    [
        ("1287000000", "1287000000", "Wh", "1,287 MWh"),
        ("36864000", "77660160", "Wh", "36.9–77.7 MWh"),
        ("0.0286", "0.0603", "ratio", "2.86–6.03 %"),
        ("57.14", "57.14", "ratio", "57.1×"),
        ("135168", "503808", "USD", "$135,168–503,808"),
        ("2.5", "2.5", "USD/h", "$2.5/h"),
        ("3.15e23", "3.15e23", "FLOP", "3.15 × 10^23 FLOP"),
        ("1e23", "3e23", "FLOP", "(1–3) × 10^23 FLOP"),
        ("1e12", "1e13", "parameters", "1–10 trillion parameters"),
        ("512", "512", "", "512"),
    ],
)
def test_amounts_are_told_in_the_units_of_papers(low: str, high: str, unit: str, text: str) -> None:
    assert told(Interval(Decimal(low), Decimal(high)), unit) == text


def test_chips_are_told_apart_by_their_whole_name() -> None:
    text = "trained on A100s and V100-32GB, not on an RTX A1000 or TPUv4 pods"
    assert [chip.name for chip in chips_named(text)] == ["A100", "V100", "TPU v4"]


def test_the_usual_chips_of_a_year_are_the_two_newest() -> None:
    assert [chip.name for chip in usual_chips(2021)] == ["V100", "A100"]
    assert [chip.name for chip in usual_chips(1999)] == ["P100"]


def test_every_chip_has_its_source_and_a_plausible_efficiency() -> None:
    for chip in CHIPS:
        assert chip.source
        # Dense 16-bit arithmetic of these years lies between 0.05 and 3 TFLOP/s a watt.
        assert Decimal("0.05e12") < chip.peak_flops / chip.power_w < Decimal("3e12"), chip.name


@pytest.mark.parametrize(
    ("claimed", "bound", "stance"),
    [
        ("40", Comparator.AT_LEAST, Stance.SUPPORTS),
        ("40", Comparator.EQUAL, Stance.MENTIONS),
        ("70", Comparator.AT_LEAST, Stance.CONTRADICTS),
        ("90", Comparator.UNDER, Stance.SUPPORTS),
    ],
)
def test_a_result_on_the_right_side_of_a_bound_keeps_it(claimed: str, bound: Comparator, stance: Stance) -> None:
    done = ratio(given(known("a", 50, "h")), given(known("b", 1, "h")))
    assert judged(done, Decimal(claimed), tolerance=Decimal("0.1"), bound=bound).stance is stance
