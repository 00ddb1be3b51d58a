"""Editors and subjects: names, makers and families can be set, two become one, and what they add is read in texts."""

from datetime import UTC, datetime

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from claims.models import Claim, Organisation, Subject, SubjectAlias
from claims.workflows.ingest_announcement import Intake, ingest_announcement
from tests.web.made_up_claims import claim

pytestmark = pytest.mark.django_db

NOW = datetime(2024, 1, 15, tzinfo=UTC)
NO_MORE_ALIASES = {"aliases-TOTAL_FORMS": "1", "aliases-INITIAL_FORMS": "0", "aliases-0-name": ""}


def read(text: str) -> list[str]:
    """What the claims of a text are about, once it is taken in."""
    announcement = ingest_announcement(Intake(text=text), now=NOW).announcement_id
    claims = Claim.objects.filter(appearances__announcement=announcement).order_by("pk")
    return [str(found.subject or "") for found in claims]


def test_what_an_editor_adds_is_found_in_the_next_text_under_all_its_names(admin_client: Client) -> None:
    text = "The lantern project said: 明灯九号 has 3 billion parameters."
    assert read(text) == [""]
    nimbus = Organisation.objects.create(name="Nimbus Labs")
    form = {"name": "Lantern", "kind": "system", "maker": nimbus.pk, "family": "", "read_by_name": "on"}
    answer = admin_client.post(
        reverse("admin:claims_subject_add"), {**form, **NO_MORE_ALIASES, "aliases-0-name": "明灯九号"}
    )
    assert answer.status_code == 302
    added = Subject.objects.get(name="Lantern")
    assert (str(added.maker), added.all_names(), added.read_by_name) == ("Nimbus Labs", ("Lantern", "明灯九号"), True)
    assert read(text + " It used 64 GPUs.") == ["Lantern", "Lantern"]
    assert Claim.objects.filter(subject=added, claimant=nimbus).count() == 2


def test_the_form_of_a_new_subject_proposes_that_texts_are_read_with_it(admin_client: Client) -> None:
    page = admin_client.get(reverse("admin:claims_subject_add"))
    assert page.context["adminform"].form.initial["read_by_name"] is True


def test_a_subject_shows_its_claims_and_a_way_to_all_of_them(admin_client: Client) -> None:
    wind = Subject.objects.create(name="Wind-2")
    said = claim("Wind-2 has 7 billion parameters.", about=wind)
    page = admin_client.get(reverse("admin:claims_subject_change", args=[wind.pk])).content.decode()
    all_claims = f"{reverse('admin:claims_claim_changelist')}?subject__id__exact={wind.pk}"
    assert reverse("admin:claims_claim_change", args=[said.pk]) in page
    assert said.text in page
    assert all_claims in page
    assert said.text in admin_client.get(all_claims).content.decode()


def test_chosen_subjects_become_the_first_of_them(admin_client: Client) -> None:
    first, second, company = (
        Subject.objects.create(name="Wind-2"),
        Subject.objects.create(name="Changfeng 2"),
        Subject.objects.create(name="Wind Labs", kind="maker"),
    )
    chosen = {"action": "merge", "_selected_action": [first.pk, second.pk, company.pk]}
    page = admin_client.post(reverse("admin:claims_subject_changelist"), chosen, follow=True).content.decode()
    assert "1 subject merged into Wind-2." in page
    assert "Wind Labs is a maker and Wind-2 a system: they are two things." in page
    assert [row.all_names() for row in Subject.objects.order_by("pk")] == [("Wind-2", "Changfeng 2"), ("Wind Labs",)]


def test_a_name_given_to_the_wrong_subject_moves_to_the_right_one(admin_client: Client) -> None:
    wrong, right = Subject.objects.create(name="Wind-2"), Subject.objects.create(name="Gale-2")
    alias = SubjectAlias.objects.create(subject=wrong, name="大风 2")
    address = reverse("admin:claims_subjectalias_change", args=[alias.pk])
    assert admin_client.post(address, {"name": "大风 2", "subject": right.pk}).status_code == 302
    assert (wrong.all_names(), right.all_names()) == (("Wind-2",), ("Gale-2", "大风 2"))
    assert read("大风 2 拥有 70 亿参数。") == ["Gale-2"]


def test_the_list_of_subjects_asks_as_much_for_three_as_for_one(
    admin_client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    address = reverse("admin:claims_subject_changelist")
    Subject.objects.create(name="Wind-2", maker=Organisation.objects.get_or_create(name="Nimbus Labs")[0])
    admin_client.get(address)
    with django_assert_num_queries(7):
        admin_client.get(address)
    for name in ("Gale-2", "Storm-2"):
        Subject.objects.create(name=name, maker=Organisation.objects.get_or_create(name="Nimbus Labs")[0])
    with django_assert_num_queries(7):
        admin_client.get(address)
