"""Editors find the comments that wait and publish them."""

import pytest
from django.db import DatabaseError
from django.test import Client
from django.urls import reverse

from claims.models import ClaimComment
from claims.workflows.comment_on_claim import comment_on_claim, publish_comment
from tests.workflows.made_up_claims import NOW, zephyr_claim
from tests.workflows.made_up_evidence import person

pytestmark = pytest.mark.django_db


def test_a_waiting_comment_is_published_from_the_list(admin_client: Client) -> None:
    row = comment_on_claim(zephyr_claim().pk, text="About 3.", organisation="", author=person("ada"), now=NOW)
    address = reverse("admin:claims_claimcomment_changelist")
    assert "About 3." in admin_client.get(address, {"published": "0"}).content.decode()
    done = admin_client.post(address, {"action": "publish", "_selected_action": [row.pk]}, follow=True)
    assert "1 comments published." in done.content.decode()
    assert "About 3." not in admin_client.get(address, {"published": "0"}).content.decode()
    assert ClaimComment.objects.published().get().published_by is not None


@pytest.mark.parametrize("change", [{"text": "About 4."}, {"organisation": "Other"}])
def test_the_words_of_a_comment_stay(change: dict[str, str]) -> None:
    comment_on_claim(zephyr_claim().pk, text="About 3.", organisation="", author=person("ada"), now=NOW)
    with pytest.raises(DatabaseError, match="append"):
        ClaimComment.objects.update(**change)


def test_a_comment_is_published_once_and_never_removed() -> None:
    row = comment_on_claim(zephyr_claim().pk, text="About 3.", organisation="", author=person("ada"), now=NOW)
    published = publish_comment(row.pk, actor=person("bo"), now=NOW)
    again = publish_comment(row.pk, actor=person("ada"), now=NOW)
    assert (again.published_by, again.published_at) == (published.published_by, NOW)
    with pytest.raises(DatabaseError, match="append"):
        ClaimComment.objects.all().delete()
