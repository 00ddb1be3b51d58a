"""Rows in and out: free words for metrics and units are read, nulls are no trouble, dates may be coarse."""

from datetime import date
from decimal import Decimal

import pytest

from claims.core.paper_rows import date_from_text, paper_from_row
from claims.core.quantities import Comparator, Metric, Relation
from claims.core.statements import ClaimKind
from claims.judging.statements import (
    evidence_rows,
    kind_of,
    metric_of,
    statement_from_row,
    status_row,
)
from tests.judging.made_up_papers import HERON, assessed


@pytest.mark.parametrize(
    ("words", "unit", "metric"),
    [
        ("parameter_ratio", "x", Metric.PARAMETERS),
        ("active_parameters", "parameters", Metric.ACTIVE_PARAMETERS),
        ("gpu_hours", "H800 GPU hours", Metric.ACCELERATOR_HOURS),
        ("gpu_count+training_time", "GPUs, days", Metric.ACCELERATORS),
        ("energy_reduction", "ratio", Metric.ENERGY),
        ("training_cost_ratio", "x", Metric.COST),
        ("benchmark_score", "%", Metric.SCORE),
        ("crystals_discovered", "crystals", Metric.COUNT),
        ("", "days", Metric.DURATION),
        ("", "", Metric.OTHER),
    ],
)
def test_metrics_are_read_from_words(words: str, unit: str, metric: Metric) -> None:
    assert metric_of(words, unit) is metric


@pytest.mark.parametrize(
    ("metric", "value", "unit", "relation", "factor"),
    [
        ("energy_ratio", 0.01, "ratio", Relation.SHARE, "0.01"),
        ("energy_ratio", 100, "x less", Relation.TIMES_LESS, "0.01"),
        ("energy_reduction", 0.8, "ratio", Relation.LESS_BY, "0.2"),
        ("parameter_ratio", 50, "x", Relation.TIMES, "50"),
        ("relative_quality", 90, "%", Relation.SHARE, "0.9"),
    ],
)
def test_ratios_become_factors_of_the_baseline(
    metric: str, value: float, unit: str, relation: Relation, factor: str
) -> None:
    row = {"id": "1", "claim": "c", "metric": metric, "value": value, "unit": unit, "compared_to": "GPT-3"}
    amount = statement_from_row(row).quantity
    assert amount is not None
    assert (amount.relation, amount.factor, amount.baseline) == (relation, Decimal(factor), "GPT-3")


def test_a_bound_given_as_baseline_is_a_bound() -> None:
    row = {"id": "1", "claim": "c", "metric": "cost", "value": 4.6e6, "unit": "USD", "compared_to": "lower bound"}
    amount = statement_from_row(row).quantity
    assert amount is not None
    assert (amount.comparator, amount.baseline) == (Comparator.AT_LEAST, "")


def test_a_row_without_a_number_takes_that_of_its_quote() -> None:
    row = {
        "id": "1",
        "claim": "Heron: trained on",
        "metric": "gpu_count",
        "quote": "Heron 用 64 个 GPU 训练",
        "lang": "zh",
    }
    amount = statement_from_row(row).quantity
    assert amount is not None
    assert (amount.metric, amount.value) == (Metric.ACCELERATORS, Decimal(64))


def test_nulls_everywhere_are_no_trouble() -> None:
    empty = dict.fromkeys(("quote", "lang", "subject", "metric", "value", "unit", "compared_to", "claimed_on"))
    statement = statement_from_row({"id": 7, "claim": "Herons fly.", **empty})
    assert (statement.id, statement.quantity, statement.kind) == ("7", None, ClaimKind.STATEMENT)
    paper = paper_from_row({"id": 1, "title": "T", "authors": None, "date": None, "abstract": None, "doi": None})
    assert (paper.id, paper.authors, paper.published_on) == ("1", (), None)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2024-05-06", date(2024, 5, 6)),
        ("2024-05", date(2024, 5, 1)),
        ("2024", date(2024, 1, 1)),
        ("2024-13-01", None),
        ("soon", None),
        (None, None),
    ],
)
def test_dates_may_be_coarse(text: str | None, day: date | None) -> None:
    assert date_from_text(text) == day


def test_kinds_are_told_by_row_and_text() -> None:
    kinds = [
        kind_of("Heron is the largest model.", "", "superlative", None),
        kind_of("Heron is on par with GPT-3.", "", "on_par", None),
        kind_of("Heron has 3B parameters.", "parameters", "eq", 3e9),
        kind_of("Heron is the first of its kind.", "", "", None),
        kind_of("Heron surpasses GPT-3.", "", "", None),
    ]
    assert kinds == [
        ClaimKind.RANKING,
        ClaimKind.COMPARISON,
        ClaimKind.QUANTITY,
        ClaimKind.RANKING,
        ClaimKind.COMPARISON,
    ]


def test_rows_out_carry_the_contracts_words() -> None:
    assessment = assessed("Heron-2 supports 40 languages.", (HERON,), metric="languages", value=40, unit="languages")
    (row,) = evidence_rows("c1", assessment)
    assert (row["claim_id"], row["paper_id"], row["stance"], row["grade"]) == ("c1", "heron", "supports", "E2")
    assert row["quote"] in HERON.abstract
    status = status_row("c1", assessment)
    assert (status["status"], status["certainty"], status["proposal"]) == ("attested", "low", None)
