"""The ladder of evidence: a rung a grade, the best above; against a claim on the left, for it on the right."""

from collections.abc import Iterable
from dataclasses import dataclass

from claims.judging.findings import Grade

# In units of the picture, which is drawn at its own size wherever it fits.
WIDTH, MIDDLE, RUNG, CELL = 360, 180, 30, 26
_LABEL = 22
HEIGHT_OF_HEAD = 26
_MOST_CELLS = 5
_LEFT = frozenset({"against", "overtaken"})
_RIGHT = frozenset({"for", "part"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A piece of evidence: its number on the page, its grade, its side (`for`, `part`, `against`, `overtaken`)."""

    number: int
    grade: str
    side: str
    counted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A piece in its place: the left upper corner; `round` is the radius of its corners, by which sides differ."""

    piece: Piece
    x: int
    y: int
    round: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Rung:
    """A grade: the cells on both sides, and how many more found no room on each."""

    grade: str
    y: int
    text_y: int
    cells: tuple[Cell, ...]
    more_against: int
    more_for: int
    against: tuple[int, ...]
    for_it: tuple[int, ...]
    in_part: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ladder:
    """The picture; the rungs are its table too."""

    width: int
    height: int
    middle: int
    rungs: tuple[Rung, ...]


def draw_ladder(pieces: Iterable[Piece]) -> Ladder | None:
    """Put every piece that takes a side on the rung of its grade; None where none does.

    Copies (E0) have a rung only where there are some.
    """
    sided = sorted((piece for piece in pieces if piece.side in _LEFT | _RIGHT), key=lambda piece: piece.number)
    if not sided:
        return None
    grades = [grade for grade in reversed(Grade) if grade is not Grade.E0 or any(p.grade == grade for p in sided)]
    rungs = tuple(
        _rung(grade, HEIGHT_OF_HEAD + place * RUNG, [piece for piece in sided if piece.grade == grade])
        for place, grade in enumerate(grades)
    )
    return Ladder(width=WIDTH, height=HEIGHT_OF_HEAD + len(rungs) * RUNG, middle=MIDDLE, rungs=rungs)


def _rung(grade: Grade, y: int, pieces: list[Piece]) -> Rung:
    left = [piece for piece in pieces if piece.side in _LEFT]
    right = [piece for piece in pieces if piece.side in _RIGHT]
    cells = [_cell(piece, MIDDLE - _LABEL - CELL * (place + 1), y) for place, piece in enumerate(left[:_MOST_CELLS])]
    cells += [_cell(piece, MIDDLE + _LABEL + CELL * place, y) for place, piece in enumerate(right[:_MOST_CELLS])]
    return Rung(
        grade=grade.value,
        y=y,
        text_y=y + 19,
        cells=tuple(cells),
        more_against=max(0, len(left) - _MOST_CELLS),
        more_for=max(0, len(right) - _MOST_CELLS),
        against=tuple(piece.number for piece in left),
        for_it=tuple(piece.number for piece in right if piece.side == "for"),
        in_part=tuple(piece.number for piece in right if piece.side == "part"),
    )


def _cell(piece: Piece, x: int, y: int) -> Cell:
    return Cell(piece=piece, x=x + 1, y=y + 3, round={"for": 12, "part": 6}.get(piece.side, 0))
