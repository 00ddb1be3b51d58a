"""Texts that people submit: read by a job, once, whatever happens in between."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction

from claims.models import Announcement, Claim, Submission
from claims.models.leases import LEASE, lease_rows
from claims.workflows.ingest_announcement import Intake, ingest_announcement
from claims.workflows.keep_submission import submit_page, submit_text
from claims.workflows.take_in_submission import MAX_TRIES, Outcome, take_in_submission
from tests.workflows.made_up_claims import NOW

pytestmark = pytest.mark.django_db

STORY = "Nimbus Labs says that Zephyr-9 has 3 trillion parameters. It was trained for 40 days on 2,000 GPUs."
SAID = Intake(
    text=STORY,
    title="Zephyr grows",
    url="https://news.example/zephyr",
    author="Ada",
    publisher="Post",
    published_on=date(2026, 3, 5),
    language="en",
)


@pytest.fixture
def user() -> User:
    return User.objects.create(username="ada")


def take_in(row: Submission) -> Outcome:
    outcome = take_in_submission(row.pk, now=NOW)
    row.refresh_from_db()
    return outcome


def standing(row: Submission) -> tuple[Any, ...]:
    return row.announcement_id, row.intake, row.due_at, row.leased_until, row.failure


def test_a_text_is_stored_with_all_that_was_said_of_it(user: User) -> None:
    row = submit_text(SAID, user=user, now=NOW)
    assert not Announcement.objects.exists()
    assert lease_rows(Submission, now=NOW, limit=9) == [row.pk]
    outcome = take_in(row)
    made = Announcement.objects.get()
    assert outcome == Outcome(announcement_id=made.pk, created=True)
    assert standing(row) == (made.pk, None, None, None, "")
    said = (made.text, made.title, made.url, made.author, str(made.publisher), made.published_on, made.language)
    assert said == (STORY, "Zephyr grows", SAID.url, "Ada", "Post", SAID.published_on, "en")
    assert Claim.objects.exists()


def test_reading_again_changes_nothing(user: User) -> None:
    row = submit_text(SAID, user=user, now=NOW)
    first, claims = take_in(row), Claim.objects.count()
    again = take_in(row)
    assert (again.announcement_id, again.created, row.tries) == (first.announcement_id, False, 1)
    assert (Announcement.objects.count(), Claim.objects.count()) == (1, claims)


def test_what_was_cut_short_is_read_again_once_the_lease_is_over(user: User) -> None:
    row = submit_text(SAID, user=user, now=NOW)
    assert lease_rows(Submission, now=NOW, limit=9) == [row.pk]
    # The worker died after the text was stored, and before that was written down.
    made = ingest_announcement(SAID, now=NOW).announcement_id
    assert lease_rows(Submission, now=NOW + LEASE - timedelta(seconds=1), limit=9) == []
    assert lease_rows(Submission, now=NOW + LEASE, limit=9) == [row.pk]
    assert take_in(row) == Outcome(announcement_id=made)
    assert standing(row) == (made, None, None, None, "")


def test_a_text_that_ends_workers_is_given_up(user: User) -> None:
    row = submit_text(SAID, user=user, now=NOW)
    Submission.objects.update(tries=MAX_TRIES)
    failure = "It was begun 3 times and never came to an end."
    assert take_in(row) == Outcome(failure=failure) == take_in(row)
    assert standing(row) == (None, row.intake, None, None, failure)
    assert not Announcement.objects.exists()


def test_another_text_for_a_known_address_fails_in_words(user: User) -> None:
    ingest_announcement(Intake(text="Zephyr-9 is delayed.", url=SAID.url), now=NOW)
    row = submit_text(SAID, user=user, now=NOW)
    outcome = take_in(row)
    assert "with another text" in outcome.failure
    assert standing(row) == (None, row.intake, None, None, outcome.failure)
    assert take_in(row) == outcome


def test_a_submission_is_of_one_thing_and_waits_only_for_its_text(user: User) -> None:
    page, text = submit_page("https://news.example/", user=user, now=NOW), submit_text(SAID, user=user, now=NOW)
    for row, nonsense in ((page, {"intake": {}}), (page, {"due_at": NOW}), (text, {"intake": None})):
        with pytest.raises(IntegrityError, match="submission_"), transaction.atomic():
            Submission.objects.filter(pk=row.pk).update(**nonsense)
