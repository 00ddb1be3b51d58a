"""Roles: each may do what the one before it may, nobody but an editor rules, and a bot decides nothing."""

from itertools import pairwise

import pytest
from django.contrib.auth.models import Group

from claims.workflows.make_roles import HOLDS, Role, make_roles

pytestmark = pytest.mark.django_db

DECISIONS = {"propose_ruling", "review_evidence", "rule_claim"}


def held() -> dict[str, set[str]]:
    return {
        group.name: {f"{one.content_type.app_label}.{one.codename}" for one in group.permissions.all()}
        for group in Group.objects.prefetch_related("permissions__content_type")
    }


def test_every_role_has_a_group_that_repeating_leaves_alone() -> None:
    make_roles()
    first = held()
    make_roles()
    assert held() == first
    assert first.keys() == set(Role) == set(HOLDS)


def test_who_may_decide_what() -> None:
    make_roles()
    decisions = {name: {one for one in DECISIONS if f"claims.{one}" in may} for name, may in held().items()}
    assert decisions == {
        "reader": set(),
        "contributor": {"propose_ruling"},
        "reviewer": {"propose_ruling", "review_evidence"},
        "editor": DECISIONS,
        "admin": DECISIONS,
        "bot": set(),
    }


def test_each_role_holds_what_the_one_before_it_holds() -> None:
    make_roles()
    may = held()
    ladder = ["reader", "contributor", "reviewer", "editor", "admin"]
    assert all(may[lower] < may[higher] for lower, higher in pairwise(ladder))
    assert may["reader"] < may["bot"]
    assert {name for name, all_of_it in may.items() if "auth.add_user" in all_of_it} == {"admin"}


def test_what_goes_to_thousands_and_cannot_be_taken_back_is_for_admins() -> None:
    make_roles()
    digests = ("change_digestissue", "cancel_digestissue", "send_again_delivery")
    may = {name: {one for one in digests if f"claims.{one}" in all_of_it} for name, all_of_it in held().items()}
    assert (may["reviewer"], may["editor"], may["admin"]) == (set(), {"change_digestissue"}, set(digests))
