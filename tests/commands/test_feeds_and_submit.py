"""`feeds` and `submit` say what they did, and refuse what makes no sense."""

import io
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from claims.core.sources import Source
from claims.models import Announcement, Feed, Lead, LeadState
from tests.sources.stand_in_server import Answer, serving
from tests.workflows.made_up_feeds import article, item, rss

pytestmark = pytest.mark.django_db

GIANT = article("Zephyr grows", "Nimbus Labs said on Monday that Zephyr-9 has 3 trillion parameters.")
ANSWERS = {"/feed": Answer(body=rss(item("/giant", guid="1"), item("", guid="2"))), "/giant": GIANT}


@pytest.fixture(autouse=True)
def site(settings: Settings) -> Iterator[str]:
    """A site on loopback, feeds switched on."""
    settings.FETCH_PRIVATE_ADDRESSES = True
    settings.SOURCES = frozenset({Source.FEED})
    with serving(dict(ANSWERS)) as address:
        yield address


def said(*words: str) -> tuple[str, str]:
    out, fault = io.StringIO(), io.StringIO()
    call_command(*words, stdout=out, stderr=fault)
    return out.getvalue(), fault.getvalue()


def test_a_feed_is_added_read_and_listed(site: str) -> None:
    out, fault = said("feeds", "--add", f"{site}/feed", "--name", "The Made-up Post", "--every", "6", "--by-hand")
    feed = Feed.objects.get()
    assert out == f"Feed {feed.pk}: The Made-up Post\nRead 1 feeds, 0 failed: 1 new leads.\n"
    assert fault == f"Feed {feed.pk}: 1 items have no address, or are too many.\n"
    assert (feed.every.total_seconds(), feed.automatic, Lead.objects.get().state) == (6 * 3600, False, LeadState.NEW)
    listed, _ = said("feeds", "--list")
    assert listed.startswith(f"{feed.pk:>4}  The Made-up Post  {site}/feed  read ")
    again, _ = said("feeds")
    assert again == "Read 0 feeds, 0 failed: 0 new leads.\n"


def test_a_feed_that_fails_is_told_and_listed_with_its_failure(site: str) -> None:
    _, fault = said("feeds", "--add", f"{site}/nowhere")
    feed = Feed.objects.get()
    assert fault == f"Feed {feed.pk}: {site}/nowhere answered 404 (nothing here).\n"
    assert f": {site}/nowhere answered 404 (nothing here).\n" in said("feeds", "--list")[0]


def test_a_feed_is_stopped_and_resumed(site: str) -> None:
    said("feeds", "--add", f"{site}/feed")
    number = str(Feed.objects.get().pk)
    assert said("feeds", number, "--stop")[0] == "1 stopped; manage.py feeds NUMBER --resume goes on.\n"
    assert "switched off" in said("feeds", "--list")[0]
    said("feeds", number, "--resume")
    assert Feed.objects.get().enabled


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("--add", "news.example/feed"), "must begin with http"),
        (("--add", "https://news.example/feed", "--every", "0"), "--every must be hours from 1 to 8760, not 0"),
        (("--stop",), "Which feeds"),
        (("--resume",), "Which feeds"),
        (("9999999",), "There is no feed 9999999"),
    ],
)
def test_what_makes_no_sense_is_refused(words: tuple[str, ...], why: str) -> None:
    with pytest.raises(CommandError, match=why):
        said("feeds", *words)
    assert not Feed.objects.exists()


def test_feeds_are_not_read_where_they_are_not_watched(settings: Settings) -> None:
    settings.SOURCES = frozenset()
    with pytest.raises(CommandError, match="put feed into SOURCES"):
        said("feeds")


def test_an_address_waits_for_the_next_job(site: str) -> None:
    out, _ = said("submit", f"{site}/giant", "hn:8863")
    first, second = Lead.objects.order_by("pk")
    assert out == (
        f"Lead {first.pk}: to be fetched: {site}/giant\n"
        f"Lead {second.pk}: to be fetched: https://news.ycombinator.com/item?id=8863\n"
    )


def test_an_address_is_taken_in_now_if_that_is_asked(site: str) -> None:
    out, _ = said("submit", f"{site}/giant", "--now")
    row = Announcement.objects.get()
    assert out == f"Lead {Lead.objects.get().pk}: taken in, announcement {row.pk}: {site}/giant\n"
    assert said("submit", f"{site}/giant", "--now")[0] == out


def test_an_item_of_hacker_news_is_taken_in_where_it_is_watched(settings: Settings) -> None:
    assert "Hacker News is not among the SOURCES of this installation." in said("submit", "hn:8", "--now")[0]
    answers = dict(ANSWERS)
    with serving(answers) as address:
        item = {"id": 8, "type": "story", "title": "Giant", "url": f"{address}/giant"}
        answers["/v0/item/8.json"] = Answer(body=json.dumps(item).encode())
        settings.SOURCES = frozenset({Source.HACKER_NEWS})
        settings.SOURCE_ADDRESSES = replace(settings.SOURCE_ADDRESSES, hacker_news_url=address)
        out, _ = said("submit", "hn:8", "--now")
        assert f": taken in, announcement {Announcement.objects.get().pk}: {address}/giant\n" in out


def test_a_file_has_no_second_address(tmp_path: Path, site: str) -> None:
    with pytest.raises(CommandError, match="--url is for files"):
        said("ingest", f"{site}/giant", "--url", "https://news.example/giant")


def test_what_is_no_address_is_refused() -> None:
    with pytest.raises(CommandError, match="must begin with http"):
        said("submit", "news.example")
