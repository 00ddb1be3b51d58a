"""Hold an announcement's own numbers against each other, and keep what comes of it beside the text."""

import hashlib
import json
from datetime import datetime

from django.db import transaction

from claims.judging.own_numbers.checking import RULE_VERSION, check_against_itself
from claims.judging.own_numbers.figures import StatedClaim
from claims.judging.own_numbers.findings import OwnArithmetic as Found
from claims.models import Announcement, Appearance, OwnArithmetic


def check_announcement(announcement_id: int, *, now: datetime) -> int:
    """Store the arithmetic that the text allows and retire what no longer follows; return how many are new.

    Repeating it changes nothing. No status follows from it. Raises `Announcement.DoesNotExist`.
    """
    with transaction.atomic():
        # Two at once: the second waits here and then finds what the first stored.
        announcement = Announcement.objects.select_for_update(of=("self",)).get(pk=announcement_id)
        wanted = {_fingerprint(one): one for one in check_against_itself(announcement.text, _stated(announcement))}
        standing = {row.fingerprint: row.pk for row in announcement.own_arithmetic.filter(is_current=True)}
        stale = [pk for fingerprint, pk in standing.items() if fingerprint not in wanted]
        OwnArithmetic.objects.filter(pk__in=stale).update(is_current=False)
        fresh = {fingerprint: one for fingerprint, one in wanted.items() if fingerprint not in standing}
        for fingerprint, one in fresh.items():
            _store(announcement, fingerprint, one, now=now)
    return len(fresh)


def _stated(announcement: Announcement) -> list[StatedClaim]:
    """The claims of the text at each of their places."""
    places = (
        Appearance.objects.filter(announcement=announcement)
        .select_related("claim__subject")
        .prefetch_related("claim__quantities")
        .order_by("start", "end", "id")
    )
    return [
        StatedClaim(
            id=str(place.claim_id),
            subject=place.claim.subject.name if place.claim.subject else "",
            start=place.start,
            end=place.end,
            quantity=amount.to_core(),
        )
        for place in places
        for amount in sorted(place.claim.quantities.all(), key=lambda amount: amount.pk)
    ]


def _fingerprint(one: Found) -> str:
    """The hash of what is told and where, so that any change in it is a new row."""
    told = [one.check, one.outcome, one.steps, _places(one), one.claim_ids]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()


def _places(one: Found) -> list[list[int]]:
    return [[figure.quantity.start, figure.quantity.end] for figure in one.figures]


def _store(announcement: Announcement, fingerprint: str, one: Found, *, now: datetime) -> None:
    row = OwnArithmetic.objects.create(
        announcement=announcement,
        check_made=one.check,
        outcome=one.outcome,
        steps=list(one.steps),
        places=_places(one),
        fingerprint=fingerprint,
        rule_version=RULE_VERSION,
        recorded_at=now,
    )
    row.claims.set(int(claim) for claim in one.claim_ids)
