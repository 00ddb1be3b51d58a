"""All that is kept about a reader, as they may have it."""

from datetime import datetime
from typing import Any

from claims.models import Subscriber
from claims.workflows.keep_two_factor import two_factor_of
from claims.workflows.list_follows import list_follows

# A reader of daily mails has this many in eleven years.
_MOST_DELIVERIES = 4000


def export_subscriber(subscriber: Subscriber, *, now: datetime) -> dict[str, Any]:
    """Everything that names a reader or says what they wanted and got, ready to be written as JSON. Changes nothing."""
    deliveries = subscriber.deliveries.select_related("issue").order_by("-id")[:_MOST_DELIVERIES]
    return {
        "exported_at": now.isoformat(),
        "reader": {
            name: _told(getattr(subscriber, name))
            for name in (
                "email", "new_email", "state", "state_since", "state_reason", "language", "cadence", "weekday", "hour",
                "time_zone", "mail", "paused_until", "confirmed_at", "due_at", "bounces", "recorded_at",
            )
        },
        "account": _account(subscriber),
        "follows": [
            {
                "kind": one.topic.kind.value,
                "name": one.named.name,
                "path": one.named.path,
                "note": one.note,
                "recorded_at": one.recorded_at.isoformat(),
                "renewed_at": one.renewed_at.isoformat(),
            }
            for one in list_follows(subscriber, now=now)
        ],
        "mails": [
            {
                "issue": str(delivery.issue),
                "state": delivery.state,
                "finished_at": _told(delivery.finished_at),
                "bounced_at": _told(delivery.bounced_at),
                "events": delivery.told,
            }
            for delivery in deliveries
        ],
    }  # fmt: skip


def _account(subscriber: Subscriber) -> dict[str, Any] | None:
    user = subscriber.user
    if user is None:
        return None
    # That there is a second step, and when it was taken; what is secret about it is in no file.
    second = two_factor_of(user)
    return {
        "name": user.get_username(),
        "email": user.email,
        "joined_at": _told(user.date_joined),
        "last_signed_in_at": _told(user.last_login),
        "roles": sorted(user.groups.values_list("name", flat=True)),
        "two_factor_since": _told(second.since) if second else None,
        "two_factor_used_at": _told(second.used_at) if second else None,
        "recovery_codes_left": second.codes_left if second else 0,
        "tokens": sorted(user.auth_token_set.values_list("name", flat=True)),
        "webhooks": sorted(user.webhook_endpoints.values_list("url", flat=True)),
    }


def _told(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value
