"""The reviewers' queue in a browser without JavaScript: see, preview, decide with a reason, undo."""

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from claims.judging.findings import Stance
from claims.models import Claim, Evidence, EvidenceReview, EvidenceState, ReviewAct
from claims.workflows.make_roles import Role, make_roles
from claims.workflows.review_evidence import review_evidence
from tests.workflows.made_up_claims import NOW, zephyr_claim
from tests.workflows.made_up_evidence import QUOTE, evidence, paper, person

pytestmark = pytest.mark.django_db

QUEUE, REVIEW = "/admin/claims/waitingevidence/", "/admin/claims/waitingevidence/review/"


def login(role: Role, name: str = "ada") -> Client:
    make_roles()
    user = person(name)
    user.groups.add(Group.objects.get(name=role))
    client = Client()
    client.force_login(user)
    return client


def page(client: Client, address: str, **query: str | int) -> str:
    answer = client.get(address, query)
    assert answer.status_code == 200
    return answer.content.decode()


def send(client: Client, address: str, **form: object) -> str:
    answer = client.post(address, form, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def states() -> list[tuple[str, str | None]]:
    return list(Evidence.objects.order_by("pk").values_list("state", "decided_by__username"))


def test_the_queue_shows_what_waits_with_both_figures_and_the_reason() -> None:
    evidence(zephyr_claim(), paper("Counting Zephyr"))
    evidence(zephyr_claim("Zephyr-9 is fast."), paper("Done already"), state=EvidenceState.ACCEPTED)
    evidence(zephyr_claim("Zephyr-9 is cheap."), paper("A mere mention"), stance=Stance.MENTIONS)
    shown = page(login(Role.REVIEWER), QUEUE)
    figures = "<dt>claimed</dt><dd>3 trillion parameters</dd><dt>said</dt><dd>3 trillion parameters</dd>"
    wanted = (QUOTE, "Counting Zephyr, abstract", figures, "3 trillion = 3 trillion", "E4, 0.90", "Accept")
    assert [one for one in wanted if one not in shown] == []
    assert "Done already" not in shown
    assert "A mere mention" not in shown
    assert "A mere mention" in page(login(Role.REVIEWER), QUEUE, queue="mentions")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"stance__exact": "contradicts"}, "against"),
        ({"source": "model"}, "model"),
        ({"claim__status__exact": "disputed"}, "against"),
        ({"age": "month"}, "old model against"),
        ({"grade__exact": "E5"}, ""),
    ],
    ids=str,
)
def test_the_queue_is_filtered(query: dict[str, str], found: str) -> None:
    disputed = zephyr_claim("Zephyr-9 is fast.")
    Claim.objects.filter(pk=disputed.pk).update(status="disputed")
    evidence(zephyr_claim(), paper("paper old"))
    evidence(disputed, paper("paper against"), stance=Stance.CONTRADICTS)
    Evidence.objects.filter(pk=evidence(zephyr_claim("Zephyr-9 is cheap."), paper("paper model")).pk).update(
        proposed_by="large-model (prompt 1)"
    )
    shown = page(login(Role.REVIEWER), QUEUE, **query)
    assert {name for name in ("old", "model", "against") if f"paper {name}, abstract" in shown} == set(found.split())


def test_the_queue_asks_as_much_for_three_as_for_one(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    client = login(Role.REVIEWER)
    evidence(zephyr_claim(), paper("First"))
    page(client, QUEUE)
    with django_assert_num_queries(8):
        page(client, QUEUE)
    for title in ("Second", "Third"):
        evidence(zephyr_claim(f"Zephyr-9 is {title}."), paper(title))
    with django_assert_num_queries(8):
        page(client, QUEUE)


def test_one_decision_is_previewed_and_then_made_with_its_reason() -> None:
    claim, client = zephyr_claim(), login(Role.REVIEWER)
    row = evidence(claim)
    asked = page(client, REVIEW, act="accepted", evidence=row.pk)
    assert "<s>unverified</s> → <strong>supported</strong>" in asked
    assert states() == [("proposed", None)]
    refused = send(client, REVIEW, **{"act": "accepted", "evidence": row.pk, f"seen_{row.pk}": 0, "reason": " "})
    assert "Say why: others will follow the decision by its reason." in refused
    assert states() == [("proposed", None)]
    done = send(client, REVIEW, **{"act": "accepted", "evidence": row.pk, f"seen_{row.pk}": 0, "reason": "It does."})
    assert f"One piece of evidence accepted: claim {claim.pk} is “supported”." in done
    assert states() == [("accepted", "ada")]


def test_many_are_rejected_with_one_reason_from_the_list() -> None:
    client, claim = login(Role.REVIEWER), zephyr_claim()
    rows = [evidence(claim, paper(title)) for title in ("First", "Second")]
    chosen = {"action": "reject", "_selected_action": [row.pk for row in rows]}
    asked = send(client, QUEUE, **chosen)
    assert "Reject 2 pieces of evidence?" in asked
    seen = {f"seen_{row.pk}": 0 for row in rows}
    done = send(client, REVIEW, act="rejected", evidence=[row.pk for row in rows], reason="Another model.", **seen)
    assert "2 pieces of evidence rejected" in done
    assert states() == [("rejected", "ada"), ("rejected", "ada")]
    assert set(EvidenceReview.objects.values_list("reason", flat=True)) == {"Another model."}


def test_the_second_reviewer_sees_that_it_has_been_decided() -> None:
    row = evidence(zephyr_claim())
    client = login(Role.REVIEWER, "bo")
    page(client, REVIEW, act="rejected", evidence=row.pk)
    review_evidence(row.pk, ReviewAct.ACCEPTED, reason="It does.", actor=person("ada"), seen=0, now=NOW)
    told = send(client, REVIEW, **{"act": "rejected", "evidence": row.pk, f"seen_{row.pk}": 0, "reason": "No."})
    assert "ada has decided on it (accepted, 2026-05-03 09:30): It does." in told
    assert states() == [("accepted", "ada")]


def test_other_words_are_checked_previewed_and_then_quoted() -> None:
    client, row = login(Role.REVIEWER), evidence(zephyr_claim())
    address = reverse("admin:claims_evidence_requote", args=[row.pk])
    assert "Others were told less." in page(client, address)
    wrong = send(client, address, seen=0, quote="Zephyr-9 has 9 trillion.", reason="", preview="")
    assert "do not stand in Counting Zephyr" in wrong
    shown = send(client, address, seen=0, quote="We counted by hand.", reason="", preview="")
    assert "<s>unverified</s> → <strong>supported</strong>" in shown
    assert states() == [("proposed", None)]
    send(
        client,
        address,
        seen=0,
        quote="Others were told less.",
        previewed="We counted by hand.",
        reason="Other.",
        save="",
    )
    assert states() == [("proposed", None)]
    send(
        client,
        address,
        seen=0,
        quote="We counted by hand.",
        previewed="We counted by hand.",
        reason="Shorter.",
        save="",
    )
    assert states() == [("rejected", "ada"), ("accepted", "ada")]


def test_a_decision_is_undone_with_a_reason() -> None:
    row = evidence(zephyr_claim())
    done = review_evidence(row.pk, ReviewAct.ACCEPTED, reason="It does.", actor=person("bo"), seen=0, now=NOW)
    client = login(Role.REVIEWER)
    address = reverse("admin:claims_evidencereview_undo", args=[done.review_id])
    assert address in page(client, reverse("admin:claims_evidencereview_changelist"))
    assert "bo accepted it: It does." in page(client, address)
    assert "is “unverified”" in send(client, address, reason="Another model.")
    assert states() == [("proposed", None)]
    assert "has decided on it (undone" in send(client, address, reason="Again.")


@pytest.mark.parametrize("role", [Role.READER, Role.CONTRIBUTOR, Role.BOT])
def test_who_may_not_review_can_look_and_not_decide(role: Role) -> None:
    row, client = evidence(zephyr_claim()), login(role)
    assert "Counting Zephyr" in page(client, QUEUE)
    assert client.get(f"{REVIEW}?act=accepted&evidence={row.pk}").status_code == 403
    assert client.get(reverse("admin:claims_evidence_requote", args=[row.pk])).status_code == 403
    assert client.post(REVIEW, {"act": "accepted", "evidence": row.pk, "reason": "Yes."}).status_code == 403
    assert states() == [("proposed", None)]


def test_the_state_of_evidence_is_not_edited_past_a_reason(admin_client: Client, admin_user: User) -> None:
    row = evidence(zephyr_claim())
    address = reverse("admin:claims_evidence_change", args=[row.pk])
    assert 'name="state"' not in admin_client.get(address).content.decode()
    assert admin_client.post(address, {"state": "accepted"}).status_code == 403
    assert states() == [("proposed", None)]
