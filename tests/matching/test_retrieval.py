"""Retrieval over texts in memory, by terms alone and with the order of meanings fused in."""

from claims.matching.retrieval import retrieve, retrieve_by_terms_and_meaning
from tests.matching.stand_in_encoder import LetterEncoder

CORPUS = [("zeal", "zeal zest"), ("meets", "aeons easts"), ("asset", "asset mesa teams")]
ENCODER = LetterEncoder()
VECTORS = ENCODER.encode([text for _, text in CORPUS])


def test_meaning_finds_what_shares_no_term_and_both_orders_count() -> None:
    query = [("1", "zest seats")]
    assert [key for key, _ in next(retrieve(CORPUS, query, depth=3))[1]] == ["zeal"]
    both = retrieve_by_terms_and_meaning(CORPUS, query, vectors=VECTORS, encoder=ENCODER, depth=3)
    assert list(both) == [("1", [("zeal", 1 / 61 + 1 / 63), ("asset", 1 / 61), ("meets", 1 / 62)])]


def test_a_query_in_another_language_goes_by_terms_alone() -> None:
    found = retrieve_by_terms_and_meaning(
        [*CORPUS, ("zh", "模型能耗")],
        [("1", "能耗是多少？")],
        vectors=[*VECTORS, *ENCODER.encode(["模型能耗"])],
        encoder=ENCODER,
        depth=3,
    )
    assert list(found) == [("1", [("zh", 1 / 61)])]
