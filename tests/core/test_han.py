"""The language of short texts is told by their script."""

import pytest

from claims.core.han import language_by_script


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Counting Zephyr", "en"),
        ("十天训练十万亿参数", "zh"),
        ("M6 用 512 块 GPU 在 10 天内完成训练。", "zh"),
        ("Wu Dao (悟道) 2.0, the largest model of its day", "en"),
        ("", "en"),
    ],
)
def test_one_chinese_character_in_eight_makes_it_chinese(text: str, language: str) -> None:
    assert language_by_script(text) == language
