"""A translation of the made-up story: it repeats a claim and garbles a figure, one claim was merged; with notices."""

from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from claims.core.papers import Standing
from claims.core.quantities import Metric
from claims.models import (
    Announcement,
    Claim,
    ClaimMerge,
    FigureDoubt,
    LineagePair,
    MergeStep,
    Organisation,
    PairState,
    Paper,
    PaperNotice,
    RepeatPair,
    Workflow,
)
from claims.reading.lineage import Kind
from claims.workflows.gather_appearances import gather_appearances
from tests.web.made_up_claims import NOW, claim, measure, subject

TRANSLATED = "训练 Zephyr-9 的能耗仅为 Borealis 的 1%"
GARBLED = "Zephyr-9 拥有 3000 亿个参数"
SIZE = "Zephyr-9 has 3 trillion parameters"


@dataclass(frozen=True, slots=True, kw_only=True)
class Relatives:
    """What was made: the translation, its merged claim, and its claim with the wrong figure."""

    translation: Announcement
    merged: Claim
    garbled: Claim
    size: Claim
    doubt: FigureDoubt
    pair: LineagePair
    repeat: RepeatPair


def relatives(original: Claim) -> Relatives:
    """A translation of the story that `original` was said in, with `original` told again in it."""
    story = original.appearances.get().announcement
    translation = _translation_of(story)
    merged = _said(TRANSLATED, translation)
    measure(merged, Metric.ENERGY, 1, "%")
    garbled = _said(GARBLED, translation)
    size = claim(SIZE, about=subject(), said_in=story)
    for paper in Paper.objects.all():
        PaperNotice.objects.create(
            paper=paper, standing=Standing.CORRECTED, issued_on=date(2024, 3, 1), reason="Units.", recorded_at=NOW
        )
    doubt = FigureDoubt.objects.create(
        derived=translation,
        derived_start=translation.text.index(GARBLED),
        derived_end=translation.text.index(GARBLED) + len(GARBLED),
        derived_quote=GARBLED,
        derived_figure="3000 亿个参数",
        original=story,
        original_start=story.text.index(SIZE),
        original_end=story.text.index(SIZE) + len(SIZE),
        original_quote=SIZE,
        original_figure="3 trillion parameters",
        claim=garbled,
        counterpart=size,
        recorded_at=NOW,
    )
    return Relatives(
        translation=translation,
        merged=merged,
        garbled=garbled,
        size=size,
        doubt=doubt,
        pair=LineagePair.objects.create(
            derived=translation,
            original=story,
            kind=Kind.TRANSLATION,
            state=PairState.JOINED,
            reasons=["12 figures agree in order, of 12 and 12."],
            recorded_at=NOW,
        ),
        repeat=_merged(merged, original),
    )


def _translation_of(story: Announcement) -> Announcement:
    text = f"# 西风变强\n\nNimbus Labs 表示，{GARBLED}。{TRANSLATED}。\n"
    publisher, _ = Organisation.objects.get_or_create(name="模型周刊")
    return Announcement.objects.create(
        title="西风变强",
        publisher=publisher,
        published_on=date(2024, 1, 18),
        language="zh",
        text=text,
        text_sha256=sha256(text.encode()).hexdigest(),
        recorded_at=NOW,
        translation_of=story,
    )


def _said(words: str, translation: Announcement) -> Claim:
    return claim(words, about=subject(), said_in=translation, language="zh")


def _merged(merged: Claim, into: Claim) -> RepeatPair:
    merged.workflow, merged.merged_into = Workflow.MERGED, into
    merged.save(update_fields=["workflow", "merged_into"])
    ClaimMerge.objects.create(
        claim=merged,
        successor=into,
        step=MergeStep.MERGED,
        reason="A copy or translation says the same.",
        workflow_before=Workflow.DRAFT,
        recorded_at=NOW,
    )
    gather_appearances(into)
    return RepeatPair.objects.create(
        later=merged,
        earlier=into,
        state=PairState.JOINED,
        reasons=["The subject is the same.", "Measure and figure are the same."],
        recorded_at=NOW,
    )
