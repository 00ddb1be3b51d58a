"""The number grammar: every way that announcements write an amount, read exactly and at its place."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.core.amounts import NumberForm
from claims.core.numbers import find_numbers


@pytest.mark.parametrize(
    ("text", "value", "form"),
    [
        ("10 trillion", "1e13", NumberForm.PLAIN),
        ("10T parameters", "1e13", NumberForm.PLAIN),
        ("1.75tn", "1.75e12", NumberForm.PLAIN),
        ("10 万亿", "1e13", NumberForm.PLAIN),
        ("一百亿", "1e10", NumberForm.PLAIN),
        ("307，200", "307200", NumberForm.PLAIN),
        ("512 GPUs", "512", NumberForm.PLAIN),
        ("10-trillion-parameter", "1e13", NumberForm.PLAIN),
        ("2.788M H800 GPU hours", "2788000", NumberForm.PLAIN),
        ("over $1$ trillion", "1e12", NumberForm.PLAIN),
        ("3.14×10^23", "3.14e23", NumberForm.PLAIN),
        ("2.35e11", "2.35e11", NumberForm.PLAIN),
        ("x11", "11", NumberForm.TIMES),
        ("11 倍", "11", NumberForm.TIMES),
        ("80%", "80", NumberForm.PERCENT),
        ("8成", "80", NumberForm.PERCENT),
    ],
)
def test_an_amount_is_read_exactly_in_either_language(text: str, value: str, form: NumberForm) -> None:
    (number,) = find_numbers(text)
    assert (number.value, number.form) == (Decimal(value), form)


@pytest.mark.parametrize(("text", "value"), [("$4.6M", "4600000"), ("307，200 美元", "307200")])
def test_money_keeps_its_currency(text: str, value: str) -> None:
    (number,) = find_numbers(text)
    assert (number.value, number.currency) == (Decimal(value), "USD")


@pytest.mark.parametrize("text", ["one third", "三分之一"])
def test_a_third_is_a_fraction(text: str) -> None:
    (number,) = find_numbers(text)
    assert number.form is NumberForm.FRACTION
    assert round(number.values[0], 4) == Decimal("0.3333")


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [("between $11.5 million and $27.6 million", "11500000", "27600000"), ("1000-3000 万美元", "10000000", "30000000")],
)
def test_a_range_has_both_its_ends_in_the_scale_that_is_written_once(text: str, low: str, high: str) -> None:
    (number,) = find_numbers(text)
    assert (number.value, number.low, number.high) == (None, Decimal(low), Decimal(high))


@pytest.mark.parametrize("name", ["GPT-3", "Wu Dao 2.0", "V100", "arXiv:2104.04473", "https://example.org/2021/10"])
def test_names_and_references_are_no_amounts(name: str) -> None:
    assert find_numbers(name) == ()


@given(st.integers(min_value=1, max_value=999), st.sampled_from([("million", 6), ("billion", 9), ("trillion", 12)]))
def test_a_scaled_number_means_the_same_in_every_english_style(count: int, scale: tuple[str, int]) -> None:
    word, power = scale
    spelled = (f"{count} {word}", f"{count}-{word}-parameter", f"{count}.0 {word}", f"{count * 10**power:,}")
    assert {number.value for text in spelled for number in find_numbers(text)} == {Decimal(count) * 10**power}


@given(st.integers(min_value=1, max_value=9999), st.sampled_from([("万", 4), ("亿", 8), ("万亿", 12)]))
def test_a_scaled_number_means_the_same_in_every_chinese_style(count: int, scale: tuple[str, int]) -> None:
    word, power = scale
    texts = (f"{count} {word}个参数", f"{count}{word}个参数", f"{count}.0{word}个参数")
    assert [number.value for text in texts for number in find_numbers(text)] == [Decimal(count) * 10**power] * 3


@given(st.text())
def test_any_text_is_read_without_complaint_and_every_amount_stands_where_it_says(text: str) -> None:
    for number in find_numbers(text):
        assert number.raw == text[number.start : number.end]
        assert number.values
