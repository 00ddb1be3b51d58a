"""Quantities: what a number measures, against what, and how the words bound it."""

from decimal import Decimal

import pytest

from claims.core.measures import find_quantities
from claims.core.quantities import Comparator, Metric, Quantity, Relation


def told(sentence: str, language: str = "en") -> list[tuple[str, str, str, Decimal | None, str, str]]:
    return [
        (found.metric, found.relation, found.comparator, found.value, found.unit, found.baseline)
        for found in find_quantities(sentence, language)
    ]


@pytest.mark.parametrize(
    ("sentence", "language"),
    [("Zephyr-9 has over 3 trillion parameters.", "en"), ("Zephyr-9 拥有超过 3 万亿个参数。", "zh")],
)
def test_a_bounded_amount_is_the_same_in_either_language(sentence: str, language: str) -> None:
    assert told(sentence, language) == [("parameters", "value", "gt", Decimal(3 * 10**12), "parameters", "")]


def test_two_figures_in_one_sentence_are_two_quantities() -> None:
    assert told("Training took 256 GPUs for 12 days.") == [
        ("accelerators", "value", "eq", Decimal(256), "GPUs", ""),
        ("training_time", "value", "eq", Decimal(12 * 86_400), "seconds", ""),
    ]


@pytest.mark.parametrize(
    ("sentence", "metric", "relation", "value", "baseline"),
    [
        ("It used 1% of the energy of GPT-3.", "energy", "share", 1, "GPT-3"),
        ("The cost was cut by 80% compared with Borealis.", "cost", "less_by", 80, "Borealis"),
        ("It is 50 times larger than GPT-3.", "parameters", "times", 50, "GPT-3"),
        ("It has five times as many parameters as GPT-3.", "parameters", "times", 5, "GPT-3"),
        ("与此前的模型相比，公司把 GPT-3 的能耗降低了 80%。", "energy", "less_by", 80, ""),
    ],
)
def test_a_ratio_names_what_it_is_told_against(
    sentence: str, metric: str, relation: str, value: int, baseline: str
) -> None:
    ((found, how, _, amount, _, against),) = told(sentence)
    assert (found, how, amount, against) == (metric, relation, Decimal(value), baseline)


def test_a_factor_is_bounded_by_what_stands_before_its_baseline() -> None:
    assert told("它的参数量超过 GPT-3 的 5 倍。", "zh") == [("parameters", "times", "gt", Decimal(5), "x", "GPT-3")]


def test_a_count_of_things_that_each_hold_others_ends_with_its_classifier() -> None:
    ((_, _, _, amount, unit, _), *_) = told("租用 64 台各带 8 块 A100 GPU 的机器。", "zh")
    assert (amount, unit) == (Decimal(64), "台")


@pytest.mark.parametrize(
    ("sentence", "metric", "unit"),
    [
        ("37B parameters are active for each token.", "active_parameters", "parameters"),
        ("The cluster delivers 502 petaFLOP/s.", "throughput", "FLOP/s"),
        ("Training used 3e23 FLOPs.", "compute", "FLOP"),
        ("It drew 30 kW.", "power", "W"),
        ("It used 1287 MWh.", "energy", "Wh"),
        ("Training cost 120 GPU-days.", "accelerator_hours", "GPU-hours"),
        ("Training cost $4.6M.", "cost", "USD"),
    ],
)
def test_units_that_must_not_be_mixed_are_kept_apart(sentence: str, metric: str, unit: str) -> None:
    ((found, _, _, _, how, _),) = told(sentence)
    assert (found, how) == (metric, unit)


@pytest.mark.parametrize(
    ("relation", "value", "unit", "factor"),
    [
        (Relation.TIMES, "50", "x", "50"),
        (Relation.SHARE, "1", "%", "0.01"),
        (Relation.LESS_BY, "80", "%", "0.2"),
        (Relation.MORE_BY, "30", "%", "1.3"),
        (Relation.TIMES_LESS, "100", "x", "0.01"),
    ],
)
def test_every_ratio_is_a_multiple_of_its_baseline(relation: Relation, value: str, unit: str, factor: str) -> None:
    amount = Quantity(metric=Metric.ENERGY, relation=relation, value=Decimal(value), unit=unit)
    assert amount.factor == Decimal(factor)


def test_an_amount_that_stands_alone_is_no_multiple() -> None:
    assert Quantity(metric=Metric.ENERGY, comparator=Comparator.ABOUT, value=Decimal(5)).factor is None


@pytest.mark.parametrize(
    ("sentence", "relation", "value", "metric"),
    [
        ("Latency is down 35%.", "less_by", 35, "speed"),
        ("Zephyr-9 is 2.8X faster than Borealis.", "times", "2.8", "speed"),
        ("It improves the speed by $47$\\% over Borealis.", "more_by", 47, "speed"),
        ("用户同比增长三倍。", "times", 3, "users"),
    ],
)
def test_changes_are_read_in_every_way_of_telling_them(
    sentence: str, relation: str, value: int | str, metric: str
) -> None:
    ((found, how, _, amount, _, _),) = told(sentence)
    assert (found, how, amount) == (metric, relation, Decimal(value))


@pytest.mark.parametrize("sentence", ["It runs on x86.", "Mixtral 8x22B is out.", "A 4K video at 1920 × 1080."])
def test_names_and_formats_hold_no_quantities(sentence: str) -> None:
    assert told(sentence) == []


def test_a_field_in_tesla_is_no_size() -> None:
    assert [metric for metric, *_ in told("At 3.75 T the rate diverges.")] == ["other"]
