"""The stand-in's Atom feeds, held against recorded answers of arXiv's API."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
import requests
from lxml import etree

from tests.standin import Author, Clock, Library, Service, StandIn, Version, Work, standing_in

ATOM = {"a": "http://www.w3.org/2005/Atom", "x": "http://arxiv.org/schemas/atom"}


@dataclass(frozen=True, kw_only=True)
class Recording:
    """A question, its answer, and when it was asked."""

    file: str
    parameters: tuple[tuple[str, str], ...]
    status: int
    at: datetime
    feed: etree._Element


@pytest.fixture
def recordings(data: Path) -> list[Recording]:
    folder = data / "fixtures" / "arxiv_api"
    rows = [json.loads(line) for line in (folder / "manifest.jsonl").read_text().splitlines()]
    return [
        Recording(
            file=row["file"],
            parameters=tuple(parse_qsl(urlsplit(row["url"]).query, keep_blank_values=True)),
            status=row["status"],
            at=datetime.fromisoformat(row["recorded"]),
            feed=etree.fromstring((folder / row["file"]).read_bytes()),
        )
        for row in rows
    ]


def _entries(feed: etree._Element) -> Mapping[str, etree._Element]:
    found = feed.iterfind("a:entry", ATOM)
    return {entry.findtext("a:id", namespaces=ATOM): entry for entry in found if "/abs/" in entry[0].text}


def _work(entry: etree._Element) -> Work:
    told = entry.findtext("a:id", namespaces=ATOM).partition("/abs/")[2]
    arxiv_id, _, number = told.rpartition("v")
    first, last = (
        datetime.fromisoformat(entry.findtext(f"a:{name}", namespaces=ATOM)) for name in ("published", "updated")
    )
    versions = [Version(number=1, date=first), Version(number=int(number), date=last)]
    return Work(
        arxiv_id=arxiv_id,
        title=entry.findtext("a:title", namespaces=ATOM),
        datestamp=date(2026, 1, 1),
        abstract=entry.findtext("a:summary", namespaces=ATOM),
        authors=tuple(
            Author(
                family=one.findtext("a:name", namespaces=ATOM),
                affiliations=tuple(place.text for place in one.iterfind("x:affiliation", ATOM)),
            )
            for one in entry.iterfind("a:author", ATOM)
        ),
        categories=tuple(one.get("term") for one in entry.iterfind("a:category", ATOM)),
        comment=entry.findtext("x:comment", "", ATOM),
        journal_ref=entry.findtext("x:journal_ref", "", ATOM),
        doi=entry.findtext("x:doi", "", ATOM),
        versions=tuple(versions if int(number) > 1 else versions[:1]),
    )


@pytest.fixture
def standin(recordings: list[Recording]) -> Iterator[StandIn]:
    entries = [entry for recording in recordings for entry in _entries(recording.feed).values()]
    with standing_in(Library(map(_work, entries)), clock=Clock(datetime.now(UTC)), lenient=True) as running:
        yield running


def _ask(standin: StandIn, recording: Recording) -> requests.Response:
    standin.clock.set(recording.at)
    address = f"{standin.url(Service.ARXIV_API)}/query"
    return requests.get(address, params=list(recording.parameters), timeout=10)


def _tree(element: etree._Element) -> Any:
    """An element as plain values; white space between elements does not count."""
    inner = [_tree(part) for part in element] or element.text
    return element.tag, dict(element.attrib), inner


def _head(feed: etree._Element, *without: str) -> list[Any]:
    """What a feed tells of itself; its id is a digest of arXiv's own making."""
    left_out = {f"{{{ATOM['a']}}}entry", *without}
    return [_tree(part) for part in feed if part.tag not in left_out and "/api/" not in (part.text or "")]


TOTAL = "{http://a9.com/-/spec/opensearch/1.1/}totalResults"


def test_questions_for_works_are_answered_alike_to_the_last_element(
    recordings: list[Recording], standin: StandIn
) -> None:
    asked = [one for one in recordings if dict(one.parameters)["id_list"]]
    assert len(asked) == 9
    for recording in asked:
        answer = _ask(standin, recording)
        feed = etree.fromstring(answer.content)
        told = (answer.status_code, _head(feed), [_tree(one) for one in feed.iterfind("a:entry", ATOM)])
        expected = [_tree(one) for one in recording.feed.iterfind("a:entry", ATOM)]
        assert told == (recording.status, _head(recording.feed), expected), recording.file


def test_searches_are_answered_alike_but_for_which_works_there_are_and_how_they_are_ranked(
    recordings: list[Recording], standin: StandIn
) -> None:
    searches = [one for one in recordings if not dict(one.parameters)["id_list"]]
    assert len(searches) == 11
    known = {key: _tree(entry) for one in recordings for key, entry in _entries(one.feed).items()}
    for recording in searches:
        feed = etree.fromstring(_ask(standin, recording).content)
        told = {key: _tree(entry) for key, entry in _entries(feed).items()}
        assert _head(feed, TOTAL) == _head(recording.feed, TOTAL)
        assert len(told) == len(_entries(recording.feed))
        assert told == {key: known[key] for key in told}


def test_slices_of_a_search_add_up_to_the_whole(standin: StandIn) -> None:
    def slice_of(start: int, size: int) -> list[str]:
        asked: dict[str, str | int] = {"search_query": "all:testing", "start": start, "max_results": size}
        answer = requests.get(f"{standin.url(Service.ARXIV_API)}/query", params=asked, timeout=10)
        return list(_entries(etree.fromstring(answer.content)))

    whole = slice_of(0, 100)
    assert len(whole) == 100
    assert [slice_of(start, 10) for start in range(0, 100, 10)] == [whole[at : at + 10] for at in range(0, 100, 10)]
