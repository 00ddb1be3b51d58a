"""Denied, negated and walked-back statements are told apart from affirmed ones."""

import pytest

from claims.reading.reader import read


def _denied(text: str) -> set[bool]:
    return {claim.denied for claim in read(text).claims if claim.quantity}


@pytest.mark.parametrize(
    "text",
    [
        "Heron-2 does not have 175 billion parameters.",
        "Heron-2 wasn't trained on 512 GPUs.",
        "The company denied that Heron-2 has 175 billion parameters.",
        "The report that Heron-2 cost $12 million was wrong, the lab said.",
        "The lab walked back its claim that Heron-2 uses 1% of the energy of GPT-3.",
        "Contrary to reports, Heron-2 was trained on 512 GPUs for 10 days.",
        "Heron-2 并没有 1750 亿个参数。",
        "该公司否认 Heron-2 拥有 1750 亿个参数。",
        "Heron-2 的训练成本并非 460 万美元。",
        "官方辟谣：Heron-2 使用 512 个 GPU 训练的说法不实。",
    ],
)
def test_what_is_denied_is_marked(text: str) -> None:
    assert _denied(text) == {True}


@pytest.mark.parametrize(
    "text",
    [
        "Heron-2 has 175 billion parameters.",
        "Training Heron-2 does not exceed 10 days.",
        "Heron-2 was not only trained on 512 GPUs, it was trained in 10 days.",
        "Heron-2 拥有 1750 亿个参数。",
        "Heron-2 的训练没有超过 10 天。",
        "Heron-2 不仅拥有 1750 亿个参数，而且只训练了 10 天。",
    ],
)
def test_what_is_affirmed_is_not(text: str) -> None:
    assert _denied(text) == {False}


def test_only_the_negated_clause_is_denied() -> None:
    claims = read("Heron-2 has 70 billion parameters, but it does not have 512 experts.").claims
    assert [claim.denied for claim in claims] == [False, True]


@pytest.mark.parametrize(
    "text", ["Heron-2 does not browse the web.", "Heron-2 不支持联网。", "The lab denied the report."]
)
def test_a_statement_that_says_not_asserts_just_that(text: str) -> None:
    assert [claim.denied for claim in read(text).claims] == [False]


def test_a_lack_in_one_clause_denies_no_figure_of_another() -> None:
    claims = read("Heron-2 的训练能耗减少了 80%，但并没有公布所用 GPU 的数量。").claims
    assert [(claim.quote, claim.denied) for claim in claims] == [
        ("Heron-2 的训练能耗减少了 80%", False),
        ("并没有公布所用 GPU 的数量。", False),
    ]
