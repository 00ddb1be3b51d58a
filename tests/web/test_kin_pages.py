"""Merged claims redirect for good and stay reachable; every place is listed; suspect figures show both quotes."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from claims.models import Announcement, Appearance, Claim, ClaimMerge, MergeStep, Workflow
from claims.workflows.decide_doubt import dismiss_doubt
from tests.web.made_up_claims import NOW, announcement, claim, claim_with_everything, subject
from tests.web.made_up_relatives import GARBLED, SIZE, TRANSLATED, Relatives, relatives

pytestmark = pytest.mark.django_db


@pytest.fixture
def made() -> Relatives:
    return relatives(claim_with_everything())


def page(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def merge(merged: Claim, into: Claim) -> None:
    Claim.objects.filter(pk=merged.pk).update(workflow=Workflow.MERGED, merged_into=into)
    ClaimMerge.objects.create(
        claim=merged, successor=into, step=MergeStep.MERGED, reason="Alike.", workflow_before="draft", recorded_at=NOW
    )


def test_a_merged_claim_redirects_for_good_to_the_end_of_its_chain(client: Client) -> None:
    first, second, third = (claim(f"Zephyr-9 is {word}.", about=subject()) for word in ("large", "big", "huge"))
    merge(second, first)
    merge(third, second)
    response = client.get(f"/claims/{third.pk}/")
    assert (response.status_code, response["Location"]) == (301, f"/claims/{first.pk}/")
    # It may be taken out again, so a browser asks each time.
    assert response["Cache-Control"] == "no-cache"


def test_what_a_merged_claim_had_is_reached_from_its_successor(client: Client, made: Relatives) -> None:
    shown = page(client, f"/claims/{made.repeat.earlier_id}/")
    assert "Merged into this claim" in shown
    assert '<span lang="en">A copy or translation says the same.</span> Decided by the rules.' in shown
    address = f"/claims/{made.merged.pk}/merged/"
    assert f'<a href="{address}">Claim {made.merged.pk}</a>' in shown
    own = page(client, address)
    assert f'<h1 lang="zh">{TRANSLATED}</h1>' in own
    assert "Merged on 3 May 2026 into" in own
    assert f'<link rel="canonical" href="http://testserver/claims/{made.repeat.earlier_id}/">' in own


def test_a_claim_that_is_not_merged_has_one_page_only(client: Client, made: Relatives) -> None:
    response = client.get(f"/claims/{made.size.pk}/merged/")
    assert (response.status_code, response["Location"]) == (302, f"/claims/{made.size.pk}/")
    assert client.get("/claims/987654/merged/").status_code == 404


def test_every_place_is_listed_the_first_one_first(client: Client, made: Relatives) -> None:
    shown = page(client, f"/claims/{made.repeat.earlier_id}/")
    first, again = shown.index("15 January 2024"), shown.index("18 January 2024")
    assert shown.index("The Daily Model") < shown.index("模型周刊")
    assert first < shown.index("said first here") < again
    assert f'said again here, as <a href="/claims/{made.merged.pk}/merged/">claim {made.merged.pk}</a>' in shown


def test_many_places_fold(client: Client) -> None:
    made = claim("Zephyr-9 is large.", about=subject())
    for number in range(8):
        story = announcement(f"Story {number}: Zephyr-9 is large.", title=f"Story {number}")
        Appearance.objects.create(
            claim=made, announcement=story, exact="Zephyr-9 is large.", start=9, end=27, repeated=number > 0
        )
    # Linked data in the head name all places, too.
    shown = page(client, f"/claims/{made.pk}/").partition("<body>")[2]
    assert "<summary>All 8 places</summary>" in shown
    assert shown.index("Story 5") < shown.index("All 8 places") < shown.index("Story 6")


def test_a_suspect_figure_is_shown_with_both_quotes(client: Client, made: Relatives) -> None:
    shown = page(client, f"/claims/{made.garbled.pk}/")
    for words in (
        "Translation suspect",
        "Found by the rules; no person has looked at it yet.",
        ">3000 亿个参数</mark>",
        ">3 trillion parameters</mark>",
        f'<a href="/claims/{made.size.pk}/">claim {made.size.pk}</a>',
    ):
        assert words in shown
    original = page(client, f"/claims/{made.size.pk}/")
    assert "Told otherwise elsewhere" in original
    assert f'<a href="/claims/{made.garbled.pk}/">claim {made.garbled.pk}</a>' in original


def test_the_translation_lists_where_it_differs(client: Client, made: Relatives) -> None:
    shown = page(client, f"/announcements/{made.translation.pk}/")
    assert "Told otherwise than in the original" in shown
    assert GARBLED.removesuffix("3000 亿个参数") in shown
    assert SIZE.removesuffix("3 trillion parameters") in shown


def test_a_dismissed_doubt_is_shown_nowhere(client: Client, made: Relatives, django_user_model: type) -> None:
    editor = django_user_model.objects.create_user("ada")  # type: ignore[attr-defined]  # the user model of the settings
    dismiss_doubt(made.doubt.pk, actor=editor)
    for address in (f"/claims/{made.garbled.pk}/", f"/announcements/{made.translation.pk}/"):
        assert "suspect" not in page(client, address)
        assert "Told otherwise" not in page(client, address)


def test_a_translated_article_marks_the_claims_of_its_original(client: Client, made: Relatives) -> None:
    shown = page(client, f"/announcements/{made.translation.pk}/")
    assert f'id="claim-{made.repeat.earlier_id}"' in shown
    assert f'id="claim-{made.merged.pk}"' not in shown
    assert "Translation of" in shown


def test_the_list_of_texts_counts_a_merged_claim_with_its_successor_once(client: Client, made: Relatives) -> None:
    Announcement.objects.filter(pk=made.translation.pk).update(translation_of=None, syndicated_from=made.doubt.original)
    shown = page(client, "/announcements/")
    translation = shown[shown.index("西风变强") :]
    assert translation[: translation.index("</li>")].count("<span>2 claims</span><span>copy of ") == 1


def test_the_page_asks_as_much_for_three_merged_claims_as_for_one(client: Client, made: Relatives) -> None:
    address = f"/claims/{made.repeat.earlier_id}/"
    page(client, address)
    with CaptureQueriesContext(
        connection,
    ) as one:
        page(client, address)
    for word in ("large", "big"):
        merge(claim(f"Zephyr-9 is {word}.", about=subject()), made.repeat.earlier)
    with CaptureQueriesContext(connection) as three:
        page(client, address)
    assert len(one) == len(three)
