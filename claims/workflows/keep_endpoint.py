"""Keep the endpoints of a person's webhooks: make, change, switch on and off, give a new secret, remove."""

import base64
import secrets
from collections.abc import Collection
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from claims.core.post_failures import PostFailure
from claims.models import EndpointState, EventKind, HookState, WebhookDelivery, WebhookEndpoint
from claims.sources.bounded_posts import AddressRefused, refuse_address
from claims.workflows.seal_events import last_position

MOST_ENDPOINTS = 10
# So long the secret before the newest one signs, too.
OLD_SECRET_HOLDS = timedelta(hours=24)
_SECRET_BYTES = 32
_LONGEST = {"url": 2000, "description": 200}


class EndpointRefused(ValueError):
    """Nothing was changed; the message says why. `field` is what it is about, "" for the whole."""

    def __init__(self, message: str, *, field: str = "") -> None:
        super().__init__(message)
        self.field = field


class NoSuchEndpoint(LookupError):
    """The person has no such endpoint."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What an endpoint is to be: where, what for in its owner's words, which events (empty for all)."""

    url: str
    description: str = ""
    kinds: Collection[EventKind] = field(default_factory=tuple)
    followed_only: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowed:
    """What was wanted, once it was found to be allowed; `kinds` empty for all. Made by `allowed` alone."""

    url: str
    description: str
    kinds: list[str]
    followed_only: bool


def allowed(wanted: Wanted) -> Allowed:
    """Hold what is wanted against the rules by which it is posted to later. Raises `EndpointRefused`.

    Nothing is fetched, but the host is looked up in the network: no transaction may be open.
    """
    for name, most in _LONGEST.items():
        if len(getattr(wanted, name)) > most:
            raise EndpointRefused(_("At most %(most)d characters.") % {"most": most}, field=name)
    try:
        refuse_address(wanted.url, allow_loopback=settings.FETCH_PRIVATE_ADDRESSES)
    except AddressRefused as refused:
        raise EndpointRefused(_why_refused(refused.why), field="url") from refused
    chosen = {EventKind(kind) for kind in wanted.kinds}
    # All of them is what the empty list says, of kinds that are to come too.
    kinds = [] if chosen == set(EventKind) else [kind.value for kind in EventKind if kind in chosen]
    return Allowed(
        url=wanted.url, description=wanted.description.strip(), kinds=kinds, followed_only=wanted.followed_only
    )


def make_endpoint(user: User, wanted: Allowed, *, now: datetime) -> WebhookEndpoint:
    """Make an endpoint that takes events from now on. Raises `EndpointRefused`, for an address that it has already too.

    It can be part of a transaction of the caller's: `allowed` has asked the network before.
    """
    with transaction.atomic():
        User.objects.select_for_update().get(pk=user.pk)
        standing = WebhookEndpoint.objects.filter(user=user)
        if standing.count() >= MOST_ENDPOINTS:
            told = _("You have %(most)d endpoints already, which is all that one person can have. Remove one first.")
            raise EndpointRefused(told % {"most": MOST_ENDPOINTS})
        _refuse_twice(user, wanted.url)
        return WebhookEndpoint.objects.create(
            user=user, secret=new_secret(), since=last_position(), recorded_at=now, **asdict(wanted)
        )


def change_endpoint(number: int, wanted: Allowed, *, user: User) -> WebhookEndpoint:
    """Change where an endpoint is and what it takes, for what is sent from now on; repeating it changes nothing.

    Raises `EndpointRefused` and `NoSuchEndpoint`.
    """
    fields = asdict(wanted)
    with transaction.atomic():
        endpoint = _own(number, user)
        if wanted.url != endpoint.url:
            _refuse_twice(user, wanted.url)
        for name, value in fields.items():
            setattr(endpoint, name, value)
        endpoint.save(update_fields=list(fields))
    return endpoint


def rotate_secret(number: int, *, user: User, now: datetime) -> WebhookEndpoint:
    """Give an endpoint a new secret; the one before signs too for `OLD_SECRET_HOLDS`, and one before that no more.

    Each call makes another one. Raises `NoSuchEndpoint`.
    """
    with transaction.atomic():
        endpoint = _own(number, user)
        endpoint.old_secret, endpoint.old_secret_until = endpoint.secret, now + OLD_SECRET_HOLDS
        endpoint.secret = new_secret()
        endpoint.save(update_fields=["secret", "old_secret", "old_secret_until"])
    return endpoint


def switch_off(number: int, *, user: User | None, now: datetime) -> None:
    """Post nothing to an endpoint any more; what waits is cancelled. `user` None is the desk's word, for anybody's.

    It keeps its place, so that it can catch up when it is on again. Repeating it changes nothing. Raises
    `NoSuchEndpoint`.
    """
    with transaction.atomic():
        endpoint = _own(number, user)
        if endpoint.state == EndpointState.ON:
            endpoint.state = EndpointState.OFF
            endpoint.save(update_fields=["state"])
            cancel_waiting(endpoint, now=now)


def switch_on(number: int, *, catch_up: bool, user: User, now: datetime) -> None:
    """Post to an endpoint again: with `catch_up` also what happened while it was off, and what was cancelled then.

    Repeating it changes nothing. Raises `NoSuchEndpoint`.
    """
    with transaction.atomic():
        endpoint = _own(number, user)
        if endpoint.state == EndpointState.ON:
            return
        endpoint.state, endpoint.failing_since, endpoint.failures = EndpointState.ON, None, 0
        endpoint.quiet_until = None
        if catch_up:
            cancelled = WebhookDelivery.objects.filter(endpoint=endpoint, state=HookState.CANCELLED)
            cancelled.exclude(event=None).update(state=HookState.WAITING, due_at=now, attempts=0, finished_at=None)
        else:
            endpoint.since = last_position()
        endpoint.save(update_fields=["state", "failing_since", "failures", "quiet_until", "since"])


def remove_endpoint(number: int, *, user: User) -> None:
    """Remove an endpoint for good, with its secret and its whole log. Raises `NoSuchEndpoint`."""
    with transaction.atomic():
        _own(number, user).delete()


def cancel_waiting(endpoint: WebhookEndpoint, *, now: datetime) -> int:
    """Cancel what waits for an endpoint and return how much that is; it can be delivered again when it is on."""
    waiting = WebhookDelivery.objects.filter(endpoint=endpoint, state=HookState.WAITING)
    return waiting.update(state=HookState.CANCELLED, due_at=None, leased_until=None, finished_at=now)


def new_secret() -> str:
    """A secret as Standard Webhooks spells it."""
    return f"whsec_{base64.b64encode(secrets.token_bytes(_SECRET_BYTES)).decode()}"


def new_uid() -> str:
    """A webhook-id that nobody else has and that tells nothing."""
    return f"msg_{secrets.token_urlsafe(18)}"


def _own(number: int, user: User | None) -> WebhookEndpoint:
    rows = WebhookEndpoint.objects.select_for_update(no_key=True).filter(pk=number)
    endpoint = (rows if user is None else rows.filter(user=user)).first()
    if endpoint is None:
        raise NoSuchEndpoint(f"There is no endpoint {number}.")
    return endpoint


def _why_refused(why: PostFailure) -> str:
    match why:
        case PostFailure.POINTS_INSIDE:
            return _("The address points inside a private network. It must be one that anybody can reach.")
        case PostFailure.NOT_ALLOWED:
            return _("The address must begin with https:// and carry neither a name nor a password.")
        case _:
            return _("The host of this address is nowhere to be found. Check how it is spelt.")


def _refuse_twice(user: User, url: str) -> None:
    if WebhookEndpoint.objects.filter(user=user, url=url).exists():
        raise EndpointRefused(_("You have an endpoint with this address already."), field="url")
