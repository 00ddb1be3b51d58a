"""An arithmetic as a recipe: ingredients with their sources, steps, result, and the picture of it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from claims.figures import in_percent, interval, plain, readable
from claims.judging.findings import Stance
from claims.judging.recomputing import sensitivity
from claims.judging.rulings import EXCLUDED
from claims.models import Paper, Recomputation, RecomputationInput
from claims.web.evidence_cards import Correction, correction_of
from claims.web.interval_picture import RESULT_DIGITS, IntervalPicture, draw_interval
from claims.wording import page_language


@dataclass(frozen=True, slots=True, kw_only=True)
class Ingredient:
    """An input of the arithmetic with where it comes from: a quoted paper or a stated assumption."""

    name: str
    amount: str
    paper: Paper | None
    quote: str
    assumption: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What an arithmetic gives, and what was claimed (None: no value), as amounts to be told in any language."""

    low: Decimal
    high: Decimal
    claimed: Decimal | None
    unit: str

    def result_in(self, language: str) -> str:
        """The interval in words."""
        return interval(self.low, self.high, self.unit, language=language, digits=RESULT_DIGITS)

    def claimed_in(self, language: str) -> str:
        """The claimed value as the picture tells it, "" where none is."""
        if self.claimed is None:
            return ""
        (_, _, claimed), unit = in_percent((self.low, self.high, self.claimed), self.unit)
        return readable(claimed, unit, language=language)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """An arithmetic: ingredients, formula, steps, result, and the picture of it.

    `corrections` say why it does not count any more. `needs` are (what, amount) pairs that the claim would need to
    hold; `swings` (input, factor) pairs, the input that moves the result most first.
    """

    number: int
    name: str
    formula: str
    ingredients: tuple[Ingredient, ...]
    steps: tuple[str, ...]
    result: str
    reading: str
    stance: str
    picture: IntervalPicture
    corrections: tuple[Correction, ...]
    needs: tuple[tuple[str, str], ...]
    swings: tuple[tuple[str, str], ...]
    outcome: Outcome


def telling(recipes: Iterable[Recipe]) -> Recipe | None:
    """The arithmetic that speaks, the contrary first; None where none does or counts."""
    counted = (done for done in recipes if done.stance != Stance.MENTIONS and not done.corrections)
    return min(counted, key=lambda done: done.stance, default=None)


def write_recipe(number: int, row: Recomputation) -> Recipe:
    """The arithmetic for its page."""
    parts = sorted(row.inputs.all(), key=lambda part: part.pk)
    done, language = row.to_core(), page_language()
    outcome = Outcome(low=row.low, high=row.high, claimed=row.claimed, unit=row.unit)
    return Recipe(
        number=number,
        name=row.name,
        formula=row.formula,
        ingredients=tuple(_ingredient(part) for part in parts),
        steps=tuple(str(step) for step in row.steps),
        result=outcome.result_in(language),
        outcome=outcome,
        reading=row.reading,
        stance=row.stance,
        corrections=tuple(dict.fromkeys(_corrections(parts))),
        picture=draw_interval(low=row.low, high=row.high, claimed=row.claimed, unit=row.unit),
        needs=tuple(
            (part.name, interval(part.low, part.high, part.unit, language=language, digits=RESULT_DIGITS))
            for part in done.needs
        ),
        swings=tuple((name, plain(factor, digits=RESULT_DIGITS)) for name, factor in sensitivity(done.inputs)),
    )


def _corrections(parts: Iterable[RecomputationInput]) -> Iterator[Correction]:
    papers = (part.paper_version.paper for part in parts if part.paper_version)
    for paper in papers:
        correction = correction_of(paper)
        if correction and paper.standing in EXCLUDED:
            yield correction


def _ingredient(row: RecomputationInput) -> Ingredient:
    return Ingredient(
        name=row.name,
        amount=interval(row.low, row.high, row.unit, language=page_language()),
        paper=row.paper_version.paper if row.paper_version else None,
        quote=row.quote,
        assumption=row.assumption,
    )
