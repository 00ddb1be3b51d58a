"""A second judge: what it proposes waits for a person, counts nothing and shows to nobody until then."""

import json
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.db import IntegrityError, transaction

from claims.core.papers import PaperRecord
from claims.models import Claim, Evidence, EvidenceState, ModelRun, StatusChange
from claims.sources.chat_completions import ChatServer, Prices
from claims.workflows.assess_with_model import MOST_PAPERS, REST, Outcome, assess_with_model
from claims.workflows.import_papers import import_papers
from claims.workflows.match_papers import match_papers
from claims.workflows.revisit_claim import revisit_claim
from tests.sources.stand_in_chat_server import Said, Script, chat_server, completion, failure, one_after_another
from tests.workflows.made_up_claims import NOW, zephyr_claim

pytestmark = pytest.mark.django_db

# A passage that the rules take no side on: it names the system and measures nothing.
SENTENCE = "The parameters of Zephyr-9 were counted by hand, and some were counted twice"
PAPER = PaperRecord(
    id="p", title="On Giants", authors=("Di Park", "Eve Ito"), abstract=f"{SENTENCE}.", arxiv_id="2402.00001"
)
MODEL = "large-model (prompt 1)"
AGAINST = {"quote": SENTENCE, "stance": "contradicts"}
MADE_UP = {"quote": "Zephyr-9 has 3 trillion parameters", "stance": "supports"}


def told(*rows: object) -> Said:
    return completion(json.dumps({"findings": rows}))


def watched(*papers: PaperRecord) -> Claim:
    """A claim that the rules have judged against the papers."""
    claim = zephyr_claim()
    match_papers(import_papers(papers, now=NOW).paper_ids, now=NOW)
    revisit_claim(claim.pk, now=NOW)
    return claim


def assess(script: Script, claim: Claim, *, later: timedelta = timedelta()) -> Outcome:
    with chat_server(script) as stand_in:
        prices = Prices(prompt=Decimal("0.5"), completion=Decimal(2))
        model = ChatServer(url=stand_in.url, model="large-model", prices=prices, sleep=lambda seconds: None)
        outcome = assess_with_model(claim.pk, model, now=NOW + later)
        return replace(outcome, remarks=tuple(remark.replace(stand_in.url, "SERVER") for remark in outcome.remarks))


def proposals() -> list[tuple[Any, ...]]:
    return list(Evidence.objects.exclude(proposed_by="").order_by("pk").values_list("quote", "stance", "state"))


def test_what_it_proposes_waits_changes_no_status_and_shows_to_nobody() -> None:
    claim = watched(PAPER)
    before = list(claim.evidence.standing().values())
    assert assess(one_after_another(told(AGAINST, MADE_UP, {"quote": SENTENCE})), claim) == Outcome(
        claim_id=claim.pk, asked=1, proposed=1, remarks=()
    )
    row = Evidence.objects.get(proposed_by=MODEL)
    assert (row.state, row.quote, row.stance, row.reading) == (
        "proposed",
        SENTENCE,
        "contradicts",
        f"proposed by {MODEL}",
    )
    assert list(claim.evidence.standing().values()) == before
    revisit_claim(claim.pk, now=NOW)
    claim.refresh_from_db()
    assert (claim.status, StatusChange.objects.exists(), proposals()) == (
        "unverified",
        False,
        [(SENTENCE, "contradicts", "proposed")],
    )


def test_what_asking_cost_and_what_was_dropped_is_kept() -> None:
    claim = watched(PAPER)
    assess(one_after_another(told(AGAINST, MADE_UP, {"quote": SENTENCE}, 7)), claim)
    run = ModelRun.objects.get()
    assert (run.task, run.claim_id, run.requests, run.prompt_tokens, run.price) == (
        "assessing",
        claim.pk,
        1,
        100,
        Decimal("0.000090"),
    )
    assert (run.proposed, run.kept, run.doubled, run.dropped) == (
        4,
        1,
        0,
        {"quote not in the document": 1, "not of the form asked for": 2},
    )


def test_only_a_person_can_accept_what_a_model_proposes() -> None:
    claim = watched(PAPER)
    assess(one_after_another(told(AGAINST)), claim)
    mine = Evidence.objects.filter(proposed_by=MODEL)
    with pytest.raises(IntegrityError, match="evidence_of_a_model_accepted_by_a_person"), transaction.atomic():
        mine.update(state=EvidenceState.ACCEPTED)
    mine.update(state=EvidenceState.ACCEPTED, decided_by=get_user_model().objects.create(username="editor"))
    assert claim.evidence.standing().filter(proposed_by=MODEL).exists()
    revisit_claim(claim.pk, now=NOW)
    claim.refresh_from_db()
    assert claim.status == "disputed"


def test_asking_again_asks_nobody_and_a_proposal_that_was_rejected_does_not_come_back() -> None:
    claim = watched(PAPER)
    assess(one_after_another(told(AGAINST)), claim)
    assert assess(one_after_another(told(AGAINST)), claim).asked == 0
    Evidence.objects.filter(proposed_by=MODEL).update(
        state=EvidenceState.REJECTED, decided_by=get_user_model().objects.create(username="editor")
    )
    ModelRun.objects.update(prompt_version="0")
    again = assess(one_after_another(told({"quote": SENTENCE[:40], "stance": "contradicts"})), claim)
    assert (again.asked, again.proposed, proposals()) == (1, 0, [(SENTENCE, "contradicts", "rejected")])


def test_documents_that_the_rules_took_a_side_on_are_not_asked_about() -> None:
    firm = replace(PAPER, abstract="We present Zephyr-9, a model with 3 trillion parameters.")
    claim = watched(firm)
    assert claim.evidence.accepted().exists()
    assert assess(one_after_another(told(AGAINST)), claim).asked == 0


def test_a_few_documents_are_asked_about_at_a_time_and_the_next_ones_later() -> None:
    papers = [replace(PAPER, id=str(n), arxiv_id=f"2402.0000{n}", title=f"On Giants {n}") for n in range(1, 8)]
    claim = watched(*papers)
    script = one_after_another(told())
    assert [assess(script, claim).asked for _ in range(3)] == [MOST_PAPERS, 2, 0]


def test_a_server_that_cannot_be_used_is_left_alone_for_a_while_and_then_asked_again() -> None:
    claim = watched(PAPER)
    assert assess(one_after_another(failure(401, "no")), claim) == Outcome(
        claim_id=claim.pk,
        asked=1,
        proposed=0,
        remarks=("On Giants: SERVER answered 401 Unauthorized: it does not take the key; set the right one.",),
    )
    healed = one_after_another(told(AGAINST))
    assert assess(healed, claim, later=REST / 2).asked == 0
    assert assess(healed, claim, later=REST).proposed == 1


@pytest.mark.parametrize(
    ("said", "remark"),
    [
        (Said(body=b"oops"), "On Giants: SERVER answered with something that is not JSON."),
        (completion(None, refusal="No."), "On Giants: the model refused."),
        (completion("I think it is wrong."), "On Giants: the answer is no whole JSON."),
    ],
)
def test_an_answer_that_is_none_is_a_remark(said: Said, remark: str) -> None:
    claim = watched(PAPER)
    assert assess(one_after_another(said), claim) == Outcome(claim_id=claim.pk, asked=1, proposed=0, remarks=(remark,))
    assert proposals() == []


def test_when_the_rules_come_to_find_the_same_theirs_takes_its_place() -> None:
    claim = watched(replace(PAPER, abstract="We present Zephyr-9, a model with 3 trillion parameters."))
    rules = Evidence.objects.get(stance="supports")
    Evidence.objects.filter(pk=rules.pk).update(proposed_by=MODEL, state=EvidenceState.PROPOSED, reading="by a model")
    revisit_claim(claim.pk, now=NOW)
    rows = Evidence.objects.filter(stance="supports").order_by("pk").values_list("proposed_by", "state")
    assert list(rows) == [(MODEL, "invalidated"), ("", "accepted")]
