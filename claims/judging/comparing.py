"""Whether two quantities say the same: the claim's number against a passage's, with bounds, rounding and hedges."""

from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal
from enum import StrEnum

from claims.core.quantities import Comparator, Metric, Quantity, Relation
from claims.judging.concepts import concepts
from claims.judging.intervals import shown
from claims.judging.units import base_value

# Metrics that texts do not keep apart when they tell a ratio or count.
ALIKE: tuple[frozenset[Metric], ...] = (
    frozenset({Metric.TRAINING_TIME, Metric.DURATION}),
    frozenset({Metric.SPEED, Metric.EFFICIENCY, Metric.THROUGHPUT}),
    frozenset({Metric.COST, Metric.PRICE}),
    frozenset({Metric.TOKENS, Metric.CONTEXT_LENGTH}),
    frozenset({Metric.TOKENS, Metric.DATASET_SIZE}),
    frozenset({Metric.SCORE, Metric.OTHER}),
)
# What a reader of a passage calls a number that no unit explains; the words around it must say the rest.
VAGUE = frozenset({Metric.OTHER, Metric.COUNT, Metric.DATASET_SIZE, Metric.SIZE, Metric.EFFICIENCY, Metric.SPEED})
# The glossary's concept for each metric, by which a vague number is recognised.
METRIC_CONCEPT: dict[Metric, str] = {
    Metric.PARAMETERS: "parameter",
    Metric.TOKENS: "token",
    Metric.DATASET_SIZE: "dataset",
    Metric.ACCELERATORS: "accelerator",
    Metric.COMPUTE: "compute",
    Metric.ENERGY: "energy",
    Metric.EMISSIONS: "carbon",
    Metric.COST: "cost",
    Metric.PRICE: "cost",
    Metric.SPEED: "speed",
    Metric.EFFICIENCY: "efficiency",
    Metric.CONTEXT_LENGTH: "context",
    Metric.MEMORY: "memory",
    Metric.USERS: "user",
    Metric.LANGUAGES: "language",
}
# Of these, a share told in per cent is a share of someone else's amount.
AMOUNTS = frozenset(METRIC_CONCEPT)
_SIGNS = frozenset({"%", "x"})
ESTIMATED = frozenset({Metric.COST, Metric.PRICE, Metric.ENERGY, Metric.EMISSIONS, Metric.COMPUTE})
EXACT_SHARE = Decimal("0.005")
HEDGED_SHARE = Decimal("0.1")
ONE_FIGURE_SHARE = Decimal("0.02")
# A number with one significant figure stands for what rounds to it, also rounded down ("50x" for 57).
ROUGH_SHARE = Decimal("0.15")


class Match(StrEnum):
    """What a passage's number says of the claim's."""

    EQUAL = "equal"
    BOUND = "bound"
    PART = "part"
    DIFFERENT = "different"


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """The match and how a reader is told of it; `condition` where the number holds only at an end of what is said."""

    match: Match
    reading: str
    condition: str = ""


def values_agree(claimed: Decimal, said: Decimal, *, hedged: bool = False) -> bool:
    """Whether two numbers are one but for rounding (or cutting) to the fewer figures, or 10 % where one is hedged."""
    if claimed == said:
        return True
    larger = max(abs(claimed), abs(said))
    gap = abs(claimed - said) / larger
    if gap <= (HEDGED_SHARE if hedged else EXACT_SHARE):
        return True
    figures = min(_figures(claimed), _figures(said))
    if figures >= 2:
        finer, rougher = sorted((claimed, said), key=lambda value: -_figures(value))
        return _rounded(claimed, figures) == _rounded(said, figures) or rounds_down_to(finer, rougher)
    # One figure says little: "5" is 4.9, and not 4.8.
    return gap <= ONE_FIGURE_SHARE and _rounded(claimed, figures) == _rounded(said, figures)


def _figures(value: Decimal) -> int:
    digits = value.normalize().as_tuple().digits
    return len(digits)


def _rounded(value: Decimal, figures: int) -> Decimal:
    if value == 0:
        return value
    return value.quantize(Decimal(1).scaleb(value.adjusted() - figures + 1)).normalize()


def rounds_down_to(exact: Decimal, told: Decimal) -> bool:
    """Whether `told` is `exact` cut to the figures of `told`: 57.1 → 50, 5.7 → 5."""
    if told <= 0 or exact <= 0:
        return False
    step = Decimal(1).scaleb(told.adjusted() - _figures(told) + 1)
    return (exact / step).to_integral_value(ROUND_FLOOR) * step == told


def metrics_fit(claimed: Quantity, said: Quantity, around: frozenset[str], *, on_topic: bool = False) -> bool:
    """Whether two quantities measure one thing; `around` are the concepts of the words near the passage's number.

    `on_topic` says that the texts share more than the number: then a general noun ("models") may be what is counted.
    """
    if claimed.metric is said.metric and claimed.metric not in VAGUE:
        return True
    if any(claimed.metric in group and said.metric in group for group in ALIKE):
        return True
    if claimed.metric in VAGUE and said.metric in VAGUE:
        return _units_fit(claimed, said, on_topic=on_topic)
    concept = METRIC_CONCEPT.get(claimed.metric)
    return said.metric in VAGUE and concept in around


def _units_fit(claimed: Quantity, said: Quantity, *, on_topic: bool) -> bool:
    """For counts of things: the same sign ("%", "x"), or none on either side and a thing that both words name."""
    if _SIGNS & {claimed.unit, said.unit}:
        return claimed.unit == said.unit
    mine, theirs = (concepts(f"{one.raw} {one.unit}") for one in (claimed, said))
    bare = not (mine.named | mine.words) or not (theirs.named | theirs.words)
    return bare or bool(mine.shared(theirs)) or (on_topic and bool(mine.named & theirs.named))


def relations_fit(claimed: Quantity, said: Quantity) -> bool:
    """Whether both are plain values or both are told against a baseline. "5x saving" is a ratio in either direction."""
    return claimed.is_ratio == (said.is_ratio or _tells_a_share(said)) or _plain_percent(claimed, said)


def _plain_percent(claimed: Quantity, said: Quantity) -> bool:
    """Both in per cent and the claim leaves open of what: "55 % faster" is written as a plain 55 % by some."""
    changes = (Relation.MORE_BY, Relation.LESS_BY)
    open_of_what = claimed.relation is Relation.VALUE and claimed.metric is not Metric.SCORE
    return claimed.unit == said.unit == "%" and open_of_what and said.relation in changes


def _tells_a_share(said: Quantity) -> bool:
    return said.unit == "%" and said.metric in AMOUNTS and said.relation is Relation.VALUE


def compare(claimed: Quantity, said: Quantity) -> Comparison | None:
    """The claim's number against a passage's of the same metric; None where they can not be compared."""
    if not relations_fit(claimed, said):
        return None
    mine, theirs = _ends(claimed), _ends(said)
    if mine is None or theirs is None:
        return None
    hedged = Comparator.ABOUT in (claimed.comparator, said.comparator)
    reading = f"claimed {_told(claimed)}, said {_told(said)}"
    if mine[0] != mine[1] or theirs[0] != theirs[1]:
        return _compare_ranges(mine, theirs, reading, hedged=hedged, estimated=claimed.metric in ESTIMATED)
    if _same_number(claimed, said, mine[0], theirs[0], hedged=hedged):
        match = Match.BOUND if said.comparator in _BOUNDS or claimed.comparator in _BOUNDS else Match.EQUAL
        return Comparison(match=match, reading=reading)
    if _bound_holds(claimed.comparator, mine[0], theirs[0], said.comparator):
        return Comparison(match=Match.BOUND, reading=reading)
    return Comparison(match=Match.DIFFERENT, reading=reading)


_BOUNDS = frozenset({Comparator.OVER, Comparator.AT_LEAST, Comparator.UNDER, Comparator.AT_MOST})


def _same_number(claimed: Quantity, said: Quantity, mine: Decimal, theirs: Decimal, *, hedged: bool) -> bool:
    """Equal as values, as factors, or as the bare number both texts wrote ("80 % less" and "reduced by 80 %")."""
    if values_agree(mine, theirs, hedged=hedged):
        return True
    if _plain_percent(claimed, said):
        return claimed.value is not None and said.value is not None and values_agree(claimed.value, said.value)
    if not claimed.is_ratio or claimed.value is None or said.value is None:
        return False
    directions = {claimed.relation, said.relation}
    # A reader can not always tell "5x saving" from "5x more": the bare factor decides where both are multiples.
    multiples = directions <= {Relation.TIMES, Relation.TIMES_LESS, Relation.MORE_BY}
    return multiples and claimed.unit != "%" and said.unit != "%" and values_agree(claimed.value, said.value)


def _bound_holds(comparator: Comparator, claimed: Decimal, said: Decimal, said_bound: Comparator) -> bool:
    """A claimed bound is kept by a number on its right side, near enough to be what the bound is about."""
    if comparator in (Comparator.OVER, Comparator.AT_LEAST):
        return claimed < said <= claimed * Decimal("1.5") and said_bound not in (Comparator.UNDER, Comparator.AT_MOST)
    if comparator in (Comparator.UNDER, Comparator.AT_MOST):
        return claimed / Decimal("1.5") <= said < claimed and said_bound not in (Comparator.OVER, Comparator.AT_LEAST)
    return False


def _compare_ranges(
    mine: tuple[Decimal, Decimal], theirs: tuple[Decimal, Decimal], reading: str, *, hedged: bool, estimated: bool
) -> Comparison:
    """Ranges agree where they share both ends. In part hold: a value at an end, ranges that overlap, and within a range
    where amounts are estimated at all (money, energy); the sizes of a family say nothing of a member within.
    """
    if all(values_agree(a, b, hedged=hedged) for a, b in zip(mine, theirs, strict=True)):
        return Comparison(match=Match.EQUAL, reading=reading)
    low, high = max(mine[0], theirs[0]), min(mine[1], theirs[1])
    at_end = any(values_agree(a, b, hedged=hedged) for a in mine for b in theirs)
    if at_end or (low <= high and (mine[0] != mine[1] or estimated)):
        told = f"the source gives {shown(theirs[0])} to {shown(theirs[1])}"
        return Comparison(match=Match.PART, reading=reading, condition=told)
    return Comparison(match=Match.DIFFERENT, reading=reading)


def _ends(amount: Quantity) -> tuple[Decimal, Decimal] | None:
    """The quantity as low and high in base units; for ratios as factors of the baseline. None without a number."""
    if amount.is_ratio:
        return None if amount.factor is None else (amount.factor, amount.factor)
    if _tells_a_share(amount) and amount.value is not None:
        return amount.value / 100, amount.value / 100
    low, high = amount.low or amount.value, amount.high or amount.value
    if low is None or high is None:
        return None
    return base_value(amount.metric, low, amount.unit)[0], base_value(amount.metric, high, amount.unit)[0]


def _told(amount: Quantity) -> str:
    if amount.raw:
        return amount.raw
    ends = _ends(amount)
    return f"{shown(ends[0])} {amount.unit}".strip() if ends else "no number"
