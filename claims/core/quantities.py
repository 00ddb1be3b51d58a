"""A quantity as a text states it: what is measured, in which unit, how it is bounded and against what.

Values are exact `Decimal` in the base unit of the metric (parameters, tokens, USD, Wh, seconds …, see `base_units`), never
in the scale or the unit that the text happened to use: "10 trillion parameters" is `Decimal(10**13)` with unit
"parameters", "1,287 MWh" is `Decimal(1287000000)` with unit "Wh". How the text told it stays in `as_written`.
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class Metric(StrEnum):
    """What is measured. A metric names a thing that two sources can disagree about."""

    PARAMETERS = "parameters"
    ACTIVE_PARAMETERS = "active_parameters"
    TOKENS = "tokens"
    DATASET_SIZE = "dataset_size"
    ACCELERATORS = "accelerators"
    ACCELERATOR_HOURS = "accelerator_hours"
    TRAINING_TIME = "training_time"
    COMPUTE = "compute"
    THROUGHPUT = "throughput"
    POWER = "power"
    ENERGY = "energy"
    EMISSIONS = "emissions"
    COST = "cost"
    PRICE = "price"
    SPEED = "speed"
    EFFICIENCY = "efficiency"
    SCORE = "score"
    CONTEXT_LENGTH = "context_length"
    MEMORY = "memory"
    USERS = "users"
    LANGUAGES = "languages"
    DURATION = "duration"
    DATE = "date"
    COUNT = "count"
    SIZE = "size"
    OTHER = "other"


class Comparator(StrEnum):
    """How the words bound the value: "over 1 trillion" is `OVER`, "within 10 days" is `AT_MOST`."""

    EQUAL = "eq"
    ABOUT = "approx"
    OVER = "gt"
    AT_LEAST = "ge"
    UNDER = "lt"
    AT_MOST = "le"
    RANGE = "range"


class Relation(StrEnum):
    """Whether the value stands alone or is told against a baseline.

    `TIMES` "50x larger than B" (value 50) · `SHARE` "1 % of B's energy" (value 1, unit "%") · `LESS_BY` "reduced by
    80 %" (value 80, unit "%") · `MORE_BY` "improved by 30 %" · `TIMES_LESS` "100 times less" (value 100).
    """

    VALUE = "value"
    TIMES = "times"
    SHARE = "share"
    LESS_BY = "less_by"
    MORE_BY = "more_by"
    TIMES_LESS = "times_less"


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A quantity in the unit that its text uses, the scale already multiplied in: 3 "months", 1287 "MWh"."""

    value: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    unit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """One number with its unit and bounds. `start`/`end` are offsets of `raw` in the text that was read.

    `as_written` is None where the text itself uses the base unit, and where a quantity comes from elsewhere than a text.
    """

    metric: Metric
    relation: Relation = Relation.VALUE
    comparator: Comparator = Comparator.EQUAL
    value: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    unit: str = ""
    scope: str = ""
    baseline: str = ""
    raw: str = ""
    start: int = 0
    end: int = 0
    as_written: Written | None = None

    @property
    def told(self) -> "Written | Quantity":
        """Its value, bounds and unit in the unit of the text, or in base units where the text uses them."""
        return self.as_written or self

    @property
    def is_ratio(self) -> bool:
        """Whether the value only means something against a baseline."""
        return self.relation is not Relation.VALUE

    @property
    def factor(self) -> Decimal | None:
        """The value as a multiple of the baseline: 50x → 50, 1 % of → 0.01, less by 80 % → 0.2, 100 times less → 0.01."""
        if self.value is None or not self.is_ratio:
            return None
        hundredth = self.value / 100 if self.unit == "%" else self.value
        match self.relation:
            case Relation.LESS_BY:
                return 1 - hundredth
            case Relation.MORE_BY:
                return 1 + hundredth
            case Relation.TIMES_LESS:
                return None if hundredth == 0 else 1 / hundredth
            case _:
                return hundredth
