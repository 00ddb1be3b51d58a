"""An arithmetic as a recipe: ingredients with their sources, steps, result, and the picture of it."""

from dataclasses import dataclass

from claims.models import Paper, Recomputation, RecomputationInput
from claims.web.figures import interval
from claims.web.interval_picture import RESULT_DIGITS, IntervalPicture, draw_interval


@dataclass(frozen=True, slots=True, kw_only=True)
class Ingredient:
    """An input of the arithmetic with where it comes from: a quoted paper or a stated assumption."""

    name: str
    amount: str
    paper: Paper | None
    quote: str
    assumption: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """An arithmetic: ingredients, formula, steps, result, and the picture of it."""

    number: int
    formula: str
    ingredients: tuple[Ingredient, ...]
    steps: tuple[str, ...]
    result: str
    reading: str
    stance: str
    picture: IntervalPicture
    missing: tuple[str, ...]


def write_recipe(number: int, row: Recomputation) -> Recipe:
    ingredients = tuple(_ingredient(part) for part in sorted(row.inputs.all(), key=lambda part: part.pk))
    return Recipe(
        number=number,
        formula=row.formula,
        ingredients=ingredients,
        steps=tuple(str(step) for step in row.steps),
        result=interval(row.low, row.high, row.unit, digits=RESULT_DIGITS),
        reading=row.reading,
        stance=row.stance,
        picture=draw_interval(low=row.low, high=row.high, claimed=row.claimed, unit=row.unit),
        missing=tuple(part.name for part in ingredients if part.assumption and not part.paper),
    )


def _ingredient(row: RecomputationInput) -> Ingredient:
    return Ingredient(
        name=row.name,
        amount=interval(row.low, row.high, row.unit),
        paper=row.paper_version.paper if row.paper_version else None,
        quote=row.quote,
        assumption=row.assumption,
    )
