"""Receipts: look by look, what was asked in words, and an outage that never looks like "nothing found"."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from claims.core.sources import Aim, Look, Source
from claims.models import Claim, VisitSchedule, VisitSource
from claims.queries import claim_with_everything as read_claim
from claims.receipts import Outage, receipts
from claims.web.receipts import ReceiptShown, question_in_words, show_receipts
from tests.web.made_up_claims import NOW, claim
from tests.web.made_up_sources import BUSY, PLAIN, asked, looked_for

pytestmark = pytest.mark.django_db
ARXIV, OPENALEX, STORED = VisitSource.ARXIV, VisitSource.OPENALEX, VisitSource.STORED_PAPERS
WATCHED = ("arxiv", "openalex")


def outages(made: Claim, *, quiet: int = 0, due_in: int = 5, watched: tuple[str, ...] = WATCHED) -> tuple[Outage, ...]:
    due_at = NOW + timedelta(days=due_in)
    VisitSchedule.objects.update_or_create(claim=made, defaults={"due_at": due_at, "quiet_visits": quiet})
    return receipts(read_claim(made.pk), watched=watched, now=NOW).outages


def test_receipts_are_gathered_look_by_look_the_newest_first() -> None:
    looks = show_receipts(receipts(looked_for(), watched=WATCHED, now=NOW)).looks
    since = NOW.date() - timedelta(days=30)
    assert [(look.started_at, len(look.receipts)) for look in looks] == [
        (NOW - timedelta(days=days), 3) for days in (2, 16, 30)
    ]
    assert looks[0].receipts[0].outcome == f"Failed: {PLAIN}."
    assert looks[-1].receipts == (
        ReceiptShown(
            source="arXiv", question="works naming Zephyr-9", window="any time", outcome="Found 3 papers.", failed=False
        ),
        ReceiptShown(
            source="OpenAlex",
            question="works naming Zephyr-9",
            window=f"published since {since.day} {since:%B %Y}",
            outcome="Read the first 100 papers; there were more.",
            failed=False,
        ),
        ReceiptShown(
            source="Stored papers",
            question="naming zephyr-9",
            window="",
            outcome="Judged 4 papers: 1 new piece of evidence.",
            failed=False,
        ),
    )


def test_a_look_that_was_killed_is_not_joined_to_the_next() -> None:
    made = claim("Zephyr-9 is large.")
    asked(made, ARXIV, NOW - timedelta(days=2))
    asked(made, ARXIV, NOW - timedelta(days=1))
    asked(made, STORED, NOW - timedelta(days=1), query="zephyr-9")
    read = receipts(made, watched=WATCHED, now=NOW)
    assert [len(look.visits) for look in read.looks] == [2, 1]
    assert (read.looks_made, read.first, read.last) == (1, NOW - timedelta(days=2), NOW - timedelta(days=1))


@pytest.mark.parametrize(
    ("look", "words"),
    [
        (Look(aim=Aim.WORDS, names=("Zephyr-9", "西风九号")), "works naming Zephyr-9 or 西风九号"),
        (Look(aim=Aim.WORDS, names=("A", "B", "C"), words=("energy",)), "works naming A, B or C, with energy"),
        (Look(aim=Aim.CITING, ids=(("arxiv", "2110.03888"),)), "works that cite arXiv:2110.03888"),
        (
            Look(aim=Aim.WORKS, ids=tuple(("doi", f"10.1/{number}") for number in range(5))),
            "what it links to: doi:10.1/0, doi:10.1/1, doi:10.1/2 and 2 more",
        ),
    ],
)
def test_questions_are_told_in_plain_words(look: Look, words: str) -> None:
    assert question_in_words(look.told()) == words


def test_a_question_of_another_form_is_told_as_it_stands() -> None:
    assert [question_in_words(query) for query in ("zephyr 9", "words", "")] == ["zephyr 9", "words", "–"]


def test_a_failed_look_is_told_with_its_source_since_when_and_why() -> None:
    assert outages(looked_for()) == (Outage(source=Source.ARXIV, since=NOW - timedelta(days=16), reason=PLAIN),)


def test_an_answer_after_a_failure_ends_it() -> None:
    made = looked_for()
    asked(made, ARXIV, NOW - timedelta(days=1))
    assert outages(made) == ()


def test_a_source_that_never_answered_has_no_day() -> None:
    made = claim("Zephyr-9 is large.")
    asked(made, ARXIV, NOW - timedelta(days=1), failure=BUSY)
    assert outages(made) == (Outage(source=Source.ARXIV, since=None, reason=PLAIN),)


def test_one_question_of_several_that_failed_is_an_outage_too() -> None:
    made = claim("Zephyr-9 is large.")
    asked(made, ARXIV, NOW - timedelta(days=9))
    asked(made, ARXIV, NOW - timedelta(days=1), failure=BUSY)
    asked(made, ARXIV, NOW - timedelta(days=1) + timedelta(minutes=1), query="works · arxiv:2401.00001")
    assert outages(made) == (Outage(source=Source.ARXIV, since=NOW - timedelta(days=9), reason=PLAIN),)


def test_a_failed_question_that_is_no_longer_asked_is_forgotten() -> None:
    made = claim("Zephyr-9 is large.")
    asked(made, ARXIV, NOW - timedelta(days=9), query="works · arxiv:2401.00001", failure=BUSY)
    asked(made, ARXIV, NOW - timedelta(days=1))
    assert outages(made) == ()


def test_a_source_that_is_not_watched_any_more_is_no_outage() -> None:
    assert outages(looked_for(), watched=("openalex",)) == ()


def test_a_claim_at_rest_has_no_outage() -> None:
    assert receipts(looked_for(), watched=WATCHED, now=NOW).outages == ()


@pytest.mark.parametrize(("quiet", "told"), [(0, True), (1, True), (2, False)])
def test_longer_than_its_rhythm_is_told(quiet: int, told: bool) -> None:
    made = claim("Zephyr-9 is large.")
    at = NOW - timedelta(days=20)
    asked(made, ARXIV, at)
    late = Outage(source=Source.ARXIV, since=at, due_at=NOW - timedelta(days=5), is_late=True)
    assert outages(made, quiet=quiet, due_in=-5) == ((late,) if told else ())


def test_what_was_only_asked_once_for_a_link_is_not_late() -> None:
    made = claim("Zephyr-9 is large.")
    asked(made, ARXIV, NOW - timedelta(days=200), query="works · arxiv:2401.00001")
    assert outages(made) == ()


def test_sources_that_were_never_asked_are_named() -> None:
    made = looked_for()
    VisitSchedule.objects.create(claim=made, due_at=NOW)
    read = receipts(read_claim(made.pk), watched=(*WATCHED, "crossref", "feed"), now=NOW)
    assert read.not_asked == (Source.CROSSREF,)


def test_the_page_of_a_claim_says_first_what_was_not_looked_at(client: Client, settings: Settings) -> None:
    settings.SOURCES = frozenset(WATCHED)
    made = looked_for()
    VisitSchedule.objects.create(claim=made, due_at=NOW + timedelta(days=3650))
    page = client.get(f"/claims/{made.pk}/").content.decode()
    told = f"Not looked at in arXiv since 17 April 2026: {PLAIN}."
    assert page.index("Not every source could be asked.") < page.index(told) < page.index("We look again on")
    assert "Looked 3 times so far, first on" in page
    assert "search_query" not in page


def test_older_receipts_are_on_pages_of_their_own(client: Client) -> None:
    made = claim("Zephyr-9 is large.")
    for back in range(60):
        asked(made, STORED, NOW - timedelta(days=back), query="zephyr-9")
    page = client.get(f"/claims/{made.pk}/").content.decode()
    assert (page.count("<strong>Stored papers</strong>"), "All 60 receipts" in page) == (20, True)
    pages = [client.get(f"/claims/{made.pk}/receipts/?page={number}") for number in (1, 2, 3)]
    assert [answer.status_code for answer in pages] == [200, 200, 404]
    assert [answer.content.decode().count("<strong>Stored papers</strong>") for answer in pages[:2]] == [50, 10]


def test_a_past_day_shows_the_receipts_up_to_it(client: Client) -> None:
    made = looked_for()
    then = (NOW - timedelta(days=16)).date()
    query = f"?as_of={then}&by=recorded"
    for address in (f"/claims/{made.pk}/{query}", f"/claims/{made.pk}/receipts/{query}"):
        page = client.get(address).content.decode()
        assert (page.count("<strong>arXiv</strong>"), "Failed:" in page) == (2, False)
    known = client.get(f"/claims/{made.pk}/receipts/?as_of={then}&by=known")
    assert (known.status_code, known.headers["Location"]) == (302, f"/claims/{made.pk}/?as_of={then}&by=known")


@pytest.mark.parametrize("address", ["/claims/987654/receipts/", "/claims/1/receipts/?page=x"])
def test_there_are_no_receipts_of_what_is_not_there(client: Client, address: str) -> None:
    assert client.get(address).status_code == 404


def test_more_receipts_take_no_more_queries() -> None:
    looked_for()
    made = read_claim(Claim.objects.get().pk)
    with CaptureQueriesContext(connection) as few:
        receipts(made, watched=WATCHED, now=NOW)
    for back in range(9):
        asked(made, OPENALEX, NOW - timedelta(days=back), since=date(2026, 1, 1))
    with CaptureQueriesContext(connection) as many:
        receipts(made, watched=WATCHED, now=NOW)
    assert (len(few), len(many)) == (3, 3)
