"""Paper records are joined by their ids, versions are kept, and a wrong id is refused whole."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from claims.core.papers import DocumentPassage, PaperRecord, Standing
from claims.models import Paper, PaperVersion, Passage
from claims.workflows.import_papers import Outcome, WrongIdentifier, import_papers

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


def test_an_id_that_belongs_to_another_work_is_refused_and_nothing_of_the_batch_is_stored() -> None:
    import_papers([ZEPHYR], now=NOW)
    other = PaperRecord(id="o", title="Counting Whales from Space", authors=("Di Park",), arxiv_id="2401.00001")
    new = PaperRecord(id="n", title="Meters for Everyone", doi="10.1000/meters")
    with pytest.raises(WrongIdentifier) as refusal:
        import_papers([new, other], now=NOW)
    assert str(refusal.value) == (
        "arxiv 2401.00001 is 'Zephyr: Training Very Large Models Cheaply' here, "
        "but the record says 'Counting Whales from Space'. Correct its id."
    )
    assert Paper.objects.count() == 1


def test_ids_of_two_papers_in_one_record_are_refused() -> None:
    import_papers([ZEPHYR, replace(ZEPHYR, id="d", arxiv_id="", doi="10.1000/zephyr")], now=NOW)
    with pytest.raises(WrongIdentifier, match="joins two papers"):
        import_papers([replace(ZEPHYR, doi="10.1000/zephyr")], now=NOW)


def test_a_page_without_strong_ids_is_known_by_its_address() -> None:
    page = PaperRecord(id="p", title="A giant for less", url="https://news.example/giant", abstract="Short.")
    import_papers([page], now=NOW)
    assert import_papers([page], now=NOW).unchanged == 1
