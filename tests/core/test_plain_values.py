"""Values as plain JSON and back: what is told is read again as it was, and what is no such value is refused."""

import json
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from claims.core.plain_values import NotSuchAValue, as_plain, read_plain


class Colour(StrEnum):
    RED = "red"
    BLUE = "blue"


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
    name: str
    colour: Colour | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tree:
    height: float
    planted: date
    seen_at: datetime | None
    leaves: tuple[Leaf, ...]
    by_place: dict[tuple[str, str], int] = field(default_factory=dict)
    pair: tuple[tuple[int, ...], int] = ((), 0)


LEAVES = some.builds(Leaf, name=some.text(), colour=some.sampled_from([None, *Colour]))
TREES = some.builds(
    Tree,
    height=some.floats(allow_nan=False, allow_infinity=False),
    planted=some.dates(),
    seen_at=some.none() | some.datetimes(timezones=some.just(UTC)),
    leaves=some.lists(LEAVES).map(tuple),
    by_place=some.dictionaries(some.tuples(some.text(), some.text()), some.integers()),
    pair=some.tuples(some.lists(some.integers()).map(tuple), some.integers()),
)


@given(TREES)
def test_what_was_told_is_read_again_as_it_was(tree: Tree) -> None:
    assert read_plain(Tree, json.loads(json.dumps(as_plain(tree)))) == tree


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        (Leaf, {"name": "oak"}),
        (Leaf, {"name": "oak", "colour": "green"}),
        (Leaf, {"name": 3, "colour": None}),
        (Leaf, ["oak"]),
        (tuple[int, ...], ["3"]),
        (tuple[int, int], [3]),
        (dict[str, int], {"a": 1}),
        (date, "yesterday"),
        (int, True),
    ],
)
def test_what_is_no_such_value_is_refused(kind: Any, told: object) -> None:
    with pytest.raises(NotSuchAValue):
        read_plain(kind, told)


def test_what_has_no_plain_form_is_not_told() -> None:
    with pytest.raises(TypeError, match="set has no plain form"):
        as_plain(set[int]())
