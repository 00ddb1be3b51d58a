"""JSON lines in and out, one object a line, from files or pipes, with errors that name the line."""

import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from django.core.management.base import CommandError

STANDARD = "-"


def read_objects(place: str) -> list[dict[str, object]]:
    """All objects of a file, or of standard input for "-". Raises `CommandError` naming the line that is not one."""
    try:
        text = sys.stdin.read() if place == STANDARD else Path(place).read_text(encoding="utf-8")
    except OSError as error:
        raise CommandError(f"{place} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise CommandError(f"{place} is not UTF-8 text; JSON lines are expected.") from error
    # Split at line feeds only: other line separators may stand inside a JSON string.
    lines = enumerate(text.split("\n"), start=1)
    return [_object(place, number, line) for number, line in lines if line.strip()]


def _object(place: str, number: int, line: str) -> dict[str, object]:
    try:
        row = json.loads(line)
    except json.JSONDecodeError as error:
        raise CommandError(f"{place}, line {number}: not JSON ({error.msg} at column {error.colno}).") from error
    if not isinstance(row, dict):
        raise CommandError(f"{place}, line {number}: a JSON object is expected, not {type(row).__name__}.")
    return row


@contextmanager
def _opened(place: str) -> Iterator[IO[str]]:
    if place == STANDARD:
        yield sys.stdout
        return
    try:
        with Path(place).open("w", encoding="utf-8") as file:
            yield file
    except OSError as error:
        raise CommandError(f"{place} cannot be written: {error.strerror}.") from error


def write_objects(place: str, rows: Iterable[Mapping[str, object]]) -> None:
    """Write the rows to a file, or to standard output for "-"."""
    with _opened(place) as file:
        for row in rows:
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
