"""The words of a claim: they name their subject, and do not begin in the middle of a sentence."""

import pytest

from claims.core.quantities import Metric, Quantity
from claims.reading.wording import LONGEST, claim_text


@pytest.mark.parametrize(
    ("clause", "subject", "text"),
    [
        ("it has 64 layers", "Zephyr-9", "Zephyr-9: it has 64 layers"),
        ("Zephyr-9 has\n 64 layers,", "Zephyr-9", "Zephyr-9 has 64 layers"),
        ("and it achieves 80.1 on MMLU", "Zephyr-9", "Zephyr-9: it achieves 80.1 on MMLU"),
        ("which makes it the cheapest part", "T7", "T7: makes it the cheapest part"),
        ("并且训练成本降低了 75%", "长风", "长风: 训练成本降低了 75%"),
        ("并没有公布芯片的数量", "长风", "长风: 并没有公布芯片的数量"),
        ("而非线性层有 64 个", "长风", "长风: 而非线性层有 64 个"),
        ("and", "", "and"),
    ],
)
def test_a_clause_becomes_words_that_stand_alone(clause: str, subject: str, text: str) -> None:
    assert claim_text(clause, subject, None, shared=False) == text


def test_a_figure_is_named_where_the_clause_has_several() -> None:
    figure = Quantity(metric=Metric.ACCELERATORS, raw="512\n GPUs")
    assert claim_text("512 GPUs and 10 days", "", figure, shared=True) == "512 GPUs and 10 days [512 GPUs]"


def test_a_text_is_bounded() -> None:
    assert len(claim_text("word " * 1000, "", None, shared=False)) == LONGEST
