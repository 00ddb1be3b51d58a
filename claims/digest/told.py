"""The entries of what was told: for the sender by the batch, for the public archive, and for a preview."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from claims.digest.changes import Change
from claims.digest.compose import Composer
from claims.digest.earlier import EarlierWords
from claims.digest.facts import facts_between, facts_of
from claims.digest.happenings import Facts, Happening
from claims.models import Delivery, DigestIssue, OutboxEvent
from claims.models.outbox import EventKind
from claims.topics import Topic, topics_of

# A longer time is not told at once; the newest of it is.
MOST_EVENTS = 50_000


class ChangesTold:
    """The entries of deliveries. Events are read once for each batch, and entries composed once for all its readers.

    Use one object for a batch: what it read is not read again, though names and counts may have changed since.
    """

    def of(self, deliveries: Sequence[Delivery]) -> dict[int, tuple[Change, ...]]:
        """For the key of each delivery what it tells, in order, never nothing; in a fixed number of queries.

        What became wrong of an earlier delivery is told as a correction. Repeating it gives the same. Raises nothing.
        """
        facts = facts_of({event for delivery in deliveries for event in delivery.told})
        composer = Composer(facts)
        told = EarlierWords(facts.happenings).told({delivery.subscriber_id for delivery in deliveries})
        return {
            delivery.pk: composer.compose(delivery.told, told.to(delivery.subscriber_id, before_delivery=delivery.pk))
            for delivery in deliveries
        }


def public_changes(issue: DigestIssue) -> tuple[Change, ...]:
    """What a public issue tells everybody, in order; not what is of a claim that was dismissed since."""
    return changes_between(issue.after_position, issue.to_position)


def changes_between(after: int, up_to: int, topic: Topic | None = None) -> tuple[Change, ...]:
    """What one would be told of the events from the position `after`, not included, up to `up_to`, under a topic.

    None is everything. Raises `UnknownChoice` for a search that cannot be read.
    """
    facts = facts_between(max(after, up_to - MOST_EVENTS), up_to)
    worth = list(worth_telling(facts)) + known_and_dismissed(facts, after=after)
    if topic is not None:
        under = _under(topic, [happening.id for happening in worth])
        worth = [happening for happening in worth if happening.id in under]
    return Composer(replace(facts, happenings=tuple(worth))).compose([happening.id for happening in worth], {})


def worth_telling(facts: Facts) -> Iterable[Happening]:
    """The events that are told to those who follow what they are about: none of a claim that is dismissed now.

    Nor is a text told in which no claim was found.
    """
    for happening in facts.happenings:
        if happening.claim:
            if not facts.claims[happening.claim].is_gone:
                yield happening
        elif happening.kind != EventKind.ANNOUNCEMENT_ADDED or facts.announcements[happening.announcement or 0].count:
            yield happening


def dismissals(facts: Facts) -> dict[int, Happening]:
    """For each claim that is dismissed now the event that says so, which is told to those who had heard of it."""
    return {
        happening.claim: happening
        for happening in facts.happenings
        if happening.claim and happening.kind == EventKind.CLAIM_DISMISSED and facts.claims[happening.claim].is_gone
    }


def known_and_dismissed(facts: Facts, *, after: int) -> list[Happening]:
    """The dismissals of claims of which something was told in public before."""
    gone = dismissals(facts)
    told_kinds = (EventKind.CLAIM_TRACKED, EventKind.STATUS_CHANGED)
    known = OutboxEvent.objects.filter(claim__in=gone, position__lte=after, kind__in=told_kinds)
    return [gone[claim] for claim in sorted(set(known.values_list("claim_id", flat=True))) if claim]


def _under(topic: Topic, event_ids: Sequence[int]) -> set[int]:
    searches = [topic.search] if topic.search else []
    topics = topics_of(list(OutboxEvent.objects.filter(pk__in=event_ids)), searches=searches)
    return {event for event, about in topics.items() if topic in about}
