"""The encoder of the extra: vectors of length one, near where the meaning is near, the same each time."""

import pytest

from claims.matching.embeddings import Encoder, shipped_encoder
from tracker.extras import EMBEDDINGS, what_is_missing

MISSING = what_is_missing("embeddings", EMBEDDINGS)
pytestmark = pytest.mark.skipif(bool(MISSING), reason=MISSING)


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return shipped_encoder()


def test_vectors_are_of_length_one_and_the_same_each_time(encoder: Encoder) -> None:
    texts = ["Zephyr-9 has three trillion parameters.", "", "能耗", "word " * 1000]
    vectors = encoder.encode(texts)
    assert {len(vector) for vector in vectors} == {2 * 384}
    assert [encoder.cosines(vector, [vector])[0] for vector in vectors] == pytest.approx([1] * 4, abs=1e-3)
    assert encoder.encode(texts) == vectors


def test_what_means_the_like_is_near_without_a_common_word(encoder: Encoder) -> None:
    asked, like, unlike = encoder.encode(
        ["A cat sits on the mat.", "Kittens rest upon rugs.", "Trillions of parameters were trained."]
    )
    near, far = encoder.cosines(asked, [like, unlike])
    assert (near > 0.4, far < 0.2) == (True, True)


def test_nothing_is_compared_with_nothing(encoder: Encoder) -> None:
    assert encoder.cosines(encoder.encode(["a"])[0], []) == []
