"""Claims of a made-up model, stored as reading would store them."""

from datetime import UTC, datetime
from decimal import Decimal

from claims.core.quantities import Comparator, Metric, Relation
from claims.core.statements import Attribution, ClaimKind
from claims.models import Claim, Organisation, Quantity, Subject, VisitSchedule, Workflow

NOW = datetime(2026, 5, 3, 9, 30, tzinfo=UTC)


def zephyr_claim(
    text: str = "Zephyr-9 has 3 trillion parameters.",
    *,
    name: str = "Zephyr-9",
    value: int = 3 * 10**12,
    due_at: datetime = NOW,
    workflow: Workflow = Workflow.TRACKED,
) -> Claim:
    """A claim about the size of a model, due for a visit at `due_at`."""
    maker, _ = Organisation.objects.get_or_create(name="Nimbus Labs")
    subject, _ = Subject.objects.get_or_create(name=name, maker=maker)
    claim = Claim.objects.create(
        subject=subject,
        claimant=maker,
        text=text,
        language="en",
        kind=ClaimKind.QUANTITY,
        attribution=Attribution.REPORTED,
        recorded_at=NOW,
        workflow=workflow,
    )
    Quantity.objects.create(
        claim=claim,
        metric=Metric.PARAMETERS,
        relation=Relation.VALUE,
        comparator=Comparator.EQUAL,
        value=Decimal(value),
        unit="parameters",
        raw="3 trillion parameters",
    )
    VisitSchedule.objects.create(claim=claim, due_at=due_at)
    return claim
