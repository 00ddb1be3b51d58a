"""A change told by its two ends is a fall or a rise in per cent."""

from decimal import Decimal

import pytest

from claims.core.measures import find_quantities
from claims.core.quantities import Relation
from claims.judging.told_changes import told_changes


@pytest.mark.parametrize(
    ("text", "relation", "value"),
    [
        ("Reading time fell from 15.0 minutes without the system to 4.1 minutes with it.", Relation.LESS_BY, "72.7"),
        ("Latency dropped from 900 ms to 250 ms.", Relation.LESS_BY, "72.2"),
        ("The cost rose from $3 million to $6 million.", Relation.MORE_BY, "100.0"),
        ("训练时间从 40 天缩短到 10 天。", Relation.LESS_BY, "75.0"),
    ],
)
def test_two_ends_tell_a_change(text: str, relation: Relation, value: str) -> None:
    (change,) = told_changes(text, find_quantities(text))
    assert (change.relation, change.value, change.unit) == (relation, Decimal(value), "%")
    assert text[change.start : change.end] == change.raw


@pytest.mark.parametrize(
    "text",
    [
        "Training used 512 GPUs for 10 days to 12 days.",
        "From 512 GPUs to 10 days.",
        "Accuracy rose from 50% to 80%.",
        "It has 64 layers and 48 heads.",
        "From $0 to $5 million.",
    ],
)
def test_other_pairs_of_figures_tell_none(text: str) -> None:
    assert told_changes(text, find_quantities(text)) == ()
