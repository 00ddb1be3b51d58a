"""Acts over all that a list matches: asked on a page, for who may, at once when few and by jobs when many."""

import re

import pytest
from django.test import Client
from django.utils import timezone

from claims.admin import bulk
from claims.models import BulkAct, BulkRun, Claim, ClaimAct, Evidence, EvidenceReview, Workflow
from claims.models.leases import due_rows
from claims.tasks import carry_on_one_bulk_act
from claims.workflows.make_roles import Role
from claims.workflows.merge_claims import merge_claims
from claims.workflows.open_bulk import open_bulk
from tests.admin.test_reviews import login, page, send
from tests.workflows.made_up_claims import NOW, zephyr_claim
from tests.workflows.made_up_evidence import evidence, paper, person

pytestmark = pytest.mark.django_db

CLAIMS, WAITING, RUNS = "/admin/claims/claim/", "/admin/claims/waitingevidence/", "/admin/claims/bulkrun/"


def claims(number: int) -> list[Claim]:
    return [zephyr_claim(f"Zephyr-9 has size {one}.") for one in range(number)]


def all_matching(client: Client, address: str, action: str, first: int) -> str:
    """Tick a row, choose all that match, and carry the action out; the text of the page that follows."""
    form = {"action": action, "_selected_action": [first], "select_across": "1"}
    answer = client.post(address, form, follow=True)
    assert answer.status_code == 200
    return words(answer.content.decode())


def words(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def test_all_that_a_filter_matches_are_dismissed_once_it_is_confirmed() -> None:
    client, made = login(Role.EDITOR), claims(7)
    zephyr_claim("Zephyr-9 is archived.", workflow=Workflow.ARCHIVED)
    asked = all_matching(client, f"{CLAIMS}?workflow__exact=tracked", "dismiss", made[0].pk)
    assert "Dismiss 7 claims?" in asked
    assert "Zephyr-9 has size 4." in asked
    assert "Zephyr-9 has size 5." not in asked
    assert "and 2 more" in asked
    run = BulkRun.objects.get()
    assert "Say why" in send(client, f"{RUNS}{run.pk}/confirm/", sure="1", reason="")
    assert not ClaimAct.objects.exists()
    done = words(send(client, f"{RUNS}{run.pk}/confirm/", sure="1", reason="Out of scope."))
    assert "7 of 7 rows" in done
    assert set(ClaimAct.objects.values_list("act", "reason", "actor__username")) == {
        ("dismissed", "Out of scope.", "ada")
    }
    assert Claim.objects.filter(workflow="dismissed").count() == 7


def test_many_are_left_to_jobs_that_can_be_stopped_and_gone_on_with(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "AT_ONCE", 2)
    client, made = login(Role.EDITOR), claims(3)
    assert "Jobs do it in the background" in all_matching(client, CLAIMS, "dismiss", made[0].pk)
    run = BulkRun.objects.get()
    shown = words(send(client, f"{RUNS}{run.pk}/confirm/", sure="1", reason="Out of scope."))
    assert "0 of 3 rows" in shown
    assert "0 of 3 rows" in words(page(client, "/admin/claims/importrun/jobs/"))
    send(client, f"{RUNS}{run.pk}/steer/stop/")
    assert not due_rows(BulkRun, now=timezone.now()).exists()
    assert "stopped" in page(client, f"{RUNS}{run.pk}/change/")
    send(client, f"{RUNS}{run.pk}/steer/resume/")
    assert due_rows(BulkRun, now=timezone.now()).get() == run
    assert carry_on_one_bulk_act(run_id=run.pk) == "done"
    assert "3 of 3 rows" in words(page(client, f"{RUNS}{run.pk}/change/"))


def test_claims_of_a_filter_are_assigned_and_looked_for() -> None:
    client, made = login(Role.EDITOR), claims(2)
    bo = person("bo")
    bo.is_staff = True
    bo.save()
    assert "Assign 2 claims?" in all_matching(client, CLAIMS, "assign", made[0].pk)
    send(client, f"{RUNS}{BulkRun.objects.get().pk}/confirm/", sure="1", editor=bo.pk)
    assert set(Claim.objects.values_list("assignment__editor__username", flat=True)) == {"bo"}
    assert "Look for 2 claims now?" in all_matching(client, CLAIMS, "look_now", made[0].pk)
    assert "2 of 2 rows" in words(send(client, f"{RUNS}{BulkRun.objects.latest('pk').pk}/confirm/", sure="1"))


def test_a_few_that_are_ticked_are_assigned_and_looked_for_as_before() -> None:
    client, made = login(Role.EDITOR), claims(2)
    ticked = {"_selected_action": [made[0].pk]}
    assert "Assign a claim" in send(client, CLAIMS, action="assign", **ticked)
    assert "will be looked for within minutes" in send(client, CLAIMS, action="look_now", **ticked)
    assert not BulkRun.objects.exists()


def test_merged_claims_are_taken_out_with_a_reason() -> None:
    client, made = login(Role.EDITOR), claims(2)
    merge_claims(made[1].pk, made[0].pk, actor=person("bo"), reason="The same.", now=NOW)
    assert "Take 1 claim out of what it was merged into?" in words(
        send(client, CLAIMS, action="take_out", _selected_action=[one.pk for one in made])
    )
    send(client, f"{RUNS}{BulkRun.objects.get().pk}/confirm/", sure="1", reason="Two versions.")
    out = Claim.objects.get(pk=made[1].pk)
    assert (out.merged_into, out.merges.latest("pk").reason) == (None, "Two versions.")
    assert "Nothing was chosen." in send(client, CLAIMS, action="take_out", _selected_action=[made[0].pk])


@pytest.mark.parametrize(("action", "state"), [("accept", "accepted"), ("reject", "rejected")])
def test_all_evidence_that_waits_is_reviewed_by_who_may_review(action: str, state: str) -> None:
    client = login(Role.REVIEWER)
    rows = [evidence(claim, paper(f"Paper {claim.pk}")) for claim in claims(3)]
    asked = all_matching(client, WAITING, action, rows[0].pk)
    assert f"{action.capitalize()} 3 pieces of evidence?" in asked
    send(client, f"{RUNS}{BulkRun.objects.get().pk}/confirm/", sure="1", reason="Read all of it.")
    assert set(Evidence.objects.values_list("state", "decided_by__username")) == {(state, "ada")}
    assert EvidenceReview.objects.filter(reason="Read all of it.").count() == 3


def test_what_was_refused_is_told_row_by_row() -> None:
    client, made = login(Role.EDITOR), claims(2)
    all_matching(client, CLAIMS, "dismiss", made[0].pk)
    merge_claims(made[1].pk, made[0].pk, actor=person("bo"), reason="The same.", now=NOW)
    done = words(send(client, f"{RUNS}{BulkRun.objects.get().pk}/confirm/", sure="1", reason="Out of scope."))
    assert "Refused, and left as they are" in done
    assert f"Claim {made[1].pk} is merged into claim {made[0].pk}" in done


def test_what_was_asked_for_can_be_given_up() -> None:
    client, made = login(Role.EDITOR), claims(1)
    all_matching(client, CLAIMS, "dismiss", made[0].pk)
    assert "Given up; nothing was done." in send(client, f"{RUNS}{BulkRun.objects.get().pk}/steer/give-up/")
    assert not BulkRun.objects.exists()


@pytest.mark.parametrize("role", list(Role))
def test_only_those_who_may_do_an_act_see_it_and_carry_it_on(role: Role) -> None:
    claims(1)
    run = open_bulk(BulkAct.DISMISS, Claim.objects.all(), actor=person("cy"), now=NOW)
    client = login(role)
    may = role in (Role.EDITOR, Role.ADMIN)
    answers = [
        client.get(f"{RUNS}{run.pk}/change/").status_code,
        client.post(f"{RUNS}{run.pk}/steer/stop/").status_code,
        client.post(f"{RUNS}{run.pk}/confirm/", {"sure": "1", "reason": "So."}).status_code,
    ]
    assert answers == ([200, 302, 302] if may else [403, 403, 403])
    assert ClaimAct.objects.exists() == may
    listed = client.get(RUNS)
    assert (listed.status_code == 200 and f"{RUNS}{run.pk}/change/" in listed.content.decode()) == may
