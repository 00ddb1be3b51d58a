"""A claim's history tells what editors did: what was changed from what to what, when, by whom, and why."""

import re
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.test import Client

from claims.core.quantities import Comparator
from claims.models import Claim, ClaimAct, DeskAct, Subject, Workflow
from claims.told_acts import changes_of
from claims.workflows.correct_claim import correct_claim
from claims.workflows.decide_claim import decide_claim
from claims.workflows.ingest_announcement import Intake, ingest_announcement
from claims.workflows.merge_claims import merge_claims
from claims.workflows.split_claim import split_claim
from claims.workflows.undo_claim_act import undo_claim_act
from claims.workflows.unmerge_claim import unmerge_claim
from tests.workflows.made_up_claims import NOW, zephyr_claim
from tests.workflows.made_up_evidence import person
from tests.workflows.test_correct_claim import read, with_value
from tests.workflows.test_decide_claims import STORY

pytestmark = pytest.mark.django_db


def history(client: Client, claim: Claim, **query: str) -> str:
    """The words of the history on the public page."""
    shown = client.get(f"/claims/{claim.pk}/", query).content.decode()
    part = shown[shown.index('<ol class="history">') : shown.index("</ol>", shown.index('<ol class="history">'))]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", part)).strip()


def correct(claim: Claim, *, days: int = 0) -> int:
    reading = replace(with_value(read(claim), 10**13), subject_id=Subject.objects.get_or_create(name="Zephyr-8")[0].pk)
    when = NOW + timedelta(days=days)
    return correct_claim(claim.pk, reading, reason="The table says so.", actor=person("ada"), seen=0, now=when).act_id


def test_a_correction_is_told_in_words_with_who_and_why(client: Client) -> None:
    claim = zephyr_claim()
    correct(claim)
    told = history(client, claim)
    assert "Corrected subject: Zephyr-9 → became Zephyr-8" in told
    assert "value: 3 trillion parameters → became 10 trillion parameters" in told
    assert "The table says so. Done by ada." in told


def test_a_correction_is_told_in_chinese(client: Client) -> None:
    claim = zephyr_claim()
    correct(claim)
    told = client.get(f"/claims/{claim.pk}/", headers={"accept-language": "zh-CN"}).content.decode()
    assert "10 万亿参数" in told
    assert "由 ada 完成" in told


def test_a_past_day_tells_what_had_been_done_by_then(client: Client) -> None:
    claim = zephyr_claim()
    correct(claim, days=5)
    seen = ClaimAct.objects.get().pk
    decide_claim(
        claim.pk, DeskAct.ARCHIVED, reason="Settled.", actor=person("bo"), seen=seen, now=NOW + timedelta(days=9)
    )
    days = [(NOW + timedelta(days=number)).date().isoformat() for number in (4, 5, 9)]
    found = [history(client, claim, as_of=day, by="recorded") for day in days]
    assert [("Corrected" in told, "Laid to rest" in told) for told in found] == [
        (False, False),
        (True, False),
        (True, True),
    ]
    assert "Laid to rest Settled. Done by bo." in history(client, claim, as_of=days[2], by="known")


def test_our_records_of_a_past_day_show_the_claim_as_it_was_read_then(client: Client) -> None:
    claim = zephyr_claim()
    correct(claim, days=5)
    days = [(NOW + timedelta(days=number)).date().isoformat() for number in (4, 5)]

    def shown(day: str, by: str) -> tuple[str, tuple[str, ...]]:
        page = client.get(f"/claims/{claim.pk}/", {"as_of": day, "by": by}).context["page"]
        return page.claim.subject.name, page.amounts

    assert [shown(day, "recorded") for day in days] == [
        ("Zephyr-9", ("3 trillion parameters",)),
        ("Zephyr-8", ("10 trillion parameters",)),
    ]
    assert shown(days[0], "known") == ("Zephyr-8", ("10 trillion parameters",))


def test_a_claim_that_was_dismissed_later_stands_in_our_records_of_the_day_before(client: Client) -> None:
    claim = zephyr_claim()
    late = NOW + timedelta(days=5)
    decide_claim(claim.pk, DeskAct.DISMISSED, reason="Out of scope.", actor=person("bo"), seen=0, now=late)
    days = [(NOW + timedelta(days=number)).date().isoformat() for number in (4, 5)]
    pages = [client.get(f"/claims/{claim.pk}/", {"as_of": day, "by": "recorded"}).context["page"] for day in days]
    assert [page.is_dismissed for page in pages] == [False, True]


def test_a_draft_tells_only_what_became_of_it(client: Client) -> None:
    claim = zephyr_claim(workflow=Workflow.DRAFT)
    edited = correct(claim)
    assert "Corrected" not in history(client, claim)
    decide_claim(claim.pk, DeskAct.TRACKED, reason="Checkable.", actor=person("bo"), seen=edited, now=NOW)
    told = history(client, claim)
    assert "Taken up, to be followed Checkable. Done by bo." in told
    assert "Corrected" not in told


def test_what_is_taken_back_is_told_with_what_it_took_back(client: Client) -> None:
    claim = zephyr_claim()
    undo_claim_act(correct(claim), reason="It was right.", actor=person("bo"), now=NOW)
    told = history(client, claim)
    assert told.index("Taken back") < told.index("Corrected")
    assert "value: 10 trillion parameters → became 3 trillion parameters" in told
    assert "It was right. Done by bo." in told


def test_an_edit_of_a_draft_that_was_taken_back_is_not_told(client: Client) -> None:
    claim = zephyr_claim(workflow=Workflow.DRAFT)
    undo_claim_act(correct(claim), reason="Not at all.", actor=person("bo"), now=NOW)
    assert "Taken back" not in history(client, claim)


def test_a_split_leads_to_its_parts_and_they_lead_back(client: Client) -> None:
    ingest_announcement(Intake(text=STORY, publisher="The Daily Model", published_on=date(2026, 5, 1)), now=NOW)
    claim = Claim.objects.get(text__contains="512")
    parts = ["Zephyr-9 was trained on 512 GPUs", "its training took 10 days"]
    done = split_claim(claim.pk, parts, reason="Two things.", actor=person("ada"), seen=0, now=NOW)
    one, other = done.parts
    assert f"Split into claims of their own: claim {one} , claim {other}" in history(client, claim)
    assert f"as a part of claim {claim.pk}" in history(client, Claim.objects.get(pk=one))


def test_a_claim_that_was_merged_and_taken_out_tells_both(client: Client) -> None:
    claim, other = zephyr_claim(), zephyr_claim("Zephyr-9 has 3 trillion parameters in all.")
    merge_claims(claim.pk, other.pk, actor=None, reason="The same figure.", now=NOW)
    unmerge_claim(claim.pk, actor=person("ada"), reason="Other versions.", now=NOW + timedelta(hours=1))
    told = history(client, claim)
    assert f"Taken out of claim {other.pk} again Other versions. Done by ada." in told
    assert f"Merged into claim {other.pk} The same figure. Done by the rules." in told


def test_what_is_the_same_when_rounded_is_told_in_full() -> None:
    claim = zephyr_claim()
    reading = read(claim)
    assert reading.quantity is not None
    changed = replace(reading, quantity=replace(reading.quantity, value=Decimal(3 * 10**12 + 1)))
    correct_claim(claim.pk, changed, reason="To the last one.", actor=person("ada"), seen=0, now=NOW)
    act = ClaimAct.objects.get()
    assert [(one.name, one.before, one.after) for one in changes_of(act.before, act.after)] == [
        ("value", "3000000000000 parameters", "3000000000001 parameters")
    ]


def test_another_comparator_is_told_with_the_value() -> None:
    claim = zephyr_claim()
    reading = read(claim)
    assert reading.quantity is not None
    over = replace(reading, quantity=replace(reading.quantity, comparator=Comparator.OVER))
    correct_claim(claim.pk, over, reason="It says over.", actor=person("ada"), seen=0, now=NOW)
    act = ClaimAct.objects.get()
    assert [(one.field, one.after) for one in changes_of(act.before, act.after)] == [
        ("value", "over 3 trillion parameters")
    ]
