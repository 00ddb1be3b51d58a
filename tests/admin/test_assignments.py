"""Lists are filtered by who sees to their claims, and a claim tells editors through whose hands it went."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest

from claims.judging.findings import Status
from claims.models import Appearance, Claim, DeskAct
from claims.workflows.assign_claims import assign_claims
from claims.workflows.decide_claim import decide_claim
from claims.workflows.make_roles import Role
from claims.workflows.merge_claims import merge_claims
from claims.workflows.propose_ruling import propose_ruling
from tests.admin.test_repeat_desk import pair
from tests.admin.test_reviews import login, page
from tests.workflows.made_up_claims import NOW, zephyr_claim
from tests.workflows.made_up_evidence import evidence, paper, person
from tests.workflows.made_up_feeds import lead

pytestmark = pytest.mark.django_db


def evidence_of(number: int) -> tuple[Claim, str]:
    claim = zephyr_claim(f"Zephyr-9 has size {number}.")
    evidence(claim, paper(f"Paper {number}"))
    return claim, f"Paper {number}"


def proposal_of(number: int) -> tuple[Claim, str]:
    claim = zephyr_claim(f"Zephyr-9 has size {number}.")
    propose_ruling(claim.pk, Status.REFUTED, reason="It is not.", actor=person("cy"), now=NOW)
    return claim, claim.text


def pair_of(number: int) -> tuple[Claim, str]:
    made = pair(f"large {number}")
    return (made.earlier if number == 1 else made.later), made.later.text


def lead_of(number: int) -> tuple[Claim, str]:
    claim, made = zephyr_claim(f"Zephyr-9 has size {number}."), lead(number)
    assert made.announcement is not None
    words = made.announcement.text[:5]
    Appearance.objects.create(claim=claim, announcement=made.announcement, exact=words, start=0, end=5)
    return claim, made.url


@pytest.mark.parametrize(
    ("table", "made"),
    [
        ("waitingevidence", evidence_of),
        ("evidence", evidence_of),
        ("statusproposal", proposal_of),
        ("repeatpair", pair_of),
        ("lead", lead_of),
    ],
)
def test_a_list_shows_mine_those_of_others_and_nobodys(table: str, made: Callable[[int], tuple[Claim, str]]) -> None:
    client = login(Role.EDITOR)
    rows = [made(number) for number in (1, 2, 3)]
    for (claim, _), name in zip(rows, ("ada", "bo"), strict=False):
        assign_claims([claim.pk], person(name), actor=person("cy"), now=NOW)
    for number, whose in enumerate(("me", "others", "nobody")):
        shown = page(client, f"/admin/claims/{table}/", assigned=whose)
        assert [words in shown for _, words in rows] == [number == one for one in range(3)], whose


def test_a_claim_tells_editors_through_whose_hands_it_went() -> None:
    client, claim = login(Role.EDITOR), zephyr_claim()
    other = zephyr_claim("Zephyr-9 is large.")
    assign_claims([claim.pk], person("bo"), actor=person("ada"), now=NOW)
    assign_claims([claim.pk], None, actor=person("bo"), now=NOW + timedelta(hours=1))
    later = [NOW + timedelta(hours=number) for number in (2, 3)]
    decide_claim(claim.pk, DeskAct.ARCHIVED, reason="Settled.", actor=person("cy"), seen=0, now=later[0])
    merge_claims(claim.pk, other.pk, actor=None, reason="The same figure.", now=later[1])
    shown = re.sub(r"<[^>]+>", "|", page(client, f"/admin/claims/claim/{claim.pk}/history/"))
    told = [part.strip() for part in shown.split("|") if part.strip()]
    for words in ("Given to bo", "Given back", "Laid to rest", "Settled.", f"Merged into claim {other.pk}"):
        assert words in told
    assert told.index("the rules") < told.index("cy") < told.index("Given back")
