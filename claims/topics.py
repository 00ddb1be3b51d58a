"""What an event is about, in the terms in which people follow things: one answer for mail, webhooks and feeds."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.db.models.lookups import IsNull

from claims.models import (
    Announcement,
    Appearance,
    Claim,
    Evidence,
    Follow,
    FollowKind,
    OutboxEvent,
    Paper,
    Recomputation,
    Subject,
    Workflow,
)
from claims.models.claims import ClaimQuerySet
from claims.models.follows import TARGETS
from claims.models.outbox import EventKind, OutboxEventQuerySet
from claims.queries import claims_found
from claims.reach import COUNTED_OR_WAITING, claims_resting_on
from claims.searches import read_spelt


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """What can be followed: `id` of what `kind` says, or a `search` in its one spelling; neither for everything."""

    kind: FollowKind
    id: int = 0
    search: str = ""


type Topics = frozenset[Topic]

EVERYTHING = Topic(kind=FollowKind.EVERYTHING)
# The events on so many claims are read by the claims' numbers; on more, there are so many that the newest come at once.
MOST_LISTED = 5000


def topic_of(follow: Follow) -> Topic:
    """What a follow is about; no query is asked."""
    kind = FollowKind(follow.kind)
    if kind is FollowKind.SEARCH:
        return Topic(kind=kind, search=follow.search)
    return Topic(kind=kind, id=getattr(follow, f"{TARGETS[kind]}_id")) if kind in TARGETS else EVERYTHING


def topics_of(events: Collection[OutboxEvent], *, searches: Iterable[str] = ()) -> dict[int, Topics]:
    """For the id of each event, all topics under which it is told, of the searches those that are given.

    A follower of a merged claim is told of its successor, a follower of a family of systems of its members. What is
    said of a paper is told to those who follow a claim that rests on it, and of an announcement, to those who follow
    what it claims. A search that cannot be read any more finds nothing. Its queries are a fixed number, but for one a
    search and one a notice on a paper.
    """
    touched = {event.pk: _claims_touched(event) for event in events}
    said = _said_in({event.announcement_id for event in events if event.announcement_id and not event.claim_id})
    for event in events:
        touched[event.pk] |= said.get(event.announcement_id or 0, frozenset())
    numbers = frozenset().union(*touched.values())
    of_claims = _topics_of_claims(numbers)
    found = {search: _found_by(search, numbers) for search in searches}
    publishers = _publishers_of(events)
    works = _works_of({event.paper_id for event in events if event.paper_id})
    return {
        event.pk: frozenset(
            {EVERYTHING}
            | works.get(event.paper_id or 0, frozenset())
            | publishers.get(event.pk, frozenset())
            | frozenset().union(*(of_claims.get(number, frozenset()) for number in touched[event.pk]))
            | {Topic(kind=FollowKind.SEARCH, search=search) for search in found if found[search] & touched[event.pk]}
        )
        for event in events
    }


def claims_of(topic: Topic) -> ClaimQuerySet:
    """The public claims that a topic leads to; for a claim that was merged, its successor. Raises `UnknownChoice`."""
    if topic.kind is FollowKind.SEARCH:
        return claims_found(read_spelt(topic.search))
    return Claim.objects.public().filter(_naming(topic))


def events_on(topic: Topic) -> OutboxEventQuerySet:
    """The sealed events under a topic, the newest first, as a feed of it tells them. Raises `UnknownChoice`.

    They are those for which `topics_of` names it, but that nothing is told of claims that were dismissed.
    """
    events = OutboxEvent.objects.filter(position__isnull=False).order_by("-position")
    match topic.kind:
        case FollowKind.EVERYTHING:
            return events.exclude(claim__workflow=Workflow.DISMISSED)
        case FollowKind.PAPER:
            return events.filter(paper__in=_one_work(topic.id)).exclude(claim__workflow=Workflow.DISMISSED)
        case FollowKind.PUBLISHER:
            published = Announcement.objects.filter(publisher=topic.id).values_list("pk", flat=True)
            return events.filter(_about(_claims_under(topic)) | Q(announcement__in=_listed(published)))
        case _:
            return events.filter(_about(_claims_under(topic)))


def _naming(topic: Topic) -> Q:
    match topic.kind:
        case FollowKind.CLAIM:
            return Q(pk=_ends_of({topic.id}).get(topic.id, topic.id))
        case FollowKind.SUBJECT:
            return Q(subject__in=Subject.objects.filter(Q(pk=topic.id) | Q(family=topic.id)))
        case FollowKind.ORGANISATION:
            # Two looks into indexes; an "or" over two tables would read all claims.
            claimed = Claim.objects.filter(claimant=topic.id).order_by().values("pk")
            return Q(pk__in=claimed.union(Claim.objects.filter(subject__maker=topic.id).order_by().values("pk")))
        case FollowKind.PUBLISHER:
            return Q(pk__in=Appearance.objects.filter(announcement__publisher=topic.id).values("claim"))
        case FollowKind.PAPER:
            return Q(pk__in=claims_resting_on([topic.id]))
        case _:
            return Q()


def _claims_under(topic: Topic) -> ClaimQuerySet:
    """The claims that a topic names themselves, merged ones too."""
    if topic.kind is FollowKind.SEARCH:
        return claims_of(topic).order_by()
    return Claim.objects.exclude(workflow=Workflow.DISMISSED).filter(_naming(topic)).order_by()


def _about(claims: ClaimQuerySet) -> Q:
    """What happened to these claims and to those merged into them, to where they were said, to what they rest on."""
    numbers = list(claims.values_list("pk", flat=True)[: MOST_LISTED + 1])
    if len(numbers) > MOST_LISTED:
        own, successor = claims.filter(pk=OuterRef("claim")), claims.filter(pk=OuterRef("claim__merged_into"))
        places = Appearance.objects.filter(announcement=OuterRef("announcement"), claim__in=claims)
        return _some(own) | _some(successor) | _some(places)
    every = {*numbers, *_merged_under(numbers)}
    said = Appearance.objects.filter(claim__in=every).order_by().values_list("announcement_id", flat=True)
    evidence = Evidence.objects.filter(claim__in=every, state__in=COUNTED_OR_WAITING).order_by()
    arithmetic = Recomputation.objects.filter(claim__in=every, is_current=True).order_by()
    papers = {
        *evidence.values_list("paper_version__paper", flat=True),
        *arithmetic.exclude(inputs__paper_version=None).values_list("inputs__paper_version__paper", flat=True),
    }
    noticed = Q(kind=EventKind.PAPER_NOTICE, paper__in=papers)
    return Q(claim__in=every) | Q(announcement__in=_listed(said)) | noticed


def _some(rows: QuerySet[Any]) -> Q:
    """Whether there is a row, asked of one event after the other: the newest that fit are found soon.

    Of `Exists`, PostgreSQL would list all claims first.
    """
    return Q(IsNull(Subquery(rows.values("pk")[:1]), False))


def _listed(numbers: Iterable[int]) -> list[int]:
    """Numbers of their own: PostgreSQL leads each part of an "or" to its index by them."""
    return sorted(set(numbers))


def _one_work(paper: int) -> set[int]:
    """The numbers of a paper, of the one that it was merged into, and of those merged into that one."""
    return {topic.id for topic in _works_of({paper})[paper]}


def _works_of(papers: Collection[int]) -> dict[int, Topics]:
    """For each paper the topics of all that are the same work; no chain of merged papers arises."""
    ends = {number: number for number in papers}
    merged = Paper.objects.filter(pk__in=papers, merged_into__isnull=False)
    ends |= dict(merged.order_by().values_list("pk", "merged_into_id"))
    kin: defaultdict[int, set[int]] = defaultdict(set)
    for number, end in Paper.objects.filter(merged_into__in=set(ends.values())).values_list("pk", "merged_into_id"):
        kin[end].add(number)
    return {
        number: frozenset(Topic(kind=FollowKind.PAPER, id=one) for one in {number, end, *kin[end]})
        for number, end in ends.items()
    }


def _claims_touched(event: OutboxEvent) -> frozenset[int]:
    if event.claim_id:
        return frozenset({event.claim_id})
    if event.kind == EventKind.PAPER_NOTICE and event.paper_id:
        return frozenset(claims_resting_on([event.paper_id]))
    return frozenset()


def _said_in(announcements: Collection[int]) -> dict[int, frozenset[int]]:
    said: defaultdict[int, set[int]] = defaultdict(set)
    rows = Appearance.objects.filter(announcement__in=announcements).order_by()
    for announcement, claim in rows.values_list("announcement_id", "claim_id"):
        said[announcement].add(claim)
    return {announcement: frozenset(claims) for announcement, claims in said.items()}


def _publishers_of(events: Collection[OutboxEvent]) -> dict[int, Topics]:
    rows = OutboxEvent.objects.filter(
        pk__in=[event.pk for event in events if event.announcement_id], announcement__publisher__isnull=False
    )
    return {
        event: frozenset({Topic(kind=FollowKind.PUBLISHER, id=publisher)})
        for event, publisher in rows.values_list("pk", "announcement__publisher_id")
    }


def _topics_of_claims(numbers: Collection[int]) -> dict[int, Topics]:
    """Of each claim, and of those merged under the same successor, whatever is followed to hear of it."""
    ends = _ends_of(numbers)
    kin: defaultdict[int, set[int]] = defaultdict(set)
    for number, end in _ends_of(_merged_under(set(ends.values())) | set(numbers)).items():
        kin[end].add(number)
    followed: defaultdict[int, set[Topic]] = defaultdict(set)
    rows = Claim.objects.filter(pk__in={*numbers, *ends.values()}).select_related("subject")
    for claim in rows:
        followed[claim.pk] |= _named_by(claim)
    said = Appearance.objects.filter(claim__in=followed, announcement__publisher__isnull=False).order_by()
    for number, publisher in said.values_list("claim_id", "announcement__publisher_id"):
        followed[number].add(Topic(kind=FollowKind.PUBLISHER, id=publisher))
    return {
        number: frozenset(
            followed[number]
            | followed[ends[number]]
            | {Topic(kind=FollowKind.CLAIM, id=relative) for relative in {number, ends[number], *kin[ends[number]]}}
        )
        for number in numbers
    }


def _named_by(claim: Claim) -> set[Topic]:
    subject = claim.subject
    named = {Topic(kind=FollowKind.ORGANISATION, id=claim.claimant_id)} if claim.claimant_id else set()
    if subject:
        named |= {Topic(kind=FollowKind.SUBJECT, id=number) for number in (subject.pk, subject.family_id) if number}
        named |= {Topic(kind=FollowKind.ORGANISATION, id=subject.maker_id)} if subject.maker_id else set()
    return named


def _ends_of(numbers: Collection[int]) -> Mapping[int, int]:
    """For each claim the one at the end of its chain of merges, itself where it was not merged."""
    ends = {number: number for number in numbers}
    while step := dict(
        Claim.objects.filter(pk__in=set(ends.values()), merged_into__isnull=False).values_list("pk", "merged_into_id")
    ):
        ends = {number: step.get(end, end) for number, end in ends.items()}
    return ends


def _merged_under(numbers: Collection[int]) -> set[int]:
    found, layer = set[int](), set(numbers)
    while layer:
        layer = set(Claim.objects.filter(merged_into__in=layer).values_list("pk", flat=True)) - found
        found |= layer
    return found


def _found_by(search: str, numbers: Collection[int]) -> frozenset[int]:
    try:
        found = claims_found(read_spelt(search))
    except ValueError:
        # A choice of an earlier release that is none any more.
        return frozenset()
    ends = _ends_of(numbers)
    hits = set(found.filter(pk__in=set(ends.values())).values_list("pk", flat=True))
    return frozenset(number for number, end in ends.items() if end in hits)
