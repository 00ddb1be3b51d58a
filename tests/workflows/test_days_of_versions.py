"""The words of a later version were public from its own day on, whenever the work came out."""

from datetime import date

import pytest

from claims.core.papers import PaperRecord
from claims.judging.as_of import By
from claims.judging.findings import Status
from claims.models import Evidence, StatusChange
from claims.past import Past, verdicts_then
from claims.workflows.import_papers import import_papers
from claims.workflows.match_papers import match_papers
from claims.workflows.revisit_claim import revisit_claim
from tests.workflows.made_up_claims import NOW, zephyr_claim

pytestmark = pytest.mark.django_db

FIRST, SECOND = date(2026, 1, 5), date(2026, 3, 9)


def version(number: int, abstract: str, *, version_on: date | None) -> PaperRecord:
    return PaperRecord(
        id="z",
        title="Of large models",
        authors=("Ada Nobody",),
        published_on=FIRST,
        version_on=version_on,
        abstract=abstract,
        arxiv_id="2601.00001",
        arxiv_version=number,
    )


def test_a_figure_of_the_second_version_was_not_known_on_the_day_of_the_first() -> None:
    claim = zephyr_claim()
    claim.claimed_on = date(2025, 12, 1)
    claim.save()
    import_papers([version(1, "We count parameters.", version_on=None)], now=NOW)
    told = version(2, "Our measurements confirm that Zephyr-9 has 3 trillion parameters.", version_on=SECOND)
    match_papers(import_papers([told], now=NOW).paper_ids, now=NOW)
    revisit_claim(claim.pk, now=NOW)
    assert Evidence.objects.get().known_on == SECOND
    assert StatusChange.objects.get().known_on == SECOND
    known = {day: verdicts_then([claim], Past(day=day, by=By.KNOWN))[claim.pk].status for day in (FIRST, SECOND)}
    assert known == {FIRST: Status.UNVERIFIED, SECOND: Status.SUPPORTED}
