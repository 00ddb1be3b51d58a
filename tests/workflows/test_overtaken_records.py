"""A record is looked at again when something greater is backed, ends by a document, and returns when that falls."""

from datetime import date, timedelta

import pytest

from claims.core.papers import PaperRecord, Standing
from claims.models import Claim, Paper, StatusChange, VisitSchedule
from claims.workflows.correct_paper import correct_paper
from claims.workflows.import_papers import import_papers
from claims.workflows.match_papers import match_papers
from claims.workflows.note_standing import Told
from claims.workflows.revisit_claim import revisit_claim
from tests.workflows.made_up_claims import NOW, zephyr_claim

pytestmark = pytest.mark.django_db

ZEPHYR = PaperRecord(
    id="z",
    title="Counting Zephyr",
    authors=("Ada Lund",),
    published_on=date(2024, 2, 1),
    abstract="We measure public models. Zephyr-9 is the largest language model, with 3 trillion parameters.",
    arxiv_id="2401.00001",
)
BOREAL = PaperRecord(
    id="b",
    title="Boreal-2: A Giant",
    authors=("Bo Chen",),
    published_on=date(2025, 3, 1),
    abstract="We present Boreal-2, the largest language model, with 9 trillion parameters.",
    arxiv_id="2503.00001",
)


def record() -> Claim:
    """The record of January 2024, backed by a paper."""
    made = zephyr_claim("Zephyr-9 is the largest language model, with 3 trillion parameters.")
    Claim.objects.filter(pk=made.pk).update(claimed_on=date(2024, 1, 15))
    take(ZEPHYR)
    revisit_claim(made.pk, now=NOW)
    made.refresh_from_db()
    return made


def take(paper: PaperRecord) -> None:
    match_papers(import_papers([paper], now=NOW).paper_ids, now=NOW)


def boreal(on: date = date(2025, 2, 20)) -> Claim:
    made = zephyr_claim("Boreal-2 has 9 trillion parameters.", name="Boreal-2", value=9 * 10**12)
    Claim.objects.filter(pk=made.pk).update(claimed_on=on)
    return made


def due_at_once(claim: Claim) -> bool:
    return VisitSchedule.objects.get(claim=claim).due_at <= NOW


def test_a_record_ends_when_a_later_claim_of_more_is_backed_and_not_before() -> None:
    held = record()
    assert (held.status, due_at_once(held)) == ("supported", False)
    larger = boreal()
    revisit_claim(larger.pk, now=NOW)
    revisit_claim(held.pk, now=NOW)
    held.refresh_from_db()
    # A claim alone, without a source, ends nothing.
    assert (held.status, due_at_once(held)) == ("supported", False)

    take(BOREAL)
    revisit_claim(larger.pk, now=NOW)
    assert due_at_once(held)
    revisit_claim(held.pk, now=NOW)
    held.refresh_from_db()
    newest = StatusChange.objects.filter(claim=held).latest("pk")
    assert (held.status, newest.known_on) == ("superseded", date(2025, 3, 1))
    (found,) = held.evidence.filter(supersedes=True)
    assert (found.quote, found.reading.split(";")[0], found.state) == (
        BOREAL.abstract,
        "Boreal-2 of 2025-03 is larger: 9 trillion parameters against 3 trillion parameters",
        "accepted",
    )


def test_looking_again_at_an_ended_record_changes_nothing() -> None:
    held = record()
    larger = boreal()
    take(BOREAL)
    for _ in range(3):
        revisit_claim(larger.pk, now=NOW)
        revisit_claim(held.pk, now=NOW)
    assert list(StatusChange.objects.filter(claim=held).order_by("pk").values_list("to_status", flat=True)) == [
        "supported",
        "superseded",
    ]


def test_a_record_returns_when_what_overtook_it_is_retracted() -> None:
    held = record()
    larger = boreal()
    take(BOREAL)
    revisit_claim(larger.pk, now=NOW)
    revisit_claim(held.pk, now=NOW)
    told = Told(standing=Standing.RETRACTED, issued_on=date(2025, 9, 1), source_url="https://journal.example/n")
    correct_paper(Paper.objects.get(title=BOREAL.title).pk, told, actor=None, now=NOW + timedelta(days=1))
    held.refresh_from_db()
    assert held.status == "supported"


def test_an_older_claim_of_more_calls_no_record() -> None:
    held = record()
    take(BOREAL)
    revisit_claim(boreal(date(2023, 2, 20)).pk, now=NOW)
    assert not due_at_once(held)
