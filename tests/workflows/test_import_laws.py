"""Laws of taking papers in: neither the order of records nor where batches end matters, nor who else stores some."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from threading import Barrier

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from claims.core.papers import DocumentPassage, PaperRecord
from claims.models import Paper, PaperVersion
from claims.workflows import import_papers as importing
from claims.workflows.import_papers import import_papers

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 5, 3, tzinfo=UTC)
TITLES = ("Zephyr in Numbers", "Counting Whales from Space")

type Content = list[tuple[object, ...]]


@st.composite
def records(draw: st.DrawFn, *, wrong_ids: bool) -> PaperRecord:
    """A record of one of two works, with one or two of its ids; with `wrong_ids` now and then with an id of another."""
    work = draw(st.integers(0, 1))
    version = draw(st.integers(1, 3))
    schemes = draw(st.sets(st.sampled_from(["arxiv", "doi", "openalex", "pmid"]), min_size=1, max_size=2))
    owner = {scheme: draw(st.integers(0, 1)) if wrong_ids else work for scheme in sorted(schemes)}
    return PaperRecord(
        id=f"{work}",
        title=f"{TITLES[work]}, Part {version}",
        authors=(f"Ada {'AB'[work]}son",),
        published_on=date(2024, version, 1),
        abstract=f"It has {version} parts.",
        arxiv_version=version,
        passages=tuple(DocumentPassage(text="Here.", location=f"section {number}") for number in range(version)),
        arxiv_id=f"2401.0000{owner['arxiv']}" if "arxiv" in owner else "",
        doi=f"10.1000/{owner['doi']}" if "doi" in owner else "",
        other_ids=tuple((scheme, f"W{owner[scheme]}") for scheme in ("openalex", "pmid") if scheme in owner),
    )


def content() -> Content:
    """All that is stored, without numbers and times: each paper with its ids and versions."""
    return sorted(
        (
            paper.title,
            paper.authors,
            paper.published_on,
            sorted((known.scheme, known.value) for known in paper.identifiers.all()),
            sorted(
                (version.content_sha256, version.arxiv_version, len(version.passages.all()))
                for version in paper.versions.all()
                if not version.is_repeat
            ),
        )
        for paper in Paper.objects.with_text()
    )


def stored(batches: Sequence[Sequence[PaperRecord]]) -> tuple[Content, list[PaperRecord]]:
    """What is stored in the end, and what was refused, in a database that is empty again afterwards."""
    with transaction.atomic():
        refused = [one.record for batch in batches for one in import_papers(batch, now=NOW).refused]
        found = content()
        transaction.set_rollback(True)
    return found, refused


def cut(library: Sequence[PaperRecord], places: set[int]) -> list[Sequence[PaperRecord]]:
    """The records as batches that end at these places."""
    ends = sorted({*places, len(library)})
    return [library[start:end] for start, end in zip([0, *ends], ends, strict=False)]


slow = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@given(st.lists(records(wrong_ids=True), min_size=4, max_size=10), st.sets(st.integers(1, 9)))
@slow
def test_where_batches_end_does_not_matter_even_to_what_is_refused(library: list[PaperRecord], ends: set[int]) -> None:
    assert stored(cut(library, {end for end in ends if end < len(library)})) == stored([library])


@given(st.lists(records(wrong_ids=False), min_size=4, max_size=10), st.data())
@slow
def test_the_order_of_records_does_not_matter(library: list[PaperRecord], data: st.DataObject) -> None:
    shuffled = data.draw(st.permutations(library))
    ends = data.draw(st.sets(st.integers(1, len(library))))
    assert stored(cut(shuffled, ends)) == (stored([library])[0], [])


def test_a_long_list_is_stored_as_several_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing, "BATCH", 2)
    library = [
        PaperRecord(id=str(number), title=f"Zephyr {number}", arxiv_id=f"2401.{number // 2:05}", abstract=str(number))
        for number in range(7)
    ]
    outcome = import_papers(iter(library), now=NOW)
    assert (outcome.new_papers, outcome.new_versions, len(outcome.paper_ids)) == (4, 3, 4)


@pytest.mark.django_db(transaction=True)
def test_two_who_store_one_new_work_at_the_same_moment_leave_one_paper() -> None:
    both = Barrier(2)

    def store(version: int) -> int:
        record = PaperRecord(id="z", title="Zephyr", arxiv_id="2401.00001", abstract=f"Told {version} times.")
        both.wait()
        try:
            return import_papers([record], now=NOW).new_papers
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as crew:
        assert sorted(crew.map(store, (1, 2))) == [0, 1]
    assert (Paper.objects.count(), PaperVersion.objects.count()) == (1, 2)
