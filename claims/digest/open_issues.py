"""Open the digests that are due: whose turn it is, and what each of them is told, once."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import Min

from claims.core.digest_times import UnknownTimeZone, next_due_on_another_day
from claims.digest.end_pauses import end_pauses
from claims.digest.public_issues import issue_of, open_public_issue
from claims.digest.told import MOST_EVENTS
from claims.digest.windows import Window
from claims.models import DigestIssue, Follow, FollowKind, IssueState, Subscriber
from claims.models.follows import SubscriberQuerySet
from claims.workflows.seal_events import last_position, seal_events

# Readers of one transaction, and transactions of one call; who is left is due at the next tick.
READERS_AT_ONCE, MOST_BATCHES = 1000, 200

_TELL = """
INSERT INTO claims_delivery (
    issue_id, subscriber_id, after_position, told, state, due_at, attempts, message_id, answer
)
SELECT %(issue)s, reader, after, told::bigint[], 'waiting', %(now)s, 0, '', ''
FROM unnest(%(readers)s::bigint[], %(after)s::bigint[], %(told)s::text[]) AS row (reader, after, told)
ON CONFLICT (issue_id, subscriber_id) DO NOTHING
RETURNING subscriber_id
"""
_ADVANCE = """
UPDATE claims_subscriber AS subscriber
SET due_at = row.due_at, told_to = GREATEST(subscriber.told_to, row.told_to)
FROM unnest(%(readers)s::bigint[], %(due_at)s::timestamptz[], %(told_to)s::bigint[]) AS row (reader, due_at, told_to)
WHERE subscriber.id = row.reader
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """How many readers had their turn and how many of them are told something; the public issue, "" for none."""

    readers: int
    deliveries: int
    public: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Due:
    """A reader whose turn it is."""

    id: int
    cadence: str
    due_at: datetime
    weekday: int
    hour: int
    time_zone: str
    told_to: int


def open_due_issues(now: datetime, *, readers_at_once: int = READERS_AT_ONCE) -> Opened:
    """Have written down for every reader whose digest is due what it tells, and when their next one is due.

    A reader is told what happened since they were told last, up to now, under what they follow: each event once, and
    with it what takes back something that they were told, whether they still follow it or not. One of whom nothing is
    to be told gets no delivery. A turn that was missed, or a pause, is made up for by one digest; of more than
    `MOST_EVENTS` events it tells the newest. The public issue of the week is opened too, if anything happened.

    Readers come by the batch, each in one transaction with all that is written of them, so a kill loses nothing and
    repeating it goes on; afterwards it changes nothing until somebody is due. Raises nothing.
    """
    seal_events()
    public = open_public_issue(now)
    end_pauses(now)
    run = _Run(now=now, up_to=last_position())
    readers = deliveries = 0
    for _ in range(MOST_BATCHES):
        with transaction.atomic():
            due = _due_readers(now, limit=readers_at_once)
            deliveries += run.open_for(due)
        readers += len(due)
        if len(due) < readers_at_once:
            break
    return Opened(readers=readers, deliveries=deliveries, public=public.slug if public else "")


def _due_readers(now: datetime, *, limit: int) -> list[_Due]:
    rows = _due(now).order_by("due_at", "id")
    rows = rows.select_for_update(skip_locked=True, of=("self",))
    fields = rows.values_list("id", "cadence", "due_at", "weekday", "hour", "time_zone", "told_to")[:limit]
    return [
        _Due(
            id=number,
            cadence=cadence,
            due_at=due_at or now,
            weekday=weekday,
            hour=hour,
            time_zone=time_zone,
            told_to=told_to,
        )
        for number, cadence, due_at, weekday, hour, time_zone, told_to in fields
    ]


class _Run:
    """One call's work: what is read and worked out once for all its batches. `up_to` is where new issues end."""

    def __init__(self, *, now: datetime, up_to: int) -> None:
        self._now, self._up_to = now, up_to
        self._window: Window | None = None
        self._next: dict[tuple[str, int, int, str], datetime] = {}

    def open_for(self, due: list[_Due]) -> int:
        """Write down what these readers are told, and return how many are told something."""
        slots: defaultdict[tuple[str, datetime], list[_Due]] = defaultdict(list)
        for reader in due:
            slots[reader.cadence, reader.due_at].append(reader)
        return sum(self._open_slot(cadence, due_at, readers) for (cadence, due_at), readers in slots.items())

    def _open_slot(self, cadence: str, due_at: datetime, readers: list[_Due]) -> int:
        issue = DigestIssue.objects.filter(cadence=cadence, due_at=due_at).first()
        up_to = issue.to_position if issue else self._up_to
        told = self._told(readers, up_to)
        if issue is None and told:
            issue = issue_of(cadence, due_at, up_to=up_to, now=self._now)
            if issue.to_position != up_to:
                # Another worker opened it at the same moment, and it ends elsewhere.
                up_to = issue.to_position
                told = self._told(readers, up_to)
        delivered = self._tell(issue, readers, told) if issue and told else set()
        # Who has a delivery of this issue already, or whose issue was cancelled, is told with the next one.
        missed = told.keys() - delivered
        self._advance(readers, up_to=up_to, missed=missed)
        return len(delivered)

    def _told(self, readers: list[_Due], up_to: int) -> dict[int, str]:
        """For each reader who is told something, the ids of its events as PostgreSQL writes an array."""
        begin = {reader.id: max(reader.told_to, up_to - MOST_EVENTS) for reader in readers}
        window = self._reaching(after=min(begin.values()), up_to=up_to)
        asked = window.readers(begin)
        told = {reader: asked.told(reader, after=after, up_to=up_to) for reader, after in begin.items()}
        return {reader: events for reader, events in told.items() if events}

    def _reaching(self, *, after: int, up_to: int) -> Window:
        """The window of the run, read again only for a reader who begins before it."""
        if self._window is None or not self._window.reaches(after=after, up_to=up_to):
            everybody = _due(self._now).aggregate(first=Min("told_to"))["first"]
            first = after if everybody is None else min(after, max(everybody, self._up_to - MOST_EVENTS))
            self._window = Window(after=first, up_to=max(up_to, self._up_to), searches=_searches(self._now))
        return self._window

    def _tell(self, issue: DigestIssue, readers: Iterable[_Due], told: dict[int, str]) -> set[int]:
        """Write the deliveries of an issue, and return whose are new."""
        if issue.state == IssueState.CANCELLED:
            return set()
        rows = [(reader.id, reader.told_to, told[reader.id]) for reader in readers if reader.id in told]
        numbers, after, events = ([*column] for column in zip(*rows, strict=True))
        asked: dict[str, Any] = {
            "issue": issue.pk,
            "now": self._now,
            "readers": numbers,
            "after": after,
            "told": events,
        }
        with connection.cursor() as cursor:
            cursor.execute(_TELL, asked)
            delivered = {reader for (reader,) in cursor.fetchall()}
        DigestIssue.objects.filter(pk=issue.pk, state=IssueState.DONE).update(state=IssueState.OPEN, finished_at=None)
        return delivered

    def _advance(self, readers: list[_Due], *, up_to: int, missed: Collection[int]) -> None:
        asked: dict[str, Any] = {
            "readers": [reader.id for reader in readers],
            "due_at": [self._next_due(reader) for reader in readers],
            "told_to": [0 if reader.id in missed else up_to for reader in readers],
        }
        with connection.cursor() as cursor:
            cursor.execute(_ADVANCE, asked)

    def _next_due(self, reader: _Due) -> datetime:
        choice = (reader.cadence, reader.weekday, reader.hour, reader.time_zone)
        if choice not in self._next:
            self._next[choice] = _next_due(reader, self._now)
        return self._next[choice]


def _next_due(reader: _Due, now: datetime) -> datetime:
    try:
        return _due_after(reader, reader.time_zone, now)
    except UnknownTimeZone:
        # A zone that was renamed and is not in this machine's tables; its readers must not hold up all others.
        return _due_after(reader, "UTC", now)


def _due_after(reader: _Due, time_zone: str, now: datetime) -> datetime:
    return next_due_on_another_day(
        cadence=reader.cadence, weekday=reader.weekday, hour=reader.hour, time_zone=time_zone, told_at=now
    )


def _due(now: datetime) -> SubscriberQuerySet:
    return Subscriber.objects.reached_by_mail().filter(due_at__lte=now)


def _searches(now: datetime) -> list[str]:
    """The searches that the readers who are due follow, each once."""
    rows = Follow.objects.filter(kind=FollowKind.SEARCH, subscriber__in=_due(now)).order_by("search")
    return list(rows.values_list("search", flat=True).distinct())
