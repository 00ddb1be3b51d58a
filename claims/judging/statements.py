"""Rows of the evaluation contract in and out: a claim row → `ClaimStatement`, and findings back.

Metric and unit words vary freely between sources ("energy_ratio", "x less", "GPUs, days"); they are read by their
words, not looked up, and where they say nothing the claim's own text is read instead.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from claims.core.measures import find_quantities
from claims.core.paper_rows import date_from_text
from claims.core.quantities import Comparator, Metric, Quantity, Relation
from claims.core.statements import ClaimKind, ClaimStatement
from claims.judging.findings import Assessment, Finding
from claims.judging.units import base_value
from claims.judging.wording import PARITY, SURPASSING, ranks_in

# First match wins: narrower words before wider ones.
METRIC_WORDS: tuple[tuple[str, Metric], ...] = (
    (r"activ\w*.*param|param\w*.*activ", Metric.ACTIVE_PARAMETERS),
    (r"param", Metric.PARAMETERS),
    (r"(?:gpu|tpu|accelerator|chip|card)s?[ _-]?(?:hours?|days?|years?)", Metric.ACCELERATOR_HOURS),
    (r"gpu|tpu|accelerator|chips?\b|cards?\b", Metric.ACCELERATORS),
    (r"context|window", Metric.CONTEXT_LENGTH),
    (r"token", Metric.TOKENS),
    (r"dataset|corpus|examples|images", Metric.DATASET_SIZE),
    (r"emission|carbon|co2", Metric.EMISSIONS),
    (r"energy|electric|mwh|kwh", Metric.ENERGY),
    (r"watt|\bpower", Metric.POWER),
    (r"price|per[ _-]?(?:hour|token|month)", Metric.PRICE),
    (r"cost|usd|dollar|spend|budget", Metric.COST),
    (r"throughput|tokens[ _/-]?(?:per|s)", Metric.THROUGHPUT),
    (r"speed|latency|faster|acceler", Metric.SPEED),
    (r"efficien", Metric.EFFICIENCY),
    (r"train\w*[ _-]?(?:time|duration|days|hours)", Metric.TRAINING_TIME),
    (r"duration|elapsed|\bdays?\b|\bmonths?\b|\byears?\b|\bhours?\b|time", Metric.DURATION),
    (r"flop|compute", Metric.COMPUTE),
    (r"memory|vram|\bgb\b", Metric.MEMORY),
    (r"language|dialect", Metric.LANGUAGES),
    (r"user|customer|download", Metric.USERS),
    (
        r"score|accura|benchmark|pass|win|elo|quality|rate\b|perform|error|f1|bleu|sensitiv|specificit|recall|precision"
        r"|auc|success|solv|hallucin",
        Metric.SCORE,
    ),
    (r"date|released? on|announced? on", Metric.DATE),
    (r"size|rank", Metric.SIZE),
)
COMPARATORS: dict[str, Comparator] = {
    "eq": Comparator.EQUAL,
    "approx": Comparator.ABOUT,
    "about": Comparator.ABOUT,
    "gt": Comparator.OVER,
    "over": Comparator.OVER,
    "ge": Comparator.AT_LEAST,
    "at least": Comparator.AT_LEAST,
    "lower bound": Comparator.AT_LEAST,
    "lt": Comparator.UNDER,
    "le": Comparator.AT_MOST,
    "lte": Comparator.AT_MOST,
    "gte": Comparator.AT_LEAST,
    "max": Comparator.AT_MOST,
    "min": Comparator.AT_LEAST,
    "up to": Comparator.AT_MOST,
    "<": Comparator.UNDER,
    ">": Comparator.OVER,
    "<=": Comparator.AT_MOST,
    ">=": Comparator.AT_LEAST,
    "≤": Comparator.AT_MOST,
    "≥": Comparator.AT_LEAST,
    "~": Comparator.ABOUT,
    "≈": Comparator.ABOUT,
    "nearly": Comparator.ABOUT,
    "at most": Comparator.AT_MOST,
    "upper bound": Comparator.AT_MOST,
    "range": Comparator.RANGE,
}
SHARE_METRIC = re.compile(r"ratio|share|relative|fraction", re.IGNORECASE)
REDUCTION_METRIC = re.compile(r"reduc|saving|decrease|less|lower|cut", re.IGNORECASE)
TIMES_UNIT = re.compile(r"^(?:x|times|fold|×|倍)$", re.IGNORECASE)
TIMES_LESS_UNIT = re.compile(r"^(?:x|times|×)\s*(?:less|fewer|lower|smaller|cheaper)$", re.IGNORECASE)
PERCENT_UNIT = re.compile(r"^(?:%|percent|per cent|pct)", re.IGNORECASE)


def metric_of(words: str, unit: str) -> Metric:
    """The metric that free words name, by the metric's own words first, then by the unit's."""
    for text in (words, unit):
        for pattern, metric in METRIC_WORDS:
            if text and re.search(pattern, text, re.IGNORECASE):
                return metric
    return Metric.COUNT if unit and not PERCENT_UNIT.match(unit) and not TIMES_UNIT.match(unit) else Metric.OTHER


def relation_of(metric_words: str, unit: str, compared_to: str) -> Relation:
    """How a value is told against its baseline, from the metric's and the unit's words."""
    if TIMES_LESS_UNIT.match(unit):
        return Relation.TIMES_LESS
    if REDUCTION_METRIC.search(metric_words):
        return Relation.TIMES_LESS if TIMES_UNIT.match(unit) else Relation.LESS_BY
    if TIMES_UNIT.match(unit):
        return Relation.TIMES
    if unit.casefold() == "ratio" or (PERCENT_UNIT.match(unit) and compared_to and SHARE_METRIC.search(metric_words)):
        return Relation.SHARE
    return Relation.VALUE


def statement_from_row(row: Mapping[str, Any]) -> ClaimStatement:
    """A claim row `{id, claim, quote, lang, subject, metric, …}` as a statement; all but id and claim may be null.

    Raises `KeyError` without `id` or `claim`.
    """
    text = str(row["claim"])
    return ClaimStatement(
        id=str(row["id"]),
        text=text,
        quote=str(row.get("quote") or ""),
        language=str(row.get("lang") or "en"),
        kind=kind_of(text, str(row.get("metric") or ""), str(row.get("comparator") or ""), row.get("value")),
        subject=str(row.get("subject") or ""),
        quantity=quantity_from_row(row),
        claimed_on=date_from_text(row.get("claimed_on")),
        claimant=str(row.get("claimant") or ""),
    )


def quantity_from_row(row: Mapping[str, Any]) -> Quantity | None:
    """The row's own number, None where it has neither a number nor words for a metric."""
    words, unit = str(row.get("metric") or ""), str(row.get("unit") or "")
    comparator, baseline = str(row.get("comparator") or ""), str(row.get("compared_to") or "")
    if baseline.casefold() in COMPARATORS:
        comparator, baseline = baseline, ""
    value = row.get("value")
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return _quantity_in_quote(row, metric_of(words, unit), ranged="range" in words)
    relation = relation_of(words, unit, baseline)
    number, base_unit = Decimal(str(value)), "%" if PERCENT_UNIT.match(unit) else ""
    metric = metric_of(words, unit)
    if relation is Relation.VALUE and not base_unit:
        number, base_unit = base_value(metric, number, unit)
    told = Quantity(
        metric=metric,
        relation=relation,
        comparator=COMPARATORS.get(comparator.casefold().replace("_", " "), Comparator.EQUAL),
        value=number,
        unit=base_unit,
        baseline=baseline,
        raw=f"{value} {unit}".strip(),
    )
    return _as_read(told, str(row["claim"]), str(row.get("lang") or "en"))


def _as_read(told: Quantity, text: str, language: str) -> Quantity:
    """The row's number with what the claim's own text says of it where the row says nothing: bound and metric."""
    same = next((one for one in find_quantities(text, language) if _is_the_same(told, one)), None)
    if same is None:
        return told
    vague = told.metric in (Metric.OTHER, Metric.COUNT) and same.metric is not Metric.OTHER and told.unit == same.unit
    return replace(
        told,
        comparator=same.comparator if told.comparator is Comparator.EQUAL else told.comparator,
        metric=same.metric if vague else told.metric,
    )


def _is_the_same(told: Quantity, one: Quantity) -> bool:
    if one.value is None or told.is_ratio != one.is_ratio:
        return False
    return told.value in (one.value, base_value(told.metric, one.value, one.unit)[0])


def _quantity_in_quote(row: Mapping[str, Any], metric: Metric, *, ranged: bool) -> Quantity | None:
    """The quote's number of the row's metric, where the row names a measured metric and gives no number."""
    if metric in (Metric.OTHER, Metric.COUNT, Metric.DATE, Metric.SIZE, Metric.SCORE) or ranks_in(str(row["claim"])):
        return None
    if find_quantities(str(row["claim"])):
        return None
    found = [one for one in find_quantities(str(row.get("quote") or "")) if one.metric is metric and not one.is_ratio]
    found.sort(key=lambda one: (one.low is None) is ranged)
    return found[0] if found else None


def kind_of(text: str, metric_words: str, comparator: str, value: object) -> ClaimKind:
    """What a claim says, from its row's words, then from its text."""
    if comparator == "superlative" or re.search(r"rank|priority", metric_words):
        return ClaimKind.RANKING
    if comparator in {"on_par", "outperforms", "ratio"} or re.search(r"ratio|comparison|speedup", metric_words):
        return ClaimKind.COMPARISON
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return ClaimKind.QUANTITY
    if ranks_in(text):
        return ClaimKind.RANKING
    if SURPASSING.search(text) or PARITY.search(text):
        return ClaimKind.COMPARISON
    if re.search(r"date|event|announce", metric_words):
        return ClaimKind.EVENT
    return ClaimKind.STATEMENT


def evidence_row(claim_id: str, found: Finding) -> dict[str, Any]:
    """A finding in the evaluation contract's words."""
    return {
        "claim_id": claim_id,
        "paper_id": found.paper_id,
        "stance": str(found.stance),
        "quote": found.quote,
        "grade": str(found.grade),
        "reading": found.reading,
        "confidence": round(found.confidence, 3),
    }


def evidence_rows(claim_id: str, assessment: Assessment) -> list[dict[str, Any]]:
    """One row a paper: its strongest finding (contradicts before supports at equal confidence, mentions last)."""
    best: dict[str, Finding] = {}
    for found in sorted(assessment.findings, key=lambda f: (_order(f), -f.confidence, f.location, f.quote)):
        best.setdefault(found.paper_id, found)
    return [evidence_row(claim_id, best[paper_id]) for paper_id in sorted(best)]


def _order(found: Finding) -> int:
    return {"contradicts": 0, "supports": 1, "mentions": 2}[found.stance]


def status_row(claim_id: str, assessment: Assessment) -> dict[str, Any]:
    """A verdict in the evaluation contract's words."""
    verdict = assessment.verdict
    return {
        "claim_id": claim_id,
        "status": str(verdict.status),
        "certainty": str(verdict.certainty),
        "reasons": [reason.text for reason in verdict.reasons],
        "proposal": str(verdict.proposal) if verdict.proposal else None,
    }
