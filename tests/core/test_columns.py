"""Plain text in columns."""

from hypothesis import given
from hypothesis import strategies as st

from claims.core.columns import columns_of, wrapped


def test_english_breaks_between_words() -> None:
    text = "The training of M6 took less than one percent of the energy that the training of GPT-3 had taken."
    assert wrapped(text, first="  > ", rest="  > ", width=40) == (
        "  > The training of M6 took less than\n"
        "  > one percent of the energy that the\n"
        "  > training of GPT-3 had taken."
    )


def test_chinese_breaks_between_characters_and_never_before_a_full_stop() -> None:
    assert wrapped("能耗仅为同等规模模型的百分之一。这一说法已被推翻。", width=22) == (
        "能耗仅为同等规模模型的\n百分之一。这一说法已被\n推翻。"
    )
    assert wrapped("能耗仅为百分之一。真的", width=16) == "能耗仅为百分之\n一。真的"
    assert wrapped("能耗仅为（同规模）", width=10) == "能耗仅为\n（同规模）"


def test_an_address_is_never_broken() -> None:
    address = "https://claims.example.org/" + "a" * 90
    assert wrapped(f"See {address} for more.") == f"See\n{address}\nfor more."


@given(st.text(), st.integers(min_value=4, max_value=80))
def test_nothing_but_white_space_is_lost_and_no_line_of_short_words_is_too_long(text: str, width: int) -> None:
    lines = wrapped(text, width=width)
    assert "".join(lines.split()) == "".join(text.split())
    assert all(columns_of(line) <= width or " " not in line for line in lines.split("\n"))
