"""What readers were told of claims before, so that they hear when it is taken back."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.db import connection

from claims.digest.changes import ToldBefore
from claims.digest.happenings import Happening, Step
from claims.judging.findings import Status
from claims.judging.reversals import TakenBack, taken_back
from claims.models import Claim, DeliveryState, OutboxEvent, StatusChange
from claims.models.outbox import EventKind

# A mail that perhaps arrived has told its reader, and so will one that waits; one that never went has not.
_TOLD = [DeliveryState.WAITING, DeliveryState.SENT, DeliveryState.UNKNOWN]
# By the readers' own deliveries: an event can have been told to everybody. OFFSET 0 keeps the planner from other ways.
_TELLINGS = """
SELECT delivery.subscriber_id, delivery.id, issue.due_at, event.id
FROM (SELECT * FROM claims_delivery WHERE subscriber_id = ANY(%(readers)s) OFFSET 0) AS delivery
JOIN claims_digestissue AS issue ON issue.id = delivery.issue_id
CROSS JOIN LATERAL unnest(delivery.told) AS event (id)
WHERE delivery.told && %(events)s::bigint[] AND event.id = ANY(%(events)s) AND delivery.state = ANY(%(told)s)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """That a delivery told a reader an event, for the day `day` by UTC."""

    reader: int
    delivery: int
    day: date
    event: int


def tellings_of(events: Collection[int], readers: Collection[int]) -> list[Telling]:
    """Which of these events were told to which of these readers, in one query; none where nothing is asked."""
    if not events or not readers:
        return []
    with connection.cursor() as cursor:
        cursor.execute(_TELLINGS, {"events": list(events), "readers": list(readers), "told": _TOLD})
        rows = cursor.fetchall()
    return [
        Telling(reader=reader, delivery=delivery, day=due.date(), event=event) for reader, delivery, due, event in rows
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Said:
    """What an event told of a claim, or of one that leads there now."""

    event: int
    claim: int
    position: int
    status: Status


class EarlierWords:
    """The earlier status changes of claims that have moved, as far as one of them can be taken back by what came.

    What was told of a claim that was merged since was told of its successor.
    """

    def __init__(self, happenings: Iterable[Happening]) -> None:
        ends = _statuses_after(happenings)
        said = list(_said_of(ends.keys()))
        owed = {
            one.claim
            for one in said
            if any(taken_back(one.status, end) is not TakenBack.NOTHING for end in ends[one.claim])
        }
        self._said: defaultdict[int, list[_Said]] = defaultdict(list)
        for one in said:
            if one.claim in owed:
                self._said[one.event].append(one)

    def told(self, readers: Collection[int]) -> "ToldToReaders":
        """What these readers were told of the claims, in one query at most."""
        return ToldToReaders(self._said, tellings_of(self._said.keys(), readers))


# The last that a reader was told of each claim; equal for most readers, who were told nothing that is taken back.
type Known = frozenset[tuple[int, ToldBefore]]
_NOTHING: Known = frozenset()


class ToldToReaders:
    """For each reader the tellings of each claim."""

    def __init__(self, said: Mapping[int, list[_Said]], tellings: Iterable[Telling]) -> None:
        self._of: defaultdict[int, list[tuple[int, int, Telling, _Said]]] = defaultdict(list)
        for telling in tellings:
            for one in said[telling.event]:
                self._of[telling.reader].append((telling.delivery, one.position, telling, one))
        for told in self._of.values():
            told.sort(key=lambda row: row[:2])

    def to(self, reader: int, *, before_delivery: int | None = None) -> dict[int, ToldBefore]:
        """The last that a reader was told of each claim, before one of their deliveries or, with None, at all."""
        return {
            one.claim: ToldBefore(day=telling.day, status=one.status)
            for delivery, _position, telling, one in self._of.get(reader, ())
            if before_delivery is None or delivery < before_delivery
        }

    def known_to(self, reader: int) -> Known:
        """The last that a reader was told of each claim."""
        return frozenset(self.to(reader).items()) if reader in self._of else _NOTHING


def _statuses_after(happenings: Iterable[Happening]) -> dict[int, set[Status]]:
    ends: defaultdict[int, set[Status]] = defaultdict(set)
    for happening in happenings:
        if happening.claim and isinstance(happening.telling, Step):
            ends[happening.claim].add(happening.telling.after)
    return dict(ends)


def _said_of(claims: Collection[int]) -> Iterator[_Said]:
    """Each status that was told of these claims and of those merged into them."""
    ends: defaultdict[int, set[int]] = defaultdict(set)
    for claim, end in _with_merged(claims):
        ends[claim].add(end)
    rows = OutboxEvent.objects.filter(claim__in=ends, kind=EventKind.STATUS_CHANGED, position__isnull=False)
    events = list(rows.values_list("pk", "row", "claim_id", "position"))
    changes = StatusChange.objects.filter(pk__in=[row for _event, row, _claim, _position in events])
    statuses = dict(changes.values_list("pk", "to_status"))
    for event, row, claim, position in events:
        for end in ends[claim or 0]:
            yield _Said(event=event, claim=end, position=position or 0, status=Status(statuses[row]))


def _with_merged(claims: Collection[int]) -> Iterator[tuple[int, int]]:
    """Each of the claims with itself, and each that leads to one of them with that one. No chain of merges closes."""
    layer = {(claim, claim) for claim in claims}
    while layer:
        yield from layer
        ends: defaultdict[int, set[int]] = defaultdict(set)
        for claim, end in layer:
            ends[claim].add(end)
        merged = Claim.objects.filter(merged_into__in=ends).values_list("pk", "merged_into_id")
        layer = {(claim, end) for claim, into in merged for end in ends[into or 0]}
