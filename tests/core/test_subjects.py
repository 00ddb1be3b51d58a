"""Names of systems: spellings of one thing, members of a family, strangers, and words that are no names."""

from dataclasses import dataclass
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.core.known_subjects import KNOWN_SUBJECTS, KnownSubject, SubjectKind
from claims.core.subjects import Sameness, canonical_name, compare_subjects, family_of, find_names, known_subject

NAMES = st.sampled_from([name for known in KNOWN_SUBJECTS for name in (known.name, *known.aliases)]) | st.sampled_from(
    ["M6 10B", "M6 100B", "M6-1T", "Zephyr-9", "Zephyr-9 7B", "Zephyr", "OPT-175B", "Llama 2 70B", "", "7B", "v2"]
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A name as written and what it stands for."""

    name: str
    canonical: str
    kind: SubjectKind = SubjectKind.SYSTEM


def named(text: str) -> list[Named]:
    return [Named(name=found.name, canonical=found.canonical, kind=found.kind) for found in find_names(text)]


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("MT-NGL", "MT-NLG"),
        ("MT-NGL 530B", "MT-NLG"),
        ("Megatron-Turing NLG", "MT-NLG"),
        ("武道 2.0", "Wu Dao 2.0"),
        ("悟道2.0", "Wu Dao 2.0"),
        ("WuDao 2.0", "Wu Dao 2.0"),
        ("GPT 3 号", "GPT-3"),
        ("gpt3", "GPT-3"),
        ("GPT-3 175B", "GPT-3"),
        ("M6 10T", "M6-10T"),
        ("Zephyr-9", "Zephyr-9"),
        ("“Zephyr-9”,", "Zephyr-9"),
    ],
)
def test_the_spellings_of_a_name_are_one_name(written: str, canonical: str) -> None:
    assert canonical_name(written) == canonical


@pytest.mark.parametrize(
    ("member", "family"),
    [
        ("M6-10T", "M6"),
        ("M6 10B", "M6"),
        ("M6 100B", "M6"),
        ("Zephyr-9 7B", "Zephyr-9"),
        ("Qwen3-235B-A22B", "Qwen3"),
        ("Llama 2 70B", "Llama 2"),
        ("OPT-175B", "OPT"),
        ("M6", ""),
        ("GPT-3", ""),
    ],
)
def test_a_member_of_a_family_is_named_by_its_size_and_the_family_is_not(member: str, family: str) -> None:
    assert family_of(member) == family


SIZES = ("M6 10B", "M6 100B", "M6-1T", "M6-10T")


@pytest.mark.parametrize("size", SIZES)
def test_each_size_of_a_family_belongs_to_it_and_is_no_other_size(size: str) -> None:
    assert {other: compare_subjects(size, other) for other in ("M6", *SIZES)} == {
        "M6": Sameness.FAMILY,
        **{other: Sameness.SAME if other == size else Sameness.DIFFERENT for other in SIZES},
    }


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("OPT-175B", "GPT-3"),
        ("GLaM", "GPT-3"),
        ("GPT-3", "GPT-4"),
        ("GPT-3", "GPT-3.5"),
        ("Wu Dao 2.0", "M6"),
        ("Megatron-LM", "MT-NLG"),
        ("Turing-NLG", "MT-NLG"),
        ("Zephyr-9", "Zephyr-90"),
        ("Zephyr", "Borealis"),
        ("", "M6"),
    ],
)
def test_neighbours_of_a_name_are_other_things(name: str, other: str) -> None:
    assert compare_subjects(name, other) is Sameness.DIFFERENT


@given(NAMES, NAMES)
def test_how_two_names_stand_does_not_depend_on_their_order(name: str, other: str) -> None:
    assert compare_subjects(name, other) is compare_subjects(other, name)


@given(NAMES.filter(lambda name: any(character.isalnum() for character in name)))
def test_a_name_is_itself_with_blanks_around_it_and_its_canonical_form_is_final(name: str) -> None:
    canonical = canonical_name(name)
    assert compare_subjects(f"  {name} ", canonical) is Sameness.SAME
    assert canonical_name(canonical) == canonical


@pytest.mark.parametrize("known", KNOWN_SUBJECTS, ids=[known.name for known in KNOWN_SUBJECTS])
def test_every_alias_of_the_seed_leads_to_a_name_of_the_seed(known: KnownSubject) -> None:
    assert {canonical_name(name) for name in (known.name, *known.aliases)} == {known.name}


def test_what_the_seed_does_not_know_is_none() -> None:
    assert known_subject("Zephyr-9") is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "M6-10T and M6 10B are not GPT-3.",
            [
                Named(name="M6-10T", canonical="M6-10T"),
                Named(name="M6 10B", canonical="M6 10B"),
                Named(name="GPT-3", canonical="GPT-3"),
            ],
        ),
        (
            "阿里的 M6 与悟道 2.0、GPT 3 号不同。",
            [
                Named(name="阿里", canonical="Alibaba", kind=SubjectKind.MAKER),
                Named(name="M6", canonical="M6"),
                Named(name="悟道 2.0", canonical="Wu Dao 2.0"),
                Named(name="GPT 3 号", canonical="GPT-3"),
            ],
        ),
        (
            "We train Zephyr-9 on V100 and test on MMLU.",
            [
                Named(name="Zephyr-9", canonical="Zephyr-9"),
                Named(name="V100", canonical="V100", kind=SubjectKind.CHIP),
                Named(name="MMLU", canonical="MMLU", kind=SubjectKind.BENCHMARK),
            ],
        ),
    ],
)
def test_names_are_found_in_a_sentence_with_what_they_stand_for(text: str, expected: list[Named]) -> None:
    assert named(text) == expected


@pytest.mark.parametrize(
    "text", ["The GPU and the LLM.", "We clip and bloom.", "CO2 and FP16", "a GPU-based one", "模型很快。"]
)
def test_terms_of_the_trade_and_plain_words_are_no_names(text: str) -> None:
    assert named(text) == []


def test_a_word_that_is_told_to_be_a_name_is_one() -> None:
    text = "Borealis is fast."
    assert named(text) == []
    assert [found.name for found in find_names(text, extra=frozenset({"Borealis"}))] == ["Borealis"]


@given(
    st.lists(NAMES | st.sampled_from([" ", "，", ". ", "'s ", "/", "-", "的", "10%", "号"]), max_size=12).map("".join)
)
def test_names_of_any_text_stand_where_they_say_in_order_and_apart(text: str) -> None:
    found = find_names(text)
    assert [mention.name for mention in found] == [text[mention.start : mention.end] for mention in found]
    assert all(left.end <= right.start for left, right in pairwise(found))
