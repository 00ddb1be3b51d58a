"""The rows in a language model's answer, which should be JSON and often nearly is."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

type Row = dict[str, object]

# A longer list is a model that runs on; the rest is left.
MOST_ROWS = 200
# Brackets that are tried as the beginning of the JSON: prose in front of it has few.
_MOST_BEGINNINGS = 20
_BRACKET = re.compile(r"[{\[]")
_THOUGHT = "</think>"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """The objects of the list that was asked for; `misshapen` counts its other members.

    `whole` is False where the JSON breaks off or is none; then the rows are those before the break.
    """

    rows: tuple[Row, ...] = ()
    misshapen: int = 0
    whole: bool = True


def rows_in(answer: str, key: str) -> Rows:
    """The list under `key` of the JSON object in an answer, which may stand in prose, behind thoughts or in a fence.

    A bare list is taken too. Raises nothing: an answer without such a list gives no rows and is not `whole`.
    """
    told = answer.rpartition(_THOUGHT)[2]
    listed = _list_in(told, key)
    whole = listed is not None
    members = (listed if listed is not None else list(_before_the_break(told, key)))[:MOST_ROWS]
    rows = tuple(member for member in members if isinstance(member, dict))
    return Rows(rows=rows, misshapen=len(members) - len(rows), whole=whole)


def _list_in(told: str, key: str) -> list[object] | None:
    """The list of the first object that has it; a bare list only where nothing stands before it."""
    for turn, found in zip(range(_MOST_BEGINNINGS), _BRACKET.finditer(told), strict=False):
        decoded = _decoded(told, found.start())
        value = decoded[0] if decoded else None
        if isinstance(value, dict):
            value = value.get(key)
        elif turn > 0:
            continue
        if isinstance(value, list):
            return value
    return None


def _decoded(told: str, start: int) -> tuple[object, int] | None:
    try:
        value, end = json.JSONDecoder().raw_decode(told, start)
    except (ValueError, RecursionError):
        return None
    return value, end


def _before_the_break(told: str, key: str) -> Iterator[object]:
    """The whole members of a list that breaks off."""
    begin = re.search(rf'"{re.escape(key)}"\s*:\s*\[', told)
    at = begin.end() if begin else len(told)
    while (at := _next_object(told, at)) >= 0 and (value := _decoded(told, at)):
        yield value[0]
        at = value[1]


def _next_object(told: str, at: int) -> int:
    """Where the next object begins, with only a comma and spaces before it; -1 if it does not."""
    found = re.compile(r"[\s,]*(?=\{)").match(told, at)
    return found.end() if found else -1
