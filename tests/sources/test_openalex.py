"""OpenAlex: what it promises is held against what comes, and money is not wasted."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from urllib.parse import urlencode

import pytest

from claims.core.papers import Standing
from claims.core.sources import Aim, Cited, Look, Page
from claims.sources.client import StrictClient
from claims.sources.connectors import Answer, Connector, pages_of
from claims.sources.openalex import OpenAlex
from claims.sources.troubles import BrokenAnswer, ResumeLost, SourceRefused, SourceUnavailable
from tests.sources.open_gate import KeptLog, OpenGate
from tests.sources.openalex_answers import listed, only, why, work
from tests.sources.scripted_client import ScriptedClient, told
from tests.standin import Author, Citing, Clock, Library, Notice, Version, Work, standing_in
from tests.standin.catalogue import openalex_id
from tests.standin.faults import Fault, FaultKind, Rule
from tests.standin.openalex import OpenAlexTerms
from tests.standin.server import StandIn
from tests.standin.services import Service
from tests.standin.terms import set_terms

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


def asking(*answers: Answer, key: str = "") -> tuple[OpenAlex, ScriptedClient]:
    """OpenAlex with answers from a script, and the script."""
    client = ScriptedClient(answers=list(answers))
    return OpenAlex(client=client, url="https://openalex.example", key=key), client


def longest_address(client: ScriptedClient) -> int:
    """The bytes of the longest address that was asked; OpenAlex takes about 4 KB."""
    return max(len(f"{request.url}?{urlencode(request.parameters)}") for request in client.asked)


WORDS = Look(aim=Aim.WORDS, names=("Zephyr-9", 'the "big" one'), words=("parameters",), since=date(2026, 5, 4))


def test_names_and_words_are_asked_for_in_one_search_from_the_first_of_january() -> None:
    source, client = asking(listed(work(1), work(2)), key="secret")
    page = source.page(replace(WORDS, until=date(2026, 6, 1)))
    assert (len(page.records), page.resume, page.total) == (2, "", 2)
    assert client.parameters() == [
        {
            "search.title_and_abstract": '("Zephyr-9" OR "the big one") AND ("parameters")',
            "filter": "from_publication_date:2026-01-01,to_publication_date:2026-06-01",
            "select": "id,doi,title,publication_date,ids,authorships,primary_location,locations,"
            "abstract_inverted_index,is_retracted,updated_date",
            "sort": "publication_date:desc",
            "per-page": "100",
            "cursor": "*",
        }
    ]
    assert client.asked[0].secret_headers == (("Authorization", "Bearer secret"),)
    assert "secret" not in repr(source) + repr(client.asked[0])


def test_what_is_too_long_for_an_address_is_asked_in_pieces_one_after_the_other() -> None:
    names = tuple(f"西风模型{number:03d}" for number in range(40))
    words = tuple(f"波动参数{number:03d}" for number in range(10))
    source, client = asking(*(listed(work(number)) for number in range(1, 10)))
    pages = list(pages_of(source, Look(aim=Aim.WORDS, names=names, words=words), most=20))
    searches = [asked["search.title_and_abstract"] for asked in client.parameters()]
    asked = [search.partition(" AND ")[0].strip("()").replace('"', "").split(" OR ") for search in searches]
    assert [name for some in asked for name in some] == list(names)
    assert (len(pages), {page.total for page in pages}) == (len(searches), {None})
    assert len(searches) > 1
    assert longest_address(client) < 4000


def test_a_cursor_is_followed_until_all_that_is_counted_was_seen() -> None:
    source, client = asking(
        listed(work(1), work(2), count=3, cursor="b"), listed(work(3), count=3, cursor="c"), key="secret"
    )
    assert [len(page.records) for page in pages_of(source, WORDS, most=9)] == [2, 1]
    assert [asked["cursor"] for asked in client.parameters()] == ["*", "b"]


def test_works_that_are_added_while_a_cursor_is_followed_are_no_fault() -> None:
    source, _ = asking(
        listed(work(1), count=2, cursor="b"), listed(work(2), count=3, cursor="c"), listed(count=3), key="secret"
    )
    assert [len(page.records) for page in pages_of(source, WORDS, most=9)] == [1, 1, 0]


@pytest.mark.parametrize(
    ("answers", "told_fault"),
    [
        ([listed(count=3, cursor="b")], "an empty page or one cursor twice after 0 of 3"),
        ([listed(work(1), count=3)], "stopped after 1 of 3"),
        (
            [listed(work(1), count=3, cursor="b"), listed(work(2), count=3, cursor="b")],
            "an empty page or one cursor twice after 2 of 3",
        ),
        ([listed(work(1), count=3, cursor="b"), listed(count=3)], "stopped after 1 of 3"),
    ],
)
def test_a_cursor_that_ends_too_early_or_turns_in_a_circle_is_broken(answers: list[Answer], told_fault: str) -> None:
    source, _ = asking(*answers, key="secret")
    with pytest.raises(BrokenAnswer, match=told_fault):
        list(pages_of(source, WORDS, most=9))


PAGE_OF_MANY = listed(*(work(number) for number in range(100)), count=101)


def test_without_a_key_pages_are_counted_and_a_short_one_is_broken() -> None:
    source, client = asking(PAGE_OF_MANY, listed(work(100), count=101))
    assert [len(page.records) for page in pages_of(source, WORDS, most=9)] == [100, 1]
    assert [(asked["page"], "cursor" in asked) for asked in client.parameters()] == [("1", False), ("2", False)]
    assert client.asked[0].secret_headers == ()
    source, _ = asking(PAGE_OF_MANY, listed(count=101))
    with pytest.raises(BrokenAnswer, match="sent 0 of 1 works on page 2"):
        list(pages_of(source, WORDS, most=9))


def test_without_a_key_ten_thousand_works_are_read_and_then_it_says_that_there_are_more() -> None:
    source, client = asking(*[listed(*(work(number) for number in range(100)), count=12_345)] * 101)
    with pytest.raises(SourceRefused, match="12,345 works for this and shows 10,000 without a key: set its key"):
        list(pages_of(source, WORDS, most=200))
    assert len(client.asked) == 100


def test_who_cites_is_asked_by_openalexs_own_names_once_they_are_known() -> None:
    asked = (
        ("arxiv", "2401.00001"),
        ("doi", "10.1000/gone"),
        ("openalex", "W7"),
        ("doi", "10.1000/same"),
        ("url", "x"),
    )
    names = [{"id": f"https://openalex.org/W{number}"} for number in (5, 7, 5)]
    citing = {"referenced_works": ["https://openalex.org/W5", "https://openalex.org/W6"]}
    look = Look(aim=Aim.CITING, ids=(*asked, ("url", "https://x.example")))
    source, client = asking(
        told(names[0]), told(b"<html></html>", status=404), told(names[1]), told(names[2]),
        listed(work(1, **citing), work(2, referenced_works=["https://openalex.org/W6"]), count=2),
    )  # fmt: skip
    page = source.page(look)
    assert [request.url.removeprefix("https://openalex.example") for request in client.asked] == [
        "/works/doi:10.48550/arxiv.2401.00001",
        "/works/doi:10.1000/gone",
        "/works/W7",
        "/works/doi:10.1000/same",
        "/works",
    ]
    assert client.parameters()[-1]["filter"] == "cites:W5|W7"
    assert client.parameters()[-1]["select"].endswith(",updated_date,referenced_works")
    (record,) = page.records
    assert record.cites == (Cited(work=("arxiv", "2401.00001")), Cited(work=("doi", "10.1000/same")))
    assert why(page) == [("https://openalex.org/W2", "The record cites none of the works that it was listed for.")]


def test_the_names_of_cited_works_are_looked_up_once_for_all_pages() -> None:
    source, client = asking(
        told({"id": "https://openalex.org/W5"}),
        listed(work(1), count=2, cursor="b"),
        listed(work(2), count=2),
        key="secret",
    )
    look = Look(aim=Aim.CITING, ids=(("doi", "10.1000/five"),), since=date(2026, 2, 3))
    cites = [each.cites for page in pages_of(source, look, most=9) for each in page.records]
    assert cites == [(Cited(work=("doi", "10.1000/five")),)] * 2
    assert [asked.get("filter") for asked in client.parameters()] == [
        None,
        *["cites:W5,from_publication_date:2026-01-01"] * 2,
    ]


def test_nobody_cites_what_openalex_does_not_have() -> None:
    source, client = asking(told(b"<html></html>", status=404))
    assert source.page(Look(aim=Aim.CITING, ids=(("doi", "10.1000/gone"),))) == Page()
    assert len(client.asked) == 1


def test_works_by_doi_come_in_one_list_and_others_one_by_one_for_nothing() -> None:
    ids = (("arxiv", "2401.00001"), ("openalex", "w7"), ("doi", "10.1000/a,b"), ("doi", "10.1000/C"), ("pmid", "12"))
    source, client = asking(told(work(7)), told(work(8)), told(b"", status=404), listed(work(1)))
    pages = list(pages_of(source, Look(aim=Aim.WORKS, ids=ids), most=9))
    assert [[each.native_id for each in page.records] for page in pages] == [["W7"], ["W8"], [], ["W1"]]
    assert [request.url.removeprefix("https://openalex.example/works") for request in client.asked] == [
        "/W7",
        "/doi:10.1000/a%2Cb",
        "/pmid:12",
        "",
    ]
    assert client.parameters()[-1]["filter"] == "doi:10.48550/arxiv.2401.00001|10.1000/c"


def test_many_works_are_asked_in_lists_that_fit_an_address() -> None:
    ids = tuple(("doi", f"10.1000/journal.of.long.winds.{number:04d}") for number in range(230))
    source, client = asking(*[listed(work(1))] * 9)
    pages = list(pages_of(source, Look(aim=Aim.WORKS, ids=ids), most=9))
    lists = [asked["filter"].removeprefix("doi:").split("|") for asked in client.parameters()]
    assert [("doi", name) for names in lists for name in names] == list(ids)
    assert len(pages) == len(lists) == 4
    assert 3000 < longest_address(client) < 4000


@pytest.mark.parametrize(
    "look",
    [
        Look(aim=Aim.CHANGED, since=date(2026, 1, 1)),
        Look(aim=Aim.WORDS, names=('"*"',)),
        Look(aim=Aim.WORKS, ids=(("s2", "f" * 40),)),
        Look(aim=Aim.CITING),
    ],
)
def test_what_cannot_be_asked_is_refused_before_it_costs_anything(look: Look) -> None:
    source, client = asking()
    with pytest.raises(SourceRefused, match="OpenAlex is"):
        source.page(look)
    assert client.asked == []


@pytest.mark.parametrize("resume", ["x", "{}", "[1]", '[0, "b", 1, 2, 3]', '[5, "", 0, 0, {}]', '[-1, "", 0, 0, {}]'])
def test_a_place_that_is_none_of_its_own_is_lost(resume: str) -> None:
    source, _ = asking()
    with pytest.raises(ResumeLost):
        source.page(WORDS, resume)


def test_a_place_of_a_time_with_a_key_is_lost_without_one_and_the_other_way_round() -> None:
    for answer, key, other in ((listed(work(1), count=2, cursor="b"), "secret", ""), (PAGE_OF_MANY, "", "secret")):
        source, _ = asking(answer, key=key)
        resume = source.page(WORDS).resume
        changed, client = asking(key=other)
        with pytest.raises(ResumeLost, match="key was set or taken away"):
            changed.page(WORDS, resume)
        assert client.asked == []


CITED = Work(
    title="Zephyr-9 technical report",
    datestamp=date(2026, 1, 5),
    arxiv_id="2601.00001",
    abstract="Zephyr-9 has 3B parameters.",
    authors=(Author(given="Ada", family="Lund", affiliations=("Nimbus Labs",)),),
    versions=(Version(number=1, date=datetime(2026, 1, 5, tzinfo=UTC)),),
    merged_openalex_ids=("W99",),
    notices=(Notice(type="retraction", doi="10.1000/notice", updated=date(2026, 3, 1)),),
)


def citing(number: int) -> Work:
    """A later work that cites it."""
    return Work(
        title=f"Follow-up {number}",
        datestamp=date(2026, 2, 1),
        doi=f"10.1000/f.{number}",
        published=date(2026, 2, 1),
        abstract="We could not reproduce Zephyr-9.",
        references=(Citing(key="2601.00001"),),
    )


def library() -> Library:
    """A work, and more works that cite it than a page holds."""
    return Library([CITED, *(citing(number) for number in range(150))])


def connected(stand_in: StandIn, *, key: str = "") -> tuple[Connector, KeptLog]:
    """OpenAlex as the product asks it, and its log; waiting moves the stand-in's clock."""
    log, clock = KeptLog(), stand_in.clock
    client = StrictClient(
        contact="tests@claims.example", gate=OpenGate(), log=log, clock=clock.now, sleep=clock.advance
    )
    return OpenAlex(client=client, url=stand_in.url(Service.OPENALEX), key=key), log


@pytest.mark.parametrize("key", ["", "free-key"])
def test_over_the_network_citations_come_whole_in_spite_of_faults_and_for_little(key: str) -> None:
    with standing_in(library(), clock=Clock(NOW)) as stand_in:
        source, log = connected(stand_in, key=key)
        for at, kind in ((1, FaultKind.STATUS), (3, FaultKind.EMPTY_PAGE), (5, FaultKind.BODY_CUT)):
            stand_in.faults.add(Rule(service=Service.OPENALEX, fault=Fault(kind=kind), at=(at,)))
        look = Look(aim=Aim.CITING, ids=(("arxiv", "2601.00001"),), since=date(2026, 1, 20))
        records = [each for page in pages_of(source, look, most=9) for each in page.records]
        breaches = stand_in.log.breaches(Service.OPENALEX)
    assert {each.record.doi for each in records} == {f"10.1000/f.{number}" for number in range(150)}
    assert {each.cites for each in records} == {(Cited(work=("arxiv", "2601.00001")),)}
    assert len(records) == 150
    assert sum((each.cost_usd or Decimal(0)) for each in log.tries if not each.failure) == Decimal("0.0002")
    assert (breaches, [each for each in log.tries if "key" in each.url]) == ((), [])


def test_over_the_network_words_and_merged_and_retracted_works_are_found() -> None:
    with standing_in(library(), clock=Clock(NOW)) as stand_in:
        source, log = connected(stand_in)
        (found,) = source.page(Look(aim=Aim.WORDS, names=("Zephyr-9",), words=("parameters",))).records
        merged = source.page(Look(aim=Aim.WORKS, ids=(("openalex", "W99"),)))
        absent = source.page(Look(aim=Aim.WORKS, ids=(("doi", "10.1000/none"),)))
    assert (found.record.arxiv_id, found.record.organisations) == ("2601.00001", ("Nimbus Labs",))
    assert (found.record.standing, found.native_id) == (Standing.RETRACTED, openalex_id(CITED))
    assert (only(merged).native_id, absent.records) == (openalex_id(CITED), ())
    assert [each.cost_usd for each in log.tries] == [Decimal("0.001"), Decimal(0), Decimal(0), Decimal(0)]


def test_over_the_network_a_spent_budget_waits_for_the_next_day_and_a_wrong_key_for_nobody() -> None:
    with standing_in(library(), clock=Clock(NOW)) as stand_in:
        set_terms(stand_in.world, OpenAlexTerms(keyless_credits=5))
        source, log = connected(stand_in)
        with pytest.raises(SourceUnavailable, match="Insufficient budget") as spent:
            source.page(WORDS)
        wrong, _ = connected(stand_in, key="wrong")
        with pytest.raises(SourceRefused, match=r"answered 401 .*Invalid API key"):
            wrong.page(WORDS)
    assert spent.value.not_before == datetime(2026, 11, 21, tzinfo=UTC)
    assert [each.status for each in log.tries] == [429]
