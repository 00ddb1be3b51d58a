"""What a Hacker News item is about, or why it leads nowhere."""

from pathlib import Path

import pytest

from claims.core.sources import Source
from claims.sources.hacker_news import HackerNews, NoStory, Story, item_number, item_page
from claims.sources.troubles import BrokenAnswer
from tests.sources.scripted_client import ScriptedClient, recorded, told

STORY: dict[str, object] = {"id": 8, "type": "story", "title": "Zephyr grows", "url": "https://news.example/giant"}


def story(body: object) -> Story:
    return HackerNews(client=ScriptedClient(answers=[told(body)]), address="https://hn.example").story(8)


def test_a_recorded_story_is_asked_for_and_read(data: Path) -> None:
    client = ScriptedClient(answers=[recorded(data / "fixtures/transcribed/hn_item_story.json")])
    assert HackerNews(client=client, address="https://hn.example").story(8863) == Story(
        number=8863,
        title="My YC app: Dropbox - Throw away your USB drive",
        url="http://www.getdropbox.com/u/2/screencast.html",
    )
    [asked] = client.asked
    assert (asked.source, asked.url) == (Source.HACKER_NEWS, "https://hn.example/v0/item/8863.json")


def test_unknown_fields_are_passed_over_and_what_no_database_keeps_is_dropped() -> None:
    odd = {**STORY, "mood": [1], "title": "Zephyr\u0000 \ud800grows\n"}
    assert story(odd) == Story(number=8, title="Zephyr grows", url="https://news.example/giant")


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (None, "there is no such item"),
        ({**STORY, "dead": True}, "was taken away"),
        ({"id": 8, "deleted": True}, "was taken away"),
        ({**STORY, "type": "job"}, "is of a job, not of a story"),
        ({"id": 8, "type": "story", "title": "Ask HN", "text": "Who?"}, "is only words"),
        ({**STORY, "url": "javascript:alert(1)"}, "is only words"),
    ],
)
def test_an_item_that_leads_nowhere_says_why(body: object, why: str) -> None:
    with pytest.raises(NoStory, match=why):
        story(body)


@pytest.mark.parametrize("body", [b"", b"<html>Wait</html>", b'{"id": 8, "ty', [STORY], {"error": "Permission denied"}])
def test_what_is_no_item_is_a_broken_answer(body: object) -> None:
    with pytest.raises(BrokenAnswer):
        story(body)


@pytest.mark.parametrize(
    ("address", "number"),
    [
        ("https://news.ycombinator.com/item?id=8863", 8863),
        (" http://news.ycombinator.com/item?id=8863\n", 8863),
        ("hn:8863", 8863),
        ("HN:8863", 8863),
        ("hn:0", None),
        ("hn:", None),
        ("https://news.ycombinator.com/user?id=8863", None),
        ("https://news.example/item?id=8863", None),
        ("https://news.ycombinator.com/item?id=8863x", None),
    ],
)
def test_an_item_is_known_by_its_page_or_its_number(address: str, number: int | None) -> None:
    assert item_number(address) == number


def test_the_page_of_an_item_leads_back_to_its_number() -> None:
    assert item_number(item_page(8863)) == 8863
