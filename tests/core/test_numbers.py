"""Numbers in announcements beyond single examples: numerals of both languages, ranges, signs, and what is no number."""

from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.core.amounts import Number, NumberForm, Tail
from claims.core.masking import fold_width, mask_non_numbers, plain_signs
from claims.core.numbers import find_numbers
from claims.core.numerals import chinese_numeral, chinese_scale, english_numeral
from tests.core.written_numbers import spell_below_a_myriad, spell_english

# Pieces that numbers are made of, glued at random: nearer to a grammar's weak places than any letters are.
PIECES = st.sampled_from(
    "0 1 7 12 307 2021 1.5 .5 , ， . - – ~ to and between $ US$ % x × * ^ {, } 10^ e23 \\times $1$ million "
    "billion T B K 万 亿 百 十 一 二 两 零 点 分之 成 倍 个 多 余 年 月 三 美元 元 GPT- arXiv: https:// 1/ /7th half "
    "twice one two-thirds hundred fold + ( ) [ ] | # \n ０ ％ ＄ ² 10² GPUs hours".split(" ")
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """What a reader would say a text holds; the place is checked apart."""

    raw: str
    value: str
    form: NumberForm = NumberForm.PLAIN
    currency: str = ""
    bound: Tail = Tail.NONE


def read(text: str) -> list[Read]:
    return [
        Read(
            raw=found.raw,
            value=f"{found.value.normalize():f}",
            form=found.form,
            currency=found.currency,
            bound=found.bound,
        )
        for found in find_numbers(text)
        if found.value is not None
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It cost $4.6M to train.", Read(raw="$4.6M", value="4600000", currency="USD")),
        ("It cost 4.6 million dollars.", Read(raw="4.6 million dollars", value="4600000", currency="USD")),
        ("花费约 460 万美元。", Read(raw="460 万美元", value="4600000", currency="USD")),
        ("投入 3 亿元。", Read(raw="3 亿元", value="300000000", currency="CNY")),
        ("It raised €20 million.", Read(raw="€20 million", value="20000000", currency="EUR")),
        ("It holds 3000+ tools.", Read(raw="3000+", value="3000", bound=Tail.OVER)),
        ("It needs ~3 hours.", Read(raw="~3", value="3", bound=Tail.ABOUT)),
        ("a 10-trillion-parameter model", Read(raw="10-trillion", value="10000000000000")),
        ("It has 5 hundred thousand rows.", Read(raw="5 hundred thousand", value="500000")),
        ("It has 1,234,567 rows.", Read(raw="1,234,567", value="1234567")),
        ("共 307，200 张卡时。", Read(raw="307，200", value="307200")),
        ("２０％ 的成本", Read(raw="２０％", value="20", form=NumberForm.PERCENT)),
        ("It is twice as fast.", Read(raw="twice", value="2", form=NumberForm.TIMES)),
        ("It is ten times faster.", Read(raw="ten times", value="10", form=NumberForm.TIMES)),
        ("a 5-fold gain", Read(raw="5-fold", value="5", form=NumberForm.TIMES)),
        ("速度提高三倍", Read(raw="三倍", value="3", form=NumberForm.TIMES)),
        ("up 4.2 percentage points", Read(raw="4.2 percentage points", value="4.2", form=NumberForm.POINTS)),
        ("提高 3 个百分点", Read(raw="3 个百分点", value="3", form=NumberForm.POINTS)),
        ("百分之八十", Read(raw="百分之八十", value="80", form=NumberForm.PERCENT)),
        ("half of the energy", Read(raw="half", value="0.5", form=NumberForm.FRACTION)),
        ("四分之一的能耗", Read(raw="四分之一", value="0.25", form=NumberForm.FRACTION)),
        ("three quarters of it", Read(raw="three quarters", value="0.75", form=NumberForm.FRACTION)),
        ("1/4 of the cost", Read(raw="1/4", value="0.25", form=NumberForm.FRACTION)),
    ],
)
def test_an_amount_comes_with_its_sign_its_currency_and_its_words(text: str, expected: Read) -> None:
    assert read(text) == [expected]


@pytest.mark.parametrize(
    "text", ["1万亿", "1 万亿", "一万亿", "1 trillion", "a trillion", "one trillion", "1T", "1tn", "10^12"]
)
def test_a_trillion_is_one_amount_however_it_is_written(text: str) -> None:
    assert [found.value for found in find_numbers(f"{text} parameters")] == [Decimal(10**12)]


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("10-20 GPUs", "10", "20"),
        ("10–20% of it", "10", "20"),
        ("10 to 20 days", "10", "20"),
        ("between 3 and 5 billion tokens", "3e9", "5e9"),
        ("3 到 5 倍", "3", "5"),
        ("1.5-2 trillion tokens", "1.5e12", "2e12"),
    ],
)
def test_both_ends_of_a_range_share_the_scale_behind_it(text: str, low: str, high: str) -> None:
    assert [(found.low, found.high, found.value) for found in find_numbers(text)] == [
        (Decimal(low), Decimal(high), None)
    ]


def test_a_move_from_one_amount_to_another_is_two_amounts_and_no_range() -> None:
    assert [found.value for found in find_numbers("It grew from 512 to 2048 tokens.")] == [Decimal(512), Decimal(2048)]


def test_two_amounts_that_fall_are_two_amounts_and_no_range() -> None:
    assert [found.value for found in find_numbers("a split of 20-10 GPUs")] == [Decimal(20), Decimal(10)]


def test_a_percentage_stays_as_written_and_a_fraction_does_not() -> None:
    assert [found.value for found in find_numbers("80% of it, then half of it")] == [Decimal(80), Decimal("0.5")]


@pytest.mark.parametrize(
    "text",
    [
        "in March 2021",
        "on 2021-03-01",
        "2021 年 3 月 1 日",
        "3 月底",
        "see Figure 3",
        "as in Table 12",
        "见图 3",
        "shown before [12, 13]",
        "at 12:30",
        "under Apache 2.0",
        "A100 and H800",
        "Qwen1.5-72B",
        "doi:10.1000/182",
        "write to team7@example.org",
        "the 3rd try",
        "a 3D scene",
        "8-bit weights",
        "v2.1.0",
    ],
)
def test_dates_names_places_and_editions_are_no_amounts(text: str) -> None:
    assert find_numbers(text) == ()


@pytest.mark.parametrize("text", ["一些人", "统一的接口", "the one that won", "第三方"])
def test_words_that_only_contain_a_numeral_are_no_amounts(text: str) -> None:
    assert find_numbers(text) == ()


@given(st.integers(min_value=2, max_value=999))
def test_english_number_words_are_read_back(value: int) -> None:
    assert english_numeral(spell_english(value)) == Decimal(value)
    assert [found.value for found in find_numbers(f"It uses {spell_english(value)} machines.")] == [Decimal(value)]


@given(st.integers(min_value=1, max_value=9999))
def test_chinese_numerals_are_read_back_with_and_without_a_scale(value: int) -> None:
    numeral = spell_below_a_myriad(value)
    assert [chinese_numeral(numeral + scale) for scale in ("", "万", "亿", "万亿")] == [
        Decimal(value) * 10**power for power in (0, 4, 8, 12)
    ]


@given(st.integers(min_value=11, max_value=9999), st.sampled_from([("万", 4), ("亿", 8), ("万亿", 12)]))
def test_chinese_numerals_are_found_in_a_sentence(value: int, scale: tuple[str, int]) -> None:
    word, power = scale
    assert [found.value for found in find_numbers(f"它拥有{spell_below_a_myriad(value)}{word}个参数。")] == [
        Decimal(value) * 10**power
    ]


@given(st.integers(min_value=1000, max_value=10**13))
def test_grouped_digits_are_read_exactly_in_ascii_and_full_width(value: int) -> None:
    grouped = f"{value:,}"
    wide = grouped.translate({ord("0") + digit: "０１２３４５６７８９"[digit] for digit in range(10)})
    for text in (grouped, grouped.replace(",", "，"), wide):
        assert [(found.value, found.raw) for found in find_numbers(f"a={text}. b")] == [(Decimal(value), text)]


@given(st.decimals(min_value="0.01", max_value="9999", places=2), st.sampled_from(["%", " percent", " %"]))
def test_percentages_are_read_exactly(value: Decimal, sign: str) -> None:
    assert [(found.value, found.form) for found in find_numbers(f"It fell {value}{sign}.")] == [
        (value, NumberForm.PERCENT)
    ]


@given(st.lists(PIECES, max_size=24).map("".join), st.booleans())
def test_any_heap_of_pieces_is_read_in_order_without_overlaps_and_in_place(text: str, spaced: bool) -> None:
    text = " ".join(text) if spaced else text
    found: tuple[Number, ...] = find_numbers(text)
    assert [number.raw for number in found] == [text[number.start : number.end] for number in found]
    assert all(left.end <= right.start for left, right in pairwise(found))
    assert all(number.values and number.start < number.end for number in found)
    assert all(number.low < number.high for number in found if number.low is not None and number.high is not None)


@given(st.lists(PIECES, max_size=24).map("".join))
def test_masking_keeps_every_place_where_it_is(text: str) -> None:
    assert {len(fold_width(text)), len(plain_signs(text)), len(mask_non_numbers(text))} == {len(text)}


def test_scales_of_several_characters_multiply() -> None:
    assert {scale: chinese_scale(scale) for scale in ("", "万", "百万", "万亿", "千亿")} == {
        "": Decimal(1),
        "万": Decimal(10**4),
        "百万": Decimal(10**6),
        "万亿": Decimal(10**12),
        "千亿": Decimal(10**11),
    }


@pytest.mark.parametrize("text", ["", "人", "点五", "三点", "三点十"])
def test_what_is_no_chinese_numeral_has_no_value(text: str) -> None:
    assert chinese_numeral(text) is None


@pytest.mark.parametrize("text", ["", "a", "many", "two cats"])
def test_what_is_no_english_numeral_has_no_value(text: str) -> None:
    assert english_numeral(text) is None


def test_a_number_of_millions_is_no_year_however_it_looks() -> None:
    [read] = find_numbers("它拥有超过 1950 百万个参数。")
    assert read.value == 1_950_000_000
