"""The editors' desk: every table has a list, opens, can be searched, and keeps what must not be rewritten."""

import pytest
from django.contrib import admin
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from claims.models import Claim, DeskAct, ImportKind
from claims.workflows.comment_on_claim import comment_on_claim
from claims.workflows.decide_claim import decide_claim
from claims.workflows.open_import import GivenFile, open_import
from tests.admin.made_up_telling import telling
from tests.web.made_up_claims import claim, claim_with_everything, subject
from tests.web.made_up_relatives import relatives
from tests.web.made_up_sources import sources_in_several_states, watched_papers
from tests.workflows.made_up_claims import NOW
from tests.workflows.made_up_evidence import decisions, person
from tests.workflows.made_up_feeds import lead
from tests.workflows.watched_site import edited_page

pytestmark = pytest.mark.django_db

TABLES = [model for model in admin.site._registry if model._meta.app_label == "claims"]


def names(model: type) -> str:
    return str(model.__name__)


@pytest.mark.parametrize("model", TABLES, ids=names)
def test_every_table_lists_and_finds_and_opens(admin_client: Client, model: type[Claim]) -> None:
    made = claim_with_everything()
    relatives(made)
    decisions(made)
    comment_on_claim(made.pk, text="Zephyr is ours.", organisation="", author=person("ada"), now=NOW)
    lead(1)
    sources_in_several_states()
    watched_papers()
    edited_page(made.appearances.earliest("pk"))
    telling()
    editor = person("cy")
    open_import(GivenFile(name="zephyr.csv", content=b"name\nZephyr-7\n"), ImportKind.SUBJECTS, actor=editor, now=NOW)
    decide_claim(made.pk, DeskAct.TRACKED, reason="Zephyr can be checked.", actor=editor, seen=0, now=NOW)
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
