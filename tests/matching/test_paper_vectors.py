"""Vectors of papers: one each, of the newest version, by one encoder, and made once."""

from datetime import UTC, datetime

import pytest

from claims.core.papers import PaperRecord
from claims.matching import paper_vectors
from claims.matching.embeddings import Encoder
from claims.matching.paper_vectors import cosines_of_papers, papers_to_embed, store_vectors
from claims.models import Paper, PaperVector
from claims.workflows.import_papers import import_papers
from tests.matching.stand_in_encoder import LetterEncoder

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 5, 3, tzinfo=UTC)


def store(*abstracts: str) -> list[Paper]:
    """Papers with these abstracts; the same number again is a new version of the same paper."""
    records = [
        PaperRecord(id=f"p{number}", title=f"Report {number}", abstract=text) for number, text in enumerate(abstracts)
    ]
    return list(Paper.objects.with_text().filter(pk__in=import_papers(records, now=NOW).paper_ids).order_by("pk"))


def vectors() -> list[tuple[int, int, str, bytes]]:
    rows = PaperVector.objects.order_by("pk")
    return [(row.paper_id, row.version_id, row.encoder, bytes(row.vector)) for row in rows]


def test_a_paper_has_one_vector_of_title_and_abstract_and_making_it_again_changes_nothing() -> None:
    (paper,) = store("Geese fly south.")
    encoder: Encoder = LetterEncoder()
    store_vectors([paper], encoder)
    once = vectors()
    store_vectors([paper], encoder)
    (expected,) = encoder.encode(["Report 0 Geese fly south."])
    assert vectors() == once == [(paper.pk, paper.newest_version().pk, "letters 1", expected)]


def missing(encoder: Encoder) -> list[int]:
    return [paper.pk for paper in papers_to_embed(encoder).order_by("pk")]


def test_missing_are_those_without_a_vector_of_their_newest_version_by_this_encoder() -> None:
    first, second = store("Geese fly south.", "Cranes fly north.")
    encoder = LetterEncoder()
    assert missing(encoder) == [first.pk, second.pk]
    store_vectors([second], encoder)
    assert missing(encoder) == [first.pk]
    store_vectors([first], encoder)
    assert missing(encoder) == []
    store("Geese fly east.")
    assert missing(encoder) == [first.pk]
    assert missing(LetterEncoder("letters 2")) == [first.pk, second.pk]


def test_cosines_are_those_of_this_encoder_alone_over_all_portions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paper_vectors, "PORTION", 2)
    papers = store("Geese.", "Cranes.", "Storks.", "Herons.", "Ibises.")
    encoder = LetterEncoder()
    store_vectors(papers[:4], encoder)
    store_vectors(papers[4:], LetterEncoder("letters 2"))
    (asked,) = encoder.encode(["Report 0 Geese."])
    cosines = cosines_of_papers(asked, encoder)
    assert list(cosines) == [paper.pk for paper in papers[:4]]
    assert max(cosines, key=lambda key: cosines[key]) == papers[0].pk
    assert cosines[papers[0].pk] == pytest.approx(1, abs=1e-3)
