"""A law of harvests: whatever goes wrong on the way, the end is the library, and arXiv's manners were kept."""

from dataclasses import replace
from datetime import UTC, date, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from claims.core.sources import Aim, Look
from claims.sources.arxiv import Arxiv
from claims.sources.client import StrictClient
from claims.sources.connectors import pages_of
from claims.sources.troubles import SourceTrouble
from tests.sources.made_up_faults import faults
from tests.sources.open_gate import KeptLog, PatientGate
from tests.standin import ARXIV, SPEC, Clock, Fault, Library, Rule, Service, StandIn, standing_in
from tests.standin.made_up import made_up_works
from tests.standin.profiles import Profile

NOW = datetime(2025, 4, 1, 1, tzinfo=UTC)
WORKS = tuple(made_up_works(40, since=date(2025, 3, 3)))
PROFILES = tuple(replace(profile, page_records=7, namespace=ARXIV.namespace) for profile in (ARXIV, SPEC))
TRIES = 8
# How long a closed source is left alone before the harvest is begun again (s).
QUIET = 700
MOST_PAGES = 60


def _harvested(standin: StandIn) -> list[str]:
    """The ids of a harvest that came to its end, begun again after each trouble."""
    clock = standin.clock
    client = StrictClient(
        contact="editors@example.org",
        gate=PatientGate(clock=clock),
        log=KeptLog(),
        clock=clock.now,
        sleep=clock.advance,
        allow_private=True,
    )
    arxiv = Arxiv(client=client, oai_url=f"{standin.url(Service.ARXIV_OAI)}/oai", api_url="http://127.0.0.1:1/")
    for _ in range(TRIES):
        try:
            pages = pages_of(arxiv, Look(aim=Aim.CHANGED, since=date(2025, 3, 3)), most=MOST_PAGES)
            return [one.native_id for page in pages for one in page.records]
        except SourceTrouble:
            clock.advance(QUIET)
    raise AssertionError(f"no harvest came to its end in {TRIES} tries")


@given(profile=st.sampled_from(PROFILES), script=st.dictionaries(st.integers(1, 8), faults(), max_size=5))
@settings(max_examples=60)
def test_whatever_goes_wrong_the_harvest_ends_with_the_whole_library(
    profile: Profile, script: dict[int, Fault]
) -> None:
    with standing_in(Library(WORKS), profile=profile, clock=Clock(NOW)) as standin:
        standin.faults.add(
            *(Rule(service=Service.ARXIV_OAI, fault=fault, at=(number,)) for number, fault in script.items())
        )
        assert _harvested(standin) == [work.arxiv_id for work in WORKS]
        assert standin.log.breaches(Service.ARXIV_OAI) == ()
