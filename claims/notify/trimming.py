"""Cutting a document to a size: the longest texts and lists first, with a note of what was cut. Pure."""

import json
from collections.abc import Iterator
from typing import Any

# Characters of a text and entries of a list, in steps; the last is small enough for any document of ours.
_STEPS = ((8000, 100), (4000, 50), (2000, 25), (1000, 12), (400, 6), (150, 3), (50, 2))
_CUT = "…"


class TooLarge(ValueError):
    """Even with all texts cut it is larger than that."""


def written(document: dict[str, Any], *, most: int) -> bytes:
    """The document as JSON of at most `most` bytes, in UTF-8.

    What had to be cut is named in `data.shortened`, as JSON pointers (RFC 6901): a text then ends with "…", a list with
    fewer entries. Equal documents are written equally. Raises `TooLarge`.
    """
    whole = _json(document)
    if len(whole) <= most:
        return whole
    for longest, entries in _STEPS:
        cut: list[str] = []
        data = _cut(document["data"], "/data", longest, entries, cut)
        shorter = _json({**document, "data": {**data, "shortened": cut}})
        if len(shorter) <= most:
            return shorter
    raise TooLarge(f"The document has {len(whole)} bytes and cannot be cut to {most}.")


def _json(document: dict[str, Any]) -> bytes:
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()


def _cut(value: Any, place: str, longest: int, entries: int, cut: list[str]) -> Any:
    match value:
        case str() if len(value) > longest:
            cut.append(place)
            return value[: longest - 1] + _CUT
        case dict():
            return {name: _cut(part, f"{place}/{name}", longest, entries, cut) for name, part in value.items()}
        case list():
            if len(value) > entries:
                cut.append(place)
            return [_cut(part, f"{place}/{n}", longest, entries, cut) for n, part in _first(value, entries)]
        case _:
            return value


def _first(values: list[Any], most: int) -> Iterator[tuple[int, Any]]:
    return enumerate(values[:most])
