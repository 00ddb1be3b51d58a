"""The list of claims: facets, search in both languages, clear words for what can not be."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from claims.core.quantities import Metric
from claims.facets import NamedCount
from claims.judging.findings import Grade, Stance, Status
from claims.models import Claim, EvidenceState, Language, Organisation, Workflow
from claims.queries import ClaimFilters, ClaimListing, claim_listing
from claims.searches import UnknownChoice, read_filters, read_spelt, spelt
from claims.web.claim_list import Choice, read_page, show_claims
from tests.web.made_up_claims import (
    NOW,
    announcement,
    claim,
    claim_with_everything,
    evidence,
    measure,
    paper,
    subject,
)

pytestmark = pytest.mark.django_db


def found(client: Client, query: str) -> list[int]:
    """The numbers of the claims that the list shows for a query, in its order."""
    response = client.get(f"/claims/{query}")
    assert response.status_code == 200
    return [row.number for row in response.context["list"].rows]


def test_an_empty_database_says_how_to_fill_it(client: Client) -> None:
    page = client.get("/claims/").content.decode()

    assert ("No claims yet." in page, "manage.py ingest" in page) == (True, True)


def test_a_claim_is_listed_with_its_status_subject_figure_and_origin(client: Client) -> None:
    claim_with_everything()

    page = client.get("/claims/").content.decode()

    shown = ["Training Zephyr-9 took 1% of the energy of Borealis", "Qualified", "Zephyr-9", "1%", "15 Jan 2024"]
    assert [words for words in [*shown, "The Daily Model"] if words not in page] == []


def test_facets_narrow_the_list_and_can_be_combined(client: Client) -> None:
    one = claim("Zephyr has 3 trillion parameters", about=subject("Zephyr-9"), status=Status.SUPPORTED)
    two = claim("西风九号拥有 3 万亿参数", about=subject("Zephyr-9"), status=Status.ATTESTED, language="zh")
    three = claim("Gale took 45 MWh", about=subject("Gale"), status=Status.SUPPORTED)
    measure(one, Metric.PARAMETERS, 3 * 10**12, "parameters")
    measure(three, Metric.ENERGY, 45_000_000, "Wh")

    assert {
        "status": found(client, "?status=supported"),
        "language": found(client, "?language=zh"),
        "metric": found(client, "?metric=energy"),
        "subject": found(client, f"?subject={two.subject_id}"),
        "two": found(client, f"?subject={two.subject_id}&status=supported"),
        "none": found(client, "?metric=energy&language=zh"),
    } == {
        "status": [three.pk, one.pk],
        "language": [two.pk],
        "metric": [three.pk],
        "subject": [two.pk, one.pk],
        "two": [one.pk],
        "none": [],
    }


def test_a_facet_counts_what_choosing_it_would_show() -> None:
    zephyr = subject("Zephyr-9")
    measure(claim("One", about=zephyr, status=Status.SUPPORTED), Metric.COST, 5, "USD")
    claim("Two", about=zephyr, status=Status.DISPUTED)
    claim("三", status=Status.SUPPORTED, language="zh")

    listing = claim_listing(ClaimFilters(status=Status.SUPPORTED), page=1, now=NOW)

    assert (listing.total, listing.statuses, listing.metrics, listing.languages, listing.subjects) == (
        2,
        {"supported": 2, "disputed": 1},
        {"cost": 1},
        {"en": 1, "zh": 1},
        (NamedCount(id=zephyr.pk, name="Zephyr-9", claims=1),),
    )


def test_claims_are_chosen_by_organisation_day_and_grade(client: Client) -> None:
    by_maker = claim("Zephyr has 3 trillion parameters", about=subject("Zephyr-9"))
    Claim.objects.filter(pk=by_maker.pk).update(claimant=None, claimed_on=date(2023, 6, 1))
    claimed, undated = claim("Gale took 45 MWh"), claim("Undated")
    other, _ = Organisation.objects.get_or_create(name="Fjord University")
    Claim.objects.filter(pk=claimed.pk).update(claimant=other)
    Claim.objects.filter(pk=undated.pk).update(claimed_on=None)
    report = paper("A report", abstract="It was so. It may be.")
    evidence(claimed, report, stance=Stance.SUPPORTS, quote="It was so.", grade=Grade.E4)
    evidence(by_maker, report, stance=Stance.SUPPORTS, quote="It was so.", grade=Grade.E2)
    evidence(
        by_maker,
        report,
        stance=Stance.SUPPORTS,
        quote="It may be.",
        grade=Grade.E6,
        state=EvidenceState.REJECTED,
    )

    assert {
        query: found(client, query)
        for query in (
            f"?organisation={by_maker.subject.maker_id if by_maker.subject else 0}",
            f"?organisation={other.pk}",
            "?claimed_from=2024-01-15",
            "?claimed_to=2024-01-14",
            "?claimed_from=2023-01-01&claimed_to=2023-12-31",
            "?grade_min=E2",
            "?grade_min=E4",
            "?grade_min=E5",
        )
    } == {
        f"?organisation={by_maker.subject.maker_id if by_maker.subject else 0}": [by_maker.pk],
        f"?organisation={other.pk}": [claimed.pk],
        "?claimed_from=2024-01-15": [claimed.pk],
        "?claimed_to=2024-01-14": [by_maker.pk],
        "?claimed_from=2023-01-01&claimed_to=2023-12-31": [by_maker.pk],
        "?grade_min=E2": [claimed.pk, by_maker.pk],
        "?grade_min=E4": [claimed.pk],
        "?grade_min=E5": [],
    }


def test_each_choice_of_organisation_and_grade_counts_what_it_would_show(client: Client) -> None:
    made = claim("One", about=subject("Zephyr-9"))
    claim("Two", about=subject("Gale"))
    evidence(made, paper("A report", abstract="So."), stance=Stance.SUPPORTS, quote="So.", grade=Grade.E4)

    shown = client.get("/claims/").context["list"]

    counts = {
        choice.query: choice.count
        for facet in shown.facets
        if facet.name in ("organisation", "grade_min")
        for choice in facet.choices
    }
    assert counts == {query: len(found(client, query)) for query in counts}
    assert len(counts) == 5


def test_every_choice_is_spelt_in_one_way_and_read_back() -> None:
    filters = ClaimFilters(
        words="zephyr",
        organisation=3,
        claimed_from=date(2023, 1, 1),
        claimed_to=date(2023, 12, 31),
        grade_min=Grade.E4,
    )

    assert spelt(filters) == "claimed_from=2023-01-01&claimed_to=2023-12-31&grade_min=E4&organisation=3&q=zephyr"
    assert read_spelt(spelt(filters)) == filters


def test_a_search_finds_words_in_english_and_parts_of_chinese_sentences(client: Client) -> None:
    english = claim("Zephyr was trained on 512 GPUs within 10 days")
    chinese = claim("该模型用 512 块 GPU 在十天内完成训练", language="zh")

    assert {
        words: found(client, f"?q={words}") for words in ("TRAINED", "512", "完成训练", "十天", "512 完成", "100% sure")
    } == {
        "TRAINED": [english.pk],
        "512": [chinese.pk, english.pk],
        "完成训练": [chinese.pk],
        "十天": [chinese.pk],
        "512 完成": [chinese.pk],
        "100% sure": [],
    }


def test_a_search_finds_a_subject_under_any_of_its_names(client: Client) -> None:
    made = claim("It has 3 trillion parameters", about=subject("Zephyr-9", "西风九号"))
    claim("It has 4 trillion parameters", about=subject("Gale"))

    assert (found(client, "?q=西风"), found(client, "?q=zephyr trillion"), found(client, "?q=zephyr billion")) == (
        [made.pk],
        [made.pk],
        [],
    )


def test_a_search_for_a_number_finds_that_claim(client: Client) -> None:
    made = claim("Words only")

    assert (found(client, f"?q={made.pk}"), found(client, f"?q=%23{made.pk}")) == ([made.pk], [made.pk])


@pytest.mark.parametrize("words", ["%", "_", "(", "\\", "a{9}", "'; --", "[", "\x00", ".*"])
def test_signs_in_a_search_mean_themselves(client: Client, words: str) -> None:
    claim("plain words")

    response = client.get("/claims/", {"q": words})

    assert (response.status_code, len(response.context["list"].rows)) == (200, 1 if words == "\x00" else 0)


@pytest.mark.parametrize(
    ("query", "problem"),
    [
        ("?status=true", "There is no status “true”. Choose one of: supported, attested, qualified, disputed"),
        ("?metric=beauty", "There is no metric “beauty”. Choose one of: parameters, active_parameters"),
        ("?language=fr", "There is no language “fr”. Choose one of: en, zh."),
        ("?subject=abc", "“abc” is no number for “subject”."),
        ("?organisation=abc", "“abc” is no number for “organisation”."),
        ("?claimed_from=May", "“May” is no day for “claimed_from”: write it as YYYY-MM-DD, such as 2023-01-31."),
        ("?grade_min=E9", "There is no grade_min “E9”. Choose one of: E0, E1, E2, E3, E4, E5, E6."),
        ("?page=0", "There is no page 0; pages count from 1."),
        ("?page=99999999999999999999", "is no number for “page”."),
    ],
)
def test_an_unknown_choice_is_named_with_what_there_is(client: Client, query: str, problem: str) -> None:
    response = client.get(f"/claims/{query}")

    assert (response.status_code, problem in response.content.decode()) == (400, True)


def test_a_search_without_hits_offers_the_way_back(client: Client) -> None:
    claim("Something")

    page = client.get("/claims/?q=nothing").content.decode()

    assert ("No claim answers to that." in page, "show all claims" in page) == (True, True)


def test_dismissed_and_merged_claims_are_not_listed(client: Client) -> None:
    kept = claim("Kept")
    claim("Dismissed")
    merged = claim("Merged")
    Claim.objects.filter(text="Dismissed").update(workflow=Workflow.DISMISSED)
    Claim.objects.filter(pk=merged.pk).update(workflow=Workflow.MERGED, merged_into=kept)

    assert found(client, "") == [kept.pk]


def test_long_lists_come_in_pages_that_keep_the_filters(client: Client) -> None:
    for number in range(51):
        claim(f"Claim number {number}", status=Status.ATTESTED)

    first = client.get("/claims/?status=attested").context["list"]
    second = client.get("/claims/?status=attested&page=2").context["list"]

    assert (len(first.rows), first.previous, first.following) == (50, "", "?status=attested&page=2")
    assert (len(second.rows), second.previous, second.following) == (1, "?status=attested", "")


def test_what_people_wrote_is_never_taken_for_html(client: Client) -> None:
    hostile = "<script>alert('x')</script> claims 3 trillion"
    claim(hostile, about=subject("<b>bold</b>"))

    pages = client.get("/claims/").content.decode() + client.get("/claims/", {"q": "<script>"}).content.decode()

    assert ("<script>" in pages, "<b>bold" in pages, "&lt;script&gt;" in pages) == (False, False, True)


def queries_for(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


@pytest.mark.parametrize("address", ["/claims/", "/claims/?q=claim", "/announcements/"])
def test_a_list_asks_as_often_for_three_rows_as_for_one(client: Client, address: str) -> None:
    story = announcement("One claim. Two claim. Three claim.", url="https://example.org/1")
    measure(claim("One claim", about=subject("A"), said_in=story), Metric.COST, 1, "USD")
    once = queries_for(client, address)
    for number, words in enumerate(("Two claim", "Three claim"), start=2):
        told = announcement(f"{words} again.", url=f"https://example.org/{number}")
        measure(claim(words, about=subject(words), said_in=told), Metric.COST, number, "USD")

    assert queries_for(client, address) == once


def test_an_address_is_read_into_filters_and_back() -> None:
    asked = {"q": "  zephyr  9 ", "status": "supported", "metric": "energy", "language": "zh", "subject": "7"}

    filters = read_filters(asked)

    assert filters == ClaimFilters(
        words="zephyr 9", status=Status.SUPPORTED, metric=Metric.ENERGY, language=Language.CHINESE, subject=7
    )
    empty = ClaimListing(claims=(), total=0, page=1, pages=1, statuses={}, metrics={}, languages={"zh": 2}, subjects=())
    languages = next(facet for facet in show_claims(empty, filters, now=NOW).facets if facet.name == "language")
    assert languages.choices == (
        Choice(
            label="中文 Chinese", count=2, query="?q=zephyr+9&status=supported&metric=energy&subject=7", chosen=True
        ),
    )


def test_a_page_must_be_a_number_from_one() -> None:
    assert read_page({}) == 1
    assert read_page({"page": "3"}) == 3
    with pytest.raises(UnknownChoice, match=r"^“x” is no number for “page”\.$"):
        read_page({"page": "x"})
