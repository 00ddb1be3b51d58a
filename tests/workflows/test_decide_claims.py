"""Editors decide on what was read: each act is done once, leaves an entry, and can be taken back in order."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import DatabaseError, transaction

from claims.core.papers import PaperRecord
from claims.core.quantities import Comparator, Metric
from claims.core.statements import ClaimKind
from claims.judging.findings import Stance
from claims.models import Announcement, Claim, ClaimAct, DeskAct, Evidence, Subject, SubjectAlias, Workflow
from claims.workflows.decide_claim import AlreadyDecided, NotPossible, ReasonMissing, decide_claim
from claims.workflows.decide_claims import Step, decide_claims
from claims.workflows.edit_claim import Edit, NotEdited, edit_claim
from claims.workflows.import_papers import import_papers
from claims.workflows.ingest_announcement import Intake, ingest_announcement
from claims.workflows.mark_claim import NotMarked, mark_claim
from claims.workflows.match_papers import match_papers
from claims.workflows.revisit_claim import revisit_claim
from claims.workflows.split_claim import NotSplit, split_claim
from claims.workflows.undo_claim_act import NothingToUndo, undo_claim_act
from tests.workflows.made_up_claims import NOW
from tests.workflows.made_up_evidence import person

pytestmark = pytest.mark.django_db

STORY = (
    "Nimbus grows again\n\n"
    "Nimbus Labs says that Zephyr-9 has 3 trillion parameters. "
    "Zephyr-9 was trained on 512 GPUs and its training took 10 days.\n\n"
    "Is it any good? Everybody in the lab was delighted with the new kitchen. 🎉 We think it will be loved.\n"
)
KITCHEN = "Everybody in the lab was delighted with the new kitchen."


@pytest.fixture
def editor() -> User:
    return person("ada")


@pytest.fixture
def story() -> Announcement:
    done = ingest_announcement(Intake(text=STORY, publisher="The Daily Model", published_on=date(2026, 5, 1)), now=NOW)
    return Announcement.objects.get(pk=done.announcement_id)


def first(story: Announcement, words: str = "3 trillion") -> Claim:
    return Claim.objects.filter(appearances__announcement=story, text__contains=words).order_by("pk")[0]


def decide(claim: Claim, act: DeskAct, by: User, *, reason: str = "", seen: int = 0) -> int:
    return decide_claim(claim.pk, act, reason=reason, actor=by, seen=seen, now=NOW).act_id


def written(claim: Claim, **changes: Any) -> Edit:
    given = {
        "text": claim.text,
        "subject": claim.subject.name if claim.subject else "",
        "figure": "3 trillion parameters",
        "kind": ClaimKind(claim.kind),
        "claimed_on": claim.claimed_on,
    }
    return Edit(**given | changes)


def acts(claim: Claim) -> list[tuple[str, str, str]]:
    """What was done on it, by whom and why, the first first."""
    return list(claim.acts.order_by("pk").values_list("act", "actor__username", "reason"))


def workflow(claim: Claim) -> str:
    return Claim.objects.get(pk=claim.pk).workflow


def test_a_draft_is_taken_up_once_and_the_entry_tells_by_whom(story: Announcement, editor: User) -> None:
    claim = first(story)
    done = decide_claim(claim.pk, DeskAct.TRACKED, reason="", actor=editor, seen=0, now=NOW)
    with pytest.raises(AlreadyDecided):
        decide(claim, DeskAct.TRACKED, editor, seen=done.act_id)
    entry = ClaimAct.objects.get()
    assert (workflow(claim), acts(claim)) == ("tracked", [("tracked", "ada", "")])
    assert (entry.before["workflow"], entry.after["workflow"], entry.recorded_at) == ("draft", "tracked", NOW)


def test_of_two_editors_at_once_the_second_is_told_what_the_first_decided(story: Announcement, editor: User) -> None:
    claim = first(story)
    decide(claim, DeskAct.DISMISSED, editor, reason="A forecast.")
    with pytest.raises(AlreadyDecided, match=r"ada was there before you.*dismissed.*A forecast"):
        decide(claim, DeskAct.TRACKED, person("bo"))
    assert workflow(claim) == "dismissed"


@pytest.mark.parametrize("act", [DeskAct.DISMISSED, DeskAct.ARCHIVED, DeskAct.REOPENED])
def test_a_tracked_claim_is_not_given_up_without_a_reason(story: Announcement, editor: User, act: DeskAct) -> None:
    claim = first(story)
    seen = decide(claim, DeskAct.TRACKED, editor)
    with pytest.raises(ReasonMissing):
        decide(claim, act, editor, reason="  ", seen=seen)
    assert workflow(claim) == "tracked"
    decide(claim, act, editor, reason="It was said of another model.", seen=seen)
    assert workflow(claim) == {"dismissed": "dismissed", "archived": "archived", "reopened": "draft"}[act]


def test_a_draft_is_not_archived_and_a_merged_claim_not_decided(story: Announcement, editor: User) -> None:
    claim, other = first(story), first(story, "512")
    with pytest.raises(NotPossible):
        decide(claim, DeskAct.ARCHIVED, editor)
    Claim.objects.filter(pk=claim.pk).update(workflow=Workflow.MERGED, merged_into=other)
    with pytest.raises(NotPossible, match=f"merged into claim {other.pk}"):
        decide(claim, DeskAct.TRACKED, editor)


def test_the_rest_of_a_text_is_taken_up_one_by_one_past_what_is_refused(story: Announcement, editor: User) -> None:
    claims = list(Claim.objects.order_by("pk"))
    decide(claims[0], DeskAct.DISMISSED, editor)
    steps = list(decide_claims({one.pk: 0 for one in claims}, DeskAct.TRACKED, reason="", actor=editor, now=NOW))
    assert [bool(step.refusal) for step in steps] == [True, *[False] * (len(claims) - 1)]
    assert steps[-1] == Step(claim_id=claims[-1].pk, done=len(claims), of=len(claims))
    assert [workflow(one) for one in claims] == ["dismissed", *["tracked"] * (len(claims) - 1)]


def test_entries_cannot_be_altered_or_removed(story: Announcement, editor: User) -> None:
    decide(first(story), DeskAct.TRACKED, editor)
    for forget in (
        lambda: ClaimAct.objects.update(reason="otherwise"),
        lambda: ClaimAct.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            forget()


def test_an_edit_changes_words_figure_and_subject_and_keeps_the_earlier_ones(story: Announcement, editor: User) -> None:
    claim = first(story)
    known = Subject.objects.create(name="Zephyr-9 Max")
    SubjectAlias.objects.create(subject=known, name="Z9M")
    edit = written(
        claim, text="Zephyr-9 Max has over 4 trillion  parameters.", subject="Z9M", figure="over 4 trillion parameters"
    )
    done = edit_claim(claim.pk, edit, reason="The table says so.", actor=editor, seen=0, now=NOW)
    now = Claim.objects.get(pk=claim.pk)
    amount = now.quantities.get()
    assert (now.text, now.subject, now.workflow) == ("Zephyr-9 Max has over 4 trillion parameters.", known, "draft")
    assert (amount.metric, amount.comparator, amount.value) == (Metric.PARAMETERS, Comparator.OVER, Decimal(4 * 10**12))
    entry = ClaimAct.objects.get(pk=done.act_id)
    assert (entry.before["text"], entry.after["text"]) == (claim.text, now.text)
    assert entry.before["quantity"]["raw"] == "3 trillion parameters"
    assert "'z9m'" in {probe.name for probe in now.probes.all()}
    undo_claim_act(done.act_id, reason="", actor=editor, now=NOW)
    again = Claim.objects.get(pk=claim.pk)
    assert (again.text, again.subject, again.quantities.get().value) == (
        claim.text,
        claim.subject,
        Decimal(3 * 10**12),
    )


def test_a_figure_that_is_left_as_it_was_keeps_all_that_was_read_of_it(story: Announcement, editor: User) -> None:
    claim = first(story)
    before = claim.quantities.values().get()
    edit_claim(claim.pk, written(claim, text="Other words."), reason="", actor=editor, seen=0, now=NOW)
    assert claim.quantities.values().get() == before


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({}, ""),
        ({"text": " "}, "text"),
        ({"text": "long " * 101}, "text"),
        ({"figure": "many"}, "figure"),
        ({"figure": "512"}, "figure"),
        ({"figure": "10 days on 512 GPUs"}, "figure"),
    ],
    ids=["nothing", "no words", "too long", "no number", "no unit", "two numbers"],
)
def test_an_edit_that_cannot_be_says_in_which_field(
    story: Announcement, editor: User, changes: dict[str, str], field: str
) -> None:
    claim = first(story)
    with pytest.raises(NotEdited) as refused:
        edit_claim(claim.pk, written(claim, **changes), reason="", actor=editor, seen=0, now=NOW)
    assert (refused.value.field, acts(claim)) == (field, [])


def test_the_words_of_a_tracked_claim_never_change(story: Announcement, editor: User) -> None:
    claim = first(story)
    seen = decide(claim, DeskAct.TRACKED, editor)
    with pytest.raises(NotEdited, match="never changes"):
        edit_claim(claim.pk, written(claim, text="Other words."), reason="", actor=editor, seen=seen, now=NOW)


def test_evidence_follows_the_edited_figure_at_once(story: Announcement, editor: User) -> None:
    claim = first(story)
    counted = PaperRecord(id="c1", title="Counting Zephyr", abstract="We count. Zephyr-9 has 3 trillion parameters.")
    match_papers(import_papers([counted], now=NOW).paper_ids, now=NOW)
    revisit_claim(claim.pk, now=NOW)
    assert [row.stance for row in Evidence.objects.standing()] == [Stance.SUPPORTS]
    edit = written(claim, text="Zephyr-9 has 9 trillion parameters.", figure="9 trillion parameters")
    edit_claim(claim.pk, edit, reason="", actor=editor, seen=0, now=NOW)
    assert not Evidence.objects.standing().filter(claim=claim, stance=Stance.SUPPORTS).exists()


def test_words_that_the_reader_left_become_a_draft_with_their_exact_quote(story: Announcement, editor: User) -> None:
    done = mark_claim(story.pk, quote=KITCHEN, start=None, end=None, reason="Checkable.", actor=editor, now=NOW)
    claim = Claim.objects.get(pk=done.claim_id)
    place = claim.appearances.get()
    assert (claim.workflow, claim.readers, place.exact) == ("draft", ["by hand"], KITCHEN)
    assert story.text[place.start : place.end] == KITCHEN
    assert acts(claim) == [("marked", "ada", "Checkable.")]
    with pytest.raises(NotMarked, match=f"Claim {claim.pk} stands on these very words"):
        mark_claim(story.pk, quote="", start=place.start, end=place.end, reason="", actor=editor, now=NOW)


def test_a_marked_span_is_read_with_its_figure_and_subject(story: Announcement, editor: User) -> None:
    start = story.text.index("its training took 10 days")
    end = start + len("its training took 10 days")
    done = mark_claim(story.pk, quote="", start=start - 1, end=end, reason="", actor=editor, now=NOW)
    claim = Claim.objects.get(pk=done.claim_id)
    assert claim.subject is not None
    assert (claim.subject.name, claim.text) == ("Zephyr-9", "Zephyr-9: its training took 10 days")
    assert (claim.quantities.get().value, claim.appearances.get().exact) == (
        Decimal(864_000),
        "its training took 10 days",
    )


@pytest.mark.parametrize(
    "place",
    [
        {"quote": "The kitchen was built on the moon.", "start": None, "end": None},
        {"quote": "", "start": 5, "end": 5},
        {"quote": "", "start": 10, "end": 10**6},
        {"quote": "", "start": None, "end": None},
    ],
    ids=["not in the text", "empty", "outside", "nothing"],
)
def test_what_does_not_stand_in_the_text_is_not_marked(
    story: Announcement, editor: User, place: dict[str, Any]
) -> None:
    before = Claim.objects.count()
    with pytest.raises(NotMarked):
        mark_claim(story.pk, **place, reason="", actor=editor, now=NOW)
    assert Claim.objects.count() == before


def test_a_draft_is_split_within_its_sentence_and_goes_back_as_a_whole(story: Announcement, editor: User) -> None:
    claim = first(story, "512")
    parts = ["Zephyr-9 was trained on 512 GPUs", "its training took 10 days"]
    done = split_claim(claim.pk, parts, reason="Two things.", actor=editor, seen=0, now=NOW)
    made = [Claim.objects.get(pk=number) for number in done.parts]
    assert [one.appearances.get().exact for one in made] == parts
    assert [(one.workflow, one.subject.name if one.subject else "") for one in made] == [("draft", "Zephyr-9")] * 2
    assert (workflow(claim), acts(claim)) == ("dismissed", [("split", "ada", "Two things.")])
    assert [one.acts.get().part_of_id for one in made] == [done.act_id] * 2
    undo_claim_act(done.act_id, reason="One thing.", actor=editor, now=NOW)
    assert [workflow(one) for one in (claim, *made)] == ["draft", "dismissed", "dismissed"]
    assert acts(claim)[-1] == ("undone", "ada", "One thing.")


def test_a_split_stays_once_somebody_has_decided_on_a_part(story: Announcement, editor: User) -> None:
    claim = first(story, "512")
    parts = ["Zephyr-9 was trained on 512 GPUs", "its training took 10 days"]
    done = split_claim(claim.pk, parts, reason="", actor=editor, seen=0, now=NOW)
    part = Claim.objects.get(pk=done.parts[0])
    decide(part, DeskAct.TRACKED, editor, seen=part.acts.get().pk)
    with pytest.raises(AlreadyDecided, match=f"Claim {part.pk}"):
        undo_claim_act(done.act_id, reason="", actor=editor, now=NOW)
    assert (workflow(claim), workflow(part)) == ("dismissed", "tracked")


@pytest.mark.parametrize(
    ("parts", "refused"),
    [
        (["Zephyr-9 was trained on 512 GPUs"], NotSplit),
        (["Zephyr-9 was trained on 512 GPUs"] * 2, NotSplit),
        (["Zephyr-9 was trained on 512 GPUs", KITCHEN], NotMarked),
    ],
    ids=["one part", "the same twice", "from another sentence"],
)
def test_what_is_no_split_changes_nothing(
    story: Announcement, editor: User, parts: list[str], refused: type[Exception]
) -> None:
    claim, before = first(story, "512"), Claim.objects.count()
    with pytest.raises(refused):
        split_claim(claim.pk, parts, reason="", actor=editor, seen=0, now=NOW)
    assert (workflow(claim), Claim.objects.count(), ClaimAct.objects.count()) == ("draft", before, 0)


def test_acts_are_taken_back_in_order_each_once(story: Announcement, editor: User) -> None:
    claim = first(story)
    edited = edit_claim(claim.pk, written(claim, text="Other words."), reason="", actor=editor, seen=0, now=NOW).act_id
    taken = decide(claim, DeskAct.TRACKED, editor, seen=edited)
    with pytest.raises(NothingToUndo):
        undo_claim_act(edited, reason="", actor=editor, now=NOW)
    undo_claim_act(taken, reason="", actor=editor, now=NOW)
    with pytest.raises(NothingToUndo):
        undo_claim_act(taken, reason="", actor=editor, now=NOW)
    undo_claim_act(edited, reason="", actor=editor, now=NOW)
    assert (Claim.objects.get(pk=claim.pk).text, workflow(claim)) == (claim.text, "draft")
    assert [act for act, _, _ in acts(claim)] == ["edited", "tracked", "undone", "undone"]


def test_an_act_is_not_taken_back_over_what_something_else_changed(story: Announcement, editor: User) -> None:
    claim = first(story)
    taken = decide(claim, DeskAct.TRACKED, editor)
    Claim.objects.filter(pk=claim.pk).update(workflow=Workflow.ARCHIVED)
    with pytest.raises(AlreadyDecided, match="changed elsewhere"):
        undo_claim_act(taken, reason="", actor=editor, now=NOW)
    assert workflow(claim) == "archived"
