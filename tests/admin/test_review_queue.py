"""The queue of evidence one at a time, without JavaScript: what it shows, decides, puts off and takes back."""

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries, Settings

from claims.judging.findings import Stance
from claims.models import Evidence, EvidenceReview, ReviewAct
from claims.workflows.assign_claims import assign_claims
from claims.workflows.make_roles import Role
from claims.workflows.review_evidence import review_evidence
from tests.admin.test_reviews import login, page, send, states
from tests.workflows.made_up_claims import NOW, zephyr_claim
from tests.workflows.made_up_evidence import QUOTE, evidence, paper, person

pytestmark = pytest.mark.django_db

QUEUE = "/admin/claims/waitingevidence/queue/"


def decide(client: Client, row: Evidence, act: str, **form: object) -> str:
    return send(client, QUEUE, do=act, evidence=row.pk, seen=0, **form)


def test_the_card_tells_all_that_decides_it() -> None:
    evidence(zephyr_claim())
    shown = page(login(Role.REVIEWER), QUEUE)
    wanted = (
        "<strong>1</strong> of 1",
        f'We counted by hand. </span><mark>{QUOTE}</mark><span class="desk-around"> Others were told less.',
        "<strong>3 trillion parameters</strong><small>3,000,000,000,000 parameters</small>",
        "<small>agree</small>",
        "E4, independent analysis",
        "<s>unverified</s> → <strong>supported</strong>",
        "stays <strong>unverified</strong>",
    )
    assert [one for one in wanted if one not in shown] == []


def test_a_decision_leads_on_to_the_next_and_can_be_taken_back() -> None:
    client = login(Role.REVIEWER)
    first, second = (evidence(zephyr_claim(f"Zephyr-9 is {word}."), paper(word)) for word in ("large", "cheap"))
    shown = decide(client, first, "accepted", because="1", reason="", next=second.pk)
    assert "<strong>2</strong> of 2" in shown
    assert "is <strong>supported</strong> now" in shown
    assert EvidenceReview.objects.get().reason == "It says the same of the same system, in the same measure."
    assert states() == [("accepted", "ada"), ("proposed", None)]
    taken_back = send(client, QUEUE, do="undo")
    assert "<strong>1</strong> of 2" in taken_back
    assert states() == [("proposed", None), ("proposed", None)]


def test_the_reviewers_own_words_follow_the_reason_that_was_chosen() -> None:
    row = evidence(zephyr_claim())
    decide(login(Role.REVIEWER), row, "rejected", because="4", reason="Zephyr-8, in fact.")
    told = EvidenceReview.objects.values_list("act", "reason").get()
    assert told == ("rejected", "It speaks of another system, or of another version. Zephyr-8, in fact.")


def test_without_a_reason_nothing_is_decided_and_the_card_stays() -> None:
    client, row = login(Role.REVIEWER), evidence(zephyr_claim())
    evidence(zephyr_claim("Zephyr-9 is cheap."), paper("Another"))
    refused = decide(client, row, "accepted", reason=" ")
    assert "Say why" in refused
    assert f'name="evidence" value="{row.pk}"' in refused
    assert states() == [("proposed", None)] * 2


def test_what_was_typed_is_kept_where_another_was_faster() -> None:
    client, row = login(Role.REVIEWER), evidence(zephyr_claim())
    Evidence.objects.filter(pk=row.pk)
    review_evidence(row.pk, ReviewAct.ACCEPTED, reason="It does.", actor=person("bo"), seen=0, now=NOW)
    told = decide(client, row, "rejected", reason="Another model.")
    assert "bo has decided on it (accepted" in told
    assert states() == [("accepted", "bo")]


def test_what_is_put_off_comes_last() -> None:
    client = login(Role.REVIEWER)
    first, second = (evidence(zephyr_claim(f"Zephyr-9 is {word}."), paper(word)) for word in ("large", "cheap"))
    assert f'name="evidence" value="{first.pk}"' in page(client, QUEUE)
    assert f'name="evidence" value="{second.pk}"' in send(client, QUEUE, do="skip", evidence=first.pk)
    done = decide(client, second, "rejected", because="5")
    assert f'name="evidence" value="{first.pk}"' in done


def test_the_queue_is_that_of_one_claim_of_one_stance_or_of_ones_own_claims() -> None:
    client = login(Role.REVIEWER)
    mine, against = zephyr_claim("Zephyr-9 is large."), zephyr_claim("Zephyr-9 is cheap.")
    evidence(mine, paper("First"))
    evidence(against, paper("Second"), stance=Stance.CONTRADICTS)
    assign_claims([mine.pk], person("ada"), actor=person("bo"), now=NOW)
    of = {"mine": {"mine": "1"}, "against": {"stance": "contradicts"}, "one": {"claim": str(mine.pk)}}
    shown = {name: page(client, QUEUE, **query) for name, query in of.items()}
    assert {name: "of 1" in text and "Zephyr-9 is large." in text for name, text in shown.items()} == {
        "mine": True,
        "against": False,
        "one": True,
    }


def test_a_proposal_of_ones_own_is_for_others_but_where_there_is_one_editor(settings: Settings) -> None:
    client, row = login(Role.REVIEWER), evidence(zephyr_claim())
    Evidence.objects.filter(pk=row.pk).update(proposed_by="ada")
    assert "Nothing waits." in page(client, QUEUE)
    settings.SINGLE_EDITOR = True
    assert f'name="evidence" value="{row.pk}"' in page(client, QUEUE)


def test_the_queue_asks_as_much_for_three_as_for_one(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    client = login(Role.REVIEWER)
    evidence(zephyr_claim(), paper("First"))
    page(client, QUEUE)
    with django_assert_num_queries(25) as asked:
        page(client, QUEUE)
    for title in ("Second", "Third"):
        evidence(zephyr_claim(f"Zephyr-9 is {title}."), paper(title))
    with django_assert_num_queries(len(asked)):
        page(client, QUEUE)


@pytest.mark.parametrize("role", [Role.READER, Role.CONTRIBUTOR, Role.BOT])
def test_who_may_not_review_sees_no_queue_and_decides_nothing(role: Role) -> None:
    row, client = evidence(zephyr_claim()), login(role)
    assert client.get(QUEUE).status_code == 403
    assert client.post(QUEUE, {"do": "accepted", "evidence": row.pk, "because": "1"}).status_code == 403
    assert states() == [("proposed", None)]


def test_other_words_are_quoted_on_the_way_and_lead_back() -> None:
    client, row = login(Role.REVIEWER), evidence(zephyr_claim())
    address = reverse("admin:claims_evidence_requote", args=[row.pk])
    words = {"quote": "We counted by hand.", "previewed": "We counted by hand.", "reason": "Shorter.", "seen": 0}
    answer = client.post(f"{address}?queue", {**words, "save": ""})
    assert answer["Location"] == QUEUE
