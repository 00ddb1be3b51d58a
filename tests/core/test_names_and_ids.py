"""Names of systems, ids of papers, titles of works and truth conditions: what is one thing and what is two."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.core.identifiers import ArxivId, arxiv_id, doi, normal_arxiv_id
from claims.core.quantities import Comparator, Metric, Quantity
from claims.core.sentences import split_sentences
from claims.core.subjects import compare_subjects
from claims.core.titles import same_work
from claims.core.truth import truth_key


@pytest.mark.parametrize(
    ("name", "other", "sameness"),
    [
        ("M6-10T", "M6 10B", "different"),
        ("M6-10T", "M6", "family"),
        ("MT-NGL 530B", "MT-NLG", "same"),
        ("武道 2.0", "Wu Dao 2.0", "same"),
        ("GPT 3 号", "GPT-3", "same"),
        ("OPT-175B", "GPT-3", "different"),
        ("Qwen3-235B-A22B", "Qwen3", "family"),
    ],
)
def test_names_are_the_same_of_one_family_or_different_whichever_comes_first(
    name: str, other: str, sameness: str
) -> None:
    assert (compare_subjects(name, other), compare_subjects(other, name)) == (sameness, sameness)


def test_an_arxiv_id_is_found_in_an_address_with_its_version_apart() -> None:
    assert arxiv_id("https://arxiv.org/pdf/2104.04473v5.pdf") == ArxivId(base="2104.04473", version=5)


def test_old_arxiv_ids_are_ids_too_and_other_things_are_none() -> None:
    assert normal_arxiv_id("hep-th/9901001v2") == ArxivId(base="hep-th/9901001", version=2)
    assert normal_arxiv_id("21xx") is None


def test_a_doi_is_compared_in_lower_case_and_arxivs_own_is_none() -> None:
    assert (doi("https://doi.org/10.1000/AbC."), doi("10.48550/arXiv.2104.04473")) == ("10.1000/abc", "")


def test_a_title_may_change_while_authors_stay_and_not_when_both_differ() -> None:
    assert same_work("M6-T: Exploring Sparse Experts", ("A B",), "Exploring Sparse Experts", ())
    assert same_work("Whale", ("X Jia",), "A Framework for Giants", ("Xianyan Jia",))
    assert not same_work("Whale", ("X Jia",), "Counting Sheep", ("Di Park",))


def test_hedges_do_not_make_another_claim_and_values_do() -> None:
    size = Quantity(metric=Metric.PARAMETERS, value=Decimal(10**13), unit="parameters")
    about = Quantity(metric=Metric.PARAMETERS, value=Decimal("1E+13"), unit="parameters", comparator=Comparator.ABOUT)
    other = Quantity(metric=Metric.PARAMETERS, value=Decimal(10**12), unit="parameters")
    assert truth_key("悟道 2.0", size) == truth_key("Wu Dao 2.0", about) != truth_key("Wu Dao 2.0", other)


def test_sentences_end_where_readers_say_so_in_either_language() -> None:
    text = "# Big news\n\nIt has 1.5 parts, e.g. two. It ran! 它很大。真的？\n- one\n- two"
    said = ["Big news", "It has 1.5 parts, e.g. two.", "It ran!", "它很大。", "真的？", "one", "two"]
    assert [sentence.text for sentence in split_sentences(text)] == said


@given(st.text())
def test_sentences_stand_in_the_text_in_its_order(text: str) -> None:
    places = [(sentence.start, sentence.end) for sentence in split_sentences(text)]
    assert all(0 <= start < end <= len(text) for start, end in places)
    assert places == sorted(places)


@pytest.mark.parametrize("marks", ["-", "_", "·", ""])
def test_marks_alone_are_the_name_of_nothing(marks: str) -> None:
    assert compare_subjects("GPT-2", marks) == compare_subjects(marks, marks) == "different"


def test_a_name_with_an_unbreakable_hyphen_is_the_same_name() -> None:
    assert compare_subjects("GPT\u20113", "GPT-3") == "same"
