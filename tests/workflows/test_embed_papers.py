"""Vectors come with matching where the setting asks for them, and a look at a claim uses them."""

from datetime import UTC, datetime

import pytest
from pytest_django import Settings

from claims.core.papers import PaperRecord
from claims.matching.embeddings import shipped_encoder
from claims.models import PaperVector
from claims.workflows.import_papers import import_papers
from claims.workflows.match_papers import match_papers
from claims.workflows.revisit_claim import papers_to_read
from tests.workflows.made_up_claims import zephyr_claim
from tracker.extras import EMBEDDINGS, what_is_missing

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 5, 3, tzinfo=UTC)
MISSING = what_is_missing("embeddings", EMBEDDINGS)


def matched() -> tuple[int, ...]:
    """A paper that says in other words what the claim says, and one on geese."""
    like = PaperRecord(id="like", title="On size", abstract="Our Zephyr, the ninth, counts 3T weights in its network.")
    unlike = PaperRecord(id="unlike", title="On geese", abstract="Geese fly south before the first snow.")
    ids = import_papers([like, unlike], now=NOW).paper_ids
    match_papers(ids, now=NOW)
    return ids


def test_without_the_setting_no_vectors_are_made() -> None:
    claim = zephyr_claim()
    matched()
    assert (PaperVector.objects.count(), papers_to_read(claim)) == (0, [])


@pytest.mark.skipif(bool(MISSING), reason=MISSING)
def test_with_the_setting_papers_get_vectors_and_claims_find_what_means_the_like(settings: Settings) -> None:
    settings.EMBEDDINGS = True
    claim = zephyr_claim()
    like, unlike = matched()
    rows = PaperVector.objects.order_by("pk").values_list("paper", "encoder")
    assert list(rows) == [(like, shipped_encoder().name), (unlike, shipped_encoder().name)]
    assert [paper.pk for paper in papers_to_read(claim)] == [like]
