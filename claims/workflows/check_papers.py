"""Ask after papers that claims rest on: new versions, corrections, retractions. Weekly, for these come late."""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import batched

from claims.core.sources import Aim, Identifier, Look, Source
from claims.models import IdentifierScheme, PaperIdentifier, PaperWatch
from claims.sources.connectors import Connector, pages_of
from claims.sources.troubles import SourceTrouble
from claims.workflows.reopen_claims import reopen_claims
from claims.workflows.store_page import store_page

EVERY = timedelta(days=7)
# A source that could not be asked is asked again after this.
AFTER_A_MISS = timedelta(days=1)
# As many works as every source takes in one question.
AT_ONCE = 50
# An answer about so few works has few pages; more is a server that goes in circles.
MOST_PAGES = 5
# Who is asked after works with an id of this kind.
ASKED = {IdentifierScheme.ARXIV.value: (Source.ARXIV,), IdentifierScheme.DOI.value: (Source.CROSSREF, Source.DATACITE)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How many papers were asked after, how many say something new, of how many something is said, and what failed."""

    papers: int
    changed: int
    noticed: int
    failures: tuple[str, ...]


def check_papers(
    paper_ids: Collection[int], connectors: Mapping[Source, Connector], *, clock: Callable[[], datetime]
) -> Outcome:
    """Ask the sources that know these papers, store what they say now, and draw the consequences.

    Repeating it stores nothing. A source that fails leaves its papers due for tomorrow, with the reason. Raises
    nothing.
    """
    works = _works(paper_ids)
    failed = dict[int, str]()
    changed, noticed = set[int](), set[int]()
    for source, papers in works.items():
        if connector := connectors.get(source):
            for portion in batched(papers, AT_ONCE):
                try:
                    look = Look(aim=Aim.WORKS, ids=tuple(name for name, _ in portion))
                    for page in pages_of(connector, look, most=MOST_PAGES):
                        stored = store_page(source, page, now=clock())
                        changed.update(stored.paper_ids)
                        noticed.update(stored.noticed_ids)
                except SourceTrouble as trouble:
                    failed.update((paper, str(trouble)) for _, paper in portion)
    reopen_claims(sorted(noticed), now=clock())
    _sign(paper_ids, failed, now=clock())
    return Outcome(
        papers=len(paper_ids),
        changed=len(changed),
        noticed=len(noticed),
        failures=tuple(sorted(set(failed.values()))),
    )


def _works(paper_ids: Collection[int]) -> dict[Source, list[tuple[Identifier, int]]]:
    found = defaultdict[Source, list[tuple[Identifier, int]]](list)
    rows = PaperIdentifier.objects.filter(paper__in=paper_ids, scheme__in=ASKED).order_by("pk")
    for scheme, value, paper in rows.values_list("scheme", "value", "paper_id"):
        for source in ASKED[scheme]:
            found[source].append(((scheme, value), paper))
    return found


def _sign(paper_ids: Collection[int], failed: Mapping[int, str], *, now: datetime) -> None:
    PaperWatch.objects.filter(pk__in=set(paper_ids) - failed.keys()).update(
        checked_at=now, due_at=now + EVERY, leased_until=None, failure=""
    )
    for failure in set(failed.values()):
        papers = [paper for paper, told in failed.items() if told == failure]
        PaperWatch.objects.filter(pk__in=papers).update(due_at=now + AFTER_A_MISS, leased_until=None, failure=failure)
