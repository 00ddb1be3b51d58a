"""Feeds as they are: recorded ones, ill-formed ones, and what only looks like one."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.sources import feeds
from claims.sources.connectors import Answer
from claims.sources.feeds import FeedGone, FeedItem, FeedRead, NotAFeed, fetch_feed, parse_feed
from claims.sources.marks import Marks
from claims.sources.troubles import BrokenAnswer, SourceRefused, SourceUnavailable
from tests.sources.open_gate import KeptLog
from tests.sources.stand_in_server import Answer as Served
from tests.sources.stand_in_server import serving
from tests.workflows.made_up_feeds import client, item, rss

URL = "https://feeds.example/x/feed.xml"
NOTHING = Marks()
# How many items each recording has, and how many of them lead nowhere.
RECORDED = {
    "ai_labs/feed_anthropic_news.xml": (255, 0),
    "ai_labs/feed_anthropic_research.xml": (17, 0),
    "ai_labs/feed_cohere.xml": (50, 0),
    "ai_labs/feed_eleuther_papers.xml": (5, 0),
    "ai_labs/feed_google_ai.xml": (10, 0),
    "ai_labs/feed_meta_ai.xml": (88, 0),
    "ai_labs/feed_mistral.xml": (54, 0),
    "ai_labs/feed_openai_engineering.xml": (18, 0),
    "ai_labs/feed_openai_research.xml": (194, 0),
    "ai_labs/feed_the_batch.xml": (372, 0),
    "ai_labs/feed_xainews.xml": (39, 0),
    "arxiv_server/atom_empty.xml": (0, 0),
    "arxiv_server/atom_math.xml": (2, 0),
    "arxiv_server/rss_cs.xml": (3, 0),
    "arxiv_server/rss_cs_math_physics.xml": (4, 0),
    "arxiv_server/rss_hep.xml": (1, 0),
    "arxiv_server/rss_math.xml": (2, 0),
    "feedparser_http/headers_content_location-relative.xml": (0, 0),
    "feedparser_http/headers_content_location-unsafe.xml": (0, 0),
    "feedparser_http/headers_etag.xml": (0, 0),
    "feedparser_http/headers_foo.xml": (0, 0),
    "feedparser_http/headers_last_modified-blank.xml": (0, 0),
    "feedparser_http/headers_last_modified-modified.xml": (0, 0),
    "feedparser_http/headers_last_modified-modified_parsed.xml": (0, 0),
    "feedparser_http/headers_last_modified-not-present.xml": (0, 0),
    "feedparser_http/headers_no_etag.xml": (0, 0),
    "feedparser_illformed/aaa_illformed.xml": (0, 0),
    "feedparser_illformed/always_strip_doctype.xml": (0, 0),
    "feedparser_illformed/http_high_bit_date.xml": (0, 0),
    "feedparser_illformed/rdf_channel_empty_textinput.xml": (0, 1),
    "feedparser_illformed/rss_item_link_corrupted_ampersands.xml": (1, 0),
    "feedparser_illformed/undeclared_namespace.xml": (0, 0),
    "miniflux/encoding_ISO-8859-1.xml": (40, 0),
    "miniflux/encoding_WINDOWS-1251.xml": (50, 0),
    "miniflux/large_atom.xml": (25, 0),
    "miniflux/large_rss.xml": (25, 0),
    "miniflux/no_encoding_ISO-8859-1.xml": (9, 1),
    "miniflux/rdf_UTF8.xml": (60, 0),
    "miniflux/small_atom.xml": (20, 0),
    "miniflux/urdu_UTF8.xml": (26, 0),
}
# What is no whole feed; the last is answered with 400, which the client refuses before it is read.
REFUSED: dict[str, type[Exception]] = {
    "feedparser_illformed/rss_empty_document.xml": NotAFeed,
    "feedparser_illformed/rss_incomplete_cdata.xml": BrokenAnswer,
    "arxiv_server/rss_bad.xml": SourceRefused,
}


def answer(body: bytes, *, status: int = 200, headers: dict[str, str] | None = None) -> Answer:
    return Answer(
        url=URL, status=status, headers=headers or {}, body=body, received_at=datetime(2026, 5, 3, tzinfo=UTC)
    )


def read(body: bytes, headers: dict[str, str] | None = None) -> FeedRead:
    return parse_feed(answer(body, headers=headers), marks=NOTHING)


def links(body: bytes) -> list[str]:
    return [one.url for one in read(body).items]


def fetched(served: Served, marks: Marks = NOTHING, log: KeptLog | None = None) -> FeedRead:
    with serving({"/feed.xml": served}) as address:
        return fetch_feed(client(log), f"{address}/feed.xml", marks=marks)


def manifest(data: Path) -> dict[str, dict[str, object]]:
    lines = (data / "fixtures/feeds/manifest.jsonl").read_text().splitlines()
    return {row["file"]: row for row in map(json.loads, lines)}


def test_no_recording_is_left_out(data: Path) -> None:
    assert manifest(data).keys() == RECORDED.keys() | REFUSED.keys()


@pytest.mark.parametrize(("name", "counts"), RECORDED.items())
def test_a_recorded_feed_has_all_its_items(data: Path, name: str, counts: tuple[int, int]) -> None:
    told = read((data / "fixtures/feeds" / name).read_bytes())
    assert (len(told.items), told.left) == counts
    assert len({one.url for one in told.items}) == len({one.key for one in told.items}) == counts[0]
    assert not any("\N{REPLACEMENT CHARACTER}" in one.title or "<" in one.title for one in told.items)


@pytest.mark.parametrize(("name", "refusal"), REFUSED.items())
def test_a_recording_that_is_no_whole_feed_is_an_error(data: Path, name: str, refusal: type[Exception]) -> None:
    row = manifest(data)[name]
    body = (data / "fixtures/feeds" / name).read_bytes()
    with pytest.raises(refusal):
        fetched(Served(body=body, status=int(str(row["status"]))))


def test_the_marks_are_kept_as_they_were_received() -> None:
    marks = Marks(etag="5266ff7f not quoted", last_modified="yesterday, about noon")
    served = Served(body=rss(), headers={"ETag": marks.etag, "Last-Modified": marks.last_modified})
    assert fetched(served) == FeedRead(marks=marks)
    log = KeptLog()
    assert fetched(served, marks, log) == FeedRead(marks=marks, unchanged=True)
    assert [one.status for one in log.tries] == [304]


def test_a_mark_that_is_too_long_to_keep_is_left_out() -> None:
    assert read(rss(), {"etag": "x" * 501, "last-modified": "y" * 101}).marks == NOTHING


def test_unchanged_without_a_question_for_it_is_an_error() -> None:
    with pytest.raises(BrokenAnswer, match="answered 304 to a question without a condition"):
        parse_feed(answer(b"", status=304), marks=NOTHING)


def test_a_feed_that_is_gone_says_so() -> None:
    with pytest.raises(FeedGone, match="is gone for good"):
        fetched(Served(status=410, body=b"gone"))


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        (b" \n", BrokenAnswer),
        (b"<!doctype html><html><body><p>Just a moment ...</p></body></html>", NotAFeed),
        (b"<html><body><pre>&lt;rss&gt;</pre></body></html>", NotAFeed),
        (b'<?xml version="1.0"?><urlset><url><loc>https://a.example/</loc></url></urlset>', NotAFeed),
        (b'{"version": "https://jsonfeed.org/version/1.1", "items": []}', NotAFeed),
        (b"\x89PNG\r\n\x1a\n\x00", NotAFeed),
        (b"/etc/hostname", NotAFeed),
        (b'<!DOCTYPE feed [<!ENTITY e0 "word">]><feed>&e0;</feed>', NotAFeed),
    ],
)
def test_what_is_no_feed_is_never_an_empty_one(body: bytes, fault: type[Exception]) -> None:
    with pytest.raises(fault):
        read(body)


def test_a_feed_that_is_too_large_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feeds, "MAX_BYTES", 100)
    with pytest.raises(NotAFeed, match="is larger than"):
        read(rss(item("https://a.example/1")))


WHOLE = rss(item("https://a.example/1", guid="1", title="One & two"), item("https://a.example/2", guid="2"))
ATOM = (
    b'<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>1</id><link href="https://a.example/1"/><title>A & b</title>'
    b'</entry><entry><id>2</id><link href="https://a.example/2"/></entry></feed>'
)


@pytest.mark.parametrize("whole", [WHOLE, ATOM])
def test_a_feed_cut_anywhere_is_an_error_or_whole(whole: bytes) -> None:
    """At every length: before its end has begun nothing is told, and after that everything."""
    end = max(whole.rfind(b"</rss"), whole.rfind(b"</feed"))
    for length in range(len(whole) + 1):
        try:
            told = [one.url for one in read(whole[:length]).items]
        except (BrokenAnswer, NotAFeed):
            assert length < end + len("</feed")
        else:
            assert told == ["https://a.example/1", "https://a.example/2"]


def test_a_feed_shorter_than_declared_is_an_error() -> None:
    with pytest.raises(SourceUnavailable, match="20 more expected"):
        fetched(Served(body=WHOLE, declared=len(WHOLE) + 20))


def test_junk_behind_a_feed_leaves_it_whole() -> None:
    assert links(WHOLE + b"<script>track()</script>") == ["https://a.example/1", "https://a.example/2"]


def test_an_item_is_told_with_its_key_its_canonical_address_its_title_and_its_day() -> None:
    title = "A &lt;b&gt;big&lt;/b&gt; one"
    told = read(rss(item("https://News.example/a?utm_source=x#top", guid=" g\n1 ", title=title, day=2)))
    assert told.items == (
        FeedItem(
            key="g 1",
            url="https://news.example/a",
            title="A big one",
            published_at=datetime(2026, 4, 2, 8, 30, tzinfo=UTC),
        ),
    )


def test_the_link_is_the_key_where_there_is_no_guid_and_the_day_may_be_missing() -> None:
    assert read(rss(item("https://a.example/1?utm_medium=rss"))).items == (
        FeedItem(key="https://a.example/1?utm_medium=rss", url="https://a.example/1"),
    )


def test_a_guid_that_several_items_share_is_no_key() -> None:
    shared = [item(f"https://a.example/{number}", guid="https://a.example/") for number in (1, 2)]
    told = read(rss(*shared, item("https://a.example/3", guid="own")))
    assert [one.key for one in told.items] == ["https://a.example/1", "https://a.example/2", "own"]


def test_relative_links_are_told_from_where_the_feed_is() -> None:
    assert links(rss(item("/news/1"), item("2"))) == ["https://feeds.example/news/1", "https://feeds.example/x/2"]


def test_a_guid_that_is_a_permanent_link_is_the_address() -> None:
    assert links(rss("<item><guid>https://a.example/1</guid></item>")) == ["https://a.example/1"]


@pytest.mark.parametrize("link", ["", "javascript:alert(1)", "mailto:a@b.example", f"https://a.example/{'x' * 2000}"])
def test_an_item_without_an_address_to_fetch_is_counted_and_left(link: str) -> None:
    told = read(rss(item(link, guid="1"), item("https://a.example/2", guid="2")))
    assert ([one.key for one in told.items], told.left) == (["2"], 1)


def test_of_one_read_only_so_many_items_are_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feeds, "MAX_ITEMS", 2)
    told = read(rss(*(item(f"https://a.example/{number}") for number in range(5))))
    assert ([one.url for one in told.items], told.left) == (["https://a.example/0", "https://a.example/1"], 3)


def test_what_no_database_keeps_is_dropped() -> None:
    [one] = read(rss("<item><title>A&#0;b & c</title><link>https://a.example/1</link></item>")).items
    assert one.title == "Ab & c"


def test_a_reference_that_the_parser_stumbles_over_is_an_error_of_the_feed() -> None:
    with pytest.raises(NotAFeed, match="ill-formed beyond what can be read"):
        read(rss("<item><title>A &#xD800; & b</title><link>https://a.example/1</link></item>"))


@given(st.binary(max_size=300))
def test_no_bytes_break_the_parser(noise: bytes) -> None:
    try:
        told = read(WHOLE[:100] + noise + WHOLE[100:])
    except (BrokenAnswer, NotAFeed):
        return
    for one in told.items:
        assert one.url.startswith(("http://", "https://"))
        one.title.encode()
