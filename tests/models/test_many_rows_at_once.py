"""Rows that come in many at a time leave the same events, in the same order, as rows that come one by one."""

import pytest

from claims.judging.findings import Grade, Stance
from claims.models import Claim, EvidenceState, EvidenceStep, OutboxEvent, Workflow
from tests.web.made_up_claims import NOW, claim, evidence, paper, subject

pytestmark = pytest.mark.django_db


def told() -> list[tuple[str, int, int | None, int | None]]:
    return list(OutboxEvent.objects.order_by("pk").values_list("kind", "row", "claim_id", "paper_id"))


def test_claims_that_are_added_together_are_told_of_by_their_state() -> None:
    about = subject()
    states = (Workflow.TRACKED, Workflow.DRAFT, Workflow.DISMISSED, Workflow.TRACKED)
    first = claim("Zephyr-9 has 9 chips", about=about)
    kind, attribution = first.kind, first.attribution
    before = len(told())
    rows = [
        Claim(
            text=f"{n} chips",
            subject=about,
            kind=kind,
            attribution=attribution,
            language="en",
            recorded_at=NOW,
            workflow=state,
        )
        for n, state in enumerate(states)
    ]
    one, _, three, four = Claim.objects.bulk_create(rows)
    assert told()[before:] == [
        ("claim.tracked", one.pk, one.pk, None),
        ("claim.dismissed", three.pk, three.pk, None),
        ("claim.tracked", four.pk, four.pk, None),
    ]


def test_steps_that_are_added_together_each_see_the_one_before() -> None:
    made, version = claim("Zephyr-9 has 9 chips", about=subject()), paper("On chips", abstract="Chips.")
    given = evidence(made, version, quote="Chips.", stance=Stance.SUPPORTS, grade=Grade.E3)
    before = len(told())
    states = (EvidenceState.REJECTED, EvidenceState.ACCEPTED, EvidenceState.REJECTED, EvidenceState.PROPOSED)
    steps = EvidenceStep.objects.bulk_create(
        [EvidenceStep(evidence=given, state=state, recorded_at=NOW) for state in states]
    )
    kinds = ("evidence.dropped", "evidence.accepted", "evidence.dropped")

    assert told()[before:] == [
        (kind, step.pk, made.pk, version.paper_id) for kind, step in zip(kinds, steps, strict=False)
    ]
