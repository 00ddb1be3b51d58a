"""Take in mails that came back, and what a mail service reports of its own."""

import logging
import re
from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from claims.digest.bounces import NotABounce, kind_of_status, read_bounce
from claims.digest.return_paths import delivery_of
from claims.workflows.take_in_bounce import BounceKind, BounceTaken, NoSuchDelivery, take_in_bounce

_STATUS = re.compile(r"\b[245]\.\d{1,3}\.\d{1,3}\b")
# anymail's words, the same for all services.
_FAILED, _COMPLAINED, _INVALID = ("bounced", "rejected"), "complained", "invalid"

logger = logging.getLogger(__name__)


def take_mail_back(raw: bytes, *, came_to: str = "", now: datetime) -> tuple[BounceKind, BounceTaken]:
    """Take in one mail that came back. Repeating it changes nothing. Raises `NotABounce`, `NoSuchDelivery`."""
    bounce = read_bounce(raw, delivery_of=delivery_of, came_to=came_to)
    return bounce.kind, take_in_bounce(bounce.delivery_id, bounce.kind, reason=bounce.reason, now=now)


def take_reports(events: Iterable[Any], *, now: datetime) -> Counter[BounceKind]:
    """Take in what a service reports (anymail's tracking events), and return how many were news, by kind.

    The delivery is in what we gave the service with each mail; other mails have none. Repeating it changes nothing.
    """
    taken: Counter[BounceKind] = Counter()
    for event in events:
        number = str((event.metadata or {}).get("delivery", ""))
        kind = kind_of_report(event)
        if kind is None or not re.fullmatch(r"[0-9]{1,18}", number):
            continue
        reason = str(event.mta_response or event.description or event.reject_reason or event.event_type)
        try:
            taken[kind] += take_in_bounce(int(number), kind, reason=reason, now=now).is_new
        except NoSuchDelivery as unknown:
            # Such as that of an installation that used the same account before.
            logger.warning("A mail service reported something else: %s", unknown)
    return taken


def kind_of_report(event: Any) -> BounceKind | None:
    """How a service's report is to be taken; None for all that is no failure.

    Services call hard what others call soft: only an invalid address and a server's own status of a missing mailbox
    are believed. Whatever else fails five times in a row stops the mail as well.
    """
    if event.event_type == _COMPLAINED:
        return BounceKind.COMPLAINT
    if event.event_type not in _FAILED:
        return None
    found = _STATUS.search(f"{event.mta_response or ''} {event.description or ''}")
    if found:
        return kind_of_status(found.group())
    return BounceKind.HARD if event.reject_reason == _INVALID else BounceKind.SOFT


__all__ = ["NoSuchDelivery", "NotABounce", "kind_of_report", "take_mail_back", "take_reports"]
