"""What would settle a claim: asked for while it is missing, closed when evidence gives it."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.core.papers import PaperRecord
from claims.judging.assessing import assess
from claims.judging.findings import Status
from claims.judging.settling import Wanted, what_would_settle
from tests.judging.made_up_papers import HERON, claim

RIVAL = PaperRecord(
    id="elder",
    title="The cost of elder models",
    abstract="Training GPT-3 took 1,287 MWh on 10,000 V100 GPUs in 14.8 days.",
    arxiv_id="2104.00003",
)
NAMELESS = PaperRecord(
    id="nameless",
    title="Heron-2: Wading through Language",
    abstract="We introduce Heron-2. Heron-2 was trained on 256 GPUs within 20 days.",
)
ENERGY: dict[str, Any] = {"metric": "energy_ratio", "value": 0.01, "unit": "ratio", "compared_to": "GPT-3"}


def wanted(text: str, papers: tuple[PaperRecord, ...], status: Status = Status.UNVERIFIED, **row: Any) -> list[Wanted]:
    statement = claim(text, **row)
    done = assess(statement, papers)
    return list(what_would_settle(statement, status, done.findings, done.recomputations))


SOURCE = Wanted(what="a source independent of Pond Labs that says so")


def test_a_share_of_energy_asks_for_both_energies_or_what_they_can_be_reckoned_from() -> None:
    parts = (
        Wanted(what="number of accelerators"),
        Wanted(what="length of the run"),
        Wanted(what="the chips or their power"),
    )
    assert wanted("Heron-2 took 1% of GPT-3's energy.", (), **ENERGY) == [
        Wanted(what="training energy of Heron-2", parts=parts),
        Wanted(what="training energy of GPT-3", parts=parts),
        SOURCE,
    ]


def test_what_evidence_gives_is_closed_and_the_rest_stays_open() -> None:
    own, other, source = wanted("Heron-2 took 1% of GPT-3's energy.", (NAMELESS, RIVAL), **ENERGY)
    assert own == Wanted(
        what="training energy of Heron-2",
        parts=(
            Wanted(what="number of accelerators", found="256"),
            Wanted(what="length of the run", found="480 h"),
            Wanted(what="the chips or their power"),
        ),
    )
    assert other == Wanted(what="training energy of GPT-3", found="1,287 MWh")
    assert [one.is_open for one in (own, other, source)] == [True, False, True]


def test_an_amount_that_can_be_reckoned_from_known_parts_is_no_longer_open() -> None:
    own, _, _ = wanted("Heron-2 took 1% of GPT-3's energy.", (HERON, RIVAL), **ENERGY)
    assert [(part.what, part.found) for part in own.parts] == [
        ("number of accelerators", "256"),
        ("length of the run", "480 h"),
        ("the chips or their power", "A100"),
    ]
    assert not own.is_open


def test_a_chinese_claim_is_asked_for_in_chinese() -> None:
    asked = wanted("Heron-2 的能耗仅为 GPT-3 的 1%。", (), lang="zh", **ENERGY)
    assert [one.what for one in asked] == [
        "Heron-2 的训练能耗",
        "GPT-3 的训练能耗",
        "独立于 Pond Labs 的来源的证实",
    ]
    assert [part.what for part in asked[0].parts] == ["加速器数量", "训练时长", "芯片型号或其功率"]


BY_OTHERS = [
    (
        "Heron-2 is the first sparse model of its kind.",
        {},
        "a ranking or survey of that time by somebody other than Pond Labs",
    ),
    (
        "Heron-2 scores 88% on MMLU.",
        {"metric": "score", "value": 88, "unit": "%"},
        "an evaluation on MMLU by somebody other than Pond Labs",
    ),
    (
        "Heron-2 has 120 billion parameters.",
        {"metric": "parameters", "value": 120e9},
        "a source independent of Pond Labs that says so",
    ),
]


@pytest.mark.parametrize(("text", "row", "what"), BY_OTHERS)
def test_claims_without_an_amount_to_reckon_ask_for_somebody_else(text: str, row: dict[str, Any], what: str) -> None:
    assert wanted(text, (), **row) == [Wanted(what=what)]


def test_an_independent_source_closes_it() -> None:
    survey = PaperRecord(
        id="survey",
        title="A survey of sparse models",
        authors=("Ida Rhodes",),
        abstract="We evaluate many models. Heron-2 has 120 billion parameters.",
        organisations=("Lake University",),
    )
    row: dict[str, Any] = {"metric": "parameters", "value": 120e9, "unit": "parameters"}
    (asked,) = wanted("Heron-2 has 120 billion parameters.", (survey,), Status.ATTESTED, **row)
    assert asked.found == "A survey of sparse models"


def test_a_disputed_claim_asks_for_somebody_who_measured_again() -> None:
    (asked,) = wanted("Heron-2 has 120 billion parameters.", (), Status.DISPUTED, metric="parameters", value=120e9)
    assert asked.what == "somebody who measured it again and is on neither side"


@pytest.mark.parametrize("status", [Status.SUPPORTED, Status.REFUTED, Status.SUPERSEDED, Status.WITHDRAWN])
def test_a_decided_claim_asks_for_nothing(status: Status) -> None:
    assert wanted("Heron-2 took 1% of GPT-3's energy.", (), status, **ENERGY) == []


@given(st.permutations([HERON, RIVAL, NAMELESS]))
def test_the_order_of_evidence_does_not_matter(papers: list[PaperRecord]) -> None:
    statement = claim("Heron-2 took 1% of GPT-3's energy.", **ENERGY)
    findings = [found for paper in papers for found in assess(statement, [paper]).findings]
    ordered = sorted(findings, key=lambda found: (found.paper_id, found.quote))
    assert what_would_settle(statement, Status.DISPUTED, findings) == what_would_settle(
        statement, Status.DISPUTED, ordered
    )
