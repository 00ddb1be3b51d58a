"""The stand-in's daily feeds of arXiv, held against what arXiv's own feed code answered."""

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests
from lxml import etree

from tests.standin import Author, Clock, Library, Service, Version, Work, standing_in

# The day that the recorded server took for today, a Thursday.
TODAY = datetime(2023, 10, 26, 16, tzinfo=UTC)
# Of the moment when an answer was made; the stand-in's say midnight.
MOMENTS = {"lastBuildDate", "updated"}
# Their database announces a second version as a cross-list: an event that a library of works does not keep.
BY_AN_EVENT = {"arxiv_server/rss_cs.xml", "arxiv_server/rss_cs_math_physics.xml"}


@dataclass(frozen=True, kw_only=True)
class Recording:
    """A feed, as it was asked for."""

    file: str
    path: str
    status: int
    content_type: str
    feed: etree._Element


@pytest.fixture
def recordings(data: Path) -> list[Recording]:
    folder = data / "fixtures" / "feeds"
    rows = [json.loads(line) for line in (folder / "manifest.jsonl").read_text().splitlines()]
    return [
        Recording(
            file=row["file"],
            path=urlsplit(row["url"]).path,
            status=row["status"],
            content_type=row["headers"]["content-type"],
            feed=etree.fromstring((folder / row["file"]).read_bytes()),
        )
        for row in rows
        if row["file"].startswith("arxiv_server/")
    ]


def _local(element: etree._Element) -> str:
    return str(etree.QName(element).localname)


def _work(item: etree._Element) -> Work:
    told = {_local(part): part.text or "" for part in item}
    name, _, number = (told.get("guid") or told["id"]).removeprefix("oai:arXiv.org:").rpartition("v")
    return Work(
        arxiv_id=name,
        title=told["title"],
        datestamp=date(2023, 10, 26),
        abstract=(told.get("description") or told["summary"]).partition("\nAbstract: ")[2],
        authors=(Author(family=told["creator"]),),
        categories=tuple(part.get("term") or part.text for part in item.iterfind("{*}category")),
        versions=(Version(number=int(number), date=datetime(2023, 10, 25, tzinfo=UTC)),),
        license=told["rights"],
        doi=told.get("DOI", ""),
    )


def _items(feed: etree._Element) -> list[etree._Element]:
    return [part for part in feed.iter() if _local(part) in ("item", "entry")]


def _tree(element: etree._Element) -> Any:
    inner = [_tree(part) for part in element if _local(part) not in MOMENTS] or element.text
    return element.tag, dict(element.attrib), inner


def test_recorded_feeds_are_answered_alike_to_the_last_element(recordings: list[Recording]) -> None:
    comparable = [one for one in recordings if one.file not in BY_AN_EVENT]
    assert len(comparable) == 5
    for recording in comparable:
        library = Library(map(_work, _items(recording.feed)))
        with standing_in(library, clock=Clock(TODAY)) as standin:
            answer = requests.get(standin.url(Service.ARXIV_RSS) + recording.path, timeout=10)
        told = (answer.status_code, answer.headers["content-type"], _tree(etree.fromstring(answer.content)))
        assert told == (recording.status, recording.content_type, _tree(recording.feed)), recording.file
