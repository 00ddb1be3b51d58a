"""The change form of a claim: each change by the workflow, with a reason and an entry, and never over another's."""

import re
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from claims.models import Claim, ClaimAct, DeskAct, Organisation, Subject, Workflow
from claims.workflows.decide_claim import decide_claim
from claims.workflows.make_roles import Role
from claims.workflows.merge_claims import merge_claims
from tests.admin.test_reviews import login, page
from tests.workflows.made_up_claims import NOW, zephyr_claim
from tests.workflows.made_up_evidence import person

pytestmark = pytest.mark.django_db


def address(claim: Claim) -> str:
    return f"/admin/claims/claim/{claim.pk}/change/"


def filled(client: Client, claim: Claim) -> dict[str, Any]:
    """The form as the page has it, with what a browser would send."""
    form = client.get(address(claim)).context["adminform"].form
    given = {name: form[name].value() for name in form.fields}
    places = {"appearances-TOTAL_FORMS": 0, "appearances-INITIAL_FORMS": 0}
    return places | {name: "" if value is None else value for name, value in given.items() if value is not False}


def sent(client: Client, claim: Claim, given: dict[str, Any]) -> str:
    answer = client.post(address(claim), given, follow=True)
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def acts() -> list[tuple[str, str, str]]:
    return list(ClaimAct.objects.order_by("pk").values_list("act", "actor__username", "reason"))


def test_a_correction_leaves_an_entry_with_what_was_before_and_why() -> None:
    client, claim = login(Role.EDITOR), zephyr_claim()
    other = Subject.objects.create(name="Zephyr-8")
    changes = {"subject": other.pk, "figure_value": "10000000000000", "reason": "The table says so."}
    sent(client, claim, filled(client, claim) | changes)
    entry, now = ClaimAct.objects.get(), Claim.objects.get(pk=claim.pk)
    assert (now.subject, now.quantities.get().value, now.workflow) == (other, Decimal(10**13), "tracked")
    assert (entry.act, entry.actor.username, entry.reason) == ("edited", "ada", "The table says so.")
    assert (entry.before["subject"], entry.after["subject"]) == ("Zephyr-9", "Zephyr-8")
    values = [state["quantity"]["value"].partition(".")[0] for state in (entry.before, entry.after)]
    assert values == ["3000000000000", "10000000000000"]


@pytest.mark.parametrize("field", ["claimant", "kind", "attribution", "denied", "claimed_on", "settle_by"])
def test_each_field_that_can_be_changed_is_told_in_the_entry(field: str) -> None:
    client, claim = login(Role.EDITOR), zephyr_claim()
    given = {
        "claimant": Organisation.objects.create(name="Borealis AI").pk,
        "kind": "statement",
        "attribution": "self",
        "denied": "on",
        "claimed_on": "2026-05-02",
        "settle_by": "2027-05-02",
    }[field]
    sent(client, claim, filled(client, claim) | {field: given, "reason": "As it stands there."})
    entry = ClaimAct.objects.get()
    differing = {name for name in entry.after if entry.after[name] != entry.before[name]}
    assert differing - {f"{field}_id"} == {field}


def test_nothing_is_changed_without_a_reason() -> None:
    client, claim = login(Role.EDITOR), zephyr_claim()
    shown = sent(client, claim, filled(client, claim) | {"kind": "statement"})
    assert "Say why: others will follow the decision by its reason." in shown
    assert (Claim.objects.get(pk=claim.pk).kind, acts()) == ("quantity", [])


def test_saving_what_was_not_changed_says_so_and_leaves_no_entry() -> None:
    client, claim = login(Role.EDITOR), zephyr_claim()
    assert "Nothing was changed." in sent(client, claim, filled(client, claim) | {"reason": "To be sure."})
    assert acts() == []


def test_the_workflow_moves_as_at_the_reading_desk() -> None:
    client, claim = login(Role.EDITOR), zephyr_claim(workflow=Workflow.DRAFT)
    choices = {value for value, _ in client.get(address(claim)).context["adminform"].form.fields["workflow"].choices}
    assert choices == {"draft", "tracked", "dismissed"}
    sent(client, claim, filled(client, claim) | {"workflow": "archived", "reason": "At once."})
    assert (Claim.objects.get(pk=claim.pk).workflow, acts()) == ("draft", [])
    sent(client, claim, filled(client, claim) | {"workflow": "tracked", "kind": "statement", "reason": "Checked."})
    assert Claim.objects.get(pk=claim.pk).workflow == "tracked"
    assert acts() == [("edited", "ada", "Checked."), ("tracked", "ada", "Checked.")]


def test_the_second_of_two_editors_is_told_and_keeps_what_was_typed() -> None:
    client, claim = login(Role.EDITOR), zephyr_claim()
    opened = filled(client, claim)
    decide_claim(claim.pk, DeskAct.ARCHIVED, reason="Settled.", actor=person("bo"), seen=0, now=NOW)
    shown = client.post(address(claim), opened | {"kind": "statement", "reason": "It measures nothing."})
    told = shown.content.decode()
    assert "bo was there before you" in told
    assert "Settled." in told
    assert "It measures nothing." in told
    assert (Claim.objects.get(pk=claim.pk).kind, len(acts())) == ("quantity", 1)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"figure_metric": ""}, "A figure needs this"),
        ({"figure_value": "", "figure_low": "5", "figure_high": "3"}, "The upper end lies below the lower one."),
        ({"figure_value": "many"}, "Enter a number."),
    ],
    ids=["no metric", "ends the wrong way round", "no number"],
)
def test_a_figure_that_cannot_be_is_refused_beside_its_field(changes: dict[str, str], told: str) -> None:
    client, claim = login(Role.EDITOR), zephyr_claim()
    assert told in sent(client, claim, filled(client, claim) | changes | {"reason": "So."})
    assert acts() == []


def test_a_figure_is_taken_away_by_emptying_it() -> None:
    client, claim = login(Role.EDITOR), zephyr_claim()
    given = filled(client, claim)
    emptied = {name: "" for name in given if name.startswith("figure_")}
    sent(client, claim, given | emptied | {"reason": "It names no figure."})
    assert not claim.quantities.exists()


def test_a_merged_claim_is_shown_and_not_edited() -> None:
    client, claim = login(Role.EDITOR), zephyr_claim()
    into = zephyr_claim("Zephyr-9 has 3 trillion parameters in all.")
    merge_claims(claim.pk, into.pk, actor=person("bo"), reason="The same.", now=NOW)
    assert 'name="kind"' not in page(client, address(claim))
    assert client.post(address(claim), {"kind": "statement", "reason": "So."}).status_code == 403


def test_who_may_only_look_sees_the_claim_and_no_form() -> None:
    client, claim = login(Role.READER), zephyr_claim()
    shown = page(client, address(claim))
    assert claim.text in shown
    assert 'name="reason"' not in shown
