"""Reciprocal-rank fusion: what several rankings agree on comes first, and order is total."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from claims.matching.fusion import fuse

RANKINGS = st.lists(st.lists(st.integers(min_value=0, max_value=9), unique=True), max_size=4)


def test_what_both_rankings_have_outweighs_the_first_of_one() -> None:
    fused = fuse([["a", "both", "c"], ["x", "y", "both"]], 3)
    assert fused == [
        ("both", 1 / 62 + 1 / 63),
        ("a", 1 / 61),
        ("x", 1 / 61),
    ]


def test_one_ranking_keeps_its_order() -> None:
    assert [key for key, _ in fuse([["c", "a", "b"], []], 9)] == ["c", "a", "b"]


def test_nothing_is_made_of_nothing() -> None:
    assert fuse([], 5) == fuse([[], []], 5) == []


@given(RANKINGS, st.integers(min_value=1, max_value=12))
def test_every_key_is_ranked_once_and_fewer_are_the_head_of_more(rankings: list[list[int]], depth: int) -> None:
    everything = fuse(rankings, 100)
    assert sorted(key for key, _ in everything) == sorted({key for ranking in rankings for key in ranking})
    assert fuse(rankings, depth) == everything[:depth]


@given(RANKINGS)
def test_scores_are_sums_over_the_rankings_that_have_the_key(rankings: list[list[int]]) -> None:
    for key, score in fuse(rankings, 100):
        exact = sum(Fraction(1, 61 + ranking.index(key)) for ranking in rankings if key in ranking)
        assert abs(score - exact) < 1e-12
