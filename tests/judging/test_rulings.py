"""A person's ruling stands against any machine evidence, and is asked about again only for what is weighty and new."""

from collections.abc import Sequence
from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.core.papers import Standing
from claims.judging.findings import Finding, Grade, Recomputation, Stance, Status
from claims.judging.rulings import MOVED_BY, Heard, Side, side_of, voices, weighty
from claims.judging.verdict import decide
from tests.judging.made_up_evidence import finding, findings, recomputations, statuses

CLAIMANT = "the claimant's side"
FOR = finding()
AGAINST = finding(paper_id="p2", stance=Stance.CONTRADICTS, independence_group="team two")


def asked(ruled: Status, then: Sequence[Finding], now: Sequence[Finding]) -> Status | None:
    return decide(ruled, now, heard=voices(then)).proposal


def test_each_status_says_which_sides_move_it() -> None:
    assert MOVED_BY.keys() == set(Status)
    assert all(Side(side) for sides in MOVED_BY.values() for side in sides)


@given(st.lists(findings, max_size=8), st.lists(recomputations, max_size=2), statuses, st.integers(0, 20))
def test_a_ruling_survives_any_sequence_of_machine_evidence(
    coming: list[Finding], sums: list[Recomputation], ruled: Status, quiet: int
) -> None:
    for evidence in accumulate(([one] for one in coming), initial=list[Finding]()):
        verdict = decide(ruled, evidence, sums, heard=(), quiet_visits=quiet)
        assert verdict.status is ruled
        assert verdict.proposal is not ruled


@given(st.lists(findings, max_size=6), st.lists(recomputations, max_size=2), statuses)
def test_what_was_on_the_table_when_a_person_ruled_is_never_new(
    evidence: list[Finding], sums: list[Recomputation], ruled: Status
) -> None:
    assert weighty(evidence, ruled, voices(evidence)) == ()
    assert decide(ruled, evidence, sums, heard=voices(evidence)).proposal is None


@given(st.lists(findings, max_size=6), st.lists(findings, max_size=3), st.randoms(), statuses)
def test_what_is_weighty_depends_neither_on_order_nor_on_repetition(
    evidence: list[Finding], then: list[Finding], random: object, ruled: Status
) -> None:
    shuffled = [*evidence, *evidence[:2]]
    random.shuffle(shuffled)  # type: ignore[attr-defined]  # Hypothesis hands out a random.Random
    assert weighty(shuffled, ruled, voices(then)) == weighty(evidence, ruled, voices([*then, *then]))


@given(st.lists(findings, max_size=6), statuses)
def test_arithmetic_alone_mentions_and_copies_never_reopen(evidence: list[Finding], ruled: Status) -> None:
    silent = [one for one in evidence if side_of(one) is None]
    assert weighty(silent, ruled, ()) == ()


def test_an_independent_team_that_was_not_heard_reopens_a_support() -> None:
    verdict = decide(Status.SUPPORTED, [FOR, AGAINST], heard=voices([FOR]))
    assert (verdict.status, verdict.proposal) == (Status.SUPPORTED, Status.DISPUTED)
    assert [reason.code for reason in verdict.reasons][:2] == ["held_by_person", "weighty_since"]


@pytest.mark.parametrize(
    "unweighty",
    [
        finding(stance=Stance.CONTRADICTS, independence_group="team two", confidence=0.74),
        finding(stance=Stance.CONTRADICTS, independence_group="team two", grade=Grade.E1),
        finding(stance=Stance.CONTRADICTS, independence_group="team two", standing=Standing.RETRACTED),
        finding(stance=Stance.MENTIONS, independence_group="team two"),
        finding(paper_id="p3", independence_group="team three"),
    ],
    ids=["doubtful reading", "a press line", "retracted", "a mention", "for what was ruled"],
)
def test_what_is_doubtful_or_says_what_was_ruled_does_not_reopen_a_support(unweighty: Finding) -> None:
    assert asked(Status.SUPPORTED, [FOR], [FOR, unweighty]) is None


def test_the_same_team_reopens_only_with_better_grounds() -> None:
    again = finding(paper_id="p9", stance=Stance.CONTRADICTS, independence_group="team two")
    better = finding(paper_id="p9", stance=Stance.CONTRADICTS, independence_group="team two", grade=Grade.E6)
    assert asked(Status.SUPPORTED, [FOR, AGAINST], [FOR, AGAINST, again]) is None
    assert asked(Status.SUPPORTED, [FOR, AGAINST], [FOR, AGAINST, better]) is Status.DISPUTED


def test_a_document_that_was_heard_is_not_new_when_its_team_is_found_to_be_larger() -> None:
    joined = finding(paper_id="p2", stance=Stance.CONTRADICTS, independence_group="team of both")
    assert asked(Status.SUPPORTED, [FOR, AGAINST], [FOR, joined]) is None


def test_independent_support_reopens_a_refutation_and_the_claimants_word_does_not() -> None:
    own = finding(paper_id="p3", grade=Grade.E3, independence_group=CLAIMANT)
    assert asked(Status.REFUTED, [AGAINST], [AGAINST, own]) is None
    assert asked(Status.REFUTED, [AGAINST], [AGAINST, FOR]) is Status.DISPUTED


def test_the_claimants_own_correction_reopens_a_support() -> None:
    correction = finding(
        paper_id="p3", stance=Stance.CONTRADICTS, grade=Grade.E3, independence_group=CLAIMANT, confidence=0.95
    )
    assert asked(Status.SUPPORTED, [FOR], [FOR, correction]) is Status.WITHDRAWN


def test_the_retraction_of_a_document_that_was_heard_reopens_what_rested_on_it() -> None:
    retracted = finding(standing=Standing.RETRACTED)
    assert asked(Status.SUPPORTED, [FOR], [retracted]) is Status.UNVERIFIED
    assert asked(Status.SUPPORTED, [retracted], [retracted]) is None


def test_a_voice_tells_whose_it_is_and_how_it_stood() -> None:
    assert voices([AGAINST, finding(stance=Stance.MENTIONS), finding(grade=Grade.E0)]) == {
        Heard(team="team two", paper_id="p2", side=Side.AGAINST, grade=Grade.E4, standing=Standing.CURRENT)
    }
