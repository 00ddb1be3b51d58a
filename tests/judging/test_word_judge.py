"""The word judge in the product: it speaks where words are plain, after the rules, and else abstains."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claims.core.papers import PaperRecord
from claims.core.statements import ClaimStatement
from claims.judging.assessing import assess
from claims.judging.findings import Stance
from claims.judging.word_judge import view_of
from claims.judging.word_model import Chances, WordVerdict, judge_words, softmax

RETRIEVAL = "Retrieval improves the accuracy of assistants on medical questions."
FRAME = ("We study how people use assistants in hospitals.", "Our code is available.")


def judged(claim: str, sentence: str) -> WordVerdict:
    """The shipped model's verdict on one sentence between two that do not bear on the claim."""
    verdict = judge_words(claim, "A study of assistants", (FRAME[0], sentence, FRAME[1]))
    assert verdict is not None
    return verdict


@pytest.mark.parametrize(
    ("sentence", "leaning"),
    [
        ("Retrieval improved the accuracy of assistants on medical questions in every hospital.", "supports"),
        ("Retrieval did not improve the accuracy of assistants on medical questions.", "contradicts"),
        ("Retrieval reduced the accuracy of assistants on medical questions.", "contradicts"),
        ("Retrieval failed to improve the accuracy of assistants on medical questions.", "contradicts"),
        ("Nurses plant gardens on the roof.", "neither"),
    ],
)
def test_plain_words_lean_as_a_reader_would(sentence: str, leaning: str) -> None:
    verdict = judged(RETRIEVAL, sentence)
    assert (verdict.leaning, leaning == "neither" or verdict.sentence == 1) == (leaning, True)


def test_chinese_on_either_side_or_no_sentence_is_not_judged() -> None:
    assert [
        judge_words("检索提高了医疗问题的准确率。", "", ("Retrieval improved it.",)),
        judge_words(RETRIEVAL, "", ("检索提高了医疗问题的准确率。",)),
        judge_words(RETRIEVAL, "A study", ()),
    ] == [None, None, None]


@given(st.text(max_size=60), st.lists(st.text(max_size=60), min_size=1, max_size=4))
@settings(max_examples=50)
def test_chances_are_probabilities_whatever_is_read(claim: str, sentences: list[str]) -> None:
    verdict = judge_words(claim, "", tuple(sentences))
    if verdict is not None:
        chances = verdict.chances
        assert sum((chances.neither, chances.supports, chances.contradicts)) == pytest.approx(1)
        assert 0 <= verdict.sentence < len(sentences)


@given(st.lists(st.floats(-50, 50), min_size=1, max_size=6), st.floats(-50, 50))
def test_softmax_does_not_care_where_zero_is(scores: list[float], shift: float) -> None:
    assert softmax([score + shift for score in scores]) == pytest.approx(softmax(scores))


def verdict(
    supports: float, contradicts: float, *, covered: float = 1.0, opposed: bool = False, finds_nothing: bool = False
) -> WordVerdict:
    """A verdict with these chances, in a sentence that has all of the claim unless said otherwise."""
    chances = Chances(1 - supports - contradicts, supports, contradicts)
    return WordVerdict(
        leaning="", chances=chances, sentence=0, covered=covered, opposed=opposed, finds_nothing=finds_nothing
    )


@pytest.mark.parametrize(
    ("given_verdict", "stance"),
    [
        (verdict(0.7, 0.1), Stance.SUPPORTS),
        (verdict(0.69, 0.1), None),
        (verdict(0.9, 0.1, covered=0.49), None),
        (verdict(0.9, 0.1, opposed=True), None),
        (verdict(0.9, 0.1, finds_nothing=True), None),
        (verdict(0.1, 0.7, opposed=True), Stance.CONTRADICTS),
        (verdict(0.1, 0.69, opposed=True), None),
        (verdict(0.1, 0.9, opposed=True, covered=0.64), None),
        (verdict(0.1, 0.9, finds_nothing=True), None),
    ],
)
def test_a_view_needs_chance_and_cover_and_a_contradiction_opposed_words(
    given_verdict: WordVerdict, stance: Stance | None
) -> None:
    view = view_of(given_verdict)
    assert (view.stance if view else None) == stance


@given(st.floats(0, 1))
def test_a_contradiction_by_words_alone_is_never_told_with_more_than_half_confidence(chance: float) -> None:
    view = view_of(verdict(0, chance, opposed=True))
    assert view is None or (view.stance, view.confidence <= 0.5) == (Stance.CONTRADICTS, True)


def found(claim: str, abstract: str) -> list[tuple[Stance, str]]:
    """Stances with their quotes of a paper on medical assistants."""
    paper = PaperRecord(id="p", title="A study of medical assistants", abstract=abstract)
    return [(one.stance, one.quote) for one in assess(ClaimStatement(id="c", text=claim), [paper]).findings]


@pytest.mark.parametrize(
    ("sentence", "stance"),
    [
        ("Retrieval improved the accuracy of assistants on medical questions in every hospital.", Stance.SUPPORTS),
        ("Retrieval did not improve the accuracy of assistants on medical questions.", Stance.CONTRADICTS),
    ],
)
def test_a_claim_on_things_in_general_is_judged_by_the_sentence_that_bears_on_it(sentence: str, stance: Stance) -> None:
    assert found(RETRIEVAL, f"{FRAME[0]} {sentence} {FRAME[1]}") == [(stance, sentence)]


@pytest.mark.parametrize(
    ("claim", "sentence"),
    [
        ("Retrieval improves accuracy.", "Retrieval improved accuracy."),
        (
            "Retrieval improves the accuracy of assistants on medical questions by 12%.",
            "Retrieval improved the accuracy of assistants on medical questions in every hospital.",
        ),
        (RETRIEVAL, "It is a myth that retrieval improved the accuracy of assistants on medical questions."),
        (RETRIEVAL, "Whether retrieval helps is unknown."),
    ],
)
def test_short_claims_numbers_doubting_sentences_and_open_questions_are_left_alone(claim: str, sentence: str) -> None:
    assert [stance for stance, _ in found(claim, f"{FRAME[0]} {sentence}") if stance is not Stance.MENTIONS] == []


def test_words_are_weighed_the_same_whatever_the_seed_of_hashes() -> None:
    sentences = (FRAME[0], "Retrieval lowers accuracy on medical questions.")
    code = (
        f"from claims.judging.word_model import judge_words;print(judge_words({RETRIEVAL!r}, 'A study', {sentences!r}))"
    )
    runs = {
        subprocess.run(
            [sys.executable, "-c", code],
            env=os.environ | {"PYTHONHASHSEED": seed},
            cwd=Path(__file__).parents[2],
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        for seed in ("0", "1", "2")
    }
    assert len(runs) == 1
