"""The ladder of evidence: a rung a grade, the best above; what is against a claim on one side, for it on the other."""

from collections.abc import Iterable
from dataclasses import dataclass

from claims.judging.findings import Grade
from claims.wording import GRADE_WORDS, GradeWord

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
class Rung:
    """A grade with its words, and the pieces on both sides by their numbers."""

    grade: GradeWord
    against: tuple[Piece, ...]
    speaking: tuple[Piece, ...]


def draw_ladder(pieces: Iterable[Piece]) -> tuple[Rung, ...]:
    """Put every piece that takes a side on the rung of its grade, the best first; () where none does.

    Copies (E0) have a rung only where there are some.
    """
    sided = sorted((piece for piece in pieces if piece.side in _LEFT | _RIGHT), key=lambda piece: piece.number)
    if not sided:
        return ()
    grades = [grade for grade in reversed(Grade) if grade is not Grade.E0 or any(p.grade == grade for p in sided)]
    return tuple(_rung(grade, [piece for piece in sided if piece.grade == grade]) for grade in grades)


def _rung(grade: Grade, pieces: list[Piece]) -> Rung:
    return Rung(
        grade=GRADE_WORDS[grade.value],
        against=tuple(piece for piece in pieces if piece.side in _LEFT),
        speaking=tuple(piece for piece in pieces if piece.side in _RIGHT),
    )
