"""arXiv's query interface: the question in its words, its feeds as recorded, and the traps in them."""

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from claims.core.papers import PaperRecord, Standing
from claims.core.sources import Aim, Look
from claims.sources.arxiv_queries import id_list, parse_list, parse_works, search_query
from claims.sources.troubles import BrokenAnswer, SourceRefused
from tests.sources.arxiv_answers import TOLD_AT, answer, entry, error_feed, feed


def _look(*names: str, words: tuple[str, ...] = (), since: date | None = None, until: date | None = None) -> Look:
    return Look(aim=Aim.WORDS, names=names, words=words, since=since, until=until)


def test_a_question_asks_for_any_name_and_any_word_in_title_or_abstract() -> None:
    look = _look("Heron-2", "Heron 2", words=("training cost",), since=date(2026, 1, 5), until=date(2026, 2, 6))

    assert search_query(look) == (
        '(ti:"Heron-2" OR abs:"Heron-2" OR ti:"Heron 2" OR abs:"Heron 2") AND '
        '(ti:"training cost" OR abs:"training cost") AND submittedDate:[202601050000 TO 202602062359]'
    )


@pytest.mark.parametrize(
    ("look", "query"),
    [
        (_look("Heron"), '(ti:"Heron" OR abs:"Heron")'),
        (_look('Her"on\\ (v2): [x]', "Heron"), '(ti:"Her on v2 x" OR abs:"Her on v2 x" OR ti:"Heron" OR abs:"Heron")'),
        (_look("长风 Heron", "长风", "4.5", " "), '(ti:"Heron" OR abs:"Heron")'),
        (_look("Zoé"), '(ti:"Zoé" OR abs:"Zoé")'),
        (_look("A", since=date(2026, 1, 5)), '(ti:"A" OR abs:"A") AND submittedDate:[202601050000 TO 299912312359]'),
        (_look("A", until=date(2026, 1, 5)), '(ti:"A" OR abs:"A") AND submittedDate:[199101010000 TO 202601052359]'),
        # Nothing at arXiv has any of these.
        (_look("长风-2"), ""),
        (_look(), ""),
        (_look("Heron", words=("训练成本",)), ""),
    ],
)
def test_names_are_quoted_and_those_that_arxiv_cannot_have_are_left_out(look: Look, query: str) -> None:
    assert search_query(look) == query


def test_more_names_than_a_question_can_hold_are_refused() -> None:
    with pytest.raises(SourceRefused, match="is too long for arXiv"):
        search_query(_look(*(f"Heron number {number}" for number in range(100))))


def test_ids_of_other_kinds_are_left_out_and_versions_kept() -> None:
    ids = (
        ("doi", "10.1000/abc"),
        ("arxiv", "arXiv:2601.00001v2"),
        ("arxiv", "hep-th/9901001"),
        ("arxiv", "abc"),
        ("arxiv", "2601.00001"),
        ("arxiv", "hep-th/9901001"),
    )

    assert id_list(ids) == ["2601.00001v2", "hep-th/9901001", "2601.00001"]


def test_an_entry_tells_the_paper_and_the_version_it_is_of() -> None:
    more = (
        "<arxiv:comment>9 pages</arxiv:comment><arxiv:journal_ref>J. Made Up 1</arxiv:journal_ref>"
        "<author><name>Ann Bee</name><arxiv:affiliation>Lab X</arxiv:affiliation></author>"
        "<author><name>J. -P. Dee</name><arxiv:affiliation>Lab X</arxiv:affiliation></author>"
        "<arxiv:doi>10.1000/ABC</arxiv:doi>"
    )

    page = parse_list(
        answer(feed(entry(title="Heron-2,\n  a small model", summary="  We train\nHeron-2.", more=more))), 0
    )

    [told] = page.records
    assert (told.native_id, told.version) == ("2601.00001", "v2")
    assert told.payload.startswith("<entry")
    assert told.record == PaperRecord(
        id="arxiv:2601.00001",
        title="Heron-2, a small model",
        authors=("Ann Bee", "J.-P. Dee"),
        published_on=date(2026, 1, 5),
        version_on=date(2026, 1, 20),
        abstract="We train Heron-2.",
        arxiv_id="2601.00001",
        arxiv_version=2,
        doi="10.1000/abc",
        url="https://arxiv.org/abs/2601.00001",
        organisations=("Lab X",),
        venue="J. Made Up 1",
    )
    assert (page.resume, page.total, page.responded_at) == ("", 1, TOLD_AT)


def test_a_doi_that_only_wraps_the_id_is_none() -> None:
    more = "<arxiv:doi>10.48550/arXiv.2601.00001</arxiv:doi>"

    assert parse_list(answer(feed(entry(more=more))), 0).records[0].record.doi == ""


def test_a_withdrawal_is_of_the_day_of_its_version() -> None:
    more = "<arxiv:comment>This paper has been withdrawn by its authors</arxiv:comment>"

    [told] = parse_list(answer(feed(entry(more=more))), 0).records

    assert (told.record.standing, told.record.standing_on) == (Standing.WITHDRAWN, date(2026, 1, 20))
    assert told.record.standing_url == "https://arxiv.org/abs/2601.00001v2"


@pytest.mark.parametrize(("arxiv_id", "day"), [("2601.00001v1", date(2026, 1, 20)), ("2601.00001v2", None)])
def test_an_entry_without_its_first_day_has_one_only_if_it_is_the_first_version(
    arxiv_id: str, day: date | None
) -> None:
    [told] = parse_list(answer(feed(entry(arxiv_id, published=""))), 0).records

    assert told.record.published_on == day


def test_days_are_those_of_utc() -> None:
    [told] = parse_list(answer(feed(entry(published="2026-01-05T22:00:00-05:00"))), 0).records

    assert told.record.published_on == date(2026, 1, 6)


@pytest.mark.parametrize(
    ("odd", "reason"),
    [
        (entry(title=""), "It has no title."),
        (entry("2601.00001"), "It does not tell its version and the day of that."),
        (entry(updated=""), "It does not tell its version and the day of that."),
        (entry(published="soon"), "'soon' is no date."),
        (entry("nothing"), "'http://arxiv.org/abs/nothing' is no arXiv id."),
    ],
)
def test_an_entry_that_cannot_be_read_is_told_and_the_page_goes_on(odd: str, reason: str) -> None:
    page = parse_list(answer(feed(odd, entry("2601.00009v1"), total=2)), 0)

    assert [told.native_id for told in page.records] == ["2601.00009"]
    assert [told.reason for told in page.unreadable] == [reason]
    assert page.resume == ""


def test_a_list_goes_on_behind_the_last_record_that_came() -> None:
    entries = [entry(f"2601.0000{number}v1") for number in range(1, 4)]

    assert parse_list(answer(feed(*entries, total=10)), 0).resume == "3"
    assert parse_list(answer(feed(*entries, total=10)), 3).resume == "6"
    assert parse_list(answer(feed(*entries, total=10)), 7).resume == ""


def test_a_total_that_shrinks_on_the_way_ends_the_list_earlier() -> None:
    assert parse_list(answer(feed(entry(), total=7)), 6).resume == ""
    assert parse_list(answer(feed(entry(), total=6)), 6).resume == ""


def test_nothing_found_is_an_empty_whole_page() -> None:
    page = parse_list(answer(feed(total=0)), 0)

    assert (page.records, page.resume, page.total) == ((), "", 0)


@pytest.mark.parametrize(
    ("body", "start"),
    [
        (feed(total=10), 0),
        # An empty page in the middle of a list happens; it is never its end, whatever total it tells.
        (feed(total=10), 6),
        (feed(total=0), 6),
        (feed(total=""), 0),
        (feed(entry(), total="many"), 0),
        ("<feed/>", 0),
        (feed(entry())[:-30], 0),
        ("Rate exceeded.", 0),
        ("", 0),
        ("<!doctype html><html></html>", 0),
    ],
)
def test_what_is_short_of_its_promise_is_a_broken_answer(body: str, start: int) -> None:
    with pytest.raises(BrokenAnswer):
        parse_list(answer(body), start)


@pytest.mark.parametrize("status", [200, 400])
def test_an_error_told_as_a_feed_is_a_refusal_that_names_the_id(status: int) -> None:
    with pytest.raises(SourceRefused, match="incorrect id format for abc"):
        parse_works(answer(error_feed("incorrect id format for abc"), status=status), "")


def test_works_that_are_unknown_are_absent_and_those_promised_are_there() -> None:
    page = parse_works(answer(feed(entry(), total=1)), "100")

    assert ([told.native_id for told in page.records], page.resume) == (["2601.00001"], "100")
    assert parse_works(answer(feed(total=0)), "").records == ()
    with pytest.raises(BrokenAnswer, match="1 of 2 works"):
        parse_works(answer(feed(entry(), total=2)), "")


def test_every_recorded_answer_is_read(data: Path) -> None:
    folder = data / "fixtures" / "arxiv_api"
    rows = [json.loads(line) for line in (folder / "manifest.jsonl").read_text().splitlines()]
    bodies = {row["file"]: answer((folder / row["file"]).read_bytes(), status=row["status"]) for row in rows}
    refused = [name for name, told in bodies.items() if told.status == 400]
    works = {name: parse_works(bodies[name], "") for name in bodies if name.startswith("id_") and name not in refused}
    lists = {name: parse_list(bodies[name], int(name.split("_")[2][1:])) for name in bodies if name.startswith("q_")}

    assert (len(bodies), len(refused), len(works), len(lists)) == (20, 1, 8, 11)
    with pytest.raises(SourceRefused, match="incorrect id format for abc"):
        parse_works(bodies[refused[0]], "")
    assert sorted(len(page.records) for page in works.values()) == [0, 0, 1, 1, 1, 1, 1, 1]
    # Testing is in 214,881 papers, so each list goes on where the next begins.
    assert {page.total for page in lists.values()} == {214_881}
    for name, page in lists.items():
        start, most = (int(part[1:]) for part in name.split("_")[2:4])
        assert (len(page.records), page.resume) == (most, str(start + most))
    assert not any(page.unreadable for page in [*works.values(), *lists.values()])


def test_recorded_works_read_as_they_are(data: Path) -> None:
    folder = data / "fixtures" / "arxiv_api"

    def work(name: str) -> PaperRecord:
        [path] = folder.glob(f"id_{name}_*.xml")
        page = parse_works(answer(path.read_bytes()), "")
        assert page.responded_at
        assert page.responded_at > datetime(2026, 4, 1, tzinfo=UTC)
        return page.records[0].record

    zero, old = work("2104.12255v1"), work("astro-ph_0601001")
    assert (zero.title, zero.arxiv_id, zero.arxiv_version) == ("0", "2104.12255", 1)
    assert (old.arxiv_id, old.venue) == ("astro-ph/0601001", "ActaAstron.56:1-50,2006")
    assert old.organisations == ("Ohio State", "CfA", "Warsaw University Observatory")
    assert old.authors == ("Andrew Gould", "Susan Dorsher", "B. Scott Gaudi", "Andrzej Udalski")
