"""Quantities beyond single examples: hedges, shared units, scopes, and pairs of units that must never be one."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.core.base_units import BASE_UNITS, base_of
from claims.core.measures import MOST_FIGURES, find_quantities
from claims.core.quantities import Comparator, Metric, Quantity, Relation, Written


def bounds(sentence: str) -> list[tuple[Comparator, Decimal | None]]:
    return [(found.comparator, found.told.value) for found in find_quantities(sentence)]


def measured(sentence: str) -> list[tuple[str, str, str]]:
    return [(found.metric, f"{found.value:f}", found.unit) for found in find_quantities(sentence)]


def test_a_quantity_carries_all_that_its_sentence_says_of_it() -> None:
    assert find_quantities("It scores 88.5% on MMLU.") == (
        Quantity(
            metric=Metric.SCORE, value=Decimal("88.5"), unit="%", scope="MMLU", raw="88.5%", start=10, end=15
        ),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Training took 5e24 FLOP.", "Zephyr-9 reaches 40 TFLOPS per chip."),
        ("The rack draws 132 kW.", "The rack used 132 kWh."),
        ("It has 132B parameters.", "It has 132B active parameters."),
        ("It needed 40 days.", "It needed 40 GPU-days."),
        ("It runs on 512 GPUs.", "It took 512 GPU hours."),
        ("It was trained on 15 trillion tokens.", "It has 15 trillion parameters."),
        ("Training cost $3 million.", "It costs $3 per million tokens."),
        ("It offers a 128K context window.", "It was trained on 128K tokens."),
    ],
)
def test_what_sounds_alike_is_not_measured_alike(one: str, other: str) -> None:
    ((metric, _, unit),), ((other_metric, _, other_unit),) = measured(one), measured(other)
    assert metric != other_metric
    assert {Metric.OTHER, Metric.COUNT}.isdisjoint({metric, other_metric}), (unit, other_unit)


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Training took 5e24 FLOP.", ("compute", "5" + "0" * 24, "FLOP")),
        ("Zephyr-9 reaches 40 TFLOPS per chip.", ("throughput", "40" + "0" * 12, "FLOP/s")),
        ("The rack used 132 kWh.", ("energy", "132000", "Wh")),
        ("It emits 552 tonnes of CO2e.", ("emissions", "552000000", "gCO2e")),
        ("Emissions were 30 g of CO2 per query.", ("emissions", "30", "gCO2e")),
        ("The rack used 1,287 MWh.", ("energy", "1287000000", "Wh")),
        ("It used 7.2 MJ.", ("energy", "2000.0", "Wh")),
        ("能耗为 30 千瓦时。", ("energy", "30000", "Wh")),
        ("Training took 100 PFLOP/s-days.", ("compute", "864" + "0" * 19, "FLOP")),
        ("It costs 4 GFLOPs an image.", ("compute", "4000000000", "FLOP")),
        ("It emits 2 lbs of CO2.", ("emissions", "907.18474", "gCO2e")),
        ("Latency is 20 ms.", ("duration", "0.020", "seconds")),
        ("Training took 3 months.", ("training_time", "7889400", "seconds")),
        ("训练用了 2 周。", ("training_time", "1209600", "seconds")),
        ("It took 120 GPU-days.", ("accelerator_hours", "2880", "GPU-hours")),
        ("It holds 24 GiB.", ("memory", "25769803776", "bytes")),
        ("The link carries 3.35 TB/s.", ("throughput", "3350000000000.00", "bytes/s")),
        ("It is clocked at 1.5 GHz.", ("other", "1500000000.0", "Hz")),
        ("It supports 119 languages.", ("languages", "119", "languages")),
        ("It needs 80 GB of memory.", ("memory", "80000000000", "bytes")),
        ("It offers a 128K context window.", ("context_length", "128000", "tokens")),
        ("训练用了 3000 张 A100。", ("accelerators", "3000", "GPUs")),
        ("它有 5 亿用户。", ("users", "500000000", "users")),
        ("它拥有一百亿个参数。", ("parameters", "10000000000", "parameters")),
    ],
)
def test_a_figure_is_told_in_the_base_unit_of_what_it_measures(sentence: str, expected: tuple[str, str, str]) -> None:
    assert measured(sentence) == [expected]


def test_the_total_and_the_active_parameters_of_one_model_are_two_things() -> None:
    assert measured("It has 671B total parameters, of which 37B are active.") == [
        ("parameters", "671000000000", "parameters"),
        ("active_parameters", "37000000000", "parameters"),
    ]


def test_the_numbers_of_a_list_share_the_unit_that_closes_it() -> None:
    assert [(found.metric, found.value) for found in find_quantities("It comes in 2B, 6B and 175B parameters.")] == [
        (Metric.PARAMETERS, Decimal(count) * 10**9) for count in (2, 6, 175)
    ]


@pytest.mark.parametrize(
    ("words", "comparator"),
    [
        ("{} days", "eq"),
        ("about {} days", "approx"),
        ("nearly {} days", "approx"),
        ("over {} days", "gt"),
        ("more than {} days", "gt"),
        ("at least {} days", "ge"),
        ("no less than {} days", "ge"),
        ("under {} days", "lt"),
        ("fewer than {} days", "lt"),
        ("within {} days", "le"),
        ("up to {} days", "le"),
        ("no more than {} days", "le"),
        ("{} days or more", "ge"),
        ("{} 天", "eq"),
        ("近 {} 天", "approx"),
        ("大约 {} 天", "approx"),
        ("{} 天左右", "approx"),
        ("超过 {} 天", "gt"),
        ("{}多天", "gt"),
        ("至少 {} 天", "ge"),
        ("不到 {} 天", "lt"),
        ("不超过 {} 天", "le"),
        ("{} 天以内", "le"),
    ],
)
@pytest.mark.parametrize("days", [10, 40])
def test_the_words_around_an_amount_bound_it_in_either_language(words: str, comparator: str, days: int) -> None:
    assert bounds(f"The run needs {words.format(days)}.") == [(comparator, Decimal(days))]


def test_a_range_has_two_ends_and_no_value() -> None:
    (found,) = find_quantities("Training takes 10-20 days.")
    assert (found.comparator, found.value) == (Comparator.RANGE, None)
    assert (found.low, found.high) == (Decimal(864_000), Decimal(1_728_000))
    assert found.as_written == Written(low=Decimal(10), high=Decimal(20), unit="days")


def test_a_quantity_in_base_units_is_as_it_was_written() -> None:
    (found,) = find_quantities("It has 3 billion parameters.")
    assert (found.as_written, found.told) == (None, found)


@given(st.sampled_from(sorted(BASE_UNITS)), st.decimals(min_value="0.001", max_value=10**6, places=3))
def test_a_base_unit_is_its_own_and_more_of_a_unit_is_more_of_its_base(unit: str, value: Decimal) -> None:
    base = base_of(unit)
    assert base_of(base.name).name == base.name
    assert base.amount(value) < base.amount(value + 1)


@pytest.mark.parametrize(
    ("sentence", "metric", "relation", "factor", "baseline"),
    [
        ("It used only 1% of the energy of GPT-3.", "energy", "share", "0.01", "GPT-3"),
        ("能耗仅为 GPT-3 的 1%。", "energy", "share", "0.01", "GPT-3"),
        ("能耗降低 80%。", "energy", "less_by", "0.2", ""),
        ("It is 100 times cheaper than GPT-4.", "cost", "times_less", "0.01", "GPT-4"),
        ("It uses a quarter of the compute of GPT-3.", "compute", "share", "0.25", "GPT-3"),
    ],
)
def test_a_ratio_is_a_multiple_of_its_baseline_in_either_language(
    sentence: str, metric: str, relation: str, factor: str, baseline: str
) -> None:
    assert [(it.metric, it.relation, it.factor, it.baseline) for it in find_quantities(sentence)] == [
        (metric, relation, Decimal(factor), baseline)
    ]


def test_a_price_is_told_with_what_it_is_paid_for() -> None:
    assert [(it.metric, it.scope) for it in find_quantities("It costs $0.55 per million tokens.")] == [
        (Metric.PRICE, "per million tokens")
    ]


def test_a_sentence_of_several_figures_gives_each_its_own_bound() -> None:
    sentence = "Training on 512 GPUs took under 10 days and cost about $2 million."
    assert [(found.metric, found.comparator, found.raw) for found in find_quantities(sentence)] == [
        (Metric.ACCELERATORS, Comparator.EQUAL, "512 GPUs"),
        (Metric.TRAINING_TIME, Comparator.UNDER, "10 days"),
        (Metric.COST, Comparator.ABOUT, "$2 million"),
    ]


@pytest.mark.parametrize("relation", [Relation.TIMES, Relation.TIMES_LESS, Relation.LESS_BY])
def test_a_ratio_without_a_single_value_has_no_factor(relation: Relation) -> None:
    assert Quantity(metric=Metric.COST, relation=relation, low=Decimal(2), high=Decimal(3)).factor is None


def test_a_factor_of_nothing_times_less_is_none_and_not_an_error() -> None:
    assert Quantity(metric=Metric.COST, relation=Relation.TIMES_LESS, value=Decimal(0), unit="x").factor is None


def test_only_what_stands_against_a_baseline_is_a_ratio() -> None:
    assert {relation for relation in Relation if Quantity(metric=Metric.COST, relation=relation).is_ratio} == {
        *Relation
    } - {Relation.VALUE}


@given(st.decimals(min_value="0.01", max_value="99", places=2))
def test_a_cut_by_a_share_leaves_what_the_share_left_is(percent: Decimal) -> None:
    cut = Quantity(metric=Metric.COST, relation=Relation.LESS_BY, value=percent, unit="%")
    left = Quantity(metric=Metric.COST, relation=Relation.SHARE, value=100 - percent, unit="%")
    assert cut.factor == left.factor


@given(st.integers(min_value=1, max_value=999), st.sampled_from([("million", 6), ("billion", 9), ("trillion", 12)]))
def test_a_size_is_the_same_in_english_and_chinese(count: int, scale: tuple[str, int]) -> None:
    word, power = scale
    chinese = f"{count * 10 ** (power - 4)} 万"
    expected = [("parameters", f"{count * 10**power}", "parameters")]
    assert measured(f"It has {count} {word} parameters.") == expected
    assert measured(f"它拥有 {chinese}个参数。") == expected


@given(st.text(alphabet=st.sampled_from("10 万亿个%$.,-~xGPT天 than times less 的倍\\{}年")))
def test_every_quantity_of_any_text_stands_where_it_says(text: str) -> None:
    found = find_quantities(text)
    assert [quantity.raw for quantity in found] == [text[quantity.start : quantity.end] for quantity in found]


def test_a_dump_of_figures_is_read_only_so_far() -> None:
    assert len(find_quantities("7 GPUs; " * (MOST_FIGURES + 20))) == MOST_FIGURES
