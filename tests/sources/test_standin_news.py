"""The stand-in's feeds, pages, Hacker News and Hugging Face."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import feedparser
import pytest
import requests
from lxml import etree

from tests.sources.recorded_shapes import unlike
from tests.standin import Author, Clock, FeedItem, Library, Page, Service, StandIn, Story, Work, standing_in
from tests.standin.feeds import FeedManner, FeedTerms, Tag
from tests.standin.hugging_face import HuggingFaceTerms
from tests.standin.library import row_of
from tests.standin.terms import set_terms

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
FIRST = FeedItem(
    feed="lab",
    title="A model <b>& more",
    link="https://lab.example/a?b=1&c=2",
    guid="lab-1",
    published=datetime(2026, 11, 24, 9, tzinfo=UTC),
    summary="It is ten times better.",
    author="Aya Ito",
)
SECOND = FeedItem(feed="lab", title="Without a number or a day", link="https://lab.example/b")


@pytest.fixture
def service() -> Iterator[StandIn]:
    with standing_in(Library([FIRST, SECOND]), clock=Clock(NOW)) as running:
        yield running


def ask(service: StandIn, asked: Service, path: str, **headers: str) -> requests.Response:
    told = {name.replace("_", "-"): value for name, value in headers.items()}
    return requests.get(service.url(asked) + path, headers=told, timeout=10, allow_redirects=False)


@pytest.mark.parametrize("atom", [False, True])
def test_a_feed_tells_its_items_in_rss_and_atom(service: StandIn, atom: bool) -> None:
    set_terms(service.world, FeedTerms(manners=(FeedManner(feed="lab", atom=atom),)))
    answer = ask(service, Service.FEEDS, "/lab")
    feed = feedparser.parse(answer.content)
    told = {(one.get("id"), one.link, one.get("published_parsed") and one.published_parsed[:4]) for one in feed.entries}
    assert (feed.version, feed.bozo, told) == (
        "atom10" if atom else "rss20",
        False,
        {("lab-1", FIRST.link, (2026, 11, 24, 9)), (None, SECOND.link, None)},
    )


@pytest.mark.parametrize("tag", [Tag.QUOTED, Tag.WEAK, Tag.UNQUOTED])
def test_a_feed_that_did_not_change_answers_304_to_its_own_tag(service: StandIn, tag: Tag) -> None:
    set_terms(service.world, FeedTerms(manners=(FeedManner(feed="lab", tag=tag),)))
    first = ask(service, Service.FEEDS, "/lab")
    service.clock.advance(3600)
    same = ask(service, Service.FEEDS, "/lab", If_None_Match=first.headers["ETag"])
    other = ask(
        service, Service.FEEDS, "/lab", If_None_Match='"other"', If_Modified_Since=first.headers["Last-Modified"]
    )
    service.library.add(FeedItem(feed="lab", title="Third", link="https://lab.example/c"))
    changed = ask(service, Service.FEEDS, "/lab", If_None_Match=first.headers["ETag"])
    assert [answer.status_code for answer in (first, same, other, changed)] == [200, 304, 200, 200]
    starts = {Tag.QUOTED: '"', Tag.WEAK: 'W/"'}.get(tag, "")
    assert (same.content, first.headers["ETag"].startswith(starts), '"' in first.headers["ETag"]) == (
        b"",
        True,
        tag is not Tag.UNQUOTED,
    )


def test_a_feed_without_tags_goes_by_its_date(service: StandIn) -> None:
    set_terms(service.world, FeedTerms(manners=(FeedManner(feed="lab", tag=Tag.NONE),)))
    first = ask(service, Service.FEEDS, "/lab")
    service.clock.advance(60)
    same = ask(service, Service.FEEDS, "/lab", If_Modified_Since=first.headers["Last-Modified"])
    service.library.add(FeedItem(feed="lab", title="Third", link="https://lab.example/c"))
    changed = ask(service, Service.FEEDS, "/lab", If_Modified_Since=first.headers["Last-Modified"])
    assert ("ETag" in first.headers, same.status_code, changed.status_code) == (False, 304, 200)


def test_a_feed_may_be_ill_formed_empty_refused_or_gone(service: StandIn) -> None:
    manners = (
        FeedManner(feed="lab", ill_formed=True),
        FeedManner(feed="weekend"),
        FeedManner(feed="bad", status=400),
        FeedManner(feed="gone", status=410),
    )
    set_terms(service.world, FeedTerms(manners=manners))
    answers = [ask(service, Service.FEEDS, f"/{name}") for name in ("lab", "weekend", "bad", "gone", "none")]
    parsed = [feedparser.parse(answer.content) for answer in answers[:3]]
    assert [answer.status_code for answer in answers] == [200, 200, 400, 410, 404]
    assert [(feed.bozo, len(feed.entries)) for feed in parsed] == [(True, 2), (False, 0), (False, 0)]
    assert parsed[2].feed.title == f"Feed error for query: {service.url(Service.FEEDS)}/bad"
    assert "rss" in answers[2].headers["Content-Type"]


def _places(document: bytes) -> set[str]:
    """The paths of elements, by their names without prefixes."""
    tree = etree.fromstring(document).getroottree()
    return {re.sub(r"\{[^}]*\}|\[\d+\]", "", tree.getelementpath(one)) for one in tree.iter(etree.Element)}


def test_feeds_are_built_as_recorded_ones(service: StandIn, data: Path) -> None:
    folder = data / "fixtures" / "feeds"
    recorded = {
        False: [*folder.glob("ai_labs/*.xml"), *folder.glob("arxiv_server/rss_*.xml")],
        True: [*folder.glob("arxiv_server/atom_*.xml"), folder / "miniflux" / "large_atom.xml"],
    }
    assert {atom: len(files) for atom, files in recorded.items()} == {False: 16, True: 3}
    for atom, files in recorded.items():
        theirs = {place for file in files for place in _places(file.read_bytes())}
        set_terms(service.world, FeedTerms(manners=(FeedManner(feed="lab", atom=atom),)))
        assert (atom, _places(ask(service, Service.FEEDS, "/lab").content) - theirs) == (atom, set())


def test_a_page_is_edited_moved_and_removed_from_outside(service: StandIn) -> None:
    states = [
        Page(path="news", body="<p>Ten times</p>"),
        Page(path="news", body="<p>Eight times</p>"),
        Page(path="news", moved_to="/archive/news"),
        Page(path="news", status=410),
    ]
    told = []
    for state in states:
        requests.post(f"{service.root}/_ctl/add", json=row_of(state), timeout=10)
        answer = ask(service, Service.PAGES, "/news")
        told.append((answer.status_code, answer.headers.get("Location", answer.text)))
    assert told == [
        (200, "<p>Ten times</p>"),
        (200, "<p>Eight times</p>"),
        (301, f"{service.url(Service.PAGES)}/archive/news"),
        (410, ""),
    ]
    assert ask(service, Service.PAGES, "/archive/news").status_code == 404


def test_hacker_news_tells_an_item_and_null_for_none(service: StandIn, data: Path) -> None:
    transcribed = json.loads((data / "fixtures" / "transcribed" / "hn_item_story.json").read_bytes())
    moment = datetime.fromtimestamp(transcribed["time"], UTC)
    service.library.add(Story(**{**transcribed, "time": moment, "kids": tuple(transcribed["kids"])}))
    service.library.add(Story(id=9, title="Only text", time=NOW, text="What do you think?", dead=True))
    story, text, none = (ask(service, Service.HN, f"/v0/item/{number}.json").json() for number in (8863, 9, 10))
    assert (story, none) == (transcribed, None)
    assert (text["text"], text["dead"], "url" in text) == ("What do you think?", True, False)


def listed(number: int, *, on: date, upvotes: int) -> Work:
    return Work(
        title=f"Paper {number}",
        datestamp=on,
        arxiv_id=f"2611.{number:05d}",
        abstract="It is better.",
        authors=(Author(family="Ito", given="Aya"),),
        published=date(2026, 11, 20),
        daily_on=on,
        upvotes=upvotes,
        code_url="https://github.com/some/code" if number == 1 else "",
    )


def test_hugging_face_lists_a_day_by_its_votes_in_pages(service: StandIn) -> None:
    day, next_day = date(2026, 11, 24), date(2026, 11, 26)
    service.library.add(
        *(listed(number, on=day, upvotes=number) for number in (1, 2, 3)), listed(4, on=next_day, upvotes=9)
    )
    pages = [ask(service, Service.HF, f"/api/daily_papers?date={day}&limit=2&p={page}").json() for page in (0, 1, 2)]
    names = [[one["paper"]["id"] for one in page] for page in pages]
    assert names == [["2611.00003", "2611.00002"], ["2611.00001"], []]
    wrong = ("date=soon", "limit=101", f"date={next_day}")
    assert [ask(service, Service.HF, f"/api/daily_papers?{query}").status_code for query in wrong] == [400] * 3
    paths = ("/api/papers/2611.00001", "/api/papers/2611.00004")
    assert [ask(service, Service.HF, path).status_code for path in paths] == [200, 404]


def test_hugging_face_counts_five_minutes(service: StandIn) -> None:
    set_terms(service.world, HuggingFaceTerms(requests=2))
    answers = [ask(service, Service.HF, "/api/daily_papers") for _ in range(3)]
    service.clock.advance(300)
    healed = ask(service, Service.HF, "/api/daily_papers")
    assert [answer.status_code for answer in (*answers, healed)] == [200, 200, 429, 200]
    assert healed.headers["ratelimit-policy"] == '"fixed window";"api";q=2;w=300'


def test_a_daily_paper_is_built_as_the_transcribed_one(service: StandIn, data: Path) -> None:
    transcribed = json.loads((data / "fixtures" / "transcribed" / "hf_daily_papers_one.json").read_bytes())
    service.library.add(listed(1, on=date(2026, 11, 25), upvotes=1))
    # The summaries were left out of the transcription.
    told = ask(service, Service.HF, "/api/daily_papers").json()
    assert unlike(told, transcribed) == ["paper.summary: str", "summary: str"]
