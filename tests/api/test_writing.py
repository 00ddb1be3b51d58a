"""Writing over REST: each act by its workflow, refusals in words, and repeats that change nothing."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from claims.judging.findings import Status
from claims.models import (
    ApiToken,
    Claim,
    ClaimComment,
    Evidence,
    EvidenceState,
    KeptAnswer,
    Lead,
    LeadState,
    PairState,
    RepeatPair,
    Ruling,
    Scope,
    StatusChange,
    Submission,
    Workflow,
)
from claims.workflows.make_roles import Role
from claims.workflows.take_in_submission import take_in_submission
from tests.api.callers import API, caller, expire, person_of, secret_of, send
from tests.web.made_up_claims import announcement as announcement_of
from tests.workflows.made_up_claims import NOW, zephyr_claim
from tests.workflows.made_up_evidence import QUOTE, evidence, paper

pytestmark = pytest.mark.django_db

STORY = "Nimbus Labs says that Zephyr-9 has 3 trillion parameters. It was trained for 40 days on 2,000 GPUs."


def stands(claim: Claim) -> str:
    claim.refresh_from_db()
    return claim.status


def test_a_page_is_submitted_and_followed_until_it_is_done() -> None:
    client = caller(Role.CONTRIBUTOR, Scope.SUBMIT)
    answer = send(client, "/submissions/", url="HTTPS://news.example/zephyr?utm_source=x")
    told = answer.json()
    assert (answer.status_code, told["state"], told["announcement"], told["claims"]) == (202, "waiting", None, [])
    assert answer["Location"] == told["api_url"] == f"{settings.SITE_URL}{API}/submissions/{told['id']}/"
    lead = Lead.objects.get()
    assert (lead.url, lead.state) == ("https://news.example/zephyr", LeadState.WAITING)
    Lead.objects.update(state=LeadState.FAILED, due_at=None, failure="It answered 404.")
    again = client.get(f"{API}/submissions/{told['id']}/")
    assert (again.json()["state"], again.json()["failure"]) == ("failed", "It answered 404.")
    assert again["Cache-Control"] == "private, no-store"


def test_a_text_is_submitted_and_read_by_a_job_with_the_claims_in_it() -> None:
    client = caller(Role.BOT, Scope.SUBMIT)
    answer = send(client, "/submissions/", text=STORY, title="Zephyr grows", publisher="Post")
    told = answer.json()
    assert (answer.status_code, told["state"], told["announcement"], told["claims"]) == (202, "waiting", None, [])
    take_in_submission(told["id"], now=timezone.now())
    told = client.get(f"{API}/submissions/{told['id']}/").json()
    assert (told["state"], told["failure"], told["next_try_at"]) == ("done", "", None)
    assert told["announcement"]["title"] == "Zephyr grows"
    claims = {str(pk) for pk in Claim.objects.values_list("pk", flat=True)}
    assert claims
    assert {str(one["claim"]["id"]) for one in told["claims"]} == claims


def test_of_a_text_that_cannot_be_stored_it_is_told_why() -> None:
    client, url = caller(Role.CONTRIBUTOR), "https://news.example/zephyr"
    first, second = (send(client, "/submissions/", text=text, url=url).json()["id"] for text in (STORY, STORY * 2))
    take_in_submission(first, now=timezone.now())
    take_in_submission(second, now=timezone.now())
    told = client.get(f"{API}/submissions/{second}/").json()
    assert (told["state"], "with another text" in told["failure"], told["next_try_at"]) == ("failed", True, None)


def test_submissions_are_everybodys_own() -> None:
    mine, other = caller(Role.CONTRIBUTOR, name="ada"), caller(Role.EDITOR, name="bo")
    number = send(mine, "/submissions/", url="https://news.example/a").json()["id"]
    assert [one["id"] for one in mine.get(f"{API}/submissions/").json()["results"]] == [number]
    assert other.get(f"{API}/submissions/").json()["results"] == []
    assert other.get(f"{API}/submissions/{number}/").status_code == 404


@pytest.mark.usefixtures("one_window")
@pytest.mark.parametrize("number", [1, 3, 50])
def test_many_submissions_take_as_many_queries_as_one(
    number: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client, user = caller(Role.CONTRIBUTOR), person_of(Role.CONTRIBUTOR)
    announcement = announcement_of(STORY)
    Submission.objects.bulk_create(
        Submission(user=user, announcement=announcement, recorded_at=NOW) for _ in range(number)
    )
    client.get(f"{API}/submissions/")
    with django_assert_num_queries(7):
        assert len(client.get(f"{API}/submissions/").json()["results"]) == number


@pytest.mark.parametrize(
    ("body", "status", "word"),
    [
        ({}, 400, "Give an address or a text."),
        ({"url": "ftp://news.example/"}, 422, "must begin with http"),
        ({"url": "https://ada:secret@news.example/"}, 422, "carries a name or a password"),
        ({"url": "https://news.example/", "title": "Mine"}, 400, "the page says it"),
        ({"text": "  "}, 400, "may not be blank"),
        ({"text": "x" * 200_001}, 400, "200000"),
        ({"text": "nul \x00"}, 400, "Null characters"),
        ({"adress": "https://news.example/"}, 400, "Unknown. Known here: author, language"),
        ({"text": STORY, "published_on": "yesterday"}, 400, "published_on"),
    ],
)
def test_what_cannot_be_submitted_is_refused_in_words(body: dict[str, Any], status: int, word: str) -> None:
    answer = send(caller(Role.CONTRIBUTOR), "/submissions/", **body)
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")
    assert word in answer.json()["detail"]
    assert not Submission.objects.exists()


@pytest.mark.parametrize("body", [b"[1]", b'"x"', b"{", b"null", b"\xff"])
def test_bodies_that_are_no_object_are_refused(body: bytes) -> None:
    answer = caller(Role.CONTRIBUTOR).post(f"{API}/submissions/", body, content_type="application/json")
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")


def test_a_body_that_is_too_large_is_refused() -> None:
    body = json.dumps({"text": "x" * settings.DATA_UPLOAD_MAX_MEMORY_SIZE})
    answer = caller(Role.CONTRIBUTOR).post(f"{API}/submissions/", body, content_type="application/json")
    assert (answer.status_code, answer.json()["status"]) == (413, 413)


def test_the_same_key_and_body_are_answered_the_same_and_act_once() -> None:
    client, key = caller(Role.CONTRIBUTOR, name="ada"), {"Idempotency-Key": "0b5c"}
    first = send(client, "/submissions/", headers=key, url="https://news.example/a")
    again = send(client, "/submissions/", headers=key, url="https://news.example/a")
    assert (again.status_code, again.content, again["Location"]) == (202, first.content, first["Location"])
    assert Submission.objects.count() == 1
    other = send(client, "/submissions/", headers=key, url="https://news.example/b")
    assert (other.status_code, Submission.objects.count()) == (422, 1)
    # Another person's key is another key, and after a day it is free again.
    assert send(caller(Role.BOT), "/submissions/", headers=key, url="https://news.example/b").status_code == 202
    KeptAnswer.objects.update(recorded_at=timezone.now() - timedelta(hours=25))
    assert send(client, "/submissions/", headers=key, url="https://news.example/c").status_code == 202
    assert Submission.objects.count() == 3


def test_what_was_refused_is_not_kept_for_its_key() -> None:
    client, key, claim = caller(Role.EDITOR), {"Idempotency-Key": "k"}, zephyr_claim()
    body: dict[str, Any] = {"status": "qualified", "reason": "Counted.", "seen": 7}
    send(client, f"/claims/{claim.pk}/rulings/", status="disputed", reason="First.", seen=0)
    assert send(client, f"/claims/{claim.pk}/rulings/", headers=key, **body).status_code == 409
    body["seen"] = Ruling.objects.get().pk
    assert send(client, f"/claims/{claim.pk}/rulings/", headers=key, **body).status_code == 200


def test_evidence_is_proposed_word_for_word_and_waits_for_a_reviewer() -> None:
    claim, version = zephyr_claim(), paper()
    path = f"/claims/{claim.pk}/evidence/"
    body: dict[str, Any] = {"paper": version.paper_id, "quote": QUOTE, "stance": "supports", "reason": "They counted."}
    answer = send(caller(Role.CONTRIBUTOR, Scope.PROPOSE, name="ada"), path, **body)
    row = Evidence.objects.get()
    assert answer.status_code == 201
    assert answer.json() == {
        "evidence": row.pk,
        "state": "proposed",
        "quote": QUOTE,
        "location": "abstract",
        "grade": row.grade,
    }
    assert (row.proposed_by, row.reading, row.state) == ("ada", "proposed by ada: They counted.", "proposed")
    assert Client().get(f"{API}{path}").json()["results"] == []
    done = send(caller(Role.REVIEWER), f"/evidence/{row.pk}/review/", act="accepted", reason="So it is.", seen=0)
    assert done.status_code == 200
    assert [one["quote"] for one in Client().get(f"{API}{path}").json()["results"]] == [QUOTE]


@pytest.mark.parametrize(
    ("change", "status", "word"),
    [
        ({"quote": "Zephyr-9 has 4 trillion parameters."}, 422, "quote not in the document"),
        ({"quote": "trillion"}, 422, "too short"),
        ({"stance": "mentions"}, 400, "stance"),
        ({"paper": 987654321}, 404, "nothing of this number"),
        ({"paper": 2**70}, 400, "paper"),
        ({"reason": " "}, 400, "reason"),
    ],
)
def test_words_that_do_not_stand_there_are_refused(change: dict[str, Any], status: int, word: str) -> None:
    body = {"paper": paper().paper_id, "quote": QUOTE, "stance": "supports", "reason": "They counted.", **change}
    answer = send(caller(Role.CONTRIBUTOR), f"/claims/{zephyr_claim().pk}/evidence/", **body)
    assert (answer.status_code, word in answer.json()["detail"]) == (status, True), answer.json()
    assert not Evidence.objects.exists()


def test_evidence_that_is_known_is_not_proposed_again() -> None:
    claim, version, client = zephyr_claim(), paper(), caller(Role.CONTRIBUTOR)
    body: dict[str, Any] = {"paper": version.paper_id, "quote": QUOTE, "stance": "supports", "reason": "They counted."}
    assert send(client, f"/claims/{claim.pk}/evidence/", **body).status_code == 201
    assert send(client, f"/claims/{claim.pk}/evidence/", **body).status_code == 409
    assert Evidence.objects.count() == 1


def test_evidence_is_reviewed_foreseen_and_taken_back() -> None:
    claim = zephyr_claim()
    row, client = evidence(claim), caller(Role.REVIEWER, Scope.REVIEW, name="ada")
    path = f"/evidence/{row.pk}/review/"
    foreseen = send(client, path, act="accepted", reason="It does.", seen=0, dry_run=True).json()
    assert (foreseen["status"], foreseen["seen"], stands(claim)) == ("supported", 0, "unverified")
    done = send(client, path, act="accepted", reason="It does.", seen=0).json()
    assert (done["status_before"], done["status"], stands(claim)) == ("unverified", "supported", "supported")
    step = StatusChange.objects.order_by("-pk")[0]
    assert (step.actor, "It does." in step.reasons[0]["text"]) == (person_of(Role.REVIEWER, "ada"), True)
    late = send(client, path, act="rejected", reason="No.", seen=0)
    assert (late.status_code, "ada has decided on it" in late.json()["detail"]) == (409, True)
    undone = send(client, path, act="undone", reason="Read again.", seen=done["seen"]).json()
    assert (undone["status"], stands(claim)) == ("unverified", "unverified")
    row.refresh_from_db()
    assert row.state == EvidenceState.PROPOSED


def test_a_review_of_other_evidence_is_not_undone_here() -> None:
    claim, client = zephyr_claim(), caller(Role.REVIEWER)
    row, other = evidence(claim), evidence(claim, paper("Another count"))
    done = send(client, f"/evidence/{other.pk}/review/", act="accepted", reason="Yes.", seen=0).json()
    answer = send(client, f"/evidence/{row.pk}/review/", act="undone", reason="No.", seen=done["seen"])
    other.refresh_from_db()
    assert (answer.status_code, other.state) == (404, EvidenceState.ACCEPTED)


def test_a_claim_is_ruled_foreseen_and_handed_back() -> None:
    claim, client = zephyr_claim(), caller(Role.EDITOR, Scope.RULE)
    path = f"/claims/{claim.pk}/rulings/"
    foreseen = send(client, path, status="qualified", reason="Counted.", seen=0, dry_run=True).json()
    assert (foreseen["status"], foreseen["by_rules"], foreseen["in_force"]) == ("qualified", "unverified", True)
    assert not Ruling.objects.exists()
    done = send(client, path, status="qualified", reason="Counted.", seen=foreseen["seen"]).json()
    assert (done["in_force"], stands(claim)) == (True, "qualified")
    assert send(client, f"/claims/{claim.pk}/lift/", reason="Miscounted.", seen=0).status_code == 409
    lifted = send(client, f"/claims/{claim.pk}/lift/", reason="Miscounted.", seen=done["seen"])
    assert (lifted.json(), stands(claim)) == ({"status": "unverified"}, "unverified")


def test_refuting_takes_a_second_person_who_may_also_decline() -> None:
    claim = zephyr_claim()
    path = f"/claims/{claim.pk}/rulings/"
    first = send(caller(Role.EDITOR, name="ada"), path, status="refuted", reason="Counted.", seen=0)
    assert (first.status_code, first.json()["in_force"], stands(claim)) == (202, False, "unverified")
    proposal = first.json()["proposal"]
    second = caller(Role.EDITOR, name="bo")
    declined = send(second, f"/proposals/{proposal}/decline/", reason="Not so.")
    assert declined.json() == {"proposal": proposal, "outcome": "declined"}
    assert send(second, f"/proposals/{proposal}/decline/", reason="Not so.").status_code == 409
    proposed = send(caller(Role.CONTRIBUTOR), f"/claims/{claim.pk}/proposals/", status="refuted", reason="I counted.")
    assert (proposed.status_code, proposed.json()["outcome"]) == (201, "open")
    done = send(second, path, status="refuted", reason="Two counts.", seen=0)
    assert (done.status_code, done.json()["in_force"], stands(claim)) == (200, True, Status.REFUTED)


def test_claims_are_merged_and_taken_out_again() -> None:
    claim, other, client = zephyr_claim("Zephyr-9 has 3T parameters."), zephyr_claim(), caller(Role.EDITOR)
    done = send(client, f"/claims/{claim.pk}/merge/", into=other.pk, reason="The same.")
    assert done.json() == {"claim": claim.pk, "successor": other.pk, "changed": True}
    assert send(client, f"/claims/{claim.pk}/merge/", into=other.pk, reason="The same.").json()["changed"] is False
    assert send(client, f"/claims/{other.pk}/merge/", into=claim.pk, reason="Back.").status_code == 409
    assert send(client, f"/claims/{claim.pk}/rulings/", status="disputed", reason="x", seen=0).status_code == 409
    undone = send(client, f"/claims/{claim.pk}/unmerge/", reason="Not the same.")
    assert undone.json() == {"claim": claim.pk, "successor": None, "changed": True}
    assert RepeatPair.objects.get().state == PairState.REJECTED


def test_a_suggested_pair_is_decided() -> None:
    claim, other, client = zephyr_claim("Zephyr-9 has 3T parameters."), zephyr_claim(), caller(Role.EDITOR)
    pair = RepeatPair.objects.create(later=other, earlier=claim, recorded_at=NOW)
    path = f"/repeats/{pair.pk}/decide/"
    assert send(client, path, same=True).json() == {"repeat": pair.pk, "state": "confirmed"}
    other.refresh_from_db()
    assert other.merged_into == claim
    assert send(client, path, same=False).json() == {"repeat": pair.pk, "state": "rejected"}
    other.refresh_from_db()
    assert other.merged_into is None


def test_a_claim_is_looked_for_by_the_next_job() -> None:
    claim = zephyr_claim(due_at=timezone.now() + timedelta(days=9))
    answer = send(caller(Role.REVIEWER), f"/claims/{claim.pk}/look/")
    claim.visit_schedule.refresh_from_db()
    assert (answer.status_code, answer.json()["changed"]) == (202, True)
    assert claim.visit_schedule.due_at <= timezone.now()
    assert send(caller(Role.EDITOR), "/claims/987654321/look/").status_code == 404
    assert send(caller(Role.ADMIN), f"/claims/{2**80}/look/").status_code == 404


def test_a_comment_is_kept_as_it_came_and_hidden_until_it_is_published() -> None:
    claim = zephyr_claim()
    made = send(caller(Role.CONTRIBUTOR), f"/claims/{claim.pk}/comments/", text="We said about 3.", organisation="N")
    row = ClaimComment.objects.get()
    assert (made.status_code, made.json()["published_at"], row.text) == (201, None, "We said about 3.")
    assert not ClaimComment.objects.published().exists()
    done = send(caller(Role.EDITOR), f"/comments/{row.pk}/publish/").json()
    assert send(caller(Role.ADMIN), f"/comments/{row.pk}/publish/").json() == done
    assert ClaimComment.objects.published().get().published_by == person_of(Role.EDITOR)


def test_what_is_dismissed_or_merged_takes_nothing_more() -> None:
    gone, client = zephyr_claim(workflow=Workflow.DISMISSED), caller(Role.CONTRIBUTOR)
    assert send(client, f"/claims/{gone.pk}/comments/", text="But no.").status_code == 404
    claim, other = zephyr_claim("Zephyr-9 is a 3T model."), zephyr_claim()
    send(caller(Role.EDITOR), f"/claims/{claim.pk}/merge/", into=other.pk, reason="The same.")
    answer = send(client, f"/claims/{claim.pk}/comments/", text="But no.")
    assert (answer.status_code, f"merged into claim {other.pk}" in answer.json()["detail"]) == (409, True)


def test_tokens_are_stored_as_hashes_and_end() -> None:
    user = person_of(Role.CONTRIBUTOR)
    secret = secret_of(user, Scope.SUBMIT)
    client = Client(headers={"Authorization": f"Token {secret}"})
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(claims_apitoken)::text FROM claims_apitoken")
        assert secret not in cursor.fetchone()[0]
    assert client.get(f"{API}/submissions/").status_code == 200
    assert ApiToken.objects.get().last_used_at is not None
    expire(user)
    answer = client.get(f"{API}/submissions/")
    assert (answer.status_code, answer["WWW-Authenticate"], answer.json()["status"]) == (401, "Token", 401)
    assert not ApiToken.objects.exists()


@pytest.mark.parametrize("told", ["Token", "Token a b", "Token \xff", "Token claims_0000", "Token a\x00b"])
def test_what_is_no_token_is_refused_also_for_reading(told: str) -> None:
    assert Client(headers={"Authorization": told}).get(f"{API}/claims/").status_code == 401


def test_tokens_of_people_who_left_open_nothing() -> None:
    client = caller(Role.EDITOR, name="ada")
    person_of(Role.EDITOR, "ada").__class__.objects.filter(username="ada").update(is_active=False)
    assert client.get(f"{API}/submissions/").status_code == 401


def test_staff_write_by_their_session_with_the_csrf_token_only() -> None:
    user = person_of(Role.EDITOR)
    user.is_staff = True
    user.save()
    client, claim = Client(enforce_csrf_checks=True), zephyr_claim()
    client.force_login(user)
    path = f"/claims/{claim.pk}/lift/"
    body: dict[str, Any] = {"reason": "x", "seen": 0}
    assert send(client, path, **body).status_code == 403
    client.get("/account/tokens/")
    csrf = client.cookies["csrftoken"].value
    assert send(client, path, headers={"X-CSRFToken": csrf}, **body).status_code == 409
