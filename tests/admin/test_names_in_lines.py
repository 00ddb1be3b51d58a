"""What is stored as a list or a code is shown, and written, as people write it."""

import pytest
from django.test import Client
from django.urls import reverse

from claims.models import Organisation
from tests.web.made_up_claims import announcement, claim

pytestmark = pytest.mark.django_db


def test_other_names_of_an_organisation_are_shown_and_written_one_a_line(admin_client: Client) -> None:
    nimbus = Organisation.objects.create(name="Nimbus Labs", aliases=["Nimbus", "云实验室"])
    address = reverse("admin:claims_organisation_change", args=[nimbus.pk])
    assert admin_client.get(address).context["adminform"].form["aliases"].value() == "Nimbus\n云实验室"
    answer = admin_client.post(address, {"name": "Nimbus Labs", "aliases": 'Nimbus\r\n\r\n  {"a": 1}  \r\n'})
    assert answer.status_code == 302
    nimbus.refresh_from_db()
    assert nimbus.aliases == ["Nimbus", '{"a": 1}']
    assert admin_client.post(address, {"name": "Nimbus Labs", "aliases": ""}).status_code == 302
    nimbus.refresh_from_db()
    assert nimbus.aliases == []


def test_names_that_were_typed_stay_when_the_form_comes_back(admin_client: Client) -> None:
    page = admin_client.post(reverse("admin:claims_organisation_add"), {"name": "", "aliases": "Nimbus\nWind"})
    assert page.context["adminform"].form["aliases"].value() == "Nimbus\nWind"


def test_why_a_claim_was_read_is_told_as_a_list(admin_client: Client) -> None:
    read = claim("Wind-2 has 7 billion parameters.")
    read.reading_reasons, read.readers = ["a metric +0.30"], ["rules 2"]
    read.save(update_fields=["reading_reasons", "readers"])
    page = admin_client.get(reverse("admin:claims_claim_change", args=[read.pk])).content.decode()
    assert "<ul><li>a metric +0.30</li></ul>" in page
    assert "[&quot;" not in page


def test_the_language_of_a_text_is_told_by_its_name_and_not_edited(admin_client: Client) -> None:
    text = announcement(language="zh")
    page = admin_client.get(reverse("admin:claims_announcement_change", args=[text.pk]))
    assert "language" not in page.context["adminform"].form.fields
    assert "Chinese" in page.content.decode()
