"""Rulings are people's: jobs only propose, "refuted" takes two, a ruling stands until a person speaks again."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.utils.translation import override
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from claims.judging.findings import Grade, Stance, Status
from claims.judging.policy import Policy
from claims.judging.verdict import QUIET_VISITS_BEFORE_ASKING
from claims.models import Claim, EvidenceState, ReviewAct, Ruling, StatusProposal, VisitSchedule, Workflow
from claims.workflows.conclude_claim import conclude_claim
from claims.workflows.decline_proposal import ProposalClosed, decline_proposal
from claims.workflows.foresee_ruling import foresee_ruling
from claims.workflows.lift_ruling import NothingToLift, lift_ruling
from claims.workflows.propose_ruling import AlreadyProposed, AlreadyRuled, RulingRefused, propose_ruling
from claims.workflows.review_evidence import review_evidence
from claims.workflows.revisit_claim import revisit_claim
from claims.workflows.rule_claim import Ruled, rule_claim
from tests.workflows.made_up_claims import NOW, zephyr_claim
from tests.workflows.made_up_evidence import evidence, paper, person

TWO, ONE = Policy(), Policy(single_editor=True)
PERSONS = {Status.REFUTED, Status.UNVERIFIABLE, Status.WITHDRAWN}
db = pytest.mark.django_db


def rule(claim: Claim, status: Status, *, by: str = "ada", seen: int = 0, policy: Policy = TWO) -> Ruled:
    return rule_claim(claim.pk, status, reason=f"{by} says so.", actor=person(by), seen=seen, policy=policy, now=NOW)


def stands(claim: Claim) -> tuple[str, str]:
    claim.refresh_from_db()
    return claim.status, claim.proposal


def proposals() -> list[tuple[Any, ...]]:
    rows = StatusProposal.objects.order_by("pk").select_related("author")
    return [(row.status, str(row.author or "job"), row.outcome) for row in rows]


def against(claim: Claim, title: str = "Counting again", *, grade: Grade = Grade.E5) -> None:
    evidence(claim, paper(title), stance=Stance.CONTRADICTS, grade=grade, state=EvidenceState.ACCEPTED)


def conclude(claim: Claim) -> None:
    """What a job does after new evidence came."""
    with transaction.atomic():
        conclude_claim(Claim.objects.select_for_update(of=("self",)).get(pk=claim.pk), act=None, now=NOW)


@db
def test_a_ruling_is_in_force_at_once_with_its_reason_in_the_history() -> None:
    claim = zephyr_claim()
    done = rule(claim, Status.QUALIFIED)
    assert (done.in_force, stands(claim)) == (True, ("qualified", ""))
    step = claim.status_changes.get()
    assert (step.from_status, step.to_status, str(step.actor)) == ("unverified", "qualified", "ada")
    assert step.reasons[0] == {"code": "ruled", "text": "Ruled “qualified”: ada says so."}


@db
def test_refuted_takes_two_people() -> None:
    claim = zephyr_claim()
    first = rule(claim, Status.REFUTED)
    assert (first.in_force, stands(claim)[0], proposals()) == (False, "unverified", [("refuted", "ada", "open")])
    assert rule(claim, Status.REFUTED) == first
    assert rule(claim, Status.REFUTED, by="bo").in_force
    assert (stands(claim), proposals()) == (("refuted", ""), [("refuted", "ada", "taken")])
    ruling = Ruling.objects.get()
    assert (str(ruling.author), str(ruling.actor)) == ("ada", "bo")
    assert claim.status_changes.get().reasons[0]["text"] == "Ruled “refuted”, as ada had proposed: bo says so."


@db
def test_a_single_editor_may_say_it_where_the_policy_lets_one() -> None:
    claim = zephyr_claim()
    assert rule(claim, Status.REFUTED, policy=ONE).in_force
    assert stands(claim)[0] == "refuted"


@db
def test_the_database_holds_author_and_reviewer_apart() -> None:
    with pytest.raises(DatabaseError, match="ruling_of_two_people"), transaction.atomic():
        Ruling.objects.create(
            claim=zephyr_claim(),
            status="refuted",
            reason="r",
            actor=person("ada"),
            author=person("ada"),
            recorded_at=NOW,
        )


@db
def test_of_two_editors_the_second_is_told_what_the_first_ruled() -> None:
    claim = zephyr_claim()
    rule(claim, Status.DISPUTED)
    with pytest.raises(AlreadyRuled, match=r"ada has ruled since \(ruled: disputed, .*\): ada says so\."):
        rule(claim, Status.SUPPORTED, by="bo")
    assert stands(claim)[0] == "disputed"


@db
def test_why_a_ruling_is_refused_is_told_with_its_status_in_the_language_of_who_asks() -> None:
    claim = zephyr_claim()
    rule(claim, Status.DISPUTED)
    with override("zh-hans"):
        with pytest.raises(AlreadyRuled, match=r"^ada 此后已作出裁定（已裁定: 有争议，2\d{3}-.*）：ada says so\.$"):
            rule(claim, Status.SUPPORTED, by="bo")
        with pytest.raises(AlreadyRuled, match=r"^ada 已裁定为“有争议”：ada says so\.$"):
            propose_ruling(claim.pk, Status.DISPUTED, reason="So it is.", actor=person("bo"), now=NOW)


@db
def test_rulings_need_a_reason_and_a_claim_that_is_followed() -> None:
    claim, other = zephyr_claim(), zephyr_claim("Zephyr-9 is large.")
    with pytest.raises(RulingRefused, match="Say why"):
        rule_claim(claim.pk, Status.DISPUTED, reason=" ", actor=person("ada"), seen=0, policy=TWO, now=NOW)
    Claim.objects.filter(pk=claim.pk).update(workflow=Workflow.MERGED, merged_into=other)
    with pytest.raises(RulingRefused, match=f"merged into claim {other.pk}"):
        rule(claim, Status.DISPUTED)


@db
def test_a_job_proposes_a_refutation_with_its_evidence_and_sets_only_disputed() -> None:
    claim = zephyr_claim()
    against(claim)
    conclude(claim)
    assert (stands(claim), proposals()) == (("disputed", "refuted"), [("refuted", "job", "open")])
    proposal = StatusProposal.objects.get()
    assert list(proposal.evidence.all()) == list(claim.evidence.all())
    assert proposal.reasons[0]["code"] == "contradicted"
    conclude(claim)
    assert len(proposals()) == 1


@db
def test_a_proposal_that_new_evidence_makes_moot_closes_itself_and_says_why() -> None:
    claim = zephyr_claim()
    against(claim, grade=Grade.E4)
    conclude(claim)
    evidence(claim, grade=Grade.E5, state=EvidenceState.ACCEPTED)
    conclude(claim)
    assert (stands(claim), proposals()) == (("supported", ""), [("refuted", "job", "moot")])
    assert StatusProposal.objects.get().closing_reason.startswith(
        "What is accepted now gives “supported”. Independently supported: Counting Zephyr (E5)"
    )


@db
def test_a_proposal_to_give_up_looking_carries_the_receipts_and_a_find_makes_it_moot() -> None:
    claim = zephyr_claim()
    for visit in range(QUIET_VISITS_BEFORE_ASKING):
        revisit_claim(claim.pk, now=NOW + timedelta(days=100 * visit))
    assert (stands(claim), proposals()) == (("unverified", "unverifiable"), [("unverifiable", "job", "open")])
    assert StatusProposal.objects.get().visits.count() == QUIET_VISITS_BEFORE_ASKING
    row = evidence(claim)
    review_evidence(row.pk, ReviewAct.ACCEPTED, reason="It does.", actor=person("ada"), seen=0, now=NOW)
    assert (stands(claim), proposals()) == (("supported", ""), [("unverifiable", "job", "moot")])


@db
def test_what_a_person_declined_is_asked_again_only_on_new_grounds() -> None:
    claim = zephyr_claim()
    against(claim)
    conclude(claim)
    declined = StatusProposal.objects.get()
    decline_proposal(declined.pk, reason="One team is not enough.", actor=person("ada"), now=NOW)
    conclude(claim)
    assert (stands(claim), proposals()) == (("disputed", ""), [("refuted", "job", "declined")])
    with pytest.raises(ProposalClosed, match=r"ada has closed it \(declined\): One team is not enough\."):
        decline_proposal(declined.pk, reason="No.", actor=person("bo"), now=NOW)
    against(claim, "A third count")
    conclude(claim)
    assert proposals() == [("refuted", "job", "declined"), ("refuted", "job", "open")]


@db
def test_quiet_looks_ask_again_after_as_many_more_once_declined() -> None:
    claim = zephyr_claim()
    VisitSchedule.objects.filter(claim=claim).update(quiet_visits=QUIET_VISITS_BEFORE_ASKING)
    conclude(claim)
    decline_proposal(StatusProposal.objects.get().pk, reason="Keep looking.", actor=person("ada"), now=NOW)
    VisitSchedule.objects.filter(claim=claim).update(quiet_visits=2 * QUIET_VISITS_BEFORE_ASKING - 1)
    conclude(claim)
    assert len(proposals()) == 1
    VisitSchedule.objects.filter(claim=claim).update(quiet_visits=2 * QUIET_VISITS_BEFORE_ASKING)
    conclude(claim)
    assert len(proposals()) == 2


@db
def test_weighty_new_evidence_reopens_a_ruling_without_touching_it() -> None:
    claim = zephyr_claim()
    evidence(claim, state=EvidenceState.ACCEPTED)
    rule(claim, Status.SUPPORTED)
    conclude(claim)
    assert stands(claim) == ("supported", "")
    against(claim)
    conclude(claim)
    assert (stands(claim), proposals()) == (("supported", "disputed"), [("disputed", "job", "open")])
    reopened = StatusProposal.objects.get()
    assert (reopened.contests, reopened.reasons[1]["code"]) == (Ruling.objects.get(), "weighty_since")
    again = rule(claim, Status.SUPPORTED, by="bo", seen=Ruling.objects.get().pk)
    conclude(claim)
    assert (again.in_force, stands(claim), proposals()) == (True, ("supported", ""), [("disputed", "job", "declined")])


@db
def test_evidence_that_falls_away_again_closes_the_reopening() -> None:
    claim = zephyr_claim()
    rule(claim, Status.SUPPORTED)
    against(claim)
    conclude(claim)
    row = claim.evidence.get()
    review_evidence(row.pk, ReviewAct.REJECTED, reason="Another model.", actor=person("bo"), seen=0, now=NOW)
    assert (stands(claim), proposals()) == (("supported", ""), [("refuted", "job", "moot")])


@db
def test_a_job_records_how_certain_a_ruling_is_after_new_evidence_and_leaves_its_word() -> None:
    claim = zephyr_claim()
    against(claim)
    rule(claim, Status.REFUTED, policy=ONE)
    before = claim.status_changes.get().certainty
    evidence(claim, grade=Grade.E1, state=EvidenceState.ACCEPTED)
    conclude(claim)
    step = claim.status_changes.latest("pk")
    assert (before, step.from_status, step.to_status, step.certainty, step.actor) == (
        "high",
        "refuted",
        "refuted",
        "moderate",
        None,
    )


@db
def test_a_review_under_a_ruling_leaves_the_ruling() -> None:
    claim = zephyr_claim()
    rule(claim, Status.DISPUTED)
    row = evidence(claim, grade=Grade.E1)
    done = review_evidence(row.pk, ReviewAct.ACCEPTED, reason="It does.", actor=person("bo"), seen=0, now=NOW)
    assert (done.status, stands(claim)) == ("disputed", ("disputed", ""))


@db
def test_a_ruling_handed_back_lets_the_rules_speak_and_is_another_entry() -> None:
    claim = zephyr_claim()
    evidence(claim, state=EvidenceState.ACCEPTED)
    done = rule(claim, Status.REFUTED, policy=ONE)
    assert done.ruling_id
    back = lift_ruling(claim.pk, reason="The wrong model.", actor=person("bo"), seen=done.ruling_id, now=NOW)
    assert (back, stands(claim)) == ("supported", ("supported", ""))
    assert list(Ruling.objects.order_by("pk").values_list("act", "actor__username")) == [
        ("ruled", "ada"),
        ("lifted", "bo"),
    ]
    conclude(claim)
    assert stands(claim)[0] == "supported"
    with pytest.raises(NothingToLift):
        lift_ruling(claim.pk, reason="Again.", actor=person("bo"), seen=Ruling.objects.latest("pk").pk, now=NOW)


@db
def test_a_contributor_proposes_and_another_rules() -> None:
    claim = zephyr_claim()
    made = propose_ruling(claim.pk, Status.WITHDRAWN, reason="They said so.", actor=person("cy"), now=NOW)
    assert propose_ruling(claim.pk, Status.WITHDRAWN, reason="Twice.", actor=person("cy"), now=NOW) == made
    with pytest.raises(AlreadyProposed, match="cy proposes “withdrawn” already"):
        propose_ruling(claim.pk, Status.WITHDRAWN, reason="Me too.", actor=person("bo"), now=NOW)
    rule(claim, Status.WITHDRAWN)
    assert (stands(claim)[0], proposals()) == ("withdrawn", [("withdrawn", "cy", "taken")])
    with pytest.raises(AlreadyRuled):
        propose_ruling(claim.pk, Status.WITHDRAWN, reason="Again.", actor=person("cy"), now=NOW)


@db
def test_a_preview_of_a_ruling_tells_what_it_takes_and_what_the_rules_say() -> None:
    claim = zephyr_claim()
    against(claim)
    conclude(claim)
    claim.refresh_from_db()
    alone = foresee_ruling(claim, Status.REFUTED, actor=person("ada"), policy=TWO)
    assert (alone.needs_another, alone.by_rules, alone.closes) == (True, "disputed", ())
    rule(claim, Status.REFUTED)
    second = foresee_ruling(claim, Status.REFUTED, actor=person("bo"), policy=TWO)
    assert (second.needs_another, second.proposed_by, len(second.closes)) == (False, "ada", 2)


@db
@pytest.mark.parametrize(
    "forget",
    [
        lambda: Ruling.objects.update(status="supported"),
        lambda: Ruling.objects.all()._raw_delete("default"),
        lambda: StatusProposal.objects.update(outcome="open", closed_at=None, closed_by=None, closing_reason=""),
        lambda: StatusProposal.objects.all()._raw_delete("default"),
    ],
    ids=["alter a ruling", "delete a ruling", "open a closed proposal", "delete a proposal"],
)
def test_what_was_ruled_and_closed_stays(forget: Callable[[], object]) -> None:
    claim = zephyr_claim()
    propose_ruling(claim.pk, Status.REFUTED, reason="No.", actor=person("cy"), now=NOW)
    rule(claim, Status.REFUTED)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        forget()


class TestAnySequence(TestCase):
    """Laws of stored claims, over sequences of evidence as jobs keep it."""

    @settings(max_examples=25, deadline=None)
    @given(
        ruled=st.none() | st.sampled_from(Status),
        coming=st.lists(
            st.tuples(st.sampled_from(Stance), st.sampled_from(Grade), st.sampled_from([0.5, 0.9])), max_size=5
        ),
    )
    def test_a_ruling_stays_and_without_one_no_job_accuses(
        self, ruled: Status | None, coming: list[tuple[Stance, Grade, float]]
    ) -> None:
        claim = zephyr_claim()
        if ruled:
            rule(claim, ruled, policy=ONE)
        for number, (stance, grade, confidence) in enumerate(coming):
            evidence(
                claim,
                paper(f"Paper {number}"),
                stance=stance,
                grade=grade,
                confidence=confidence,
                state=EvidenceState.ACCEPTED,
            )
            conclude(claim)
        status, _ = stands(claim)
        assert status == ruled if ruled else status not in PERSONS
