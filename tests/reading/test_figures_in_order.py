"""The figures of two tellings: which go together, and which of those say something else."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claims.reading.figures_in_order import COMPARED, figures_of, paired
from tests.reading.made_up_stories import CHINESE, ENGLISH


def differing(copy: str, original: str) -> list[tuple[str, str]]:
    pairs = paired(figures_of(copy), figures_of(original))
    return [(pair.copied.quantity.raw, pair.original.quantity.raw) for pair in pairs if not pair.agree]


def test_a_figure_stands_at_its_place_with_what_is_said_of_it() -> None:
    second = figures_of(CHINESE)[1]
    assert CHINESE[second.start : second.end] == "3 万亿参数"
    said = "Nimbus Labs 展示了拥有 3 万亿参数的语言模型 Zephyr-9，参数量是 GPT-3 的 17 倍。"
    assert CHINESE[second.quote_start : second.quote_end] == said


def test_a_true_translation_says_no_figure_otherwise() -> None:
    pairs = paired(figures_of(CHINESE), figures_of(ENGLISH))
    assert len(pairs) >= 15
    assert differing(CHINESE, ENGLISH) == []


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        ("3 万亿参数", "3000 亿参数", ("3000 亿参数", "3 trillion parameters")),
        ("768 块", "786 块", ("786 块 A100", "768 A100")),
        ("训练了 12 天", "训练了 12 周", ("12 周", "12 days")),
        ("640 MWh", "64 MWh", ("64 MWh", "640 MWh")),
        ("的 50%", "的 5%", ("5%", "50%")),
        ("240 万美元", "2.4 亿美元", ("2.4 亿美元", "$2.4 million")),
        ("1024 块", "10240 块", ("10240 块 GPU", "1,024 GPUs")),
    ],
)
def test_a_garbled_figure_is_found_beside_its_original(right: str, wrong: str, said: tuple[str, str]) -> None:
    assert right in CHINESE
    assert differing(CHINESE.replace(right, wrong), ENGLISH) == [said]


def test_a_figure_left_out_is_no_difference() -> None:
    shorter = CHINESE.replace("他们估计这次训练的成本为 240 万美元，能耗为 640 MWh，约为 GPT-3 的 50%。", "")
    assert differing(shorter, ENGLISH) == []


def test_figures_told_in_another_order_are_no_difference() -> None:
    english = "Zephyr-9 has 530 billion parameters, more than the 175 billion parameters of GPT-3, and took 34 days."
    chinese = "GPT-3 有 1750 亿参数，而 Zephyr-9 拥有 5300 亿参数，训练了 34 天。"
    assert differing(chinese, english) == []


def test_a_flood_of_figures_is_cut() -> None:
    assert len(figures_of("It uses 512 GPUs. " * 5000)) == COMPARED


SENTENCES = st.lists(
    st.sampled_from(ENGLISH.replace("\n", " ").split(". ")) | st.sampled_from(CHINESE.split("。")), max_size=6
)


@settings(max_examples=40, deadline=None)
@given(SENTENCES, SENTENCES)
def test_no_figure_is_in_two_pairs(mine: list[str], theirs: list[str]) -> None:
    pairs = paired(figures_of(". ".join(mine)), figures_of(". ".join(theirs)))
    assert len({pair.copied.start for pair in pairs}) == len({pair.original.start for pair in pairs}) == len(pairs)


@settings(max_examples=40, deadline=None)
@given(SENTENCES)
def test_a_text_agrees_with_itself_throughout(sentences: list[str]) -> None:
    figures = figures_of(". ".join(sentences))
    assert [(pair.copied, pair.original) for pair in paired(figures, figures)] == [(one, one) for one in figures]
