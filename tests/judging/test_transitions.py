"""The table of moves is total, a job's hands are tied where they must be, and the documentation shows this table."""

from pathlib import Path

import pytest

from claims.judging.findings import Status
from claims.judging.transitions import (
    JOB_STATUSES,
    PERSON_STATUSES,
    TRANSITIONS,
    Move,
    move,
    transition_picture,
    transition_table,
)


def test_the_table_is_total() -> None:
    assert TRANSITIONS.keys() == set(Status)
    assert all(row.keys() == set(Status) for row in TRANSITIONS.values())


# The table once more, written by hand and not made by the code: = keeps, + sets, ? proposes to a person.
EXPECTED = """
               unverified attested supported qualified disputed superseded refuted unverifiable withdrawn
unverified     =          +        +         +         +        +          ?       ?            ?
attested       +          =        +         +         +        +          ?       ?            ?
supported      +          +        =         +         +        +          ?       ?            ?
qualified      +          +        +         =         +        +          ?       ?            ?
disputed       +          +        +         +         =        +          ?       ?            ?
superseded     +          +        +         +         +        =          ?       ?            ?
refuted        ?          ?        ?         ?         ?        ?          =       ?            ?
unverifiable   ?          ?        ?         ?         ?        ?          ?       =            ?
withdrawn      ?          ?        ?         ?         ?        ?          ?       ?            =
"""
SIGNS = {"=": Move.KEEP, "+": Move.SET, "?": Move.PROPOSE}


def expected() -> dict[tuple[Status, Status], Move]:
    header, *rows = [line.split() for line in EXPECTED.strip().splitlines()]
    return {
        (Status(row[0]), Status(wanted)): SIGNS[sign]
        for row in rows
        for wanted, sign in zip(header, row[1:], strict=True)
    }


def moves_of_the_code() -> dict[tuple[Status, Status], Move]:
    return {(current, wanted): move(current, wanted) for current in Status for wanted in Status}


def test_each_move_is_the_one_written_down_by_hand() -> None:
    assert moves_of_the_code() == expected()


@pytest.mark.parametrize("current", Status)
@pytest.mark.parametrize("wanted", Status)
@pytest.mark.parametrize("other", Move)
def test_a_table_with_any_one_cell_changed_is_found_out(
    current: Status, wanted: Status, other: Move, monkeypatch: pytest.MonkeyPatch
) -> None:
    right = TRANSITIONS[current][wanted]
    monkeypatch.setitem(TRANSITIONS, current, {**TRANSITIONS[current], wanted: other})
    differing = {cell for cell, found in moves_of_the_code().items() if found is not expected()[cell]}
    assert differing == (set() if other is right else {(current, wanted)})


def test_three_words_are_a_persons() -> None:
    assert {Status.REFUTED, Status.UNVERIFIABLE, Status.WITHDRAWN} == PERSON_STATUSES
    assert set(Status) - PERSON_STATUSES == JOB_STATUSES


def test_the_documentation_shows_the_table_and_the_picture_of_the_code() -> None:
    page = (Path(__file__).parents[2] / "docs" / "judging.md").read_text(encoding="utf-8")
    assert transition_table() in page
    assert transition_picture() in page
