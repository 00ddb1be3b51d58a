"""Paper records are joined by their ids, versions are kept, and a record that cannot be right is refused alone."""

import itertools
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from claims.core.papers import DocumentPassage, PaperRecord, Standing
from claims.models import Announcement, Paper, PaperVersion, Passage, SourceLink
from claims.workflows.import_papers import Outcome, import_papers
from claims.workflows.join_papers import Refused

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 5, 3, tzinfo=UTC)
ZEPHYR = PaperRecord(
    id="z",
    title="Zephyr: Training Very Large Models Cheaply",
    authors=("Ada Lund", "Bo Chen"),
    published_on=date(2024, 2, 1),
    abstract="Zephyr-9 has 3 trillion parameters.",
    arxiv_id="2401.00001",
    passages=(DocumentPassage(text="We used 256 GPUs.", location="section 3"),),
)

RETRACTED = replace(
    ZEPHYR,
    standing=Standing.RETRACTED,
    standing_on=date(2025, 3, 1),
    standing_url="https://journal.example/notice",
)


def test_a_new_record_becomes_a_paper_with_one_version_and_its_passages() -> None:
    outcome = import_papers([ZEPHYR], now=NOW)
    paper = Paper.objects.get()
    assert outcome == Outcome(new_papers=1, new_versions=0, unchanged=0, paper_ids=(paper.pk,))
    assert replace(paper.to_core(), id="z") == ZEPHYR


def test_the_same_record_again_changes_nothing() -> None:
    import_papers([ZEPHYR], now=NOW)
    again = import_papers([ZEPHYR], now=NOW)
    assert again == Outcome(new_papers=0, new_versions=0, unchanged=1, paper_ids=())
    assert (Paper.objects.count(), PaperVersion.objects.count(), Passage.objects.count()) == (1, 1, 1)


def test_a_changed_abstract_is_a_new_version_of_the_same_paper_and_the_old_one_stays() -> None:
    import_papers([ZEPHYR], now=NOW)
    import_papers([replace(ZEPHYR, abstract="Zephyr-9 has 4 trillion parameters.", arxiv_version=2)], now=NOW)
    abstracts = PaperVersion.objects.order_by("pk").values_list("abstract", flat=True)
    assert list(abstracts) == ["Zephyr-9 has 3 trillion parameters.", "Zephyr-9 has 4 trillion parameters."]
    assert Paper.objects.get().to_core().abstract == "Zephyr-9 has 4 trillion parameters."


def test_a_retraction_of_the_same_text_is_a_notice_and_no_new_version() -> None:
    import_papers([ZEPHYR], now=NOW)
    paper = Paper.objects.get()
    outcome = import_papers([RETRACTED], now=NOW)
    assert outcome == Outcome(new_papers=0, new_versions=0, unchanged=1, paper_ids=(), noticed_ids=(paper.pk,))
    (notice,) = paper.notices.all()
    assert (notice.standing, notice.issued_on, notice.source_url, notice.actor) == (
        "retracted",
        date(2025, 3, 1),
        "https://journal.example/notice",
        None,
    )
    paper.refresh_from_db()
    assert paper.standing == "retracted"


def test_the_same_retraction_again_is_no_other_notice() -> None:
    undated = replace(ZEPHYR, standing=Standing.WITHDRAWN)
    import_papers([RETRACTED, undated], now=NOW)
    again = import_papers([RETRACTED, undated], now=NOW + timedelta(days=9))
    assert again == Outcome(new_papers=0, new_versions=0, unchanged=2, paper_ids=())


def test_a_source_that_is_silent_about_a_retraction_does_not_lift_it() -> None:
    import_papers([RETRACTED, replace(ZEPHYR, abstract="Zephyr-9 has 4 trillion parameters.")], now=NOW)
    assert Paper.objects.get().standing == "retracted"


def test_a_retraction_that_is_taken_back_on_a_day_is_lifted_by_another_notice() -> None:
    back = replace(RETRACTED, standing=Standing.CURRENT, standing_on=date(2025, 6, 1))
    outcome = import_papers([RETRACTED, back], now=NOW)
    paper = Paper.objects.get()
    assert (outcome.noticed_ids, paper.standing, paper.notices.count()) == ((paper.pk,), "current", 2)


def test_a_paper_of_which_nothing_was_said_has_nothing_taken_back() -> None:
    import_papers([replace(ZEPHYR, standing_on=date(2025, 6, 1))], now=NOW)
    assert not Paper.objects.get().notices.exists()


def test_records_with_a_shared_doi_are_one_paper_that_gains_the_arxiv_id() -> None:
    import_papers([replace(ZEPHYR, arxiv_id="", doi="10.1000/zephyr")], now=NOW)
    import_papers([replace(ZEPHYR, doi="10.1000/zephyr")], now=NOW)
    paper = Paper.objects.get()
    assert (paper.identifier("arxiv"), paper.identifier("doi")) == ("2401.00001", "10.1000/zephyr")


def test_a_title_that_changed_between_versions_is_still_the_same_work() -> None:
    import_papers([ZEPHYR], now=NOW)
    import_papers([replace(ZEPHYR, title="Cheap Giants")], now=NOW)
    assert Paper.objects.get().title == "Cheap Giants"


OTHER = PaperRecord(id="o", title="Counting Whales from Space", authors=("Di Park",), arxiv_id="2401.00001")


def test_a_record_with_the_id_of_another_work_is_refused_alone_and_told() -> None:
    import_papers([ZEPHYR], now=NOW)
    new = PaperRecord(id="n", title="Meters for Everyone", doi="10.1000/meters")
    outcome = import_papers([OTHER, new], now=NOW)
    reason = (
        "arxiv 2401.00001 is 'Zephyr: Training Very Large Models Cheaply' here, "
        "but the record says 'Counting Whales from Space'. Correct its id."
    )
    assert outcome == Outcome(
        new_papers=1,
        new_versions=0,
        unchanged=0,
        paper_ids=(Paper.objects.get(title="Meters for Everyone").pk,),
        refused=(Refused(record=OTHER, reason=reason),),
    )
    assert Paper.objects.count() == 2


def test_two_works_under_one_id_in_one_batch_are_told_apart_too() -> None:
    outcome = import_papers([ZEPHYR, OTHER], now=NOW)
    assert [one.record for one in outcome.refused] == [OTHER]
    assert Paper.objects.get().title == ZEPHYR.title


def test_a_second_arxiv_id_never_comes_to_a_paper() -> None:
    import_papers([replace(ZEPHYR, doi="10.1000/zephyr")], now=NOW)
    (refused,) = import_papers([replace(ZEPHYR, arxiv_id="2401.00002", doi="10.1000/zephyr")], now=NOW).refused
    assert refused.reason == (
        "The record 'Zephyr: Training Very Large Models Cheaply' would give doi 10.1000/zephyr "
        "('Zephyr: Training Very Large Models Cheaply') two arxiv ids, 2401.00001 and 2401.00002. Correct its ids."
    )
    assert Paper.objects.get().identifiers.count() == 2


@pytest.mark.parametrize(
    ("unfit", "reason"),
    [
        (replace(ZEPHYR, venue="V" * 301), "has a venue of 301 characters; 300 are the most."),
        (replace(ZEPHYR, doi="10.1000/" + "z" * 500), "has a value of 508 characters; 500 are the most."),
        (replace(ZEPHYR, abstract="Zephyr\x00-9"), "holds characters that cannot be stored."),
        (replace(ZEPHYR, authors=("Ada \ud83d",)), "holds characters that cannot be stored."),
        (replace(ZEPHYR, other_ids=(("isbn", "1"),)), "has an id of 'isbn', which is not a known scheme."),
        (replace(ZEPHYR, id="", arxiv_id=""), "has no id."),
    ],
    ids=["a long venue", "a long id", "a zero byte", "half a character", "an unknown scheme", "no id"],
)
def test_a_record_that_no_row_can_hold_is_refused_alone(unfit: PaperRecord, reason: str) -> None:
    good = PaperRecord(id="g", title="Meters for Everyone", doi="10.1000/meters")
    outcome = import_papers([unfit, good], now=NOW)
    assert [one.reason for one in outcome.refused] == [f"The record {ZEPHYR.title!r} {reason}"]
    assert Paper.objects.get().title == good.title


def test_a_record_is_known_by_any_of_its_ids() -> None:
    import_papers([replace(ZEPHYR, other_ids=(("openalex", "W1"),))], now=NOW)
    again = import_papers([replace(ZEPHYR, arxiv_id="", other_ids=(("openalex", "W1"), ("pmid", "2")))], now=NOW)
    assert (again.new_papers, again.unchanged) == (0, 1)
    known = Paper.objects.get().identifiers.order_by("scheme").values_list("scheme", "value")
    assert list(known) == [("arxiv", "2401.00001"), ("openalex", "W1"), ("pmid", "2")]


def test_an_older_version_that_comes_later_is_kept_and_not_shown() -> None:
    second = replace(ZEPHYR, title="Zephyr, Trained Cheaply", abstract="Zephyr-9 has 4 trillion.", arxiv_version=2)
    import_papers([second], now=NOW)
    outcome = import_papers([replace(ZEPHYR, arxiv_version=1, venue="Fjord Letters")], now=NOW)
    paper = Paper.objects.get()
    assert outcome.paper_ids == (paper.pk,)
    assert (paper.title, paper.newest_version().arxiv_version, paper.venue) == (second.title, 2, "Fjord Letters")
    assert paper.to_core().abstract == second.abstract


def test_a_record_without_an_abstract_does_not_hide_one_with() -> None:
    import_papers([ZEPHYR], now=NOW)
    import_papers([replace(ZEPHYR, title="Zephyr", abstract="", published_on=date(2025, 1, 1))], now=NOW)
    paper = Paper.objects.get()
    assert (paper.title, paper.to_core().abstract, paper.published_on) == (
        ZEPHYR.title,
        ZEPHYR.abstract,
        date(2024, 2, 1),
    )


@pytest.mark.parametrize("order", [1, -1], ids=["first", "last"])
def test_the_earliest_day_stays_whenever_it_comes(order: int) -> None:
    second = replace(ZEPHYR, arxiv_version=2, published_on=date(2025, 1, 1))
    import_papers([ZEPHYR, second][::order], now=NOW)
    assert Paper.objects.get().published_on == date(2024, 2, 1)


def test_a_version_that_goes_back_to_earlier_words_is_shown_again() -> None:
    second = replace(ZEPHYR, title="Zephyr, Trained Cheaply", arxiv_version=2)
    import_papers([replace(ZEPHYR, arxiv_version=1), second], now=NOW)
    outcome = import_papers([replace(ZEPHYR, arxiv_version=3)], now=NOW)
    paper = Paper.objects.get()
    assert (outcome.unchanged, outcome.paper_ids) == (1, (paper.pk,))
    assert (paper.title, paper.newest_version().arxiv_version) == (ZEPHYR.title, 3)


def test_the_newest_version_is_the_same_one_in_the_database_and_in_memory() -> None:
    days = (None, date(2024, 2, 1), date(2025, 2, 1))
    kinds = itertools.product(("", "Zephyr."), (None, 1, 2), days)
    import_papers(
        [
            replace(ZEPHYR, title=f"Zephyr {place}", abstract=abstract, arxiv_version=version, published_on=day)
            for place, (abstract, version, day) in enumerate(kinds)
        ],
        now=NOW,
    )
    paper = Paper.objects.get()
    assert PaperVersion.objects.filter(pk=paper.versions.earliest("pk").pk).update(is_repeat=True) == 1
    by_memory = sorted(paper.versions.all(), key=PaperVersion.newness, reverse=True)
    assert list(paper.versions.newest_first()) == by_memory
    assert len(by_memory) == 18


def test_waiting_links_are_tied_by_id_and_by_address() -> None:
    record = replace(ZEPHYR, doi="10.1000/zephyr", url="https://papers.example/zephyr")
    story = Announcement.objects.create(title="Zephyr", language="en", text="abcd", text_sha256="0", recorded_at=NOW)
    named: list[dict[str, str]] = [
        {"url": "https://arxiv.org/abs/2401.00001v1", "arxiv_id": "2401.00001"},
        {"url": "https://doi.org/10.1000/zephyr", "doi": "10.1000/zephyr"},
        {"url": "https://papers.example/zephyr#:~:text=cheaply"},
        {"url": "https://papers.example/zephyr-2"},
    ]
    for start, names in enumerate(named):
        SourceLink.objects.create(announcement=story, start=start, end=start + 1, **names)
    import_papers([record], now=NOW)
    paper = Paper.objects.get()
    assert list(SourceLink.objects.order_by("start").values_list("paper", flat=True)) == [paper.pk] * 3 + [None]


def test_fifty_records_take_as_many_statements_as_three() -> None:
    counts = []
    for start, many in ((0, 3), (100, 50)):
        records = [
            replace(
                ZEPHYR,
                arxiv_id=f"2401.{number:05}",
                doi=f"10.1000/{number}",
                venue="V",
                url=f"https://p.example/{number}",
            )
            for number in range(start, start + many)
        ]
        newer = [replace(record, arxiv_version=2, abstract="Newer.") for record in records]
        for batch in (records, records, newer, [replace(record, arxiv_version=3) for record in newer]):
            with CaptureQueriesContext(connection) as queries:
                import_papers(batch, now=NOW)
            counts.append(len(queries))
    assert counts[:4] == counts[4:]
    assert max(counts) < 20


def test_a_page_without_strong_ids_is_known_by_its_address() -> None:
    page = PaperRecord(id="p", title="A giant for less", url="https://news.example/giant", abstract="Short.")
    import_papers([page], now=NOW)
    assert import_papers([page], now=NOW).unchanged == 1
