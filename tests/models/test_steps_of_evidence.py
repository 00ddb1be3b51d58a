"""The database writes down each state of a piece of evidence with its time, whoever changes it."""

from datetime import datetime, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from claims.core.papers import Standing
from claims.judging.findings import Stance
from claims.models import Evidence, EvidenceState, EvidenceStep, PaperNotice
from tests.web.made_up_claims import NOW, arithmetic, claim, evidence, paper

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=3)


def made() -> Evidence:
    return evidence(claim("A"), paper("Source", abstract="One."), stance=Stance.SUPPORTS, quote="One.")


def steps() -> list[tuple[str, datetime]]:
    return list(EvidenceStep.objects.order_by("pk").values_list("state", "recorded_at"))


def test_a_state_and_its_time_are_written_down_from_the_first_on() -> None:
    row = made()
    Evidence.objects.filter(pk=row.pk).update(state=EvidenceState.INVALIDATED, state_since=LATER)
    assert steps() == [("accepted", NOW), ("invalidated", LATER)]


def test_a_change_that_names_no_time_has_that_of_its_transaction() -> None:
    row = made()
    Evidence.objects.filter(pk=row.pk).update(state=EvidenceState.REJECTED)
    (_, (state, at)) = steps()
    row.refresh_from_db()
    assert (state, at) == ("rejected", row.state_since)
    assert at > NOW


def test_the_same_state_again_is_no_step() -> None:
    row = made()
    row.save()
    Evidence.objects.filter(pk=row.pk).update(state=EvidenceState.ACCEPTED, reading="other words")
    assert steps() == [("accepted", NOW)]


def test_steps_and_notices_cannot_be_altered_or_removed() -> None:
    row = made()
    PaperNotice.objects.create(
        paper=row.paper_version.paper, standing=Standing.RETRACTED, issued_on=NOW.date(), recorded_at=NOW
    )
    for table in (EvidenceStep, PaperNotice):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            table.objects.all()._raw_delete("default")
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            table.objects.update(recorded_at=LATER)


def test_arithmetic_is_retired_at_a_time_or_not_at_all() -> None:
    done = arithmetic(claim("A"), paper("Source", abstract="One."))
    done.is_current = False
    with pytest.raises(IntegrityError, match="retired_at_a_time"), transaction.atomic():
        done.save()
