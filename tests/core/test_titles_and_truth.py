"""Titles of one work that differ, titles of two works that do not, and statements that claim one thing."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.core.quantities import Comparator, Metric, Quantity, Relation
from claims.core.titles import same_work
from claims.core.truth import truth_key

TITLES = st.lists(st.sampled_from("sparse experts giants counting sheep at scale 大 模型".split()), max_size=6).map(
    " ".join
)
AUTHORS = st.lists(st.sampled_from(["A. Lin", "B. Okafor", "C. Díaz", "Di Park"]), max_size=3).map(tuple)
AMOUNT = Quantity(
    metric=Metric.ENERGY, relation=Relation.SHARE, value=Decimal(1), unit="%", baseline="GPT-3", scope="pre-training"
)


@pytest.mark.parametrize(
    ("title", "authors", "other", "other_authors", "same"),
    [
        ("Herding Giants", ("A. Lin",), "HERDING GIANTS", ("B. Okafor",), True),
        ("Sheep-1: Herding Giants", ("A. Lin",), "Herding Giants at Scale", (), True),
        ("Herding Giants", ("Ada Lin",), "A Field Full of Sheep", ("A. Lin", "B. Okafor"), True),
        ("Herding Giants", ("A. Lin",), "A Field Full of Sheep", ("B. Okafor",), False),
        ("Herding Giants", (), "A Field Full of Sheep", ("B. Okafor",), False),
        ("Herding Giants", (), "A Field Full of Sheep", (), False),
        ("Herding Giants Slowly at Dawn", (), "Counting Black Sheep at Night", (), False),
        ("", ("A. Lin",), "A Field Full of Sheep", ("B. Okafor",), True),
        ("Ｈｅｒｄｉｎｇ Giants", (), "Herding Giants", (), True),
    ],
)
def test_a_work_is_known_by_half_its_title_or_by_one_of_its_authors(
    title: str, authors: tuple[str, ...], other: str, other_authors: tuple[str, ...], same: bool
) -> None:
    assert same_work(title, authors, other, other_authors) is same


@given(TITLES, AUTHORS, TITLES, AUTHORS)
def test_two_records_are_one_work_whichever_comes_first(
    title: str, authors: tuple[str, ...], other: str, other_authors: tuple[str, ...]
) -> None:
    assert same_work(title, authors, other, other_authors) is same_work(other, other_authors, title, authors)


@given(TITLES, AUTHORS)
def test_a_record_is_its_own_work_whatever_its_authors(title: str, authors: tuple[str, ...]) -> None:
    assert same_work(title, authors, title.upper(), ())


def test_a_key_names_all_that_makes_a_claim_true() -> None:
    assert truth_key("MT-NGL 530B", AMOUNT) == (
        "MT-NLG",
        "energy",
        "share",
        "1",
        "",
        "",
        "%",
        "pre-training",
        "GPT-3",
    )


@pytest.mark.parametrize(
    "other",
    [
        replace(AMOUNT, metric=Metric.COST),
        replace(AMOUNT, relation=Relation.LESS_BY),
        replace(AMOUNT, value=Decimal(2)),
        replace(AMOUNT, value=None, low=Decimal(1), high=Decimal(2)),
        replace(AMOUNT, unit="x"),
        replace(AMOUNT, scope=""),
        replace(AMOUNT, baseline="GPT-4"),
        replace(AMOUNT, baseline=""),
    ],
    ids=["metric", "relation", "value", "range", "unit", "scope", "baseline", "no baseline"],
)
def test_a_change_in_what_is_measured_makes_another_claim(other: Quantity) -> None:
    assert truth_key("M6", AMOUNT) != truth_key("M6", other)


@pytest.mark.parametrize("comparator", list(Comparator))
def test_the_words_the_place_and_the_bounds_make_no_other_claim(comparator: Comparator) -> None:
    other = replace(
        AMOUNT, comparator=comparator, value=Decimal("1.00"), baseline="GPT 3 号", raw="1 %", start=7, end=10
    )
    assert truth_key("M6", AMOUNT) == truth_key("M6", other)


def test_two_sizes_of_a_family_never_make_one_claim() -> None:
    assert len({truth_key(name, AMOUNT) for name in ("M6", "M6 10B", "M6 100B", "M6-1T", "M6-10T")}) == 5


def test_a_range_is_not_one_of_its_ends() -> None:
    keys = {
        truth_key("M6", replace(AMOUNT, value=value, low=low, high=high))
        for value, low, high in (
            (Decimal(1), None, None),
            (None, Decimal(1), None),
            (None, None, Decimal(1)),
            (None, Decimal(1), Decimal(3)),
        )
    }
    assert len(keys) == 4


@pytest.mark.parametrize(("subject", "amount"), [("M6", None), ("", AMOUNT), ("M6", replace(AMOUNT, value=None))])
def test_where_nothing_is_measured_of_anything_there_is_no_key(subject: str, amount: Quantity | None) -> None:
    assert truth_key(subject, amount) is None


@given(st.integers(min_value=1, max_value=999), st.integers(min_value=0, max_value=13))
def test_a_number_has_one_key_however_it_is_written(digits: int, power: int) -> None:
    plain = replace(AMOUNT, value=Decimal(digits * 10**power))
    short = replace(AMOUNT, value=Decimal(f"{digits}E+{power}"))
    long = replace(AMOUNT, value=Decimal(f"{digits * 10**power}.000"))
    assert truth_key("M6", plain) == truth_key("M6", short) == truth_key("M6", long)
