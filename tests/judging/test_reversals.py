"""What takes something back is one total table, from which it follows what weighs most."""

import pytest

from claims.judging.findings import Status
from claims.judging.reversals import GRAVEST_FIRST, TAKEN_BACK, TakenBack, Weight, taken_back, weight_of

S = Status


def test_the_table_is_total() -> None:
    assert TAKEN_BACK.keys() == set(Status)
    assert all(row.keys() == set(Status) for row in TAKEN_BACK.values())


def test_each_status_has_its_gravity() -> None:
    assert sorted(GRAVEST_FIRST) == sorted(Status)


def test_what_is_still_so_takes_nothing_back() -> None:
    assert {taken_back(status, status) for status in Status} == {TakenBack.NOTHING}


def test_that_nothing_was_known_is_never_taken_back() -> None:
    assert {taken_back(S.UNVERIFIED, status) for status in Status} == {TakenBack.NOTHING}


@pytest.mark.parametrize(
    ("told", "now", "why"),
    [
        (S.SUPPORTED, S.REFUTED, TakenBack.CONTRADICTED),
        (S.SUPPORTED, S.DISPUTED, TakenBack.CONTRADICTED),
        (S.SUPPORTED, S.QUALIFIED, TakenBack.NARROWED),
        (S.SUPPORTED, S.UNVERIFIED, TakenBack.GROUNDLESS),
        (S.SUPPORTED, S.SUPERSEDED, TakenBack.NOTHING),
        (S.REFUTED, S.SUPPORTED, TakenBack.CLEARED),
        (S.REFUTED, S.UNVERIFIED, TakenBack.CLEARED),
        (S.DISPUTED, S.SUPPORTED, TakenBack.NOTHING),
        (S.DISPUTED, S.REFUTED, TakenBack.NOTHING),
        (S.ATTESTED, S.UNVERIFIED, TakenBack.GROUNDLESS),
        (S.ATTESTED, S.REFUTED, TakenBack.NOTHING),
        (S.UNVERIFIABLE, S.SUPPORTED, TakenBack.DECIDED),
    ],
)
def test_each_pair_has_its_reason(told: Status, now: Status, why: TakenBack) -> None:
    assert taken_back(told, now) is why


@pytest.mark.parametrize("before", Status)
def test_whatever_is_refuted_or_withdrawn_comes_first(before: Status) -> None:
    assert {weight_of(before, after) for after in (S.REFUTED, S.WITHDRAWN)} == {Weight.TURNED}


def test_weights_follow_from_the_movement() -> None:
    assert weight_of(S.UNVERIFIED, S.SUPPORTED) is Weight.CONFIRMED
    assert weight_of(S.REFUTED, S.SUPPORTED) is Weight.TURNED
    assert weight_of(S.SUPPORTED, S.DISPUTED) is Weight.TURNED
    assert weight_of(S.UNVERIFIED, S.DISPUTED) is Weight.MOVED
    assert weight_of(S.SUPPORTED, S.SUPERSEDED) is Weight.MOVED
