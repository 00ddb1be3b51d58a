"""What the database refuses, whoever asks."""

from collections.abc import Callable

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from claims.judging.findings import Certainty, Status
from claims.models import Announcement, Claim, StatusChange, Visit, VisitSource, Workflow
from tests.workflows.made_up_claims import NOW, zephyr_claim

pytestmark = pytest.mark.django_db


def change(claim: Claim, *, to: Status) -> StatusChange:
    return StatusChange.objects.create(
        claim=claim,
        from_status=Status.UNVERIFIED,
        to_status=to,
        certainty=Certainty.LOW,
        rule_version="test",
        recorded_at=NOW,
    )


def visit(claim: Claim) -> Visit:
    return Visit.objects.create(claim=claim, source=VisitSource.STORED_PAPERS, started_at=NOW, finished_at=NOW)


@pytest.mark.parametrize(
    "forget",
    [
        lambda claim: StatusChange.objects.update(to_status=Status.DISPUTED),
        lambda claim: StatusChange.objects.all()._raw_delete("default"),
        lambda claim: Visit.objects.update(new_evidence=9),
        lambda claim: Visit.objects.all()._raw_delete("default"),
    ],
    ids=["alter a status change", "delete a status change", "alter a visit", "delete a visit"],
)
def test_history_and_receipts_cannot_be_altered_or_removed(forget: Callable[[Claim], object]) -> None:
    claim = zephyr_claim()
    change(claim, to=Status.ATTESTED)
    visit(claim)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        forget(claim)
    assert StatusChange.objects.get().to_status == "attested"
    assert Visit.objects.get().new_evidence == 0


@pytest.mark.parametrize("table", ["statuschange", "statuschange_evidence", "visit"])
def test_history_cannot_be_emptied_outside_of_tests(table: str) -> None:
    with connection.cursor() as cursor:
        # Of tgtype, bit 1 marks a trigger that fires before, bit 5 one on TRUNCATE; in tgenabled, O one that is on.
        cursor.execute(
            "SELECT tgname, tgenabled FROM pg_trigger WHERE tgrelid = %s::regclass AND tgtype & 34 = 34"
            " AND tgfoid = 'claims_refuse_to_forget'::regproc",
            [f"claims_{table}"],
        )
        assert cursor.fetchall() == [("append_only_whole", "O")]


@pytest.mark.parametrize("accusation", [Status.REFUTED, Status.UNVERIFIABLE, Status.WITHDRAWN])
def test_a_job_cannot_record_an_accusation(accusation: Status) -> None:
    claim = zephyr_claim()
    with pytest.raises(IntegrityError, match="accusation_by_person"), transaction.atomic():
        change(claim, to=accusation)


@pytest.mark.parametrize(
    "nonsense",
    [
        {"status": "maybe"},
        {"certainty": "absolute"},
        {"language": "xx"},
        {"workflow": "lost"},
        {"workflow": Workflow.MERGED},
        {"kind": "rumour"},
    ],
    ids=str,
)
def test_a_claim_holds_only_known_words(nonsense: dict[str, str]) -> None:
    claim = zephyr_claim()
    with pytest.raises(IntegrityError, match="claim_"), transaction.atomic():
        Claim.objects.filter(pk=claim.pk).update(**nonsense)


def test_an_announcement_needs_a_text() -> None:
    with pytest.raises(IntegrityError, match="announcement_has_text"), transaction.atomic():
        Announcement.objects.create(title="Empty", language="en", text="", text_sha256="0", recorded_at=NOW)
