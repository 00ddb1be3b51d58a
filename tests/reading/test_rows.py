"""Rows: a draft claim as the flat object that is scored."""

import json
from decimal import Decimal

from claims.core.quantities import Comparator, Metric, Quantity, Relation, Written
from claims.core.statements import ClaimKind
from claims.reading.drafts import DraftClaim
from claims.reading.rows import draft_row

QUOTE = "took 7.5 to 12 days, as Comet-2 did"


def draft(quantity: Quantity | None, kind: ClaimKind = ClaimKind.QUANTITY) -> DraftClaim:
    return DraftClaim(
        text=f"Zephyr-9: {QUOTE}",
        quote=QUOTE,
        start=40,
        end=40 + len(QUOTE),
        kind=kind,
        subject="Zephyr-9",
        quantity=quantity,
    )


def test_a_range_against_a_baseline_has_its_bounds_and_no_value() -> None:
    amount = Quantity(
        metric=Metric.TRAINING_TIME,
        comparator=Comparator.RANGE,
        low=Decimal(648_000),
        high=Decimal(1_036_800),
        unit="seconds",
        as_written=Written(low=Decimal("7.5"), high=Decimal(12), unit="days"),
        baseline="Comet-2",
        raw="7.5 to 12 days",
        start=45,
        end=59,
    )
    assert draft_row("log-1", draft(amount)) == {
        "article_id": "log-1",
        "quote": QUOTE,
        "start": 40,
        "end": 40 + len(QUOTE),
        "claim": f"Zephyr-9: {QUOTE}",
        "kind": "quantity",
        "subject": "Zephyr-9",
        "metric": "training_time",
        "value": None,
        "value_min": 7.5,
        "value_max": 12,
        "unit": "days",
        "comparator": "range",
        "compared_to": "Comet-2",
        "is_quantitative": True,
    }


def test_a_claim_without_a_number_has_none_of_its_columns() -> None:
    row = draft_row("log-1", draft(None, ClaimKind.RANKING))
    measured = ("metric", "value", "value_min", "value_max", "unit", "comparator", "compared_to", "is_quantitative")
    assert {name: row[name] for name in measured} == dict.fromkeys(measured[:-1]) | {"is_quantitative": False}
    assert row["kind"] == "ranking"


def test_numbers_become_numbers_of_json_and_percentages_stay_as_written() -> None:
    saved = Quantity(metric=Metric.ENERGY, relation=Relation.LESS_BY, value=Decimal("80.50"), unit="%")
    large = Quantity(metric=Metric.PARAMETERS, value=Decimal("1.75E+12"), unit="parameters")
    values = [draft_row("log-1", draft(amount))["value"] for amount in (saved, large)]
    assert json.dumps(values) == "[80.5, 1750000000000]"


def test_a_share_is_a_multiple_of_its_baseline() -> None:
    share = Quantity(metric=Metric.ENERGY, relation=Relation.SHARE, value=Decimal(1), unit="%", baseline="GPT-3")
    row = draft_row("log-1", draft(share))
    assert (row["value"], row["unit"], row["compared_to"]) == (0.01, "x", "GPT-3")


def test_nought_is_a_value() -> None:
    assert draft_row("log-1", draft(Quantity(metric=Metric.EMISSIONS, value=Decimal(0), unit="kg")))["value"] == 0
