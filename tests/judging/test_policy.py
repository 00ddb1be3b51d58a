"""What jobs accept by themselves: what the policy says, never a mention, never words that are not in the document."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.judging.findings import Basis, Finding, Stance
from claims.judging.policy import Policy
from tests.judging.made_up_evidence import finding, findings

bars = st.none() | st.floats(min_value=0.01, max_value=1)


def test_by_default_confident_figures_count_and_words_wait() -> None:
    policy = Policy()
    told = {
        (basis.value, confidence): policy.accepts(finding(basis=basis, confidence=confidence), verbatim=True)
        for basis in Basis
        for confidence in (0.74, 0.75, 1.0)
    }
    assert told == {
        ("numbers", 0.74): False,
        ("numbers", 0.75): True,
        ("numbers", 1.0): True,
        ("words", 0.74): False,
        ("words", 0.75): False,
        ("words", 1.0): False,
    }


@given(findings, bars, bars)
def test_no_policy_accepts_a_mention_or_a_quote_that_is_not_in_the_document(
    found: Finding, numbers: float | None, words: float | None
) -> None:
    policy = Policy(numbers_from=numbers, words_from=words)
    assert not policy.accepts(found, verbatim=False)
    assert not (found.stance is Stance.MENTIONS and policy.accepts(found, verbatim=True))


@given(bars, bars)
def test_a_version_names_the_bars(numbers: float | None, words: float | None) -> None:
    assert Policy(numbers_from=0.75).version == "1: numbers from 0.75, words never"
    one, same = (Policy(numbers_from=numbers, words_from=words) for _ in range(2))
    assert one.version == same.version


@pytest.mark.parametrize("bar", [0, -0.1, 1.1])
def test_a_bar_is_a_confidence(bar: float) -> None:
    with pytest.raises(ValueError, match="above 0 and at most 1"):
        Policy(numbers_from=bar)
