"""Stories of Hacker News: which address a story is about (github.com/HackerNews/API)."""

import re
from dataclasses import dataclass

from claims.core.sources import Source
from claims.reading.addresses import site_of
from claims.sources.bodies import json_of
from claims.sources.connectors import Answer, Client, Expected, Request
from claims.sources.lines import LONGEST_TITLE, one_line
from claims.sources.troubles import BrokenAnswer, SourceRefused

_ITEM = re.compile(r"(?:https?://news\.ycombinator\.com/item\?id=|hn:)(?P<number>[1-9][0-9]{0,11})", re.I)


class NoStory(SourceRefused):
    """The item leads to no page elsewhere: there is none of this number, it was taken away, or it is only words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """A story and the address that it is about, as its submitter wrote it."""

    number: int
    title: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HackerNews:
    """The service at `address`."""

    client: Client
    address: str

    def story(self, number: int) -> Story:
        """The story of that number. Raises `NoStory` and the other kinds of `SourceTrouble`."""
        url = f"{self.address}/v0/item/{number}.json"
        return self.client.fetch(Request(source=Source.HACKER_NEWS, url=url, expects=Expected.JSON), parse_story)


def item_number(address: str) -> int | None:
    """The number in the address of an item's page or in "hn:8863"; None for every other address."""
    found = _ITEM.fullmatch(address.strip())
    return int(found["number"]) if found else None


def item_page(number: int) -> str:
    """Where people read the item and the talk about it."""
    return f"https://news.ycombinator.com/item?id={number}"


def parse_story(answer: Answer) -> Story:
    """The story in an item. Raises `NoStory` and `BrokenAnswer`; fields that we do not know are passed over."""
    item = json_of(answer)
    if item is None:
        raise NoStory(f"{answer.url} says that there is no such item.")
    if not isinstance(item, dict) or not isinstance(item.get("id"), int):
        raise BrokenAnswer(f"{answer.url} sent JSON that is no item of Hacker News.")
    if item.get("deleted") or item.get("dead"):
        raise NoStory(f"{answer.url} says that the item was taken away.")
    if item.get("type") != "story":
        raise NoStory(f"{answer.url} is of a {item.get('type')}, not of a story.")
    url = one_line(str(item.get("url") or ""))
    if not site_of(url):
        raise NoStory(f"{answer.url} is of a story that leads nowhere: it is only words.")
    return Story(number=item["id"], title=one_line(str(item.get("title") or ""), at_most=LONGEST_TITLE), url=url)
