"""Tables: a figure is told by its row and its column, whichever of them names the system."""

import pytest

from claims.reading.reader import read

COMPARISON = """# Heron-2 is here

| Model | Params | MMLU (5-shot) | Price ($/M tokens) | Speed |
|---|---:|---|---|---|
| **Heron-2** | 70B | 78.9 | 0.30 | 120 tok/s |
| GPT-4 | - | 86.4 | 30 | n/a |
"""
PROPERTIES = """Heron-2 in figures.

| Property | Value |
|---|---|
| Layers | 64 |
| Training tokens | 14.8T |
| GPUs | 2,048 H800 |
| Training energy (MWh) | 1,287 |
| Release | 2024-12-26 |
"""
ACROSS = """Heron-2 的评测结果。

| 评测 | Heron-2 | GPT-4 |
| --- | --- | --- |
| MMLU | 78.9% | 86.4% |
| C-Eval 准确率 | 81.2 | 68.7 |
| 参数量（亿） | 700 | — |
"""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            COMPARISON,
            [
                ("Heron-2", "parameters", 70_000_000_000, "parameters", "70B"),
                ("Heron-2", "score", 78.9, "", "78.9"),
                ("Heron-2", "price", 0.3, "USD", "0.30"),
                ("Heron-2", "throughput", 120, "tokens/s", "120 tok/s"),
                ("GPT-4", "score", 86.4, "", "86.4"),
                ("GPT-4", "price", 30, "USD", "30"),
            ],
        ),
        (
            PROPERTIES,
            [
                ("Heron-2", "size", 64, "layers", "64"),
                ("Heron-2", "tokens", 14_800_000_000_000, "tokens", "14.8T"),
                ("Heron-2", "accelerators", 2048, "chips", "2,048 H800"),
                ("Heron-2", "energy", 1_287_000_000, "Wh", "1,287"),
            ],
        ),
        (
            ACROSS,
            [
                ("Heron-2", "score", 78.9, "%", "78.9%"),
                ("GPT-4", "score", 86.4, "%", "86.4%"),
                ("Heron-2", "score", 81.2, "", "81.2"),
                ("GPT-4", "score", 68.7, "", "68.7"),
                ("Heron-2", "parameters", 70_000_000_000, "parameters", "700"),
            ],
        ),
    ],
)
def test_a_figure_is_told_by_its_row_and_column(text: str, expected: list[tuple[str, str, float, str, str]]) -> None:
    told = [
        (claim.subject, amount.metric.value, float(amount.value or 0), amount.unit, text[amount.start : amount.end])
        for claim in read(text).claims
        if (amount := claim.quantity)
    ]
    assert told == expected


def test_the_quote_of_a_cell_is_its_row_and_the_text_names_what_is_measured() -> None:
    claims = read(COMPARISON).claims[:4]
    assert {claim.quote for claim in claims} == {"**Heron-2** | 70B | 78.9 | 0.30 | 120 tok/s"}
    assert claims[1].text == "Heron-2: MMLU (5-shot) 78.9"
    assert claims[1].quantity
    assert claims[1].quantity.scope.startswith("MMLU")


def test_one_row_with_bars_is_a_sentence_and_no_table() -> None:
    (claim,) = read("Heron-2 | 70 billion parameters | open weights").claims[:1]
    assert claim.quantity
    assert claim.quantity.value == 70_000_000_000
