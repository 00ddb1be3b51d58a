"""DataCite: arXiv's works and others under its DOIs, whole or told to be absent."""

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest

from claims.core.papers import PaperRecord, Standing
from claims.core.sources import Aim, Look, Page, SourceRecord
from claims.sources.client import StrictClient
from claims.sources.connectors import Answer, pages_of
from claims.sources.datacite import DataCite, parse_work, parse_works
from claims.sources.troubles import BrokenAnswer, ResumeLost, SourceRefused
from tests.sources.open_gate import KeptLog, OpenGate
from tests.sources.scripted_client import ScriptedClient, told
from tests.standin import Author, Clock, Library, Version, Work, standing_in
from tests.standin.faults import Fault, FaultKind, Rule
from tests.standin.services import Service

ABSENT = told({"errors": [{"status": "404", "title": "The resource you are looking for doesn't exist."}]}, status=404)


def row(doi: str = "10.48550/arxiv.2402.00001", **more: Any) -> dict[str, Any]:
    """A work as DataCite tells it; `more` are attributes of it."""
    attributes: dict[str, Any] = {
        "doi": doi,
        "titles": [{"title": "Zephyr-9:\n a small  model"}],
        "creators": [
            {"name": "Lund, Ada", "nameType": "Personal", "givenName": "Ada", "familyName": "Lund",
             "affiliation": ["Nimbus Labs"]},
            {"name": "Mwangi, Joy", "affiliation": [{"name": "Kite University"}, {"name": "Nimbus Labs"}]},
            {"name": "Kites, Tides and Winds", "nameType": "Organizational"},
            {},
        ],
        "publisher": "arXiv",
        "container": {},
        "publicationYear": 2024,
        "dates": [
            {"date": "2024-02-01T10:00:00Z", "dateType": "Submitted", "dateInformation": "v1"},
            {"date": "2024-04-01T10:00:00Z", "dateType": "Updated", "dateInformation": "v3"},
            {"date": "2024-02", "dateType": "Available", "dateInformation": "v1"},
            {"date": "2023-01-01", "dateType": "Collected"},
            {"date": "2024", "dateType": "Issued"},
        ],
        "types": {"resourceTypeGeneral": "Preprint"},
        "descriptions": [
            {"description": "3 pages", "descriptionType": "Other"},
            {"description": "Zephyr-9 runs\nif a<b and c>d.", "descriptionType": "Abstract"},
        ],
        "relatedIdentifiers": [
            {"relationType": "IsVersionOf", "relatedIdentifier": "10.1000/Z.1", "relatedIdentifierType": "DOI"},
            {"relationType": "Cites", "relatedIdentifier": "10.1000/Y.1", "relatedIdentifierType": "DOI"},
        ],
        "version": "3",
        "updated": "2026-11-19T01:02:03Z",
    }  # fmt: skip
    return {"id": doi, "type": "dois", "attributes": {**attributes, **more}}


def one(**more: Any) -> PaperRecord:
    """What is made of such a work."""
    (made,) = parse_work(told({"data": row(**more)})).records
    return made.record


def listed(*rows: object, total: int | None = None) -> Answer:
    """A list, by default whole."""
    return told({"data": rows, "meta": {"total": len(rows) if total is None else total}})


def asking(*answers: Answer) -> tuple[DataCite, ScriptedClient]:
    """DataCite, as it answers these."""
    client = ScriptedClient(answers=list(answers))
    return DataCite(client=client, url="https://datacite.example"), client


def test_a_work_of_the_arxiv_is_told_with_its_id_its_version_and_the_doi_of_its_journal() -> None:
    answer = told({"data": row()}, date="Fri, 20 Nov 2026 11:00:00 GMT")
    page = parse_work(answer)
    assert page == Page(
        records=(
            SourceRecord(
                native_id="10.48550/arxiv.2402.00001",
                version="2026-11-19T01:02:03Z",
                payload=page.records[0].payload,
                record=PaperRecord(
                    id="datacite:10.48550/arxiv.2402.00001",
                    title="Zephyr-9: a small model",
                    authors=("Ada Lund", "Joy Mwangi", "Kites, Tides and Winds"),
                    published_on=date(2024, 2, 1),
                    abstract="Zephyr-9 runs if a<b and c>d.",
                    arxiv_id="2402.00001",
                    arxiv_version=3,
                    doi="10.1000/z.1",
                    url="https://arxiv.org/abs/2402.00001",
                    organisations=("Nimbus Labs", "Kite University"),
                    venue="arXiv",
                ),
            ),
        ),
        responded_at=datetime(2026, 11, 20, 11, tzinfo=UTC),
    )
    assert json.loads(page.records[0].payload) == row()


def test_other_works_keep_their_doi_and_join_none_of_their_versions() -> None:
    made = one(doi="10.5281/Zenodo.77", publisher={"name": "Zenodo"}, types={"resourceTypeGeneral": "Text"})
    assert (made.doi, made.arxiv_id, made.arxiv_version, made.url) == (
        "10.5281/zenodo.77",
        "",
        None,
        "https://doi.org/10.5281/zenodo.77",
    )
    assert made.venue == "Zenodo (preprint)"
    article = {"resourceTypeGeneral": "JournalArticle"}
    assert one(doi="10.1000/z", types=article, container={"title": "Winds"}).venue == "Winds"
    assert one(doi="10.1000/z", types=article, publisher="Kite Press").venue == "Kite Press"


def test_two_journal_dois_are_none() -> None:
    related = [{"relationType": "IsVersionOf", "relatedIdentifier": f"10.1000/z.{number}"} for number in (1, 2)]
    assert one(relatedIdentifiers=related).doi == ""


@pytest.mark.parametrize(("version", "number"), [("2", 2), ("v2", 2), ("1.0", None), (None, None), ("20240101", None)])
def test_a_version_is_told_where_it_is_a_number(version: str | None, number: int | None) -> None:
    assert one(version=version).arxiv_version == number


def test_a_subtitle_or_a_translation_is_not_the_title() -> None:
    titles = [{"title": "Ein Modell", "titleType": "TranslatedTitle"}, {"title": "A <i>model</i>"}]
    assert one(titles=titles).title == "A model"
    assert one(titles=titles[:1]).title == "Ein Modell"


def test_a_withdrawal_is_told_with_its_day() -> None:
    made = one(doi="10.1000/z", dates=[{"date": "2025-03-04", "dateType": "Withdrawn"}])
    assert (made.standing, made.standing_on, made.standing_url, made.published_on) == (
        Standing.WITHDRAWN,
        date(2025, 3, 4),
        "https://doi.org/10.1000/z",
        date(2024, 1, 1),
    )


def test_what_cannot_be_read_is_told_and_the_others_go_on() -> None:
    impossible = row("10.1000/c", dates=[{"date": "2024-02-30", "dateType": "Issued"}])
    page = parse_works(listed(row("10.1000/a", titles=[]), row("10.1000/b"), impossible, row("zephyr"), 3))
    assert [each.native_id for each in page.records] == ["10.1000/b"]
    assert [(each.native_id, each.reason) for each in page.unreadable] == [
        ("10.1000/a", "The record has no title."),
        ("10.1000/c", "2024-2-30 is not a date."),
        ("zephyr", "'zephyr' is not a DOI."),
        ("", "None is not a DOI."),
    ]


@pytest.mark.parametrize(
    "answer",
    [
        listed(row(), total=2),
        told({"data": []}),
        told({"meta": {"total": 0}}),
        told({"data": row(), "meta": {"total": 1}}),
        told(b""),
        told(b"<html>Please wait</html>"),
        told(b'{"data": ['),
    ],
)
def test_what_is_no_whole_list_is_broken(answer: Answer) -> None:
    with pytest.raises(BrokenAnswer):
        parse_works(answer)


@pytest.mark.parametrize(
    "answer", [told({}), told({"data": None}), told({"data": []}), told(b"<html></html>", status=404)]
)
def test_what_is_no_work_is_broken(answer: Answer) -> None:
    with pytest.raises(BrokenAnswer):
        parse_work(answer)


def test_a_work_that_it_does_not_have_is_absent_and_a_wrong_address_is_refused() -> None:
    assert parse_work(ABSENT) == Page()
    with pytest.raises(SourceRefused, match="answered 404: The resource you are looking for"):
        parse_works(ABSENT)
    with pytest.raises(SourceRefused, match="answered 404: nothing"):
        parse_work(told({"message": "no route"}, status=404))


def test_works_are_asked_for_in_lists_by_doi_and_arxiv_id() -> None:
    ids = (*(("arxiv", f"2402.{number:05}") for number in range(50)), ("openalex", "W1"), ("doi", "10.5281/Zenodo.77"))
    connector, client = asking(listed(row(), row("10.48550/ARXIV.2402.00002")), ABSENT)
    pages = list(pages_of(connector, Look(aim=Aim.WORKS, ids=ids), most=5))
    assert [[each.record.arxiv_id for each in page.records] for page in pages] == [["2402.00001", "2402.00002"], []]
    assert client.parameters() == [
        {"ids": ",".join(f"10.48550/arxiv.2402.{number:05}" for number in range(50)), "page[size]": "50"},
        {},
    ]
    assert [request.url for request in client.asked] == [
        "https://datacite.example/dois",
        "https://datacite.example/dois/10.5281/zenodo.77",
    ]


@pytest.mark.parametrize("look", [Look(aim=Aim.WORDS, names=("Zephyr-9",)), Look(aim=Aim.WORKS, ids=(("pmid", "1"),))])
def test_what_cannot_be_asked_is_refused(look: Look) -> None:
    connector, client = asking()
    with pytest.raises(SourceRefused, match="DataCite is"):
        connector.page(look)
    assert not client.asked


@pytest.mark.parametrize("resume", ["1", "x", "-1"])
def test_a_place_that_is_none_of_its_own_is_lost(resume: str) -> None:
    with pytest.raises(ResumeLost):
        asking()[0].page(Look(aim=Aim.WORKS, ids=(("arxiv", "2402.00001"),)), resume)


def preprint(number: int) -> Work:
    """A work on arXiv."""
    return Work(
        title=f"Zephyr-9 in town {number}",
        arxiv_id=f"2402.{number:05}",
        datestamp=date(2026, 11, 1),
        doi=f"10.1000/t.{number}",
        authors=(Author(family="Lund", given="Ada", affiliations=("Nimbus Labs",)),),
        versions=(Version(number=1, date=datetime(2024, 2, number, tzinfo=UTC)),),
    )


def test_over_the_network_works_come_whole_in_spite_of_faults() -> None:
    with standing_in(Library(map(preprint, range(1, 21))), clock=Clock(datetime(2026, 11, 20, tzinfo=UTC))) as stand_in:
        for at, kind in ((1, FaultKind.EMPTY_PAGE), (2, FaultKind.BODY_CUT), (4, FaultKind.STATUS)):
            stand_in.faults.add(Rule(service=Service.DATACITE, fault=Fault(kind=kind), at=(at,)))
        log, clock = KeptLog(), stand_in.clock
        client = StrictClient(
            contact="tests@claims.example", gate=OpenGate(), log=log, clock=clock.now, sleep=clock.advance
        )
        source = DataCite(client=client, url=stand_in.url(Service.DATACITE))
        ids = tuple(("arxiv", f"2402.{number:05}") for number in range(1, 50))
        listed_works = source.page(Look(aim=Aim.WORKS, ids=ids))
        alone, unknown = (source.page(Look(aim=Aim.WORKS, ids=(each,))) for each in (ids[6], ids[40]))
    assert {each.record.arxiv_id for each in listed_works.records} == {value for _, value in ids[:20]}
    (record,) = (each.record for each in alone.records)
    assert (record.arxiv_id, record.arxiv_version, record.doi, record.published_on, record.organisations) == (
        "2402.00007",
        1,
        "10.1000/t.7",
        date(2024, 2, 7),
        ("Nimbus Labs",),
    )
    assert (unknown.records, unknown.unreadable, listed_works.resume) == ((), (), "")
    assert [bool(each.failure) for each in log.tries] == [True, True, False, True, False, False]
