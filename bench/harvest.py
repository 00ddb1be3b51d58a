"""A harvest from end to end: how many records a second are fetched and parsed, joined and stored, and matched.

`python -m bench.harvest [RECORDS]`. The stand-in for arXiv runs as a process of its own and serves real records from
`../shared/data` beside the project, which the bench needs; the pace of three seconds is left out, for it is arXiv's and
not ours. Everything happens in transactions that are rolled back. What is timed is the processor, ours and the
database's; the limit is a plain COPY of the same rows.
"""

import gzip
import itertools
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path

import django

from bench.abstract_claims import abstracts, claims_from, sentences_of
from bench.ingest import NOW, PAPERS, copy_rows, prepared
from bench.rounds import ROUNDS, medians, processor_seconds
from claims.core.papers import PaperRecord
from claims.core.sources import Aim, Look, Page, Source
from claims.core.statements import Attribution, ClaimKind
from claims.sources.arxiv import Arxiv
from claims.sources.client import StrictClient
from claims.sources.connectors import pages_of
from tests.sources.open_gate import KeptLog, OpenGate
from tests.standin import Author, Library, Version, Work
from tests.standin.library import store

# Claims that the papers are matched with.
CLAIMS = 10_000
MOST_PAGES = 10_000


def main(count: int) -> None:
    """Print records a second of each step and of the whole, and what share of the limit that is."""
    if not PAPERS.is_file():
        print("needs the measured data beside the project")
        return
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tracker.settings")
    django.setup()
    from django.db import transaction

    works = _works(count)
    with _serving(works) as arxiv, transaction.atomic():
        look = Look(aim=Aim.CHANGED, since=works[0].datestamp, until=works[-1].datestamp)
        pages = list(pages_of(arxiv, look, most=MOST_PAGES))
        records = [told.record for page in pages for told in page.records]
        if len(records) != len(works):
            raise SystemExit(f"{len(records)} of {len(works)} records came")
        _fill_claims()
        ways = {
            "fetch and parse": lambda: list(pages_of(arxiv, look, most=MOST_PAGES)),
            "join and store": prepared(lambda _: _store(pages), records),
            "join, store and match": prepared(lambda _: _match(pages), records),
            "plain COPY, the limit": prepared(copy_rows, records),
        }
        seconds = medians(ways, clock=processor_seconds)
        transaction.set_rollback(True)
    _tell(seconds, records, pages)


def _tell(seconds: dict[str, float], records: list[PaperRecord], pages: list[Page]) -> None:
    whole = seconds["fetch and parse"] + seconds["join, store and match"]
    print(f"{len(records)} records on {len(pages)} pages, {CLAIMS} claims, medians of {ROUNDS} rounds, processor time")
    for name, taken in (*seconds.items(), ("the whole", whole)):
        print(f"  {name}: {len(records) / taken:,.0f} records a second")
    print(f"  the whole is {seconds['plain COPY, the limit'] / whole:.2f} of the limit")


def _works(count: int) -> list[Work]:
    with gzip.open(PAPERS, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in itertools.islice(lines, count)]
    works = [
        Work(
            title=row["title"],
            abstract=row["abstract"],
            arxiv_id=row["id"],
            datestamp=date.fromisoformat(row["listed"]),
            authors=tuple(Author(family=name) for name in row["authors"]),
            # Among them are classes of the ACM and the MSC, which arXiv tells elsewhere.
            categories=tuple(name for name in row["categories"] if name[0].islower()),
            versions=(Version(number=1, date=datetime.fromisoformat(f"{row['listed']}T00:00:00+00:00")),),
        )
        for row in rows
    ]
    return sorted(works, key=lambda work: work.datestamp)


@contextmanager
def _serving(works: list[Work]) -> Iterator[Arxiv]:
    with tempfile.TemporaryDirectory() as folder:
        library = Path(folder) / "library.jsonl"
        store(Library(works), library)
        command = [sys.executable, "-m", "tests.standin", str(library), "--lenient"]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:  # noqa: S603 - our own module
            try:
                root = server.stdout.readline().strip() if server.stdout else ""
                client = StrictClient(contact="bench@example.org", gate=OpenGate(), log=KeptLog(), clock=lambda: NOW)
                yield Arxiv(client=client, oai_url=f"{root}/arxiv-oai/oai", api_url=f"{root}/arxiv-api/query")
            finally:
                server.terminate()


def _fill_claims() -> None:
    """Claims made of the abstracts' own sentences, filed for reverse search; none is due."""
    from claims.matching.probes import probes_of
    from claims.models import Claim, ClaimProbe

    said = list(itertools.islice(claims_from(sentences_of(abstracts())), CLAIMS))
    rows = Claim.objects.bulk_create(
        [
            Claim(
                text=one.text,
                language="en",
                kind=ClaimKind.QUANTITY,
                attribution=Attribution.REPORTED,
                recorded_at=NOW,
            )
            for one in said
        ],
        batch_size=5_000,
    )
    ClaimProbe.objects.bulk_create(
        [
            ClaimProbe(claim=row, number=number, anchor=probe.anchor, name=probe.name, context=probe.context)
            for row, one in zip(rows, said, strict=True)
            for number, probe in enumerate(probes_of(one))
        ],
        batch_size=5_000,
    )


def _store(pages: list[Page]) -> None:
    from claims.workflows.store_page import store_page

    for page in pages:
        store_page(Source.ARXIV, page, now=NOW)


def _match(pages: list[Page]) -> None:
    from claims.workflows.match_waiting import match_waiting

    _store(pages)
    while match_waiting(now=NOW):
        pass


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 4_000)
