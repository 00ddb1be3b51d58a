"""A claim that a person ruled: the page says so and why, and tells when weighty evidence has reopened it."""

import pytest
from django.test import Client

from claims.judging.findings import Grade, Stance, Status
from claims.judging.policy import Policy
from claims.models import Claim, EvidenceState, Ruling
from claims.workflows.conclude_claim import conclude_claim
from claims.workflows.lift_ruling import lift_ruling
from claims.workflows.rule_claim import rule_claim
from tests.workflows.made_up_claims import NOW, zephyr_claim
from tests.workflows.made_up_evidence import evidence, paper, person

pytestmark = pytest.mark.django_db

BANNER = "Weighty evidence has come since that points to “disputed”; the ruling stands until a person has looked again."
ASKED = "Only a person may say so; one has been asked."
RULED = "Ruled “supported”: Seen with my own eyes."


def ruled() -> Claim:
    claim = zephyr_claim()
    evidence(claim, state=EvidenceState.ACCEPTED)
    rule_claim(
        claim.pk,
        Status.SUPPORTED,
        reason="Seen with my own eyes.",
        actor=person("ada"),
        seen=0,
        policy=Policy(),
        now=NOW,
    )
    return claim


def comes_against(claim: Claim) -> None:
    evidence(claim, paper("A new count"), stance=Stance.CONTRADICTS, grade=Grade.E5, state=EvidenceState.ACCEPTED)
    claim.refresh_from_db()
    conclude_claim(claim, act=None, now=NOW)


def test_a_ruling_answers_first_and_stays_the_answer_when_evidence_reopens_it(client: Client) -> None:
    claim = ruled()
    page = client.get(f"/claims/{claim.pk}/").content.decode()
    assert (RULED in page, BANNER in page) == (True, False)
    comes_against(claim)
    page = client.get(f"/claims/{claim.pk}/").content.decode()
    assert (RULED in page, BANNER in page, ASKED in page) == (True, True, False)


def test_a_ruling_that_was_taken_back_is_history(client: Client) -> None:
    claim = ruled()
    comes_against(claim)
    lift_ruling(claim.pk, reason="Too soon.", actor=person("bo"), seen=Ruling.objects.get().pk, now=NOW)
    page = client.get(f"/claims/{claim.pk}/").content.decode()
    assert (BANNER in page, "Took back the ruling “supported”: Too soon." in page) == (False, True)
