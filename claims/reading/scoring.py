"""How worth checking a draft is, in 0..1, with the parts of the sum for the editor who looks at it."""

from dataclasses import dataclass

from claims.core.quantities import Quantity
from claims.reading.statements import Told
from claims.reading.triage import Leaving
from claims.reading.worth import CHECKABLE


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """A score in 0..1 and its parts in words."""

    score: float
    reasons: tuple[str, ...]


# Weights of the parts; hand-set so that a named, measured, checkable fact comes out near 1 and a bare finding near 0.4.
_MEASURED, _CHECKABLE, _RATIO, _NAMED, _BASELINE, _DOUBT = 0.4, 0.3, 0.2, 0.2, 0.1, 0.15
_TOLD = {"ranking": 0.6, "comparison": 0.6, "licence": 0.7, "availability": 0.6, "decision": 0.5,
         "release": 0.5, "finding": 0.4, "quotation": 0.4, "hardware": 0.5, "dated event": 0.6,
         "lack": 0.5, "denial": 0.6, "publication": 0.6, "ability": 0.4, "company fact": 0.5}  # fmt: skip


def _scored(parts: list[tuple[str, float]]) -> Scored:
    total = min(1.0, max(0.0, round(sum(weight for _, weight in parts), 2)))
    return Scored(score=total, reasons=tuple(f"{name} {weight:+.2f}" for name, weight in parts))


def _doubts(leaving: tuple[Leaving, ...]) -> list[tuple[str, float]]:
    return [(reason.value, -_DOUBT) for reason in leaving]


def score_measured(quantity: Quantity, subject: str, leaving: tuple[Leaving, ...]) -> Scored:
    """The score of a claim with a number."""
    parts = [(f"a number with its unit: {quantity.metric.value}", _MEASURED)]
    if quantity.metric in CHECKABLE:
        parts.append(("a metric that papers state", _CHECKABLE))
    if quantity.is_ratio:
        parts.append(("a comparison", _RATIO))
    if quantity.baseline:
        parts.append(("its baseline is named", _BASELINE))
    if subject:
        parts.append(("its subject is named", _NAMED))
    return _scored(parts + _doubts(leaving))


def score_told(told: Told, subject: str, leaving: tuple[Leaving, ...]) -> Scored:
    """The score of a claim without a number."""
    parts = [(told.reason, _TOLD[told.reason])]
    if subject:
        parts.append(("its subject is named", _NAMED))
    return _scored(parts + _doubts(leaving))
