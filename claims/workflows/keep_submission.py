"""Keep what a person submits, so that it can be seen what became of it."""

from dataclasses import asdict
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from claims.models import Submission
from claims.workflows.ingest_announcement import Intake
from claims.workflows.submit_address import refuse_address, submit_address

# Characters.
LONGEST_TEXT = 200_000


def submit_page(address: str, *, user: User, now: datetime) -> Submission:
    """Have the page at an address taken in by the next job. Each call stores another submission of the same lead.

    Raises `AddressRefused`.
    """
    with transaction.atomic():
        lead = submit_address(address, user=user, now=now).lead
        return Submission.objects.create(user=user, lead=lead, recorded_at=now)


def submit_text(intake: Intake, *, user: User, now: datetime) -> Submission:
    """Have a text read by the next job. Each call stores another submission. Raises `AddressRefused`."""
    if intake.url:
        refuse_address(intake.url)
    given = {name: value for name, value in asdict(intake).items() if value}
    return Submission.objects.create(user=user, intake=given, recorded_at=now, due_at=now)
