"""Rulings at the desk: the form with its preview, two people for "refuted", what waits, what was reopened."""

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from claims.judging.findings import Grade, Stance, Status
from claims.judging.policy import Policy
from claims.models import Claim, EvidenceState, Ruling, StatusProposal
from claims.workflows.make_roles import Role, make_roles
from claims.workflows.revisit_claim import revisit_claim
from claims.workflows.rule_claim import rule_claim
from tests.admin.test_reviews import page, send
from tests.workflows.made_up_claims import NOW, zephyr_claim
from tests.workflows.made_up_evidence import evidence, paper, person

pytestmark = pytest.mark.django_db

PROPOSALS = "/admin/claims/statusproposal/"


def login(role: Role, name: str) -> Client:
    make_roles()
    user = person(name)
    user.groups.set([Group.objects.get(name=role)])
    client = Client()
    client.force_login(user)
    return client


def form_of(claim: Claim) -> str:
    return reverse("admin:claims_ruling_rule", args=[claim.pk])


def stands(claim: Claim) -> str:
    claim.refresh_from_db()
    return claim.status


def test_a_ruling_is_previewed_and_then_made() -> None:
    claim, client = zephyr_claim(), login(Role.EDITOR, "ada")
    assert form_of(claim) in page(client, reverse("admin:claims_claim_change", args=[claim.pk]))
    shown = send(client, form_of(claim), seen=0, status="qualified", reason="", preview="")
    assert "<s>unverified</s> → <strong>qualified</strong>" in shown
    assert "By themselves the rules say unverified" in shown
    assert stands(claim) == "unverified"
    assert "Say why" in send(
        client, form_of(claim), seen=0, status="qualified", previewed="qualified", reason="", save=""
    )
    assert "Ruled. The claim is “qualified”" in send(
        client, form_of(claim), seen=0, status="qualified", previewed="qualified", reason="Only in part.", save=""
    )
    assert stands(claim) == "qualified"


def test_what_was_not_previewed_is_previewed_before_it_is_saved() -> None:
    claim, client = zephyr_claim(), login(Role.EDITOR, "ada")
    shown = send(client, form_of(claim), seen=0, status="disputed", previewed="supported", reason="Both.", save="")
    assert "<s>unverified</s> → <strong>disputed</strong>" in shown
    assert stands(claim) == "unverified"


def test_refuted_waits_for_a_second_editor_who_finds_it_in_the_list() -> None:
    claim = zephyr_claim()
    first, second = login(Role.EDITOR, "ada"), login(Role.EDITOR, "bo")
    ruling = {"seen": 0, "status": "refuted", "previewed": "refuted", "reason": "Counted."}
    assert "takes two people" in send(first, form_of(claim), **ruling, preview="")
    assert "It takes a second person" in send(first, form_of(claim), **ruling, save="")
    assert stands(claim) == "unverified"
    listed = page(second, PROPOSALS)
    assert f"{form_of(claim)}?status=refuted" in listed
    assert "by ada" in listed
    assert "as ada proposes" in send(second, form_of(claim), **ruling, preview="")
    send(second, form_of(claim), **ruling, save="")
    assert stands(claim) == "refuted"


def test_a_contributor_proposes_and_may_not_rule() -> None:
    claim, client = zephyr_claim(), login(Role.CONTRIBUTOR, "cy")
    told = send(
        client, form_of(claim), seen=0, status="withdrawn", previewed="withdrawn", reason="They said so.", save=""
    )
    assert "An editor decides on it." in told
    assert (stands(claim), StatusProposal.objects.get().author) == ("unverified", person("cy"))
    assert client.get(reverse("admin:claims_ruling_lift", args=[claim.pk])).status_code == 403
    decline = reverse("admin:claims_statusproposal_decline", args=[StatusProposal.objects.get().pk])
    assert client.post(decline, {"reason": "No."}).status_code == 403


def test_who_may_only_look_neither_sees_the_form_nor_rules() -> None:
    claim, client = zephyr_claim(), login(Role.READER, "cy")
    assert client.get(form_of(claim)).status_code == 403
    assert client.post(form_of(claim), {"status": "refuted", "reason": "No.", "save": ""}).status_code == 403
    assert stands(claim) == "unverified"


def test_the_second_editor_at_once_is_told_what_the_first_ruled() -> None:
    claim, client = zephyr_claim(), login(Role.EDITOR, "bo")
    rule_claim(claim.pk, Status.DISPUTED, reason="Both.", actor=person("ada"), seen=0, policy=Policy(), now=NOW)
    told = send(client, form_of(claim), seen=0, status="supported", previewed="supported", reason="No doubt.", save="")
    assert "ada has ruled since (ruled: disputed, 2026-05-03 09:30): Both." in told
    assert stands(claim) == "disputed"


def test_a_reopened_ruling_is_listed_and_told_until_a_person_has_looked() -> None:
    claim, client = zephyr_claim(), login(Role.EDITOR, "bo")
    rule_claim(claim.pk, Status.SUPPORTED, reason="It is.", actor=person("ada"), seen=0, policy=Policy(), now=NOW)
    against = paper("A new count", abstract="Zephyr-9 was counted again.")
    row = evidence(claim, against, stance=Stance.CONTRADICTS, grade=Grade.E5, state=EvidenceState.ACCEPTED)
    type(row).objects.filter(pk=row.pk).update(decided_by=person("cy"))
    revisit_claim(claim.pk, now=NOW)
    assert stands(claim) == "supported"
    assert "ruled by ada, reopened" in page(client, PROPOSALS, kind="reopened")
    assert claim.text in page(client, reverse("admin:claims_claim_changelist"), ruling="reopened")
    assert "<strong>Reopened:</strong> new evidence asks for" in page(client, form_of(claim))
    decline = reverse("admin:claims_statusproposal_decline", args=[StatusProposal.objects.get().pk])
    assert "New since the ruling: A new count" in page(client, decline)
    assert "Declined." in send(client, decline, reason="Another model.")
    assert claim.text not in page(client, reverse("admin:claims_claim_changelist"), ruling="reopened")


def test_a_ruling_is_handed_back_to_the_rules() -> None:
    claim, client = zephyr_claim(), login(Role.EDITOR, "bo")
    rule_claim(claim.pk, Status.DISPUTED, reason="Both.", actor=person("ada"), seen=0, policy=Policy(), now=NOW)
    lift = reverse("admin:claims_ruling_lift", args=[claim.pk])
    assert lift in page(client, form_of(claim))
    assert claim.text in page(client, reverse("admin:claims_claim_changelist"), ruling="ruled")
    assert "The rules say “unverified”." in send(client, lift, reason="Too soon.")
    assert (stands(claim), Ruling.objects.count()) == ("unverified", 2)
    assert claim.text not in page(client, reverse("admin:claims_claim_changelist"), ruling="ruled")
