"""How many readers would be told of a change to a claim: numbers only, no addresses."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from claims.models import Follow, FollowKind, OutboxEvent, Subscriber, WebhookEndpoint
from claims.models.follows import TARGETS
from claims.models.outbox import EventKind
from claims.models.webhooks import EndpointState
from claims.topics import Topic, topics_of

# Each followed search is a query of its own; of more, the first by their words are asked.
MOST_SEARCHES = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Audience:
    """How many get a mail with it in their next digest, and how many webhooks are posted to within the minute.

    `at_least` says that there are more followed searches than were looked at.
    """

    by_mail: int
    by_webhook: int
    at_least: bool


def foresee_telling(claim_id: int) -> Audience:
    """Who would be told if the claim's status changed now. Repeatable; at most `MOST_SEARCHES` + 14 queries."""
    searches = list(
        Follow.objects.filter(kind=FollowKind.SEARCH)
        .order_by("search")
        .values_list("search", flat=True)
        .distinct()[: MOST_SEARCHES + 1]
    )
    event = OutboxEvent(pk=0, kind=EventKind.STATUS_CHANGED, row=0, claim_id=claim_id)
    topics = topics_of([event], searches=searches[:MOST_SEARCHES])[0]
    following = Follow.objects.filter(_under(topics)).values("subscriber")
    wanting = WebhookEndpoint.objects.filter(state=EndpointState.ON, user__is_active=True).filter(
        Q(kinds=[]) | Q(kinds__contains=[EventKind.STATUS_CHANGED])
    )
    owners = Subscriber.objects.filter(pk__in=following, user__isnull=False).values("user")
    return Audience(
        by_mail=Subscriber.objects.reached_by_mail().filter(pk__in=following).count(),
        by_webhook=wanting.filter(Q(followed_only=False) | Q(user__in=owners)).count(),
        at_least=len(searches) > MOST_SEARCHES,
    )


def _under(topics: Iterable[Topic]) -> Q:
    """The follows of any of these topics."""
    named: defaultdict[FollowKind, set[int | str]] = defaultdict(set)
    for topic in topics:
        named[topic.kind].add(topic.search if topic.kind is FollowKind.SEARCH else topic.id)
    wanted = Q(kind=FollowKind.EVERYTHING)
    for kind, ids in named.items():
        if kind in TARGETS:
            wanted |= Q(kind=kind, **{f"{TARGETS[kind]}__in": ids})
    return wanted
