"""What a sentence's words do to a claim's: the counts and signs that the word judge weighs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.judging.word_features import (
    SENTENCE_FEATURES,
    TEXT_FEATURES,
    read_wording,
    sentence_features,
    text_features,
)
from claims.judging.word_rarity import Rarity, rarity_from_rows

PLAIN = Rarity(known={}, unseen=5.0)


def features(claim: str, sentence: str) -> dict[str, float]:
    """The features of a sentence alone, by name, with every word as rare as any other."""
    asked, told = read_wording(claim, PLAIN), read_wording(sentence, PLAIN)
    return dict(zip(SENTENCE_FEATURES, sentence_features(asked, told, None, place=0, count=1), strict=True))


def test_a_sentence_covers_a_claim_by_the_rarity_of_what_they_share() -> None:
    rarity = Rarity(known={"heron": 1.0, "tool": 3.0}, unseen=4.0)
    asked = read_wording("Herons use tools", rarity)
    assert asked.weights == {"heron": 1.0, "use": 4.0, "tool": 3.0}
    assert asked.covered_by(read_wording("The tool of a heron", rarity).words) == 0.5


@pytest.mark.parametrize(
    ("claim", "sentence", "turned"),
    [
        ("Fog increases heron sightings.", "Fog increased heron sightings.", 1),
        ("Fog increases heron sightings.", "Fog reduced heron sightings.", -1),
        ("Fog increases heron sightings.", "Fog did not increase heron sightings.", -1),
        ("Fog does not increase heron sightings.", "Fog did not increase heron sightings.", 1),
        ("Lack of fog lowers heron sightings.", "More fog raised heron sightings.", 1),
        ("Fog increases heron sightings.", "We failed to reproduce the increase of heron sightings in fog.", -1),
        ("Fog increases heron sightings.", "The increase of heron sightings in fog is overstated.", -1),
        ("Fog increases heron sightings.", "Ponds hold water.", 0),
        ("Fog surrounds heron sightings.", "Fog reduced heron sightings.", 0),
    ],
)
def test_directions_are_matched_by_what_they_are_said_of(claim: str, sentence: str, turned: int) -> None:
    found = features(claim, sentence)["turned"]
    assert (found > 0) - (found < 0) == turned


@pytest.mark.parametrize(
    ("claim", "sentence", "undone"),
    [
        ("A UCP1-dependent mechanism warms herons.", "A UCP1-independent mechanism warms herons.", True),
        ("Herons are stable fliers.", "Herons are unstable fliers.", True),
        ("Herons are stable fliers.", "Herons are stable fliers.", False),
        ("Herons use an art.", "Herons use dart.", False),
    ],
)
def test_a_prefix_undoes_a_word(claim: str, sentence: str, undone: bool) -> None:
    assert (features(claim, sentence)["undone"] > 0) is undone


def test_finding_nothing_stands_against_a_claim_that_finds_something() -> None:
    told = features("Fog changes heron sightings.", "There was no significant difference in heron sightings with fog.")
    assert (told["only_sentence_finds_nothing"] > 0, told["both_find_nothing"], told["negation_differs"]) == (
        True,
        0,
        1,
    )


def test_a_number_that_differs_counts_only_where_none_is_shared() -> None:
    same, other = (
        features("Herons eat 40 fish.", "Herons eat 40 fish."),
        features("Herons eat 40 fish.", "Herons eat 30."),
    )
    names = ("number_shared", "number_missing")
    assert [[row[name] for name in names] for row in (same, other)] == [[1, 0], [0, 1]]
    assert (same["number_differs"] == 0, other["number_differs"] > 0) == (True, True)


@given(st.text(max_size=80), st.text(max_size=80))
def test_any_two_texts_have_all_features_as_finite_numbers(claim: str, sentence: str) -> None:
    asked, told = read_wording(claim, PLAIN), read_wording(sentence, PLAIN)
    rows = sentence_features(asked, told, told, place=1, count=2), text_features(asked, told, (told, told))
    assert [len(row) for row in rows] == [len(SENTENCE_FEATURES), len(TEXT_FEATURES)]
    assert all(abs(value) < 100 for row in rows for value in row)


def test_stored_rarities_are_read_by_stem_and_the_unseen_weigh_as_the_rarest() -> None:
    rarity = rarity_from_rows({"2.5": "train model", "7.0": "heron"})
    assert [rarity.of(word) for word in ("train", "model", "heron", "egret")] == [2.5, 2.5, 7.0, 7.0]
