"""arXiv over the network: a whole harvest, lists and works, and what happens when the service does not behave."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path
from urllib.parse import urlencode

import pytest

from claims.core.papers import Standing
from claims.core.sources import Aim, Look, Page, Source
from claims.sources.arxiv import Arxiv
from claims.sources.client import StrictClient
from claims.sources.connectors import Connector, pages_of
from claims.sources.troubles import BrokenAnswer, ResumeLost, SourceRefused, SourceUnavailable
from tests.sources.arxiv_answers import entry, error_feed, feed
from tests.sources.open_gate import KeptLog, OpenGate
from tests.sources.stand_in_server import Answer, serving
from tests.standin import ARXIV, SPEC, Author, Clock, Library, Service, StandIn, Version, Work, standing_in
from tests.standin.faults import Fault, FaultKind, Rule
from tests.standin.profiles import Profile

START = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
DAYS = [date(2026, 2, 20), date(2026, 2, 20), date(2026, 2, 20), date(2026, 2, 22), date(2026, 2, 24)]


@dataclass(kw_only=True)
class Asking:
    """A connector with its real client, and what its log kept. The gate is open and waiting only moves the clock."""

    arxiv: Arxiv
    gate: OpenGate
    log: KeptLog
    clock: Clock


def _asking(oai_url: str, api_url: str, clock: Clock) -> Asking:
    gate, log = OpenGate(), KeptLog()
    client = StrictClient(
        contact="editors@example.org", gate=gate, log=log, clock=clock.now, sleep=clock.advance, allow_private=True
    )
    return Asking(arxiv=Arxiv(client=client, oai_url=oai_url, api_url=api_url), gate=gate, log=log, clock=clock)


# The harvest.


@dataclass(kw_only=True)
class Harvesting(Asking):
    service: StandIn


def _library() -> Library:
    return Library(
        [
            Work(
                title=f"Paper number {number}",
                datestamp=day,
                arxiv_id=f"2602.0000{number}",
                abstract=f"We train model {number}.",
                authors=(Author(family="Bee", given="Ann"), Author(family="Dee", given="C.")),
                categories=("cs.CL",),
                versions=(Version(number=1, date=datetime(2026, 2, number + 1, tzinfo=UTC)),),
                submitter="Ann Bee",
            )
            for number, day in enumerate(DAYS)
        ]
    )


@contextmanager
def _harvesting(profile: Profile = ARXIV) -> Iterator[Harvesting]:
    clock = Clock(START)
    with standing_in(_library(), profile=replace(profile, page_records=2), clock=clock, lenient=True) as service:
        asking = _asking(f"{service.url(Service.ARXIV_OAI)}/oai", f"{service.url(Service.ARXIV_API)}/query", clock)
        yield Harvesting(**vars(asking), service=service)


SINCE = Look(aim=Aim.CHANGED, collection="cs:cs:CL", since=date(2026, 2, 20), until=date(2026, 2, 24))


def _ids(pages: list[Page]) -> list[str]:
    """Each once: a day of several pages is read twice."""
    return list(dict.fromkeys(told.native_id for page in pages for told in page.records))


@pytest.mark.parametrize("profile", [ARXIV, replace(SPEC, namespace=ARXIV.namespace)], ids=["arxiv", "spec"])
def test_a_harvest_goes_on_day_by_day_and_by_tokens_within_a_day(profile: Profile) -> None:
    with _harvesting(profile) as asking:
        pages = list(pages_of(asking.arxiv, SINCE, most=10))

    assert _ids(pages) == [f"2602.0000{number}" for number in range(5)]
    assert [len(page.records) for page in pages] == [2, 1, 2, 1, 0, 1, 0, 1]
    assert all(page.responded_at == START for page in pages)
    first = pages[0].records[0].record
    assert (first.authors, first.published_on) == (("Ann Bee", "C. Dee"), date(2026, 2, 1))
    assert {told.status for told in asking.log.tries} == {200}
    assert {pace.name for pace in asking.gate.asked} == {"arxiv"}


def test_a_harvest_ends_with_the_servers_own_day() -> None:
    with _harvesting() as asking:
        pages = list(pages_of(asking.arxiv, replace(SINCE, until=None), most=20))

    assert [len(page.records) for page in pages] == [2, 1, 2, 1, 0, 1, 0, 1, 0, 0, 0, 0, 0]
    assert "until=2026-03-01" in asking.log.tries[-1].url


def test_the_day_on_which_a_harvest_began_is_its_end_however_long_it_takes() -> None:
    with _harvesting() as asking:
        first = asking.arxiv.page(replace(SINCE, since=date(2026, 2, 27), until=None))
        asking.clock.set(datetime(2026, 3, 9, tzinfo=UTC))
        rest = [asking.arxiv.page(SINCE, place) for place in (first.resume, "2026-03-01 2026-03-01 0 0 0 ")]

    assert [first.resume, *(page.resume for page in rest)] == [
        "2026-02-28 2026-03-01 0 0 0 ",
        "2026-03-01 2026-03-01 0 0 0 ",
        "",
    ]


def test_a_record_that_changes_its_day_meanwhile_makes_none_be_left_out() -> None:
    """arXiv's tokens count: with one over many days, a record that goes lets another slip through."""
    with _harvesting() as asking:
        pages = [asking.arxiv.page(SINCE)]
        asking.service.library.restamp(["2602.00003"], datestamp=date(2026, 3, 1))
        while pages[-1].resume:
            pages.append(asking.arxiv.page(SINCE, pages[-1].resume))

    assert _ids(pages) == ["2602.00000", "2602.00001", "2602.00002", "2602.00004"]


def test_a_record_that_leaves_its_day_while_it_is_read_makes_none_be_left_out() -> None:
    """The day has two pages: it is read until two readings tell the same."""
    with _harvesting() as asking:
        library = asking.service.library
        library.add(replace(library.works[0], arxiv_id="2602.00009"))
        pages = [asking.arxiv.page(SINCE)]
        library.restamp(["2602.00000"], datestamp=date(2026, 3, 1))
        while pages[-1].resume:
            pages.append(asking.arxiv.page(SINCE, pages[-1].resume))

    assert _ids(pages[:2]) == ["2602.00000", "2602.00001", "2602.00009"]
    assert [len(page.records) for page in pages] == [2, 1, 2, 1, 2, 1, 0, 1, 0, 1]
    assert sorted(_ids(pages)) == ["2602.00000", "2602.00001", "2602.00002", "2602.00003", "2602.00004", "2602.00009"]


def test_a_set_without_news_is_whole_and_tells_the_time() -> None:
    with _harvesting() as asking:
        page = asking.arxiv.page(replace(SINCE, since=date(2026, 2, 28), until=date(2026, 2, 28)))

    assert page == Page(responded_at=START)


def test_a_harvest_without_a_beginning_is_refused() -> None:
    with _harvesting() as asking, pytest.raises(SourceRefused, match="needs a day to begin at"):
        asking.arxiv.page(replace(SINCE, since=None))


def test_the_old_address_leads_to_the_new_one() -> None:
    with _harvesting() as asking:
        old = replace(asking.arxiv, oai_url=asking.service.url(Service.ARXIV_OAI) + "/oai2")

        assert _ids([old.page(SINCE)]) == ["2602.00000", "2602.00001"]


def test_a_token_of_yesterday_costs_its_day_and_no_more() -> None:
    with _harvesting() as asking:
        first = asking.arxiv.page(SINCE)
        asking.clock.set(datetime(2026, 3, 2, 0, 0, 1, tzinfo=UTC))
        again = asking.arxiv.page(SINCE, first.resume)

    assert _ids([again]) == ["2602.00000", "2602.00001"]
    # The same token on another day leads on, and is no server that goes in circles.
    assert (again.resume.partition("verb")[1:], again.resume != first.resume) == (
        first.resume.partition("verb")[1:],
        True,
    )


@pytest.mark.parametrize(
    "place", ["verb%3DListRecords", "2026-02-20", "yesterday today 0 0 token", "2026-02-20 2026-02-24 z 0 token"]
)
def test_a_place_that_is_none_is_lost(place: str) -> None:
    with _harvesting() as asking, pytest.raises(ResumeLost):
        asking.arxiv.page(SINCE, place)


def test_a_set_that_is_none_is_refused_in_the_words_of_the_service() -> None:
    with _harvesting() as asking, pytest.raises(SourceRefused, match="badArgument"):
        asking.arxiv.page(replace(SINCE, collection="nope"))


def test_a_withdrawal_and_its_end_are_told_as_they_happen() -> None:
    with _harvesting() as asking:
        asking.service.library.withdraw("2602.00000", at=datetime(2026, 2, 26, 8, 0, tzinfo=UTC))
        [withdrawn] = asking.arxiv.page(replace(SINCE, since=date(2026, 2, 26))).records
        again = Version(number=3, date=datetime(2026, 2, 27, 8, 0, tzinfo=UTC), abstract="Better.", comment="8 pages")
        asking.service.library.add_version("2602.00000", again, datestamp=date(2026, 2, 27))
        [back] = asking.arxiv.page(replace(SINCE, since=date(2026, 2, 27))).records

    assert (withdrawn.version, withdrawn.record.standing) == ("v2", Standing.WITHDRAWN)
    assert withdrawn.record.standing_on == date(2026, 2, 26)
    assert (back.version, back.record.standing, back.record.standing_on) == ("v3", Standing.CURRENT, date(2026, 2, 27))


@pytest.mark.parametrize(
    "fault",
    [
        Fault(kind=FaultKind.BODY_CUT),
        Fault(kind=FaultKind.EMPTY),
        Fault(kind=FaultKind.BOT_WALL),
        Fault(kind=FaultKind.ENTITY_BOMB),
        Fault(kind=FaultKind.EMPTY_PAGE),
        Fault(kind=FaultKind.STATUS, status=503, retry_after=5),
        Fault(kind=FaultKind.CONNECTION_CUT),
    ],
    ids=lambda fault: fault.kind.value,
)
def test_a_page_that_is_not_whole_is_asked_for_again(fault: Fault) -> None:
    with _harvesting() as asking:
        asking.service.faults.add(Rule(service=Service.ARXIV_OAI, fault=fault, at=(2,)))

        pages = list(pages_of(asking.arxiv, SINCE, most=10))

    assert _ids(pages) == [f"2602.0000{number}" for number in range(5)]
    assert [bool(told.failure) for told in asking.log.tries] == [False, True, *[False] * 7]


@pytest.mark.parametrize("kind", [FaultKind.BYTE_ORDER_MARK, FaultKind.WRONG_CHARSET])
def test_a_page_that_is_only_told_in_an_odd_manner_is_read(kind: FaultKind) -> None:
    with _harvesting() as asking:
        asking.service.faults.add(Rule(service=Service.ARXIV_OAI, fault=Fault(kind=kind), every=1))

        pages = list(pages_of(asking.arxiv, SINCE, most=10))

    assert _ids(pages) == [f"2602.0000{number}" for number in range(5)]
    assert len(asking.log.tries) == 8


def test_being_told_to_slow_down_closes_the_service_for_ten_minutes(data: Path) -> None:
    body = (data / "fixtures" / "transcribed" / "arxiv_api_429.txt").read_text()
    with _harvesting() as asking:
        fault = Fault(kind=FaultKind.STATUS, status=429, body=body)
        asking.service.faults.add(Rule(service=Service.ARXIV_OAI, fault=fault, at=(1,)))

        with pytest.raises(SourceUnavailable, match=r"Rate exceeded\.") as caught:
            asking.arxiv.page(SINCE)

    assert caught.value.not_before == datetime(2026, 3, 1, 9, 40, tzinfo=UTC)
    assert [(told.quiet, bool(told.closed)) for told in asking.gate.left] == [(600.0, True)]


# The query interface.


@dataclass(kw_only=True)
class Feeds:
    """What the query interface answers to which parameters."""

    answers: dict[str, Answer] = field(default_factory=dict)

    def add(self, parameters: Mapping[str, str], body: str, *, status: int = 200) -> None:
        self.answers[f"/api/query?{urlencode(parameters)}"] = Answer(status=status, body=body.encode())

    @contextmanager
    def asking(self) -> Iterator[Asking]:
        with serving(self.answers) as address:
            yield _asking(f"{address}/oai", f"{address}/api/query", Clock(START))


def _list_of(query: str, start: int, most: int = 100) -> dict[str, str]:
    return {
        "search_query": query,
        "sortBy": "submittedDate",
        "sortOrder": "descending",
        "start": str(start),
        "max_results": str(most),
    }


def _ids_from(start: int, count: int) -> list[str]:
    return [entry(f"2601.{number:05}v1") for number in range(start, start + count)]


HERON = Look(aim=Aim.WORDS, names=("Heron-2",), since=date(2026, 1, 5))
HERON_QUERY = '(ti:"Heron-2" OR abs:"Heron-2") AND submittedDate:[202601050000 TO 299912312359]'


def test_the_question_is_understood_and_given_works_are_told_with_their_versions() -> None:
    with _harvesting() as asking:
        asking.service.library.withdraw("2602.00000", at=datetime(2026, 2, 26, 8, 0, tzinfo=UTC))
        words = Look(aim=Aim.WORDS, names=("model 3", "model 1", "长风-2"), words=("train",), since=date(2026, 2, 2))
        found = asking.arxiv.page(words)
        since_later = asking.arxiv.page(replace(words, since=date(2026, 2, 3)))
        ids = (("arxiv", "2602.00000"), ("arxiv", "2602.00000v1"), ("arxiv", "2602.99999"))
        works = asking.arxiv.page(Look(aim=Aim.WORKS, ids=ids))

    assert (_ids([found]), _ids([since_later])) == (["2602.00003", "2602.00001"], ["2602.00003"])
    assert {(told.native_id, told.version, told.record.standing) for told in works.records} == {
        ("2602.00000", "v1", Standing.CURRENT),
        ("2602.00000", "v2", Standing.WITHDRAWN),
    }


def test_both_interfaces_tell_the_same_paper() -> None:
    with _harvesting() as asking:
        pages = pages_of(asking.arxiv, SINCE, most=10)
        harvested = list({told.native_id: told.record for page in pages for told in page.records}.values())
        ids = tuple(("arxiv", record.arxiv_id) for record in harvested)
        asked = [told.record for told in asking.arxiv.page(Look(aim=Aim.WORKS, ids=ids)).records]

    assert len(harvested) == 5
    assert sorted(asked, key=lambda record: record.id) == harvested


def test_a_list_is_read_page_by_page_to_its_total() -> None:
    feeds = Feeds()
    feeds.add(_list_of(HERON_QUERY, 0), feed(*_ids_from(0, 100), total=150))
    feeds.add(_list_of(HERON_QUERY, 100), feed(*_ids_from(100, 50), total=150))

    with feeds.asking() as asking:
        pages = list(pages_of(asking.arxiv, HERON, most=10))

    assert _ids(pages) == [f"2601.{number:05}" for number in range(150)]
    assert [page.resume for page in pages] == ["100", ""]


def test_an_empty_page_in_the_middle_is_asked_for_again_and_never_the_end() -> None:
    feeds = Feeds()
    feeds.add(_list_of(HERON_QUERY, 100), feed(total=150))

    with feeds.asking() as asking, pytest.raises(BrokenAnswer, match="nothing from place 100 of a list of 150"):
        asking.arxiv.page(HERON, "100")

    assert len(asking.log.tries) == 4


def test_no_more_is_asked_of_a_list_than_arxiv_tells() -> None:
    feeds = Feeds()
    feeds.add(_list_of(HERON_QUERY, 29_950, 50), feed(*_ids_from(0, 50), total=40_000))

    with feeds.asking() as asking:
        last = asking.arxiv.page(HERON, "29950")
        with pytest.raises(SourceRefused, match="no more than 30,000 records"):
            asking.arxiv.page(HERON, last.resume)

    assert (last.resume, len(asking.log.tries)) == ("30000", 1)


def test_what_arxiv_cannot_know_is_not_asked() -> None:
    with Feeds().asking() as asking:
        assert asking.arxiv.page(replace(HERON, names=("长风-2",))) == Page()
        assert asking.arxiv.page(Look(aim=Aim.WORKS, ids=(("doi", "10.1000/abc"),))) == Page()
        with pytest.raises(SourceRefused, match="does not tell which works are citing"):
            asking.arxiv.page(Look(aim=Aim.CITING, ids=(("arxiv", "2601.00001"),)))
        with pytest.raises(ResumeLost):
            asking.arxiv.page(HERON, "verb%3DListRecords")

    assert asking.log.tries == []


def test_works_are_asked_for_by_the_hundred_with_their_versions() -> None:
    ids = tuple(("arxiv", f"2601.{number:05}" + "v1" * (number == 1)) for number in range(101))
    values = [value for _, value in ids]
    feeds = Feeds()
    feeds.add({"id_list": ",".join(values[:100]), "start": "0", "max_results": "100"}, feed(*_ids_from(0, 2), total=2))
    feeds.add({"id_list": values[100], "start": "0", "max_results": "100"}, feed(total=0))

    with feeds.asking() as asking:
        pages = list(pages_of(asking.arxiv, Look(aim=Aim.WORKS, ids=ids), most=10))

    assert _ids(pages) == ["2601.00000", "2601.00001"]
    assert [page.resume for page in pages] == ["100", ""]


def test_a_wrong_id_is_refused_by_name_and_not_asked_again() -> None:
    feeds = Feeds()
    parameters = {"id_list": "2601.00001", "start": "0", "max_results": "100"}
    feeds.add(parameters, error_feed("incorrect id format for 2601.00001"), status=400)

    with feeds.asking() as asking, pytest.raises(SourceRefused, match=r"incorrect id format for 2601\.00001"):
        asking.arxiv.page(Look(aim=Aim.WORKS, ids=(("arxiv", "2601.00001"),)))

    assert len(asking.log.tries) == 1


def test_it_says_what_it_is_and_can_be_asked() -> None:
    with Feeds().asking() as asking:
        connector: Connector = asking.arxiv

        assert connector.source is Source.ARXIV
        assert connector.aims == {Aim.CHANGED, Aim.WORDS, Aim.WORKS}
