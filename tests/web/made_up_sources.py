"""Sources in several states, as the logs and schedules would tell: one answers, one fails, one is left alone."""

from datetime import datetime, timedelta
from decimal import Decimal

from claims.core.sources import Source
from claims.models import (
    Citation,
    Claim,
    Feed,
    Fetch,
    Harvest,
    Paper,
    PaperWatch,
    Question,
    RawRecord,
    SourceTurn,
    Visit,
    VisitSource,
    WaitingPaper,
)
from tests.web.made_up_claims import NOW, claim, paper

BUSY = "https://export.arxiv.org/api/query?search_query=all:zephyr answered 429 (Rate exceeded.)."
PLAIN = "export.arxiv.org asked us to slow down (429)"


def fetch(source: Source, at: datetime, *, failure: str = "", status: int | None = 200, cost: str = "0") -> Fetch:
    return Fetch.objects.create(
        source=source,
        method="GET",
        url="https://api.example/works?q=zephyr",
        status=status,
        size=1000,
        started_at=at,
        seconds=0.5,
        attempt=1,
        cost_usd=Decimal(cost),
        failure=failure,
    )


def harvest(source: Source = Source.ARXIV, collection: str = "cs:cs:CL", **fields: object) -> Harvest:
    told: dict[str, object] = {"every": timedelta(days=1), "starts_on": NOW.date(), "due_at": NOW + timedelta(hours=5)}
    return Harvest.objects.create(source=source, collection=collection, **told | fields)


def asked(
    made: Claim, source: VisitSource, at: datetime, *, query: str = "words · Zephyr-9", **fields: object
) -> Visit:
    return Visit.objects.create(
        claim=made, source=source, query=query, started_at=at, finished_at=at + timedelta(seconds=2), **fields
    )


def sources_in_several_states() -> None:
    """arXiv has failed for two days, OpenAlex answers and costs, Crossref fails now and then, DataCite is closed."""
    for back in range(2, 26):
        fetch(Source.ARXIV, NOW - timedelta(days=back))
    for hours in (30, 10, 1):
        fetch(Source.ARXIV, NOW - timedelta(hours=hours), failure=BUSY, status=429)
    for back in range(30):
        fetch(Source.OPENALEX, NOW - timedelta(days=back, hours=1), cost="0.001")
    for back in range(0, 28, 2):
        fetch(Source.CROSSREF, NOW - timedelta(days=back, hours=3))
        if back % 6 == 0:
            broken = "https://api.crossref.org/works?query=zephyr could not be read: Connection reset by peer."
            fetch(Source.CROSSREF, NOW - timedelta(days=back, hours=4), failure=broken, status=None)
    fetch(Source.FEED, NOW - timedelta(hours=2))
    SourceTurn.objects.create(
        pace=Source.DATACITE,
        next_allowed_at=NOW + timedelta(hours=3),
        closed="https://api.datacite.org/x answered 503.",
    )
    harvest(
        high_water=NOW - timedelta(days=2), finished_at=NOW - timedelta(days=2), pages=3, records=2500, total=2500,
        failing_since=NOW - timedelta(hours=30), failures=3, failure=BUSY,
    )  # fmt: skip
    harvest(
        collection="cs:cs:LG", started_at=NOW, pages=12, records=4000, total=10000, resume="token",
        pending_high_water=NOW,
    )  # fmt: skip
    harvest(Source.CROSSREF, "", stopped=True, due_at=None)
    Feed.objects.create(url="https://labs.example/feed", name="Nimbus Labs", every=timedelta(hours=1), read_at=NOW)
    Feed.objects.create(
        url="https://news.example/feed", name="The Daily Model", every=timedelta(hours=1),
        failing_since=NOW - timedelta(days=4), failures=9, failure="https://news.example/feed?key=1 answered 404.",
    )  # fmt: skip


def watched_papers() -> Paper:
    """A paper with everything that watching keeps of it, and a question that was asked."""
    made = paper("Counting Zephyr", abstract="Zephyr-9 used 45 MWh.").paper
    other = paper("Counting again", abstract="We count Zephyr-9 again.").paper
    WaitingPaper.objects.create(paper=made, due_at=NOW - timedelta(hours=2))
    PaperWatch.objects.create(paper=made, due_at=NOW + timedelta(days=7), checked_at=NOW)
    Citation.objects.create(citing=other, cited=made, source=Source.SEMANTIC_SCHOLAR, recorded_at=NOW)
    Question.objects.create(source=Source.ARXIV, told="words · Zephyr-9", asked_at=NOW, answered_at=NOW, found=3)
    RawRecord.objects.create(
        source=Source.ARXIV, native_id="2401.00001", version="1", payload="<record><b>Zephyr</b></record>",
        sha256="0" * 64, refusal="It has no title.", recorded_at=NOW,
    )  # fmt: skip
    return made


def looked_for() -> Claim:
    """A claim with three looks, in the newest of which arXiv did not answer."""
    made = claim("Zephyr-9 is large.")
    for back in (30, 16, 2):
        at = NOW - timedelta(days=back)
        asked(made, VisitSource.ARXIV, at, papers_found=3 if back != 2 else 0, failure=BUSY if back == 2 else "")
        asked(made, VisitSource.OPENALEX, at + timedelta(seconds=5), papers_found=100, has_more=True, since=at.date())
        asked(
            made, VisitSource.STORED_PAPERS, at + timedelta(seconds=9), query="zephyr-9", papers_considered=4,
            new_evidence=int(back == 30),
        )  # fmt: skip
    return made
