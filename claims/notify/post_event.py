"""Post what waits for webhooks: signed, many at once, a few to each, and never within a transaction."""

import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from datetime import UTC, datetime

from standardwebhooks import Webhook

from claims.core.post_failures import PostFailure
from claims.models import HookState, WebhookDelivery, WebhookEndpoint
from claims.notify.lease_deliveries import lease_deliveries
from claims.notify.payloads import EventUntellable, body_of
from claims.notify.record_try import record_try
from claims.sources.bounded_posts import Posted, Poster

# Posts under way at one time in one worker; they wait for others, so they are threads.
AT_ONCE = 32
# Of 64 KB at most each.
_MOST_BODIES = 256


@dataclass(frozen=True, slots=True)
class _Try:
    """One delivery in hand, and when it was taken up."""

    delivery: WebhookDelivery
    started_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """What posts and by which clock; `jitter` gives 0..1. Bodies are kept, for many endpoints get the same."""

    poster: Poster
    clock: Callable[[], datetime]
    jitter: Callable[[], float]
    bodies: dict[int, bytes] = field(default_factory=dict)

    def body(self, delivery: WebhookDelivery) -> bytes:
        """What is posted. Raises `EventUntellable`."""
        if delivery.event_id is None:
            return body_of(delivery)
        if delivery.event_id not in self.bodies:
            if len(self.bodies) >= _MOST_BODIES:
                self.bodies.clear()
            self.bodies[delivery.event_id] = body_of(delivery)
        return self.bodies[delivery.event_id]


def post_waiting(work: Round, *, seconds: float, at_once: int = AT_ONCE) -> Counter[HookState | None]:
    """Post what is due for up to `seconds`, wait for what is under way then, and count the tries by what came of them.

    Each delivery is leased, posted, and written down in a transaction of its own. A kill loses nothing: what was in
    hand is leased again later, with the same webhook-id, and may so be posted once more. No order is promised. None
    counts deliveries that were removed meanwhile. Repeating it posts what has become due since. Raises nothing that has
    to do with a receiver.
    """
    counted, under_way = Counter[HookState | None](), dict[Future[Posted], _Try]()
    until = time.monotonic() + seconds
    with ThreadPoolExecutor(at_once, thread_name_prefix="webhook") as pool:
        while True:
            room = at_once - len(under_way) if time.monotonic() < until else 0
            for delivery in lease_deliveries(now=work.clock(), limit=room) if room else ():
                taken = _Try(delivery, work.clock())
                under_way[_posted(pool, work, taken)] = taken
            if not under_way:
                return counted
            done, _ = wait(under_way, return_when=FIRST_COMPLETED)
            for future in done:
                counted[_recorded(work, under_way.pop(future), future.result())] += 1


def signed(endpoint: WebhookEndpoint, uid: str, body: bytes, *, now: datetime) -> dict[str, str]:
    """The headers of Standard Webhooks, with a signature by each secret that holds at `now`."""
    # The library takes the wall clock of what it is given for UTC.
    moment, said = now.astimezone(UTC), body.decode()
    return {
        "Content-Type": "application/json",
        "webhook-id": uid,
        "webhook-timestamp": str(int(moment.timestamp())),
        "webhook-signature": " ".join(Webhook(secret).sign(uid, moment, said) for secret in endpoint.secrets_at(now)),
    }


def _posted(pool: ThreadPoolExecutor, work: Round, taken: _Try) -> Future[Posted]:
    """The post, under way in a thread that asks the database nothing."""
    delivery = taken.delivery
    try:
        body = work.body(delivery)
    except EventUntellable as missing:
        told = Future[Posted]()
        told.set_result(Posted(seconds=0, failure=PostFailure.UNTELLABLE, detail=str(missing)))
        return told
    headers = signed(delivery.endpoint, delivery.uid, body, now=taken.started_at)
    return pool.submit(work.poster.post, delivery.endpoint.url, body, headers)


def _recorded(work: Round, taken: _Try, posted: Posted) -> HookState | None:
    return record_try(
        taken.delivery.pk,
        posted,
        tries=taken.delivery.attempts,
        started_at=taken.started_at,
        now=work.clock(),
        jitter=work.jitter(),
    )
