"""The stand-in's manner of arXiv, held against what arXiv's own server code answered to the same questions."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
import requests
from lxml import etree

from tests.standin import ARXIV, Author, Clock, Library, Service, StandIn, Version, Work, standing_in

OAI = {"o": "http://www.openarchives.org/OAI/2.0/"}
# When the recordings were made, and the server's own settings then: small pages over a test database of 2007 and later.
RECORDED = datetime(2026, 11, 23, 16, 0, 12, tzinfo=UTC)
PROFILE = replace(ARXIV, earliest=date(2007, 5, 23), page_records=12, page_headers=25)
# Not told by the stand-in: a description of the repository, which no client reads.
LEFT_OUT = {"description", "baseURL", "adminEmail"}
# arXiv's server finds the records of a set in a table of its own, which the test database filled for three records of
# many; those that carry the set in their headers elsewhere are missing.
BY_ANOTHER_TABLE = "arxiv_server/ListRecords_set_cs__p01.xml"
# The token of the last page that was recorded says that one more record of that day follows.
FOLLOWS = Work(title="A record that was not recorded", datestamp=date(2015, 3, 17), arxiv_id="1012.9999")


@dataclass(frozen=True, kw_only=True)
class Recording:
    """A question, and the bytes of its answer."""

    file: str
    method: str
    parameters: tuple[tuple[str, str], ...]
    body: bytes


def _recordings(folder: Path) -> list[Recording]:
    rows = [json.loads(line) for line in (folder / "manifest.jsonl").read_text().splitlines()]
    return [
        Recording(
            file=row["file"],
            method=row["method"],
            parameters=tuple(parse_qsl(row.get("request_body") or urlsplit(row["url"]).query)),
            body=(folder / row["file"]).read_bytes(),
        )
        for row in rows
        if row["file"].startswith("arxiv_server/")
    ]


def _local(element: etree._Element) -> str:
    return str(etree.QName(element).localname)


def _told(record: etree._Element) -> tuple[str, dict[str, str], etree._Element]:
    """The id, the plain leaves and the metadata of a record."""
    metadata = record.find("o:metadata", OAI)[0]
    identifier = record.findtext("o:header/o:identifier", namespaces=OAI).removeprefix("oai:arXiv.org:")
    return identifier, {_local(leaf): leaf.text or "" for leaf in metadata if not len(leaf)}, metadata


def _authors(metadata: etree._Element) -> tuple[Author, ...]:
    parts = [{_local(leaf): leaf.text or "" for leaf in one} for one in metadata.iterfind("{*}authors/{*}author")]
    return tuple(
        Author(family=one["keyname"], given=one.get("forenames", ""), suffix=one.get("suffix", "")) for one in parts
    )


def _versions(metadata: etree._Element) -> tuple[Version, ...]:
    return tuple(
        Version(
            number=int(one.get("version")[1:]),
            date=parsedate_to_datetime(one.findtext("{*}date")),
            size=one.findtext("{*}size"),
        )
        for one in metadata.iterfind("{*}version")
    )


def _library(recordings: list[Recording]) -> Library:
    """All records of all recordings, put together from the formats in which they are told.

    A record that the database had and no recording tells in full cannot be known; `ListIdentifiers` and Dublin Core
    alone give a header and a title.
    """
    works: dict[str, Work] = {}
    for recording in recordings:
        for record in etree.fromstring(recording.body).iterfind(".//o:record", OAI):
            key, leaves, metadata = _told(record)
            known = works.get(key) or Work(title=leaves["title"], datestamp=date.min, arxiv_id=key)
            categories = tuple(leaves.get("categories", "").split()) or known.categories
            works[key] = replace(
                known,
                datestamp=date.fromisoformat(record.findtext("o:header/o:datestamp", namespaces=OAI)),
                categories=categories,
                # Where no recording names the categories.
                sets=() if categories else _sets(record),
                authors=_authors(metadata) or known.authors,
                versions=_versions(metadata) or known.versions,
                abstract=leaves.get("abstract", known.abstract),
                comment=leaves.get("comments", known.comment),
                journal_ref=leaves.get("journal-ref", known.journal_ref),
                doi=leaves.get("doi", known.doi),
                report_no=leaves.get("report-no", known.report_no),
                license=leaves.get("license", known.license),
                proxy=leaves.get("proxy", known.proxy),
                msc_class=leaves.get("msc-class", known.msc_class),
                submitter=leaves.get("submitter", known.submitter),
            )
    return Library([*works.values(), FOLLOWS])


def _sets(record: etree._Element) -> tuple[str, ...]:
    return tuple(one.text for one in record.iterfind("o:header/o:setSpec", OAI))


def _structure(body: bytes) -> Mapping[str, Any]:
    """What of an answer a client goes by."""
    root = etree.fromstring(body)
    asked = root.find("o:request", OAI)
    token = root.find(".//o:resumptionToken", OAI)
    return {
        "parts": [_local(part) for part in root],
        "request": dict(asked.attrib),
        "errors": [(one.get("code"), one.text) for one in root.iterfind("o:error", OAI)],
        "token": None if token is None else (token.text, dict(token.attrib)),
        "headers": [
            (
                header.findtext("o:identifier", namespaces=OAI),
                header.findtext("o:datestamp", namespaces=OAI),
                [one.text for one in header.iterfind("o:setSpec", OAI)],
            )
            for header in root.iterfind(".//o:header", OAI)
        ],
        "metadata": [etree.QName(one[0]).text for one in root.iterfind(".//o:metadata", OAI)],
        "sets": [tuple(leaf.text for leaf in one) for one in root.iterfind(".//o:set", OAI)],
        "formats": [tuple(leaf.text for leaf in one) for one in root.iterfind(".//o:metadataFormat", OAI)],
        "identity": [
            (_local(leaf), leaf.text) for leaf in root.iterfind("o:Identify/*", OAI) if _local(leaf) not in LEFT_OUT
        ],
    }


def _ask(standin: StandIn, recording: Recording) -> bytes:
    standin.clock.set(RECORDED)
    address = f"{standin.url(Service.ARXIV_OAI)}/oai"
    told = list(recording.parameters)
    if recording.method == "POST":
        answer = requests.post(address, data=told, timeout=10)
    else:
        answer = requests.get(address, params=told, timeout=10)
    assert answer.status_code == 200
    return answer.content


@pytest.fixture
def recordings(data: Path) -> list[Recording]:
    return _recordings(data / "fixtures" / "oai_pmh")


@pytest.fixture
def standin(recordings: list[Recording]) -> Iterator[StandIn]:
    with standing_in(_library(recordings), profile=PROFILE, clock=Clock(RECORDED), lenient=True) as running:
        yield running


def test_recorded_questions_are_answered_in_the_same_structure(recordings: list[Recording], standin: StandIn) -> None:
    told = {one.file: _structure(_ask(standin, one)) for one in recordings}
    expected = {one.file: _structure(one.body) for one in recordings}
    assert len(recordings) == 43
    assert told.keys() - {BY_ANOTHER_TABLE} == {file for file in told if told[file] == expected[file]}


def test_a_set_holds_at_least_the_records_that_were_recorded_in_it(
    recordings: list[Recording], standin: StandIn
) -> None:
    recording = next(one for one in recordings if one.file == BY_ANOTHER_TABLE)
    expected, told = _structure(recording.body), _structure(_ask(standin, recording))
    assert [one for one in told["headers"] if one in expected["headers"]] == expected["headers"]
    assert {tuple(sorted({one.split(":")[0] for one in sets} & {"cs"})) for _, _, sets in told["headers"]} == {("cs",)}
