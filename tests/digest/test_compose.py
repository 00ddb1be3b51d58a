"""One entry for each claim, paper and announcement, by their weight, and none where nothing happened."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.core.papers import Standing
from claims.digest.changes import Change, Section, ToldBefore
from claims.digest.compose import Composer, compose
from claims.digest.happenings import Happening, Step
from claims.judging.findings import Certainty, Grade, Status
from claims.judging.reversals import Weight
from claims.judging.rulings import Side
from claims.models.outbox import EventKind
from tests.digest.made_up_happenings import NOW, accepted, dropped, facts, happening, merging, notice, proof, step

S = Status
BEFORE = ToldBefore(day=date(2026, 11, 18), status=S.SUPPORTED)


def told(*happenings: Happening) -> list[tuple[str, str, tuple[int, ...]]]:
    return [(change.section.value, change.kind, change.events) for change in compose(facts(*happenings))]


def only(*happenings: Happening) -> Change:
    (change,) = compose(facts(*happenings))
    return change


def test_a_movement_is_told_with_all_that_decided_it() -> None:
    decisive = proof(1)
    reasons = (("supported", f"Independently supported: Counting (E4), “{decisive.quoted.exact}”"), ("supported", "."))
    moved = step(1, S.UNVERIFIED, S.SUPPORTED, reasons=reasons, proofs=(decisive,), known_on=date(2024, 2, 1))
    assert only(moved) == Change(
        section=Section.CONFIRMED,
        events=(1,),
        kind="claim.status_changed",
        title="Zephyr-1 is large.",
        title_language="en",
        path="/claims/1/",
        subject="Zephyr-1",
        claimant="Nimbus Labs",
        before=S.UNVERIFIED,
        after=S.SUPPORTED,
        certainty=Certainty.LOW,
        reasons=("supported",),
        quote=decisive.quoted,
        known_on=date(2024, 2, 1),
        recorded_at=NOW + timedelta(hours=1),
    )


def test_steps_within_a_window_are_one_movement() -> None:
    change = only(
        step(1, S.UNVERIFIED, S.ATTESTED),
        step(2, S.ATTESTED, S.SUPPORTED),
        step(3, S.SUPPORTED, S.DISPUTED, reasons=(("contradicted", "Contradicted"),)),
        step(4, S.DISPUTED, S.DISPUTED, certainty=Certainty.HIGH, reasons=(("other", "."),)),
    )
    assert (change.before, change.after, change.certainty) == (S.UNVERIFIED, S.DISPUTED, Certainty.HIGH)
    assert (change.events, change.reasons, change.section) == ((1, 2, 3, 4), ("contradicted",), Section.MOVED)


def test_a_claim_that_is_back_where_it_was_is_not_told() -> None:
    assert told(step(1, S.SUPPORTED, S.DISPUTED), step(2, S.DISPUTED, S.SUPPORTED)) == []


def test_it_is_told_quietly_where_evidence_came_meanwhile() -> None:
    there = (step(1, S.SUPPORTED, S.DISPUTED), accepted(2, proof()), step(3, S.DISPUTED, S.SUPPORTED))
    assert told(*there) == [("quiet", "evidence.accepted", (1, 2, 3))]


def test_evidence_belongs_to_the_movement_that_it_caused() -> None:
    assert told(accepted(1, proof()), step(2, S.UNVERIFIED, S.SUPPORTED), dropped(3, proof(2))) == [
        ("confirmed", "claim.status_changed", (1, 2, 3))
    ]


def test_evidence_that_moved_nothing_is_told_quietly_with_its_best_words() -> None:
    best = proof(2, Side.AGAINST, Grade.E6)
    change = only(accepted(1, proof(1)), accepted(2, best), dropped(3, proof(3, grade=Grade.E6)))
    assert (change.section, change.kind, change.quote) == (Section.QUIET, "evidence.accepted", best.quoted)
    assert (change.before, change.after) == (S.UNVERIFIED, S.UNVERIFIED)


def test_evidence_that_came_and_went_is_not_told() -> None:
    assert told(accepted(1, proof()), dropped(2, proof())) == []
    assert told(dropped(1, proof()), accepted(2, proof())) == []
    assert told(accepted(1, proof()), dropped(2, proof()), accepted(3, proof())) == [
        ("quiet", "evidence.accepted", (1, 2, 3))
    ]


def test_a_mere_mention_is_not_told() -> None:
    assert told(accepted(1, proof(side=None))) == []


def test_a_claim_taken_up_is_new_and_says_how_it_stands() -> None:
    history = (
        (NOW, S.ATTESTED, Certainty.MODERATE),
        (NOW + timedelta(days=9), S.REFUTED, Certainty.HIGH),
    )
    (change,) = compose(facts(happening(1, EventKind.CLAIM_TRACKED), history=history))
    assert (change.section, change.after, change.certainty) == (Section.NEW, S.ATTESTED, Certainty.MODERATE)


def test_an_announcement_is_new_with_its_claims_and_a_copy_is_told_quietly() -> None:
    new = compose(facts(*(happening(n, EventKind.ANNOUNCEMENT_ADDED, announcement=n) for n in (1, 2))))
    assert [(change.section, change.count, change.after) for change in new] == [
        (Section.NEW, 2, None),
        (Section.QUIET, 1, None),
    ]


def test_a_silent_edit_is_told_quietly_unless_its_text_is_new() -> None:
    edited = happening(2, EventKind.ANNOUNCEMENT_EDITED, announcement=1)
    assert told(edited) == [("quiet", "announcement.edited", (2,))]
    assert told(happening(1, EventKind.ANNOUNCEMENT_ADDED, announcement=1), edited) == [
        ("new", "announcement.added", (1, 2))
    ]


def test_a_notice_is_told_of_its_paper() -> None:
    change = only(notice(1), notice(2, Standing.CURRENT))
    assert (change.section, change.title, change.reasons) == (Section.PAPERS, "Counting Zephyr", ("current",))
    assert (change.detail, change.known_on, change.events) == ("Wrong.", date(2025, 3, 1), (1, 2))


def test_a_notice_is_told_with_the_claims_that_moved_on_it() -> None:
    fell = step(2, S.SUPPORTED, S.UNVERIFIED)
    assert told(notice(1), fell) == [("turned", "claim.status_changed", (1, 2))]
    assert told(notice(1), fell, step(3, S.SUPPORTED, S.UNVERIFIED, claim=2)) == [
        ("turned", "claim.status_changed", (1, 3)),
        ("turned", "claim.status_changed", (1, 2)),
    ]


def test_a_notice_that_came_later_or_on_another_paper_stands_for_itself() -> None:
    assert told(step(1, S.UNVERIFIED, S.SUPPORTED), notice(2)) == [
        ("confirmed", "claim.status_changed", (1,)),
        ("papers", "paper.notice", (2,)),
    ]
    assert told(notice(1, paper=2), step(2, S.UNVERIFIED, S.SUPPORTED))[1] == ("papers", "paper.notice", (1,))


def test_certainty_alone_is_told_quietly() -> None:
    change = only(step(1, S.SUPPORTED, S.SUPPORTED, certainty=Certainty.HIGH))
    assert (change.section, change.before, change.after) == (Section.QUIET, S.SUPPORTED, S.SUPPORTED)
    assert change.certainty is Certainty.HIGH


def test_a_ruling_is_told_in_its_own_words_even_where_it_moves_nothing() -> None:
    ruled: dict[str, Any] = {"ruling": "The audit says so.", "by_person": True, "reasons": (("ruled", "Ruled …"),)}
    moved = only(step(1, S.DISPUTED, S.REFUTED, **ruled))
    assert (moved.section, moved.detail, moved.by_person) == (Section.TURNED, "The audit says so.", True)
    stays = only(step(1, S.DISPUTED, S.DISPUTED, **ruled))
    assert (stays.section, stays.detail, stays.by_person) == (Section.QUIET, "The audit says so.", True)


def test_a_review_that_moves_nothing_is_not_told() -> None:
    assert told(step(1, S.DISPUTED, S.DISPUTED, by_person=True, reasons=(("reviewed", "."),))) == []


def test_merging_is_told_quietly_unless_it_was_taken_back_or_concerns_nobody() -> None:
    merged = merging(1, EventKind.CLAIM_MERGED)
    change = only(merged)
    assert (change.section, change.kind, change.detail) == (Section.QUIET, "claim.merged", "They say the same.")
    assert told(merged, merging(2, EventKind.CLAIM_UNMERGED)) == []
    assert told(merging(2, EventKind.CLAIM_UNMERGED)) == [("quiet", "claim.unmerged", (2,))]
    assert told(merging(1, EventKind.CLAIM_MERGED, is_of_interest=False)) == []


def test_comments_and_dismissals_are_quiet() -> None:
    assert told(happening(1, EventKind.COMMENT_PUBLISHED)) == [("quiet", "claim.comment_published", (1,))]
    assert told(happening(1, EventKind.CLAIM_DISMISSED)) == [("quiet", "claim.dismissed", (1,))]


def test_a_draft_is_told_as_one_and_after_what_people_confirmed() -> None:
    changes = compose(facts(step(2, S.UNVERIFIED, S.SUPPORTED, claim=3), step(1, S.UNVERIFIED, S.SUPPORTED, claim=1)))
    assert [(change.path, change.is_draft) for change in changes] == [("/claims/1/", False), ("/claims/3/", True)]


def test_the_weightiest_comes_first() -> None:
    assert told(
        happening(1, EventKind.ANNOUNCEMENT_ADDED, announcement=1),
        notice(2, paper=2),
        accepted(3, proof(), claim=3),
        step(4, S.UNVERIFIED, S.SUPPORTED, claim=2),
        step(5, S.DISPUTED, S.REFUTED, claim=1),
    ) == [
        ("turned", "claim.status_changed", (5,)),
        ("confirmed", "claim.status_changed", (4,)),
        ("new", "announcement.added", (1,)),
        ("papers", "paper.notice", (2,)),
        ("quiet", "evidence.accepted", (3,)),
    ]


@pytest.mark.parametrize(
    ("after", "side"),
    [
        (S.SUPPORTED, Side.FOR),
        (S.ATTESTED, Side.FOR),
        (S.QUALIFIED, Side.IN_PART),
        (S.DISPUTED, Side.AGAINST),
        (S.REFUTED, Side.AGAINST),
        (S.SUPERSEDED, Side.OVERTAKING),
        (S.WITHDRAWN, Side.AGAINST),
    ],
)
def test_the_words_that_decided_it_are_on_the_side_of_the_status(after: Status, side: Side) -> None:
    proofs = tuple(proof(number, each, Grade.E6) for number, each in enumerate([*Side, None], start=1))
    change = only(step(1, S.UNVERIFIED, after, proofs=proofs))
    assert change.quote == next(one.quoted for one in proofs if one.side is side)


def test_nothing_is_quoted_where_nothing_is_known_and_none_of_what_does_not_count() -> None:
    assert only(step(1, S.SUPPORTED, S.UNVERIFIED, proofs=(proof(),))).quote is None
    assert only(step(1, S.UNVERIFIED, S.SUPPORTED, proofs=(proof(counts=False),))).quote is None


def test_the_words_of_the_first_reason_are_quoted_then_those_of_the_best_grade() -> None:
    named, best, other = proof(1), proof(2, grade=Grade.E6), proof(3, grade=Grade.E5)
    reasons = (("held_by_person", "A person set it."), ("supported", f"Supported: “{named.quoted.exact}”"))
    by_reason = step(1, S.UNVERIFIED, S.SUPPORTED, proofs=(other, best, named), reasons=reasons)
    assert only(by_reason).quote == named.quoted
    by_grade = step(1, S.UNVERIFIED, S.SUPPORTED, proofs=(other, best, named))
    assert only(by_grade).quote == best.quoted


def test_what_takes_back_what_a_reader_was_told_is_a_correction() -> None:
    turned = facts(step(1, S.SUPPORTED, S.DISPUTED))
    (plain,) = compose(turned)
    assert compose(turned, {1: BEFORE}) == (replace(plain, section=Section.CORRECTION, told_before=BEFORE),)
    assert compose(turned, {1: replace(BEFORE, status=S.DISPUTED)}) == (plain,)
    assert compose(turned, {2: BEFORE}) == (plain,)


KINDS = (
    EventKind.CLAIM_TRACKED,
    EventKind.CLAIM_DISMISSED,
    EventKind.COMMENT_PUBLISHED,
    EventKind.ANNOUNCEMENT_ADDED,
    EventKind.ANNOUNCEMENT_EDITED,
)


@st.composite
def weeks(draw: st.DrawFn) -> list[Happening]:
    """Any mixture of events in which each claim's steps join and its evidence comes before it goes."""
    standing = dict.fromkeys((1, 2, 3), S.UNVERIFIED)
    counting: set[tuple[int, int]] = set()
    week = []
    for number in range(1, draw(st.integers(1, 14)) + 1):
        claim = draw(st.integers(1, 3))
        match draw(st.integers(0, 3)):
            case 0:
                after = draw(st.sampled_from(Status))
                certainty = draw(st.sampled_from(Certainty))
                week.append(step(number, standing[claim], after, claim=claim, certainty=certainty))
                standing[claim] = after
            case 1:
                piece = proof(draw(st.integers(1, 2)), draw(st.sampled_from([*Side, None])))
                counts = (claim, piece.id) in counting
                week.append((dropped if counts else accepted)(number, piece, claim=claim))
                counting ^= {(claim, piece.id)}
            case 2:
                week.append(notice(number, draw(st.sampled_from(Standing)), paper=draw(st.integers(1, 2))))
            case _:
                kind = draw(st.sampled_from(KINDS))
                about = {"announcement": claim} if kind.value.startswith("announcement") else {"claim": claim}
                week.append(happening(number, kind, **about))
    return week


TOLD = st.dictionaries(st.integers(1, 3), st.sampled_from(Status).map(lambda status: replace(BEFORE, status=status)))


@given(week=weeks(), before=TOLD, data=st.data())
def test_the_order_and_repetition_of_events_do_not_matter(
    week: list[Happening], before: dict[int, ToldBefore], data: st.DataObject
) -> None:
    shuffled = data.draw(st.permutations(week))
    assert compose(facts(*shuffled, *shuffled), before) == compose(facts(*week), before)


@given(week=weeks(), before=TOLD)
def test_what_the_entries_tell_composes_to_the_same_entries(
    week: list[Happening], before: dict[int, ToldBefore]
) -> None:
    composer = Composer(facts(*week))
    changes = composer.compose([one.id for one in week], before)
    told_events = {event for change in changes for event in change.events}
    assert composer.compose(told_events, before) == changes
    assert Composer(facts(*(one for one in week if one.id in told_events))).compose(told_events, before) == changes


@given(week=weeks(), before=TOLD)
def test_each_claim_paper_and_announcement_has_one_entry_in_the_order_of_weight(
    week: list[Happening], before: dict[int, ToldBefore]
) -> None:
    changes = compose(facts(*week), before)
    assert len({change.path for change in changes}) == len(changes)
    places = [list(Section).index(change.section) for change in changes]
    assert places == sorted(places)


@given(week=weeks())
def test_no_movement_is_lost(week: list[Happening]) -> None:
    """Where a claim stands elsewhere at the end than at the beginning, the entries say so."""
    ends: dict[int, tuple[Status, Status]] = {}
    for one in week:
        if one.claim and isinstance(telling := one.telling, Step):
            ends[one.claim] = (ends.get(one.claim, (telling.before, telling.after))[0], telling.after)
    moved = {f"/claims/{claim}/": pair for claim, pair in ends.items() if pair[0] is not pair[1]}
    told_of = {change.path: (change.before, change.after) for change in compose(facts(*week))}
    assert {path: told_of.get(path) for path in moved} == moved


def test_the_weights_of_movements_are_sections_in_the_same_order() -> None:
    order = [section.value for section in Section]
    places = [order.index(weight.value) for weight in Weight]
    assert places == sorted(places)
