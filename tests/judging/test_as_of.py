"""A past day is replayed from what counted by then, and gives what was recorded then."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from claims.core.papers import Standing
from claims.judging.as_of import Exhibit, Ruled, Span, Sum, verdict_on
from claims.judging.findings import Finding, Recomputation, Stance, Status
from claims.judging.notices import Notice, standing_on
from claims.judging.rulings import voices
from claims.judging.verdict import decide
from tests.judging.made_up_evidence import finding, findings, recomputations

DAY = date(2020, 1, 1)


def day(number: int) -> date:
    return DAY + timedelta(days=number)


def exhibit(found: Finding, since: int, until: int | None = None, *notices: Notice) -> Exhibit:
    span = Span(since=day(since), until=None if until is None else day(until))
    return Exhibit(found=found, spans=(span,), notices=notices)


def statuses_of(exhibits: list[Exhibit], *numbers: int, rulings: tuple[Ruled, ...] = ()) -> list[Status]:
    return [verdict_on(day(number), exhibits, rulings=rulings).status for number in numbers]


def test_a_claim_moves_on_the_days_on_which_its_evidence_comes_and_goes() -> None:
    support = exhibit(finding(), 2)
    against = exhibit(finding(paper_id="p2", stance=Stance.CONTRADICTS, independence_group="team two"), 4, 6)
    assert statuses_of([support, against], 1, 2, 3, 4, 5, 6) == [
        Status.UNVERIFIED,
        Status.SUPPORTED,
        Status.SUPPORTED,
        Status.DISPUTED,
        Status.DISPUTED,
        Status.SUPPORTED,
    ]


def test_a_retraction_counts_from_its_day_and_its_end_restores() -> None:
    retracted = Notice(standing=Standing.RETRACTED, issued_on=day(5), since=day(5))
    taken_back = Notice(standing=Standing.CURRENT, issued_on=day(8), since=day(8))
    shown = [exhibit(finding(), 1, None, retracted, taken_back)]
    assert statuses_of(shown, 4, 5, 7, 8) == [Status.SUPPORTED, Status.UNVERIFIED, Status.UNVERIFIED, Status.SUPPORTED]


def test_a_ruling_holds_from_its_day_until_it_is_handed_back() -> None:
    rulings = (
        Ruled(since=day(3), status=Status.REFUTED, heard=voices([finding()])),
        Ruled(since=day(6), status=None),
    )
    assert statuses_of([exhibit(finding(), 1)], 2, 3, 5, 6, rulings=rulings) == [
        Status.SUPPORTED,
        Status.REFUTED,
        Status.REFUTED,
        Status.SUPPORTED,
    ]


def test_arithmetic_counts_between_its_days() -> None:
    made = Recomputation(
        formula="a ÷ b",
        inputs=(),
        low=Decimal(1),
        high=Decimal(2),
        unit="",
        claimed=None,
        stance=Stance.CONTRADICTS,
        reading="a ÷ b = 1–2",
    )
    sums = [Sum(made=made, span=Span(since=day(2), until=day(4)))]
    told = [verdict_on(day(number), [], sums).status for number in (1, 2, 4)]
    assert told == [Status.UNVERIFIED, Status.DISPUTED, Status.UNVERIFIED]


# One step of a history: how many days later, then a finding that comes, one that goes, or a notice on a document.
comings = st.tuples(st.integers(0, 3), findings)
goings = st.tuples(st.integers(0, 3), st.integers(0, 5))
notes = st.tuples(st.integers(0, 3), st.sampled_from(["p1", "p2"]), st.sampled_from(Standing))
histories = st.lists(st.one_of(comings, goings, notes), max_size=14)


class Record:
    """A tracker in memory: it decides anew after each step and writes down what came out, by the day."""

    def __init__(self) -> None:
        self.day = DAY
        self.rows: list[tuple[Finding, Span]] = []
        self.notices: dict[str, list[Notice]] = {}
        self.written: dict[date, Status] = {}

    def take(self, step: tuple[object, ...]) -> None:
        """One step of a history."""
        self.day += timedelta(days=step[0])  # type: ignore[arg-type]  # the first part is a number
        match step[1:]:
            case (Finding() as found,):
                self.rows.append((replace(found, standing=Standing.CURRENT), Span(since=self.day)))
            case (int(place),) if place < len(self.rows):
                found, span = self.rows[place]
                self.rows[place] = (found, Span(since=span.since, until=span.until or self.day))
            case (str(paper), Standing() as standing):
                told = Notice(standing=standing, issued_on=self.day, since=self.day)
                self.notices.setdefault(paper, []).append(told)
        self.written[self.day] = decide(Status.UNVERIFIED, self.counting()).status

    def counting(self) -> list[Finding]:
        """What counts now, each with its document's standing."""
        return [
            replace(found, standing=standing_on(self.day, self.notices.get(found.paper_id, ())))
            for found, span in self.rows
            if span.until is None
        ]


@given(histories)
def test_the_replay_of_every_day_is_what_was_recorded_that_day(history: list[tuple[object, ...]]) -> None:
    record = Record()
    for step in history:
        record.take(step)
    exhibits = [
        Exhibit(found=found, spans=(span,), notices=tuple(record.notices.get(found.paper_id, ())))
        for found, span in record.rows
    ]
    replayed = {on: verdict_on(on, exhibits).status for on in record.written}
    assert replayed == record.written


@given(st.lists(st.builds(exhibit, findings, st.integers(0, 9)), max_size=6), st.integers(0, 9), st.randoms())
def test_what_comes_later_and_in_which_order_it_lies_changes_nothing_of_a_day(
    exhibits: list[Exhibit], number: int, random: object
) -> None:
    by_then = [one for one in exhibits if one.spans[0].since <= day(number)]
    random.shuffle(by_then)  # type: ignore[attr-defined]  # Hypothesis hands out a random.Random
    assert verdict_on(day(number), exhibits) == verdict_on(day(number), by_then)


@given(st.lists(recomputations, max_size=3), st.integers(0, 5))
def test_a_day_before_everything_is_unverified(sums: list[Recomputation], number: int) -> None:
    later = [Sum(made=made, span=Span(since=day(number + 1))) for made in sums]
    assert verdict_on(day(number), [exhibit(finding(), number + 1)], later).status is Status.UNVERIFIED
