"""What an editor decides is carried out, can be repeated, and is never undone or suggested again by the rules."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.db.models import F

from claims.models import Announcement, Claim, ClaimMerge, FigureDoubt, LineagePair, RepeatPair
from claims.reading.lineage import Kind
from claims.workflows.compare_relatives import compare_relatives
from claims.workflows.decide_doubt import confirm_doubt, dismiss_doubt
from claims.workflows.decide_lineage import confirm_lineage, name_original, reject_lineage
from claims.workflows.decide_repeat import confirm_repeat, reject_repeat
from claims.workflows.gather_appearances import successor_of
from claims.workflows.ingest_announcement import Intake, ingest_announcement
from claims.workflows.trace_lineage import trace_lineage
from tests.reading.made_up_stories import CHINESE, RIVAL_DESK
from tests.workflows.test_trace_lineage import MONDAY, NOW, ORIGINAL, TRANSLATION

pytestmark = pytest.mark.django_db

GARBLED = CHINESE.replace("3 万亿参数的语言模型", "3000 亿参数的语言模型")


@pytest.fixture
def editor() -> User:
    return User.objects.create_user("ada")


def again() -> None:
    """All that jobs do, once more."""
    for announcement in Announcement.objects.order_by("pk"):
        trace_lineage(announcement.pk, now=NOW)
        compare_relatives(announcement.pk, now=NOW)


def undated_translation(text: str = CHINESE) -> LineagePair:
    """A pair that waits, since nothing says which text came first."""
    ingest_announcement(ORIGINAL, now=NOW)
    ingest_announcement(Intake(text=text, title="十二天", publisher="模型周刊"), now=NOW)
    return LineagePair.objects.get()


def repeat_of_a_rival() -> RepeatPair:
    """Two desks give the same size."""
    ingest_announcement(ORIGINAL, now=NOW)
    ingest_announcement(Intake(text=RIVAL_DESK, publisher="Model Weekly", published_on=MONDAY), now=NOW)
    return RepeatPair.objects.get(later__quantities__metric="parameters", later__quantities__value=3 * 10**12)


def merged() -> int:
    return Claim.objects.filter(workflow="merged").count()


def test_a_waiting_translation_changes_nothing_until_it_is_confirmed(editor: User) -> None:
    pair = undated_translation()
    chinese = pair.derived
    assert (pair.state, chinese.translation_of, merged()) == ("suggested", None, 0)
    for _ in range(2):
        confirm_lineage(pair.pk, actor=editor, now=NOW)
        chinese.refresh_from_db()
        assert chinese.translation_of == pair.original
        assert merged() >= 8
    again()
    pair.refresh_from_db()
    assert (pair.state, pair.decided_by) == ("confirmed", editor)


def test_a_rejected_translation_is_parted_and_never_suggested_again(editor: User) -> None:
    ingest_announcement(ORIGINAL, now=NOW)
    ingest_announcement(TRANSLATION, now=NOW)
    pair = LineagePair.objects.get()
    before = merged()
    assert (pair.state, before >= 8) == ("joined", True)
    for _ in range(2):
        reject_lineage(pair.pk, actor=editor, now=NOW)
        again()
        pair.refresh_from_db()
        assert (pair.state, pair.derived.translation_of, merged()) == ("rejected", None, 0)
    assert ClaimMerge.objects.filter(step="unmerged", actor=editor).count() == before
    assert set(RepeatPair.objects.values_list("state", flat=True)) == {"suggested"}


def test_rejecting_forgets_the_doubts_that_nobody_has_decided(editor: User) -> None:
    ingest_announcement(ORIGINAL, now=NOW)
    ingest_announcement(Intake(text=GARBLED, publisher="模型周刊", published_on=MONDAY + timedelta(days=2)), now=NOW)
    assert FigureDoubt.objects.count() == 1
    reject_lineage(LineagePair.objects.get().pk, actor=editor, now=NOW)
    assert not FigureDoubt.objects.exists()


def test_an_editor_names_an_original_by_hand_and_takes_it_back(editor: User) -> None:
    pair = undated_translation()
    derived, original = pair.derived, pair.original
    # The editor knows better than the order in which they came in.
    for _ in range(2):
        name_original(original.pk, Kind.TRANSLATION, derived.pk, actor=editor, now=NOW)
        again()
        original.refresh_from_db()
        assert original.translation_of == derived
    for _ in range(2):
        name_original(original.pk, Kind.TRANSLATION, None, actor=editor, now=NOW)
        again()
        original.refresh_from_db()
        assert (original.translation_of, merged()) == (None, 0)
    assert LineagePair.objects.get().state == "rejected"


def test_a_repeat_is_merged_when_an_editor_says_so(editor: User) -> None:
    pair = repeat_of_a_rival()
    assert successor_of(pair.later) == pair.later
    for _ in range(2):
        confirm_repeat(pair.pk, actor=editor, now=NOW)
        assert successor_of(Claim.objects.get(pk=pair.later_id)) == pair.earlier
    assert ClaimMerge.objects.get().actor == editor
    assert set(pair.earlier.appearances.values_list("announcement__publisher__name", flat=True)) == {
        "The Daily Model",
        "Model Weekly",
    }


def test_a_rejected_repeat_stays_apart(editor: User) -> None:
    pair = repeat_of_a_rival()
    others = RepeatPair.objects.exclude(pk=pair.pk).count()
    reject_repeat(pair.pk, actor=editor, now=NOW)
    again()
    pair.refresh_from_db()
    assert (pair.state, pair.decided_by, merged()) == ("rejected", editor, 0)
    assert RepeatPair.objects.exclude(pk=pair.pk).count() == others


def test_rejecting_a_joined_repeat_takes_the_claim_out_again(editor: User) -> None:
    ingest_announcement(ORIGINAL, now=NOW)
    ingest_announcement(TRANSLATION, now=NOW)
    pair = RepeatPair.objects.filter(state="joined", later__merged_into=F("earlier")).order_by("pk")[0]
    before = merged()
    reject_repeat(pair.pk, actor=editor, now=NOW)
    again()
    assert merged() == before - 1
    assert successor_of(Claim.objects.get(pk=pair.later_id)).pk == pair.later_id


def test_a_confirmed_doubt_makes_the_wrong_figure_a_repeat_told_wrongly(editor: User) -> None:
    doubt = garbled_figure()
    confirm_doubt(doubt.pk, actor=editor, now=NOW)
    doubt.refresh_from_db()
    assert doubt.claim is not None
    assert (doubt.state, successor_of(doubt.claim)) == ("confirmed", doubt.counterpart)
    reason = ClaimMerge.objects.get(claim=doubt.claim).reason
    assert reason == "The copy says “3000 亿参数” where its original says “3 trillion parameters”."


def test_a_dismissed_doubt_stays_dismissed(editor: User) -> None:
    doubt = garbled_figure()
    dismiss_doubt(doubt.pk, actor=editor)
    again()
    doubt = FigureDoubt.objects.get()
    assert (doubt.state, doubt.decided_by) == ("dismissed", editor)


def garbled_figure() -> FigureDoubt:
    ingest_announcement(ORIGINAL, now=NOW)
    ingest_announcement(Intake(text=GARBLED, publisher="模型周刊", published_on=MONDAY + timedelta(days=2)), now=NOW)
    return FigureDoubt.objects.get()
