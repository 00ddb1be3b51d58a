"""How a claim was read is put right with a reason: what follows follows at once, and it can be taken back."""

from dataclasses import replace
from decimal import Decimal

import pytest

from claims.core.papers import PaperRecord
from claims.core.statements import Attribution, ClaimKind
from claims.judging.findings import Stance
from claims.models import Claim, ClaimAct, DeskAct, Evidence, Organisation, Workflow
from claims.workflows.correct_claim import Reading, correct_and_decide, correct_claim
from claims.workflows.decide_claim import AlreadyDecided, DecisionRefused, NotPossible, ReasonMissing
from claims.workflows.edit_claim import NotEdited
from claims.workflows.import_papers import import_papers
from claims.workflows.match_papers import match_papers
from claims.workflows.revisit_claim import revisit_claim
from claims.workflows.undo_claim_act import undo_claim_act
from tests.workflows.made_up_claims import NOW, zephyr_claim
from tests.workflows.made_up_evidence import person

pytestmark = pytest.mark.django_db


def read(claim: Claim) -> Reading:
    """The claim as it is read now."""
    amount = claim.quantities.order_by("pk").first()
    return Reading(
        kind=ClaimKind(claim.kind),
        subject_id=claim.subject_id,
        claimant_id=claim.claimant_id,
        attribution=Attribution(claim.attribution),
        hedged=claim.hedged,
        denied=claim.denied,
        claimed_on=claim.claimed_on,
        settle_by=claim.settle_by,
        quantity=amount.to_core() if amount else None,
    )


def with_value(reading: Reading, value: int) -> Reading:
    assert reading.quantity is not None
    return replace(reading, quantity=replace(reading.quantity, value=Decimal(value)))


def correct(claim: Claim, reading: Reading, *, reason: str = "The table says so.", seen: int = 0) -> int:
    return correct_claim(claim.pk, reading, reason=reason, actor=person("ada"), seen=seen, now=NOW).act_id


def test_evidence_follows_the_corrected_figure_of_a_tracked_claim_and_comes_back_with_it() -> None:
    claim = zephyr_claim()
    counted = PaperRecord(id="c1", title="Counting Zephyr", abstract="We count. Zephyr-9 has 3 trillion parameters.")
    match_papers(import_papers([counted], now=NOW).paper_ids, now=NOW)
    revisit_claim(claim.pk, now=NOW)
    speaking = Evidence.objects.standing().filter(claim=claim, stance=Stance.SUPPORTS)
    assert speaking.exists()
    done = correct(claim, with_value(read(claim), 9 * 10**12))
    assert not speaking.exists()
    undo_claim_act(done, reason="It was right.", actor=person("ada"), now=NOW)
    assert speaking.exists()
    assert claim.quantities.get().value == 3 * 10**12


def test_a_correction_is_done_once_with_a_reason() -> None:
    claim = zephyr_claim()
    reading = replace(read(claim), kind=ClaimKind.STATEMENT)
    with pytest.raises(ReasonMissing):
        correct(claim, reading, reason=" ")
    done = correct(claim, reading)
    with pytest.raises(AlreadyDecided, match="ada was there before you"):
        correct(claim, reading)
    with pytest.raises(NotEdited, match=r"Nothing was changed\."):
        correct(claim, reading, seen=done)
    assert ClaimAct.objects.count() == 1


def test_a_claimant_is_put_back_with_the_rest() -> None:
    claim = zephyr_claim()
    maker, other = claim.claimant, Organisation.objects.create(name="Borealis AI")
    done = correct(claim, replace(read(claim), claimant_id=other.pk, denied=True))
    undo_claim_act(done, reason="", actor=person("bo"), now=NOW)
    again = Claim.objects.get(pk=claim.pk)
    assert (again.claimant, again.denied) == (maker, False)


def test_an_entry_of_before_claimants_were_kept_can_still_be_taken_back() -> None:
    claim = zephyr_claim()
    told = {"text": claim.text, "kind": "quantity", "subject_id": claim.subject_id, "claimed_on": None}
    told |= {"workflow": "tracked", "subject": "Zephyr-9", "claimant": "Nimbus Labs", "quantity": None}
    claim.quantities.all().delete()
    Claim.objects.filter(pk=claim.pk).update(kind="statement")
    entry = ClaimAct.objects.create(
        claim=claim,
        act=DeskAct.EDITED,
        actor=person("ada"),
        before=told,
        after={**told, "kind": "statement"},
        recorded_at=NOW,
    )
    undo_claim_act(entry.pk, reason="", actor=person("ada"), now=NOW)
    again = Claim.objects.get(pk=claim.pk)
    assert (again.kind, again.claimant) == ("quantity", claim.claimant)


def test_both_are_done_or_neither() -> None:
    claim = zephyr_claim(workflow=Workflow.DRAFT)
    reading, ada = replace(read(claim), kind=ClaimKind.STATEMENT), person("ada")

    def both(act: DeskAct | None, seen: int = 0) -> None:
        correct_and_decide(claim.pk, reading, act, reason="So.", actor=ada, seen=seen, now=NOW)

    with pytest.raises(NotPossible):
        both(DeskAct.ARCHIVED)
    assert (Claim.objects.get(pk=claim.pk).kind, ClaimAct.objects.count()) == ("quantity", 0)
    both(DeskAct.TRACKED)
    newest = ClaimAct.objects.latest("pk")
    assert list(ClaimAct.objects.order_by("pk").values_list("act", flat=True)) == ["edited", "tracked"]
    both(DeskAct.ARCHIVED, newest.pk)
    assert (Claim.objects.get(pk=claim.pk).workflow, ClaimAct.objects.count()) == ("archived", 3)
    with pytest.raises(DecisionRefused):
        both(None, newest.pk)
