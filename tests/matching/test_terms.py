"""Terms: English by stems, compounds whole and in parts, Chinese by pairs."""

from hypothesis import given
from hypothesis import strategies as st

from claims.matching.terms import terms


def test_words_are_found_by_their_stem() -> None:
    assert terms("Training") == terms("trained") == ["train"]


def test_a_compound_is_found_whole_and_by_its_parts() -> None:
    assert terms("M6-10T") == ["m610t", "m6", "10t"]


def test_a_number_is_one_term_with_and_without_separators() -> None:
    assert terms("10,000 GPUs") == terms("10000 GPUs") == ["10000", "gpus"]


def test_chinese_is_cut_into_overlapping_pairs() -> None:
    assert terms("能耗降低") == ["能耗", "耗降", "降低"]


def test_a_single_chinese_character_is_a_term() -> None:
    assert terms("亿") == ["亿"]


def test_full_width_letters_are_the_same_terms() -> None:
    assert terms("ＧＰＴ－３") == terms("GPT-3")


def test_little_words_are_left_out() -> None:
    assert terms("the cost of it") == ["cost"]


@given(st.text())
def test_any_text_is_cut_into_short_terms_without_blanks(text: str) -> None:
    assert all(term and len(term) <= 60 and " " not in term for term in terms(text))


@given(st.text(), st.text())
def test_two_texts_side_by_side_have_the_terms_of_both(left: str, right: str) -> None:
    assert terms(f"{left} \n {right}") == terms(left) + terms(right)
