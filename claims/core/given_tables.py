"""Tables as people give them: CSV of any spreadsheet, JSON or JSON lines, each row with the line where it begins."""

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from claims.core.safe_cells import plain_cell, safe_cell

# Bytes; rows; characters of one cell, as long as a text that people submit.
MAX_BYTES, MAX_ROWS, MAX_CELL = 10_000_000, 10_000, 200_000
# What Excel for Chinese saves. UTF-8 is found out, with or without a mark in front; GB18030 takes any bytes for text.
ENCODINGS = ("utf-8", "gb18030")
_DELIMITERS = ",;\t"
_MARKS = (("\ufeff".encode("utf-16-le"), "utf-16"), ("\ufeff".encode("utf-16-be"), "utf-16"))

type Cell = str | list[object] | dict[str, object] | int | float | bool | None


class TableRefused(ValueError):
    """The bytes are no table that can be read; the message says where and what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenRow:
    """A row by the names of its columns; `line` counts from 1. `fault` says why it could not be read, "" for well."""

    line: int
    cells: Mapping[str, Cell]
    fault: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenTable:
    """All rows in their order, and all columns that any of them has."""

    columns: tuple[str, ...]
    rows: tuple[GivenRow, ...]


def read_table(content: bytes, *, encoding: str = "utf-8") -> GivenTable:
    """The table in the bytes, whichever of the forms they are. Raises `TableRefused`.

    Names of columns are folded to small letters. Empty lines do not count. A row that is no row is kept with its
    fault, so that it can be told with all the others.
    """
    if len(content) > MAX_BYTES:
        raise TableRefused(f"The file has {len(content):,} bytes; {MAX_BYTES:,} are the most. Cut it into several.")
    text = _decoded(content, encoding)
    begin = text.lstrip()[:1]
    if not begin:
        raise TableRefused("The file is empty.")
    rows = tuple(_of_array(text) if begin == "[" else _of_lines(text) if begin == "{" else _of_csv(text))
    if len(rows) > MAX_ROWS:
        raise TableRefused(f"The file has {len(rows):,} rows; {MAX_ROWS:,} are the most. Cut it into several.")
    if not rows:
        raise TableRefused("The file has no rows below its first line, which names the columns.")
    return GivenTable(columns=tuple(dict.fromkeys(name for row in rows for name in row.cells)), rows=rows)


def _decoded(content: bytes, encoding: str) -> str:
    for mark, marked in _MARKS:
        if content.startswith(mark):
            encoding = marked
    try:
        text = content.decode("utf-8-sig" if encoding == "utf-8" else encoding)
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise TableRefused(
            f"Line {line} is not in {encoding.upper()}. If Excel saved the file in Chinese, choose GB18030."
        ) from error
    if "\x00" in text:
        raise TableRefused("The file holds zero bytes: it is no text. Save it as CSV UTF-8 and try again.")
    return text


def _of_csv(text: str) -> Iterator[GivenRow]:
    first = text.lstrip().partition("\n")[0]
    delimiter = max(_DELIMITERS, key=first.count)
    csv.field_size_limit(MAX_BYTES)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    columns: list[str] = []
    began = 1
    try:
        for values in reader:
            line, began = began, reader.line_num + 1
            if not any(value.strip() for value in values):
                continue
            if columns:
                yield _csv_row(line, columns, values)
            else:
                columns = _named(values)
    except csv.Error as error:
        raise TableRefused(
            f"Line {began}: the quotation marks of a cell do not close ({error}). "
            'Write "" for a quotation mark within a cell.'
        ) from error


def _named(values: Sequence[str]) -> list[str]:
    columns = [value.strip().casefold() for value in values]
    while columns and not columns[-1]:
        columns.pop()
    twice = next((name for name in columns if columns.count(name) > 1), None)
    if twice is not None:
        raise TableRefused(f"Two columns are called {twice!r}. The first line has to name each column once.")
    return columns


def _csv_row(line: int, columns: Sequence[str], values: Sequence[str]) -> GivenRow:
    cells = {name: plain_cell(value) for name, value in zip(columns, values, strict=False)}
    if any(value.strip() for value in values[len(columns) :]):
        return GivenRow(
            line=line,
            cells=_shortened(cells),
            fault=f"It has {len(values)} cells, but there are {len(columns)} columns. Put a cell with commas into quotes.",
        )
    return _checked(line, cells)


def _of_array(text: str) -> Iterator[GivenRow]:
    """A JSON array; its rows are counted, since where a value begins is not told."""
    try:
        array = json.loads(text)
    except (json.JSONDecodeError, RecursionError) as error:
        raise TableRefused(f"Not JSON: {error}.") from error
    for number, value in enumerate(array, start=1):
        yield _json_row(number, value)


def _of_lines(text: str) -> Iterator[GivenRow]:
    """JSON lines; other line separators may stand inside a JSON string."""
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            yield _json_row(number, json.loads(line))
        except (json.JSONDecodeError, RecursionError) as error:
            yield GivenRow(line=number, cells={}, fault=f"It is not JSON: {error}.")


def _json_row(line: int, value: object) -> GivenRow:
    if not isinstance(value, dict):
        return GivenRow(line=line, cells={}, fault=f"A JSON object is expected, not {type(value).__name__}.")
    return _checked(line, {str(name).strip().casefold(): each for name, each in value.items()})


def _checked(line: int, cells: Mapping[str, Cell]) -> GivenRow:
    if not all(_is_storable(text) for text in _texts_of(cells)):
        return GivenRow(line=line, cells={}, fault="It holds characters that cannot be stored.")
    for name, cell in cells.items():
        if len(cell if isinstance(cell, str) else json.dumps(cell)) > MAX_CELL:
            fault = f"{name} is longer than {MAX_CELL:,} characters."
            return GivenRow(line=line, cells=_shortened(cells), fault=fault)
    return GivenRow(line=line, cells=cells)


def _texts_of(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for name, each in value.items():
            yield from (str(name), *_texts_of(each))
    elif isinstance(value, list):
        for each in value:
            yield from _texts_of(each)


def _is_storable(text: str) -> bool:
    """Whether PostgreSQL can hold it: no zero byte, and no half of a character, as broken JSON leaves them."""
    try:
        return b"\x00" not in text.encode()
    except UnicodeEncodeError:
        return False


def _shortened(cells: Mapping[str, Cell]) -> dict[str, Cell]:
    return {name: cell[:200] if isinstance(cell, str) else "…" for name, cell in cells.items()}


def text_in(cells: Mapping[str, Cell], column: str) -> str:
    """The cell as text without space around it, "" where there is none."""
    cell = cells.get(column)
    return "" if cell is None else str(cell).strip()


def lines_in(cells: Mapping[str, Cell], column: str) -> tuple[str, ...]:
    """The lines of a cell, or the texts of a list, each once, without space around them."""
    cell = cells.get(column)
    parts = cell if isinstance(cell, list) else text_in(cells, column).splitlines()
    return tuple(dict.fromkeys(told for part in parts if (told := str(part).strip())))


def csv_line(values: Sequence[object]) -> str:
    """One line of CSV (RFC 4180) that no spreadsheet runs: lists a line each, nothing for None."""
    written = io.StringIO()
    csv.writer(written, lineterminator="\r\n").writerow([safe_cell(_cell(value)) for value in values])
    return written.getvalue()


def _cell(value: object) -> str:
    if isinstance(value, (list, tuple)):
        return "\n".join(str(each) for each in value)
    return "" if value is None else str(value)
