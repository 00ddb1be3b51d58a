"""Write down which endpoint is to be told of which event: each of each once, however often and whenever it is run."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from claims.models import EndpointState, Follow, FollowKind, OutboxEvent, WebhookDelivery, WebhookEndpoint
from claims.topics import EVERYTHING, Topic, Topics, topic_of, topics_of
from claims.workflows.keep_endpoint import new_uid
from claims.workflows.seal_events import last_position

# In one transaction: so many events for so many endpoints.
EVENTS_A_STEP, ENDPOINTS_A_STEP = 200, 100


@dataclass(frozen=True, slots=True, kw_only=True)
class FannedOut:
    """How many deliveries were written down, and whether there is more to do."""

    deliveries: int
    more: bool


@dataclass(frozen=True, slots=True)
class _Followed:
    """What the owners of endpoints follow, each with the position at which it began."""

    since: dict[int, dict[Topic, int]] = field(default_factory=lambda: defaultdict(dict))

    def searches(self) -> list[str]:
        topics = {topic for of_one in self.since.values() for topic in of_one}
        return sorted(topic.search for topic in topics if topic.kind is FollowKind.SEARCH)

    def wants(self, user_id: int, position: int, topics: Topics) -> bool:
        """Whether somebody followed one of these topics before that position."""
        of_one = self.since.get(user_id, {})
        return any(of_one[topic] < position for topic in topics & of_one.keys())


def fan_out(*, now: datetime, events: int = EVENTS_A_STEP, endpoints: int = ENDPOINTS_A_STEP) -> FannedOut:
    """Hand the next sealed events to endpoints that are on, as far as each wants them, and note how far each is.

    The endpoints that are furthest behind come first, and with them those that are exactly as far. What is written and
    how far they are is one transaction: a kill loses nothing, and repeating it hands out what is new. Endpoints that
    another worker has in hand are left to it. Raises nothing.
    """
    with transaction.atomic():
        chosen = _furthest_behind(endpoints)
        if not chosen:
            return FannedOut(deliveries=0, more=False)
        since = chosen[0].since
        told = list(OutboxEvent.objects.between(since, since + events))
        if not told:
            return FannedOut(deliveries=0, more=False)
        rows = _deliveries(chosen, told, now=now)
        written = WebhookDelivery.objects.bulk_create(rows, ignore_conflicts=True, batch_size=1000)
        WebhookEndpoint.objects.filter(pk__in=[one.pk for one in chosen]).update(since=told[-1].position)
    return FannedOut(deliveries=len(written), more=True)


def _furthest_behind(most: int) -> list[WebhookEndpoint]:
    behind = (
        WebhookEndpoint.objects.filter(state=EndpointState.ON, user__is_active=True, since__lt=last_position())
        .select_for_update(skip_locked=True, of=("self",), no_key=True)
        .order_by("since", "pk")[:most]
    )
    found = list(behind)
    return [endpoint for endpoint in found if endpoint.since == found[0].since]


def _deliveries(
    endpoints: Sequence[WebhookEndpoint], events: Sequence[OutboxEvent], *, now: datetime
) -> list[WebhookDelivery]:
    followed = _followed_by({one.user_id for one in endpoints if one.followed_only})
    kinds = {event.kind for event in events}
    asked = any(one.followed_only and (not one.kinds or kinds & set(one.kinds)) for one in endpoints)
    topics = topics_of(events, searches=followed.searches()) if asked else {}
    return [
        WebhookDelivery(endpoint=endpoint, event=event, uid=new_uid(), due_at=now, recorded_at=now)
        for endpoint in endpoints
        for event in events
        if (not endpoint.kinds or event.kind in endpoint.kinds)
        and (
            not endpoint.followed_only
            or followed.wants(endpoint.user_id, event.position or 0, topics.get(event.pk, frozenset({EVERYTHING})))
        )
    ]


def _followed_by(owners: Collection[int]) -> _Followed:
    """Whether they get mail, or ever did, is of no account here."""
    followed = _Followed()
    for row in Follow.objects.filter(subscriber__user__in=owners).select_related("subscriber"):
        followed.since[row.subscriber.user_id or 0][topic_of(row)] = row.since
    return followed
