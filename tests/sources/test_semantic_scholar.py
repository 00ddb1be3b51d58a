"""Semantic Scholar: the sentences in which works are cited, whole lists or an error, and no abstract at all."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from claims.core.papers import PaperRecord
from claims.core.sources import Aim, Cited, Look, Page, SourceRecord
from claims.sources.client import StrictClient
from claims.sources.connectors import Answer, pages_of
from claims.sources.semantic_scholar import SemanticScholar, parse_batch, parse_citations
from claims.sources.troubles import BrokenAnswer, ResumeLost, SourceRefused, SourceUnavailable
from tests.sources.open_gate import KeptLog, OpenGate
from tests.sources.scripted_client import ScriptedClient, recorded, told
from tests.sources.stand_in_server import Answer as Served
from tests.sources.stand_in_server import serving
from tests.standin import Citing, Clock, Fault, FaultKind, Library, Rule, Work, standing_in
from tests.standin.services import Service

CITED = ("arxiv", "2401.00001")
SHA = "0123456789abcdef0123456789abcdef01234567"


def paper(number: int = 1, **more: Any) -> dict[str, Any]:
    """A paper as it is told; `more` are fields of it."""
    told_paper: dict[str, Any] = {
        "paperId": f"{number:040x}",
        "externalIds": {
            "DBLP": "journals/corr/abs-2402-00001",
            "ArXiv": "2402.00001",
            "DOI": "10.1000/Z",
            "CorpusId": 7,
            "PubMed": "123",
            "ACL": "2024.winds-long.1",
            "MAG": "9",
        },
        "title": "Zephyr-9:\n a small  model",
        "abstract": "An abstract that must not be kept.",
        "venue": "Winds",
        "year": 2024,
        "publicationDate": "2024-03-05",
        "authors": [{"authorId": "1", "name": "Ada Lund"}, {"authorId": None, "name": None}],
    }
    return {**told_paper, **more}


def row(number: int = 1, *contexts: str, **more: Any) -> dict[str, Any]:
    """A citation as it is told."""
    return {"contexts": list(contexts), "citingPaper": paper(number, **more)}


def listed(*rows: dict[str, Any], offset: int = 0, following: int | None = None) -> Answer:
    """A page of citations."""
    more = {} if following is None else {"next": following}
    return told({"offset": offset, **more, "data": rows}, date="Fri, 20 Nov 2026 11:00:00 GMT")


def test_a_citing_paper_is_read_with_its_sentences_and_all_its_ids_and_without_its_abstract() -> None:
    page = parse_citations(listed(row(1, "As [4]\n  shows, it fails.", " ")), work=CITED)
    assert page == Page(
        records=(
            SourceRecord(
                native_id=f"{1:040x}",
                version="",
                record=PaperRecord(
                    id=f"s2:{1:040x}",
                    title="Zephyr-9: a small model",
                    authors=("Ada Lund",),
                    published_on=date(2024, 3, 5),
                    arxiv_id="2402.00001",
                    doi="10.1000/z",
                    url=f"https://www.semanticscholar.org/paper/{1:040x}",
                    venue="Winds",
                    other_ids=(
                        ("s2", f"{1:040x}"),
                        ("corpus", "7"),
                        ("dblp", "journals/corr/abs-2402-00001"),
                        ("acl", "2024.winds-long.1"),
                        ("pmid", "123"),
                    ),
                ),
                payload=json.dumps(row(1, "As [4]\n  shows, it fails.", " "), separators=(",", ":")),
                cites=(Cited(work=CITED, contexts=("As [4] shows, it fails.",)),),
            ),
        ),
        responded_at=datetime(2026, 11, 20, 11, tzinfo=UTC),
    )


@pytest.mark.parametrize(
    ("ids", "day", "year", "known"),
    [
        ({"ArXiv": "2402.00001"}, None, 2024, date(2024, 2, 1)),
        ({}, None, 2024, date(2024, 1, 1)),
        ({}, None, None, None),
        (None, "2024-03-05", 2023, date(2024, 3, 5)),
        ({"DOI": "10.48550/arXiv.2402.00001"}, None, 2024, date(2024, 2, 1)),
    ],
)
def test_a_day_is_as_exact_as_it_is_told(
    ids: dict[str, str] | None, day: str | None, year: int | None, known: date | None
) -> None:
    page = parse_batch(told([paper(externalIds=ids, publicationDate=day, year=year)]), asked=1)
    assert [each.record.published_on for each in page.records] == [known]


def test_rows_that_cannot_be_read_are_told_and_ids_of_another_form_left_out() -> None:
    rows = [row(1, paperId=None), row(2, title=None), row(3, publicationDate="2024-02-31"), {"citingPaper": None}]
    page = parse_citations(listed(*rows, row(5, externalIds={"DBLP": "?", "CorpusId": "x"}, authors=None)), work=CITED)
    assert [each.record.other_ids for each in page.records] == [(("s2", f"{5:040x}"),)]
    assert [(each.native_id, each.reason) for each in page.unreadable] == [
        ("", "The record has no paperId."),
        (f"{2:040x}", "The record has no title."),
        (f"{3:040x}", "'2024-02-31' is not a date."),
        ("", "The record has no paperId."),
    ]


def test_a_batch_answers_for_each_and_null_is_unknown() -> None:
    page = parse_batch(told([None, paper(2), None]), asked=3)
    assert [each.native_id for each in page.records] == [f"{2:040x}"]
    assert parse_batch(told({"error": "No valid paper ids given"}, status=400), asked=2) == Page()
    with pytest.raises(SourceRefused, match=r"answered 400 \(Unrecognized or unsupported fields: \[x\]\)"):
        parse_batch(told({"error": "Unrecognized or unsupported fields: [x]"}, status=400), asked=1)


@pytest.mark.parametrize(
    ("answer", "fault"),
    [
        (told({"offset": 0}), "no citations from 0 on"),
        (told({"total": 0, "offset": 0}), "no citations from 0 on"),
        (told({"message": "Internal error"}), r"no citations from 0 on \(Internal error\)"),
        (told({"error": "Not Found"}, status=404), r"\(Not Found\)"),
        (told({"message": "Missing Authentication Token"}, status=404), r"\(Missing Authentication Token\)"),
        (told(b"<html></html>", status=404), "web page"),
        (listed(row(), offset=100), "no citations from 0 on"),
        (listed(following=100), "promised more after 100 and sent 0"),
        (listed(row(), following=0), "promised more after 0 and sent 1"),
        (told({"offset": 0, "next": "x", "data": [row()]}), "promised more after 'x'"),
    ],
)
def test_a_page_that_is_not_whole_is_broken(answer: Answer, fault: str) -> None:
    with pytest.raises(BrokenAnswer, match=fault):
        parse_citations(answer, work=CITED)


def test_a_page_that_was_promised_is_not_empty() -> None:
    with pytest.raises(BrokenAnswer, match="sent nothing from 100 on"):
        parse_citations(listed(offset=100), work=CITED, offset=100)


def test_a_batch_that_is_short_is_broken() -> None:
    for body in ([paper()], {"message": "Too busy"}, None):
        with pytest.raises(BrokenAnswer, match="did not answer for each of 2 works"):
            parse_batch(told(body), asked=2)


def test_a_list_that_is_withheld_is_said_to_be() -> None:
    with pytest.raises(SourceRefused, match=r"is not allowed to tell who cites 2401\.00001"):
        parse_citations(told({"data": None, "citingPaperInfo": {}}), work=CITED)


def test_the_recorded_answers_are_read_each_as_what_it_is(data: Path) -> None:
    folder = data / "fixtures" / "semantic_scholar"
    counts = {"citations": 0, "citing": 0, "unreadable": 0, "batches": 0, "papers": 0, "unknown": 0, "others": 0}
    for entry in map(json.loads, (folder / "manifest.jsonl").read_text().splitlines()):
        address, answer = entry.get("url", ""), recorded(folder / entry["file"], status=entry.get("status", 200))
        if "/citations?" in address:
            offset = int(address.partition("offset=")[2].partition("&")[0])
            page = parse_citations(answer, work=CITED, offset=offset)
            assert page.resume == (str(offset + 100) if offset < 1800 else "")
            counts["citations"] += 1
            counts["citing"] += len(page.records)
            counts["unreadable"] += len(page.unreadable)
        elif "/paper/batch" in address and entry["status"] == 200:
            page = parse_batch(answer, asked=len(json.loads(entry["request_body"])["ids"]))
            counts["batches"] += 1
            counts["papers"] += len(page.records)
            counts["unreadable"] += len(page.unreadable)
        elif entry.get("status") == 404:
            assert parse_citations(answer, work=CITED) == Page()
            counts["unknown"] += 1
        else:
            # Answers to what is never asked: searches, single papers, references, data sets.
            with pytest.raises((BrokenAnswer, SourceRefused)):
                parse_citations(answer, work=CITED, offset=-1)
            counts["others"] += 1
    assert counts == {
        "citations": 19, "citing": 1873, "unreadable": 11, "batches": 3, "papers": 6, "unknown": 5, "others": 46,
    }  # fmt: skip


def test_the_transcribed_citations_have_their_sentences_and_the_429_is_no_answer(data: Path) -> None:
    folder = data / "fixtures" / "transcribed"
    page = parse_citations(recorded(folder / "semantic_scholar_citations_contexts.json"), work=CITED)
    assert ([len(each.cites[0].contexts) for each in page.records], page.resume) == ([2, 0], "2")
    assert page.records[0].record.published_on == date(2026, 1, 1)
    with pytest.raises(BrokenAnswer, match="Too Many Requests"):
        parse_citations(recorded(folder / "semantic_scholar_429.json"), work=CITED)


def asking(*answers: Answer) -> tuple[SemanticScholar, ScriptedClient]:
    """The source with answers from a script, and the script."""
    client = ScriptedClient(answers=list(answers))
    return SemanticScholar(client=client, url="https://s2.example", key="secret"), client


def test_works_that_are_cited_are_asked_for_one_after_the_other_until_a_page_is_full() -> None:
    full = listed(*(row(number) for number in range(1000)), following=1000)
    unknown = told({"error": "Paper with id DOI:10.1000/c not found"}, status=404)
    source, client = asking(listed(row(1)), full, listed(row(2), offset=1000), unknown)
    look = Look(aim=Aim.CITING, ids=(("doi", "10.1000/a b"), ("s2", SHA), ("doi", "10.1000/c"), ("url", "x")))
    pages = list(pages_of(source, look, most=9))
    assert [len(page.records) for page in pages] == [1001, 1]
    assert [request.url.removeprefix("https://s2.example/graph/v1/paper/") for request in client.asked] == [
        "DOI:10.1000/a%20b/citations",
        f"{SHA}/citations",
        f"{SHA}/citations",
        "DOI:10.1000/c/citations",
    ]
    assert [(asked["offset"], asked["limit"]) for asked in client.parameters()] == [
        ("0", "1000"),
        ("0", "1000"),
        ("1000", "1000"),
        ("0", "1000"),
    ]
    assert {asked["fields"] for asked in client.parameters()} == {
        "contexts,title,authors,externalIds,publicationDate,year,venue"
    }
    assert client.asked[0].secret_headers == (("x-api-key", "secret"),)
    assert "secret" not in repr(source) + repr(client.asked[0])


def test_dated_works_outside_the_days_are_left_out_and_undated_ones_not() -> None:
    days = ["2024-03-04", "2024-03-05", None, "2024-03-09", "2024-03-10"]
    rows = [row(number, publicationDate=day, year=None) for number, day in enumerate(days)]
    source, _ = asking(listed(*rows))
    page = source.page(Look(aim=Aim.CITING, ids=(CITED,), since=date(2024, 3, 5), until=date(2024, 3, 9)))
    assert [each.native_id[-1] for each in page.records] == ["1", "2", "3"]


def test_as_many_as_it_lists_are_read_and_then_it_says_that_there_are_more() -> None:
    pages = [
        listed(*(row(number) for number in range(min(1000, 9999 - at))), offset=at, following=min(at + 1000, 9999))
        for at in range(0, 10_000, 1000)
    ]
    source, client = asking(*pages)
    look = Look(aim=Aim.CITING, ids=(CITED, ("doi", "10.1000/b")))
    with pytest.raises(SourceRefused, match=r"lists 9,999 works that cite ARXIV:2401\.00001, and there are more"):
        list(pages_of(source, look, most=20))
    assert [asked["limit"] for asked in client.parameters()] == ["1000"] * 9 + ["999"]


def test_works_are_asked_for_in_batches_by_the_ids_that_it_knows() -> None:
    ids = (("arxiv", "2401.00001"), ("corpus", "7"), ("openalex", "W1"), *(("pmid", str(each)) for each in range(500)))
    source, client = asking(told([paper(1), *[None] * 499]), told([None, paper(2)]))
    pages = list(pages_of(source, Look(aim=Aim.WORKS, ids=ids), most=9))
    assert [[each.native_id[-1] for each in page.records] for page in pages] == [["1"], ["2"]]
    assert [request.json for request in client.asked] == [
        {"ids": ["ARXIV:2401.00001", "CorpusId:7", *(f"PMID:{each}" for each in range(498))]},
        {"ids": ["PMID:498", "PMID:499"]},
    ]


@pytest.mark.parametrize(
    "look",
    [Look(aim=Aim.WORDS, names=("Zephyr-9",)), Look(aim=Aim.CITING), Look(aim=Aim.WORKS, ids=(("openalex", "W1"),))],
)
def test_what_cannot_be_asked_is_refused(look: Look) -> None:
    source, client = asking()
    with pytest.raises(SourceRefused, match="Semantic Scholar is"):
        source.page(look)
    assert client.asked == []


@pytest.mark.parametrize("resume", ["x", "7", "[0]", "[0, -1]", "[1, 0]"])
def test_a_place_that_is_none_of_its_own_is_lost(resume: str) -> None:
    source, _ = asking()
    with pytest.raises(ResumeLost):
        source.page(Look(aim=Aim.CITING, ids=(CITED,)), resume)


def test_over_the_network_a_429_without_a_pause_closes_the_service_for_a_minute_and_a_403_is_final() -> None:
    fields = "fields=contexts%2Ctitle%2Cauthors%2CexternalIds%2CpublicationDate%2Cyear%2Cvenue"
    paths = [f"/graph/v1/paper/ARXIV:2401.0000{number}/citations?{fields}&offset=0&limit=1000" for number in (1, 2, 3)]
    answers = {
        paths[0]: Served(body=json.dumps({"offset": 0, "data": [row(1, "It fails.")]}).encode()),
        paths[1]: Served(status=429, body=b'{"message": "Too Many Requests.", "code": "429"}'),
        paths[2]: Served(status=403, body=b'{"message": "Forbidden"}'),
    }
    gate, log, slept = OpenGate(), KeptLog(), list[float]()
    with serving(answers) as url:
        client = StrictClient(
            contact="tests@claims.example", gate=gate, log=log, clock=lambda: datetime.now(UTC), sleep=slept.append
        )
        source = SemanticScholar(client=client, url=url, key="secret")
        look = Look(aim=Aim.CITING, ids=(CITED,))
        assert source.page(look).records[0].cites == (Cited(work=CITED, contexts=("It fails.",)),)
        with pytest.raises(SourceUnavailable, match=r"answered 429 .*Too Many Requests"):
            source.page(replace(look, ids=(("arxiv", "2401.00002"),)))
        with pytest.raises(SourceRefused, match=r"answered 403 .*Forbidden"):
            source.page(replace(look, ids=(("arxiv", "2401.00003"),)))
    assert [each.status for each in log.tries] == [200, 429, 429, 429, 429, 403]
    assert [each.quiet for each in gate.left[1:5]] == [60.0] * 4
    assert not [each for each in log.tries if "secret" in each.url or "secret" in str(each.headers)]


def test_over_the_network_a_long_list_comes_whole_at_its_pace_and_in_spite_of_faults() -> None:
    cited = Work(title="Zephyr-9", datestamp=date(2026, 1, 5), arxiv_id="2401.00001", published=date(2026, 1, 5))
    citing = [
        Work(
            title=f"Follow-up {number}",
            datestamp=date(2026, 2, 1),
            doi=f"10.1000/f.{number}",
            published=date(2026, 2, 1),
            references=(Citing(key="2401.00001", contexts=(f"Zephyr-9 fails us {number} times.",)),),
        )
        for number in range(1500)
    ]
    with standing_in(Library([cited, *citing]), clock=Clock(datetime(2026, 11, 20, 12, tzinfo=UTC))) as stand_in:
        stand_in.faults.add(Rule(service=Service.S2, fault=Fault(kind=FaultKind.BODY_CUT), at=(1,)))
        stand_in.faults.add(Rule(service=Service.S2, fault=Fault(kind=FaultKind.EMPTY_PAGE), at=(2,)))
        clock, log = stand_in.clock, KeptLog()
        client = StrictClient(
            contact="tests@claims.example", gate=OpenGate(pause=clock.advance), log=log, clock=clock.now
        )
        source = SemanticScholar(client=client, url=stand_in.url(Service.S2), key="s2-key")
        records = [
            each for page in pages_of(source, Look(aim=Aim.CITING, ids=(CITED,)), most=9) for each in page.records
        ]
        (work,) = source.page(Look(aim=Aim.WORKS, ids=(CITED, ("doi", "10.1000/none")))).records
    assert {(each.record.doi, each.cites[0].contexts) for each in records} == {
        (f"10.1000/f.{number}", (f"Zephyr-9 fails us {number} times.",)) for number in range(1500)
    }
    assert (len(records), work.record.arxiv_id) == (1500, "2401.00001")
    assert [(each.status, bool(each.failure)) for each in log.tries] == [
        (200, True),
        (200, True),
        (200, False),
        (200, False),
        (200, False),
    ]
