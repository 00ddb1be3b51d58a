"""The stand-in's query API and daily feeds of arXiv where no recording tells."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
import requests
from lxml import etree

from tests.standin import Author, Clock, Library, Service, StandIn, Version, Work, standing_in
from tests.standin.made_up import made_up_works

# A Tuesday, in the afternoon in New York.
NOW = datetime(2025, 4, 1, 20, tzinfo=UTC)
FIRST = Work(
    arxiv_id="2503.00001",
    title="Larkspur: a small\n  model",
    datestamp=date(2025, 4, 1),
    abstract="  It reads receipts,\n  and it learned reading quickly.",
    authors=(Author(family="del Maestro", given="Ida"),),
    categories=("cs.CL", "cs.AI"),
    versions=(
        Version(number=1, date=datetime(2025, 3, 3, 9, tzinfo=UTC), title="An early title"),
        Version(number=2, date=datetime(2025, 3, 31, 9, tzinfo=UTC)),
    ),
    doi="10.5555/receipts",
    journal_ref="Journal of Receipts 4",
    report_no="LAB-7",
)
SECOND = replace(
    FIRST,
    arxiv_id="2503.00002",
    title="Muninn: a large model of tests",
    abstract="It proves lemmas.",
    authors=(Author(family="Okafor", given="Ben"),),
    categories=("math.LO",),
    versions=(Version(number=1, date=datetime(2025, 3, 31, 8, tzinfo=UTC)),),
    doi="",
    journal_ref="",
    report_no="",
)
THIRD = replace(SECOND, arxiv_id="hep-th/9901001", title="Without dates", versions=(), categories=("hep-th",))


@pytest.fixture
def standin() -> Iterator[StandIn]:
    with standing_in(Library([FIRST, SECOND, THIRD]), clock=Clock(NOW), lenient=True) as running:
        yield running


def ask(standin: StandIn, status: int = 200, /, **asked: str) -> etree._Element:
    answer = requests.get(f"{standin.url(Service.ARXIV_API)}/query", params=asked, timeout=10)
    assert answer.status_code == status
    return etree.fromstring(answer.content)


def ids(feed: etree._Element) -> list[str]:
    return [one.text.partition("/abs/")[2] for one in feed.iterfind("{*}entry/{*}id")]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("ti:model", "12"),
        ("model", "12"),
        ("ti:models AND abs:lemma", "2"),
        ("ti:model ANDNOT abs:lemma", "1"),
        ('ti:"large model" OR jr:receipts', "12"),
        ('ti:"model large"', ""),
        ("abs:receipts AND (ti:muninn OR ti:larkspur)", "1"),
        ('abs:(lemmas OR "reads receipts")', "123"),
        ("au:del_maestro", "1"),
        ("cat:cs.AI", "1"),
        ("cat:math.*", "2"),
        ("rn:lab-7", "1"),
        ("submittedDate:[202503310000 TO 202503312359]", "2"),
        ("lastUpdatedDate:[20250331 TO *] AND cat:cs.CL", "1"),
        ("ti:testing", "2"),
    ],
)
def test_queries_find_what_the_language_says(standin: StandIn, query: str, found: str) -> None:
    numbered = {"2503.00001v2": "1", "2503.00002v1": "2", "hep-th/9901001v1": "3"}
    assert sorted(numbered[one] for one in ids(ask(standin, search_query=query))) == sorted(found)


def test_lists_are_sorted_as_asked(standin: StandIn) -> None:
    sorts = [("submittedDate", "ascending"), ("submittedDate", "descending"), ("lastUpdatedDate", "ascending")]
    told = [ids(ask(standin, search_query="ti:model", sortBy=by, sortOrder=order)) for by, order in sorts]
    first, second = "2503.00001v2", "2503.00002v1"
    assert told == [[first, second], [second, first], [second, first]]


def test_ids_are_told_in_the_version_that_is_asked_for(standin: StandIn) -> None:
    feed = ask(standin, id_list="2503.00001v1,2503.00001,2503.00002v9,2503.77777,hep-th/9901001")
    assert ids(feed) == ["2503.00001v1", "2503.00001v2", "hep-th/9901001v1"]
    told = [(one.findtext("{*}title"), one.findtext("{*}updated")) for one in feed.iterfind("{*}entry")][:2]
    assert told == [("An early title", "2025-03-03T09:00:00Z"), (FIRST.title, "2025-03-31T09:00:00Z")]


def test_wrapped_texts_and_missing_dates_come_as_they_are(standin: StandIn) -> None:
    first, third = ask(standin, id_list="2503.00001,hep-th/9901001").iterfind("{*}entry")
    assert (first.findtext("{*}title"), first.findtext("{*}summary")) == (FIRST.title, FIRST.abstract)
    assert third.find("{*}published") is None


@pytest.mark.parametrize(
    ("asked", "reason"),
    [
        ({"id_list": "2503.00001,abc"}, "incorrect id format for abc"),
        ({"search_query": "ti:a", "start": "-1"}, "start must be non-negative"),
        ({"search_query": "ti:a", "max_results": "ten"}, "max_results must be an integer"),
        ({"search_query": "ti:a", "max_results": "30001"}, "max_results and start must not reach beyond 30000"),
        ({"search_query": "ti:a", "sortBy": "title"}, "sortBy must be in: relevance, lastUpdatedDate, submittedDate"),
        ({"search_query": "ti:(a"}, "a bracket is not closed"),
        ({"search_query": "ti:a AND"}, "a term is missing"),
        ({"search_query": "xy:a"}, "'xy' is no field"),
    ],
)
def test_wrong_questions_are_answered_400_by_a_feed_of_one_error(
    standin: StandIn, asked: dict[str, str], reason: str
) -> None:
    feed = ask(standin, 400, **asked)
    assert [one.text for one in feed.iterfind("{*}entry/{*}summary")] == [reason]
    assert feed.findtext("{*}totalResults") == "1"


def test_a_slice_holds_two_thousand_and_a_total_may_shrink() -> None:
    library = Library(made_up_works(2100, since=date(2024, 1, 1)))
    with standing_in(library, clock=Clock(NOW), lenient=True) as standin:
        first = ask(standin, search_query="ti:model", max_results="2100")
        library.delete("2401.00001", datestamp=date(2025, 4, 1))
        second = ask(standin, search_query="ti:model", start="2000", max_results="2100")
    assert [len(ids(first)), len(ids(second))] == [2000, 99]
    assert [one.findtext("{*}totalResults") for one in (first, second)] == ["2100", "2099"]


def feed_of(standin: StandIn, topics: str, **headers: str) -> requests.Response:
    return requests.get(f"{standin.url(Service.ARXIV_RSS)}/rss/{topics}", timeout=10, headers=headers)


def announced(answer: requests.Response) -> list[tuple[str, str]]:
    items = etree.fromstring(answer.content).iterfind("channel/item")
    return [(one.findtext("guid"), one.findtext("{*}announce_type")) for one in items]


def test_a_day_s_feed_tells_new_crossed_and_replaced_versions(standin: StandIn) -> None:
    touched = replace(SECOND, arxiv_id="2503.00003", versions=(Version(number=1, date=NOW - timedelta(days=90)),))
    crossed = replace(SECOND, arxiv_id="2503.00004", categories=("math.LO", "cs.LO"))
    standin.library.add(touched, crossed)
    told = [announced(feed_of(standin, topics)) for topics in ("cs+math", "cs", "cs.AI", "quant-ph")]
    name = "oai:arXiv.org:2503.0000"
    assert told == [
        [(f"{name}2v1", "new"), (f"{name}4v1", "new"), (f"{name}1v2", "replace")],
        [(f"{name}4v1", "cross"), (f"{name}1v2", "replace")],
        [(f"{name}1v2", "replace-cross")],
        [],
    ]


def test_nothing_is_announced_on_a_saturday(standin: StandIn) -> None:
    saturday = datetime(2025, 4, 5, 12, tzinfo=UTC)
    standin.library.add(replace(SECOND, datestamp=saturday.date(), versions=(Version(number=1, date=saturday),)))
    standin.clock.set(saturday)
    assert announced(feed_of(standin, "math")) == []


def test_a_feed_that_is_known_is_not_told_again_until_it_changes(standin: StandIn) -> None:
    first = feed_of(standin, "cs")
    tag = first.headers["ETag"]
    assert not tag.startswith('"')
    # Four hours after noon in summer: eight are left to midnight.
    assert first.headers["Cache-Control"] == f"max-age={8 * 3600}"
    again = [feed_of(standin, "cs", **{"If-None-Match": value}) for value in (tag, f'"{tag}"', "other")]
    assert [(one.status_code, bool(one.content)) for one in again] == [(304, False), (304, False), (200, True)]
    standin.library.add(replace(SECOND, arxiv_id="2503.00005", categories=("cs.CL",)))
    assert feed_of(standin, "cs", **{"If-None-Match": tag}).status_code == 200


def test_a_category_that_arxiv_does_not_have_is_answered_400_by_a_feed(standin: StandIn) -> None:
    answers = [feed_of(standin, topics) for topics in ("nope", "cs.XX")]
    told = [(one.status_code, etree.fromstring(one.content).findtext("channel/description")) for one in answers]
    assert [status for status, _ in told] == [400, 400]
    assert [text.partition(". ")[0] for _, text in told] == ["Bad archive 'nope'", "Bad subject class 'XX'"]
