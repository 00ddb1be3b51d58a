"""The two figures that a reviewer compares are those that answer each other."""

from decimal import Decimal

import pytest

from claims.core.measures import find_quantities
from claims.core.quantities import Metric, Quantity
from claims.judging.answering_figures import Figures, answering_figures

CLAIMED = find_quantities("Heron has 3 trillion parameters.")[0]


@pytest.mark.parametrize(
    ("passage", "said"),
    [
        ("On 512 GPUs, Heron with 2.9T parameters was trained.", "2.9T parameters"),
        ("Heron has 1 trillion parameters, then 3 trillion parameters.", "3 trillion parameters"),
        ("Heron is large.", ""),
    ],
    ids=["the same measure", "the one most alike", "none"],
)
def test_the_figure_that_answers_stands_beside_the_claimed_one(passage: str, said: str) -> None:
    assert answering_figures(CLAIMED, passage) == Figures(claimed="3 trillion parameters", said=said)


def test_a_claim_without_a_figure_has_none_beside_it() -> None:
    assert answering_figures(None, "Heron has 3 parameters.") == Figures(claimed="", said="")


def test_a_figure_that_was_entered_by_hand_is_shown_as_its_value() -> None:
    bare = Quantity(metric=Metric.PARAMETERS, value=Decimal(12), unit="parameters")
    assert answering_figures(bare, "").claimed == "12 parameters"
