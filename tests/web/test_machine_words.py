"""What the rules wrote in English, told in Chinese: whole sentences or none, with what is quoted marked as it is."""

import pytest
from django.utils import translation

from claims.web.foreign import in_page_words, input_name
from claims.web.machine_words import in_chinese


def told(text: str) -> str | None:
    runs = in_chinese(text)
    return None if runs is None else "".join(words for words, _ in runs)


@pytest.mark.parametrize(
    ("text", "chinese"),
    [
        ("claimed 1%, said 1%; it names M6, of the same family", "宣称 1%，文中为 1%；文中提到同系列的 M6"),
        (
            "claimed $4.6 million, said $2.45 million: an estimate under other assumptions; it names GPT-3",
            "宣称 460 万美元，文中为 245 万美元（前提不同的估计）；文中提到 GPT-3",
        ),
        ("claimed 10 trillion parameters, said 10 万亿; it names M6", "宣称 10 万亿参数，文中为 10 万亿；文中提到 M6"),
        ("accelerators of M6-10T", "M6-10T 的加速器数量"),
        ("power", "单卡功率"),
        (
            "(accelerators of M6-10T × hours of M6-10T × power × PUE) ÷ (energy of GPT-3)",
            "(M6-10T 的加速器数量 × M6-10T 的训练时长 × 单卡功率 × PUE) ÷ (GPT-3 的能耗)",
        ),
        (
            "10,000 (accelerators of GPT-3) × 355 h (hours of GPT-3)",
            "10,000 (GPT-3 的加速器数量) × 355 小时 (GPT-3 的训练时长)",
        ),
        ("by accelerator-hours alone: 122,880 ÷ 3.55 million = 3.46 %", "仅按加速器小时数：122,880 ÷ 355 万 = 3.46%"),
        (
            "energy of M6-10T ÷ energy of GPT-3: 2.86–6.03 %, which does not fit the claimed 1 %",
            "M6-10T 的能耗 ÷ GPT-3 的能耗：2.86–6.03%，与宣称的 1% 不符",
        ),
        (
            "cloud list prices of V100 to A100, the usual accelerators of the time, as none is named",
            "V100 至 A100 的云服务标价；文中未写明型号，取当时常用的加速器",
        ),
        ("10 trillion (M6-10T) ÷ 175 billion (GPT-3) = 57.1×", "10 万亿 (M6-10T) ÷ 1750 亿 (GPT-3) = 57.1 倍"),
        ("machines × GPUs in each: 64 × 8 = 512", "机器数 × 每台的 GPU 数：64 × 8 = 512"),
        ("the text says 50 times", "原文说 50 倍"),
        ("the text says 4 %, which is 0.04", "原文说 4%，即 0.04"),
        ("15 ÷ 20 = 0.75, down 25 %", "15 ÷ 20 = 0.75，下降 25%"),
        ("the source gives 11,500,000 to 27,600,000", "来源给出 11,500,000 至 27,600,000"),
    ],
)
def test_sentences_of_the_rules_are_told_in_chinese(text: str, chinese: str) -> None:
    assert told(text) == chinese


@pytest.mark.parametrize(
    "text", ["at the same parameter scale", "it names M6; and something new", "the moon × power", "同等参数规模"]
)
def test_what_is_not_known_whole_is_left_as_it_was_written(text: str) -> None:
    assert in_chinese(text) is None


def test_what_somebody_said_in_english_is_marked_within_the_chinese() -> None:
    with translation.override("zh-hans"):
        assert in_page_words("claimed 10 days, said <ten> trillion parameters; it names M6") == (
            '<span lang="zh-Hans">宣称 10 天，文中为 </span><span lang="en">&lt;ten&gt; trillion parameters</span>'
            '<span lang="zh-Hans">；文中提到 M6</span>'
        )
        assert in_page_words("at the same scale", "capital") == '<span lang="en">At the same scale</span>'
        assert input_name("hours of GPT-3") == "GPT-3 的训练时长"


def test_an_english_page_tells_them_as_they_are() -> None:
    with translation.override("en"):
        assert in_page_words("it names M6", "capital") == '<span lang="en">It names M6</span>'
        assert input_name("hours of GPT-3") == "hours of GPT-3"
