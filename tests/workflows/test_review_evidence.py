"""People decide on evidence: with name and reason, the status follows at once, and nothing is overwritten."""

from collections.abc import Callable
from threading import Thread
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import translation

from claims.judging.findings import Stance
from claims.models import Claim, Evidence, EvidenceReview, EvidenceState, ReviewAct, StatusChange
from claims.workflows.foresee_review import foresee_requote, foresee_review
from claims.workflows.requote_evidence import AlreadyQuoted, NotVerbatim, requote_evidence
from claims.workflows.review_evidence import (
    AlreadyDecided,
    NoLongerFollows,
    ReasonMissing,
    Reviewed,
    review_evidence,
)
from claims.workflows.revisit_claim import revisit_claim
from claims.workflows.undo_review import NothingToUndo, undo_review
from tests.workflows.made_up_claims import NOW, zephyr_claim
from tests.workflows.made_up_evidence import QUOTE, evidence, person

pytestmark = pytest.mark.django_db


def review(row: Evidence, act: ReviewAct = ReviewAct.ACCEPTED, *, by: str = "ada", seen: int = 0) -> Reviewed:
    return review_evidence(row.pk, act, reason="I looked it up.", actor=person(by), seen=seen, now=NOW)


def undo(review_id: int, *, by: str = "bo") -> Reviewed:
    return undo_review(review_id, reason="Wrong document.", actor=person(by), now=NOW)


def states() -> list[tuple[str, str, str | None]]:
    rows = Evidence.objects.order_by("pk").values_list("quote", "state", "decided_by__username")
    return [(quote, state, name) for quote, state, name in rows]


def log() -> list[tuple[str, str, str]]:
    rows = EvidenceReview.objects.order_by("pk").values_list("act", "actor__username", "reason")
    return [(act, name, reason) for act, name, reason in rows]


def history(claim: Claim) -> list[tuple[Any, ...]]:
    steps = claim.status_changes.order_by("pk")
    return [(step.from_status, step.to_status, str(step.actor or ""), step.reasons[0]["code"]) for step in steps]


def test_accepting_sets_the_status_with_the_reviewer_and_the_reason_in_its_history() -> None:
    claim = zephyr_claim()
    done = review(evidence(claim))
    claim.refresh_from_db()
    assert (done.status_before, done.status, claim.status) == ("unverified", "supported", "supported")
    assert states() == [(QUOTE, "accepted", "ada")]
    assert history(claim) == [("unverified", "supported", "ada", "reviewed")]
    assert StatusChange.objects.get().reasons[0]["text"] == (f"Accepted: “{QUOTE}” of Counting Zephyr. I looked it up.")


def test_rejecting_takes_the_status_back() -> None:
    row = evidence(zephyr_claim())
    first = review(row)
    second = review(row, ReviewAct.REJECTED, by="bo", seen=first.review_id)
    assert (second.status_before, second.status, states()) == ("supported", "unverified", [(QUOTE, "rejected", "bo")])


def test_a_review_that_changes_no_status_is_in_the_history_all_the_same() -> None:
    claim = zephyr_claim()
    review(evidence(claim, stance=Stance.MENTIONS))
    assert history(claim) == [("unverified", "unverified", "ada", "reviewed")]


def test_a_decision_needs_a_reason() -> None:
    row = evidence(zephyr_claim())
    with pytest.raises(ReasonMissing, match="Say why"):
        review_evidence(row.pk, ReviewAct.ACCEPTED, reason="  ", actor=person("ada"), seen=0, now=NOW)
    assert (states(), log()) == ([(QUOTE, "proposed", None)], [])


def test_the_second_of_two_reviewers_is_told_what_the_first_decided_and_nothing_is_lost() -> None:
    row = evidence(zephyr_claim())
    review(row)
    with pytest.raises(AlreadyDecided, match=r"ada has decided on it \(accepted, .*\): I looked it up\."):
        review(row, ReviewAct.REJECTED, by="bo")
    assert (states(), log()) == ([(QUOTE, "accepted", "ada")], [("accepted", "ada", "I looked it up.")])


def test_a_reviewer_who_reads_chinese_is_told_in_chinese() -> None:
    row = evidence(zephyr_claim())
    first = review(row)
    with translation.override("zh-hans"):
        with pytest.raises(AlreadyDecided, match=r"^ada 已对它作出决定（已采纳，.*）：I looked it up\.$"):
            review(row, by="bo")
        with pytest.raises(AlreadyDecided, match="它的状态已是“已采纳”；未作任何更改。"):
            review(row, by="bo", seen=first.review_id)


def test_who_has_seen_the_first_decision_may_decide_otherwise_but_not_the_same_again() -> None:
    row = evidence(zephyr_claim())
    first = review(row)
    with pytest.raises(AlreadyDecided, match="It is accepted already"):
        review(row, by="bo", seen=first.review_id)
    review(row, ReviewAct.REJECTED, by="bo", seen=first.review_id)
    assert states() == [(QUOTE, "rejected", "bo")]
    assert [act for act, _, _ in log()] == ["accepted", "rejected"]


def test_what_the_rules_no_longer_find_cannot_be_decided_on() -> None:
    with pytest.raises(NoLongerFollows):
        review(evidence(zephyr_claim(), state=EvidenceState.INVALIDATED))


def test_undoing_goes_back_to_what_was_before_by_another_entry() -> None:
    claim = zephyr_claim()
    done = review(evidence(claim))
    assert undo(done.review_id).status == "unverified"
    assert states() == [(QUOTE, "proposed", None)]
    assert log() == [("accepted", "ada", "I looked it up."), ("undone", "bo", "Wrong document.")]
    assert [step[:3] for step in history(claim)] == [
        ("unverified", "supported", "ada"),
        ("supported", "unverified", "bo"),
    ]


def test_only_the_newest_entry_can_be_undone_and_an_undoing_cannot() -> None:
    row = evidence(zephyr_claim())
    first = review(row)
    second = review(row, ReviewAct.REJECTED, seen=first.review_id)
    with pytest.raises(AlreadyDecided):
        undo(first.review_id)
    undone = undo(second.review_id)
    assert states() == [(QUOTE, "accepted", "ada")]
    with pytest.raises(NothingToUndo):
        undo(undone.review_id)


def requote(row: Evidence, quote: str, *, seen: int = 0) -> Reviewed:
    return requote_evidence(row.pk, quote, reason="The better sentence.", actor=person("ada"), seen=seen, now=NOW)


def test_other_words_of_the_same_document_take_the_place_of_the_quote() -> None:
    done = requote(evidence(zephyr_claim()), " We counted by hand. Zephyr-9 has 3 trillion parameters. ")
    assert done.status == "supported"
    assert states() == [
        (QUOTE, "rejected", "ada"),
        ("We counted by hand. Zephyr-9 has 3 trillion parameters.", "accepted", "ada"),
    ]
    assert EvidenceReview.objects.get().replacement == Evidence.objects.order_by("pk").last()


@pytest.mark.parametrize(
    ("words", "advice"),
    [
        ("Zephyr-9 has 4 trillion parameters.", "do not stand in Counting Zephyr"),
        ("Zephyr-9 has 3 trillion param", "do not stand in"),
        ("Zephyr‑9 has 3 trillion parameters.", "Quote it as the document has it: “Zephyr-9 has 3 trillion"),
        ("  ", "do not stand in"),
    ],
    ids=["made up", "a word cut", "another hyphen", "nothing"],
)
def test_words_that_do_not_stand_in_the_document_are_refused(words: str, advice: str) -> None:
    row = evidence(zephyr_claim())
    with pytest.raises(NotVerbatim, match=advice):
        requote(row, words)
    assert (states(), log()) == ([(QUOTE, "proposed", None)], [])


def test_words_that_are_quoted_already_are_refused() -> None:
    row = evidence(zephyr_claim())
    with pytest.raises(AlreadyQuoted, match=f"Evidence {row.pk} quotes these words already"):
        requote(row, QUOTE)


def test_undoing_other_words_brings_the_first_back() -> None:
    done = requote(evidence(zephyr_claim()), "We counted by hand.")
    undo(done.review_id)
    assert states() == [(QUOTE, "proposed", None), ("We counted by hand.", "rejected", "bo")]
    assert [act for act, _, _ in log()] == ["requoted", "undone", "rejected"]


def test_a_look_of_a_job_leaves_what_people_decided() -> None:
    claim = zephyr_claim()
    review(evidence(claim))
    before = states()
    revisit_claim(claim.pk, now=NOW)
    claim.refresh_from_db()
    assert (states(), claim.status) == (before, "supported")


def test_a_preview_tells_the_status_and_changes_nothing() -> None:
    claim = zephyr_claim()
    row = evidence(claim)
    (accepted,) = foresee_review([row], ReviewAct.ACCEPTED, actor=person("ada"))
    (rejected,) = foresee_review([Evidence.objects.with_paper().get()], ReviewAct.REJECTED, actor=person("ada"))
    words = foresee_requote(Evidence.objects.with_paper().get(), "We counted by hand.", actor=person("ada"), now=NOW)
    assert [(one.status, one.moves) for one in (accepted, rejected, words)] == [
        ("supported", True),
        ("unverified", False),
        ("supported", True),
    ]
    claim.refresh_from_db()
    assert (claim.status, states(), log()) == ("unverified", [(QUOTE, "proposed", None)], [])
    assert (row.state, row.decided_by) == ("proposed", None)


@pytest.mark.parametrize(
    "forget",
    [lambda: EvidenceReview.objects.update(reason="x"), lambda: EvidenceReview.objects.all()._raw_delete("default")],
    ids=["alter", "delete"],
)
def test_reviews_can_neither_be_altered_nor_removed(forget: Callable[[], object]) -> None:
    review(evidence(zephyr_claim()))
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        forget()


@pytest.mark.django_db(transaction=True)
def test_of_two_reviewers_at_the_same_moment_one_decides() -> None:
    row = evidence(zephyr_claim())
    people = [person("ada"), person("bo")]
    told: list[str] = []

    def decide(index: int, act: ReviewAct) -> None:
        try:
            review_evidence(row.pk, act, reason="I looked.", actor=people[index], seen=0, now=NOW)
        except AlreadyDecided as refused:
            told.append(str(refused))
        finally:
            connection.close()

    threads = [Thread(target=decide, args=one) for one in ((0, ReviewAct.ACCEPTED), (1, ReviewAct.REJECTED))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    ((act, name, _),) = log()
    assert states() == [(QUOTE, act, name)]
    assert [words.split(" (")[0] for words in told] == [f"{name} has decided on it"]
