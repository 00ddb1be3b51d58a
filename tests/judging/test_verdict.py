"""The verdict: laws that hold for any evidence, and each rule on evidence of our own."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.core.papers import Standing
from claims.judging.findings import Certainty, Finding, Grade, Input, Recomputation, Stance, Status
from claims.judging.transitions import PERSON_STATUSES
from claims.judging.verdict import QUIET_VISITS_BEFORE_ASKING, decide
from tests.judging.made_up_evidence import finding, findings, recomputations, statuses

CLAIMANT = "the claimant's side"


def status_of(*evidence: Finding) -> Status:
    return decide(Status.UNVERIFIED, evidence).status


def codes_of(*evidence: Finding) -> list[str]:
    return [reason.code for reason in decide(Status.UNVERIFIED, evidence).reasons]


@given(st.lists(findings, max_size=6), st.lists(recomputations, max_size=2), st.randoms(), statuses)
def test_neither_order_nor_repetition_of_evidence_matters(
    evidence: list[Finding], sums: list[Recomputation], random: object, current: Status
) -> None:
    shuffled = [*evidence, *evidence[:2]]
    random.shuffle(shuffled)  # type: ignore[attr-defined]  # Hypothesis hands out a random.Random
    assert decide(current, shuffled, [*sums, *reversed(sums)]) == decide(current, evidence, sums)


@given(st.lists(findings, max_size=6), findings, statuses)
def test_a_mention_more_changes_neither_status_nor_certainty_nor_proposal(
    evidence: list[Finding], other: Finding, current: Status
) -> None:
    mention = finding(paper_id="p9", stance=Stance.MENTIONS, quote=other.quote, grade=other.grade)
    before, after = decide(current, evidence), decide(current, [*evidence, mention])
    assert (after.status, after.certainty, after.proposal) == (before.status, before.certainty, before.proposal)


@given(st.lists(findings, max_size=6), findings, statuses)
def test_a_copy_of_the_same_words_changes_nothing_at_all(
    evidence: list[Finding], other: Finding, current: Status
) -> None:
    copy = finding(paper_id="p9", grade=Grade.E0, stance=Stance.SUPPORTS, quote=other.quote)
    assert decide(current, [*evidence, copy]) == decide(current, evidence)


@given(st.lists(findings, max_size=6), st.lists(recomputations, max_size=2), statuses, st.integers(0, 20))
def test_a_job_never_says_refuted_unverifiable_or_withdrawn_by_itself(
    evidence: list[Finding], sums: list[Recomputation], current: Status, quiet: int
) -> None:
    verdict = decide(current, evidence, sums, quiet_visits=quiet)
    assert verdict.status not in PERSON_STATUSES or verdict.status is current


@given(st.lists(findings, max_size=6), st.lists(recomputations, max_size=2), statuses)
def test_what_a_person_set_stays(evidence: list[Finding], sums: list[Recomputation], current: Status) -> None:
    verdict = decide(current, evidence, sums, heard=())
    assert verdict.status is current
    assert verdict.proposal is not current


@given(st.lists(findings, max_size=6), st.lists(recomputations, max_size=2), statuses)
def test_deciding_again_from_its_own_result_gives_the_same(
    evidence: list[Finding], sums: list[Recomputation], current: Status
) -> None:
    once = decide(current, evidence, sums)
    assert decide(once.status, evidence, sums) == once


@given(st.lists(findings, max_size=6), statuses)
def test_every_verdict_gives_a_reason(evidence: list[Finding], current: Status) -> None:
    assert decide(current, evidence).reasons


def test_nothing_found_is_unverified_and_says_so() -> None:
    verdict = decide(Status.UNVERIFIED, [])
    assert (verdict.status, verdict.certainty) == (Status.UNVERIFIED, Certainty.VERY_LOW)
    assert [reason.code for reason in verdict.reasons] == ["no_evidence"]


def test_the_makers_own_paper_attests_and_an_independent_one_supports() -> None:
    own = finding(grade=Grade.E2, independence_group=CLAIMANT)
    assert status_of(own) is Status.ATTESTED
    assert status_of(own, finding(paper_id="p2")) is Status.SUPPORTED


def test_a_condition_that_the_claim_left_out_qualifies_it() -> None:
    own = finding(grade=Grade.E1, independence_group=CLAIMANT, condition="at the same size")
    assert status_of(own) is Status.QUALIFIED
    assert codes_of(own) == ["condition_left_out", "certainty_bias", "certainty_indirect"]


def test_a_full_independent_support_outranks_a_claimants_condition() -> None:
    own = finding(grade=Grade.E1, independence_group=CLAIMANT, condition="at the same size")
    assert status_of(own, finding(paper_id="p2", grade=Grade.E5)) is Status.SUPPORTED


def test_both_sides_or_only_against_is_disputed_and_a_person_is_asked() -> None:
    against = finding(paper_id="p2", stance=Stance.CONTRADICTS, independence_group="team two")
    assert status_of(finding(), against) is Status.DISPUTED
    alone = decide(Status.ATTESTED, [against])
    assert (alone.status, alone.proposal) == (Status.DISPUTED, Status.REFUTED)


def test_an_unsure_contradiction_is_no_ground_to_ask_for_a_refutation() -> None:
    against = finding(stance=Stance.CONTRADICTS, confidence=0.5)
    assert decide(Status.UNVERIFIED, [against]).proposal is None


def test_a_replication_outweighs_a_single_contrary_analysis_but_not_the_claimants_own_correction() -> None:
    replication = finding(grade=Grade.E6)
    analysis = finding(paper_id="p2", stance=Stance.CONTRADICTS, independence_group="team two")
    correction = finding(paper_id="p3", stance=Stance.CONTRADICTS, grade=Grade.E3, independence_group=CLAIMANT)
    assert status_of(replication, analysis) is Status.SUPPORTED
    assert status_of(replication, correction) is Status.DISPUTED


def test_what_the_claimant_itself_corrected_is_proposed_as_withdrawn() -> None:
    correction = finding(stance=Stance.CONTRADICTS, grade=Grade.E3, independence_group=CLAIMANT)
    assert decide(Status.ATTESTED, [correction]).proposal is Status.WITHDRAWN


def test_a_later_record_supersedes() -> None:
    assert status_of(finding(), finding(paper_id="p2", supersedes=True)) is Status.SUPERSEDED


def test_a_retracted_paper_counts_nothing_and_the_reader_is_told() -> None:
    retracted = finding(grade=Grade.E3, standing=Standing.RETRACTED, independence_group=CLAIMANT)
    verdict = decide(Status.ATTESTED, [retracted])
    assert (verdict.status, verdict.proposal) == (Status.UNVERIFIED, Status.WITHDRAWN)
    assert [reason.code for reason in verdict.reasons] == ["no_evidence", "excluded"]


def test_a_corrected_paper_counts_with_less_certainty() -> None:
    sound, corrected = finding(), finding(standing=Standing.CORRECTED)
    assert decide(Status.UNVERIFIED, [sound]).certainty is Certainty.MODERATE
    assert decide(Status.UNVERIFIED, [corrected]).certainty is Certainty.LOW


def test_the_same_team_twice_counts_once_and_two_teams_raise_the_certainty() -> None:
    twice = [finding(), finding(paper_id="p2", quote="Heron: 12B parameters.")]
    two_teams = [finding(), finding(paper_id="p2", independence_group="team two")]
    assert decide(Status.UNVERIFIED, twice).certainty is Certainty.MODERATE
    assert decide(Status.UNVERIFIED, two_teams).certainty is Certainty.HIGH


def test_a_claim_nobody_speaks_of_for_long_is_proposed_as_unverifiable() -> None:
    assert decide(Status.UNVERIFIED, [], quiet_visits=QUIET_VISITS_BEFORE_ASKING - 1).proposal is None
    assert decide(Status.UNVERIFIED, [], quiet_visits=QUIET_VISITS_BEFORE_ASKING).proposal is Status.UNVERIFIABLE


@pytest.mark.parametrize(
    ("quiet", "past", "asked"), [(0, True, None), (1, True, Status.UNVERIFIABLE), (99, False, None)]
)
def test_a_deadline_goes_before_the_number_of_looks(quiet: int, past: bool, asked: Status | None) -> None:
    assert decide(Status.UNVERIFIED, [], quiet_visits=quiet, past_deadline=past).proposal is asked


def test_new_contrary_evidence_on_a_ruled_claim_is_a_proposal() -> None:
    against = finding(stance=Stance.CONTRADICTS)
    verdict = decide(Status.SUPPORTED, [against], heard=())
    assert (verdict.status, verdict.proposal) == (Status.SUPPORTED, Status.REFUTED)
    assert verdict.reasons[0].code == "held_by_person"


def test_reasons_name_the_document_its_grade_and_its_words() -> None:
    verdict = decide(Status.UNVERIFIED, [finding(source="On Herons", reading="12B = 12B")])
    assert verdict.reasons[0].text == (
        "Independently supported: On Herons (E4), “The Heron model has 12 billion parameters.” — 12B = 12B"
    )


def test_arithmetic_on_a_figure_of_a_retracted_paper_counts_nothing_and_the_reader_is_told() -> None:
    hours = Input(name="hours", low=Decimal(1), high=Decimal(1), unit="h", paper_id="p9", quote="One.")
    done = Recomputation(
        formula="hours",
        inputs=(hours,),
        low=Decimal(1),
        high=Decimal(1),
        unit="h",
        claimed=Decimal(2),
        stance=Stance.CONTRADICTS,
        reading="hours = 1 h",
    )
    assert decide(Status.UNVERIFIED, [], [done]).status is Status.DISPUTED
    fallen = replace(done, inputs=(replace(hours, standing=Standing.RETRACTED),))
    verdict = decide(Status.DISPUTED, [], [fallen])
    assert (verdict.status, [reason.text for reason in verdict.reasons][1:]) == (
        Status.UNVERIFIED,
        ["Not counted, a document that gave an input is retracted: hours = 1 h"],
    )
