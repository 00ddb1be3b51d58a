"""Ties of a passage to a claim, names of one family, and the words of two languages under one concept."""

from dataclasses import replace

import pytest

from claims.core.papers import PaperRecord
from claims.judging.claim_readings import read_claim
from claims.judging.concepts import concepts
from claims.judging.naming import Kin, kinship, subject_names
from claims.judging.paper_readings import read_paper
from claims.judging.relevance import Bond, relevance
from tests.judging.made_up_papers import EGRET, HERON, claim


def bond(paper: PaperRecord, sentence: str, text: str = "Heron-2 has 120 billion parameters.", **row: object) -> Bond:
    """The tie of the paper's sentence that begins with `sentence` to a claim about Heron-2."""
    read = read_paper(paper)
    passage = next(one for one in read.passages if one.text.startswith(sentence))
    return relevance(read_claim(claim(text, **row)), read, passage).bond


def test_the_authors_own_system_is_presented_also_in_sentences_that_do_not_name_it() -> None:
    assert bond(HERON, "We introduce") is Bond.NAMED
    assert bond(HERON, "It was trained") is Bond.CONTINUED
    assert bond(HERON, "All models") is Bond.PRESENTED


def test_a_system_that_another_is_measured_against_is_a_baseline() -> None:
    assert bond(EGRET, "It needs only") is Bond.BASELINE
    listed = replace(EGRET, abstract="Egret-1 outperforms Stork (7B), Crane-3, and Heron-2 on sums.")
    assert bond(listed, "Egret-1 outperforms") is Bond.BASELINE


def test_what_follows_an_opening_comparison_is_spoken_of_itself() -> None:
    page = PaperRecord(id="p", title="News", abstract="Compared with GPT-3, Heron-2 takes less energy.")
    assert bond(page, "Compared with") is Bond.NAMED


def test_a_page_titled_with_the_system_speaks_of_it() -> None:
    page = PaperRecord(id="p", title="Table of models: Heron-2", abstract="256 GPUs in 20 days.")
    assert bond(page, "256 GPUs") in (Bond.TITLED, Bond.PRESENTED)


def test_the_claims_numbers_together_tie_a_passage_without_names() -> None:
    page = PaperRecord(id="p", title="Costs", abstract="Running 256 A100 for 20 days is dear: 256 GPUs, 20 days.")
    row = {"metric": "gpu_count", "value": 256, "unit": "GPUs"}
    assert bond(page, "Running", "Heron-2 was trained on 256 GPUs in 20 days.", **row) is Bond.NUMBERS


def test_nothing_in_common_is_no_tie() -> None:
    page = PaperRecord(id="p", title="Cooking", abstract="Boil the water first.")
    assert bond(page, "Boil") is Bond.NONE


@pytest.mark.parametrize(
    ("name", "other", "kin"),
    [
        ("Heron-2", "Heron-2", Kin.SAME),
        ("Qwen3-235B-A22B", "Qwen3", Kin.FAMILY),
        ("M6 10B", "M6-10T", Kin.RELATIVE),
        ("GPT-3", "GPT-4", Kin.OTHER),
        ("Heron MoE NLG", "Heron-MoE", Kin.SAME),
    ],
)
def test_names_of_one_family_are_told_apart(name: str, other: str, kin: Kin) -> None:
    assert kinship(name, other) is kin


@pytest.mark.parametrize(
    ("subject", "names"),
    [
        ("the W-Lab", ("W-Lab",)),
        ("smaller players", ()),
        ("512 GPUs", ()),
        ("GPT-4 as a judge", ("GPT-4",)),
        ("large model (pre-GPT-3)", ()),
        ("M6-10T cost", ("M6-10T",)),
    ],
)
def test_a_subject_names_systems_or_nothing(subject: str, names: tuple[str, ...]) -> None:
    assert subject_names(subject) == names


def test_chinese_and_english_words_meet_in_one_concept() -> None:
    english = concepts("It was not feasible to retrain the model after the bug.")
    chinese = concepts("发现错误后重新训练并不可行")
    assert {"bug", "retrain", "feasible"} <= english.shared(chinese)


def test_words_inside_other_words_are_no_concepts() -> None:
    assert "retrain" not in concepts("a pre-trained transformer").named
    assert "car" not in concepts("a careful carpenter").named
