"""An announcement's own numbers are checked when it comes in; what is found is shown and changes no status."""

from datetime import UTC, datetime
from io import StringIO

import pytest
from django.core.management import call_command

from claims.judging.findings import Status
from claims.models import Announcement, Claim, OwnArithmetic
from claims.workflows.check_announcement import check_announcement
from claims.workflows.ingest_announcement import Intake, ingest_announcement

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 5, 3, tzinfo=UTC)
TEXT = (
    "# Nimbus Labs trains a giant\n\n"
    "Nimbus Labs said that Zephyr-9 was trained on 64 machines with 8 GPUs each, 600 GPUs in all. "
    "Training Zephyr-9 took 12 days."
)


def ingested() -> Announcement:
    outcome = ingest_announcement(Intake(text=TEXT, publisher="The Daily Model"), now=NOW)
    return Announcement.objects.get(pk=outcome.announcement_id)


def test_an_announcement_is_held_against_itself_when_it_comes_in() -> None:
    announcement = ingested()
    row = OwnArithmetic.objects.get()
    assert (row.outcome, row.steps) == (
        "differs",
        ["machines × GPUs in each: 64 × 8 = 512", "the text says 600 GPUs"],
    )
    assert [announcement.text[start:end] for start, end in row.places] == ["64 machines", "8 GPUs", "600 GPUs"]
    assert "600" in " ".join(row.claims.values_list("text", flat=True))


def test_no_status_follows_from_it() -> None:
    ingested()
    assert set(Claim.objects.values_list("status", flat=True)) == {Status.UNVERIFIED.value}


def test_checking_again_stores_nothing() -> None:
    announcement = ingested()
    assert check_announcement(announcement.pk, now=NOW) == 0
    assert OwnArithmetic.objects.count() == 1


def test_what_no_longer_follows_is_retired_and_kept() -> None:
    announcement = ingested()
    Announcement.objects.filter(pk=announcement.pk).update(text=TEXT.replace("600 GPUs", "512 GPUs"))
    assert check_announcement(announcement.pk, now=NOW) == 1
    rows = OwnArithmetic.objects.order_by("id").values_list("outcome", "is_current")
    assert list(rows) == [("differs", False), ("agrees", True)]
    assert [row.outcome for row in OwnArithmetic.objects.current()] == ["agrees"]


def test_all_announcements_can_be_checked_again() -> None:
    ingested()
    OwnArithmetic.objects.all().delete()
    told = []
    for _ in range(2):
        out = StringIO()
        call_command("check_announcements", stdout=out)
        told.append(out.getvalue().strip())
    assert told == [
        "Checked 1 announcements: 1 new findings; 1 in all do not fit.",
        "Checked 1 announcements: 0 new findings; 1 in all do not fit.",
    ]


def test_the_claims_of_an_original_are_tied_to_the_numbers_of_its_translation() -> None:
    original = ingested()
    text = "Nimbus Labs 表示，Zephyr-9 使用 64 台机器，每台机器 8 块 GPU，共 600 块 GPU。"
    outcome = ingest_announcement(Intake(text=text, publisher="The Daily Model", translation_of=original.pk), now=NOW)
    row = OwnArithmetic.objects.get(announcement=outcome.announcement_id)
    assert row.outcome == "differs"
    assert set(row.claims.values_list("pk", flat=True)) & set(
        Claim.objects.filter(appearances__announcement=original).values_list("pk", flat=True)
    )
