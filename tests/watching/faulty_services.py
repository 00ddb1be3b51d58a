"""Each service with a question of several pages, and everything that can go wrong with its answers."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime

from claims.core.sources import Aim, Look
from claims.sources.arxiv import Arxiv
from claims.sources.connectors import Client, pages_of
from claims.sources.crossref import Crossref
from claims.sources.datacite import DataCite
from claims.sources.feeds import fetch_feed
from claims.sources.marks import Marks
from claims.sources.openalex import OpenAlex
from claims.sources.semantic_scholar import SemanticScholar
from tests.standin import (
    Citing,
    Fault,
    FaultKind,
    FeedItem,
    Library,
    Notice,
    Service,
    StandIn,
    Version,
    Work,
)

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
DAY = date(2026, 11, 20)
SEED = Work(title="The first", datestamp=DAY, arxiv_id="2611.99999", published=DAY, categories=("math.NA",))
MOST_PAGES = 20


@dataclass(frozen=True, kw_only=True)
class Case:
    """A question and where it is asked; `ask` gives all that was told, in any form that can be compared."""

    service: Service
    ask: Callable[[Client, StandIn], list[object]]


def library() -> Library:
    """Papers that cite the first, published works that were taken back, and items of a feed."""
    return Library([SEED, *map(_paper, range(130)), *map(_published, range(130)), *map(_item, range(5))])


def _paper(number: int) -> Work:
    return Work(
        title=f"Zephyr-9 in town {number}",
        datestamp=date(2026, 11, 20 + number % 3),
        arxiv_id=f"2611.{number:05}",
        published=DAY,
        abstract="We train Zephyr-9 – with 3 parameters.",
        versions=(Version(number=1, date=datetime(2026, 11, 20, tzinfo=UTC)),),
        categories=("cs.CL",),
        references=(Citing(key=SEED.key, contexts=("As in [1].",)),),
    )


def _published(number: int) -> Work:
    notice = Notice(type="retraction", doi=f"10.1234/n{number}", updated=DAY)
    return Work(title=f"Étude {number}", datestamp=DAY, doi=f"10.1234/p{number}", published=DAY, notices=(notice,))


def _item(number: int) -> FeedItem:
    link = f"https://lab.example/posts/{number}"
    return FeedItem(feed="lab", title=f"Zephyr – {number}", link=link, guid=link, published=NOW)


def _arxiv(client: Client, standin: StandIn) -> Arxiv:
    return Arxiv(
        client=client,
        oai_url=f"{standin.url(Service.ARXIV_OAI)}/oai",
        api_url=f"{standin.url(Service.ARXIV_API)}/query",
    )


def _harvest(client: Client, standin: StandIn) -> list[object]:
    look = Look(aim=Aim.CHANGED, collection="cs:cs:CL", since=DAY)
    return [one for page in pages_of(_arxiv(client, standin), look, most=MOST_PAGES) for one in page.records]


def _words(client: Client, standin: StandIn) -> list[object]:
    look = Look(aim=Aim.WORDS, names=("Zephyr-9",), since=DAY)
    return [one for page in pages_of(_arxiv(client, standin), look, most=MOST_PAGES) for one in page.records]


def _openalex(client: Client, standin: StandIn) -> list[object]:
    connector = OpenAlex(client=client, url=standin.url(Service.OPENALEX))
    look = Look(aim=Aim.CITING, ids=(("arxiv", SEED.arxiv_id),))
    return [one for page in pages_of(connector, look, most=MOST_PAGES) for one in page.records]


def _crossref(client: Client, standin: StandIn) -> list[object]:
    connector = Crossref(client=client, url=standin.url(Service.CROSSREF))
    look = Look(aim=Aim.CHANGED, since=DAY)
    return [one for page in pages_of(connector, look, most=MOST_PAGES) for one in page.records]


def _datacite(client: Client, standin: StandIn) -> list[object]:
    connector = DataCite(client=client, url=standin.url(Service.DATACITE))
    look = Look(aim=Aim.WORKS, ids=tuple(("arxiv", f"2611.{number:05}") for number in range(70)))
    return [one for page in pages_of(connector, look, most=MOST_PAGES) for one in page.records]


def _semantic_scholar(client: Client, standin: StandIn) -> list[object]:
    connector = SemanticScholar(client=client, url=standin.url(Service.S2), key="s2-key")
    look = Look(aim=Aim.CITING, ids=(("arxiv", SEED.arxiv_id),))
    return [one for page in pages_of(connector, look, most=MOST_PAGES) for one in page.records]


def _feed(client: Client, standin: StandIn) -> list[object]:
    return list(fetch_feed(client, f"{standin.url(Service.FEEDS)}/lab", marks=Marks()).items)


CASES: Mapping[str, Case] = {
    "arXiv harvest": Case(service=Service.ARXIV_OAI, ask=_harvest),
    "arXiv query": Case(service=Service.ARXIV_API, ask=_words),
    "OpenAlex": Case(service=Service.OPENALEX, ask=_openalex),
    "Crossref": Case(service=Service.CROSSREF, ask=_crossref),
    "DataCite": Case(service=Service.DATACITE, ask=_datacite),
    "Semantic Scholar": Case(service=Service.S2, ask=_semantic_scholar),
    "Feeds": Case(service=Service.FEEDS, ask=_feed),
}

FAULTS: Mapping[str, Fault] = {
    "429, Retry-After in seconds": Fault(kind=FaultKind.STATUS, status=429, retry_after=20),
    "429, Retry-After as a date": Fault(kind=FaultKind.STATUS, status=429, retry_after=20, as_date=True),
    "429, Retry-After of hours": Fault(kind=FaultKind.STATUS, status=429, retry_after=7200),
    "429, bare": Fault(kind=FaultKind.STATUS, status=429),
    "503, Retry-After": Fault(kind=FaultKind.STATUS, status=503, retry_after=20),
    "503, bare": Fault(kind=FaultKind.STATUS, status=503),
    "502": Fault(kind=FaultKind.STATUS, status=502),
    "body cut, well sent": Fault(kind=FaultKind.BODY_CUT),
    "connection cut": Fault(kind=FaultKind.CONNECTION_CUT),
    "reset before the headers": Fault(kind=FaultKind.RESET_BEFORE),
    "reset after the headers": Fault(kind=FaultKind.RESET_AFTER),
    "200 and nothing in it": Fault(kind=FaultKind.EMPTY),
    "200 and a web page": Fault(kind=FaultKind.BOT_WALL),
    "never answers": Fault(kind=FaultKind.HANG, seconds=8.0),
    "starts too late": Fault(kind=FaultKind.SLOW_START, seconds=8.0),
    "drips": Fault(kind=FaultKind.DRIP, seconds=8.0),
    "page without records": Fault(kind=FaultKind.EMPTY_PAGE),
    "wrong charset told": Fault(kind=FaultKind.WRONG_CHARSET),
    "byte order mark": Fault(kind=FaultKind.BYTE_ORDER_MARK),
    "bytes that are no text": Fault(kind=FaultKind.BAD_BYTES),
    "document type with entities": Fault(kind=FaultKind.ENTITY_BOMB),
}
# They take real time: a client's patience is no matter of the clock that a test sets.
SLOW = frozenset({FaultKind.HANG, FaultKind.SLOW_START, FaultKind.DRIP})
