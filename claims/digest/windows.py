"""A stretch of the outbox with what is told of it, read once for all readers whose digest is due."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from django.db import connection

from claims.digest.changes import ToldBefore
from claims.digest.compose import Composer, net_movement
from claims.digest.earlier import EarlierWords, Known, ToldToReaders, tellings_of
from claims.digest.facts import facts_between
from claims.digest.happenings import Happening, Step
from claims.digest.told import dismissals, worth_telling
from claims.judging.reversals import TakenBack, taken_back
from claims.models import OutboxEvent
from claims.topics import Topic, topics_of

# For each reader the numbers of the topics that they follow, with ":" and a position where they began to lately. Equal
# texts are equal readers.
_FOLLOWED = """
WITH reader AS (SELECT * FROM unnest(%(readers)s::bigint[], %(told_to)s::bigint[]) AS reader (id, told_to)),
topic AS (
    SELECT * FROM unnest(%(kinds)s::text[], %(ids)s::bigint[], %(searches)s::text[]) WITH ORDINALITY
    AS topic (kind, target, search, number)
)
SELECT follow.subscriber_id, string_agg(
    CASE WHEN follow.since <= reader.told_to THEN topic.number::text ELSE topic.number || ':' || follow.since END,
    ',' ORDER BY topic.number
)
FROM reader
JOIN claims_follow AS follow ON follow.subscriber_id = reader.id
JOIN topic ON topic.kind = follow.kind AND topic.search = follow.search AND topic.target
    = COALESCE(follow.claim_id, follow.subject_id, follow.organisation_id, follow.paper_id, 0)
GROUP BY follow.subscriber_id
"""

# Above every id, so that a search ends behind the events of a position.
_LAST = 2**63


class Window:
    """The events at the positions after `after` up to `up_to`; `searches` are those that are followed."""

    def __init__(self, *, after: int, up_to: int, searches: Collection[str]) -> None:
        self.after, self.up_to = after, up_to
        self._facts = facts_between(after, up_to)
        self._composer = Composer(self._facts)
        self._words = EarlierWords(self._facts.happenings)
        self._gone = dismissals(self._facts)
        self._steps = _steps_of(self._facts.happenings)
        self._of_topic = _events_of_topics(list(worth_telling(self._facts)), searches)
        self._numbers = dict(enumerate(self._of_topic.values(), start=1))
        # For each stretch the events under each topic, as `_FOLLOWED` writes it.
        self._within: dict[tuple[int, int], dict[str, frozenset[int]]] = {}
        self._told: dict[tuple[int, int, str, Known, frozenset[int]], str] = {}

    def reaches(self, *, after: int, up_to: int) -> bool:
        """Whether all between these positions was read."""
        return after >= up_to or (self.after <= after and up_to <= self.up_to)

    def readers(self, told_to: Mapping[int, int]) -> "ReadersOfWindow":
        """What is asked of the database for these readers, in three queries at most; `told_to` is where each begins."""
        return ReadersOfWindow(
            followed=self._followed(told_to),
            words=self._words.told(told_to),
            heard_of=self._heard_of_dismissed(told_to),
            window=self,
        )

    def told(self, *, after: int, up_to: int, followed: str, known: Known, heard_of: frozenset[int]) -> str:
        """The ids of the events to tell, "{1,2}" as PostgreSQL writes them, "" for none; once for equal readers."""
        key = (after, up_to, followed, known, heard_of)
        if key not in self._told:
            self._told[key] = self._work_out(after, up_to, followed, dict(known), heard_of)
        return self._told[key]

    def _work_out(
        self, after: int, up_to: int, followed: str, known: dict[int, ToldBefore], heard_of: Collection[int]
    ) -> str:
        ids = self._following(after, up_to, followed)
        for claim, told in known.items():
            ids |= self._taking_back(claim, told, after, up_to)
        ids |= {self._gone[claim].id for claim in heard_of if after < self._gone[claim].position <= up_to}
        events = self._composer.events_told(ids, known)
        return f"{{{','.join(map(str, events))}}}" if events else ""

    def _following(self, after: int, up_to: int, followed: str) -> set[int]:
        """The events under the topics that a reader follows."""
        events = self._within.setdefault((after, up_to), {})
        found = set[int]()
        for topic in followed.split(",") if followed else ():
            if topic not in events:
                events[topic] = self._of_one(topic, after, up_to)
            found |= events[topic]
        return found

    def _of_one(self, topic: str, after: int, up_to: int) -> frozenset[int]:
        number, _colon, since = topic.partition(":")
        events = self._numbers[int(number)]
        first = bisect_right(events, (max(after, int(since or 0)), _LAST))
        return frozenset(event for _position, event in events[first : bisect_right(events, (up_to, _LAST))])

    def _taking_back(self, claim: int, told: ToldBefore, after: int, up_to: int) -> set[int]:
        """The steps that take back what a reader was told of a claim, none where they do not."""
        steps = [happening for happening in self._steps[claim] if after < happening.position <= up_to]
        movement = net_movement(steps)
        if movement is None or taken_back(told.status, movement[1]) is TakenBack.NOTHING:
            return set()
        return {happening.id for happening in steps}

    def _followed(self, told_to: Mapping[int, int]) -> dict[int, str]:
        topics = list(self._of_topic)
        if not topics:
            return {}
        asked: dict[str, list[int] | list[str]] = {
            "readers": list(told_to),
            "told_to": list(told_to.values()),
            "kinds": [topic.kind.value for topic in topics],
            "ids": [topic.id for topic in topics],
            "searches": [topic.search for topic in topics],
        }
        with connection.cursor() as cursor:
            cursor.execute(_FOLLOWED, asked)
            return dict(cursor.fetchall())

    def _heard_of_dismissed(self, readers: Collection[int]) -> dict[int, frozenset[int]]:
        """For each reader the dismissed claims of which they were told something."""
        if not self._gone:
            return {}
        rows = OutboxEvent.objects.filter(claim__in=self._gone, position__isnull=False)
        claims = dict(rows.values_list("pk", "claim_id"))
        heard: defaultdict[int, set[int]] = defaultdict(set)
        for telling in tellings_of(claims.keys(), readers):
            heard[telling.reader].add(claims[telling.event] or 0)
        return {reader: frozenset(gone) for reader, gone in heard.items()}


class ReadersOfWindow:
    """Some readers and what each of them is told of a window."""

    def __init__(
        self,
        *,
        followed: Mapping[int, str],
        words: ToldToReaders,
        heard_of: Mapping[int, frozenset[int]],
        window: Window,
    ) -> None:
        self._followed, self._words, self._heard_of, self._window = followed, words, heard_of, window

    def told(self, reader: int, *, after: int, up_to: int) -> str:
        """The ids of the events that a reader is told (see `Window.told`)."""
        return self._window.told(
            after=after,
            up_to=up_to,
            followed=self._followed.get(reader, ""),
            known=self._words.known_to(reader),
            heard_of=self._heard_of.get(reader, frozenset()),
        )


def _steps_of(happenings: Iterable[Happening]) -> Mapping[int, list[Happening]]:
    steps: defaultdict[int, list[Happening]] = defaultdict(list)
    for happening in happenings:
        if happening.claim and isinstance(happening.telling, Step):
            steps[happening.claim].append(happening)
    return steps


def _events_of_topics(worth: list[Happening], searches: Collection[str]) -> dict[Topic, list[tuple[int, int]]]:
    """For each topic the events under it as (position, id), oldest first."""
    rows = list(OutboxEvent.objects.filter(pk__in=[happening.id for happening in worth]))
    topics = topics_of(rows, searches=searches)
    of_topic: defaultdict[Topic, list[tuple[int, int]]] = defaultdict(list)
    for happening in worth:
        for topic in topics[happening.id]:
            of_topic[topic].append((happening.position, happening.id))
    return dict(of_topic)
