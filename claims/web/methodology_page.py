"""How we judge, for readers: every table is made from the one that the code goes by."""

from collections.abc import Collection
from dataclasses import dataclass

from django.utils.translation import gettext as _

from claims.core.sources import Source
from claims.coverage import SOURCE_NAMES
from claims.judging.findings import Grade, Status
from claims.judging.policy import Policy
from claims.judging.transitions import PERSON_STATUSES, TRANSITIONS, Move
from claims.judging.visits import BACK_OFF_DAYS, CLOSED_DAYS
from claims.statistics import FEWEST, INDEPENDENT, OWN
from claims.wording import CERTAINTY_WORDS, GRADE_WORDS, STATUS_WORDS, GradeWord, StatusWord


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusRow:
    """A status, and whether only a person may say it."""

    word: StatusWord
    by_person: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class GradeRow:
    """A grade, and whose word it is."""

    word: GradeWord
    whose: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveCell:
    """What a job does where the evidence gives a status: a code for the colour, a sign and a word."""

    code: str
    sign: str
    word: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveRow:
    """From a status, to each status that the evidence could give."""

    word: StatusWord
    cells: tuple[MoveCell, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MethodologyPage:
    """The whole page. Bars of confidence are in percent, None where words never count without a person."""

    statuses: tuple[StatusRow, ...]
    grades: tuple[GradeRow, ...]
    certainties: tuple[str, ...]
    moves: tuple[MoveRow, ...]
    numbers_from: int | None
    words_from: int | None
    single_editor: bool
    back_off: tuple[int, ...]
    closed_days: int
    fewest: int
    sources: tuple[str, ...]


def show_methodology(policy: Policy, *, sources: Collection[str]) -> MethodologyPage:
    """The page under a policy, with the sources that this installation asks."""
    cells = {
        Move.KEEP: MoveCell(code="keep", sign="·", word=_("stays")),
        Move.SET: MoveCell(code="set", sign="→", word=_("by rule")),
        Move.PROPOSE: MoveCell(code="propose", sign="?", word=_("a person is asked")),
    }
    return MethodologyPage(
        statuses=tuple(
            StatusRow(word=word, by_person=Status(code) in PERSON_STATUSES) for code, word in STATUS_WORDS.items()
        ),
        grades=tuple(GradeRow(word=word, whose=_whose(Grade(code))) for code, word in GRADE_WORDS.items()),
        certainties=tuple(CERTAINTY_WORDS[code] for code in CERTAINTY_WORDS),
        moves=tuple(
            MoveRow(
                word=STATUS_WORDS[current],
                cells=tuple(cells[TRANSITIONS[current][Status(wanted)]] for wanted in STATUS_WORDS),
            )
            for current in map(Status, STATUS_WORDS)
        ),
        numbers_from=_percent(policy.numbers_from),
        words_from=_percent(policy.words_from),
        single_editor=policy.single_editor,
        back_off=BACK_OFF_DAYS,
        closed_days=CLOSED_DAYS,
        fewest=FEWEST,
        sources=tuple(
            _(name) for source, name in SOURCE_NAMES.items() if source in sources and source is not Source.WEB
        ),
    )


def _whose(grade: Grade) -> str:
    if grade in INDEPENDENT:
        return _("independent")
    return _("the claimant’s own") if grade in OWN else _("counts nothing")


def _percent(bar: float | None) -> int | None:
    return None if bar is None else round(bar * 100)
