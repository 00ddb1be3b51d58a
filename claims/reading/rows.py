"""Draft claims as the rows of `manage.py evaluate reading`: one flat object a claim, numbers as JSON numbers."""

from decimal import Decimal

from claims.core.quantities import Quantity, Relation, Written
from claims.reading.drafts import DraftClaim

type Cell = str | int | float | bool | None


def _number(value: Decimal | None) -> int | float | None:
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def _told(amount: Quantity) -> Written | Quantity:
    """The figures as the text tells them, a share as the multiple that it is."""
    if amount.relation is not Relation.SHARE or amount.unit != "%":
        return amount.told
    value, low, high = (None if end is None else end / 100 for end in (amount.value, amount.low, amount.high))
    return Written(value=value, low=low, high=high, unit="x")


def draft_row(article_id: str, draft: DraftClaim) -> dict[str, Cell]:
    """The row of one draft; scales are multiplied in (175e9), the unit is the text's own (3 "months", less by 80 "%").

    A share of something is a multiple of it, as a fraction is: "1 % of B" is 0.01 "x", "a third of B" is 0.333 "x".
    """
    amount = draft.quantity
    told = _told(amount) if amount else None
    return {
        "article_id": article_id,
        "quote": draft.quote,
        "start": draft.start,
        "end": draft.end,
        "claim": draft.text,
        "kind": draft.kind.value,
        "subject": draft.subject,
        "metric": amount.metric.value if amount else None,
        "value": _number(told.value) if told else None,
        "value_min": _number(told.low) if told else None,
        "value_max": _number(told.high) if told else None,
        "unit": told.unit if told else None,
        "comparator": amount.comparator.value if amount else None,
        "compared_to": (amount.baseline or None) if amount else None,
        "is_quantitative": amount is not None,
    }
