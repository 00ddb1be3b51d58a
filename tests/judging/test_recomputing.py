"""The arithmetic: intervals hold the point computations, and the known example comes out."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.judging.chips import CHIPS, chips_named, usual_chips
from claims.judging.findings import Input, Stance
from claims.judging.intervals import Interval, exactly, shown
from claims.judging.recomputing import (
    PUE_RANGE,
    accelerator_hours,
    as_input,
    assumed,
    compute_of_hardware,
    compute_of_model,
    cost,
    emissions,
    energy,
    implied_price,
    implied_utilisation,
    judged,
    needed_days,
    needed_power,
    ratio,
    ratio_of_products,
    sensitivity,
)

bounds = st.tuples(
    st.decimals("0.001", "1000000", places=3, allow_nan=False), st.decimals("1", "10", places=3, allow_nan=False)
)


def known(name: str, value: str | int, unit: str) -> Input:
    return assumed(name, exactly(value), unit, "given by the test")


@given(bounds, bounds, st.floats(0, 1), st.floats(0, 1))
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
ONE_PERCENT_WH = known("one per cent of it", 12_870_000, "Wh")


def test_accelerator_hours_of_512_for_ten_days_are_122880_and_3_5_percent_of_the_baselines() -> None:
    ours = accelerator_hours(GPUS, TEN_DAYS)
    theirs = accelerator_hours(known("accelerators", 10_000, ""), known("hours", "355.2", "h"))
    share = ratio(as_input(ours, "ours"), as_input(theirs, "theirs"))
    assert (ours.low, ours.high, theirs.low) == (Decimal(122_880), Decimal(122_880), Decimal(3_552_000))
    assert shown(share.low) == shown(share.high) == "0.0346"


def test_the_energy_share_is_2_9_to_6_percent_and_one_percent_does_not_fit() -> None:
    share = ratio_of_products((GPUS, TEN_DAYS, POWER, PUE), (BASELINE_WH,))
    held = judged(share, Decimal("0.01"), tolerance=Decimal("0.1"))
    assert (shown(held.low), shown(held.high)) == ("0.0286", "0.0603")
    assert held.stance is Stance.CONTRADICTS


def test_one_percent_would_need_105_watts_or_2_9_days() -> None:
    watts = needed_power(ONE_PERCENT_WH, GPUS, TEN_DAYS)
    days = needed_days(ONE_PERCENT_WH, GPUS, known("power", 330, "W"), known("PUE", "1.1", ""))
    assert (shown(watts.low), shown(days.low)) == ("105", "2.89")


def test_energy_emissions_and_cost_are_products_of_their_inputs() -> None:
    used = energy(GPUS, TEN_DAYS, known("power", 330, "W"), known("PUE", "1.1", ""))
    assert used.low == Decimal("44605440.0")
    assert emissions(as_input(used, "energy"), known("grid", "0.429", "g/Wh")).low == Decimal("19135733.76")
    hours = as_input(accelerator_hours(GPUS, TEN_DAYS), "accelerator-hours")
    assert cost(hours, known("price", "2.5", "USD/h")).low == Decimal("307200.0")


def test_compute_agrees_between_model_and_hardware() -> None:
    model = compute_of_model(known("parameters", 175 * 10**9, ""), known("tokens", 300 * 10**9, ""))
    assert model.low == Decimal("3.15e23")
    hardware = compute_of_hardware(
        known("accelerators", 10_000, ""), known("hours", "355.2", "h"), known("peak", 125 * 10**12, "FLOP/s"),
        known("utilisation", "0.197", ""),
    )  # fmt: skip
    assert shown(hardware.low) == "3.15e+23"
    implied = implied_utilisation(
        as_input(model, "compute"), known("n", 10_000, ""), known("h", "355.2", "h"), known("peak", 125 * 10**12, "")
    )
    assert shown(implied.low) == "0.197"


def test_a_cost_implies_a_price() -> None:
    assert implied_price(known("cost", 4_664_700, "USD"), known("hours", 3_109_800, "h")).low == Decimal("1.5")


def test_a_ratio_of_unlike_units_is_refused() -> None:
    with pytest.raises(ValueError, match=r"A ratio needs one unit, not 'h' and 'W'\."):
        ratio(known("a", 1, "h"), known("b", 1, "W"))


@pytest.mark.parametrize(
    ("claimed", "stance"),
    [("55", Stance.SUPPORTS), ("50", Stance.SUPPORTS), ("43", Stance.MENTIONS), ("20", Stance.CONTRADICTS)],
)
def test_a_claimed_value_is_held_against_the_interval_with_tolerance(claimed: str, stance: Stance) -> None:
    done = ratio(known("a", 10 * 10**12, "parameters"), known("b", 175 * 10**9, "parameters"))
    assert judged(done, Decimal(claimed), tolerance=Decimal("0.15")).stance is stance


def test_the_widest_input_is_named_first() -> None:
    assert sensitivity((GPUS, POWER, PUE)) == (("PUE", Decimal("1.58")), ("power", Decimal(400) / Decimal(300)))


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
