"""What becomes of a row of a file, as every kind of import tells it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from django.contrib.auth.models import User

from claims.core.given_tables import Cell
from claims.models import RowFate

type Cells = Mapping[str, Cell]


class RowFault(ValueError):
    """A row cannot be taken in: `column` is where, the message what is wrong, and `advice` what to do."""

    def __init__(self, column: str, told: str, advice: str) -> None:
        super().__init__(told)
        self.column, self.told, self.advice = column, told, advice


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What becomes of one row, in a sentence; `column` and `advice` are of errors."""

    fate: RowFate
    told: str
    column: str = ""
    advice: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """In whose name rows are taken in, why, and when."""

    actor: User
    reason: str
    now: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column that is read, with what goes into it and an example."""

    name: str
    says: str
    example: str = ""
    required: bool = False


class RowTaker(Protocol):
    """One kind of file."""

    @property
    def columns(self) -> tuple[Column, ...]:
        """All that is read, in the order of a new table."""

    @property
    def step(self) -> int:
        """How many rows go into one transaction."""

    def keys(self, cells: Cells) -> tuple[str, ...]:
        """What names the thing of the row: two rows with one of them are one thing told twice. Raises nothing."""

    def foresee(self, rows: Sequence[Cells]) -> list[Verdict]:
        """What `take_in` would do with each row alone. Writes nothing."""

    def take_in(self, rows: Sequence[Cells], word: Word) -> list[Verdict]:
        """Store what the rows say, each alone: one with an error leaves nothing. Repeating it stores nothing."""


def fault_told(fault: RowFault) -> Verdict:
    """The verdict on a row that cannot be taken in."""
    return Verdict(fate=RowFate.ERROR, told=fault.told, column=fault.column, advice=fault.advice)


def each_alone(rows: Iterable[Cells], judge: Callable[[Cells], Verdict]) -> list[Verdict]:
    """The verdict on each row, of which a fault is one too."""
    verdicts = []
    for cells in rows:
        try:
            verdicts.append(judge(cells))
        except RowFault as fault:
            verdicts.append(fault_told(fault))
    return verdicts


def one_of(column: str, text: str, allowed: Sequence[str]) -> str:
    """The text, where it is one of the `allowed` words. Raises `RowFault`."""
    if text not in allowed:
        raise RowFault(column, f"“{text[:80]}” is no {column}.", f"Write one of: {', '.join(allowed)}.")
    return text
