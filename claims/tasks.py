"""Celery's faces of the workflows: ids in, one call out. Due work lives in tables: a lost message loses nothing."""

from celery import shared_task
from django.utils import timezone

from claims.workflows.assess_with_model import assess_with_model
from claims.workflows.choose_model import chosen_assessor
from claims.workflows.lease_due_visits import lease_due_visits
from claims.workflows.revisit_claim import revisit_claim


@shared_task(name="claims.dispatch_due_visits")
def dispatch_due_visits() -> int:
    """Beat's tick: lease what is due and hand the ids out in one task."""
    claim_ids = lease_due_visits(now=timezone.now())
    if claim_ids:
        revisit_claims.delay(claim_ids=claim_ids)
    return len(claim_ids)


@shared_task(name="claims.revisit_claims")
def revisit_claims(*, claim_ids: list[int]) -> int:
    """Look for each of these claims again and return how many changed their status."""
    changed = sum(revisit_claim(claim_id, now=timezone.now()).status_changed for claim_id in claim_ids)
    if chosen_assessor():
        for claim_id in claim_ids:
            assess_claim_with_model.delay(claim_id=claim_id)
    return changed


@shared_task(name="claims.assess_claim_with_model")
def assess_claim_with_model(*, claim_id: int) -> int:
    """Ask the optional assessor about one claim, which takes minutes, and return how much it proposed anew."""
    model = chosen_assessor()
    return assess_with_model(claim_id, model, now=timezone.now()).proposed if model else 0
