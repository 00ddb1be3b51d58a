"""A record ends on the day a later, greater one of the same kind is presented; what only looks like that ends none."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from claims.core.papers import PaperRecord
from claims.judging.claim_readings import read_claim
from claims.judging.findings import Basis, Finding, Stance, Status
from claims.judging.overtaking import overtaking_in
from claims.judging.paper_readings import read_paper
from claims.judging.records import held_record
from tests.judging.made_up_papers import assessed, claim

LARGEST = "Heron-2 is the largest language model, with 120 billion parameters."
EGRET = PaperRecord(
    id="egret",
    title="Egret-1: A Giant",
    authors=("Emmy Noether",),
    published_on=date(2024, 6, 1),
    arxiv_id="2406.00002",
    abstract="We present Egret-1, the largest language model to date, with 530 billion parameters.",
)


def overtaken(text: str, paper: PaperRecord = EGRET, **row: object) -> str:
    """How the overtaking is read, "" where there is none."""
    found = overtaking_in(read_claim(claim(text, **row)), read_paper(paper))
    return found.reading if found else ""


def saying(abstract: str, **changes: object) -> PaperRecord:
    return replace(EGRET, abstract=abstract, **changes)  # type: ignore[arg-type]  # tests name the fields they change


def test_a_larger_one_that_came_later_overtakes() -> None:
    assert overtaken(LARGEST) == "Egret-1 of 2024-06 is larger: 530 billion parameters against 120 billion parameters"


def test_an_overtaken_record_is_superseded_with_the_passage_as_its_evidence() -> None:
    assessment = assessed(LARGEST, (EGRET,))
    (found,) = assessment.findings
    assert assessment.verdict.status is Status.SUPERSEDED
    assert replace(found, independence_group="", reading="") == Finding(
        paper_id="egret",
        stance=Stance.CONTRADICTS,
        quote=EGRET.abstract,
        location="abstract",
        grade=found.grade,
        reading="",
        confidence=0.85,
        supersedes=True,
        known_on=date(2024, 6, 1),
        source=EGRET.title,
        basis=Basis.NUMBERS,
    )


@pytest.mark.parametrize(
    ("text", "abstract"),
    [
        (
            "Heron-2 is the largest dense language model, with 120 billion parameters.",
            "We present Egret-1, the largest dense language model, with 530 billion parameters.",
        ),
        (
            "Heron-2 is the biggest model, with 120 billion parameters.",
            "We present Egret-1, the largest open-source language model, with 530 billion parameters.",
        ),
        (
            "Heron-2 has 120 billion parameters and is the largest model in China.",
            "We present Egret-1, the largest model in China with 530 billion parameters.",
        ),
        (
            "Heron-2 achieves state-of-the-art 81.2% on MMLU.",
            "We present Egret-1, which sets a new state of the art of 88.4% on MMLU.",
        ),
        (
            "Heron-2 是目前最大的中文语言模型，拥有 1200 亿参数。",
            "我们提出 Egret-1，这是最大的中文语言模型，拥有 5300 亿参数。",
        ),
    ],
)
def test_the_same_superlative_of_the_same_scope_overtakes(text: str, abstract: str) -> None:
    assert overtaken(text, saying(abstract), lang="zh" if "是" in text else "en")


def test_where_only_one_says_that_it_is_sparse_a_person_looks() -> None:
    sparse = saying("We present Egret-1, the largest sparse language model, with 530 billion parameters.")
    found = overtaking_in(read_claim(claim(LARGEST)), read_paper(sparse))
    assert found is not None
    assert found.confidence < 0.75


@pytest.mark.parametrize(
    ("text", "paper"),
    [
        (LARGEST.replace("language", "dense language"), EGRET),
        (LARGEST.replace("language", "open-source language"), EGRET),
        (LARGEST.replace("language", "Chinese language"), EGRET),
        (LARGEST.replace("language", "vision"), EGRET),
        (LARGEST, saying("We present Egret-1, the largest vision model, with 530 billion parameters.")),
        (LARGEST, saying("We present Egret-1, the largest language model, with 90 billion parameters.")),
        (LARGEST, saying("We present Egret-1, a language model with 530 billion parameters.")),
        (LARGEST, saying("We present Egret-1, one of the largest language models, with 530 billion parameters.")),
        (LARGEST, saying("We present Egret-1, not the largest language model, with 530 billion parameters.")),
        (LARGEST, saying("We present Egret-1, by which the largest language model can reach 530 billion parameters.")),
        (LARGEST, saying("We present Egret-1, the largest language model, trained on 530 billion tokens.")),
        (LARGEST, saying("We present Egret-1. Crane, the largest language model, has 530 billion parameters.")),
        (LARGEST, saying("We present Egret. The largest Egret is a language model with 530 billion parameters.")),
        (LARGEST, saying("We present Egret-1. Its largest variant is a language model with 530 billion parameters.")),
        (LARGEST, replace(EGRET, published_on=date(2023, 6, 1))),
        (LARGEST, replace(EGRET, published_on=date(2024, 1, 20))),
        (LARGEST, replace(EGRET, published_on=None)),
        (LARGEST, replace(EGRET, title="Heron-2: A Giant", abstract=EGRET.abstract.replace("Egret-1", "Heron-2"))),
        ("Heron-2 is the first language model with 120 billion parameters.", EGRET),
        ("Heron-2 is one of the largest language models, with 120 billion parameters.", EGRET),
        ("Heron-2, with 120 billion parameters, was the largest language model at the time.", EGRET),
        ("Heron-2 was the largest language model before Egret-1, with 120 billion parameters.", EGRET),
        ("Heron-2 is not the largest language model, with 120 billion parameters.", EGRET),
        ("Heron-2 is 10 times larger than the largest language model.", EGRET),
        ("Heron-2 has 120 billion parameters.", EGRET),
    ],
    ids=[
        "the claim is of dense ones",
        "the claim is of open ones",
        "the claim is of Chinese ones",
        "the claim is of another field",
        "the other is of another field",
        "a smaller one",
        "no superlative",
        "one of the largest",
        "not the largest",
        "what is only possible",
        "another measure",
        "somebody else's system",
        "the largest of its own family",
        "its largest variant",
        "an older one",
        "of the same day",
        "of no known day",
        "the same system",
        "a first stays a first",
        "one of several",
        "of its time only",
        "of a time before",
        "a denial",
        "a ratio",
        "no record at all",
    ],
)
def test_what_only_looks_like_it_overtakes_nothing(text: str, paper: PaperRecord) -> None:
    assert overtaken(text, paper) == ""


def test_the_same_system_under_another_name_overtakes_nothing() -> None:
    renamed = replace(
        EGRET, title="武道 2.0：巨人", abstract="我们提出 Wu Dao 2.0，这是最大的语言模型，拥有 17500 亿参数。"
    )
    told = "悟道 2.0 is the largest language model, with 1 trillion parameters."
    assert overtaken(told, renamed, subject="悟道 2.0") == ""


def test_a_hedged_record_is_overtaken_only_by_what_is_clearly_greater() -> None:
    hedged = "Heron-2 is the largest language model, with over 500 billion parameters."
    more = saying("We present Egret-1, the largest language model, with 900 billion parameters.")
    assert (overtaken(hedged), bool(overtaken(hedged, more))) == ("", True)


def test_the_size_in_a_name_is_a_figure_too() -> None:
    held = held_record(read_claim(claim("Heron-120B is the largest language model.", subject="Heron-120B")))
    assert held is not None
    assert (held.value, held.scope) == (Decimal(120 * 10**9), frozenset({"language"}))
