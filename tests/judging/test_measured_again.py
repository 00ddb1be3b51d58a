"""Figures set against a claim: broken bounds, values far from the given one, and figures that are only passed on."""

from datetime import date

import pytest

from claims.core.papers import PaperRecord
from claims.core.statements import ClaimKind, ClaimStatement
from claims.judging.assessing import assess
from claims.judging.findings import Stance


def stance(claim: str, passage: str, *, subject: str = "Zephyr-9", kind: ClaimKind = ClaimKind.QUANTITY) -> Stance:
    """The stance of a paper by others that says `passage` to a claim about `subject`."""
    paper = PaperRecord(
        id="p",
        title="An audit of accelerators",
        authors=("Ada Lovelace",),
        abstract=passage,
        arxiv_id="2601.00001",
        published_on=date(2026, 5, 1),
    )
    statement = ClaimStatement(id="c", text=claim, kind=kind, subject=subject, claimant="Nimbus Labs")
    return assess(statement, [paper]).findings[0].stance


@pytest.mark.parametrize(
    ("claim", "passage", "expected"),
    [
        ("Zephyr-9 draws no more than 350 W.", "The Zephyr-9 board peaked at 418 W.", Stance.CONTRADICTS),
        ("Zephyr-9 draws no more than 350 W.", "The Zephyr-9 board peaked at 341 W.", Stance.SUPPORTS),
        (
            "Zephyr-9 reaches a sensitivity of 96.1%.",
            "We tested Zephyr-9. Sensitivity was 81.3%, well below the value stated by the manufacturer.",
            Stance.CONTRADICTS,
        ),
        (
            "Training Zephyr-9 cost $39 million.",
            "For Zephyr-9, whose developer gave $39 million, we estimate a cost of $260 million.",
            Stance.CONTRADICTS,
        ),
        (
            "Training Zephyr-9 cost $39 million.",
            "For Zephyr-9, whose developer gave $39 million, nothing else is known.",
            Stance.MENTIONS,
        ),
        (
            "Zephyr-9 supports a context of 1 million tokens.",
            "At one million tokens the output of Zephyr-9 is no better than chance.",
            Stance.CONTRADICTS,
        ),
        (
            "Zephyr-9 runs 12,000 km between faults.",
            "Zephyr-9 runs 12,000 km between faults in simulation, but on the road only 5,000 km.",
            Stance.CONTRADICTS,
        ),
        ("Zephyr-9 uses 48.2 MWh.", "Zephyr-9 consumed 48.2 MWh.", Stance.SUPPORTS),
    ],
)
def test_a_measured_figure_is_held_against_what_was_claimed(claim: str, passage: str, expected: Stance) -> None:
    assert stance(claim, passage) is expected


@pytest.mark.parametrize(
    ("subject", "passage"),
    [
        ("鲲游 2", "We introduce Kunyou-2, a model with 420 billion parameters."),
        ("Kunyou-2", "本文介绍鲲游 2，参数量为 4200 亿。"),
        ("鲲游 2", "鲲游 2 拥有 4200 亿参数。"),
    ],
)
def test_a_name_is_found_across_scripts(subject: str, passage: str) -> None:
    assert stance(f"{subject} 拥有 4200 亿参数。", passage, subject=subject) is Stance.SUPPORTS


@pytest.mark.parametrize(
    ("subject", "passage"),
    [
        ("Pilcrow", "Pilcrow-mini has 420 billion parameters."),
        ("鲲游 2", "溟海 4 拥有 4200 亿参数，与鲲游 2 相当。"),
        ("青囊肺结节", "青囊病理拥有 4200 亿参数。"),
    ],
)
def test_a_relative_or_a_rival_is_not_the_subject(subject: str, passage: str) -> None:
    paper = PaperRecord(id="p", title="一份报告", abstract=passage, url="https://x.example/p")
    statement = ClaimStatement(
        id="c", text=f"{subject} has 420 billion parameters.", kind=ClaimKind.QUANTITY, subject=subject
    )
    assert [found.stance for found in assess(statement, [paper]).findings if found.stance is not Stance.MENTIONS] == []


def test_the_first_of_a_kind_is_not_told_by_the_kind() -> None:
    claim = "Zephyr-9 is the first chip made in a 2-nanometre process."
    passage = "Designs such as Zephyr-9 and Quartz Q2 have moved to 2-nanometre processes."
    assert stance(claim, passage, kind=ClaimKind.RANKING) is Stance.MENTIONS
