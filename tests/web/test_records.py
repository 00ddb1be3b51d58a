"""Subjects and organisations: their claims by status, shares with intervals from five decided on, who checked what."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from claims.core.papers import Standing
from claims.core.proportions import proportion
from claims.judging.findings import Grade, Stance, Status
from claims.models import Claim, EvidenceState, Organisation, Paper, Subject, Workflow
from claims.statistics import Backing, Record, backing_of, record_of
from claims.workflows.merge_subjects import merge_subjects
from tests.web.made_up_claims import announcement, claim, evidence, paper, subject

pytestmark = pytest.mark.django_db


def decided(supported: int, qualified: int, refuted: int, *, about: Subject) -> None:
    for status, count in (
        (Status.SUPPORTED, supported),
        (Status.QUALIFIED, qualified),
        (Status.REFUTED, refuted),
    ):
        for number in range(count):
            claim(f"{status} {number} of {about.name}", about=about, status=status)


def speaks(made: Claim, grade: Grade, *, stance: Stance = Stance.SUPPORTS, title: str = "") -> Paper:
    version = paper(title or f"On claim {made.pk}, {grade} {stance}", abstract="It was so.")
    evidence(made, version, stance=stance, quote="It was so.", grade=grade)
    return version.paper


def test_a_record_counts_what_was_decided_with_wilsons_interval() -> None:
    zephyr = subject("Zephyr-9")
    decided(4, 1, 1, about=zephyr)
    claim("Open", about=zephyr)
    claim("Overtaken", about=zephyr, status=Status.SUPERSEDED)

    assert record_of(Claim.objects.all()) == Record(
        claims=8,
        statuses={"supported": 4, "qualified": 1, "refuted": 1, "unverified": 1, "superseded": 1},
        decided=6,
        shares=(
            (Status.SUPPORTED, proportion(4, 6)),
            (Status.QUALIFIED, proportion(1, 6)),
            (Status.REFUTED, proportion(1, 6)),
        ),
        backing=Backing(independent=0, own=0, nobody=8),
        waiting_since=date(2024, 1, 15),
    )


@pytest.mark.parametrize(("supported", "shown"), [(4, False), (5, True)])
def test_no_share_is_shown_under_five_decided_claims(client: Client, supported: int, shown: bool) -> None:
    zephyr = subject("Zephyr-9")
    decided(supported, 0, 0, about=zephyr)

    pages = {address: client.get(address) for address in (f"/subjects/{zephyr.pk}/", "/statistics/")}

    record = pages[f"/subjects/{zephyr.pk}/"].context["record"]
    assert [one.percent for one in record.estimates] == (["100", "0", "0"] if shown else [])
    for page in pages.values():
        assert ("with 95% intervals" in page.content.decode()) is shown
        assert ("Shares are shown from 5 on" in page.content.decode()) is not shown


def test_the_best_grade_that_speaks_says_who_checked_a_claim() -> None:
    independent, own, copied, mentioned, rejected = (claim(f"Claim {number}") for number in range(5))
    speaks(independent, Grade.E2)
    speaks(independent, Grade.E4, stance=Stance.CONTRADICTS)
    speaks(own, Grade.E3)
    speaks(copied, Grade.E0)
    speaks(mentioned, Grade.E5, stance=Stance.MENTIONS)
    version = paper("Rejected", abstract="It was so.")
    evidence(
        rejected, version, stance=Stance.SUPPORTS, quote="It was so.", grade=Grade.E6, state=EvidenceState.REJECTED
    )

    assert record_of(Claim.objects.all()).backing == Backing(independent=1, own=1, nobody=3)
    assert backing_of(list(Claim.objects.all())) == {
        independent.pk: Grade.E4,
        own.pk: Grade.E3,
        copied.pk: Grade.E0,
    }


def test_a_retracted_paper_confirms_nothing() -> None:
    made = claim("A claim")
    Paper.objects.filter(pk=speaks(made, Grade.E6).pk).update(standing=Standing.RETRACTED)

    assert record_of(Claim.objects.all()).backing == Backing(independent=0, own=0, nobody=1)
    assert backing_of([made]) == {}


def test_a_list_and_a_page_say_who_confirmed_a_claim_and_for_how_long_nobody_has(client: Client) -> None:
    checked, own = claim("Checked claim"), claim("Own claim", status=Status.ATTESTED)
    speaks(checked, Grade.E4)
    speaks(own, Grade.E2)

    rows = {row.number: row.confirmation for row in client.get("/claims/").context["list"].rows}
    page = client.get(f"/claims/{own.pk}/").content.decode()

    assert (rows[checked.pk].code, rows[checked.pk].days, rows[own.pk].code) == ("independent", None, "own")
    assert rows[own.pk].days > 365
    assert f"{rows[own.pk].years} years without independent confirmation" in page
    assert "self-reported" in page


def test_a_family_has_the_claims_of_its_members(client: Client) -> None:
    family, member, stranger = subject("Zephyr"), subject("Zephyr-9"), subject("Gale")
    Subject.objects.filter(pk=member.pk).update(family=family)
    decided(2, 0, 0, about=member)
    claim("On the family", about=family)
    claim("On another", about=stranger)

    shown = client.get(f"/subjects/{family.pk}/")

    assert (shown.context["record"].claims, len(shown.context["rows"])) == (3, 3)
    assert f"/subjects/{member.pk}/" in shown.content.decode()


def test_the_page_of_a_united_subject_tells_all_its_claims_and_the_old_number_leads_to_it(client: Client) -> None:
    stays, leaves = subject("Zephyr-9"), subject("Zephyr 9 (preview)")
    claim("One", about=stays)
    claim("Two", about=leaves)
    gone = leaves.pk
    merge_subjects(gone, stays.pk)

    page = client.get(f"/subjects/{stays.pk}/")

    assert (page.context["record"].claims, "Zephyr 9 (preview)" in page.content.decode()) == (2, True)
    for old, new in (
        (f"/subjects/{gone}/", f"/subjects/{stays.pk}/"),
        (f"/feeds/subjects/{gone}.atom", f"/feeds/subjects/{stays.pk}.atom"),
    ):
        led = client.get(old)
        assert (led.status_code, led["Location"]) == (301, new)
    assert client.get("/subjects/987654/").status_code == 404


def test_an_organisation_is_told_as_maker_as_claimant_and_as_publisher(client: Client) -> None:
    story = announcement("Zephyr has 3 trillion parameters. Gale has none.")
    made = claim("Zephyr has 3 trillion parameters", about=subject("Zephyr-9"), said_in=story)
    claim("Not published by it", about=subject("Gale"))
    maker, publisher = Organisation.objects.get(name="Nimbus Labs"), Organisation.objects.get(name="The Daily Model")

    as_maker = client.get(f"/organisations/{maker.pk}/").context
    as_publisher = client.get(f"/organisations/{publisher.pk}/").context

    assert (as_maker["record"].claims, as_maker["published"].claims) == (2, 0)
    assert (as_publisher["record"].claims, as_publisher["published"].claims) == (0, 1)
    lines = client.get("/organisations/").context["list"].lines
    assert [(one.line.name, one.line.claims, one.line.announcements) for one in lines] == [
        ("Nimbus Labs", 2, 0),
        ("The Daily Model", 0, 1),
    ]
    assert made.claimant == maker


def test_lists_put_those_with_most_claims_first_and_choose_by_name(client: Client) -> None:
    claim("One", about=subject("Gale"))
    claim("Two", about=subject("Zephyr-9", "西风九号"))
    claim("Three", about=subject("Zephyr-9"), status=Status.SUPPORTED)
    dismissed = claim("Four", about=subject("Gale"))
    Claim.objects.filter(pk=dismissed.pk).update(workflow=Workflow.DISMISSED)

    everything = client.get("/subjects/").context["list"]
    chosen = client.get("/subjects/", {"q": "西风"}).context["list"]

    assert [(one.line.name, one.line.claims, one.decided) for one in everything.lines] == [
        ("Zephyr-9", 2, 1),
        ("Gale", 1, 0),
    ]
    assert [one.line.name for one in chosen.lines] == ["Zephyr-9"]
    assert [one.line.name for one in client.get("/organisations/", {"q": "nimbus"}).context["list"].lines] == [
        "Nimbus Labs"
    ]


@pytest.mark.parametrize(
    "address", ["/subjects/987654/", "/organisations/987654/", "/subjects/?page=x", "/organisations/?page=0"]
)
def test_what_is_not_there_is_not_found(client: Client, address: str) -> None:
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("signs", ["(", "\\", "%", "\x00", "<b>"])
def test_signs_in_a_name_mean_themselves(client: Client, signs: str) -> None:
    claim("A claim", about=subject("Zephyr-9"))

    assert [client.get(address, {"q": signs}).status_code for address in ("/subjects/", "/organisations/")] == [200] * 2


@pytest.mark.parametrize("page", ["subjects", "organisations"])
def test_records_are_told_in_chinese(client: Client, page: str) -> None:
    zephyr = subject("Zephyr-9")
    decided(5, 0, 0, about=zephyr)
    number = zephyr.pk if page == "subjects" else zephyr.maker_id

    listed, shown = client.get(f"/{page}/?lang=zh-hans"), client.get(f"/{page}/{number}/?lang=zh-hans")

    words = listed.content.decode() + shown.content.decode()
    assert [word for word in ("按状态", "独立核实", "威尔逊") if word not in words] == []


def queries_for(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


@pytest.mark.parametrize("page", ["/subjects/", "/subjects/{subject}/", "/organisations/", "/organisations/{maker}/"])
def test_a_record_asks_as_often_for_three_rows_as_for_one(client: Client, page: str) -> None:
    zephyr = subject("Zephyr-9")
    story = announcement("One claim. Two claim. Three claim.", url="https://example.org/1")
    speaks(claim("One claim", about=zephyr, said_in=story), Grade.E4)
    address = page.format(subject=zephyr.pk, maker=zephyr.maker_id)
    once = queries_for(client, address)
    for words in ("Two claim", "Three claim"):
        speaks(claim(words, about=zephyr, said_in=story), Grade.E4)
        claim(f"{words} on another", about=subject(f"Subject of {words}"))

    assert queries_for(client, address) == once
