"""A law of lists: whatever goes wrong on the way, a list ends whole, and no service was asked faster than it allows."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claims.core.sources import Aim, Look
from claims.sources.client import StrictClient
from claims.sources.connectors import Client, Connector, pages_of
from claims.sources.crossref import Crossref
from claims.sources.datacite import DataCite
from claims.sources.hugging_face import HuggingFace
from claims.sources.openalex import OpenAlex
from claims.sources.semantic_scholar import SemanticScholar
from claims.sources.troubles import SourceTrouble
from tests.sources.made_up_faults import faults
from tests.sources.open_gate import KeptLog, PatientGate
from tests.standin import Citing, Clock, Fault, FaultKind, Library, Notice, Rule, Service, StandIn, Work, standing_in

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
DAY = date(2026, 11, 20)
TRIES, MOST_PAGES = 8, 20
# How long a service that is closed is left alone before the list is begun again (s).
QUIET = 700
SEED = Work(title="The first", datestamp=DAY, arxiv_id="2611.99999", published=DAY)


def _work(number: int) -> Work:
    return Work(
        title=f"Follow-up {number}",
        datestamp=DAY,
        arxiv_id=f"2611.{number:05}",
        published=DAY,
        daily_on=date(2026, 11, 24 + number % 2),
        references=(Citing(key=SEED.key, contexts=("As in [1].",)),),
    )


def _published(number: int) -> Work:
    notice = Notice(type="retraction", doi=f"10.1234/n{number}", updated=DAY)
    return Work(title=f"Study {number}", datestamp=DAY, doi=f"10.1234/p{number}", published=DAY, notices=(notice,))


@dataclass(frozen=True, kw_only=True)
class List:
    """A question whose answer has several pages. `works` are those that are due.

    `tells_its_end`: that a page without anything on it is not the last can be seen from the answer.
    """

    service: Service
    connector: Callable[[Client, str], Connector]
    look: Look
    works: tuple[Work, ...]
    tells_its_end: bool = True


_CITING = Look(aim=Aim.CITING, ids=(("arxiv", SEED.arxiv_id),))
_WORKS = tuple(map(_work, range(130)))
LISTS = {
    "OpenAlex without a key": List(
        service=Service.OPENALEX,
        connector=lambda client, url: OpenAlex(client=client, url=url),
        look=_CITING,
        works=_WORKS,
    ),
    "OpenAlex with a key": List(
        service=Service.OPENALEX,
        connector=lambda client, url: OpenAlex(client=client, url=url, key="free-key"),
        look=_CITING,
        works=_WORKS,
    ),
    "Semantic Scholar": List(
        service=Service.S2,
        connector=lambda client, url: SemanticScholar(client=client, url=url, key="s2-key"),
        look=_CITING,
        works=tuple(map(_work, range(1_010))),
        tells_its_end=False,
    ),
    "Crossref": List(
        service=Service.CROSSREF,
        connector=lambda client, url: Crossref(client=client, url=url),
        look=Look(aim=Aim.CHANGED, since=DAY),
        works=tuple(map(_published, range(110))),
    ),
    "DataCite": List(
        service=Service.DATACITE,
        connector=lambda client, url: DataCite(client=client, url=url),
        look=Look(aim=Aim.WORKS, ids=tuple(("arxiv", work.arxiv_id) for work in _WORKS)),
        works=_WORKS,
    ),
    "Hugging Face": List(
        service=Service.HF,
        connector=lambda client, url: HuggingFace(client=client, url=url),
        look=Look(aim=Aim.CHANGED, since=date(2026, 11, 24)),
        works=_WORKS,
        tells_its_end=False,
    ),
}


def _told(standin: StandIn, asked: List) -> set[str]:
    """The titles of a list that came to its end, begun again after each trouble."""
    clock = standin.clock
    client = StrictClient(
        contact="editors@example.org",
        gate=PatientGate(clock=clock),
        log=KeptLog(),
        clock=clock.now,
        sleep=clock.advance,
    )
    connector = asked.connector(client, standin.url(asked.service))
    for _ in range(TRIES):
        try:
            pages = list(pages_of(connector, asked.look, most=MOST_PAGES))
        except SourceTrouble:
            clock.advance(QUIET)
        else:
            assert [one for page in pages for one in page.unreadable] == []
            return {one.record.title for page in pages for one in page.records}
    raise AssertionError(f"no list came to its end in {TRIES} tries")


@pytest.mark.parametrize("kind", LISTS)
@given(script=st.dictionaries(st.integers(1, 8), faults(), max_size=5))
@settings(max_examples=25)
def test_whatever_goes_wrong_a_list_ends_whole(kind: str, script: dict[int, Fault]) -> None:
    asked = LISTS[kind]
    told = {
        number: fault
        for number, fault in script.items()
        if asked.tells_its_end or fault.kind is not FaultKind.EMPTY_PAGE
    }
    with standing_in(Library([SEED, *asked.works]), clock=Clock(NOW)) as standin:
        standin.faults.add(*(Rule(service=asked.service, fault=fault, at=(at,)) for at, fault in told.items()))
        assert _told(standin, asked) == {work.title for work in asked.works}
        assert standin.log.breaches(asked.service) == ()
        hasty = [one.number for one in standin.log.asked(asked.service) if one.status == 429 and not one.fault]
        assert hasty == []
