"""Take one page of a source in: works, their versions and notices, who cites whom, and the records as they came.

All in one transaction, so that a page is stored whole or not at all.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from claims.core.papers import PaperRecord
from claims.core.sources import Identifier, Page, Source, SourceRecord
from claims.models import Citation, PaperIdentifier, RawRecord, WaitingPaper
from claims.workflows.import_papers import import_papers
from claims.workflows.join_papers import identifiers_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """What a page brought. `paper_ids` are new or say something new, `known_ids` all that the page speaks of."""

    new_papers: int = 0
    refused: int = 0
    paper_ids: tuple[int, ...] = ()
    noticed_ids: tuple[int, ...] = ()
    known_ids: tuple[int, ...] = ()


def store_page(source: Source, page: Page, *, now: datetime) -> Stored:
    """Store it, and let what is new wait for matching. Repeating it stores nothing.

    A record that cannot be taken in is kept with the reason and counted in `refused`; the others are stored. Raises
    nothing of its own.
    """
    with transaction.atomic():
        outcome = import_papers([told.record for told in page.records], now=now)
        why = {id(refused.record): refused.reason for refused in outcome.refused}
        papers = _papers_of(told.record for told in page.records)
        _keep_raw(source, page, papers, why, now=now)
        _keep_citations(source, page.records, papers, now=now)
        _let_wait(outcome.paper_ids, now=now)
    return Stored(
        new_papers=outcome.new_papers,
        refused=len(outcome.refused) + len(page.unreadable),
        paper_ids=outcome.paper_ids,
        noticed_ids=outcome.noticed_ids,
        known_ids=tuple(sorted({papers[id(told.record)] for told in page.records if id(told.record) in papers})),
    )


def _papers_of(records: Iterable[PaperRecord]) -> dict[int, int]:
    """`id(record)` → id of the paper that it became; what was refused is absent."""
    named = {id(record): identifiers_of(record) for record in records}
    stored = papers_named(name for names in named.values() for name in names)
    found = {key: next((stored[name] for name in names if name in stored), None) for key, names in named.items()}
    return {key: paper for key, paper in found.items() if paper is not None}


def papers_named(identifiers: Iterable[Identifier]) -> dict[Identifier, int]:
    """Identifier → id of the stored paper that has it, in one query a scheme."""
    wanted = defaultdict[str, set[str]](set)
    for scheme, value in identifiers:
        wanted[scheme].add(value)
    found: dict[Identifier, int] = {}
    for scheme, values in wanted.items():
        rows = PaperIdentifier.objects.filter(scheme=scheme, value__in=values).values_list("value", "paper_id")
        found.update(((scheme, value), paper) for value, paper in rows)
    return found


def _keep_raw(source: Source, page: Page, papers: dict[int, int], why: dict[int, str], *, now: datetime) -> None:
    told = [
        (one.native_id, one.version, one.payload, None if id(one.record) in why else papers.get(id(one.record)),
         why.get(id(one.record), ""))
        for one in page.records
    ]  # fmt: skip
    told += [(one.native_id, one.version, one.payload, None, one.reason) for one in page.unreadable]
    RawRecord.objects.bulk_create(
        [
            RawRecord(
                source=source,
                native_id=native_id[:500],
                version=version[:100],
                payload=payload.replace("\x00", ""),
                sha256=hashlib.sha256(payload.encode("utf-8", "surrogatepass")).hexdigest(),
                paper_id=paper,
                refusal=refusal,
                recorded_at=now,
            )
            for native_id, version, payload, paper, refusal in told
        ],
        ignore_conflicts=True,
    )


def _keep_citations(source: Source, records: Sequence[SourceRecord], papers: dict[int, int], *, now: datetime) -> None:
    cited = papers_named(one.work for told in records for one in told.cites)
    rows = [
        Citation(
            citing_id=papers[id(told.record)],
            cited_id=cited[one.work],
            source=source,
            contexts=list(one.contexts),
            recorded_at=now,
        )
        for told in records
        for one in told.cites
        if id(told.record) in papers and one.work in cited and papers[id(told.record)] != cited[one.work]
    ]
    Citation.objects.bulk_create(
        {(row.citing_id, row.cited_id): row for row in rows}.values(),
        update_conflicts=True,
        unique_fields=["citing", "cited", "source"],
        update_fields=["contexts"],
    )


def _let_wait(paper_ids: Sequence[int], *, now: datetime) -> None:
    """A paper that waits already and says something new waits anew, whoever holds it."""
    WaitingPaper.objects.bulk_create(
        [WaitingPaper(paper_id=paper, due_at=now) for paper in paper_ids],
        update_conflicts=True,
        unique_fields=["paper"],
        update_fields=["due_at", "leased_until"],
    )
