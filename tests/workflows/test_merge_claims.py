"""Merged claims keep their numbers and lead on; merging has laws, a history, and a way back."""

from datetime import timedelta
from hashlib import sha256
from itertools import count

import pytest
from django.contrib.auth.models import User
from django.db import DatabaseError, IntegrityError, transaction
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from claims.models import (
    Announcement,
    Appearance,
    Claim,
    ClaimMerge,
    RepeatPair,
    VisitSchedule,
    Workflow,
)
from claims.workflows.gather_appearances import successor_of
from claims.workflows.lease_due_visits import lease_due_visits
from claims.workflows.merge_claims import MergeRefused, Outcome, merge_claims
from claims.workflows.unmerge_claim import unmerge_claim
from tests.workflows.made_up_claims import NOW, zephyr_claim

pytestmark = pytest.mark.django_db

_texts = count(1)


def said_claim(**fields: object) -> Claim:
    """A claim with a place of its own."""
    claim = zephyr_claim()
    text = f"Story {next(_texts)}: {claim.text}"
    story = Announcement.objects.create(
        title="Story", language="en", text=text, text_sha256=sha256(text.encode()).hexdigest(), recorded_at=NOW
    )
    start = text.index(claim.text)
    Appearance.objects.create(claim=claim, announcement=story, exact=claim.text, start=start, end=len(text))
    Claim.objects.filter(pk=claim.pk).update(**fields)
    return claim


def merge(claim: Claim, into: Claim, actor: User | None = None) -> Outcome:
    return merge_claims(claim.pk, into.pk, actor=actor, reason="They say the same.", now=NOW)


def places(claim: Claim) -> list[tuple[int, bool, int | None]]:
    """(announcement, repeated, the claim that lent it) of each appearance."""
    rows = Appearance.objects.filter(claim=claim).order_by("announcement_id", "pk")
    return list(rows.values_list("announcement_id", "repeated", "came_from_id"))


def story_of(claim: Claim) -> int:
    return Appearance.objects.get(claim=claim, came_from=None).announcement_id


@pytest.fixture
def editor() -> User:
    return User.objects.create_user("ada")


def test_a_merged_claim_leads_to_its_successor_and_lends_it_its_places(editor: User) -> None:
    kept, merged = said_claim(), said_claim()
    assert merge(merged, kept, editor) == Outcome(successor_id=kept.pk, merged=True)
    merged.refresh_from_db()
    assert (merged.workflow, merged.merged_into_id) == (Workflow.MERGED, kept.pk)
    assert places(merged) == [(story_of(merged), False, None)]
    assert places(kept) == [(story_of(kept), False, None), (story_of(merged), True, merged.pk)]
    history = ClaimMerge.objects.values_list("claim", "successor", "step", "reason", "actor", "workflow_before")
    assert list(history) == [(merged.pk, kept.pk, "merged", "They say the same.", editor.pk, "tracked")]


def test_visits_stop_for_the_merged_and_the_successor_is_due_at_once() -> None:
    kept, merged = said_claim(), said_claim()
    VisitSchedule.objects.filter(claim=kept).update(due_at=NOW + timedelta(days=30))
    merge(merged, kept)
    assert lease_due_visits(now=NOW) == [kept.pk]


def test_merging_again_changes_nothing() -> None:
    kept, merged = said_claim(), said_claim()
    merge(merged, kept)
    before = (places(kept), places(merged), ClaimMerge.objects.count())
    assert merge(merged, kept) == Outcome(successor_id=kept.pk, merged=False)
    assert (places(kept), places(merged), ClaimMerge.objects.count()) == before


def test_a_chain_is_followed_to_its_end_from_wherever_one_merges() -> None:
    first, second, third, fourth = (said_claim() for _ in range(4))
    merge(second, first)
    merge(third, second)
    merge(first, fourth)
    assert {successor_of(claim).pk for claim in Claim.objects.order_by("pk")} == {fourth.pk}
    assert len(places(fourth)) == 4
    assert [len(places(claim)) for claim in (first, second, third)] == [1, 1, 1]


def test_no_claim_is_merged_into_itself_by_a_detour() -> None:
    first, second = said_claim(), said_claim()
    merge(second, first)
    with pytest.raises(MergeRefused, match="into itself"):
        merge(first, second)
    with pytest.raises(IntegrityError, match="merged into itself"), transaction.atomic():
        Claim.objects.filter(pk=first.pk).update(workflow=Workflow.MERGED, merged_into=second)


@pytest.mark.parametrize(
    ("fields", "why"),
    [({"workflow": Workflow.DISMISSED}, "is dismissed"), ({}, "is merged into claim")],
    ids=["into a dismissed claim", "merged elsewhere"],
)
def test_what_would_mislead_readers_is_refused(fields: dict[str, object], why: str) -> None:
    kept, merged, other = said_claim(), said_claim(), said_claim(**fields)
    if not fields:
        merge(merged, kept)
    with pytest.raises(MergeRefused, match=why):
        merge(merged, other)


def test_unmerging_brings_everything_back_and_keeps_the_two_apart(editor: User) -> None:
    kept, merged = said_claim(), said_claim()
    merge(merged, kept)
    assert unmerge_claim(merged.pk, actor=editor, reason="Another size.", now=NOW)
    assert not unmerge_claim(merged.pk, actor=editor, reason="Another size.", now=NOW)
    merged.refresh_from_db()
    assert (merged.workflow, merged.merged_into_id) == (Workflow.TRACKED, None)
    assert (len(places(kept)), len(places(merged))) == (1, 1)
    assert VisitSchedule.objects.filter(claim=merged).exists()
    assert list(RepeatPair.objects.values_list("state", "decided_by")) == [("rejected", editor.pk)]
    assert [row.step for row in ClaimMerge.objects.order_by("pk")] == ["merged", "unmerged"]


def test_what_was_merged_into_a_claim_that_is_taken_out_goes_with_it(editor: User) -> None:
    first, second, third = said_claim(), said_claim(), said_claim()
    merge(second, first)
    merge(third, second)
    third.refresh_from_db()
    # The chain's end was named, so the third leads to the first directly and stays there.
    assert third.merged_into_id == first.pk
    unmerge_claim(second.pk, actor=editor, reason="Another model.", now=NOW)
    assert (len(places(first)), len(places(second)), len(places(third))) == (2, 1, 1)


def test_the_history_of_merging_cannot_be_altered() -> None:
    kept, merged = said_claim(), said_claim()
    merge(merged, kept)
    for forget in (
        lambda: ClaimMerge.objects.update(reason="Never mind."),
        lambda: ClaimMerge.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            forget()


class TestLaws(TestCase):
    """Whatever is merged in whatever order."""

    @settings(max_examples=15, deadline=None)
    @given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), max_size=8))
    def test_every_chain_ends_and_its_end_has_every_place_once(self, merges: list[tuple[int, int]]) -> None:
        claims = [said_claim() for _ in range(5)]
        for claim, into in merges:
            try:
                merge(claims[claim], claims[into])
            except MergeRefused:
                continue
        ends = {claim.pk: successor_of(Claim.objects.get(pk=claim.pk)) for claim in claims}
        for end in {end.pk: end for end in ends.values()}.values():
            assert end.workflow != Workflow.MERGED
            under = {story_of(claim) for claim in claims if ends[claim.pk].pk == end.pk}
            assert [place[0] for place in places(end)] == sorted(under)

    @settings(max_examples=10, deadline=None)
    @given(st.permutations(range(3)))
    def test_the_order_of_merges_does_not_matter(self, order: list[int]) -> None:
        claims = [said_claim() for _ in range(4)]
        wanted = [(1, 0), (2, 1), (3, 2)]
        for place in order:
            claim, into = wanted[place]
            merge(claims[claim], claims[into])
        assert {successor_of(Claim.objects.get(pk=claim.pk)).pk for claim in claims} == {claims[0].pk}
        assert [place[0] for place in places(claims[0])] == sorted(story_of(claim) for claim in claims)
