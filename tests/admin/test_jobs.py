"""The page of jobs tells what waits, what fails and since when, and makes what failed due again."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from claims.models import Feed, ImportKind, ImportRow, ImportRun, Lead, LeadState, OwnMail
from claims.workflows.carry_on_import import carry_on_import
from claims.workflows.list_jobs import WORKS, list_jobs, retry_jobs
from claims.workflows.open_import import GivenFile, open_import
from claims.workflows.steer_import import confirm_import
from tests.workflows.made_up_feeds import NOW, feed, lead

pytestmark = pytest.mark.django_db

JOBS = reverse("admin:claims_jobs")


def told(slug: str) -> tuple[int, int, int, object, str]:
    one = next(one for one in list_jobs(now=NOW) if one.work.slug == slug)
    return one.due, one.leased, one.failing, one.oldest, one.failure


def test_each_kind_of_work_tells_what_is_due_in_hands_and_failing() -> None:
    later, earlier = NOW + timedelta(hours=1), NOW - timedelta(hours=1)
    Feed.objects.filter(pk=feed("due").pk).update(due_at=earlier)
    Feed.objects.filter(pk=feed("held").pk).update(due_at=earlier, leased_until=later)
    Feed.objects.filter(pk=feed("free").pk).update(due_at=NOW, leased_until=earlier)
    Feed.objects.filter(pk=feed("ill").pk).update(due_at=later, failing_since=earlier, failure="It answered 404.")
    Feed.objects.filter(pk=feed("off").pk).update(due_at=None, enabled=False)
    assert told("feeds") == (2, 1, 1, earlier, "It answered 404.")


def test_where_nothing_waits_nothing_is_told() -> None:
    assert {one.work.slug: (one.due, one.leased, one.failing, one.failure) for one in list_jobs(now=NOW)} == {
        work.slug: (0, 0, 0, "") for work in WORKS
    }


def test_what_failed_is_tried_again_and_only_that() -> None:
    rows = [lead(number) for number in range(3)]
    Lead.objects.filter(pk=rows[0].pk).update(state=LeadState.FAILED, due_at=None, tries=3, failure="Gone.")
    Lead.objects.filter(pk=rows[1].pk).update(state=LeadState.DISMISSED, due_at=None)
    assert told("leads")[2:] == (1, None, "Gone.")
    assert retry_jobs("leads", now=NOW) == 1
    again = Lead.objects.get(pk=rows[0].pk)
    assert (again.state, again.due_at, again.tries, again.failure) == (LeadState.WAITING, NOW, 0, "")
    assert Lead.objects.get(pk=rows[1].pk).state == LeadState.DISMISSED
    assert retry_jobs("leads", now=NOW) == 0


def test_mails_that_failed_are_due_again() -> None:
    OwnMail.objects.create(
        kind="confirm",
        address="ada@reader.example",
        language="en",
        due_at=NOW + timedelta(days=1),
        failure="No route.",
        recorded_at=NOW,
    )
    assert retry_jobs("mails", now=NOW) == 1
    assert OwnMail.objects.get().due_at == NOW


def test_a_file_with_rows_that_failed_goes_on_with_them(admin_user: User) -> None:
    file = GivenFile(name="x", content=b"name\nWind-2\n")
    number = open_import(file, ImportKind.SUBJECTS, actor=admin_user, now=NOW).run_id
    carry_on_import(number, clock=lambda: NOW, seconds=60)
    confirm_import(number, reason="", actor=admin_user, now=NOW)
    carry_on_import(number, clock=lambda: NOW, seconds=60)
    ImportRow.objects.update(outcome="error")
    assert told("imports")[2] == 1
    assert retry_jobs("imports", now=NOW) == 1
    run = ImportRun.objects.get()
    assert (run.state, run.due_at) == ("importing", NOW)
    carry_on_import(number, clock=lambda: NOW, seconds=60)
    assert ImportRow.objects.get().outcome == "same"


@pytest.mark.parametrize("slug", ["visits", "deliveries", "nothing"])
def test_what_is_decided_row_by_row_is_not_tried_again_in_bulk(slug: str) -> None:
    with pytest.raises(LookupError, match="that can be tried again"):
        retry_jobs(slug, now=NOW)


def test_every_kind_that_can_be_tried_again_can_be(admin_client: Client) -> None:
    for work in WORKS:
        status = admin_client.post(JOBS, {"work": work.slug}).status_code
        assert (work.slug, status) == (work.slug, 302 if work.retry else 403)


def test_an_editor_retries_failing_feeds_from_the_page(admin_client: Client) -> None:
    row = feed("ill")
    far = timezone.now() + timedelta(days=1)
    Feed.objects.filter(pk=row.pk).update(due_at=far, failing_since=NOW, failure="It answered 404.")
    page = admin_client.get(JOBS).content.decode()
    assert "It answered 404." in page
    assert page.count("Retry now") == 1
    answer = admin_client.post(JOBS, {"work": "feeds"}, follow=True).content.decode()
    assert "feeds: 1 are tried again within minutes." in answer
    assert Feed.objects.get().due_at < far  # type: ignore[operator]


def test_the_page_asks_as_much_for_three_as_for_one(
    admin_client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    admin_client.get(JOBS)
    queries = 32
    for number in range(3):
        lead(number, of=feed(f"post{number}"))
        with django_assert_num_queries(queries):
            admin_client.get(JOBS)
