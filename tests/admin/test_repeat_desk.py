"""The desk of repeats, one pair at a time and without JavaScript."""

import pytest
from django.contrib.auth.models import User
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from claims.models import ClaimMerge, PairState, RepeatPair
from claims.workflows.make_roles import Role
from tests.admin.test_reviews import login, page, send
from tests.workflows.made_up_claims import NOW, zephyr_claim

pytestmark = pytest.mark.django_db

DESK = "/admin/claims/repeatpair/desk/"


def pair(word: str = "large") -> RepeatPair:
    later, earlier = zephyr_claim(f"Zephyr-9 is very {word}."), zephyr_claim(f"Zephyr-9 is {word}.")
    return RepeatPair.objects.create(
        later=later, earlier=earlier, reasons=["The subject is the same."], recorded_at=NOW
    )


def stands(made: RepeatPair) -> tuple[str, int | None, list[str]]:
    made.refresh_from_db()
    made.later.refresh_from_db()
    return made.state, made.later.merged_into_id, made.reasons


def test_both_claims_are_told_line_by_line_with_what_would_become_of_them(admin_client: Client) -> None:
    made = pair()
    shown = page(admin_client, DESK)
    wanted = (
        "Zephyr-9 is very large.",
        "Zephyr-9 is large.",
        "<td>parameters: 3 trillion parameters</td><td>parameters: 3 trillion parameters</td>",
        ">The subject is the same.</span></li>",
        f"leads to claim <strong>{made.earlier_id}</strong> for good",
        "Nobody follows it by its number.",
    )
    assert [one for one in wanted if one not in shown] == []


def test_a_merge_has_its_reason_and_is_taken_back(admin_client: Client, admin_user: User) -> None:
    made = pair()
    told = send(admin_client, DESK, do="confirmed", pair=made.pk, because="2", reason="")
    assert f"claim {made.later_id} leads to" in told
    why = f"{admin_user.username}, confirmed by an editor: One is a translation of the other."
    assert stands(made) == (PairState.CONFIRMED, made.earlier_id, ["The subject is the same.", why])
    assert ClaimMerge.objects.get().reason == "One is a translation of the other. The subject is the same."
    send(admin_client, DESK, do="undo")
    assert stands(made)[:2] == (PairState.SUGGESTED, None)


def test_two_claims_are_kept_apart_and_that_is_taken_back(admin_client: Client) -> None:
    made = pair()
    assert "Kept apart" in send(admin_client, DESK, do="rejected", pair=made.pk, because="4")
    assert stands(made)[:2] == (PairState.REJECTED, None)
    send(admin_client, DESK, do="undo")
    assert stands(made)[:2] == (PairState.SUGGESTED, None)


def test_the_second_editor_is_told_what_the_first_decided(admin_client: Client) -> None:
    made, other = pair(), login(Role.EDITOR, "bo")
    send(other, DESK, do="rejected", pair=made.pk, because="4")
    assert "bo has decided on it already: rejected" in send(admin_client, DESK, do="confirmed", pair=made.pk)
    assert stands(made)[0] == PairState.REJECTED


def test_an_undoing_that_comes_too_late_changes_nothing(admin_client: Client) -> None:
    made = pair()
    send(admin_client, DESK, do="rejected", pair=made.pk)
    RepeatPair.objects.filter(pk=made.pk).update(state=PairState.CONFIRMED)
    assert "The pair is confirmed by an editor by now" in send(admin_client, DESK, do="undo")


def test_what_is_put_off_comes_last(admin_client: Client) -> None:
    older, newer = pair("large"), pair("cheap")
    assert f'name="pair" value="{newer.pk}"' in page(admin_client, DESK)
    assert f'name="pair" value="{older.pk}"' in send(admin_client, DESK, do="skip", pair=newer.pk)


def test_the_desk_asks_as_much_for_three_as_for_one(
    admin_client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    pair("large")
    page(admin_client, DESK)
    with django_assert_num_queries(8) as asked:
        page(admin_client, DESK)
    pair("fast")
    pair("cheap")
    with django_assert_num_queries(len(asked)):
        page(admin_client, DESK)


@pytest.mark.parametrize("role", [Role.READER, Role.CONTRIBUTOR, Role.REVIEWER, Role.BOT])
def test_who_is_no_editor_merges_nothing(role: Role) -> None:
    made, client = pair(), login(role)
    assert client.get(DESK).status_code == 403
    assert client.post(DESK, {"do": "confirmed", "pair": made.pk}).status_code == 403
    assert stands(made)[:2] == (PairState.SUGGESTED, None)
