"""Two figures beside each other, in words and in base units, with how they compare."""

from decimal import Decimal

import pytest

from claims.core.quantities import Metric, Quantity
from claims.judging.comparing import Match
from claims.judging.side_by_side import NOTHING, Side, SideBySide, side_by_side

CLAIMED = Quantity(metric=Metric.PARAMETERS, value=Decimal(3 * 10**12), unit="parameters", raw="3 trillion parameters")
OURS = Side(written="3 trillion parameters", exactly="3,000,000,000,000 parameters")


@pytest.mark.parametrize(
    ("passage", "said", "match"),
    [
        (
            "Zephyr-9 has 3,000 billion parameters.",
            Side(written="3,000 billion parameters", exactly="3,000,000,000,000 parameters"),
            Match.EQUAL,
        ),
        (
            "Zephyr-9 has 2 trillion parameters.",
            Side(written="2 trillion parameters", exactly="2,000,000,000,000 parameters"),
            Match.DIFFERENT,
        ),
        ("Nobody counted.", NOTHING, None),
    ],
)
def test_the_figure_that_answers_stands_beside_the_claimed_one(passage: str, said: Side, match: Match | None) -> None:
    both = side_by_side(CLAIMED, passage)
    assert (both.claimed, both.said, both.match) == (OURS, said, match)


def test_of_two_figures_the_one_that_agrees_is_shown() -> None:
    both = side_by_side(CLAIMED, "Zephyr-8 has 1 trillion parameters; Zephyr-9 has 3 trillion parameters.")
    assert (both.said.written, both.match) == ("3 trillion parameters", Match.EQUAL)


def test_a_claim_without_a_figure_has_none_beside_it() -> None:
    nothing = SideBySide(claimed=NOTHING, said=NOTHING, match=None, reading="")
    assert side_by_side(None, "Zephyr-9 has 3 trillion parameters.") == nothing


def test_a_range_is_told_by_its_ends() -> None:
    claimed = Quantity(metric=Metric.COST, low=Decimal(2), high=Decimal(5), unit="USD", raw="")
    assert side_by_side(claimed, "").claimed == Side(written="2–5 USD", exactly="2–5 USD")
