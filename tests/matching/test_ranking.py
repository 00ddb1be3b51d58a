"""BM25: the document that says it best comes first, and order is total."""

from hypothesis import given
from hypothesis import strategies as st

from claims.matching.ranking import Ranking, query_of

WORDS = st.lists(st.sampled_from(["energy", "gpt3", "cost", "m6", "carbon"]), max_size=8)


def test_a_rare_word_outweighs_a_common_one() -> None:
    ranking = Ranking([("a", ["model", "energy"]), ("b", ["model", "cost"]), ("c", ["model", "cost"])])
    assert [key for key, _ in ranking.best(query_of(["model", "energy"]), 3)] == ["a", "b", "c"]


def test_a_document_without_any_word_of_the_query_is_not_found() -> None:
    assert Ranking([("a", ["energy"]), ("b", ["cost"])]).best(query_of(["cost"]), 5)[0][0] == "b"
    assert len(Ranking([("a", ["energy"]), ("b", ["cost"])]).best(query_of(["cost"]), 5)) == 1


def test_an_empty_corpus_answers_nothing() -> None:
    assert Ranking[str]([]).best(query_of(["cost"]), 5) == []


@given(st.lists(WORDS, max_size=12), WORDS, st.integers(min_value=1, max_value=12))
def test_fewer_results_are_the_head_of_more(documents: list[list[str]], query: list[str], depth: int) -> None:
    ranking = Ranking(enumerate(documents))
    assert ranking.best(query_of(query), depth) == ranking.best(query_of(query), 100)[:depth]


@given(st.lists(WORDS, max_size=12), WORDS)
def test_scores_fall_and_are_positive(documents: list[list[str]], query: list[str]) -> None:
    scores = [score for _, score in Ranking(enumerate(documents)).best(query_of(query), 100)]
    assert scores == sorted(scores, reverse=True)
    assert all(score > 0 for score in scores)


def test_words_that_begin_alike_find_each_other_and_count_less_than_the_word_itself() -> None:
    ranking = Ranking([("kin", ["phosphorylated"]), ("same", ["phosphorylation"]), ("other", ["energy"])])
    assert [key for key, _ in ranking.best(query_of(["phosphorylation"]), 3)] == ["same", "kin"]
