"""A Chinese name is found in Latin letters, and a Latin one in Chinese characters."""

import pytest

from claims.judging.romanising import chinese_places, in_latin


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("鲲游 2", "We introduce Kunyou-2, a model."),
        ("悟道", "the Wu Dao model"),
        ("悟道", "WuDao"),
        ("长风-2", "Changfeng 2 is open."),
        ("西安一号", "Xi'an Yihao"),
    ],
)
def test_a_chinese_name_is_found_as_others_write_it(name: str, text: str) -> None:
    pattern = in_latin(name)
    assert pattern
    assert pattern.search(text)


@pytest.mark.parametrize(
    ("name", "text"),
    [("鲲游 2", "Kunyou-20"), ("鲲游 2", "Kunyou"), ("悟道", "a wudaoist"), ("长风-2", "Changfang-2")],
)
def test_another_name_is_not(name: str, text: str) -> None:
    pattern = in_latin(name)
    assert pattern
    assert pattern.search(text) is None


@pytest.mark.parametrize("name", ["M6", "GPT-4", "阿", ""])
def test_what_is_no_chinese_name_or_too_short_is_not_looked_for(name: str) -> None:
    assert in_latin(name) is None


def test_a_latin_name_is_found_in_chinese_characters() -> None:
    text = "此前领先的鲲游 2 以 86.4 分退居第二，鲲游 20 未参评。"
    assert [text[start:end] for start, end in chinese_places(text, "Kunyou-2")] == ["鲲游 2"]
    assert chinese_places(text, "Qingnang") == ()
    assert chinese_places("no Chinese here", "Kunyou-2") == ()
