"""Statistics, methodology and corrections: what is counted, what the code's own tables say, what was taken back."""

from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from claims.core.papers import Standing
from claims.core.quantities import Metric
from claims.facets import has_many_claims
from claims.judging.findings import Grade, Stance, Status
from claims.judging.transitions import PERSON_STATUSES, TRANSITIONS
from claims.models import Claim, Evidence, PaperNotice, StatusChange, Workflow
from claims.movements import Week, weekly
from claims.statistics import statistics
from claims.wording import STATUS_WORDS
from tests.web.made_up_claims import (
    NOW,
    change,
    claim,
    claim_with_everything,
    evidence,
    measure,
    paper,
    subject,
)

pytestmark = pytest.mark.django_db


def moved(made: Claim, before: Status, after: Status, *, on: datetime = NOW) -> StatusChange:
    return StatusChange.objects.create(
        claim=made,
        from_status=before,
        to_status=after,
        certainty="low",
        reasons=[{"code": "test", "text": f"From {before} to {after}."}],
        rule_version="test",
        recorded_at=on,
    )


def test_all_claims_are_counted_by_what_they_are() -> None:
    one = claim("One", status=Status.SUPPORTED)
    two = claim("二", language="zh")
    Claim.objects.filter(pk=one.pk).update(certainty="moderate")
    measure(one, Metric.COST, 5, "USD")
    measure(one, Metric.COST, 6, "USD")
    measure(one, Metric.ENERGY, 7, "Wh")
    version = paper("A report", abstract="It was so. It was not.")
    evidence(one, version, stance=Stance.SUPPORTS, quote="It was so.", grade=Grade.E4)
    evidence(two, version, stance=Stance.CONTRADICTS, quote="It was not.", grade=Grade.E1)
    hidden = claim("Dismissed")
    Claim.objects.filter(pk=hidden.pk).update(workflow=Workflow.DISMISSED)

    counted = statistics(now=NOW)

    assert (counted.record.claims, counted.certainties, counted.languages) == (
        2,
        {"moderate": 1},
        {"en": 1, "zh": 1},
    )
    assert (counted.metrics, counted.measured) == ({"cost": 1, "energy": 1}, 1)
    assert counted.evidence == {("E4", "supports"): 1, ("E1", "contradicts"): 1}


def test_the_days_until_independent_evidence_are_those_of_the_claim_in_the_middle() -> None:
    """Said on 15 January 2024: evidence after 17 and 100 days, and one that was public before."""
    for number, known_on in enumerate((date(2024, 2, 1), date(2024, 4, 24), date(2020, 1, 1))):
        made = claim(f"Claim {number}")
        row = evidence(made, paper(f"P{number}", abstract="So."), stance=Stance.SUPPORTS, quote="So.")
        Evidence.objects.filter(pk=row.pk).update(known_on=known_on)
    later = evidence(made, paper("Later", abstract="So."), stance=Stance.SUPPORTS, quote="So.")
    Evidence.objects.filter(pk=later.pk).update(known_on=date(2025, 1, 1))
    own = claim("Own word only")
    evidence(own, paper("Own", abstract="So."), stance=Stance.SUPPORTS, quote="So.", grade=Grade.E2)

    counted = statistics(now=NOW)

    assert (counted.days_to_evidence, counted.checked_and_dated) == (17.0, 3)


def test_weeks_are_counted_from_monday_to_sunday() -> None:
    made = claim("A claim")
    sunday, monday = datetime(2026, 5, 3, 23, 59, tzinfo=UTC), datetime(2026, 4, 27, 0, 0, tzinfo=UTC)
    moved(made, Status.UNVERIFIED, Status.SUPPORTED, on=monday)
    moved(made, Status.SUPPORTED, Status.QUALIFIED, on=sunday)
    moved(made, Status.QUALIFIED, Status.QUALIFIED, on=sunday)
    moved(made, Status.UNVERIFIED, Status.ATTESTED, on=datetime(2026, 4, 26, 23, 59, tzinfo=UTC))
    moved(made, Status.UNVERIFIED, Status.ATTESTED, on=datetime(2026, 4, 12, 23, 59, tzinfo=UTC))

    assert weekly(now=sunday, weeks=3) == (
        Week(monday=date(2026, 4, 13), moved={}),
        Week(monday=date(2026, 4, 20), moved={"attested": 1}),
        Week(monday=date(2026, 4, 27), moved={"supported": 1, "qualified": 1}),
    )


def test_many_claims_are_more_than_a_number() -> None:
    claim("One")
    assert (has_many_claims(0), has_many_claims(1), has_many_claims()) == (True, False, False)


def test_the_page_of_statistics_is_told_in_both_languages(client: Client) -> None:
    claim_with_everything()

    english, chinese = client.get("/statistics/").content.decode(), client.get("/statistics/?lang=zh-hans")

    assert [words for words in ("1 claim, as it stands on", "independent analysis") if words not in english] == []
    assert [words for words in ("共 1 条说法", "每周变化") if words not in chinese.content.decode()] == []


def test_the_tables_of_the_methodology_are_those_of_the_code(client: Client) -> None:
    page = client.get("/methodology/").context["page"]

    assert {row.word.code for row in page.statuses if row.by_person} == {status.value for status in PERSON_STATUSES}
    told = {
        (row.word.code, wanted): cell.code
        for row in page.moves
        for wanted, cell in zip(STATUS_WORDS, row.cells, strict=True)
    }
    assert told == {
        (current.value, wanted.value): move.value
        for current, row in TRANSITIONS.items()
        for wanted, move in row.items()
    }
    assert [row.word.code for row in page.grades] == [grade.value for grade in Grade]


def test_the_methodology_tells_the_settings_of_this_site(client: Client, settings: Settings) -> None:
    settings.ACCEPT_NUMBERS_FROM, settings.ACCEPT_WORDS_FROM, settings.SINGLE_EDITOR = 0.8, None, True
    settings.SOURCES = frozenset({"arxiv", "crossref"})

    page = client.get("/methodology/").content.decode()
    chinese = client.get("/methodology/?lang=zh-hans").content.decode()

    shown = ["at least 80%", "rests on words alone waits", "one editor may rule", "This site asks: arXiv, Crossref."]
    assert [words for words in shown if words not in page] == []
    assert [words for words in ("不低于 80%", "一名编辑", "本站查询：arXiv、Crossref。") if words not in chinese] == []


def test_corrections_tell_where_we_say_otherwise_than_before(client: Client) -> None:
    made, overtaken, confirmed = claim("Turned"), claim("Overtaken"), claim("Confirmed")
    moved(made, Status.UNVERIFIED, Status.SUPPORTED)
    moved(made, Status.SUPPORTED, Status.DISPUTED)
    moved(overtaken, Status.SUPPORTED, Status.SUPERSEDED)
    moved(confirmed, Status.ATTESTED, Status.SUPPORTED)

    response = client.get("/corrections/")

    assert [(line.number, line.before.code, line.after.code) for line in response.context["reversals"]] == [
        (made.pk, "supported", "disputed")
    ]
    assert "From supported to disputed." in response.content.decode()


def test_corrections_tell_which_papers_were_corrected_that_claims_rest_on(client: Client) -> None:
    made = claim("Rests on it", about=subject("Zephyr-9"))
    version, unused = paper("Counting Borealis", abstract="So."), paper("Unused", abstract="So.")
    change(made, evidence(made, version, stance=Stance.SUPPORTS, quote="So."), to=Status.SUPPORTED)
    for one in (version, unused):
        PaperNotice.objects.create(
            paper=one.paper,
            standing=Standing.RETRACTED,
            issued_on=date(2026, 4, 1),
            source_url="https://journal.example/notice",
            recorded_at=NOW,
        )

    response = client.get("/corrections/")
    chinese = client.get("/corrections/?lang=zh-hans").content.decode()

    shown = response.context["papers"]
    assert [(one.title, one.standing, [reached.number for reached in one.claims], one.more) for one in shown] == [
        ("Counting Borealis", "Retracted", [made.pk], 0)
    ]
    assert ("https://journal.example/notice" in response.content.decode(), "已撤稿" in chinese) == (True, True)


def test_a_site_without_corrections_says_so(client: Client) -> None:
    page = client.get("/corrections/").content.decode()

    assert ("None so far" in page, "No notice so far" in page) == (True, True)


def queries_for(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


@pytest.mark.parametrize("address", ["/statistics/", "/corrections/", "/methodology/"])
def test_a_page_asks_as_often_for_three_rows_as_for_one(client: Client, address: str) -> None:
    def stock(number: int) -> None:
        made = claim(f"Claim {number}", about=subject(f"Subject {number}"))
        version = paper(f"Paper {number}", abstract="So.")
        change(made, evidence(made, version, stance=Stance.SUPPORTS, quote="So."), to=Status.SUPPORTED)
        moved(made, Status.SUPPORTED, Status.DISPUTED)
        PaperNotice.objects.create(
            paper=version.paper, standing=Standing.CORRECTED, issued_on=date(2026, 4, number), recorded_at=NOW
        )

    stock(1)
    once = queries_for(client, address)
    stock(2)
    stock(3)

    assert queries_for(client, address) == once
