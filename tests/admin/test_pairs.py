"""The desk's lists of relatives, doubts and repeats: side by side, with reasons, and decided by actions."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from claims.models import Announcement, Appearance, Claim, LineagePair, PairState, RepeatPair
from claims.workflows.ingest_announcement import Intake, ingest_announcement
from tests.reading.made_up_stories import CHINESE, ENGLISH
from tests.web.made_up_claims import NOW, claim, claim_with_everything, subject
from tests.web.made_up_relatives import Relatives, relatives
from tests.workflows.test_trace_lineage import MONDAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def made() -> Relatives:
    return relatives(claim_with_everything())


def decide(client: Client, table: str, action: str, *rows: int) -> str:
    """Choose rows of a list and carry out an action; the page that follows."""
    address = reverse(f"admin:claims_{table}_changelist")
    response = client.post(address, {"action": action, "_selected_action": list(rows)}, follow=True)
    assert response.status_code == 200
    return response.content.decode()


def test_two_claims_stand_side_by_side_with_the_reasons(admin_client: Client, made: Relatives) -> None:
    page = admin_client.get(reverse("admin:claims_repeatpair_changelist")).content.decode()
    for words in (
        f'lang="zh">{made.merged.pk}: {made.merged.text}</a>',
        f'lang="en">{made.repeat.earlier_id}: ',
        "模型周刊, 2024-01-18",
        "The Daily Model, 2024-01-15",
        "<li>The subject is the same.</li>",
    ):
        assert words in page


def test_an_editor_rejects_a_repeat_and_the_claim_is_taken_out(admin_client: Client, made: Relatives) -> None:
    assert "1 repeats rejected." in decide(admin_client, "repeatpair", "reject", made.repeat.pk)
    made.merged.refresh_from_db()
    made.repeat.refresh_from_db()
    assert (made.merged.workflow, made.merged.merged_into) == ("draft", None)
    assert made.repeat.state == PairState.REJECTED
    assert made.repeat.decided_by is not None
    assert not Appearance.objects.filter(came_from=made.merged).exists()


def test_an_editor_confirms_a_repeat(admin_client: Client, made: Relatives) -> None:
    pair = RepeatPair.objects.create(later=made.garbled, earlier=made.size, recorded_at=NOW)
    assert "1 repeats confirmed." in decide(admin_client, "repeatpair", "confirm", pair.pk)
    made.garbled.refresh_from_db()
    assert made.garbled.merged_into == made.size


def test_an_editor_parts_a_translation(admin_client: Client, made: Relatives) -> None:
    assert "1 pairs rejected." in decide(admin_client, "lineagepair", "reject", made.pair.pk)
    made.translation.refresh_from_db()
    assert made.translation.translation_of is None


@pytest.mark.parametrize(("action", "state"), [("confirm", "confirmed"), ("reject", "dismissed")])
def test_an_editor_decides_a_doubt(admin_client: Client, made: Relatives, action: str, state: str) -> None:
    decide(admin_client, "figuredoubt", action, made.doubt.pk)
    made.doubt.refresh_from_db()
    assert made.doubt.state == state


def test_a_refused_merge_is_told_and_the_others_are_carried_out(admin_client: Client, made: Relatives) -> None:
    Claim.objects.filter(pk=made.size.pk).update(workflow="dismissed")
    pair = RepeatPair.objects.create(later=made.garbled, earlier=made.size, recorded_at=NOW)
    page = decide(admin_client, "repeatpair", "confirm", pair.pk, made.repeat.pk)
    assert f"Claim {made.size.pk} is dismissed" in page
    assert "1 repeats confirmed." in page


def test_merging_shows_both_sides_with_which_stays_and_what_will_lead_there(admin_client: Client) -> None:
    first, second = claim("Zephyr-9 is large.", about=subject()), claim("Zephyr-9 is very large.", about=subject())
    page = decide(admin_client, "claim", "merge", second.pk, first.pk)
    assert f"Merge into claim {first.pk}?" in page
    assert first.text in page
    assert second.text in page
    assert f"The address <code>/claims/{second.pk}/</code> will lead to claim {first.pk}." in page
    turned = admin_client.get(f"/admin/claims/claim/merge/?claim={first.pk}&claim={second.pk}&stays={second.pk}")
    assert f"Merge into claim {second.pk}?" in turned.content.decode()
    assert not Claim.objects.filter(workflow="merged").exists()


def test_claims_are_merged_into_the_one_that_stays_with_a_reason(admin_client: Client) -> None:
    first, second = claim("Zephyr-9 is large.", about=subject()), claim("Zephyr-9 is very large.", about=subject())
    sent: dict[str, object] = {"claim": [first.pk, second.pk], "stays": first.pk}
    merge = "/admin/claims/claim/merge/"
    assert "Say why" in admin_client.post(merge, sent).content.decode()
    assert not Claim.objects.filter(workflow="merged").exists()
    answer = admin_client.post(merge, {**sent, "reason": "The same in other words."}, follow=True)
    assert f"1 claim merged into claim {first.pk}." in answer.content.decode()
    second.refresh_from_db()
    assert (second.merged_into, second.merges.get().reason) == (first, "The same in other words.")
    again = admin_client.post(merge, {**sent, "reason": "Twice."}, follow=True).content.decode()
    assert "Choose two to 20 claims" in again


def test_nobody_sets_merged_by_hand(admin_client: Client) -> None:
    made = claim("Zephyr-9 is large.")
    page = admin_client.get(reverse("admin:claims_claim_change", args=[made.pk])).content.decode()
    assert '<option value="dismissed"' in page
    assert '<option value="merged"' not in page


def test_who_may_only_look_decides_nothing(client: Client, made: Relatives) -> None:
    reader = User.objects.create_user("reader", is_staff=True)
    reader.user_permissions.set(Permission.objects.filter(codename__startswith="view_"))
    client.force_login(reader)
    assert client.get("/admin/claims/claim/merge/").status_code == 403
    decide(client, "repeatpair", "reject", made.repeat.pk)
    made.repeat.refresh_from_db()
    assert made.repeat.state == PairState.JOINED


def test_the_list_of_repeats_asks_as_much_for_three_as_for_one(
    admin_client: Client, made: Relatives, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    address = reverse("admin:claims_repeatpair_changelist")
    admin_client.get(address)
    with django_assert_num_queries(9):
        admin_client.get(address)
    for text in ("Zephyr-9 is fast.", "Zephyr-9 is cheap."):
        RepeatPair.objects.create(later=claim(text, about=subject()), earlier=made.size, recorded_at=NOW)
    with django_assert_num_queries(9):
        admin_client.get(address)


def test_a_date_that_an_editor_adds_tells_which_text_came_first(admin_client: Client) -> None:
    ingest_announcement(Intake(text=ENGLISH, publisher="The Daily Model", published_on=MONDAY), now=NOW)
    late = ingest_announcement(Intake(text=CHINESE, publisher="模型周刊"), now=NOW).announcement_id
    assert Announcement.objects.get(pk=late).translation_of is None
    save(admin_client, late, published_on=MONDAY + timedelta(days=2))
    assert Announcement.objects.get(pk=late).translation_of is not None


def test_an_original_named_at_the_desk_stands(admin_client: Client, made: Relatives) -> None:
    story = made.translation.translation_of
    assert story is not None
    save(admin_client, made.translation.pk, translation_of="")
    assert LineagePair.objects.get().state == PairState.REJECTED
    save(admin_client, made.translation.pk, translation_of=story.pk)
    assert LineagePair.objects.get().state == PairState.CONFIRMED
    assert Announcement.objects.get(pk=made.translation.pk).translation_of == story


def save(client: Client, number: int, **changed: object) -> None:
    """Change fields of an announcement on its page at the desk."""
    address = reverse("admin:claims_announcement_change", args=[number])
    form = client.get(address).context["adminform"].form
    fields = {name: form[name].value() or "" for name in form.fields}
    for inline in client.get(address).context["inline_admin_formsets"]:
        fields |= {f"{inline.formset.prefix}-TOTAL_FORMS": 0, f"{inline.formset.prefix}-INITIAL_FORMS": 0}
    assert client.post(address, fields | changed).status_code == 302
