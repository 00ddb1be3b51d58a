"""Cells of a table that a spreadsheet opens: none of them is ever taken for a formula, and all come back as they were.

A cell that begins with one of `=+-@`, a tab or a line end is run by spreadsheets (CWE-1236). It gets an apostrophe in
front, which they do not show; reading takes that off again.
"""

# The wide forms are taken for the narrow ones by spreadsheets in Chinese and Japanese.
_RISKY = tuple("=+-@\t\r\n＝＋－＠")
_MARK = "'"


def safe_cell(text: str) -> str:
    """The text as a cell that no spreadsheet runs."""
    begins = text.startswith(_RISKY) or (text.startswith(_MARK) and text[1:].startswith((_MARK, *_RISKY)))
    return _MARK + text if begins else text


def plain_cell(cell: str) -> str:
    """The text behind a cell: the other way round of `safe_cell`, for whatever text."""
    is_marked = cell.startswith(_MARK) and cell[1:].startswith((_MARK, *_RISKY))
    return cell[1:] if is_marked else cell
