"""Who sees to claims: assigned, handed on, given back; twice is once."""

import pytest
from django.db import DatabaseError, transaction

from claims.models import Assignment, AssignmentStep
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


def test_each_change_of_hands_leaves_its_step_for_good() -> None:
    claim, ada, bo = zephyr_claim(), person("ada"), person("bo")
    for editor, actor in ((ada, bo), (ada, bo), (bo, ada), (None, ada), (None, bo)):
        assign_claims([claim.pk], editor, actor=actor, now=NOW)
    steps = AssignmentStep.objects.filter(claim=claim).order_by("pk")
    assert list(steps.values_list("editor__username", "actor__username", "recorded_at")) == [
        ("ada", "bo", NOW),
        ("bo", "ada", NOW),
        (None, "ada", NOW),
    ]
    for forget in (lambda: steps.update(editor=ada), lambda: steps.all().delete()):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            forget()
