"""A harvest takes in every page once, is stopped and killed without loss, and says loudly what failed."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from claims.core.sources import Aim, Page, Source, Unreadable
from claims.matching.index import index_claims
from claims.models import Harvest, Paper, RawRecord, WaitingPaper
from claims.sources.troubles import BrokenAnswer, ResumeLost, SourceRefused, SourceUnavailable
from claims.workflows.match_waiting import match_waiting
from claims.workflows.run_harvest import FIRST_PAUSE, Ending, lease_due_harvests, run_harvest
from claims.workflows.schedule_harvest import resume_harvest, schedule_harvest, stop_harvest
from tests.workflows.made_up_claims import zephyr_claim
from tests.workflows.made_up_source import NOW, RESPONDED, MadeUpSource, pages, told

pytestmark = pytest.mark.django_db
SINCE = date(2026, 4, 1)
DAY = timedelta(days=1)


def followed() -> Harvest:
    return schedule_harvest(Source.ARXIV, "cs:cs:CL", starts_on=SINCE, now=NOW)[0]


def harvest_of(pages: Sequence[Page], **details: object) -> MadeUpSource:
    return MadeUpSource(pages={Aim.CHANGED: pages}, **details)  # type: ignore[arg-type] # its own fields


def run(harvest: Harvest, source: MadeUpSource, *, now: datetime = NOW, seconds: float = 300.0) -> Ending:
    ending = run_harvest(harvest.pk, source, clock=lambda: now, seconds=seconds)
    harvest.refresh_from_db()
    return ending


def titles() -> list[str]:
    return sorted(Paper.objects.values_list("title", flat=True))


def test_a_pass_is_taken_in_whole_and_the_next_begins_at_the_servers_own_time() -> None:
    harvest, source = followed(), harvest_of(pages([told(1), told(2)], [told(3)], total=3))
    assert run(harvest, source) is Ending.WHOLE
    assert titles() == [f"Report {number} on Zephyr-9" for number in (1, 2, 3)]
    assert (harvest.high_water, harvest.due_at, harvest.resume) == (RESPONDED, NOW + DAY, "")
    assert (harvest.pages, harvest.records, harvest.new_papers, harvest.total) == (2, 3, 3, 3)
    assert run(harvest, source) is Ending.WHOLE
    assert [look.since for look, _ in source.asked] == [SINCE, SINCE, RESPONDED.date() - DAY, RESPONDED.date() - DAY]
    assert (Paper.objects.count(), RawRecord.objects.count(), harvest.new_papers) == (3, 3, 0)


def test_the_records_are_kept_as_they_came() -> None:
    run(followed(), harvest_of(pages([told(1)], [told(1, version="2", title="Report 1 on Zephyr-9, revised")])))
    [paper] = Paper.objects.all()
    assert [(raw.native_id, raw.version, raw.payload, raw.paper_id) for raw in RawRecord.objects.order_by("pk")] == [
        ("oai:arXiv.org:2605.00001", "1", "<record>1 v1</record>", paper.pk),
        ("oai:arXiv.org:2605.00001", "2", "<record>1 v2</record>", paper.pk),
    ]
    assert [version.arxiv_version for version in paper.versions.order_by("pk")] == [1, 2]


def test_a_record_that_cannot_be_read_is_kept_with_the_reason_and_stops_nothing() -> None:
    broken = Unreadable(native_id="oai:x:9", version="", reason="It has no title.", payload="<record/>")
    page = replace(pages([told(1)])[0], unreadable=(broken,))
    harvest = followed()
    assert run(harvest, harvest_of([page])) is Ending.WHOLE
    assert (harvest.refused, Paper.objects.count()) == (1, 1)
    assert RawRecord.objects.get(native_id="oai:x:9").refusal == "It has no title."


def test_a_record_under_a_wrong_id_is_refused_alone() -> None:
    other = replace(told(1).record, title="Something else altogether, by others", authors=("Cy Stranger",))
    wrong = replace(told(1), record=other, payload="<record>wrong</record>")
    harvest = followed()
    assert run(harvest, harvest_of(pages([told(1)], [wrong, told(2)]))) is Ending.WHOLE
    assert titles() == ["Report 1 on Zephyr-9", "Report 2 on Zephyr-9"]
    kept = RawRecord.objects.get(payload="<record>wrong</record>")
    assert (harvest.refused, kept.paper_id, kept.refusal != "") == (1, None, True)


def test_a_fault_is_written_down_and_the_next_run_asks_for_nothing_that_is_stored() -> None:
    down = SourceUnavailable("arXiv is down.")
    harvest, source = followed(), harvest_of(pages([told(1)], [told(2)]), troubles={2: down})
    assert run(harvest, source) is Ending.FAILED
    assert (harvest.failure, harvest.failing_since, harvest.failures) == ("arXiv is down.", NOW, 1)
    assert (harvest.due_at, harvest.high_water, titles()) == (NOW + FIRST_PAUSE, None, ["Report 1 on Zephyr-9"])
    assert run(harvest, source, now=NOW + FIRST_PAUSE) is Ending.WHOLE
    assert [place for _, place in source.asked] == ["", "1", "1"]
    assert (harvest.failure, harvest.failing_since, harvest.failures, len(titles())) == ("", None, 0, 2)


def test_a_source_that_says_when_is_not_asked_before() -> None:
    later = NOW + timedelta(hours=9)
    harvest = followed()
    run(harvest, harvest_of(pages([told(1)]), troubles={1: SourceUnavailable("Spent.", not_before=later)}))
    assert harvest.due_at == later


def test_faults_in_a_row_are_asked_again_ever_later_and_at_least_four_times_a_day() -> None:
    harvest = followed()
    source = harvest_of(pages([told(1)]), troubles=dict.fromkeys(range(1, 20), SourceRefused("No.")))
    pauses = []
    for _ in range(9):
        run(harvest, source)
        assert harvest.due_at
        pauses.append(harvest.due_at - NOW)
    assert pauses[:3] == [FIRST_PAUSE, 2 * FIRST_PAUSE, 4 * FIRST_PAUSE]
    assert (pauses[-1], harvest.failing_since) == (timedelta(hours=6), NOW)


def test_nothing_is_made_due_in_the_hour_in_which_arxiv_fails() -> None:
    midnight = datetime(2026, 5, 4, 0, 5, tzinfo=UTC)
    harvest = followed()
    run(harvest, harvest_of(pages([told(1)]), troubles={1: SourceUnavailable("Down.")}), now=midnight)
    assert harvest.due_at == datetime(2026, 5, 4, 1, tzinfo=UTC)


def test_a_lost_place_starts_the_pass_over() -> None:
    harvest, source = followed(), harvest_of(pages([told(1)], [told(2)]), troubles={2: ResumeLost("Expired.")})
    assert run(harvest, source) is Ending.WHOLE
    assert [place for _, place in source.asked] == ["", "1", "", "1"]
    assert (len(titles()), harvest.pages, harvest.failures) == (2, 2, 0)


def test_a_place_that_has_expired_is_not_asked_for() -> None:
    first, second = pages([told(1)], [told(2)])
    first = replace(first, expires_at=NOW + timedelta(hours=1))
    harvest, source = followed(), harvest_of([first, second], troubles={2: SourceUnavailable("Down.")})
    run(harvest, source)
    assert run(harvest, source, now=NOW + timedelta(hours=2)) is Ending.WHOLE
    assert [place for _, place in source.asked] == ["", "1", "", "1"]


def test_a_server_that_goes_in_circles_is_noticed() -> None:
    page = replace(pages([told(1)], [told(2)])[1], resume="1")
    harvest = followed()
    assert run(harvest, harvest_of([replace(page, resume="1"), page])) is Ending.FAILED
    assert harvest.failure == "arxiv cs:cs:CL sends the same page again and again."
    assert harvest.high_water is None


def test_a_long_pass_is_done_in_turns() -> None:
    harvest, source = followed(), harvest_of(pages([told(1)], [told(2)], [told(3)]))
    endings = [run(harvest, source, seconds=0) for _ in range(3)]
    assert endings == [Ending.MORE, Ending.MORE, Ending.WHOLE]
    assert ([place for _, place in source.asked], len(titles())) == (["", "1", "2"], 3)


def test_it_stops_after_the_page_it_is_at_and_goes_on_there() -> None:
    harvest, source = followed(), harvest_of(pages([told(1)], [told(2)]))
    source.before = lambda: stop_harvest(harvest.pk)
    assert run(harvest, source) is Ending.STOPPED
    assert (harvest.due_at, harvest.stopped, titles()) == (None, True, ["Report 1 on Zephyr-9"])
    source.before = lambda: None
    resume_harvest(harvest.pk, now=NOW)
    assert run(harvest, source) is Ending.WHOLE
    assert [place for _, place in source.asked] == ["", "1"]


def test_two_runs_are_never_at_one_harvest() -> None:
    harvest, source = followed(), harvest_of(pages([told(1)], [told(2)]))
    second: list[Ending] = []
    source.before = lambda: second.append(run_harvest(harvest.pk, source, clock=lambda: NOW)) if not second else None
    assert run(harvest, source) is Ending.WHOLE
    assert second == [Ending.TAKEN]


def test_a_run_that_lost_its_lease_stores_nothing_more() -> None:
    harvest, source = followed(), harvest_of(pages([told(1)], [told(2)]))
    late = NOW + timedelta(hours=1)

    def another_takes_over() -> None:
        source.before = lambda: None
        assert run_harvest(harvest.pk, source, clock=lambda: late) is Ending.WHOLE

    source.before = another_takes_over
    assert run(harvest, source) is Ending.TAKEN
    assert (len(titles()), harvest.high_water, harvest.due_at) == (2, RESPONDED, late + DAY)


def test_a_harvest_whose_run_died_is_handed_out_when_its_lease_is_over_and_goes_on() -> None:
    harvest, source = followed(), harvest_of(pages([told(1)], [told(2)]))

    def it_is_killed() -> None:
        raise KeyboardInterrupt

    source.before = it_is_killed
    with pytest.raises(KeyboardInterrupt):
        run(harvest, source)
    source.before = lambda: None
    later = NOW + timedelta(hours=1)
    assert (lease_due_harvests(now=NOW), lease_due_harvests(now=later)) == ([], [harvest.pk])
    assert run(harvest, source, now=later) is Ending.WHOLE
    assert len(titles()) == 2


def test_what_came_waits_for_matching_until_it_was_matched() -> None:
    claim = zephyr_claim(due_at=NOW + timedelta(days=30))
    run(followed(), harvest_of(pages([told(1), told(2)])))
    assert WaitingPaper.objects.count() == 2
    index_claims([claim])
    assert (match_waiting(now=NOW), match_waiting(now=NOW)) == (2, 0)
    claim.visit_schedule.refresh_from_db()
    assert (WaitingPaper.objects.count(), claim.visit_schedule.due_at) == (0, NOW)


def test_an_answer_that_is_not_whole_is_no_end() -> None:
    harvest, source = followed(), harvest_of(pages([told(1)], [told(2)]), troubles={2: BrokenAnswer("Cut.")})
    assert run(harvest, source) is Ending.FAILED
    assert (harvest.failure, harvest.high_water, harvest.finished_at) == ("Cut.", None, None)
