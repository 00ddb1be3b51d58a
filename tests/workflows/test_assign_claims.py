"""Who sees to claims: assigned, handed on, given back; twice is once."""

import pytest

from claims.models import Assignment
from claims.workflows.assign_claims import assign_claims
from tests.workflows.made_up_claims import NOW, zephyr_claim
from tests.workflows.made_up_evidence import person

pytestmark = pytest.mark.django_db


def held() -> list[tuple[int, str, str]]:
    rows = Assignment.objects.order_by("claim")
    return list(rows.values_list("claim", "editor__username", "assigned_by__username"))


def test_claims_are_assigned_once_and_handed_on() -> None:
    first, second = zephyr_claim(), zephyr_claim("Zephyr-9 is cheap.")
    ada, bo = person("ada"), person("bo")
    assert assign_claims([first.pk, second.pk, 0], ada, actor=bo, now=NOW) == 2
    assert assign_claims([first.pk, second.pk], ada, actor=ada, now=NOW) == 0
    assert held() == [(first.pk, "ada", "bo"), (second.pk, "ada", "bo")]
    assert assign_claims([second.pk], bo, actor=ada, now=NOW) == 1
    assert held() == [(first.pk, "ada", "bo"), (second.pk, "bo", "ada")]


def test_claims_are_given_back_once() -> None:
    claim, ada = zephyr_claim(), person("ada")
    assign_claims([claim.pk], ada, actor=ada, now=NOW)
    assert (assign_claims([claim.pk], None, actor=ada, now=NOW), held()) == (1, [])
    assert assign_claims([claim.pk], None, actor=ada, now=NOW) == 0
