"""The public issue of each week tells what happened in it, whoever reads it, and none where nothing did."""

from datetime import UTC, datetime, timedelta

import pytest

from claims.digest.open_issues import Opened
from claims.digest.public_issues import open_public_issue
from claims.digest.told import public_changes
from claims.judging.findings import Status
from claims.models import Claim, DigestIssue, Workflow
from claims.workflows.seal_events import last_position, seal_events
from tests.digest.made_up_readers import A_WEEK, everybody, in_short, letters, opened, rule
from tests.workflows.made_up_claims import zephyr_claim

pytestmark = pytest.mark.django_db
S = Status
# The last week of 2026 is its 53rd; it ends on Monday, 4 January 2027.
END = datetime(2027, 1, 4, tzinfo=UTC)
AN_HOUR = timedelta(hours=1)


def issues() -> list[tuple[str, int, int]]:
    rows = DigestIssue.objects.exclude(slug="").order_by("due_at")
    return [(row.slug, row.after_position, row.to_position) for row in rows]


def told(slug: str) -> list[str]:
    return [in_short(change) for change in public_changes(DigestIssue.objects.get(slug=slug))]


def old_claim() -> Claim:
    """One that was taken up long before."""
    claim = zephyr_claim()
    seal_events()
    return claim


def test_it_is_opened_at_the_end_of_the_week_even_without_readers() -> None:
    claim = old_claim()
    rule(claim, S.SUPPORTED, now=END - AN_HOUR)
    assert opened(END - timedelta(seconds=1)).public == ""
    assert opened(END) == Opened(readers=0, deliveries=0, public="2026-W53")
    assert told("2026-W53") == [f"confirmed: claim.status_changed /claims/{claim.pk}/ unverified → supported"]


def test_the_first_one_tells_one_week_and_each_one_begins_where_the_last_ended() -> None:
    claim = old_claim()
    rule(claim, S.ATTESTED, now=END - A_WEEK - AN_HOUR)
    for week, status in enumerate((S.SUPPORTED, S.DISPUTED)):
        rule(claim, status, now=END + week * A_WEEK - AN_HOUR)
        opened(END + week * A_WEEK)
    assert issues() == [
        ("2026-W53", last_position() - 2, last_position() - 1),
        ("2027-W01", last_position() - 1, last_position()),
    ]
    assert [told(slug) for slug in ("2026-W53", "2027-W01")] == [
        [f"confirmed: claim.status_changed /claims/{claim.pk}/ attested → supported"],
        [f"turned: claim.status_changed /claims/{claim.pk}/ supported → disputed"],
    ]


def test_what_came_after_the_week_is_for_the_next_however_late_it_is_opened() -> None:
    claim = old_claim()
    rule(claim, S.SUPPORTED, now=END - AN_HOUR)
    rule(claim, S.DISPUTED, now=END + AN_HOUR)
    opened(END + 3 * AN_HOUR)
    assert told("2026-W53") == [f"confirmed: claim.status_changed /claims/{claim.pk}/ unverified → supported"]


def test_a_week_in_which_nothing_happened_has_none_whatever_comes_later() -> None:
    claim = old_claim()
    assert opened(END).public == ""
    rule(claim, S.SUPPORTED, now=END + AN_HOUR)
    assert opened(END + 2 * AN_HOUR).public == ""
    assert opened(END + A_WEEK).public == "2027-W01"


def test_weeks_that_were_missed_are_told_with_the_last_of_them() -> None:
    claim = old_claim()
    rule(claim, S.ATTESTED, now=END - AN_HOUR)
    opened(END)
    rule(claim, S.SUPPORTED, now=END + AN_HOUR)
    assert opened(END + 3 * A_WEEK).public == "2027-W03"
    assert told("2027-W03") == [f"confirmed: claim.status_changed /claims/{claim.pk}/ attested → supported"]


def test_doing_it_again_changes_nothing() -> None:
    rule(old_claim(), S.SUPPORTED, now=END - AN_HOUR)
    seal_events()
    assert open_public_issue(END) is not None
    assert open_public_issue(END) is None
    assert len(issues()) == 1


def test_readers_of_that_very_moment_have_the_same_issue() -> None:
    ada = everybody(now=END - A_WEEK, hour=0)
    claim = zephyr_claim()
    rule(claim, S.SUPPORTED, now=END - AN_HOUR)
    assert opened(END) == Opened(readers=1, deliveries=1, public="2026-W53")
    assert DigestIssue.objects.get().deliveries.count() == 1
    assert letters(ada) == [told("2026-W53")]


def test_a_claim_that_is_dismissed_is_told_no_more_but_for_that() -> None:
    claim = old_claim()
    rule(claim, S.SUPPORTED, now=END - AN_HOUR)
    opened(END)
    unheard = zephyr_claim("Zephyr-10 is large.", name="Zephyr-10")
    Claim.objects.filter(pk__in=[claim.pk, unheard.pk]).update(workflow=Workflow.DISMISSED)
    assert opened(END + A_WEEK).public == "2027-W01"
    assert told("2026-W53") == []
    assert told("2027-W01") == [f"quiet: claim.dismissed /claims/{claim.pk}/"]
