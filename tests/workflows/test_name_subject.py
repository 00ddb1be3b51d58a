"""Subjects by name: one for all spellings, apart for two makers, and never two by two workers."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import IntegrityError, connections, transaction

from claims.core.known_subjects import KnownSubject, SubjectKind
from claims.models import Organisation, Subject, SubjectAlias
from claims.workflows.known_names import known_names_in
from claims.workflows.name_subject import subject_named


def named(name: str, *, maker: str = "", kind: SubjectKind = SubjectKind.SYSTEM) -> Subject:
    subject = subject_named(name, maker=maker, kind=kind)
    assert subject is not None
    return subject


def told() -> list[tuple[str, str, str]]:
    """Name, maker and family of every subject."""
    rows = Subject.objects.select_related("maker", "family").order_by("pk")
    return [(row.name, str(row.maker or ""), str(row.family or "")) for row in rows]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "spellings",
    [
        ("Zephyr-9", "zephyr 9", "ZEPHYR‑9", "Ｚephyr-9"),
        ("悟道 2.0", "悟道2.0", "Wu Dao 2.0", "WuDao 2.0"),
        ("GPT-3", "GPT 3 号", "gpt3"),
        ("MT-NLG", "威震天-图灵 NGL", "MT-NGL 530B"),
    ],
)
def test_all_spellings_of_a_name_are_one_subject_and_naming_again_changes_nothing(spellings: tuple[str, ...]) -> None:
    first = named(spellings[0])
    before = told()
    assert {named(spelling).pk for spelling in (*spellings, *spellings)} == {first.pk}
    assert told() == before


@pytest.mark.django_db
def test_the_sizes_of_a_family_are_subjects_of_their_own_under_it() -> None:
    for name in ("M6 10B", "M6 100B", "M6 1T", "M6-10T"):
        named(name)
    assert told() == [
        ("M6", "Alibaba", ""),
        ("M6 10B", "Alibaba", "M6"),
        ("M6 100B", "Alibaba", "M6"),
        ("M6-T", "Alibaba", "M6"),
        ("M6-10T", "Alibaba", "M6"),
    ]


@pytest.mark.django_db
def test_one_name_by_two_makers_is_two_subjects() -> None:
    first, second = named("Falcon-9", maker="Nimbus Labs"), named("Falcon-9", maker="Aurora AI")
    assert first.pk != second.pk
    assert named("falcon 9", maker="Nimbus Labs") == first
    assert named("Falcon-9", maker="Aurora AI") == second


@pytest.mark.django_db
def test_a_name_that_several_share_and_no_maker_is_told_for_is_a_subject_apart() -> None:
    first, second = named("Falcon-9", maker="Nimbus Labs"), named("Falcon-9", maker="Aurora AI")
    apart = named("Falcon-9")
    assert apart not in (first, second)
    assert apart.maker is None
    assert named("Falcon-9") == apart


@pytest.mark.django_db
def test_a_subject_without_a_maker_gets_the_first_that_is_told_and_no_other() -> None:
    bare = named("Falcon-9")
    assert named("Falcon-9", maker="Nimbus Labs") == bare
    assert str(Subject.objects.get(pk=bare.pk).maker) == "Nimbus Labs"
    assert named("Falcon-9", maker="Aurora AI") != bare


@pytest.mark.django_db
def test_one_house_under_two_names_is_one_maker() -> None:
    assert named("Zephyr-9", maker="Alibaba") == named("Zephyr-9", maker="达摩院")


@pytest.mark.django_db
def test_a_maker_that_people_changed_makes_no_second_subject_of_what_the_seed_knows() -> None:
    gemini = named("Gemini")
    Subject.objects.filter(pk=gemini.pk).update(maker=Organisation.objects.create(name="Orion Observatory"))
    assert named("Gemini", maker="Google").pk == gemini.pk


@pytest.mark.django_db
def test_a_company_and_a_system_of_one_name_are_two() -> None:
    company = named("Borealis", kind=SubjectKind.MAKER)
    assert (company.kind, named("Borealis").pk) == ("maker", company.pk)
    assert Subject.objects.create(name="Borealis", kind=SubjectKind.SYSTEM).pk != company.pk


@pytest.mark.django_db
def test_no_name_is_no_subject() -> None:
    assert subject_named("") is None
    assert told() == []


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["Zephyr-9", "zephyr 9", "Zephyr_9"])
def test_the_database_keeps_one_subject_of_a_spelling_a_maker_and_a_kind(name: str) -> None:
    Subject.objects.create(name="Zephyr-9")
    with pytest.raises(IntegrityError, match="subject_once_per_maker_and_kind"), transaction.atomic():
        Subject.objects.create(name=name)


@pytest.mark.django_db(transaction=True)
def test_workers_that_name_one_thing_at_once_make_one_subject() -> None:
    def work(spelling: str) -> int:
        try:
            return named(spelling).pk
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as workers:
        made = set(workers.map(work, ["Zephyr-9 7B", "zephyr 9 7B", "Zephyr-9-7B", "Zephyr 9 7B"]))
    assert len(made) == 1
    assert Subject.objects.count() == 2, "the member and its family"


@pytest.mark.django_db
def test_names_that_people_gave_are_known_in_a_text_and_those_only_read_are_not() -> None:
    nimbus = Organisation.objects.create(name="Nimbus Labs")
    western = Subject.objects.create(name="Zephyr-9", maker=nimbus)
    SubjectAlias.objects.create(subject=western, name="西风九号")
    Subject.objects.create(name="Lantern", read_by_name=True)
    Subject.objects.create(name="Training")
    text = "Training the lantern: 西风九号 is large."
    assert known_names_in(text) == (
        KnownSubject(name="Zephyr-9", kind=SubjectKind.SYSTEM, maker="Nimbus Labs", aliases=("西风九号",)),
        KnownSubject(name="Lantern", kind=SubjectKind.SYSTEM),
    )
    assert known_names_in("zephyr 9 is large.") == known_names_in("西风九号 很大。")
    assert known_names_in("Nothing of it.") == ()
