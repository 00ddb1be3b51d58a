"""From a lead to an announcement with claims: once for all who bring it, and told when it cannot be had."""

import json
from collections.abc import Iterator
from datetime import timedelta

import pytest

from claims.models import Announcement, Claim, Lead, LeadOrigin, LeadState, Snapshot
from claims.models.leases import due_rows, lease_rows
from claims.sources.hacker_news import HackerNews
from claims.sources.marks import Marks
from claims.sources.troubles import SourceUnavailable
from claims.sources.web_pages import UNSEEN, FetchedPage, HardenedFetcher, PageFetcher
from claims.workflows.decide_lead import dismiss_lead
from claims.workflows.keep_feed import add_feed
from claims.workflows.read_feed import read_feed
from claims.workflows.submit_address import submit_address
from claims.workflows.take_in_lead import Outcome, take_in_lead
from tests.sources.stand_in_server import Answer, serving
from tests.web.made_up_claims import announcement
from tests.workflows.made_up_feeds import NOW, article, client, item, rss

pytestmark = pytest.mark.django_db

FETCHER = HardenedFetcher(contact="desk@claims.example", allow_private=True)
QUARTER = timedelta(minutes=15)
HTML = {"Content-Type": "text/html; charset=utf-8"}
GIANT = article("Zephyr grows", "Nimbus Labs said on Monday that Zephyr-9 has 3 trillion parameters.")
SAVER = article("Borealis saves", "Nimbus Labs said on Friday that Borealis was trained on 512 GPUs in 12 days.")


class Site:
    """Pages, a feed and Hacker News on loopback."""

    def __init__(self, address: str, answers: dict[str, Answer]) -> None:
        self.address = address
        self.answers = answers

    def lead(self, path: str = "/giant") -> Lead:
        return submit_address(f"{self.address}{path}", user=None, now=NOW).lead

    def take_in(self, lead: Lead, *, fetcher: PageFetcher = FETCHER) -> Outcome:
        hacker_news = HackerNews(client=client(), address=self.address)
        return take_in_lead(lead.pk, fetcher=fetcher, hacker_news=hacker_news, now=NOW)

    def tells(self, number: int, body: object) -> None:
        self.answers[f"/v0/item/{number}.json"] = Answer(body=json.dumps(body).encode())


@pytest.fixture
def site() -> Iterator[Site]:
    answers = {"/giant": GIANT, "/saver": SAVER}
    with serving(answers) as address:
        yield Site(address, answers)


def test_a_page_is_taken_in_with_its_claims_and_its_snapshot(site: Site) -> None:
    lead = site.lead()
    outcome = site.take_in(lead)
    row = Announcement.objects.get()
    assert outcome == Outcome(
        lead_id=lead.pk, state=LeadState.TAKEN_IN, announcement_id=row.pk, new_claims=Claim.objects.count()
    )
    assert outcome.new_claims > 0
    assert (row.url, row.title, Snapshot.objects.get().status) == (f"{site.address}/giant", "Zephyr grows", 200)
    lead.refresh_from_db()
    assert (lead.state, lead.announcement, lead.due_at, lead.leased_until) == (LeadState.TAKEN_IN, row, None, None)


def test_taking_in_again_changes_nothing(site: Site) -> None:
    lead = site.lead()
    first = site.take_in(lead)
    site.answers.clear()
    again = site.take_in(lead)
    assert (again.state, again.announcement_id, again.new_claims) == (first.state, first.announcement_id, 0)
    assert (Announcement.objects.count(), Snapshot.objects.count()) == (1, 1)


def test_the_same_text_elsewhere_is_known(site: Site) -> None:
    site.take_in(site.lead())
    site.answers["/copy"] = GIANT
    outcome = site.take_in(site.lead("/copy"))
    assert (outcome.state, outcome.announcement_id) == (LeadState.KNOWN, Announcement.objects.get().pk)


def test_what_is_known_by_its_address_is_not_fetched(site: Site) -> None:
    lead = site.lead("/nowhere")
    known = announcement(url=f"{site.address}/nowhere")
    outcome = site.take_in(lead)
    assert (outcome.state, outcome.announcement_id) == (LeadState.KNOWN, known.pk)


def test_the_feed_tells_the_day_where_the_page_does_not(site: Site) -> None:
    site.answers["/feed"] = Answer(body=rss(item("/giant", day=7)))
    feed, _ = add_feed(f"{site.address}/feed", name="", every=timedelta(hours=1), automatic=True, now=NOW)
    read_feed(feed.pk, client=client(), now=NOW)
    site.take_in(Lead.objects.get())
    assert str(Announcement.objects.get().published_on) == "2026-04-07"


def test_a_page_in_another_language_is_stored_without_claims(site: Site) -> None:
    site.answers["/fr"] = article(
        "Zephyr grandit",
        "Le laboratoire a annoncé lundi que son nouveau modèle compte trois mille milliards de paramètres.",
        "Les chercheurs en diront davantage au printemps, lors d'une rencontre entre amis.",
    )
    outcome = site.take_in(site.lead("/fr"))
    assert (outcome.state, outcome.new_claims) == (LeadState.TAKEN_IN, 0)
    assert Announcement.objects.get().language == "fr"


@pytest.mark.parametrize(
    ("answer", "failure"),
    [
        (Answer(status=404), "answered 404 Not Found"),
        (Answer(status=403), "It lets no program in."),
        (Answer(body=b"x", headers={"Content-Type": "image/png"}), "is image/png, not text"),
        (Answer(body=b"\x89PNG\r\n\x1a\n\x00"), "This is an image, not text."),
        (Answer(headers=HTML), "The text is empty."),
        (Answer(body=b"<html><body><div id='root'></div></body></html>", headers=HTML), "has no readable text"),
        (Answer(body=rss(item("https://a.example/"))), "This is a feed of many articles."),
    ],
)
def test_what_will_not_heal_fails_at_once(site: Site, answer: Answer, failure: str) -> None:
    site.answers["/giant"] = answer
    outcome = site.take_in(site.lead())
    assert (outcome.state, outcome.due_at) == (LeadState.FAILED, None)
    assert failure in outcome.failure
    assert f"{site.address}/giant" in outcome.failure
    assert not Announcement.objects.exists()


@pytest.mark.parametrize("status", [429, 500, 503])
def test_what_may_heal_is_tried_three_times(site: Site, status: int) -> None:
    site.answers["/giant"] = Answer(status=status)
    lead = site.lead()
    pauses = [outcome.due_at and outcome.due_at - NOW for outcome in (site.take_in(lead), site.take_in(lead))]
    assert pauses == [QUARTER, 4 * QUARTER]
    outcome = site.take_in(lead)
    assert (outcome.state, outcome.due_at) == (LeadState.FAILED, None)
    assert outcome.failure.endswith("It was tried 3 times.")


def test_what_healed_is_taken_in(site: Site) -> None:
    site.answers["/giant"] = Answer(body=GIANT.body, declared=len(GIANT.body) + 9, headers=HTML)
    lead = site.lead()
    first = site.take_in(lead)
    assert first.state == LeadState.WAITING
    assert "was cut" in first.failure or "could not be fetched" in first.failure
    site.answers["/giant"] = GIANT
    assert (site.take_in(lead).state, Lead.objects.get().failure) == (LeadState.TAKEN_IN, "")


def test_a_host_that_is_to_be_left_alone_costs_no_try(site: Site) -> None:
    until = NOW + timedelta(hours=3)

    class Closed:
        def fetch(self, url: str, *, marks: Marks = UNSEEN) -> FetchedPage:
            raise SourceUnavailable("It asked for quiet.", not_before=until)

    lead = site.lead()
    for _ in range(5):
        outcome = site.take_in(lead, fetcher=Closed())
    assert (outcome.state, outcome.due_at, outcome.failure) == (LeadState.WAITING, until, "It asked for quiet.")
    assert Lead.objects.get().tries == 0


def test_a_page_that_ends_its_worker_is_not_fetched_for_ever(site: Site) -> None:
    class Deadly:
        def fetch(self, url: str, *, marks: Marks = UNSEEN) -> FetchedPage:
            raise KeyboardInterrupt

    lead = site.lead()
    for _ in range(3):
        with pytest.raises(KeyboardInterrupt):
            site.take_in(lead, fetcher=Deadly())
    outcome = site.take_in(lead, fetcher=Deadly())
    assert (outcome.state, outcome.failure) == (
        LeadState.FAILED,
        "It was begun 3 times and never came to an end.",
    )


def test_a_lead_is_handed_out_once_and_given_back(site: Site) -> None:
    site.answers["/giant"] = Answer(status=503)
    lead = site.lead()
    assert (lease_rows(Lead, now=NOW, limit=9), lease_rows(Lead, now=NOW, limit=9)) == ([lead.pk], [])
    site.take_in(lead)
    assert list(due_rows(Lead, now=NOW + QUARTER)) == [lead]


def test_one_that_is_dismissed_while_it_fails_stays_dismissed(site: Site) -> None:
    class Interrupted:
        def fetch(self, url: str, *, marks: Marks = UNSEEN) -> FetchedPage:
            dismiss_lead(lead.pk)
            return FETCHER.fetch(url)

    lead = site.lead("/nowhere")
    assert site.take_in(lead, fetcher=Interrupted()).state == LeadState.DISMISSED
    lead = site.lead()
    assert site.take_in(lead, fetcher=Interrupted()).state == LeadState.TAKEN_IN


def test_a_hacker_news_item_leads_to_its_story(site: Site) -> None:
    site.tells(8863, {"id": 8863, "type": "story", "title": "Zephyr!", "url": f"{site.address}/giant?utm_source=hn"})
    lead = submit_address("hn:8863", user=None, now=NOW).lead
    outcome = site.take_in(lead)
    lead.refresh_from_db()
    assert (outcome.state, lead.url, lead.title) == (LeadState.TAKEN_IN, f"{site.address}/giant", "Zephyr!")
    assert Announcement.objects.get().url == f"{site.address}/giant"


@pytest.mark.parametrize(
    ("body", "failure"),
    [
        (None, "there is no such item"),
        ({"id": 1, "type": "story", "text": "Who?"}, "is only words"),
        ({"id": 1, "type": "story", "dead": True, "url": "https://a.example/"}, "was taken away"),
        ({"id": 1, "type": "story", "url": f"https://a.example/{'x' * 2000}"}, "is too long for an address"),
    ],
)
def test_an_item_that_leads_nowhere_fails(site: Site, body: object, failure: str) -> None:
    site.tells(1, body)
    outcome = site.take_in(submit_address("hn:1", user=None, now=NOW).lead)
    assert outcome.state == LeadState.FAILED
    assert failure in outcome.failure


def test_hacker_news_is_tried_again_when_it_is_down_and_not_asked_when_it_is_off(site: Site) -> None:
    site.answers["/v0/item/1.json"] = Answer(status=503)
    lead = submit_address("hn:1", user=None, now=NOW).lead
    outcome = site.take_in(lead)
    assert (outcome.state, Lead.objects.get().tries) == (LeadState.WAITING, 1)
    off = take_in_lead(lead.pk, fetcher=FETCHER, hacker_news=None, now=NOW)
    assert (off.state, off.failure) == (
        LeadState.FAILED,
        "Hacker News is not among the SOURCES of this installation.",
    )


def test_a_feed_brings_its_announcements_and_who_else_brings_them_is_told_that_they_are_known(site: Site) -> None:
    site.answers["/feed"] = Answer(body=rss(item("/saver?utm_source=rss", guid="2"), item("/giant", guid="1")))
    site.tells(7, {"id": 7, "type": "story", "title": "Giant", "url": f"{site.address}/giant#hn"})
    feed, _ = add_feed(f"{site.address}/feed", name="Post", every=timedelta(hours=1), automatic=True, now=NOW)

    def round_of_work() -> list[tuple[str, str]]:
        read_feed(feed.pk, client=client(), now=NOW)
        for lead_id in lease_rows(Lead, now=NOW, limit=100):
            site.take_in(Lead.objects.get(pk=lead_id))
        return list(Lead.objects.order_by("pk").values_list("origin", "state"))

    assert round_of_work() == [(LeadOrigin.FEED, LeadState.TAKEN_IN)] * 2
    with_claims = Announcement.objects.filter(appearances__claim__isnull=False).distinct()
    assert sorted(with_claims.values_list("url", flat=True)) == [f"{site.address}/giant", f"{site.address}/saver"]
    claims = Claim.objects.count()
    by_hand = site.lead("/giant?utm_medium=mail")
    assert (by_hand.origin, by_hand.state) == (LeadOrigin.FEED, LeadState.TAKEN_IN)
    submit_address("hn:7", user=None, now=NOW)
    assert round_of_work()[2:] == [(LeadOrigin.HACKER_NEWS, LeadState.KNOWN)]
    assert round_of_work()[3:] == []
    assert (Announcement.objects.count(), Claim.objects.count()) == (2, claims)
