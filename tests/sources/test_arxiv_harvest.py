"""Pages of arXiv's harvest: what is recorded of it, and the traps in it."""

import json
from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from claims.core.papers import PaperRecord, Standing
from claims.core.sources import Aim, Look
from claims.sources.arxiv_harvest import harvest_parameters, parse_harvest
from claims.sources.troubles import BrokenAnswer, ResumeLost, SourceRefused, SourceTrouble
from tests.sources.arxiv_answers import TOLD_AT, answer, harvest, listed, raw_record, version


def test_a_record_tells_the_paper_and_its_newest_version() -> None:
    versions = version(2, "Tue, 20 Jan 2026 10:00:00 GMT") + version(1, "Mon, 05 Jan 2026 10:00:00 GMT")
    more = (
        "<comments>9 pages</comments><journal-ref>J. Made Up\n 1 (2026)</journal-ref><doi>10.1000/ABC 10.1000/d</doi>"
    )
    record = raw_record(
        title="Heron-2,\n  a small model", authors="Ann Bee (Lab X), C.Dee", versions=versions, more=more
    )

    page = parse_harvest(answer(listed(record)))

    [told] = page.records
    assert (told.native_id, told.version) == ("2601.00001", "v2")
    assert told.record == PaperRecord(
        id="arxiv:2601.00001",
        title="Heron-2, a small model",
        authors=("Ann Bee", "C. Dee"),
        published_on=date(2026, 1, 5),
        version_on=date(2026, 1, 20),
        abstract="We train Heron-2.",
        arxiv_id="2601.00001",
        arxiv_version=2,
        doi="10.1000/abc",
        url="https://arxiv.org/abs/2601.00001",
        organisations=("Lab X",),
        venue="J. Made Up 1 (2026)",
    )
    assert "<datestamp>2026-02-28</datestamp>" in told.payload
    assert "<submitter>Ann Bee</submitter>" in told.payload
    assert page == replace(page, unreadable=(), resume="", expires_at=None, responded_at=TOLD_AT, total=None)


def test_old_ids_lose_their_subject_class() -> None:
    [told] = parse_harvest(answer(listed(raw_record("math.GT/0309136")))).records

    assert (told.native_id, told.record.url) == ("math/0309136", "https://arxiv.org/abs/math/0309136")


@pytest.mark.parametrize("empty", [version(2, size="0kb"), version(2, kind="I")])
def test_a_version_without_files_is_a_withdrawal(empty: str) -> None:
    [told] = parse_harvest(answer(listed(raw_record(versions=version(1) + empty)))).records

    assert (told.record.standing, told.record.standing_on) == (Standing.WITHDRAWN, date(2026, 1, 5))


@pytest.mark.parametrize("name", ["expires", "expirationDate"])
def test_the_life_of_a_token_has_two_names(name: str) -> None:
    token = f'<resumptionToken {name}="2026-03-02T00:00:00Z">verb%3DListRecords%26skip%3D0</resumptionToken>'

    page = parse_harvest(answer(listed(raw_record(), token=token)))

    assert page.resume == "verb%3DListRecords%26skip%3D0"
    assert page.expires_at == datetime(2026, 3, 2, tzinfo=UTC)


def test_a_token_without_a_readable_life_is_a_token() -> None:
    page = parse_harvest(answer(listed(raw_record(), token='<resumptionToken expires="soon">t</resumptionToken>')))

    assert (page.resume, page.expires_at) == ("t", None)


@pytest.mark.parametrize("token", ["", "<resumptionToken/>", '<resumptionToken cursor="6"> </resumptionToken>'])
def test_no_token_and_an_empty_one_are_the_end(token: str) -> None:
    assert parse_harvest(answer(listed(raw_record(), token=token)), "t").resume == ""


def test_the_size_of_the_list_is_told_where_the_server_tells_it() -> None:
    token = '<resumptionToken completeListSize="1234" cursor="0">t</resumptionToken>'

    assert parse_harvest(answer(listed(raw_record(), token=token))).total == 1234


def test_a_token_that_comes_back_is_a_broken_answer() -> None:
    body = listed(raw_record(), token="<resumptionToken>t</resumptionToken>")

    with pytest.raises(BrokenAnswer, match="the token that it was asked with"):
        parse_harvest(answer(body), "t")


def test_nothing_that_matches_is_an_empty_whole_page() -> None:
    page = parse_harvest(answer(harvest('<error code="noRecordsMatch">Nothing.</error>')))

    assert (page.records, page.resume, page.responded_at) == ((), "", TOLD_AT)


@pytest.mark.parametrize(
    ("errors", "resume", "trouble", "words"),
    [
        ('<error code="badArgument">Set does not exist</error>', "", SourceRefused, "badArgument: Set does not exist"),
        ('<error code="badVerb"/><error code="badArgument">no</error>', "", SourceRefused, "badVerb badArgument: no"),
        ('<error code="noRecordsMatch"/><error code="badArgument"/>', "", SourceRefused, "noRecordsMatch badArgument"),
        ('<error code="badResumptionToken">expired</error>', "t", ResumeLost, "expired"),
        ('<error code="badArgument"/><error code="badResumptionToken"/>', "t", ResumeLost, "badResumptionToken"),
        # What was promised behind a token and is not there has moved: the list is asked for anew.
        ('<error code="noRecordsMatch"/>', "t", ResumeLost, "noRecordsMatch"),
        # There was no token to lose, so asking anew would go on for ever.
        ('<error code="badResumptionToken"/>', "", SourceRefused, "badResumptionToken"),
    ],
)
def test_errors_come_with_status_200_and_sometimes_two_at_once(
    errors: str, resume: str, trouble: type[SourceTrouble], words: str
) -> None:
    with pytest.raises(trouble, match=words) as caught:
        parse_harvest(answer(harvest(errors)), resume)

    assert type(caught.value) is trouble


@pytest.mark.parametrize(
    "body",
    [
        "",
        "<html><body>Making sure you are not a bot</body></html>",
        "<feed/>",
        harvest(""),
        listed(),
        listed(token="<resumptionToken>more</resumptionToken>"),
        harvest("<ListRecords/>", responded_at=""),
        listed(raw_record()).replace("2026-03-01T09:30:00Z", "2026-03-01"),
        listed(raw_record(), raw_record("2601.00002"))[:-200],
        listed(raw_record()).replace("arXivRaw", "arXiv"),
        '<!DOCTYPE a [<!ENTITY e "x">]><a>&e;</a>',
    ],
)
def test_what_is_no_page_of_records_is_a_broken_answer(body: str) -> None:
    with pytest.raises(BrokenAnswer):
        parse_harvest(answer(body))


@pytest.mark.parametrize(
    ("record", "native_id", "reason"),
    [
        (raw_record("0000.1234"), "0000.1234", "'0000.1234' is no arXiv id."),
        (raw_record(title=" "), "2601.00001", "It has no title."),
        (raw_record(versions="<version/>"), "2601.00001", "None is no version."),
        (raw_record(versions="<x/>"), "2601.00001", "It has no version."),
        (raw_record(versions=version(1, "Mon, 41 Jan 2026")), "2601.00001", "'Mon, 41 Jan 2026' is no date."),
        (
            "<record><header status='deleted'><identifier>oai:arXiv.org:2601.00001</identifier>"
            "<datestamp>2026-02-28</datestamp></header></record>",
            "2601.00001",
            "It was deleted at the source, which tells no more of it.",
        ),
        (
            "<record><header><identifier>oai:arXiv.org:2601.00001</identifier></header></record>",
            "2601.00001",
            "It has no metadata.",
        ),
        ("<record><header status='deleted'/></record>", "", "'' is no arXiv id."),
        ("<record/>", "", "'' is no arXiv id."),
    ],
)
def test_a_record_that_cannot_be_read_is_told_and_the_page_goes_on(record: str, native_id: str, reason: str) -> None:
    page = parse_harvest(answer(listed(record, raw_record("2601.00009"))))

    assert [told.native_id for told in page.records] == ["2601.00009"]
    [odd] = page.unreadable
    assert (odd.native_id, odd.reason) == (native_id, reason)
    assert odd.payload.startswith("<record")


def test_a_token_is_sent_alone_and_as_it_came() -> None:
    look = Look(aim=Aim.CHANGED, collection="cs:cs:CL", since=date(2026, 2, 27))

    assert harvest_parameters(look, "") == (
        ("verb", "ListRecords"),
        ("metadataPrefix", "arXivRaw"),
        ("set", "cs:cs:CL"),
        ("from", "2026-02-27"),
    )
    assert harvest_parameters(replace(look, collection="", since=None, until=date(2026, 3, 1)), "") == (
        ("verb", "ListRecords"),
        ("metadataPrefix", "arXivRaw"),
        ("until", "2026-03-01"),
    )
    assert harvest_parameters(look, "verb%3DListRecords") == (
        ("verb", "ListRecords"),
        ("resumptionToken", "verb%3DListRecords"),
    )


def _outcome(row: dict[str, object], body: bytes) -> str:
    resume = "asked" if "resumptionToken=" in str(row.get("url")) else ""
    try:
        page = parse_harvest(answer(body, status=200), resume)
    except SourceTrouble as trouble:
        return type(trouble).__name__
    return f"{len(page.records)} records, {len(page.unreadable)} unreadable"


def test_every_recorded_answer_is_read_or_refused_for_what_it_is(data: Path) -> None:
    folder = data / "fixtures" / "oai_pmh"
    rows = [json.loads(line) for line in (folder / "manifest.jsonl").read_text().splitlines()]

    outcomes = Counter(
        (str(row["file"]).rpartition("/")[0], _outcome(row, (folder / row["file"]).read_bytes())) for row in rows
    )

    assert outcomes == {
        # arXiv's own server: lists in our format, other formats and verbs, and each error.
        ("arxiv_server", "12 records, 0 unreadable"): 5,
        ("arxiv_server", "0 records, 0 unreadable"): 1,
        ("arxiv_server", "BrokenAnswer"): 21,
        ("arxiv_server", "SourceRefused"): 14,
        ("arxiv_server", "ResumeLost"): 2,
        ("hepcrawl_arxivRaw", "BrokenAnswer"): 3,
        ("hepcrawl_unit", "BrokenAnswer"): 12,
        ("ads_oai_dc", "BrokenAnswer"): 5,
        # Other repositories (Zenodo, and samples of every error): their ids are none of arXiv's.
        ("", "0 records, 50 unreadable"): 5,
        ("", "0 records, 3 unreadable"): 3,
        ("", "0 records, 0 unreadable"): 4,
        ("", "BrokenAnswer"): 17,
        ("", "SourceRefused"): 5,
        ("", "ResumeLost"): 3,
        ("sickle", "0 records, 2 unreadable"): 4,
        ("sickle", "0 records, 0 unreadable"): 1,
        ("sickle", "BrokenAnswer"): 8,
        ("sickle", "SourceRefused"): 6,
    }


def test_a_recorded_paper_that_was_withdrawn_twice_and_came_back(data: Path) -> None:
    folder = data / "fixtures" / "oai_pmh" / "arxiv_server"
    pages = [parse_harvest(answer(path.read_bytes())) for path in sorted(folder.glob("ListRecords_arXivRaw*.xml"))]
    told = {one.native_id: one.record for page in pages for one in page.records}

    assert len(told) == 60
    assert all(page.resume.startswith("verb%3DListRecords%26metadataPrefix%3DarXivRaw") for page in pages)
    assert {page.expires_at for page in pages} == {datetime(2026, 11, 24, tzinfo=UTC)}
    assert [record.arxiv_id for record in told.values() if record.standing_on] == ["0908.3762"]
    paper = told["0908.3762"]
    assert (paper.arxiv_version, paper.standing, paper.standing_on) == (5, Standing.CURRENT, date(2012, 10, 11))
    assert paper.published_on == date(2009, 8, 26)


def test_one_recorded_record_alone_reads_like_one_of_a_list(data: Path) -> None:
    body = (data / "fixtures" / "oai_pmh" / "arxiv_server" / "GetRecord_arXivRaw.xml").read_bytes()

    [told] = parse_harvest(answer(body.replace(b"GetRecord>", b"ListRecords>"))).records

    assert (told.native_id, told.version, told.record.authors) == ("0906.5132", "v4", ("V. P. Mineev",))
    assert told.record.published_on == date(2009, 6, 28)
