"""What documents state of a system, as inputs for arithmetic: sizes, accelerators, days, energy, cost, with quotes."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from claims.core.quantities import Comparator, Metric, Quantity
from claims.core.statements import ClaimStatement
from claims.judging.chips import Chip, chips_named
from claims.judging.claim_readings import ReadClaim, read_claim
from claims.judging.findings import Input
from claims.judging.intervals import Interval
from claims.judging.naming import NEAR_KIN, namings
from claims.judging.paper_readings import ReadPaper, ReadPassage
from claims.judging.recomputing import quoted
from claims.judging.relevance import Bond, relevance
from claims.judging.units import base_value
from claims.judging.wording import OTHER_TIME

# An order of magnitude is no figure to calculate with.
_VAGUE = re.compile(
    r"\b(?:tens|hundreds|thousands|millions|billions|trillions)\b|数[十百千万亿]|[上成]千上?万", re.IGNORECASE
)
# What a run would take is told after what one took.
_IMAGINED = re.compile(
    r"\b(?:would|could|hypothetical\w*|estimates? that|calculat\w*)\b|需要|将需|推算|估算", re.IGNORECASE
)
# Bonds good enough for a figure that we calculate with, best first.
_SURE = (Bond.PRESENTED, Bond.NAMED, Bond.CONTINUED, Bond.TITLED)
# What a document's figure is called in a formula.
INPUT_NAMES: dict[Metric, tuple[str, str]] = {
    Metric.PARAMETERS: ("parameters", "parameters"),
    Metric.ACTIVE_PARAMETERS: ("active parameters", "parameters"),
    Metric.TOKENS: ("training tokens", "tokens"),
    Metric.CONTEXT_LENGTH: ("context", "tokens"),
    Metric.ACCELERATORS: ("accelerators", ""),
    Metric.TRAINING_TIME: ("hours", "h"),
    Metric.DURATION: ("hours", "h"),
    Metric.COMPUTE: ("compute", "FLOP"),
    Metric.ENERGY: ("energy", "Wh"),
    Metric.EMISSIONS: ("emissions", "g CO2e"),
    Metric.ACCELERATOR_HOURS: ("accelerator-hours", "accelerator-hours"),
    Metric.COST: ("cost", "USD"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A training run as one passage tells it: so many accelerators for so long, and the chips if it says which."""

    count: Input
    hours: Input
    chips: tuple[Chip, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is known of one system: its figures by metric (best source first) and its runs."""

    name: str
    figures: tuple[tuple[Metric, Input], ...]
    runs: tuple[Run, ...]
    presented_on: date | None = None

    def figure(self, *metrics: Metric) -> Input | None:
        """The best source's figure of the first metric that has one."""
        return next((given for metric in metrics for had, given in self.figures if had is metric), None)

    def spread(self, metric: Metric) -> Input | None:
        """All figures of a metric as one interval, with the words of the lowest: estimates that differ."""
        given = [one for had, one in self.figures if had is metric]
        if not given:
            return None
        lowest = min(given, key=lambda one: (one.low, one.paper_id))
        return quoted(
            lowest.name,
            Interval(lowest.low, max(one.high for one in given)),
            lowest.unit,
            paper_id=lowest.paper_id,
            quote=lowest.quote,
        )


def facts_of(name: str, papers: Sequence[ReadPaper], *, aliases: tuple[str, ...] = ()) -> Facts:
    """What `papers` state of the system `name`, in an order that does not depend on theirs."""
    asked = read_claim(ClaimStatement(id="", text=name, subject=name, subject_aliases=aliases))
    told = [
        (bool(_IMAGINED.search(passage.text)), _SURE.index(bond), paper.record.id, passage.text, paper, passage)
        for paper in papers
        for passage in paper.passages
        if passage.quantities and (bond := relevance(asked, paper, passage).bond) in _SURE
    ]
    ordered = [(paper, passage) for *_, paper, passage in sorted(told, key=lambda row: row[:4])]
    figures = [
        (one.metric, _input(one, paper, passage, asked))
        for paper, passage in ordered
        for one in passage.quantities
        if _usable(one, passage, asked)
    ]
    runs = [run for paper, passage in ordered if (run := _run(paper, passage, asked))]
    days = [p.record.published_on for p in papers if _presents(asked, p) and p.record.published_on]
    return Facts(
        name=name,
        figures=tuple((metric, given) for metric, given in figures),
        runs=tuple(runs),
        presented_on=min(days, default=None),
    )


def _presents(asked: ReadClaim, paper: ReadPaper) -> bool:
    return bool(set(asked.names) & set(paper.presents))


def _usable(one: Quantity, passage: ReadPassage, asked: ReadClaim) -> bool:
    """A plain figure of a metric that formulas know; of several only that of the asked size; none of another day."""
    if one.metric not in INPUT_NAMES or one.is_ratio or (one.value is None and one.low is None):
        return False
    if any(end is not None and end <= 0 for end in (one.value, one.low, one.high)) or one.unit == "%":
        return False
    if _VAGUE.search(one.raw) or not _is_told_of(one, passage, asked):
        return False
    if one.metric is Metric.COST:
        return not OTHER_TIME.search(passage.text)
    several = sum(other.metric is one.metric for other in passage.quantities) > 1
    return not several or one.value in asked.sizes


def _is_told_of(one: Quantity, passage: ReadPassage, asked: ReadClaim) -> bool:
    """Whether no other system is named closer to the figure than the asked one, where the passage names others."""
    own = {place.start for place in namings(passage.text, passage.names, asked.names) if place.kin in NEAR_KIN}
    others = [name.start for name in passage.systems if name.start not in own]
    if not others:
        return True
    return bool(own) and _nearest(one, own) <= _nearest(one, others)


def _nearest(one: Quantity, places: Iterable[int]) -> int:
    return min(abs(place - one.start) for place in places)


def _input(one: Quantity, paper: ReadPaper, passage: ReadPassage, asked: ReadClaim) -> Input:
    name, unit = INPUT_NAMES[one.metric]
    low, high = one.low or one.value, one.high or one.value
    if low is None or high is None:
        raise ValueError(f"{one.raw!r} carries no number.")
    low, high = (base_value(one.metric, end, one.unit)[0] for end in (low, high))
    label = f"{name} of {asked.statement.subject}"
    return quoted(label, Interval(low, high), unit, paper_id=paper.record.id, quote=passage.text)


def _run(paper: ReadPaper, passage: ReadPassage, asked: ReadClaim) -> Run | None:
    """Accelerators and time from one passage; two of either would leave open which belong together."""
    counts = [one for one in passage.quantities if one.metric is Metric.ACCELERATORS and one.value]
    times = [
        one
        for one in passage.quantities
        if one.metric in (Metric.TRAINING_TIME, Metric.DURATION) and one.value and one.comparator is not Comparator.OVER
    ]
    if len(counts) != 1 or len(times) != 1 or counts[0].is_ratio:
        return None
    return Run(
        count=_input(counts[0], paper, passage, asked),
        hours=_input(times[0], paper, passage, asked),
        chips=chips_named(passage.text),
    )
