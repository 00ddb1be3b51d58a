"""Assessing end to end on papers of our own: what supports, what contradicts, and what must stay a look-alike."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claims.core.papers import PaperRecord, Standing
from claims.judging.findings import Certainty, Grade, Stance, Status
from tests.judging.made_up_papers import (
    AUDIT,
    EGRET,
    GARDENS,
    HERON,
    PAPERS,
    assessed,
    finding_in,
    stances,
)

PARAMETERS: dict[str, Any] = {
    "metric": "parameters",
    "value": 120_000_000_000,
    "unit": "parameters",
    "comparator": "eq",
}


def test_the_makers_paper_attests_a_number_and_its_quote_is_an_exact_substring() -> None:
    assessment = assessed("Heron-2 has 120 billion parameters.", **PARAMETERS)
    found = finding_in(assessment, "heron")
    assert (found.stance, found.grade, found.location) == (Stance.SUPPORTS, Grade.E2, "abstract")
    assert found.quote in HERON.abstract
    assert (assessment.verdict.status, assessment.verdict.certainty) == (Status.ATTESTED, Certainty.LOW)


@given(st.permutations(PAPERS), st.lists(st.sampled_from(PAPERS), max_size=3))
@settings(max_examples=20)
def test_neither_order_nor_repetition_of_papers_matters(papers: list[PaperRecord], again: list[PaperRecord]) -> None:
    text = "Heron-2 outperforms GPT-3 and supports 40 languages."
    assert assessed(text, (*papers, *again)) == assessed(text)


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ("Heron-2 was trained on 3T tokens.", {"metric": "training_tokens", "value": 3e12, "unit": "tokens"}),
        ("Heron-2 supports 40 languages.", {"metric": "languages", "value": 40, "unit": "languages"}),
        ("Heron-2 支持 40 种语言。", {"metric": "languages", "value": 40, "unit": "languages", "lang": "zh"}),
        ("Heron-2 took 20 days to train.", {"metric": "training_time", "value": 20, "unit": "days"}),
        ("Heron-2 took 480 hours to train.", {"metric": "training_time", "value": 480, "unit": "hours"}),
        ("Heron-2 was trained on 256 GPUs.", {"metric": "gpu_count", "value": 256, "unit": "GPUs"}),
        ("Heron-2 is open under Apache 2.0.", {"metric": "license"}),
        ("Heron-2 beats GPT-3.", {"comparator": "outperforms", "compared_to": "GPT-3"}),
        ("Heron-2 在多项基准上超过 GPT-3。", {"comparator": "outperforms", "compared_to": "GPT-3", "lang": "zh"}),
    ],
)
def test_what_the_makers_paper_says_supports_in_either_language_and_unit(text: str, row: dict[str, Any]) -> None:
    assert finding_in(assessed(text, (HERON,), **row), "heron").stance is Stance.SUPPORTS


def test_another_systems_energy_told_against_the_subject_is_no_evidence() -> None:
    row: dict[str, Any] = {"metric": "energy_ratio", "value": 0.25, "unit": "ratio", "compared_to": "GPT-3"}
    assessment = assessed("Heron-2 needs a quarter of GPT-3's training energy.", **row)
    assert stances(assessment).get("egret", Stance.MENTIONS) is Stance.MENTIONS
    assert assessment.verdict.status is Status.UNVERIFIED


def test_another_size_of_the_family_neither_supports_nor_contradicts() -> None:
    small = replace(HERON, id="small", title="Heron-2 7B", abstract="We train Heron-2 7B with 7 billion parameters.")
    row: dict[str, Any] = {**PARAMETERS, "subject": "Heron-2 120B"}
    assert stances(assessed("Heron-2 120B has 120 billion parameters.", (small,), **row)) == {"small": Stance.MENTIONS}


def test_a_paper_on_something_else_with_the_same_number_gives_nothing() -> None:
    row: dict[str, Any] = {"metric": "training_tokens", "value": 3e12, "unit": "tokens"}
    assert "gardens" not in stances(assessed("Heron-2 was trained on 3T tokens.", **row))


def test_a_critical_re_evaluation_contradicts_and_a_person_is_asked_nothing_rash() -> None:
    assessment = assessed("Heron-2 has strong multilingual results.", (AUDIT,))
    assert finding_in(assessment, "audit").stance is Stance.CONTRADICTS
    assert assessment.verdict.status is Status.DISPUTED


def test_critique_that_came_before_the_claim_is_not_about_it() -> None:
    early = replace(AUDIT, published_on=date(2020, 1, 1), title="Pitfalls of multilingual evaluation",
                    abstract="The claims of multilingual models are overstated.")  # fmt: skip
    assert Stance.CONTRADICTS not in stances(assessed("Heron-2 has strong multilingual results.", (early,))).values()


def test_a_correction_that_takes_the_number_back_contradicts() -> None:
    correction = PaperRecord(
        id="correction",
        title="Author Correction: Wading through Language",
        abstract="The article now reports 31 solved puzzles from 47 tries, not 45 from 48.",
        doi="10.1000/correction.1",
    )
    row: dict[str, Any] = {"metric": "puzzles_solved", "value": 45, "unit": "puzzles"}
    assessment = assessed("Heron-2 solved 45 of 48 puzzles.", (correction,), **row)
    assert finding_in(assessment, "correction").stance is Stance.CONTRADICTS


def test_an_independent_measurement_of_the_same_benchmark_contradicts() -> None:
    measured = PaperRecord(
        id="measured",
        title="An outside look at MMLU",
        abstract="Our independent evaluation of Heron-2 on MMLU found 61%.",
        arxiv_id="2409.00009",
    )
    row: dict[str, Any] = {"metric": "benchmark_score", "value": 82, "unit": "%"}
    assessment = assessed("Heron-2 scores 82% on MMLU.", (measured,), **row)
    found = finding_in(assessment, "measured")
    assert (found.stance, found.grade) == (Stance.CONTRADICTS, Grade.E5)


def test_a_score_on_another_benchmark_says_nothing() -> None:
    other = PaperRecord(id="other", title="Sums", abstract="An independent test of Heron-2 on GSM8K gave 61%.")
    row: dict[str, Any] = {"metric": "benchmark_score", "value": 82, "unit": "%"}
    assert stances(assessed("Heron-2 scores 82% on MMLU.", (other,), **row)) == {"other": Stance.MENTIONS}


@pytest.mark.parametrize(
    "sentence",
    [
        "Compared with GPT-3, Heron-2 reaches the same parameter scale with only 2% of its energy.",
        "相比 GPT-3,Heron-2 实现同等参数规模,能耗仅为其 2%。",
    ],
)
def test_a_condition_that_the_claim_left_out_qualifies_it(sentence: str) -> None:
    press = PaperRecord(id="press", title="Pond Labs unveils Heron-2", abstract=sentence, url="https://news.example/1")
    row: dict[str, Any] = {"metric": "energy_ratio", "value": 0.02, "unit": "ratio", "compared_to": "GPT-3"}
    assessment = assessed("Training Heron-2 took 2% of GPT-3's energy.", (press,), **row)
    assert (finding_in(assessment, "press").grade, assessment.verdict.status) == (Grade.E1, Status.QUALIFIED)


def test_a_price_at_another_time_does_not_contradict() -> None:
    page = PaperRecord(id="page", title="Prices", abstract="Today training Heron-2 costs about $200,000.")
    row: dict[str, Any] = {"metric": "training_cost", "value": 2_000_000, "unit": "USD"}
    assert stances(assessed("Training Heron-2 cost $2 million.", (page,), **row)) == {"page": Stance.MENTIONS}


def test_a_page_that_copies_the_announcement_counts_nothing() -> None:
    words = "Heron-2 writes verse in the manner of every poet of the last two centuries and tells their styles apart."
    copy = PaperRecord(id="copy", title="News", abstract=f"{words} It has 120 billion parameters.")
    text = f"{words[:-1]}, with 120 billion parameters."
    assessment = assessed(text, (replace(copy, abstract=text),), **PARAMETERS)
    assert (finding_in(assessment, "copy").grade, assessment.verdict.status) == (Grade.E0, Status.UNVERIFIED)


def test_a_retracted_paper_reopens_the_claim() -> None:
    retracted = replace(HERON, standing=Standing.RETRACTED)
    verdict = assessed("Heron-2 has 120 billion parameters.", (retracted,), **PARAMETERS).verdict
    assert (verdict.status, verdict.proposal) == (Status.UNVERIFIED, Status.WITHDRAWN)


def test_what_was_little_known_is_superseded_once_the_makers_tell() -> None:
    report = replace(HERON, abstract="We present details on the training of Heron-2.", published_on=date(2024, 9, 1))
    verdict = assessed("There is little public information about Heron-2.", (report,)).verdict
    assert verdict.status is Status.SUPERSEDED


def test_the_later_and_better_supersedes_the_best_of_all() -> None:
    verdict = assessed("Heron-2 outperforms all other models.", (EGRET,), comparator="outperforms").verdict
    assert verdict.status is Status.SUPERSEDED


def test_a_claim_to_match_a_rival_is_contradicted_by_a_gap_to_that_rival() -> None:
    study = PaperRecord(
        id="study",
        title="How far do small models go?",
        abstract="We find that open models such as Heron-2 remain far behind ChatGPT in factual questions.",
        arxiv_id="2410.00010",
    )
    assessment = assessed("Heron-2 is on par with ChatGPT.", (study,), comparator="on_par", compared_to="ChatGPT")
    assert finding_in(assessment, "study").stance is Stance.CONTRADICTS


def test_another_chip_than_claimed_contradicts_the_same_supports() -> None:
    row: dict[str, Any] = {"metric": "hardware", "subject": "Heron-2"}
    assert finding_in(assessed("Heron-2 was trained on A100 GPUs.", (HERON,), **row), "heron").stance is Stance.SUPPORTS
    wrong = finding_in(assessed("Heron-2 was trained on H100 GPUs.", (HERON,), **row), "heron")
    assert wrong.stance is Stance.CONTRADICTS


def test_without_papers_nothing_is_said() -> None:
    assessment = assessed("Heron-2 has 120 billion parameters.", (), **PARAMETERS)
    assert (assessment.findings, assessment.recomputations) == ((), ())
    assert assessment.verdict.status is Status.UNVERIFIED


def test_an_empty_page_is_no_evidence() -> None:
    assert stances(assessed("Heron-2 has 120 billion parameters.", (replace(GARDENS, abstract="", title=""),))) == {}
