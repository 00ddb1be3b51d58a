"""Epoch AI's sentences: whether the value that a person read is among those read, and whether it is the best reading.

`python -m bench.epoch_quotes [--failures]`. The rows lie beside the project and are scored only where a person marked
the value as standing in the sentence. A row belongs by its hash to the half that was looked at while the rules were
written or to the half that was not; `--failures` lists those of the first half.
"""

import json
import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal
from hashlib import sha256
from pathlib import Path

from claims.core.known_subjects import SubjectKind
from claims.core.measures import find_quantities
from claims.core.quantities import Metric, Quantity
from claims.core.sentences import split_sentences
from claims.core.subjects import find_names

ROWS = Path(__file__).resolve().parents[2] / "shared" / "data" / "epoch" / "quant_quotes.jsonl"
# The metrics that each kind of row is about, the most telling first.
METRICS: dict[str, tuple[Metric, ...]] = {
    "params": (Metric.PARAMETERS, Metric.ACTIVE_PARAMETERS),
    "dataset": (Metric.TOKENS, Metric.DATASET_SIZE),
    "hours": (Metric.TRAINING_TIME, Metric.DURATION, Metric.ACCELERATOR_HOURS),
    "flop": (Metric.COMPUTE,),
}
# Durations are read in seconds; the rows tell hours.
_SECONDS = Decimal(3600)
_TOLERANCE = Decimal("0.01")
_ROUNDING = Decimal("0.05")
_SIZE = re.compile(r"(?<![\d.])(\d+(?:\.\d+)?)([BMT])(?![A-Za-z0-9])")
_SCALES = {"M": Decimal(10**6), "B": Decimal(10**9), "T": Decimal(10**12)}
# What stands behind these is what a model is compared with.
_COMPARED = re.compile(
    r"\b(?:than|compared|versus|vs|outperform\w*|surpass\w*|exceed\w*|match\w*|rival\w*|on par"
    r"|similar to|unlike|original)\b"
    r"[^.;]{0,70}$",
    re.I,
)
# Of data told in parts, rows record what was trained on.
_TRAINED_ON = re.compile(r"\btrain", re.I)
_NEAR = 25


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One sentence or a few, and the value that a person read there for `model` (hours for times)."""

    kind: str
    model: str
    quote: str
    value: Decimal

    @property
    def held_out(self) -> bool:
        """Whether its failures were not looked at."""
        return sha256(self.quote.encode()).digest()[0] % 2 == 1

    def is_right(self, quantity: Quantity, *, rounded: bool = True) -> bool:
        """Whether the quantity is the row's value within a hundredth, at one of its ends if it is a range.

        With `rounded` it may also be the row's value rounded or cut to the figures that the sentence writes ("20
        billion" for 19.75): rows are filled from more than the sentence.
        """
        hours = quantity.unit == "seconds"
        ends = [end / _SECONDS if hours else end for end in (quantity.value, quantity.low, quantity.high) if end]
        return any(
            abs(end - self.value) <= _TOLERANCE * self.value or (rounded and self._is_told_as(end)) for end in ends
        )

    def _is_told_as(self, end: Decimal) -> bool:
        if abs(end - self.value) > _ROUNDING * self.value:
            return False
        step = Decimal(1).scaleb(end.adjusted() - len(end.normalize().as_tuple().digits) + 1)
        return end in {self.value.quantize(step, rounding) for rounding in (ROUND_HALF_UP, ROUND_FLOOR)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A quantity and the text around it in its sentence."""

    quantity: Quantity
    before: str
    after: str

    def rank(self, row: Row) -> tuple[bool, bool, bool, int, Decimal]:
        """The smallest is the best: the size in the model's name, said of nothing else, trained on, telling, large.

        Rows record a model at its largest and the whole of its data.
        """
        sizes = {Decimal(number) * _SCALES[scale] for number, scale in _SIZE.findall(row.model)}
        trained = row.kind != "dataset" or _TRAINED_ON.search(self.before[-_NEAR:] + self.after[:_NEAR])
        return (
            self.quantity.value not in sizes,
            self._is_of_another(row.model) or bool(_COMPARED.search(self.before)),
            not trained,
            METRICS[row.kind].index(self.quantity.metric),
            -max(end for end in (self.quantity.value, self.quantity.high) if end is not None),
        )

    def _is_of_another(self, model: str) -> bool:
        """Whether the system named last in front of the number is not the row's: "GPT-3 (175B)"."""
        named = [name.canonical for name in find_names(self.before) if name.kind is SubjectKind.SYSTEM]
        return bool(named) and re.split(r"[\s-]", named[-1])[0].lower() not in model.lower()


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What was read of a row."""

    row: Row
    readings: tuple[Reading, ...]

    @property
    def found(self) -> tuple[Quantity, ...]:
        """The quantities in reading order."""
        return tuple(reading.quantity for reading in self.readings)

    @property
    def best(self) -> Quantity | None:
        """The reading for the row's kind; None where no quantity of its metrics was read."""
        metrics = METRICS[self.row.kind]
        told = [one for one in self.readings if one.quantity.metric in metrics and not one.quantity.is_ratio]
        return min(told, key=lambda one: one.rank(self.row)).quantity if told else None

    @property
    def among(self) -> bool:
        """Whether any quantity is the row's value."""
        return any(self.row.is_right(one) for one in self.found)

    @property
    def among_strictly(self) -> bool:
        """Whether any quantity is the row's value within a hundredth, however the sentence rounds it."""
        return any(self.row.is_right(one, rounded=False) for one in self.found)

    @property
    def is_best(self) -> bool:
        """Whether the reading for the kind is the row's value."""
        return self.best is not None and self.row.is_right(self.best)

    @property
    def failure(self) -> str:
        """Why the value is not the best reading; "" where it is."""
        right = [one for one in self.found if self.row.is_right(one)]
        if self.is_best:
            return ""
        if not right:
            return "not read" if self.found else "no number read"
        if not any(one.metric in METRICS[self.row.kind] for one in right):
            return f"read as {right[0].metric}"
        return "another one is taken"


def rows_of(path: Path) -> Iterator[Row]:
    """The rows whose value stands in the sentence."""
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if row["literal_match"] and row["kind"] in METRICS:
            yield Row(kind=row["kind"], model=row["model"], quote=row["quote"], value=Decimal(str(row["value"])))


def result_of(row: Row) -> Result:
    """The row read sentence by sentence."""
    readings = (
        Reading(quantity=one, before=sentence.text[: one.start], after=sentence.text[one.end :])
        for sentence in split_sentences(row.quote)
        for one in find_quantities(sentence.text)
    )
    return Result(row=row, readings=tuple(readings))


def _print_part(name: str, part: list[Result]) -> None:
    counts = {
        "among those read": sum(result.among for result in part),
        "within a hundredth": sum(result.among_strictly for result in part),
        "the best reading": sum(result.is_best for result in part),
    }
    print(f"{name}, {len(part)} sentences: {', '.join(f'{what} {n / len(part):.3f}' for what, n in counts.items())}")
    classes = Counter(f"{result.row.kind}: {result.failure}" for result in part if result.failure)
    for reason, count in classes.most_common():
        print(f"  {count:3} {reason}")


def main() -> None:
    """Print both figures and the classes of failure for each half; with `--failures` the failures of the first."""
    if not ROWS.exists():
        print(f"needs the measured data in {'/'.join(ROWS.parts[-4:])} beside the project")
        return
    results = [result_of(row) for row in rows_of(ROWS)]
    looked_at = [result for result in results if not result.row.held_out]
    if "--failures" in sys.argv:
        for result in looked_at:
            if result.failure:
                read = "; ".join(f"{one.metric} {one.value or (one.low, one.high)} {one.unit}" for one in result.found)
                print(f"[{result.row.kind} {result.row.value:,f}] {result.failure}\n  {result.row.quote}\n  {read}\n")
    _print_part("half that was looked at", looked_at)
    _print_part("half that was held out", [result for result in results if result.row.held_out])


if __name__ == "__main__":
    main()
