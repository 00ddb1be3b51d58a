"""Read a text that a person submitted."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from claims.models import Submission
from claims.workflows.ingest_announcement import AnnouncementChanged, Intake, ingest_announcement

MAX_TRIES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """The announcement that has the text, and whether it is new; or what went wrong in `failure`."""

    announcement_id: int | None = None
    created: bool = False
    failure: str = ""


def take_in_submission(submission_id: int, *, now: datetime) -> Outcome:
    """Read the text of a submission and store what it says, or note why not.

    One that is not due is left as it is, so repeating it changes nothing; one whose reading was cut short is read
    again, and stored once. Raises `Submission.DoesNotExist`.
    """
    submission = Submission.objects.get(pk=submission_id)
    if submission.due_at is None or submission.intake is None:
        return Outcome(announcement_id=submission.announcement_id, failure=submission.failure)
    if submission.tries >= MAX_TRIES:
        return _failed(submission, f"It was begun {MAX_TRIES} times and never came to an end.")
    # Counted before it is made, so that a text that ends the worker is not read for ever.
    submission.tries += 1
    submission.save(update_fields=["tries"])
    try:
        done = ingest_announcement(_intake(submission.intake), now=now)
    except AnnouncementChanged as changed:
        return _failed(submission, str(changed))
    _settle(submission, intake=None, announcement=done.announcement_id, failure="")
    return Outcome(announcement_id=done.announcement_id, created=done.created)


def _intake(given: dict[str, Any]) -> Intake:
    day = given.get("published_on")
    return Intake(**{**given, "published_on": date.fromisoformat(day) if day else None})


def _failed(submission: Submission, failure: str) -> Outcome:
    _settle(submission, failure=failure)
    return Outcome(failure=failure)


def _settle(submission: Submission, **told: Any) -> None:
    """What another worker has brought to an end meanwhile stays."""
    rows = Submission.objects.filter(pk=submission.pk, announcement=None)
    rows.update(due_at=None, leased_until=None, **told)
