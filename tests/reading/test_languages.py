"""Which language a text is in: two are read, the others are recognised."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.reading.languages import language_of, language_of_part
from claims.reading.reader import read


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Zephyr-9 has 3 trillion parameters.", "en"),
        ("Zephyr-9 拥有 3 万亿个参数。", "zh"),
        ("M6 用 512 GPU 训练完成", "zh"),
        ("Das Modell hat drei Billionen Parameter und wurde in zehn Tagen trainiert.", "de"),
        ("Le modèle compte trois mille milliards de paramètres.", "fr"),
        ("El modelo tiene tres billones de parámetros y se entrenó en diez días.", "es"),
        ("モデルは3兆個のパラメータを持つ。", "ja"),
        ("모델은 3조 개의 매개변수를 가지고 있다.", "ko"),
        ("Модель имеет 3 триллиона параметров.", "ru"),
        ("NIMBUS LABS ANNOUNCES A LARGER MODEL", "en"),
        ("GPT-3, PaLM, BERT, LLaMA-2, DeepSeek-V3", "en"),
        ("https://nachrichten.example/das-modell-wurde-in-zehn-tagen-trainiert", "en"),
        ("", "en"),
    ],
)
def test_a_language_is_told_by_prose_and_script(text: str, language: str) -> None:
    assert language_of(text) == language


def test_an_english_article_that_quotes_chinese_is_english() -> None:
    text = (
        "The institute, known as 智源人工智能研究院 in Chinese, said on Monday that Zephyr-9 has 3 trillion parameters "
        "in all, and that it was trained within ten days on a cluster that belongs to the city."
    )
    assert language_of(text) == "en"


@pytest.mark.parametrize(
    ("part", "within", "language"),
    [
        ("Training GPT-3 would cost over $4.6M", "zh", "en"),
        ("训练 GPT-3 的成本至少为 460 万美元", "en", "zh"),
        ("512", "zh", "zh"),
        ("Zephyr-9 hat drei Billionen Parameter", "de", "de"),
    ],
)
def test_a_quote_has_a_language_of_its_own(part: str, within: str, language: str) -> None:
    assert language_of_part(part, within=within) == language


def test_of_a_language_that_is_not_read_only_the_links_are_taken() -> None:
    text = (
        "Das Modell Zephyr-9 hat 3 Billionen Parameter und wurde auf 512 GPUs in zehn Tagen trainiert, "
        "wie [der Bericht](https://arxiv.org/abs/2401.00001) zeigt."
    )
    reading = read(text)
    assert (reading.language, reading.claims, reading.left) == ("de", (), ())
    assert [link.arxiv_id for link in reading.links] == ["2401.00001"]


@given(st.text(max_size=300))
def test_every_text_has_a_language(text: str) -> None:
    assert 2 <= len(language_of(text)) <= 3
