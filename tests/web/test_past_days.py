"""Pages of a past day: they say which day and by what, show what counted then, and refuse days that are none."""

from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from claims.core.papers import Standing
from claims.judging.findings import Stance, Status
from claims.models import Claim, Evidence, Paper, PaperNotice, StatusChange
from claims.web.evidence_cards import Correction
from tests.web.made_up_claims import announcement, change, claim, evidence, paper, subject

pytestmark = pytest.mark.django_db

TEXT = "Zephyr-9 used 45 MWh."
RETRACTED = Correction(words="Retracted on 1 March 2025, no longer counted.", address="https://journal.example/notice")
# Claimed on 15 January 2024, backed by a paper of 1 February 2024, recorded here on 3 May 2026.
KNOWN = "?as_of=2024-02-01&by=known"
TOO_EARLY = "?as_of=2024-01-31"
BEFORE_IT_WAS_SAID = "?as_of=2024-01-14"
RECORDED = "?as_of=2026-05-03&by=recorded"
NOT_RECORDED = "?as_of=2026-05-02&by=recorded"


def supported(text: str = TEXT) -> Claim:
    """A claim that one independent paper supports, with its history."""
    made = claim(text, about=subject(), said_in=announcement(f"{text} So they say.", url=f"https://a.example/{text}"))
    report = paper(f"Counting {text}", abstract=text)
    change(made, evidence(made, report, stance=Stance.SUPPORTS, quote=text), to=Status.SUPPORTED)
    made.refresh_from_db()
    return made


def shown(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def status_shown(client: Client, made: Claim, query: str) -> tuple[str, int]:
    """The status on the claim's page, and how many pieces of evidence stand there."""
    page = client.get(f"/claims/{made.pk}/{query}").context["page"]
    return page.status.code, sum(len(group.cards) for group in page.groups)


def test_a_claim_is_shown_as_it_stood_by_either_telling(client: Client) -> None:
    made = supported()
    queries = ("", KNOWN, TOO_EARLY, BEFORE_IT_WAS_SAID, RECORDED, NOT_RECORDED)
    assert [status_shown(client, made, query) for query in queries] == [
        ("supported", 1),
        ("supported", 1),
        ("unverified", 0),
        ("unverified", 0),
        ("supported", 1),
        ("unverified", 0),
    ]


@pytest.mark.parametrize(
    ("query", "words"),
    [
        (KNOWN, ("As known on", "1 February 2024", "judged by the rules of today", "As recorded here that day")),
        (RECORDED, ("As recorded on", "3 May 2026", "had on record", "As publicly known that day")),
        (BEFORE_IT_WAS_SAID, ("It had not been said yet: that was on 15 January 2024.",)),
        (NOT_RECORDED, ("This site had not recorded it yet: that was on 3 May 2026.",)),
    ],
)
def test_the_pages_say_which_day_they_show_and_by_what(client: Client, query: str, words: tuple[str, ...]) -> None:
    made = supported()
    story = made.appearances.get().announcement_id
    for address in (f"/claims/{made.pk}/{query}", f"/announcements/{story}/{query}"):
        page = shown(client, address)
        assert [word for word in words if word not in page] == []


def test_a_page_of_today_says_nothing_of_days(client: Client) -> None:
    assert "past-day" not in shown(client, f"/claims/{supported().pk}/")


def test_the_list_shows_the_claims_that_were_there_with_their_status_of_the_day(client: Client) -> None:
    made = supported()
    rows = {
        query: [(row.number, row.status.code) for row in client.get(f"/claims/{query}").context["list"].rows]
        for query in ("", KNOWN, TOO_EARLY, BEFORE_IT_WAS_SAID, RECORDED, NOT_RECORDED)
    }
    assert rows == {
        "": [(made.pk, "supported")],
        KNOWN: [(made.pk, "supported")],
        TOO_EARLY: [(made.pk, "unverified")],
        BEFORE_IT_WAS_SAID: [],
        RECORDED: [(made.pk, "supported")],
        NOT_RECORDED: [],
    }


def test_the_recorded_status_of_a_day_can_be_chosen_and_is_counted(client: Client) -> None:
    made = supported()
    later = datetime(2026, 6, 1, tzinfo=UTC)
    StatusChange.objects.create(
        claim=made,
        from_status=Status.SUPPORTED,
        to_status=Status.DISPUTED,
        certainty="low",
        rule_version="test",
        recorded_at=later,
    )
    Claim.objects.update(status=Status.DISPUTED)
    listed = client.get(f"/claims/{RECORDED}&status=supported").context["list"]
    assert [row.number for row in listed.rows] == [made.pk]
    assert [(choice.label, choice.count, choice.chosen) for choice in listed.statuses.choices] == [
        ("Supported", 1, True)
    ]
    assert client.get("/claims/?as_of=2026-06-01&by=recorded&status=supported").context["list"].rows == ()


def test_a_status_cannot_be_chosen_by_what_was_known(client: Client) -> None:
    response = client.get(f"/claims/{KNOWN}&status=supported")
    assert response.status_code == 400
    assert "by the status that was recorded (by=recorded)" in response.content.decode()


def test_an_announcement_shows_its_claims_as_they_stood(client: Client) -> None:
    made = supported()
    story = made.appearances.get().announcement_id
    statuses = {
        query: [row.status.code for row in client.get(f"/announcements/{story}/{query}").context["page"].claims]
        for query in ("", KNOWN, TOO_EARLY)
    }
    assert statuses == {"": ["supported"], KNOWN: ["supported"], TOO_EARLY: ["unverified"]}
    assert f'href="/claims/{made.pk}/?as_of=2024-02-01&amp;by=known"' in shown(
        client, f"/announcements/{story}/{KNOWN}"
    )


@pytest.mark.parametrize("address", ["/claims/", "/claims/{claim}/", "/announcements/{story}/"])
@pytest.mark.parametrize(
    ("query", "complaint"),
    [
        ("as_of=2023-13-01", "“2023-13-01” is no day: write it as YYYY-MM-DD, such as as_of=2023-01-31."),
        ("as_of=yesterday", "“yesterday” is no day: write it as YYYY-MM-DD, such as as_of=2023-01-31."),
        ("as_of=9999-01-01", "9999-01-01 is in the future: the last day that can be told is "),
        ("as_of=2024-01-01&by=heart", "“heart” is no way to tell a past day: use by=known or by=recorded."),
    ],
)
def test_a_day_that_is_none_is_refused_saying_what_is_expected(
    client: Client, address: str, query: str, complaint: str
) -> None:
    made = supported()
    response = client.get(address.format(claim=made.pk, story=made.appearances.get().announcement_id) + "?" + query)
    assert response.status_code == 400
    assert complaint in response.content.decode()


def test_a_retraction_counts_on_pages_from_its_day(client: Client) -> None:
    made = supported()
    report = Paper.objects.get()
    PaperNotice.objects.create(
        paper=report,
        standing=Standing.RETRACTED,
        issued_on=date(2025, 3, 1),
        source_url="https://journal.example/notice",
        recorded_at=datetime(2026, 5, 9, tzinfo=UTC),
    )
    Paper.objects.update(standing=Standing.RETRACTED)
    days = ("2025-02-28&by=known", "2025-03-01&by=known", "2026-05-08&by=recorded", "2026-05-09&by=recorded")
    pages = [client.get(f"/claims/{made.pk}/?as_of={day}").context["page"] for day in days]
    cards = [page.groups[0].cards[0] for page in pages]
    assert [(page.status.code, card.counted, card.correction) for page, card in zip(pages, cards, strict=True)] == [
        ("supported", True, None),
        ("unverified", False, RETRACTED),
        ("supported", True, None),
        # No conclusion has been recorded since: the status of our records is what it was.
        ("supported", False, RETRACTED),
    ]


@pytest.mark.parametrize("query", [KNOWN, RECORDED])
def test_pages_of_a_day_ask_as_often_for_three_claims_as_for_one(client: Client, query: str) -> None:
    def asked() -> list[int]:
        counts = []
        for address in ("/claims/", f"/announcements/{story.pk}/"):
            with CaptureQueriesContext(connection) as captured:
                assert client.get(address + query).status_code == 200
            counts.append(len(captured))
        return counts

    story = announcement("One. Two. Three.", url="https://a.example/all")
    counts = []
    for text in ("One.", "Two.", "Three."):
        made = claim(text, about=subject(), said_in=story)
        change(
            made, evidence(made, paper(text, abstract=text), stance=Stance.SUPPORTS, quote=text), to=Status.SUPPORTED
        )
        counts.append(asked())
    assert counts[0] == counts[2]


def test_a_claim_of_a_day_asks_as_often_for_three_pieces_of_evidence_as_for_one(client: Client) -> None:
    made = supported("One. Two. Three.")
    counts = []
    for text in ("One.", "Two.", "Three."):
        evidence(made, paper(text, abstract=text), stance=Stance.SUPPORTS, quote=text)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(f"/claims/{made.pk}/{KNOWN}").status_code == 200
        counts.append(len(captured))
    assert counts[0] == counts[2]
    assert Evidence.objects.count() == 4


def test_our_looks_are_no_part_of_what_was_known(client: Client) -> None:
    made = supported()
    assert [
        "How we keep looking" in shown(client, f"/claims/{made.pk}/{query}") for query in ("", KNOWN, RECORDED)
    ] == [
        True,
        False,
        True,
    ]
