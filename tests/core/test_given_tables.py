"""Tables as spreadsheets and programs write them, and cells that no spreadsheet runs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.core.given_tables import MAX_BYTES, GivenRow, TableRefused, csv_line, lines_in, read_table
from claims.core.safe_cells import plain_cell, safe_cell

TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"))


@given(TEXT)
def test_a_cell_comes_back_as_it_was_and_never_begins_as_a_formula(text: str) -> None:
    cell = safe_cell(text)
    assert plain_cell(cell) == text
    assert not cell.startswith(tuple("=+-@\t\r\n＝＋－＠"))


@given(st.lists(st.lists(TEXT, min_size=2, max_size=2), min_size=1, max_size=5))
def test_what_is_written_as_csv_is_read_as_it_was(rows: list[list[str]]) -> None:
    told = [row for row in rows if any(safe_cell(cell).strip() for cell in row)]
    text = "a,b\r\n" + "".join(csv_line(row) for row in told)
    read = read_table(text.encode()).rows if told else ()
    assert [[row.cells["a"], row.cells["b"]] for row in read] == told


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        ("\ufeffName;Kind\r\n悟道;system\r\n".encode(), "utf-8"),
        ("Name,Kind\n悟道,system".encode("gb18030"), "gb18030"),
        ("Name\tKind\n悟道\tsystem\n".encode("utf-16"), "utf-8"),
    ],
)
def test_what_excel_saves_is_read(content: bytes, encoding: str) -> None:
    assert read_table(content, encoding=encoding).rows == (GivenRow(line=2, cells={"name": "悟道", "kind": "system"}),)


def test_rows_know_the_lines_where_they_begin() -> None:
    content = b'name,aliases\n"Wind-2","one\ntwo"\n\nGale-2,\n'
    assert [(row.line, lines_in(row.cells, "aliases")) for row in read_table(content).rows] == [
        (2, ("one", "two")),
        (5, ()),
    ]


def test_a_row_with_too_many_cells_is_kept_with_its_fault() -> None:
    (row,) = read_table(b"name,kind\nWind,2,system\n").rows
    assert (row.line, row.fault) == (
        2,
        "It has 3 cells, but there are 2 columns. Put a cell with commas into quotes.",
    )


def test_json_lines_that_are_none_are_kept_with_their_fault() -> None:
    rows = read_table(b'{"Name": "Wind-2"}\nnothing\n{"name": "a\\u0000b"}\n').rows
    assert [(row.line, dict(row.cells), row.fault) for row in rows] == [
        (1, {"name": "Wind-2"}, ""),
        (2, {}, "It is not JSON: Expecting value: line 1 column 1 (char 0)."),
        (3, {}, "It holds characters that cannot be stored."),
    ]


def test_an_array_of_objects_is_read_too() -> None:
    rows = read_table(b'[{"name": "Wind-2", "aliases": ["one"]}, 7]').rows
    assert [(row.line, row.fault) for row in rows] == [(1, ""), (2, "A JSON object is expected, not int.")]


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "The file is empty."),
        (b"name,kind\n", "no rows below its first line"),
        ("name\n悟道".encode("gb18030"), "Line 2 is not in UTF-8. If Excel saved the file in Chinese, choose GB18030."),
        (b'name\n"Wind', "Line 2: the quotation marks of a cell do not close"),
        (b"name,Name\nx,y", "Two columns are called 'name'."),
        (b"name\n\x00", "zero bytes"),
        (b"[1", "Not JSON"),
        (b"x" * (MAX_BYTES + 1), "Cut it into several."),
        (b"name\n" + b"x\n" * 10_001, "The file has 10,001 rows; 10,000 are the most."),
    ],
)
def test_what_is_no_table_is_refused_with_the_way_out(content: bytes, why: str) -> None:
    with pytest.raises(TableRefused, match=why.replace("(", r"\(")):
        read_table(content)
