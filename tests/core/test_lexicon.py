"""The names a text is read with: layers above the seed, plain words only as written, and things that share a name."""

import pytest

from claims.core.known_subjects import KnownSubject, SubjectKind
from claims.core.lexicon import SEED, lexicon_of
from claims.core.subjects import canonical_in, find_names

EDITORS = lexicon_of(
    [
        KnownSubject(name="Zephyr-9", kind=SubjectKind.SYSTEM, maker="Nimbus Labs", aliases=("西风九号", "Lantern")),
        KnownSubject(name="Gemini", kind=SubjectKind.SYSTEM, maker="Orion Observatory"),
        KnownSubject(name="Nimbus Labs", kind=SubjectKind.MAKER, aliases=("Nimbus",)),
    ],
    beneath=SEED,
)


def named(text: str) -> list[tuple[str, str]]:
    """Each name of a text with what it stands for, under the names that editors gave."""
    return [(found.name, found.canonical) for found in find_names(text, EDITORS)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("西风九号胜过 GPT 3 号。", [("西风九号", "Zephyr-9"), ("GPT 3 号", "GPT-3")]),
        ("西风九号 7B", [("西风九号 7B", "Zephyr-9 7B")]),
        ("Nimbus Labs made Zephyr-9.", [("Nimbus Labs", "Nimbus Labs"), ("Zephyr-9", "Zephyr-9")]),
        ("The Lantern, not a lantern.", [("Lantern", "Zephyr-9")]),
        ("MT-NGL 530B", [("MT-NGL 530B", "MT-NLG")]),
        ("It beats M6 10B.", [("M6 10B", "M6 10B")]),
        (
            "the Gemini telescope and the Gemini 2.0 model",
            [("Gemini telescope", "Gemini telescope"), ("Gemini 2.0", "Gemini 2.0")],
        ),
    ],
)
def test_names_of_each_layer_are_found_and_lead_to_what_they_stand_for(
    text: str, expected: list[tuple[str, str]]
) -> None:
    assert named(text) == expected


def test_a_layer_goes_before_those_beneath_and_the_first_of_two_keeps_a_name() -> None:
    both = lexicon_of(
        [
            KnownSubject(name="Falcon-9", kind=SubjectKind.SYSTEM, maker="Nimbus Labs"),
            KnownSubject(name="falcon 9", kind=SubjectKind.SYSTEM, maker="Aurora AI"),
        ],
        beneath=EDITORS,
    )
    makers = {name: known.maker for name in ("Falcon-9", "Gemini", "GPT-3") if (known := both.named(name))}
    assert makers == {"Falcon-9": "Nimbus Labs", "Gemini": "Orion Observatory", "GPT-3": "OpenAI"}


def test_what_no_layer_knows_is_none_and_is_its_own_name() -> None:
    assert EDITORS.named("Borealis") is None
    assert canonical_in(EDITORS, "Borealis 7B") == "Borealis 7B"
    assert lexicon_of([], beneath=SEED).named("") is None
