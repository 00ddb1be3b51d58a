"""Keep what a person submits, so that it can be seen what became of it."""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from claims.models import Submission
from claims.workflows.ingest_announcement import Intake, ingest_announcement
from claims.workflows.submit_address import refuse_address, submit_address

# Characters. Reading a text takes time, and somebody waits for it.
LONGEST_TEXT = 20_000


def submit_page(address: str, *, user: User, now: datetime) -> Submission:
    """Have the page at an address taken in by the next job. Each call stores another submission of the same lead.

    Raises `AddressRefused`.
    """
    with transaction.atomic():
        lead = submit_address(address, user=user, now=now).lead
        return Submission.objects.create(user=user, lead=lead, recorded_at=now)


def submit_text(intake: Intake, *, user: User, now: datetime) -> Submission:
    """Take a text in at once. Each call stores another submission, of the announcement that has this text.

    Raises `AddressRefused`, and `AnnouncementChanged` where its address is known with another text.
    """
    if intake.url:
        refuse_address(intake.url)
    with transaction.atomic():
        outcome = ingest_announcement(intake, now=now)
        return Submission.objects.create(user=user, announcement_id=outcome.announcement_id, recorded_at=now)
