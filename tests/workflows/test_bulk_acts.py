"""One act over many rows: asked, confirmed, done row by row as by hand, stopped and gone on with, twice as once."""

from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import count
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.utils import translation

from claims.models import (
    Assignment,
    AssignmentStep,
    BulkAct,
    BulkRun,
    BulkState,
    Claim,
    ClaimAct,
    DeskAct,
    Evidence,
    EvidenceReview,
    ReviewAct,
    VisitSchedule,
    Workflow,
)
from claims.workflows import carry_on_bulk as carrying
from claims.workflows import open_bulk as opening
from claims.workflows.carry_on_bulk import carry_on_bulk
from claims.workflows.decide_claim import decide_claim
from claims.workflows.merge_claims import merge_claims
from claims.workflows.open_bulk import BulkRefused, open_bulk
from claims.workflows.review_evidence import review_evidence
from claims.workflows.steer_bulk import confirm_bulk, give_up_bulk, resume_bulk, stop_bulk
from tests.workflows.made_up_claims import NOW, zephyr_claim
from tests.workflows.made_up_evidence import evidence, paper, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada() -> User:
    return person("ada")


def claims(number: int) -> list[Claim]:
    return [zephyr_claim(f"Zephyr-9 has size {one}.", due_at=NOW + timedelta(days=9)) for one in range(number)]


def confirmed(
    act: BulkAct, rows: QuerySet[Any], by: User, *, reason: str = "Out of scope.", editor: User | None = None
) -> BulkRun:
    run = open_bulk(act, rows, actor=by, now=NOW)
    confirm_bulk(run.pk, reason=reason, editor=editor, actor=by, now=NOW)
    return run


def go_on(run: BulkRun, *, seconds: float = 60) -> BulkState:
    return carry_on_bulk(run.pk, clock=lambda: NOW, seconds=seconds)


def outcomes(run: BulkRun) -> list[str]:
    return list(run.rows.order_by("number").values_list("outcome", flat=True))


def one_row() -> Callable[[], datetime]:
    """A clock by which the time is up after each row."""
    ticks = count()
    return lambda: NOW + timedelta(minutes=next(ticks))


def test_each_claim_is_dismissed_with_its_entry_as_if_one_by_one(ada: User) -> None:
    made = claims(3)
    run = confirmed(BulkAct.DISMISS, Claim.objects.all(), ada)
    assert ClaimAct.objects.count() == 0
    assert go_on(run) == BulkState.DONE
    acts = ClaimAct.objects.order_by("claim").values_list("claim", "act", "actor__username", "reason")
    assert list(acts) == [(claim.pk, "dismissed", "ada", "Out of scope.") for claim in made]
    assert set(Claim.objects.values_list("workflow", flat=True)) == {"dismissed"}
    again = BulkRun.objects.get()
    assert (again.due_at, again.finished_at, outcomes(run)) == (None, NOW, ["done"] * 3)


def test_doing_it_again_changes_nothing(ada: User) -> None:
    claims(2)
    run = confirmed(BulkAct.DISMISS, Claim.objects.all(), ada)
    go_on(run)
    assert go_on(run) == BulkState.DONE
    later = confirmed(BulkAct.DISMISS, Claim.objects.all(), ada)
    go_on(later)
    assert (ClaimAct.objects.count(), outcomes(later)) == (2, ["refused"] * 2)
    assert "already; nothing was changed." in later.rows.earliest("pk").told


def test_what_somebody_decided_since_is_left_and_told(ada: User) -> None:
    made = claims(2)
    run = confirmed(BulkAct.DISMISS, Claim.objects.all(), ada)
    decide_claim(made[0].pk, DeskAct.ARCHIVED, reason="Settled.", actor=person("bo"), seen=0, now=NOW)
    go_on(run)
    assert outcomes(run) == ["refused", "done"]
    assert "bo was there before you" in run.rows.earliest("number").told
    assert Claim.objects.get(pk=made[0].pk).workflow == "archived"


def test_what_is_kept_of_a_refusal_is_english_in_every_language(ada: User) -> None:
    row = evidence(zephyr_claim())
    run = confirmed(BulkAct.REJECT, Evidence.objects.all(), ada)
    review_evidence(row.pk, ReviewAct.ACCEPTED, reason="It says so.", actor=person("bo"), seen=0, now=NOW)
    with translation.override("zh-hans"):
        go_on(run)
    assert run.rows.get().told.startswith("bo has decided on it (accepted, ")


def test_claims_are_looked_for_assigned_and_taken_out(ada: User) -> None:
    made = claims(3)
    merge_claims(made[2].pk, made[0].pk, actor=ada, reason="The same.", now=NOW)
    rows = Claim.objects.filter(pk__in=[claim.pk for claim in made[:2]])
    go_on(confirmed(BulkAct.LOOK, rows, ada, reason=""))
    assert set(VisitSchedule.objects.filter(claim__in=rows).values_list("due_at", flat=True)) == {NOW}
    given = confirmed(BulkAct.ASSIGN, rows, ada, reason="", editor=person("bo"))
    go_on(given)
    assert list(Assignment.objects.values_list("editor__username", flat=True)) == ["bo", "bo"]
    assert (AssignmentStep.objects.count(), outcomes(given)) == (2, ["done", "done"])
    same = confirmed(BulkAct.ASSIGN, rows, ada, reason="", editor=person("bo"))
    go_on(same)
    assert (AssignmentStep.objects.count(), outcomes(same)) == (2, ["same", "same"])
    go_on(confirmed(BulkAct.UNMERGE, Claim.objects.filter(workflow=Workflow.MERGED), ada, reason="Two of them."))
    out = Claim.objects.get(pk=made[2].pk)
    assert (out.workflow, out.merges.latest("pk").reason) == ("tracked", "Two of them.")


@pytest.mark.parametrize(
    ("act", "review", "state"),
    [(BulkAct.ACCEPT, "accepted", "accepted"), (BulkAct.REJECT, "rejected", "rejected")],
)
def test_evidence_is_reviewed_with_an_entry_each(ada: User, act: BulkAct, review: str, state: str) -> None:
    rows = [evidence(claim, paper(f"Paper {claim.pk}")) for claim in claims(3)]
    review_evidence(rows[1].pk, ReviewAct.REJECTED, reason="No.", actor=person("bo"), seen=0, now=NOW)
    run = confirmed(act, Evidence.objects.filter(state="proposed"), ada, reason="Read all of it.")
    assert go_on(run) == BulkState.DONE
    told = EvidenceReview.objects.filter(actor=ada).order_by("evidence").values_list("evidence", "act", "reason")
    assert list(told) == [(row.pk, review, "Read all of it.") for row in (rows[0], rows[2])]
    assert set(Evidence.objects.filter(decided_by=ada).values_list("state", flat=True)) == {state}


def test_an_act_is_stopped_between_rows_and_goes_on_where_it_was(ada: User) -> None:
    claims(3)
    run = confirmed(BulkAct.DISMISS, Claim.objects.all(), ada)
    carry_on_bulk(run.pk, clock=one_row(), seconds=1)
    stop_bulk(run.pk)
    assert go_on(run) == BulkState.STOPPED
    assert outcomes(run) == ["done", "", ""]
    assert BulkRun.objects.get().due_at is None
    resume_bulk(run.pk, now=NOW)
    assert go_on(run) == BulkState.DONE
    assert ClaimAct.objects.count() == 3


def test_a_row_that_never_ends_fails_the_act_and_it_can_go_on(ada: User) -> None:
    claims(1)
    run = confirmed(BulkAct.DISMISS, Claim.objects.all(), ada)
    BulkRun.objects.update(tries=carrying.MAX_TRIES)
    assert go_on(run) == BulkState.FAILED
    assert "never came to an end" in BulkRun.objects.get().failure
    resume_bulk(run.pk, now=NOW)
    assert (go_on(run), BulkRun.objects.get().failure) == (BulkState.DONE, "")


def test_nothing_is_done_before_a_word_is_given_and_then_only_once(ada: User) -> None:
    claims(1)
    run = open_bulk(BulkAct.DISMISS, Claim.objects.all(), actor=ada, now=NOW)
    assert go_on(run) == BulkState.ASKED
    with pytest.raises(BulkRefused, match="Say why"):
        confirm_bulk(run.pk, reason=" ", editor=None, actor=ada, now=NOW)
    confirm_bulk(run.pk, reason="Out of scope.", editor=None, actor=ada, now=NOW)
    again: tuple[Callable[[], None], ...] = (
        lambda: confirm_bulk(run.pk, reason="Twice.", editor=None, actor=ada, now=NOW),
        lambda: resume_bulk(run.pk, now=NOW),
        lambda: give_up_bulk(run.pk),
    )
    for refused in again:
        with pytest.raises(BulkRefused):
            refused()
    go_on(run)
    with pytest.raises(BulkRefused, match="nothing to stop"):
        stop_bulk(run.pk)


def test_what_was_never_confirmed_can_be_given_up(ada: User) -> None:
    claims(1)
    give_up_bulk(open_bulk(BulkAct.LOOK, Claim.objects.all(), actor=ada, now=NOW).pk)
    assert not BulkRun.objects.exists()


def test_no_rows_and_too_many_are_refused(ada: User, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(BulkRefused, match="Nothing was chosen"):
        open_bulk(BulkAct.LOOK, Claim.objects.all(), actor=ada, now=NOW)
    monkeypatch.setattr(opening, "MOST_ROWS", 2)
    claims(3)
    with pytest.raises(BulkRefused, match="More than 2 rows match"):
        open_bulk(BulkAct.LOOK, Claim.objects.all(), actor=ada, now=NOW)
    assert not BulkRun.objects.exists()
