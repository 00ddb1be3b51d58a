"""Laws of the number grammar: what is written in any of its forms is read back, alike in both languages."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.core.measures import find_quantities
from claims.core.quantities import Comparator, Quantity, Relation
from claims.core.sentences import split_sentences
from tests.core.written_numbers import CHINESE, ENGLISH, FULL_WIDTH, Writer, plain

# Few leading digits and many noughts, as figures in announcements have them.
VALUES = st.builds(
    lambda digits, power: digits * 10**power, st.integers(min_value=1, max_value=9999), st.integers(0, 11)
).filter(lambda value: 1 < value < 10**15)
HEDGES = (
    ("over ", "超过 ", Comparator.OVER),
    ("more than ", "超", Comparator.OVER),
    ("about ", "约 ", Comparator.ABOUT),
    ("nearly ", "近", Comparator.ABOUT),
    ("~", "大约 ", Comparator.ABOUT),
    ("at least ", "至少 ", Comparator.AT_LEAST),
    ("fewer than ", "不到 ", Comparator.UNDER),
    ("up to ", "多达 ", Comparator.AT_MOST),
    ("no more than ", "不超过 ", Comparator.AT_MOST),
    ("", "", Comparator.EQUAL),
)
# A unit in each language and how much of the base unit it is.
UNITS = (
    (" seconds", " 秒", "seconds", "1"),
    (" minutes", " 分钟", "seconds", "60"),
    (" hours", " 小时", "seconds", "3600"),
    (" days", " 天", "seconds", "86400"),
    (" weeks", " 周", "seconds", "604800"),
    (" months", " 个月", "seconds", "2629800"),
    (" kWh", " 千瓦时", "Wh", "1000"),
    (" MWh", " 兆瓦时", "Wh", "1000000"),
    (" kW", " 千瓦", "W", "1000"),
    (" MW", " 兆瓦", "W", "1000000"),
    (" GPU hours", " GPU 小时", "GPU-hours", "1"),
    (" GPU-days", " GPU 天", "GPU-hours", "24"),
    (" tons of CO2", " 吨二氧化碳", "gCO2e", "1000000"),
    (" kg of CO2", " 公斤二氧化碳", "gCO2e", "1000"),
    (" TB", " TB", "bytes", "1000000000000"),
    (" tokens", " 个 token", "tokens", "1"),
    (" parameters", " 个参数", "parameters", "1"),
    (" GPUs", " 块 GPU", "GPUs", "1"),
    (" languages", " 种语言", "languages", "1"),
    (" users", " 名用户", "users", "1"),
    (" dollars", " 美元", "USD", "1"),
    ("%", "%", "%", "1"),
    (" times", " 倍", "x", "1"),
    (" percentage points", " 个百分点", "points", "1"),
)


def only(sentence: str) -> Quantity:
    """The one quantity of a sentence."""
    found = find_quantities(sentence)
    assert len(found) == 1, (sentence, found)
    return found[0]


@given(VALUES, st.sampled_from(ENGLISH), st.sampled_from(CHINESE), st.sampled_from(HEDGES))
def test_a_number_written_in_any_form_is_read_back_alike_in_both_languages(
    value: int, english: Writer, chinese: Writer, hedge: tuple[str, str, Comparator]
) -> None:
    before, chinese_before, comparator = hedge
    expected = ("parameters", "parameters", Decimal(value), comparator)
    number, numeral = english(value), chinese(value)
    sentences = [f"It has {before}{number} parameters."] if number else []
    sentences += [f"它拥有{chinese_before}{numeral}个参数。"] if numeral else []
    for sentence in sentences:
        found = only(sentence)
        assert (found.metric.value, found.unit, found.value, found.comparator) == expected, sentence
        assert found.raw == sentence[found.start : found.end]


@given(
    st.integers(min_value=2, max_value=9999),
    st.integers(min_value=0, max_value=2),
    st.sampled_from(UNITS),
    st.booleans(),
)
def test_a_unit_is_brought_to_the_same_base_in_both_languages(
    digits: int, places: int, unit: tuple[str, str, str, str], wide: bool
) -> None:
    english, chinese, base, factor = unit
    number = plain(Decimal(digits).scaleb(-places))
    amount = number.translate(FULL_WIDTH) if wide else number
    found = [only(f"The run took {amount}{english}."), only(f"这次用了 {amount}{chinese}。")]
    assert [(one.unit, one.value) for one in found] == [(base, Decimal(number) * Decimal(factor))] * len(found)
    assert [one.told.value for one in found] == [Decimal(number)] * len(found)
    assert found[0].metric is found[1].metric


@given(
    st.integers(min_value=2, max_value=900),
    st.integers(min_value=1, max_value=90),
    st.sampled_from([("", "", 0), (" million", " 百万", 6), (" billion", " 十亿", 9), (" trillion", " 万亿", 12)]),
    st.sampled_from(["{}-{}", "{}–{}", "{} to {}", "between {} and {}"]),
    st.sampled_from(["{}-{}", "{}～{}", "{} 到 {}", "{}至{}"]),
)
def test_a_range_has_the_same_ends_in_both_languages(
    low: int, more: int, scale: tuple[str, str, int], english: str, chinese: str
) -> None:
    word, chinese_word, power = scale
    found = [
        only(f"It has {english.format(low, low + more)}{word} parameters."),
        only(f"它拥有 {chinese.format(low, low + more)}{chinese_word}个参数。"),
    ]
    ends = (None, Decimal(low) * 10**power, Decimal(low + more) * 10**power, Comparator.RANGE)
    assert [(one.value, one.low, one.high, one.comparator) for one in found] == [ends, ends]


@given(VALUES, st.sampled_from([("${}", "{} 美元", "USD"), ("€{}", "{} 欧元", "EUR"), ("RMB {}", "{} 元", "CNY")]))
def test_money_is_the_same_in_both_languages(value: int, money: tuple[str, str, str]) -> None:
    english, chinese, code = money
    found = [only(f"Training cost {english.format(f'{value:,}')}."), only(f"训练成本为 {chinese.format(value)}。")]
    assert [(one.metric.value, one.unit, one.value) for one in found] == [("cost", code, Decimal(value))] * 2


@given(st.integers(min_value=2, max_value=99))
def test_a_cut_and_a_factor_are_the_same_in_both_languages(number: int) -> None:
    pairs = [
        (f"The cost fell by {number}%.", f"成本降低了 {number}%。", Relation.LESS_BY),
        (f"It is {number} times faster.", f"速度提升 {number} 倍。", Relation.TIMES),
        (f"It uses {number}% of the energy.", f"能耗仅为 GPT-3 的 {number}%。", Relation.SHARE),
    ]
    for english, chinese, relation in pairs:
        assert [(only(text).relation, only(text).value) for text in (english, chinese)] == [
            (relation, Decimal(number))
        ] * 2


STORIES = (
    "It has over 3 billion parameters and was trained on 14.8 trillion tokens.",
    "Training took 256 GPUs for under 12 days and cost about $2.5 million.",
    "The rack used 1,287 MWh, 80% less than GPT-3.",
    "它拥有超过 3 万亿个参数，训练用了 512 块 GPU，耗时不到 10 天。",
    "成本降低了 75%，推理速度提升至 1.74 倍。",
)
SPACES = st.sampled_from([" ", "\u00a0", "\u2009", "\u202f", "\u3000"])


def meaning(text: str) -> list[tuple[object, ...]]:
    """All that is read of a text but where and how it was written."""
    return [
        (one.metric, one.relation, one.comparator, one.value, one.low, one.high, one.unit, one.told.value)
        for sentence in split_sentences(text)
        for one in find_quantities(sentence.text)
    ]


@given(st.sampled_from(STORIES), SPACES)
def test_another_kind_of_blank_changes_nothing(story: str, space: str) -> None:
    assert meaning(story.replace(" ", space)) == meaning(story)


@given(st.sampled_from(STORIES))
def test_full_width_digits_change_nothing(story: str) -> None:
    digits = {ord(narrow): wide for narrow, wide in zip("0123456789", "０１２３４５６７８９", strict=True)}
    names_kept = story.replace("GPT-3", "\0")
    assert meaning(names_kept.translate(digits).replace("\0", "GPT-3")) == meaning(story)


@pytest.mark.parametrize("mark", ["**", "*", "__", "`"])
@given(story=st.sampled_from(STORIES), place=st.integers(min_value=0, max_value=3))
def test_marks_around_a_number_change_nothing(story: str, place: int, mark: str) -> None:
    found = find_quantities(story)
    one = found[place % len(found)]
    marked = f"{story[: one.start]}{mark}{one.raw}{mark}{story[one.end :]}"
    assert meaning(marked) == meaning(story)


@given(st.sampled_from(STORIES), st.sampled_from(["- ", "> ", "## ", "1. ", "* "]))
def test_a_mark_in_front_of_the_line_changes_nothing(story: str, mark: str) -> None:
    assert meaning(f"{mark}{story}") == meaning(story)
