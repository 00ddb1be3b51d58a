"""What other fact-checkers say is kept beside the claims that say the same, once, and changes no status."""

import io
import json
from datetime import date
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from claims.judging.findings import Status
from claims.models import Claim, PublishedReview, StatusChange, Workflow
from claims.workflows.import_claimreviews import Imported, NotAnAnswer, import_claimreviews
from tests.web.made_up_claims import NOW, announcement, claim

pytestmark = pytest.mark.django_db


def answer(text: str, **review: Any) -> dict[str, Any]:
    """As `claims:search` tells one claim with one review."""
    told = {
        "publisher": {"name": "Checkers", "site": "checkers.example"},
        "url": "https://checkers.example/zephyr",
        "title": "Is Zephyr-9 that fast?",
        "reviewDate": "2026-02-03T00:00:00Z",
        "textualRating": "Half true",
        "languageCode": "en",
        **review,
    }
    return {"claims": [{"text": text, "claimant": "Nimbus Labs", "claimReview": [told]}]}


def test_a_review_is_kept_beside_the_claim_of_the_same_words_and_told_there(client: Client) -> None:
    made = claim("Zephyr-9 is fast.", status=Status.SUPPORTED)

    done = import_claimreviews(answer("zephyr-9 is fast"), now=NOW)

    assert done == Imported(reviews=1, kept=1)
    told = client.get(f"/api/v1/claims/{made.pk}/?expand=published_reviews&fields=status").json()
    assert told == {
        "status": "supported",
        "published_reviews": [
            {
                "publisher": "Checkers",
                "url": "https://checkers.example/zephyr",
                "title": "Is Zephyr-9 that fast?",
                "rating": "Half true",
                "language": "en",
                "reviewed_on": "2026-02-03",
            }
        ],
    }
    assert not StatusChange.objects.exists()


def test_the_words_of_a_place_are_the_claims_words_too() -> None:
    story = announcement("They say: Zephyr-9 is fast.")
    made = claim("Zephyr-9 is fast.", said_in=story)
    Claim.objects.update(text="Zephyr-9, by Nimbus Labs, is fast.")

    import_claimreviews(answer("Zephyr-9 is fast"), now=NOW)

    assert PublishedReview.objects.get().claim == made


def test_importing_again_keeps_one_and_what_the_publisher_says_now() -> None:
    claim("Zephyr-9 is fast.")
    import_claimreviews(answer("Zephyr-9 is fast."), now=NOW)

    import_claimreviews(answer("Zephyr-9 is fast.", textualRating="True"), now=NOW)

    row = PublishedReview.objects.get()
    assert (row.rating, row.reviewed_on, row.raw["textualRating"]) == ("True", date(2026, 2, 3), "True")


def test_reviews_of_other_claims_and_of_hidden_ones_are_left() -> None:
    claim("Zephyr-9 is fast.")
    Claim.objects.update(workflow=Workflow.DISMISSED)

    done = [import_claimreviews(answer(text), now=NOW) for text in ("Borealis is slow.", "Zephyr-9 is fast.", " . ")]

    assert done == [Imported(reviews=1, kept=0)] * 3


@pytest.mark.parametrize(
    "broken",
    [
        {"claims": "none"},
        {"claims": [{"text": 7, "claimReview": [{}]}]},
        answer("Zephyr-9 is fast.", url="javascript:alert(1)"),
        answer("Zephyr-9 is fast.", reviewDate="soon"),
        answer("Zephyr-9 is fast.", publisher={}),
        answer("Zephyr-9 is fast.", textualRating=None),
    ],
)
def test_what_is_no_answer_is_refused_whole(broken: dict[str, Any]) -> None:
    claim("Zephyr-9 is fast.")

    with pytest.raises(NotAnAnswer):
        import_claimreviews(broken, now=NOW)

    assert not PublishedReview.objects.exists()


def test_the_command_reads_answers_from_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    claim("Zephyr-9 is fast.")
    said = io.StringIO()
    monkeypatch.setattr("sys.stdin", io.StringIO(json.dumps(answer("Zephyr-9 is fast.")) + "\n{}\n"))

    call_command("import_claimreviews", "-", stdout=said)

    assert said.getvalue() == "1 reviews, 1 beside claims of ours\n0 reviews, 0 beside claims of ours\n"
    monkeypatch.setattr("sys.stdin", io.StringIO('{"claims": 3}'))
    with pytest.raises(CommandError, match="must be a list"):
        call_command("import_claimreviews", "-")
