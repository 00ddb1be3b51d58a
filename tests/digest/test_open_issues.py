"""Who is told what and when: each thing once, to those who follow it, at their hour, and nothing for nothing."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from claims.digest.changes import Section, ToldBefore
from claims.digest.open_issues import Opened, open_due_issues
from claims.judging.findings import Status
from claims.models import (
    Claim,
    Delivery,
    DeliveryState,
    DigestIssue,
    Follow,
    FollowKind,
    IssueState,
    Subscriber,
    SubscriberState,
    Workflow,
)
from claims.topics import EVERYTHING, Topic
from claims.workflows.comment_on_claim import comment_on_claim, publish_comment
from claims.workflows.follow import unfollow
from claims.workflows.ingest_announcement import Intake, ingest_announcement
from claims.workflows.merge_claims import merge_claims
from claims.workflows.pause_subscription import pause_subscription
from claims.workflows.seal_events import last_position
from claims.workflows.unmerge_claim import unmerge_claim
from tests.digest.made_up_readers import (
    A_DAY,
    A_WEEK,
    MONDAY,
    NOW,
    changes_of,
    everybody,
    letters,
    on_claim,
    opened,
    reader,
    retract,
    rule,
    supported_claim,
)
from tests.workflows.made_up_claims import zephyr_claim
from tests.workflows.made_up_evidence import person

pytestmark = pytest.mark.django_db
S = Status


def due_of(subscriber: Subscriber) -> datetime | None:
    subscriber.refresh_from_db()
    return subscriber.due_at


def everything_written() -> list[Any]:
    return [list(model.objects.order_by("pk").values()) for model in (Delivery, Subscriber, DigestIssue)]


def dismiss(claim: Claim) -> None:
    claim.refresh_from_db()
    claim.workflow = Workflow.DISMISSED
    claim.save(update_fields=["workflow"])


# When


def test_a_digest_is_opened_at_its_hour_and_the_next_is_due_a_week_later() -> None:
    ada = everybody()
    claim = zephyr_claim()
    assert opened(MONDAY - timedelta(seconds=1)) == Opened(readers=0, deliveries=0, public="2026-W18")
    assert opened(MONDAY) == Opened(readers=1, deliveries=1)
    assert (due_of(ada), ada.told_to) == (MONDAY + A_WEEK, last_position())
    row = Delivery.objects.get()
    assert (row.state, row.due_at, row.issue.due_at, row.issue.slug) == ("waiting", MONDAY, MONDAY, "")
    assert letters(ada) == [[f"new: claim.tracked /claims/{claim.pk}/"]]


def test_doing_it_again_changes_nothing() -> None:
    everybody()
    zephyr_claim()
    opened()
    before = everything_written()
    assert opened() == Opened(readers=0, deliveries=0)
    assert everything_written() == before


def test_nothing_is_sent_for_a_week_in_which_nothing_happened() -> None:
    ada = everybody()
    assert opened() == Opened(readers=1, deliveries=0)
    assert (due_of(ada), DigestIssue.objects.count()) == (MONDAY + A_WEEK, 0)
    claim = zephyr_claim()
    opened(MONDAY + A_WEEK)
    assert letters(ada) == [[f"new: claim.tracked /claims/{claim.pk}/"]]


def test_what_was_missed_for_days_is_made_up_for_by_one_digest() -> None:
    ada = everybody(cadence="daily")
    first = zephyr_claim()
    late = MONDAY + 4 * A_DAY - timedelta(minutes=10)
    rule(first, S.SUPPORTED, now=MONDAY + A_DAY)
    assert opened(late) == Opened(readers=1, deliveries=1, public="2026-W18")
    # Not ten minutes later, though it would be due then: never twice a day.
    assert due_of(ada) == MONDAY + 5 * A_DAY
    assert letters(ada) == [[f"confirmed: claim.status_changed /claims/{first.pk}/ unverified → supported"]]


def test_readers_of_one_moment_share_an_issue_wherever_they_are() -> None:
    everybody("a@example.org", weekday=0, hour=8, time_zone="UTC")
    everybody("b@example.org", weekday=0, hour=16, time_zone="Asia/Shanghai")
    everybody("c@example.org", weekday=0, hour=8, time_zone="Europe/Berlin")
    everybody("d@example.org", cadence="daily")
    zephyr_claim()
    opened()
    issues = DigestIssue.objects.filter(slug="").order_by("due_at", "cadence")
    assert [(issue.cadence, issue.due_at, issue.deliveries.count()) for issue in issues] == [
        ("weekly", MONDAY - timedelta(hours=2), 1),
        ("daily", MONDAY, 1),
        ("weekly", MONDAY, 2),
    ]


@pytest.mark.parametrize(
    ("after", "dues"),
    [
        # The clocks go forward on 29 March 2026 and back on 25 October.
        ("2026-03-28T00:00Z", ["03-28 01:30", "03-29 01:00", "03-30 00:00"]),
        ("2026-10-24T00:00Z", ["10-24 00:00", "10-25 00:00", "10-26 01:00"]),
    ],
)
def test_a_reader_is_told_once_a_day_whatever_the_clocks_do(after: str, dues: list[str]) -> None:
    begin = datetime.fromisoformat(after) - timedelta(minutes=1)
    ada = everybody(cadence="daily", hour=2, time_zone="Europe/Berlin", now=begin)
    found = []
    for minute in range(0, 3 * 24 * 60, 30):
        now = begin + timedelta(minutes=1 + minute)
        if minute % (24 * 60) == 0:
            zephyr_claim(f"Zephyr-9 has {minute} trillion parameters.")
        if opened(now).deliveries:
            found.append(f"{now:%m-%d %H:%M}")
    assert found == [dues[0].replace("01:30", "01:00"), *dues[1:]]
    assert [len(letter) for letter in letters(ada)] == [1, 1, 1]


def test_a_zone_that_is_known_no_more_holds_nobody_up() -> None:
    ada = everybody()
    Subscriber.objects.filter(pk=ada.pk).update(time_zone="Mars/Olympus")
    zephyr_claim()
    assert opened().deliveries == 1
    assert due_of(ada) == MONDAY + A_WEEK


def test_only_those_are_told_who_are_reached_by_mail() -> None:
    for state in set(SubscriberState) - {SubscriberState.ERASED}:
        everybody(f"{state}@example.org", state=state)
    everybody("off@example.org", mail=False)
    zephyr_claim()
    opened()
    assert [row.subscriber.state for row in Delivery.objects.select_related("subscriber")] == ["active"]


# What


def test_a_reader_is_told_of_what_they_follow_only_and_from_then_on() -> None:
    claim, other = zephyr_claim(), zephyr_claim("Zephyr-10 is large.", name="Zephyr-10")
    rule(claim, S.ATTESTED)
    ada = reader("ada@example.org", on_claim(claim))
    rule(claim, S.SUPPORTED)
    rule(other, S.SUPPORTED)
    opened()
    assert letters(ada) == [[f"confirmed: claim.status_changed /claims/{claim.pk}/ attested → supported"]]


def test_a_thing_followed_lately_is_told_from_then_on() -> None:
    claim, other = zephyr_claim(), zephyr_claim("Zephyr-10 is large.", name="Zephyr-10")
    ada = reader("ada@example.org", on_claim(other))
    rule(claim, S.SUPPORTED)
    opened_to = reader("bo@example.org").told_to
    Follow.objects.create(
        subscriber=ada, kind=FollowKind.CLAIM, claim=claim, since=opened_to, recorded_at=NOW, renewed_at=NOW
    )
    rule(claim, S.DISPUTED)
    opened()
    assert letters(ada) == [[f"turned: claim.status_changed /claims/{claim.pk}/ supported → disputed"]]


@pytest.mark.parametrize(
    "topic",
    [
        lambda claim: Topic(kind=FollowKind.CLAIM, id=claim.pk),
        lambda claim: Topic(kind=FollowKind.SUBJECT, id=claim.subject_id),
        lambda claim: Topic(kind=FollowKind.ORGANISATION, id=claim.claimant_id),
        lambda _claim: Topic(kind=FollowKind.SEARCH, search="q=Zephyr-9"),
        lambda _claim: EVERYTHING,
    ],
)
def test_whatever_leads_to_a_claim_tells_of_it_once(topic: Callable[[Claim], Topic]) -> None:
    claim = zephyr_claim()
    ada = reader("ada@example.org", topic(claim), on_claim(claim))
    rule(claim, S.SUPPORTED)
    opened()
    assert letters(ada) == [[f"confirmed: claim.status_changed /claims/{claim.pk}/ unverified → supported"]]


def test_a_paper_that_supports_a_claim_is_told_with_its_words() -> None:
    ada = everybody()
    claim = supported_claim()
    opened()
    ((change,),) = changes_of(ada)
    assert (change.section, change.before, change.after) == (Section.CONFIRMED, S.UNVERIFIED, S.SUPPORTED)
    assert change.path == f"/claims/{claim.pk}/"
    assert change.quote is not None
    assert (change.quote.exact, change.quote.source) == ("Zephyr-9 has 3 trillion parameters.", "Counting Zephyr")


def test_a_retraction_is_told_with_the_claim_that_it_felled() -> None:
    claim = supported_claim()
    ada = everybody()
    retract(claim, now=NOW + timedelta(hours=1))
    opened()
    assert letters(ada) == [[f"turned: claim.status_changed /claims/{claim.pk}/ supported → unverified"]]


def test_a_follower_of_the_paper_is_told_of_the_notice() -> None:
    claim = supported_claim()
    paper = claim.evidence.get().paper_version.paper_id
    ada = reader("ada@example.org", Topic(kind=FollowKind.PAPER, id=paper))
    retract(claim, now=NOW + timedelta(hours=1))
    opened()
    assert letters(ada) == [[f"papers: paper.notice /papers/{paper}/"]]


def test_a_new_text_is_told_with_its_claims_and_one_without_is_not() -> None:
    ada = everybody()
    text = "# Zephyr grows\n\nNimbus Labs says that Zephyr-9 has 3 trillion parameters.\n"
    made = ingest_announcement(Intake(text=text, url="https://a.example/1"), now=NOW)
    ingest_announcement(Intake(text="# Hello\n\nGood morning to all of you.\n"), now=NOW)
    opened()
    ((change,),) = changes_of(ada)
    assert (change.section, change.path, change.count) == (
        Section.NEW,
        f"/announcements/{made.announcement_id}/",
        made.new_claims,
    )


def test_the_successor_of_a_merged_claim_is_told_to_its_followers() -> None:
    claim, into = zephyr_claim(), zephyr_claim("Zephyr-9 has three trillion parameters.")
    ada = reader("ada@example.org", on_claim(claim))
    merge_claims(claim.pk, into.pk, actor=person("ada"), reason="The same.", now=NOW)
    opened()
    rule(into, S.SUPPORTED, now=MONDAY)
    opened(MONDAY + A_WEEK)
    assert letters(ada) == [
        [f"quiet: claim.merged /claims/{claim.pk}/"],
        [f"confirmed: claim.status_changed /claims/{into.pk}/ unverified → supported"],
    ]


def test_that_claims_were_merged_by_mistake_is_not_told() -> None:
    claim, into = zephyr_claim(), zephyr_claim("Zephyr-9 has three trillion parameters.")
    ada = everybody()
    merge_claims(claim.pk, into.pk, actor=person("ada"), reason="The same.", now=NOW)
    unmerge_claim(claim.pk, actor=person("ada"), reason="Not the same.", now=NOW)
    opened()
    assert letters(ada) == []


def test_a_published_comment_is_told_quietly() -> None:
    claim = zephyr_claim()
    ada = everybody()
    comment = comment_on_claim(claim.pk, text="We did.", organisation="", author=person("bo"), now=NOW)
    publish_comment(comment.pk, actor=person("ada"), now=NOW)
    opened()
    assert letters(ada) == [[f"quiet: claim.comment_published /claims/{claim.pk}/"]]


def test_that_a_claim_was_dismissed_is_told_to_those_who_had_heard_of_it() -> None:
    ada = everybody()
    claim, unheard = zephyr_claim(), zephyr_claim("Zephyr-10 is large.", name="Zephyr-10")
    dismiss(unheard)
    opened()
    rule(claim, S.SUPPORTED, now=MONDAY)
    dismiss(claim)
    opened(MONDAY + A_WEEK)
    assert letters(ada) == [
        [f"new: claim.tracked /claims/{claim.pk}/"],
        [f"quiet: claim.dismissed /claims/{claim.pk}/"],
    ]


# Corrections


def test_those_who_were_told_are_told_that_it_is_not_so_though_they_follow_it_no_more() -> None:
    claim = zephyr_claim()
    ada, bo = reader("ada@example.org", on_claim(claim)), reader("bo@example.org", on_claim(claim))
    cy = reader("cy@example.org")
    rule(claim, S.SUPPORTED)
    opened()
    unfollow(bo, bo.follows.get().pk)
    rule(claim, S.REFUTED, now=MONDAY)
    opened(MONDAY + A_WEEK)
    corrected = f"correction: claim.status_changed /claims/{claim.pk}/ supported → refuted"
    assert [letters(one)[1:] for one in (ada, bo, cy)] == [[[corrected]], [[corrected]], []]
    assert changes_of(bo)[1][0].told_before == ToldBefore(day=date(2026, 5, 4), status=S.SUPPORTED)


def test_what_was_corrected_once_is_not_corrected_again() -> None:
    claim = zephyr_claim()
    ada = reader("ada@example.org", on_claim(claim))
    for week, status in enumerate((S.SUPPORTED, S.DISPUTED, S.REFUTED)):
        rule(claim, status, now=NOW + week * A_WEEK)
        opened(MONDAY + week * A_WEEK)
    assert [letter[0].partition(":")[0] for letter in letters(ada)] == ["confirmed", "correction", "turned"]


def test_what_never_went_out_needs_no_correction() -> None:
    claim = zephyr_claim()
    ada = reader("ada@example.org", on_claim(claim))
    rule(claim, S.SUPPORTED)
    opened()
    Delivery.objects.update(state=DeliveryState.REFUSED)
    unfollow(ada, ada.follows.get().pk)
    rule(claim, S.REFUTED, now=MONDAY)
    assert opened(MONDAY + A_WEEK).deliveries == 0


def test_what_was_told_of_a_claim_that_was_merged_since_is_corrected_by_its_successor() -> None:
    claim, into = zephyr_claim(), zephyr_claim("Zephyr-9 has three trillion parameters.")
    ada = reader("ada@example.org", on_claim(claim))
    rule(claim, S.SUPPORTED)
    opened()
    unfollow(ada, ada.follows.get().pk)
    merge_claims(claim.pk, into.pk, actor=person("ada"), reason="The same.", now=MONDAY)
    rule(into, S.REFUTED, now=MONDAY)
    opened(MONDAY + A_WEEK)
    assert letters(ada)[1:] == [[f"correction: claim.status_changed /claims/{into.pk}/ unverified → refuted"]]


def test_nobody_is_corrected_who_does_not_want_mail() -> None:
    claim = zephyr_claim()
    ada = reader("ada@example.org", on_claim(claim))
    rule(claim, S.SUPPORTED)
    opened()
    Subscriber.objects.filter(pk=ada.pk).update(state=SubscriberState.UNSUBSCRIBED)
    rule(claim, S.REFUTED, now=MONDAY)
    assert opened(MONDAY + A_WEEK) == Opened(readers=0, deliveries=0, public="2026-W19")


# Pauses, public issues and issues that somebody stopped


def test_after_a_pause_one_digest_tells_all_that_happened() -> None:
    claim = zephyr_claim()
    ada = reader("ada@example.org", on_claim(claim), time_zone="Asia/Shanghai")
    pause_subscription(ada.pk, until=date(2026, 5, 20), now=NOW)
    for week, status in enumerate((S.ATTESTED, S.SUPPORTED)):
        rule(claim, status, now=NOW + week * A_WEEK)
        assert opened(MONDAY + week * A_WEEK).readers == 0
    # The day begins in Shanghai; it is the 19th by UTC.
    opened(datetime(2026, 5, 19, 15, 59, tzinfo=UTC))
    assert Subscriber.objects.get().state == SubscriberState.PAUSED
    opened(datetime(2026, 5, 19, 16, 0, tzinfo=UTC))
    assert (Subscriber.objects.get().state, due_of(ada)) == ("active", datetime(2026, 5, 25, 0, 0, tzinfo=UTC))
    opened(datetime(2026, 5, 25, 0, 0, tzinfo=UTC))
    assert letters(ada) == [[f"confirmed: claim.status_changed /claims/{claim.pk}/ unverified → supported"]]


def test_readers_with_an_issue_already_or_a_cancelled_one_are_told_with_the_next() -> None:
    claim = zephyr_claim()
    ada, bo = (reader(f"{name}@example.org", on_claim(claim)) for name in ("ada", "bo"))
    rule(claim, S.SUPPORTED)
    issue = DigestIssue.objects.create(
        cadence="weekly", due_at=MONDAY, to_position=0, opened_at=MONDAY, state=IssueState.CANCELLED
    )
    DigestIssue.objects.filter(pk=issue.pk).update(to_position=last_position() + 3)
    assert opened().deliveries == 0
    opened(MONDAY + A_WEEK)
    assert [letters(one) for one in (ada, bo)] == 2 * [
        [[f"confirmed: claim.status_changed /claims/{claim.pk}/ unverified → supported"]]
    ]


def test_an_issue_that_was_done_is_open_again_for_readers_who_come_later() -> None:
    claim = zephyr_claim()
    reader("ada@example.org", on_claim(claim))
    bo = reader("bo@example.org", on_claim(claim))
    rule(claim, S.SUPPORTED)
    Subscriber.objects.filter(pk=bo.pk).update(state=SubscriberState.PAUSED)
    opened()
    DigestIssue.objects.update(state=IssueState.DONE, finished_at=MONDAY)
    Subscriber.objects.filter(pk=bo.pk).update(state=SubscriberState.ACTIVE)
    assert opened(MONDAY + timedelta(minutes=1)) == Opened(readers=1, deliveries=1)
    issue = DigestIssue.objects.get(due_at=MONDAY)
    assert (issue.state, issue.finished_at) == ("open", None)


# The cost


@pytest.mark.parametrize("readers", [1, 3])
def test_the_queries_do_not_grow_with_readers_and_claims(readers: int) -> None:
    for number in range(readers):
        everybody(f"{number}@example.org")
        claim = zephyr_claim(f"Zephyr-{number} is large.", name=f"Zephyr-{number}")
        rule(claim, S.SUPPORTED)
    with CaptureQueriesContext(connection) as queries:
        assert open_due_issues(MONDAY).deliveries == readers
    assert len(queries) == QUERIES


QUERIES = 53
