"""The same in small, and of nothing but made-up things: a post in a feed, a paper the next day, and a silent edit."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from claims.core.sources import Source
from claims.judging.findings import Status
from claims.models import Anchor, Appearance, Claim, Lead, LeadState, PageCheck, SilentEdit, StatusChange, Visit
from claims.workflows.keep_feed import add_feed
from claims.workflows.schedule_harvest import schedule_harvest
from tests.standin import Author, FeedItem, Library, Page, Service, Version, Work, standing_in
from tests.watching.beat_by_hand import jobs_of, story_clock

pytestmark = pytest.mark.django_db(transaction=True)

POSTED = datetime(2024, 3, 4, 9, tzinfo=UTC)
PAPER_CAME = datetime(2024, 3, 5, 1, tzinfo=UTC)
EDITED = datetime(2024, 3, 13, 12, tzinfo=UTC)
POST = "/posts/zephyr"
COUNTED = "Our measurements confirm that Zephyr-9 has 3 trillion parameters."


def said(amount: str) -> str:
    return f"Nimbus Labs said on Monday that Zephyr-9 has {amount} parameters."


def post(amount: str) -> Page:
    """The lab's post about a model of that size."""
    more = "The crew will tell more about it at a meeting of friends in the spring, and looks forward to questions."
    article = f"<article><h1>Zephyr grows</h1><p>{said(amount)}</p><p>{more}</p></article>"
    return Page(path=POST, body=f"<html><head><title>Zephyr grows</title></head><body>{article}</body></html>")


def paper() -> Work:
    """Somebody else counted."""
    return Work(
        title="A made-up count of the parameters of large models",
        datestamp=PAPER_CAME.date(),
        arxiv_id="2403.00001",
        abstract=f"We count the parameters of five models. {COUNTED}",
        authors=(Author(family="Nobody", given="Ada"),),
        categories=("cs.CL",),
        versions=(Version(number=1, date=PAPER_CAME),),
    )


def test_a_post_is_read_backed_by_a_paper_of_the_next_day_and_silently_edited(
    monkeypatch: pytest.MonkeyPatch, settings: Settings, client: Client
) -> None:
    with story_clock(POSTED) as clock, standing_in(Library([post("3 trillion")]), clock=clock) as standin:
        jobs = jobs_of(standin, monkeypatch, settings, Source.ARXIV, Source.FEED, Source.WEB)
        address = f"{standin.url(Service.PAGES)}{POST}"
        feed = f"{standin.url(Service.FEEDS)}/lab"
        standin.library.add(FeedItem(feed="lab", title="Zephyr grows", link=address, published=POSTED))
        add_feed(feed, name="The lab", every=timedelta(hours=6), automatic=True, now=clock.now())
        schedule_harvest(Source.ARXIV, "cs", starts_on=POSTED.date(), now=clock.now())

        jobs.run_until(POSTED + timedelta(hours=1))
        assert Lead.objects.get().state == LeadState.TAKEN_IN
        claim = Claim.objects.get()
        assert claim.status == Status.UNVERIFIED

        jobs.run_until(PAPER_CAME)
        standin.library.add(paper())
        jobs.run_until(EDITED)
        step = StatusChange.objects.get()
        assert (step.to_status, step.recorded_at.date()) == (Status.SUPPORTED, PAPER_CAME.date())
        assert [row.quote for row in step.evidence.all()] == [COUNTED]

        standin.library.add(post("2 trillion"))
        jobs.run_until(EDITED + timedelta(days=14))
        edit = SilentEdit.objects.get()
        assert edit.found_at > EDITED
        assert [(one["before"], one["after"]) for one in edit.changes] == [(said("3 trillion"), said("2 trillion"))]
        assert Appearance.objects.get().anchor == Anchor.LOST
        assert list(PageCheck.objects.order_by("pk").values_list("outcome", flat=True)) == ["same", "changed"]

        assert StatusChange.objects.count() == 1
        assert set(Visit.objects.values_list("source", flat=True)) == {"arxiv", "stored_papers"}
        page = client.get(f"/claims/{claim.pk}/")
        assert "3 trillion" in page.content.decode()
