"""Tables of Markdown: each figure of a body cell with the words of its row and its column.

A table's figures are told by two words that do not stand beside them: the head of the column and the label of the row.
One of the two names the system, the other what is measured; in a table of properties ("| Layers | 64 |") the label does.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto
from itertools import islice

from claims.core.known_subjects import SubjectKind
from claims.core.lexicon import Lexicon
from claims.core.measures import find_quantities
from claims.core.quantities import Metric, Quantity
from claims.core.sentences import BlockKind, Sentence
from claims.core.subjects import find_names

# A dump of a spreadsheet is data, not an announcement. Bounds what reading one table can yield.
MOST_FIGURES = 60

_CELL = re.compile(r"[^|]+")
_SYSTEMS_HEAD = re.compile(
    r"^\W*(?:models?|systems?|methods?|names?|variants?|versions?|模型|系统|方法|名称|型号|版本)\W*$", re.I
)
_UNIT_IN_BRACKETS = re.compile(r"[(（]\s?(?P<unit>[^()（）]{1,16})\s?[)）]\s*$")
_CURRENCY = re.compile(r"US\$|[$€£¥￥]")
_BARE = frozenset({Metric.OTHER, Metric.COUNT})
_PROPERTY_COLUMNS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class TableFigure:
    """A figure of a table: its row, what it is said of ("" when the table names no system), and the words that tell it.

    `quantity` has its offsets in the plain text of `row`.
    """

    row: Sentence
    subject: str
    topic: str
    quantity: Quantity


@dataclass(frozen=True, slots=True)
class _Cell:
    text: str
    start: int


class _Layout(Enum):
    SYSTEMS_DOWN = auto()
    SYSTEMS_ACROSS = auto()
    PROPERTIES = auto()


def tables_in(sentences: Sequence[Sentence]) -> Iterator[tuple[Sentence, ...]]:
    """Each run of table rows; a single row is no table."""
    run: list[Sentence] = []
    for sentence in sentences:
        if sentence.kind is BlockKind.TABLE_ROW:
            run.append(sentence)
            continue
        if len(run) > 1:
            yield tuple(run)
        run = []
    if len(run) > 1:
        yield tuple(run)


def figures_of(table: Sequence[Sentence], lexicon: Lexicon) -> tuple[TableFigure, ...]:
    """The figures of a table's body in reading order, of every system in it: all can be checked."""
    head, *body = [_cells(row.text) for row in table]
    layout = _layout(head, body, lexicon)
    figures = (
        figure
        for row, cells in zip(table[1:], body, strict=True)
        for figure in _figures_of_row(row, cells, head, layout, lexicon)
    )
    return tuple(islice(figures, MOST_FIGURES))


def _cells(row: str) -> list[_Cell]:
    inner = row.strip().strip("|")
    at = row.find(inner)
    return [_Cell(part.group().strip(), at + part.start() + _indent(part.group())) for part in _CELL.finditer(inner)]


def _indent(text: str) -> int:
    return len(text) - len(text.lstrip())


def _layout(head: list[_Cell], body: list[list[_Cell]], lexicon: Lexicon) -> _Layout:
    labels = [cells[0].text for cells in body if cells]
    if (head and _SYSTEMS_HEAD.match(head[0].text)) or any(
        _names(label, lexicon, SubjectKind.SYSTEM) for label in labels
    ):
        return _Layout.SYSTEMS_DOWN
    across = any(_names(cell.text, lexicon, SubjectKind.SYSTEM) for cell in head[1:])
    measured = any(_names(label, lexicon, SubjectKind.BENCHMARK) for label in labels)
    if len(head) > _PROPERTY_COLUMNS and (across or measured):
        return _Layout.SYSTEMS_ACROSS
    return _Layout.PROPERTIES


def _figures_of_row(
    row: Sentence, cells: list[_Cell], head: list[_Cell], layout: _Layout, lexicon: Lexicon
) -> Iterator[TableFigure]:
    label = cells[0].text if cells else ""
    for column, cell in enumerate(cells[1:], start=1):
        over = head[column].text if column < len(head) else ""
        system, topic = _told_by(label, over, layout, columns=len(cells))
        subject = next(iter(_names(system, lexicon, SubjectKind.SYSTEM)), system)
        for quantity in _quantities(topic, cell, named=bool(subject)):
            yield TableFigure(row=row, subject=subject, topic=topic, quantity=quantity)


def _told_by(label: str, over: str, layout: _Layout, *, columns: int) -> tuple[str, str]:
    """The system that a cell is about and the words for what is measured."""
    match layout:
        case _Layout.SYSTEMS_DOWN:
            return label, over
        case _Layout.SYSTEMS_ACROSS:
            return over, label
        case _:
            return "", label if columns <= _PROPERTY_COLUMNS else f"{label} {over}".strip()


def _names(words: str, lexicon: Lexicon, kind: SubjectKind) -> list[str]:
    return [name.canonical for name in find_names(words, lexicon) if name.kind is kind]


def _quantities(topic: str, cell: _Cell, *, named: bool) -> Iterator[Quantity]:
    """The quantities of a cell, with the unit, the scale or the noun that the words beside the table give it."""
    readings = [_read_as(*around, cell) for around in _surroundings(topic)]
    chosen = next((found for found in readings if found and found[0].metric not in _BARE), readings[-1])
    for quantity in chosen:
        if quantity.metric is Metric.OTHER and named and topic:
            yield replace(quantity, metric=Metric.SCORE, scope=topic)
        elif quantity.metric is not Metric.OTHER:
            yield quantity


def _surroundings(topic: str) -> Iterator[tuple[str, str]]:
    """Words to read a cell between, the fullest first: "Price: $" 0.30 " / M tokens", "GPUs: " 1024 " GPUs"."""
    bracketed = _UNIT_IN_BRACKETS.search(topic)
    name = topic[: bracketed.start()].strip() if bracketed else topic
    if bracketed:
        currency = _CURRENCY.match(bracketed["unit"])
        sign = currency.group() if currency else ""
        yield f"{name}: {sign}", f" {bracketed['unit'][len(sign) :]}"
    yield f"{name}: ", ""
    yield f"{name}: ", f" {name}"


def _read_as(before: str, after: str, cell: _Cell) -> list[Quantity]:
    first, last = len(before), len(before) + len(cell.text)
    shift = cell.start - first
    return [
        _within(replace(found, start=max(found.start, first) + shift, end=found.end + shift), cell)
        for found in find_quantities(before + cell.text + after)
        if first <= found.end - 1 and found.start < last and found.end > first
    ]


def _within(quantity: Quantity, cell: _Cell) -> Quantity:
    """The quantity with the words that were put around the cell taken off its own."""
    end = min(quantity.end, cell.start + len(cell.text))
    return replace(quantity, end=end, raw=cell.text[quantity.start - cell.start : end - cell.start])
