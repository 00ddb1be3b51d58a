"""Endpoints of made-up people, a clock that tests set, and posting by it."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.utils import timezone

from claims.models import EventKind, HookState, WebhookDelivery, WebhookEndpoint
from claims.notify.fan_out import fan_out
from claims.notify.post_event import Round, post_waiting
from claims.sources.bounded_posts import Bounds, GuardedPoster, Poster, public_trust
from claims.workflows.keep_endpoint import new_secret
from claims.workflows.seal_events import seal_events

# Nobody here is far away.
QUICK = Bounds(connect=2.0, read=0.3, total=0.6)


def person(name: str = "ada", email: str = "") -> User:
    made, _ = User.objects.get_or_create(username=name, defaults={"email": email})
    return made


def endpoint(
    url: str, *kinds: EventKind, owner: str = "ada", followed_only: bool = False, since: int = 0
) -> WebhookEndpoint:
    """An endpoint as it is stored, whatever its address."""
    return WebhookEndpoint.objects.create(
        user=person(owner),
        url=url,
        kinds=[kind.value for kind in kinds],
        followed_only=followed_only,
        secret=new_secret(),
        since=since,
        recorded_at=timezone.now(),
    )


def poster(*, allow_loopback: bool = True) -> GuardedPoster:
    return GuardedPoster(contact="desk@example.org", trust=public_trust(), allow_loopback=allow_loopback, bounds=QUICK)


def hand_out(*, events: int = 200, endpoints: int = 100) -> int:
    """Seal what happened, hand all of it out, and say how many deliveries that made."""
    seal_events()
    made = 0
    while (step := fan_out(now=timezone.now(), events=events, endpoints=endpoints)).more:
        made += step.deliveries
    return made


@dataclass(kw_only=True)
class Story:
    """Posting by a clock that only moves when it is told to. Jitter is in the middle."""

    now: datetime = field(default_factory=timezone.now)
    poster: Poster = field(default_factory=poster)

    def post(self, *, at_once: int = 8) -> Counter[HookState | None]:
        """Post all that is due at this moment."""
        work = Round(poster=self.poster, clock=lambda: self.now, jitter=lambda: 0.0)
        return post_waiting(work, seconds=60, at_once=at_once)

    def to_the_end(self) -> list[timedelta]:
        """Post until nothing waits any more, and give the time between one round and the next."""
        waits: list[timedelta] = []
        while due := self._next_due():
            if due > self.now:
                waits.append(due - self.now)
                self.now = due
            self.post()
            assert len(waits) < 100
        return waits

    def _next_due(self) -> datetime | None:
        waiting = WebhookDelivery.objects.filter(state=HookState.WAITING, due_at__isnull=False)
        return waiting.order_by("due_at").values_list("due_at", flat=True).first()
