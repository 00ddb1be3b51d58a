"""Copies and translations are linked whichever comes in first, and what they say is one claim with several places."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import permutations
from pathlib import Path

import pytest
from django.db import transaction

from claims.models import Announcement, Appearance, Claim, FigureDoubt, LineageMark, LineagePair, RepeatPair
from claims.workflows.compare_relatives import Outcome as Compared
from claims.workflows.compare_relatives import compare_relatives
from claims.workflows.gather_appearances import successor_of
from claims.workflows.ingest_announcement import Intake, ingest_announcement
from claims.workflows.trace_lineage import Outcome, trace_lineage
from tests.reading.made_up_stories import CHINESE, ENGLISH, RIVAL_DESK, RIVAL_DESK_CHINESE

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 5, 3, tzinfo=UTC)
MONDAY = date(2024, 1, 15)
ORIGINAL = Intake(
    text=ENGLISH,
    title="A giant in twelve days",
    url="https://news.example/giant",
    publisher="The Daily Model",
    published_on=MONDAY,
)
TRANSLATION = Intake(
    text=CHINESE,
    title="十二天",
    url="https://zh.example/giant",
    publisher="模型周刊",
    published_on=MONDAY + timedelta(days=2),
)
COPY = Intake(
    text=ENGLISH.replace("has shown", "presented").replace("so soon", "that soon"),
    title="Giant trained",
    url="https://copies.example/giant",
    publisher="Copies",
    published_on=MONDAY + timedelta(days=3),
)
LOOK_ALIKES = (
    Intake(text=RIVAL_DESK, publisher="Model Weekly", published_on=MONDAY, url="https://weekly.example/sprint"),
    Intake(text=RIVAL_DESK_CHINESE, publisher="机器报", published_on=MONDAY, url="https://report.example/giant"),
)


def lineage() -> dict[str, tuple[str | None, str | None]]:
    """Title → (title of the original that it translates, title of what it copies)."""
    rows = Announcement.objects.order_by("pk")
    return {
        row[0]: (row[1], row[2]) for row in rows.values_list("title", "translation_of__title", "syndicated_from__title")
    }


def told() -> set[tuple[str, tuple[str, ...]]]:
    """Each claim that stands for itself by its figure, with the publishers that it appears at."""
    claims = Claim.objects.filter(merged_into=None).order_by("pk")
    return {
        (
            " ".join(sorted(str(amount.to_core().value) + amount.metric for amount in claim.quantities.all()))
            or claim.text,
            tuple(
                sorted(
                    {
                        place.announcement.publisher.name
                        for place in claim.appearances.all()
                        if place.announcement.publisher
                    }
                )
            ),
        )
        for claim in claims
    }


def test_whatever_the_order_all_lead_to_the_first_text_and_the_same_claims_stand() -> None:
    outcomes = []
    for order in permutations((ORIGINAL, TRANSLATION, COPY)):
        with transaction.atomic():
            for intake in order:
                ingest_announcement(intake, now=NOW)
            outcomes.append((lineage(), told(), FigureDoubt.objects.count()))
            transaction.set_rollback(True)
    related, claims, doubts = outcomes[0]
    assert all(outcome == outcomes[0] for outcome in outcomes)
    assert related == {
        "A giant in twelve days": (None, None),
        "十二天": ("A giant in twelve days", None),
        "Giant trained": (None, "A giant in twelve days"),
    }
    everywhere = ("Copies", "The Daily Model", "模型周刊")
    assert sum(publishers == everywhere for _, publishers in claims) >= 8
    assert doubts == 0


def test_tracing_and_comparing_again_changes_nothing() -> None:
    for intake in (ORIGINAL, TRANSLATION, COPY):
        ingest_announcement(intake, now=NOW)
    before = [table.objects.count() for table in (LineageMark, LineagePair, RepeatPair, FigureDoubt, Claim, Appearance)]
    for announcement in Announcement.objects.order_by("-pk"):
        assert trace_lineage(announcement.pk, now=NOW) == Outcome(joined=0, suggested=0)
        assert compare_relatives(announcement.pk, now=NOW) == Compared(differing=0, merged=0, suggested=0)
    after = [table.objects.count() for table in (LineageMark, LineagePair, RepeatPair, FigureDoubt, Claim, Appearance)]
    assert after == before


def test_other_desks_on_the_same_launch_are_no_relatives_and_nothing_of_theirs_is_merged() -> None:
    for intake in (ORIGINAL, *LOOK_ALIKES):
        ingest_announcement(intake, now=NOW)
    assert set(lineage().values()) == {(None, None)}
    assert not LineagePair.objects.exists()
    assert not Claim.objects.filter(workflow="merged").exists()


def test_the_same_claim_of_another_desk_is_suggested_with_its_reasons() -> None:
    for intake in (ORIGINAL, LOOK_ALIKES[0]):
        ingest_announcement(intake, now=NOW)
    size = RepeatPair.objects.get(later__quantities__metric="parameters", later__quantities__value=3 * 10**12)
    assert size.state == "suggested"
    assert size.reasons[-2:] == ["The subject is the same.", "Measure and figure are the same."]
    assert size.earlier.appearances.get().announcement.title == "A giant in twelve days"


def test_a_garbled_figure_keeps_its_own_claim_and_points_to_its_counterpart() -> None:
    ingest_announcement(ORIGINAL, now=NOW)
    garbled = CHINESE.replace("3 万亿参数的语言模型", "3000 亿参数的语言模型")
    ingest_announcement(
        Intake(text=garbled, title="十二天", publisher="模型周刊", published_on=MONDAY + timedelta(days=2)), now=NOW
    )
    doubt = FigureDoubt.objects.get()
    assert (doubt.derived_figure, doubt.original_figure, doubt.state) == (
        "3000 亿参数",
        "3 trillion parameters",
        "open",
    )
    assert garbled[doubt.derived_start : doubt.derived_end] == doubt.derived_quote
    assert ENGLISH[doubt.original_start : doubt.original_end] == doubt.original_quote
    assert doubt.claim is not None
    assert doubt.counterpart is not None
    assert doubt.claim.quantities.get().value == 3 * 10**11
    assert doubt.counterpart.quantities.get().value == 3 * 10**12
    assert successor_of(doubt.claim) == doubt.claim


def test_a_copy_of_a_garbled_translation_is_held_against_that_translation_whatever_the_order() -> None:
    garbled = CHINESE.replace("3 万亿参数的语言模型", "3000 亿参数的语言模型")
    translation = replace(TRANSLATION, text=garbled)
    copy = replace(
        COPY, text=garbled.replace("768 块", "786 块").replace("展示", "公布"), title="转载", publisher="转载网"
    )
    outcomes = []
    for order in permutations((ORIGINAL, translation, copy)):
        with transaction.atomic():
            for intake in order:
                ingest_announcement(intake, now=NOW)
            doubts = FigureDoubt.objects.order_by("derived_figure")
            outcomes.append(list(doubts.values_list("derived__title", "derived_figure", "original_figure")))
            transaction.set_rollback(True)
    wanted = [("十二天", "3000 亿参数", "3 trillion parameters"), ("转载", "786 块 A100", "768 块 A100")]
    assert outcomes == [wanted] * 6


def test_a_claim_about_another_member_of_the_family_is_never_merged() -> None:
    ingest_announcement(ORIGINAL, now=NOW)
    other = ENGLISH.replace("Zephyr-9", "Zephyr-8")
    ingest_announcement(
        Intake(text=other, title="Copy", publisher="Copies", published_on=MONDAY + timedelta(days=1)), now=NOW
    )
    subjects = Claim.objects.filter(workflow="merged").values_list("subject__name", "merged_into__subject__name")
    assert all(mine == theirs for mine, theirs in subjects)


def test_the_demonstration_is_linked_without_being_told() -> None:
    demo = Path(__file__).parents[2] / "demo"
    texts = [(demo / f"m6.{language}.md").read_text(encoding="utf-8") for language in ("en", "zh")]
    for days, text in enumerate(texts):
        ingest_announcement(Intake(text=text, published_on=MONDAY + timedelta(days=days)), now=NOW)
    english, chinese = Announcement.objects.order_by("pk")
    assert chinese.translation_of == english
    assert not FigureDoubt.objects.exists()
    assert Claim.objects.filter(workflow="merged").count() >= 10
