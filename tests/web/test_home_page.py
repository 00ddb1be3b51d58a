"""The first page: what moved this week, the weightiest first; and old addresses of the list, which was here."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from claims.judging.findings import Certainty, Status
from claims.models import Claim, StatusChange, Workflow
from tests.web.made_up_claims import announcement, change, claim, claim_with_everything, subject

pytestmark = pytest.mark.django_db


def moved(
    text: str,
    to: Status,
    *,
    was: Status = Status.UNVERIFIED,
    days_ago: int = 1,
    certainty: Certainty = Certainty.LOW,
) -> Claim:
    made = claim(text, about=subject("Zephyr-9"))
    step = StatusChange(
        claim=made,
        from_status=was,
        to_status=to,
        certainty=certainty,
        reasons=[{"code": "supported", "text": f"Reason of {text}."}],
        rule_version="test",
        recorded_at=timezone.now() - timedelta(days=days_ago),
    )
    step.save()
    Claim.objects.filter(pk=made.pk).update(status=to, certainty=certainty)
    return made


def test_an_empty_site_says_how_to_fill_it(client: Client) -> None:
    page = client.get("/").content.decode()

    assert ("No claims yet." in page, "manage.py load_demo" in page) == (True, True)


def test_the_week_is_told_with_the_weightiest_change_first(client: Client) -> None:
    supported = moved("Supported claim", Status.SUPPORTED)
    surer = moved("Surely supported claim", Status.SUPPORTED, certainty=Certainty.HIGH)
    qualified = moved("Qualified claim", Status.QUALIFIED)
    turned = moved("Claim that held", Status.QUALIFIED, was=Status.SUPPORTED)
    moved("Claim of last month", Status.DISPUTED, days_ago=30)

    response = client.get("/")

    shown = [(line.number, line.before.code, line.after.code, line.reason) for line in response.context["moved"]]
    assert shown == [
        (turned.pk, "supported", "qualified", "Reason of Claim that held."),
        (surer.pk, "unverified", "supported", "Reason of Surely supported claim."),
        (supported.pk, "unverified", "supported", "Reason of Supported claim."),
        (qualified.pk, "unverified", "qualified", "Reason of Qualified claim."),
    ]
    assert (response.context["moved_this_week"], "What changed this week" in response.content.decode()) == (4, True)


def test_a_claim_that_moved_twice_is_told_once_as_it_is_now(client: Client) -> None:
    made = moved("A claim", Status.ATTESTED, days_ago=3)
    made.refresh_from_db()
    StatusChange.objects.create(
        claim=made,
        from_status=Status.ATTESTED,
        to_status=Status.SUPPORTED,
        certainty=Certainty.LOW,
        reasons=[],
        rule_version="test",
        recorded_at=timezone.now(),
    )

    response = client.get("/")

    assert [(line.before.code, line.after.code) for line in response.context["moved"]] == [("attested", "supported")]
    assert response.context["moved_this_week"] == 1


def test_a_quiet_week_tells_what_moved_last(client: Client) -> None:
    old = moved("Claim of last month", Status.DISPUTED, days_ago=30)

    response = client.get("/")
    page = response.content.decode()

    assert [line.number for line in response.context["moved"]] == [old.pk]
    assert ("What changed last" in page, "Nothing moved in the last seven days." in page) == (True, True)


def test_dismissed_and_merged_claims_do_not_move_on_it(client: Client) -> None:
    kept = moved("Kept", Status.SUPPORTED)
    Claim.objects.filter(pk=moved("Dismissed", Status.SUPPORTED).pk).update(workflow=Workflow.DISMISSED)
    merged = moved("Merged", Status.SUPPORTED)
    Claim.objects.filter(pk=merged.pk).update(workflow=Workflow.MERGED, merged_into=kept)

    response = client.get("/")

    assert [line.number for line in response.context["moved"]] == [kept.pk]
    assert (response.context["moved_this_week"], response.context["glance"].claims) == (1, 1)


def test_the_picture_of_the_weeks_tells_what_its_table_tells(client: Client) -> None:
    moved("One", Status.SUPPORTED, days_ago=0)
    moved("Two", Status.QUALIFIED, days_ago=0)
    moved("Three", Status.SUPPORTED, days_ago=14)

    weeks = client.get("/").context["weeks"]

    assert [(column.total, {p.word.code: p.count for p in column.pieces}) for column in weeks.columns] == (
        [(0, {})] * 9 + [(1, {"supported": 1}), (0, {}), (2, {"supported": 1, "qualified": 1})]
    )
    assert {word.code for word in weeks.words} == {"supported", "qualified"}


def test_old_addresses_of_the_list_lead_to_it_for_good(client: Client) -> None:
    claim("Zephyr has 3 trillion parameters")

    led = [client.get(address) for address in ("/?q=zephyr&status=attested", "/?as_of=2024-01-01&by=known", "/?page=2")]

    assert [(response.status_code, response["Location"]) for response in led] == [
        (301, "/claims/?q=zephyr&status=attested"),
        (301, "/claims/?as_of=2024-01-01&by=known"),
        (301, "/claims/?page=2"),
    ]
    assert client.get("/?utm_source=letter").status_code == 200


def test_it_is_told_in_chinese_with_foreign_words_marked_as_such(client: Client) -> None:
    claim_with_everything()

    page = client.get("/?lang=zh-hans").content.decode()

    assert ('<html lang="zh-Hans"' in page, "搜索" in page, "本周变化" in page or "最近的变化" in page) == (
        True,
        True,
        True,
    )
    assert 'lang="en">Training Zephyr-9 took 1% of the energy of Borealis</a>' in page


def test_reasons_of_the_rules_are_told_in_chinese_and_a_persons_as_they_were_written(client: Client) -> None:
    editor = User.objects.create(username="the-editor")
    by_rule, ruled = moved("By rule", Status.SUPPORTED), claim("Ruled")
    StatusChange.objects.create(
        claim=ruled,
        from_status=Status.DISPUTED,
        to_status=Status.REFUTED,
        certainty=Certainty.HIGH,
        reasons=[{"code": "ruled", "text": "Two audits found otherwise."}],
        actor=editor,
        rule_version="test",
        recorded_at=timezone.now(),
    )

    told = {
        language: [
            (line.number, line.by_person, line.reason, line.reason_language) for line in response.context["moved"]
        ]
        for language in ("en", "zh-hans")
        if (response := client.get("/", {"lang": language}))
    }

    assert told == {
        "en": [
            (ruled.pk, True, "Two audits found otherwise.", ""),
            (by_rule.pk, False, "Reason of By rule.", "en"),
        ],
        "zh-hans": [
            (ruled.pk, True, "Two audits found otherwise.", ""),
            (by_rule.pk, False, "有独立来源支持。", "zh"),
        ],
    }


def queries_for(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_it_asks_as_often_for_three_rows_as_for_one(client: Client) -> None:
    story = announcement("One claim.", url="https://example.org/1")
    claim("One claim", said_in=story)
    moved("First", Status.SUPPORTED)
    once = queries_for(client, "/")
    for number in (2, 3):
        announcement(f"Story {number}", url=f"https://example.org/{number}")
        moved(f"Moved {number}", Status.QUALIFIED)
        change(claim(f"Claim {number}", about=subject(f"Subject {number}")), to=Status.SUPPORTED)

    assert queries_for(client, "/") == once
