"""A retraction entered on the command line or at the desk says what it reaches."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from claims.judging.findings import Stance, Status
from claims.models import Claim, Paper, PaperNotice
from tests.web.made_up_claims import change, claim, evidence, paper

pytestmark = pytest.mark.django_db

SAID = ("--on", "2025-03-01", "--source", "https://journal.example/notice")


def supported() -> Claim:
    made = claim("Zephyr-9 used 45 MWh.")
    report = paper("Counting Borealis", abstract="Zephyr-9 used 45 MWh.", arxiv_id="2401.00001")
    change(made, evidence(made, report, stance=Stance.SUPPORTS, quote="Zephyr-9 used 45 MWh."), to=Status.SUPPORTED)
    return made


def told(*words: str) -> str:
    out = StringIO()
    call_command("correct_paper", *words, stdout=out)
    return out.getvalue()


def test_a_retraction_names_the_claims_that_it_reaches() -> None:
    made = supported()
    assert told("arXiv:2401.00001v2", "retracted", *SAID) == (
        "Noted: the paper is retracted. It reaches 1 claims, 1 pieces of evidence, 0 recomputations and "
        "0 announcements; 1 statuses changed.\n"
        f"  claim {made.pk}, unverified (changed): Zephyr-9 used 45 MWh.\n"
    )


def test_the_same_retraction_again_is_known_already() -> None:
    made = supported()
    number = str(Paper.objects.get().pk)
    told(number, "retracted", *SAID)
    assert told(number, "retracted", *SAID).splitlines()[1:] == [
        f"  claim {made.pk}, unverified: Zephyr-9 used 45 MWh."
    ]
    assert PaperNotice.objects.count() == 1


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (("2401.00009", "retracted", *SAID), "There is no paper 2401.00009. Give its number, its arXiv id or its DOI."),
        (("2401.00001", "current", *SAID), "Nothing was said against this paper, so nothing can be taken back."),
        (
            ("2401.00001", "retracted", "--on", "May", "--source", "https://a.example"),
            "May is no day; YYYY-MM-DD is expected.",
        ),
    ],
)
def test_a_notice_that_cannot_be_taken_is_refused(words: tuple[str, ...], complaint: str) -> None:
    supported()
    with pytest.raises(CommandError, match=complaint.replace(".", r"\.")):
        call_command("correct_paper", *words)
    assert not PaperNotice.objects.exists()


def test_an_editor_enters_a_retraction_at_the_desk(admin_client: Client) -> None:
    made = supported()
    report = Paper.objects.get()
    form = {
        "paper": report.pk,
        "standing": "retracted",
        "issued_on": "2025-03-01",
        "source_url": "https://journal.example/notice",
        "reason": "The meters were wrong.",
    }
    page = admin_client.post(reverse("admin:claims_papernotice_add"), form, follow=True).content.decode()
    made.refresh_from_db()
    notice = PaperNotice.objects.get()
    assert (made.status, notice.reason, notice.actor is not None) == ("unverified", "The meters were wrong.", True)
    assert "It reaches 1 claims, 1 pieces of evidence" in page


def test_the_desk_says_what_is_wrong_with_a_notice(admin_client: Client) -> None:
    supported()
    form = {
        "paper": Paper.objects.get().pk,
        "standing": "retracted",
        "issued_on": "2023-03-01",
        "source_url": "https://journal.example/notice",
    }
    page = admin_client.post(reverse("admin:claims_papernotice_add"), form).content.decode()
    assert "2023-03-01 is before the paper was out, on 2024-02-01." in page


def test_an_imported_record_that_was_retracted_moves_its_claims_at_once(tmp_path: Path) -> None:
    made = supported()
    row = {
        "title": "Counting Borealis",
        "arxiv_id": "2401.00001",
        "standing": "retracted",
        "standing_on": "2025-03-01",
        "standing_url": "https://journal.example/notice",
    }
    file = tmp_path / "papers.jsonl"
    file.write_text(json.dumps(row) + "\n", encoding="utf-8")

    first, again = StringIO(), StringIO()
    call_command("import_papers", str(file), stdout=first)
    call_command("import_papers", str(file), stdout=again)

    made.refresh_from_db()
    assert (made.status, PaperNotice.objects.count()) == ("unverified", 1)
    assert "1 papers carry a new notice; 1 statuses changed." in first.getvalue()
    assert "notice" not in again.getvalue()
