"""Numbers as people read them, in both languages."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.core.quantities import Comparator, Metric, Quantity, Relation
from claims.figures import amount, in_percent, interval, plain, readable, tight_percents


@pytest.mark.parametrize(
    ("value", "unit", "english", "chinese"),
    [
        ("1e13", "parameters", "10 trillion parameters", "10 万亿参数"),
        ("1.75e12", "parameters", "1.75 trillion parameters", "1.75 万亿参数"),
        ("175e9", "parameters", "175 billion parameters", "1750 亿参数"),
        ("1287e6", "Wh", "1,287 MWh", "1287 MWh"),
        ("44.605e6", "Wh", "44.61 MWh", "44.61 MWh"),
        ("4.6e6", "USD", "$4.6 million", "460 万美元"),
        ("307200", "USD", "$307,200", "30.72 万美元"),
        ("20", "USD/h", "$20/h", "20 美元/小时"),
        ("512", "GPUs", "512 GPUs", "512 块 GPU"),
        ("1", "days", "1 day", "1 天"),
        ("240", "hours", "10 days", "10 天"),
        ("864000", "seconds", "10 days", "10 天"),
        ("7889400", "seconds", "3 months", "3 个月"),
        ("5400", "seconds", "90 minutes", "90 分钟"),
        ("0.02", "seconds", "20 milliseconds", "20 毫秒"),
        ("0", "seconds", "0 seconds", "0 秒"),
        ("80e9", "bytes", "80 GB", "80 GB"),
        ("3.35e12", "bytes/s", "3.35 TB/s", "3.35 TB/s"),
        ("1.5e9", "Hz", "1.5 GHz", "1.5 GHz"),
        ("312e12", "FLOP/s", "312 teraFLOP/s", "312 teraFLOP/s"),
        ("3.14e23", "FLOP", "3.14×10²³ FLOP", "3.14×10²³ FLOP"),
        ("552e6", "g CO2e", "552 t CO₂e", "552 t CO₂e"),
        ("3552000", "accelerator-hours", "3.552 million accelerator-hours", "355.2 万 accelerator-hours"),
        ("0.0288", "ratio", "2.88%", "2.88%"),
        ("57.142857", "ratio", "57.14×", "57.14 倍"),
        ("0", "", "0", "0"),
    ],
)
def test_a_value_is_said_as_people_say_it(value: str, unit: str, english: str, chinese: str) -> None:
    said = (readable(Decimal(value), unit), readable(Decimal(value), unit, language="zh"))

    assert said == (english, chinese)


@pytest.mark.parametrize(
    ("low", "high", "unit", "said"),
    [
        ("0.0286", "0.0603", "ratio", "2.86% – 6.03%"),
        ("0.9", "1.3", "ratio", "0.9× – 1.3×"),
        ("36864000", "77660000", "Wh", "36.86 MWh – 77.66 MWh"),
        ("512", "512", "GPUs", "512 GPUs"),
    ],
)
def test_an_interval_is_said_in_one_unit(low: str, high: str, unit: str, said: str) -> None:
    assert interval(Decimal(low), Decimal(high), unit) == said


@pytest.mark.parametrize(
    ("quantity", "english", "chinese"),
    [
        (
            Quantity(metric=Metric.PARAMETERS, comparator=Comparator.OVER, value=Decimal(10**12), unit="parameters"),
            "over 1 trillion parameters",
            "超过 1 万亿参数",
        ),
        (
            Quantity(metric=Metric.SIZE, relation=Relation.TIMES, value=Decimal(50), baseline="GPT-3"),
            "50× GPT-3",
            "50 倍（相比 GPT-3）",
        ),
        (
            Quantity(metric=Metric.ENERGY, relation=Relation.SHARE, value=Decimal(1), unit="%", baseline="GPT-3"),
            "1% of GPT-3",
            "1%（相比 GPT-3）",
        ),
        (
            Quantity(metric=Metric.ENERGY, relation=Relation.LESS_BY, value=Decimal(80), unit="%", baseline="GPT-3"),
            "80% less than GPT-3",
            "降低 80%（相比 GPT-3）",
        ),
        (
            Quantity(metric=Metric.COST, low=Decimal(10**7), high=Decimal(3 * 10**7), unit="USD"),
            "$10 million – $30 million",
            "1000 万美元 – 3000 万美元",
        ),
        (Quantity(metric=Metric.OTHER), "", ""),
    ],
)
def test_what_a_claim_measures_is_said_in_a_breath(quantity: Quantity, english: str, chinese: str) -> None:
    assert (amount(quantity), amount(quantity, language="zh")) == (english, chinese)


@given(st.integers(min_value=-(10**18), max_value=10**18))
def test_whole_numbers_lose_no_digit(number: int) -> None:
    assert int(plain(Decimal(number)).replace(",", "")) == number


@given(st.decimals(min_value=Decimal("1e-6"), max_value=Decimal(10**15), allow_nan=False))
def test_a_shown_number_is_within_a_thousandth_of_the_true_one(value: Decimal) -> None:
    shown = Decimal(plain(value).replace(",", ""))

    assert abs(shown - value) <= abs(value) / 1000


@given(st.lists(st.decimals(min_value=0, max_value=50, places=4), min_size=1, max_size=3))
def test_ratios_are_told_in_one_way_together(values: list[Decimal]) -> None:
    told, unit = in_percent(values, "ratio")

    assert (told, unit) in ((tuple(value * 100 for value in values), "%"), (tuple(values), "×"))
    assert (unit == "%") == (max(values) < 1)


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("2.86–6.03 %, which does not fit the claimed 1 %", "2.86–6.03%, which does not fit the claimed 1%"),
        ("Recomputed: 4 %, “it drew 4.0 % of all” — so 4 %", "Recomputed: 4%, “it drew 4.0 % of all” — so 4%"),
        ("a sum of 3 and no sign", "a sum of 3 and no sign"),
    ],
)
def test_per_cent_stands_right_behind_its_number_but_for_the_words_of_others(written: str, shown: str) -> None:
    assert tight_percents(written) == shown
