"""Weeks as columns: how many claims moved to which status, one above the other."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from claims.wording import StatusWord

HEIGHT = 180
_TOP, _BASE = 22, 150
# The part of a week's room that its column fills, and from which height on a piece carries its shape.
_FILLED = 0.72
_ROOM_FOR_SHAPE = 16
_LABELS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A week: its pieces from the ground up one status each, the sum above them, a label under some."""

    monday: date
    x: str
    middle: str
    width: str
    pieces: tuple["Piece", ...]
    total: int
    total_y: int
    labelled: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """The changes of a week to one status."""

    word: StatusWord
    y: str
    height: str
    count: int
    shape_y: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MovementsPicture:
    """The columns, the oldest first; `words` are of the statuses that occur, in their order from below."""

    height: int
    base: int
    label_y: int
    columns: tuple[Column, ...]
    words: tuple[StatusWord, ...]
    total: int

    @property
    def busy(self) -> int:
        """In how many of the weeks anything moved; of one alone a picture says nothing."""
        return sum(column.total > 0 for column in self.columns)


def draw_movements(weeks: Sequence[tuple[date, Mapping[str, int]]], order: Sequence[StatusWord]) -> MovementsPicture:
    """One column a week, all on one scale, with the statuses in `order` from below. Raises nothing on quiet weeks."""
    most = max((sum(moved.values()) for _, moved in weeks), default=0) or 1
    room = 100 / max(1, len(weeks))
    every = max(1, -(-len(weeks) // _LABELS))
    columns = tuple(
        Column(
            monday=monday,
            x=f"{room * (place + (1 - _FILLED) / 2):.2f}%",
            middle=f"{room * (place + 0.5):.2f}%",
            width=f"{room * _FILLED:.2f}%",
            pieces=_pieces(moved, order, most),
            total=sum(moved.values()),
            total_y=round(_BASE - (_BASE - _TOP) * sum(moved.values()) / most) - 6,
            labelled=(len(weeks) - 1 - place) % every == 0,
        )
        for place, (monday, moved) in enumerate(weeks)
    )
    return MovementsPicture(
        height=HEIGHT,
        base=_BASE,
        label_y=_BASE + 20,
        columns=columns,
        words=tuple(word for word in order if any(moved.get(word.code) for _, moved in weeks)),
        total=sum(column.total for column in columns),
    )


def _pieces(moved: Mapping[str, int], order: Sequence[StatusWord], most: int) -> tuple[Piece, ...]:
    pieces, ground = list[Piece](), float(_BASE)
    for word in order:
        if count := moved.get(word.code, 0):
            height = (_BASE - _TOP) * count / most
            ground -= height
            pieces.append(
                Piece(
                    word=word,
                    y=f"{ground:.1f}",
                    height=f"{height:.1f}",
                    count=count,
                    shape_y=f"{ground + height / 2 + 5:.1f}" if height >= _ROOM_FOR_SHAPE else "",
                )
            )
    return tuple(pieces)
