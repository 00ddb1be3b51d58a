"""The editors' desk: every table has a list, opens, can be searched, and keeps what must not be rewritten."""

import pytest
from django.contrib import admin
from django.contrib.auth.models import Permission, User
from django.test import Client, RequestFactory
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from claims.models import Claim
from tests.admin.stocked_desk import stock_the_desk
from tests.web.made_up_claims import claim, claim_with_everything, subject

pytestmark = pytest.mark.django_db

TABLES = [model for model in admin.site._registry if model._meta.app_label == "claims"]


def names(model: type) -> str:
    return str(model.__name__)


@pytest.mark.parametrize("model", TABLES, ids=names)
def test_every_table_lists_and_finds_and_opens(admin_client: Client, model: type[Claim]) -> None:
    stock_the_desk()
    assert (
        admin_client.get(reverse(f"admin:claims_{model._meta.model_name}_changelist"), {"q": "zephyr"}).status_code
        == 200
    )
    row = model._default_manager.order_by("pk").first()
    assert row is not None
    assert admin_client.get(reverse(f"admin:claims_{model._meta.model_name}_change", args=[row.pk])).status_code == 200


def test_the_list_of_claims_asks_as_much_for_three_as_for_one(
    admin_client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    address = reverse("admin:claims_claim_changelist")
    claim("Zephyr-9 is large.", about=subject())
    admin_client.get(address)
    with django_assert_num_queries(5):
        admin_client.get(address)
    for text in ("Zephyr-9 is fast.", "Zephyr-9 is cheap."):
        claim(text, about=subject())
    with django_assert_num_queries(5):
        admin_client.get(address)


def test_the_words_and_the_status_of_a_claim_cannot_be_edited(admin_client: Client) -> None:
    made = claim_with_everything()
    page = admin_client.get(reverse("admin:claims_claim_change", args=[made.pk])).content.decode()
    assert 'name="text"' not in page
    assert 'name="status"' not in page
    assert 'name="workflow"' in page


def test_nothing_is_deleted_at_the_desk_but_wrong_names(rf: RequestFactory, admin_user: User) -> None:
    request = rf.get("/")
    request.user = admin_user
    deleted = {model.__name__ for model in TABLES if admin.site._registry[model].has_delete_permission(request)}
    below = {
        inline.model.__name__
        for model in TABLES
        for inline in admin.site._registry[model].get_inline_instances(request)
        if inline.can_delete and inline.has_delete_permission(request)
    }
    assert deleted == below == {"SubjectAlias"}


@pytest.mark.parametrize("action", ["delete", "history"])
def test_claims_are_never_deleted(admin_client: Client, action: str) -> None:
    made = claim_with_everything()
    answer = admin_client.get(reverse(f"admin:claims_claim_{action}", args=[made.pk]))
    assert answer.status_code == {"delete": 403, "history": 200}[action]


def test_who_wants_the_desk_signs_in_and_comes_to_it(client: Client) -> None:
    User.objects.create_superuser("someone", password="a long made-up word")
    said = {"username": "someone", "password": "a long made-up word", "next": reverse("admin:index")}
    answer = client.post(reverse("web:sign_in"), said)
    assert (answer.status_code, answer.headers["Location"]) == (302, reverse("admin:index"))


def test_the_list_of_announcements_leads_each_to_the_reading_desk(admin_client: Client) -> None:
    made = claim_with_everything()
    text = made.appearances.earliest("pk").announcement
    desk = reverse("admin:claims_desk_article", args=[text.pk])
    assert desk in admin_client.get(reverse("admin:claims_announcement_changelist")).content.decode()
    assert text.title in admin_client.get(desk).content.decode()


def test_who_may_not_decide_is_not_led_to_the_reading_desk(client: Client) -> None:
    text = claim_with_everything().appearances.earliest("pk").announcement
    reader = User.objects.create_user("reader", is_staff=True)
    reader.user_permissions.set(Permission.objects.filter(codename="view_announcement"))
    client.force_login(reader)
    shown = client.get(reverse("admin:claims_announcement_changelist")).content.decode()
    assert text.title in shown
    assert reverse("admin:claims_desk_article", args=[text.pk]) not in shown
