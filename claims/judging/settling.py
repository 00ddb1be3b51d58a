"""What would settle an open claim: the figures and sources that are missing, each closed as soon as evidence gives it.

A function of the claim and its evidence alone, so that nothing has to be stored or ticked off.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from claims.core.papers import PaperRecord
from claims.core.quantities import Metric
from claims.core.statements import ClaimKind, ClaimStatement
from claims.judging.chips import Chip, chips_named
from claims.judging.claim_readings import ReadClaim, read_claim
from claims.judging.facts import INPUT_NAMES, Facts, facts_of
from claims.judging.findings import Finding, Grade, Input, Recomputation, Stance, Status
from claims.judging.grading import CLAIMANT_GROUP
from claims.judging.paper_readings import read_paper
from claims.judging.recomputing import span
from claims.judging.settling_words import Wording, wording_of
from claims.judging.telling import told

# A claim with another status is decided, or a person has said that it can not be.
OPEN = frozenset({Status.UNVERIFIED, Status.ATTESTED, Status.QUALIFIED, Status.DISPUTED})
_INDEPENDENT = frozenset({Grade.E4, Grade.E5, Grade.E6})
# What an amount can be reckoned from where nobody states it (`recomputing` has the formulas).
_RECKONED_FROM: dict[Metric, tuple[Metric, ...]] = {
    Metric.ENERGY: (Metric.ACCELERATORS, Metric.TRAINING_TIME, Metric.POWER),
    Metric.EMISSIONS: (Metric.ENERGY,),
    Metric.COST: (Metric.ACCELERATOR_HOURS, Metric.PRICE),
    Metric.ACCELERATOR_HOURS: (Metric.ACCELERATORS, Metric.TRAINING_TIME),
    Metric.COMPUTE: (Metric.PARAMETERS, Metric.TOKENS),
}
# What two systems can be compared in; an absolute figure of these either is stated or is not.
_STATED = frozenset(
    {
        *_RECKONED_FROM,
        Metric.PARAMETERS,
        Metric.ACTIVE_PARAMETERS,
        Metric.TOKENS,
        Metric.CONTEXT_LENGTH,
        Metric.ACCELERATORS,
        Metric.TRAINING_TIME,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A figure or a source that is asked for, in one language.

    `found` is what evidence gives for it, "" while it is missing; `parts` are what it could be reckoned from instead.
    """

    what: str
    found: str = ""
    parts: tuple["Wanted", ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether it is still missing, and can not be reckoned either."""
        return not self.found and (not self.parts or any(part.is_open for part in self.parts))


def what_would_settle(
    claim: ClaimStatement,
    status: Status,
    findings: Sequence[Finding],
    recomputations: Sequence[Recomputation] = (),
    *,
    language: str = "",
) -> tuple[Wanted, ...]:
    """What is asked for of an open claim, the amounts first; () for a claim that is decided.

    `findings` are those that count or only mention. The order of neither matters. It is told in `language`, by default
    in that of the claim.
    """
    if status not in OPEN:
        return ()
    read, words = read_claim(claim), wording_of(language or claim.language)
    inputs = [part for done in recomputations for part in done.inputs if part.paper_id]
    return (*_amounts(read, findings, inputs, words), _source(read, status, findings, words))


def _amounts(read: ReadClaim, findings: Sequence[Finding], inputs: Sequence[Input], words: Wording) -> list[Wanted]:
    """The amounts that the claim's number rests on: its own, and the baseline's where it is told against one."""
    main = read.main
    if main is None or not read.names or main.metric not in (_STATED if main.is_ratio else _RECKONED_FROM):
        return []
    names = [read.names[0], *(read.baselines[:1] if main.is_ratio else ())]
    papers = [read_paper(record) for record in _as_papers(findings, inputs)]
    used = {part.name: part for part in sorted(inputs, key=lambda part: (part.paper_id, part.quote))}
    known = [
        _Known(name=name, facts=facts_of(name, papers, aliases=aliases), inputs=used)
        for name, aliases in ((name, read.names[1:] if name == read.names[0] else ()) for name in names)
    ]
    return [_amount(main.metric, one, words) for one in known]


def _as_papers(findings: Sequence[Finding], inputs: Sequence[Input]) -> list[PaperRecord]:
    """The quotes of the evidence as documents of one passage each, so that they are read like any other."""
    quotes = {(found.paper_id, found.quote): found.source for found in findings}
    quotes |= {(part.paper_id, part.quote): quotes.get((part.paper_id, part.quote), "") for part in inputs}
    return [
        PaperRecord(id=f"{paper_id}-{place}", title=title, abstract=quote)
        for place, ((paper_id, quote), title) in enumerate(sorted(quotes.items()))
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """What is known of one system: read from the quotes, and taken over from sums, which knew more than the quote."""

    name: str
    facts: Facts
    inputs: dict[str, Input]

    def figure(self, metric: Metric) -> Input | None:
        """The figure that a sum used, else the one a quote gives; one of a run counts as the system's."""
        label, _ = INPUT_NAMES[metric]
        used = self.inputs.get(f"{label} of {self.name}")
        if used or not self.facts.runs:
            return used or self.facts.figure(metric)
        run = self.facts.runs[0]
        return {Metric.ACCELERATORS: run.count, Metric.TRAINING_TIME: run.hours}.get(metric) or self.facts.figure(
            metric
        )

    @property
    def chips(self) -> tuple[Chip, ...]:
        """The chips named in the words that tell of the run or its accelerator-hours."""
        told_in = (self.figure(Metric.ACCELERATORS), self.figure(Metric.ACCELERATOR_HOURS))
        return next((chips for one in told_in if one and (chips := chips_named(one.quote))), ())

    def found(self, metric: Metric) -> str:
        """The figure as a reader is told it; "" while it is missing."""
        if metric in (Metric.POWER, Metric.PRICE):
            return ", ".join(chip.name for chip in self.chips)
        count, hours = self.figure(Metric.ACCELERATORS), self.figure(Metric.TRAINING_TIME)
        stated = _told(self.figure(metric))
        if metric is Metric.ACCELERATOR_HOURS and not stated and count and hours:
            return f"{_told(count)} × {_told(hours)}"
        return stated


def _amount(metric: Metric, known: _Known, words: Wording) -> Wanted:
    stated = known.found(metric) if known.figure(metric) else ""
    parts = [Wanted(what=words.named(part), found=known.found(part)) for part in _RECKONED_FROM.get(metric, ())]
    if metric is Metric.EMISSIONS:
        parts.append(Wanted(what=words.grid))
    return Wanted(what=words.of(metric, known.name), found=stated, parts=() if stated else tuple(parts))


def _told(figure: Input | None) -> str:
    return told(span(figure), figure.unit) if figure else ""


def _source(read: ReadClaim, status: Status, findings: Sequence[Finding], words: Wording) -> Wanted:
    """Somebody else than the claimant who says so; for a disputed claim, somebody who measured again."""
    statement = read.statement
    if status is Status.DISPUTED:
        return Wanted(what=words.measured_again, found=_backing(findings, frozenset({Grade.E5, Grade.E6})))
    if statement.kind is ClaimKind.RANKING:
        what = words.asked_of(words.ranking, statement.claimant)
    elif read.benchmarks:
        what = words.asked_of(words.evaluation, statement.claimant, benchmark=read.benchmarks[0])
    else:
        what = words.asked_of(words.source, statement.claimant)
    return Wanted(what=what, found=_backing(findings, _INDEPENDENT))


def _backing(findings: Sequence[Finding], grades: frozenset[Grade]) -> str:
    """The first document in alphabetical order that backs the claim in full, is of these grades, and independent."""
    backing = [
        found.source or found.paper_id
        for found in findings
        if found.stance is Stance.SUPPORTS
        and not found.condition
        and found.grade in grades
        and found.independence_group != CLAIMANT_GROUP
    ]
    return min(backing, default="")
