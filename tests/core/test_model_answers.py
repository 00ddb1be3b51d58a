"""Rows are taken from whatever a model makes of JSON, and what is missing of them is told."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.core.model_answers import MOST_ROWS, Row, Rows, rows_in

A: Row = {"quote": "a"}
B: Row = {"quote": "b"}


@pytest.mark.parametrize(
    "answer",
    [
        '{"claims": [{"quote": "a"}, {"quote": "b"}]}',
        '```json\n{"claims": [{"quote": "a"}, {"quote": "b"}]}\n```',
        'Sure! Here are the claims [as asked]:\n```\n{"claims": [{"quote": "a"}, {"quote": "b"}]}\n```\nAnything else?',
        '<think>Maybe {"claims": []}?</think>{"claims": [{"quote": "a"}, {"quote": "b"}]}',
        '[{"quote": "a"}, {"quote": "b"}]',
        '{"note": {"claims": 1}} {"claims": [{"quote": "a"}, {"quote": "b"}], "claims_left": []}',
    ],
)
def test_the_list_is_found_in_prose_in_a_fence_and_behind_thoughts(answer: str) -> None:
    assert rows_in(answer, "claims") == Rows(rows=(A, B))


@pytest.mark.parametrize(
    ("answer", "rows"),
    [
        ('{"claims": [{"quote": "a"}, {"quote": "b"}, {"quo', (A, B)),
        ('{"claims": [{"quote": "a", "tags": ["x", []]}, {"quo', ({"quote": "a", "tags": ["x", []]},)),
        ('```json\n{"claims": [{"quote": "a"},', (A,)),
        ('{"claims": [{"quote": "a"} and so on', (A,)),
        ('{"claims": ', ()),
        ('{"claims": {"quote": "a"}}', ()),
        ('{"claims": null}', ()),
        ("I am sorry, but I cannot do that.", ()),
        ("<html><body>502</body></html>", ()),
        ("[" * 50_000, ()),
        ('{"claims": [' + "[" * 50_000, ()),
        ("", ()),
    ],
)
def test_what_stands_before_a_break_is_kept_and_the_break_is_told(answer: str, rows: tuple[object, ...]) -> None:
    found = rows_in(answer, "claims")
    assert (found.rows, found.whole) == (rows, False)


def test_members_that_are_no_objects_are_counted() -> None:
    assert rows_in('{"claims": [1, "a", {"quote": "a"}, null]}', "claims") == Rows(rows=(A,), misshapen=3)


def test_a_list_without_end_is_cut() -> None:
    answer = '{"claims": [' + ", ".join(['{"quote": "a"}'] * (MOST_ROWS + 50)) + "]}"
    assert len(rows_in(answer, "claims").rows) == MOST_ROWS


@given(st.text(alphabet='{}[]":,claims \n0`', max_size=80))
def test_nothing_that_a_model_says_raises(answer: str) -> None:
    rows_in(answer, "claims")
