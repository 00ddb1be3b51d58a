"""What answers are built of, keys and types, to hold made-up ones against recorded ones."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

# The keys of these objects are data themselves.
_OF_DATA = frozenset({"abstract_inverted_index", "values"})

type Shapes = Mapping[str, frozenset[str]]
"""By path ("results[].doi"), the types that stand there."""


def shapes(told: Iterable[object]) -> Shapes:
    """The shapes of some answers together."""
    found: dict[str, set[str]] = {}
    for answer in told:
        _walk(answer, "", found)
    return {path: frozenset(kinds) for path, kinds in found.items()}


def _walk(value: object, path: str, found: dict[str, set[str]]) -> None:
    kind = "number" if isinstance(value, int | float) and not isinstance(value, bool) else type(value).__name__
    found.setdefault(path, set()).add(kind)
    if isinstance(value, dict):
        for name, part in value.items():
            inner = "*" if path.rpartition(".")[2] in _OF_DATA else name
            _walk(part, f"{path}.{inner}" if path else inner, found)
    elif isinstance(value, list):
        for part in value:
            _walk(part, f"{path}[]", found)


def unlike(made_up: Iterable[object], recorded: Iterable[object]) -> list[str]:
    """Paths of made-up answers that no recorded one has, or with other types there, as far as any is recorded."""
    theirs = shapes(recorded)
    return sorted(
        f"{path}: {', '.join(sorted(kinds - theirs.get(path, frozenset())))}"
        for path, kinds in shapes(made_up).items()
        if kinds - theirs.get(path, frozenset()) - ({"NoneType"} if path in theirs else set())
    )


def always(recorded: Iterable[Mapping[str, object]]) -> frozenset[str]:
    """The keys that each of these objects has."""
    keys = [frozenset(one) for one in recorded]
    return frozenset.intersection(*keys)


def recorded_rows(folder: Path) -> list[dict[str, Any]]:
    """The lines of the manifest of a folder of recordings."""
    return [json.loads(line) for line in (folder / "manifest.jsonl").read_text(encoding="utf-8").splitlines()]
