"""A law of harvests: whatever goes wrong on the way, the end is the library, and arXiv's manners were kept."""

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from claims.core.sources import Aim, Look
from claims.sources.arxiv import Arxiv
from claims.sources.client import StrictClient
from claims.sources.connectors import pages_of
from claims.sources.paces import Turn
from claims.sources.troubles import SourceTrouble
from tests.sources.open_gate import KeptLog, OpenGate
from tests.standin import ARXIV, SPEC, Clock, Fault, FaultKind, Library, Rule, Service, StandIn, standing_in
from tests.standin.made_up import made_up_works
from tests.standin.profiles import Profile

NOW = datetime(2025, 4, 1, 1, tzinfo=UTC)
WORKS = tuple(made_up_works(40, since=date(2025, 3, 3)))
PROFILES = tuple(replace(profile, page_records=7, namespace=ARXIV.namespace) for profile in (ARXIV, SPEC))
# Faults that take real time are tested one by one elsewhere.
KINDS = sorted(set(FaultKind) - {FaultKind.HANG, FaultKind.SLOW_START, FaultKind.DRIP, FaultKind.HUGE})
STATUSES = {FaultKind.STATUS: (429, 500, 502, 503), FaultKind.REDIRECT: (301, 302)}
TRIES = 8
# How long a closed source is left alone before the harvest is begun again (s).
QUIET = 700
MOST_PAGES = 60


@dataclass(kw_only=True)
class PatientGate(OpenGate):
    """Lets the quiet that was asked for pass before the next turn."""

    clock: Clock = field(default_factory=Clock)

    def leave(self, turn: Turn, *, quiet: float, closed: str = "") -> datetime:
        self.clock.advance(quiet)
        return super().leave(turn, quiet=quiet, closed=closed)


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


@st.composite
def faults(draw: st.DrawFn) -> Fault:
    """Any fault."""
    kind = draw(st.sampled_from(KINDS))
    return Fault(
        kind=kind,
        status=draw(st.sampled_from(STATUSES.get(kind, (200,)))),
        retry_after=draw(st.sampled_from([None, 2, 50])),
        as_date=draw(st.booleans()),
        share=draw(st.floats(0, 0.99)),
    )


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
