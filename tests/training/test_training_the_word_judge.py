"""Training the word judge: folds that do not leak, the same weights each time, and a floor out of fold."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.judging.word_model import LEANINGS, model_from_rows, weigh_words
from claims.judging.word_rarity import Rarity, shipped_rarity
from training.scifact import Pair, folds, read_pairs

pytest.importorskip("sklearn", reason="needs the dependency group train")

from training.word_judge import balanced_scores, fit, out_of_fold, rarity_rows, read_all, train, write

PLAIN = Rarity(known={}, unseen=5.0)
BIRDS = ("heron", "egret", "stork", "crane", "ibis", "bittern", "spoonbill", "flamingo", "pelican", "gull")


def pair(bird: str, label: str) -> Pair:
    """A claim that fog draws birds, with an abstract that agrees, disagrees or speaks of something else."""
    told = {
        "supports": f"Fog increased sightings of the {bird}.",
        "contradicts": f"Fog did not increase sightings of the {bird}.",
        "neither": "Ponds hold water in winter.",
    }[label]
    return Pair(
        claim=f"Fog increases sightings of the {bird}.",
        document=f"{bird} {label}",
        title="On birds",
        sentences=("We walked around ponds.", told),
        label=label,
        evidence=frozenset() if label == "neither" else frozenset({1}),
    )


PAIRS = [pair(bird, label) for bird in BIRDS for label in LEANINGS]


def test_training_twice_gives_the_same_weights_and_learns_what_is_there() -> None:
    read = read_all(PAIRS, PLAIN)
    once, again = train(PAIRS, read), train(PAIRS, read_all(PAIRS, PLAIN))
    assert once == again
    assert [weigh_words(one, model_from_rows(once)).leaning for one in read] == [one.label for one in PAIRS]


def test_the_files_written_are_the_same_bytes_each_time(tmp_path: Path) -> None:
    texts = [("Herons wade in ponds", 1.0)] * 4 + [("Herons fly", 1.0)]
    for name in ("once", "again"):
        write(tmp_path / name, rarity_rows(iter(texts)))
    assert (tmp_path / "once").read_bytes() == (tmp_path / "again").read_bytes()
    assert rarity_rows(iter(texts)) == {"0.1": "heron", "0.3": "in pond wade", "0.5": ""}


@given(st.lists(st.tuples(st.integers(0, 5), st.sampled_from(BIRDS)), min_size=1, max_size=30), st.integers(0, 3))
def test_no_abstract_and_if_asked_no_reworded_claim_is_in_two_folds(rows: list[tuple[int, str]], seed: int) -> None:
    pairs = [
        Pair(claim=f"The {bird} wades", document=str(document), title="", sentences=("It wades.",), label="neither",
             evidence=frozenset())
        for document, bird in rows
    ]  # fmt: skip
    loose, apart = folds(pairs, seed=seed), folds(pairs, seed=seed, apart=True)
    assert len({(one.document, fold) for one, fold in zip(pairs, loose, strict=True)}) == len({d for d, _ in rows})
    assert len({(one.claim, fold) for one, fold in zip(pairs, apart, strict=True)}) == len({b for _, b in rows})


def test_scores_out_of_fold_are_those_of_a_model_that_did_not_see_the_pair() -> None:
    read, fold_of = read_all(PAIRS, PLAIN), folds(PAIRS)
    seen = [i for i, fold in enumerate(fold_of) if fold != fold_of[0]]
    model = model_from_rows(fit([PAIRS[i] for i in seen], [read[i] for i in seen]))
    assert out_of_fold(PAIRS, read, fold_of)[0] == balanced_scores(model, read[0])


def test_labels_out_of_fold_on_scifact_keep_their_floor(data: Path) -> None:
    from bench.word_judge import f1_of

    pairs = read_pairs(data / "scifact")
    scores = out_of_fold(pairs, read_all(pairs, shipped_rarity()), folds(pairs))
    given_labels = [LEANINGS[max(range(3), key=one.__getitem__)] for one in scores]
    right = [one.label for one in pairs]
    f1 = [f1_of(label, right, given_labels) for label in LEANINGS]
    assert (sum(f1) / 3 >= 0.63, f1[2] >= 0.5) == (True, True)
