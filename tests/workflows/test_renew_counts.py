"""Counts over many claims: a job keeps them, readers are told these, and what nobody has counted yet is asked for."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from claims.facets import Counted, CountSet, NamedCount, kept, kept_where_many
from claims.judging.findings import Status
from claims.models import KeptCounts, Language
from claims.queries import ClaimFilters, claim_listing, facet_counts
from claims.statistics import GLANCE, STATISTICS
from claims.workflows.renew_counts import BUDGET, of_every_page, renew_counts
from tests.web.made_up_claims import NOW, claim, claim_with_everything, subject

pytestmark = pytest.mark.django_db
A_MINUTE = timedelta(minutes=1)
EVERY_PAGE = 11


@dataclass(slots=True)
class Clock:
    """Tells the same time, later by `step` each time."""

    now: datetime
    step: timedelta = timedelta(0)

    def __call__(self) -> datetime:
        self.now += self.step
        return self.now


def renewed(now: datetime = NOW, *, step: timedelta = timedelta(0)) -> int:
    return renew_counts(clock=Clock(now, step), many=0)


def test_what_every_page_shows_is_counted_once_in_five_minutes() -> None:
    claim_with_everything()
    assert [renewed(), renewed(NOW + A_MINUTE), renewed(NOW + 5 * A_MINUTE)] == [EVERY_PAGE, 0, EVERY_PAGE]
    assert KeptCounts.objects.count() == len(of_every_page()) == EVERY_PAGE


def test_every_set_of_counts_is_read_as_it_was_counted() -> None:
    claim_with_everything()
    renewed()
    assert [kept(counts) for counts in of_every_page()] == [
        Counted(counts=counts.count(NOW), counted_at=NOW) for counts in of_every_page()
    ]


def test_readers_are_told_what_is_kept_and_since_when() -> None:
    claim("One")
    renewed()
    claim("Two")
    later = NOW + 9 * A_MINUTE
    told = kept_where_many(GLANCE, now=later, many=0)
    assert (told.counts.claims, told.counted_at) == (1, NOW)
    exact = kept_where_many(GLANCE, now=later, many=2)
    assert (exact.counts.claims, exact.counted_at) == (2, None)


def test_before_the_job_has_run_one_reader_waits_and_the_next_does_not() -> None:
    claim("One")
    first = kept_where_many(STATISTICS, now=NOW, many=0)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        second = kept_where_many(STATISTICS, now=NOW + A_MINUTE, many=0)
    assert (first.counted_at, second.counted_at, len(asked)) == (None, NOW, 2)


def test_what_an_earlier_release_kept_is_counted_again() -> None:
    claim("One")
    KeptCounts.objects.create(name="glance", of="", counts={"claims": 7}, computed_at=NOW, asked_at=NOW)
    assert kept_where_many(GLANCE, now=NOW, many=0).counts.claims == 1


def test_a_search_is_counted_by_the_job_after_somebody_asked() -> None:
    filters = ClaimFilters(status=Status.UNVERIFIED, language=Language.ENGLISH)
    zephyr = subject("Zephyr-9")
    for number in range(3):
        claim(f"Zephyr-9 has {number + 2} layers", about=zephyr)
    claim("西风九号拥有 3 万亿参数", about=zephyr, language="zh")
    renewed()

    cold = claim_listing(filters, page=1, now=NOW, many=2)
    asked_for = renewed(NOW + A_MINUTE)
    warm = claim_listing(filters, page=1, now=NOW + A_MINUTE, many=2)

    # Of facets that nobody has counted under these filters, the choices of all claims are shown.
    assert (cold.total, cold.uncounted, cold.subjects) == (
        3,
        frozenset({"metric", "language", "subject", "organisation", "grade_min"}),
        (NamedCount(id=zephyr.pk, name="Zephyr-9", claims=4),),
    )
    assert (asked_for, warm.uncounted, warm.languages, warm.counted_at) == (
        5,
        frozenset(),
        {"en": 3, "zh": 1},
        NOW + A_MINUTE,
    )
    assert warm.subjects == (NamedCount(id=zephyr.pk, name="Zephyr-9", claims=3),)
    assert renewed(NOW + 2 * A_MINUTE) == 0


def test_a_search_that_finds_few_is_counted_at_once() -> None:
    found, others = subject("Zephyr-9"), subject("Gale")
    claim("Zephyr-9 has 3 layers", about=found)
    for number in range(3):
        claim(f"Gale has {number} layers", about=others)
    renewed()
    listing = claim_listing(ClaimFilters(words="Zephyr"), page=1, now=NOW, many=2)
    assert (listing.uncounted, listing.languages, listing.subjects) == (
        frozenset(),
        {"en": 1},
        (NamedCount(id=found.pk, name="Zephyr-9", claims=1),),
    )


def test_old_counts_of_a_search_are_told_and_asked_for_once() -> None:
    claim("One")
    claim("Two")
    filters = ClaimFilters(language=Language.ENGLISH)
    claim_listing(filters, page=1, now=NOW, many=1)
    renewed(NOW)
    for wait in (1, 7, 8):
        claim_listing(filters, page=1, now=NOW + wait * A_MINUTE, many=1)
    row = KeptCounts.objects.get(name="metric", of=facet_counts("metric", filters).of)
    assert (row.computed_at, row.asked_at) == (NOW, NOW + 7 * A_MINUTE)


def test_a_tick_stops_where_its_time_is_over_and_the_next_one_goes_on() -> None:
    claim("One")
    first = renewed(step=BUDGET / 3)
    assert 0 < first < EVERY_PAGE
    assert first + renewed(NOW + A_MINUTE) == EVERY_PAGE


def test_what_nobody_has_asked_for_in_a_day_is_forgotten_and_nothing_is_kept_of_few_claims() -> None:
    claim("One")
    claim("Two")
    claim_listing(ClaimFilters(language=Language.ENGLISH), page=1, now=NOW, many=1)
    renewed()
    before = KeptCounts.objects.count()
    renewed(NOW + timedelta(days=1, minutes=1))
    after = KeptCounts.objects.count()
    renew_counts(clock=Clock(NOW), many=2)
    assert (before > EVERY_PAGE, after, KeptCounts.objects.count()) == (True, EVERY_PAGE, 0)


def test_what_is_spelt_as_no_filters_are_is_dropped() -> None:
    claim("One")
    KeptCounts.objects.create(name="metric", of="{}", asked_at=NOW)
    renewed()
    assert not KeptCounts.objects.filter(of="{}").exists()


def test_what_took_long_is_renewed_after_longer() -> None:
    slow = CountSet(name=GLANCE.name, kind=GLANCE.kind, count=GLANCE.count)
    claim("One")
    renewed()
    KeptCounts.objects.filter(name=slow.name).update(seconds=60)
    assert [renewed(NOW + 6 * A_MINUTE), renewed(NOW + 10 * A_MINUTE)] == [EVERY_PAGE - 1, 1]
