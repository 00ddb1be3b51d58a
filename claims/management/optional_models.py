"""What commands do with the optional models: ask one where the settings name it, and tell how that went."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from claims.workflows.assess_with_model import assess_with_model
from claims.workflows.choose_model import chosen_assessor, chosen_reader
from claims.workflows.read_with_model import read_with_model


def ask_optional_reader(command: BaseCommand, announcement_id: int) -> None:
    """Let it read a stored announcement too. Its failure is a warning: it takes nothing from what is stored."""
    model = chosen_reader()
    if model is None:
        return
    outcome = read_with_model(announcement_id, model, now=timezone.now())
    for remark in outcome.remarks:
        command.stderr.write(f"The optional reader: {remark} What the rules read is stored.", command.style.WARNING)
    if outcome.asked:
        command.stdout.write(
            f"{model.model} proposed {outcome.proposed}: {outcome.new_claims} new, {outcome.doubled} known, "
            f"{sum(outcome.dropped.values())} dropped."
        )


def ask_optional_assessor(command: BaseCommand, claim_id: int) -> None:
    """Let it hold documents against a claim. Its failure is a warning: it takes nothing from what the rules found."""
    model = chosen_assessor()
    if model is None:
        return
    outcome = assess_with_model(claim_id, model, now=timezone.now())
    for remark in outcome.remarks:
        command.stderr.write(f"The optional assessor on claim {claim_id}: {remark}", command.style.WARNING)
    if outcome.proposed:
        command.stdout.write(f"{model.model} proposed {outcome.proposed} pieces of evidence for claim {claim_id}.")
