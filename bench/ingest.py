"""Storing paper records: `import_papers` against a `save()` for each row, and against a plain COPY of the same rows.

`python -m bench.ingest [RECORDS]`. Reads `../shared/data` beside the project and skips where it is absent. Everything
happens in transactions that are rolled back; constraints are checked before that, as a commit would. What is timed is
the processor, ours and the database's together, since other work on the machine moves the wall clock by half.
"""

import gzip
import itertools
import json
import os
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

import django

from bench.rounds import ROUNDS, medians, processor_seconds
from claims.core.paper_rows import paper_from_row
from claims.core.papers import PaperRecord

PAPERS = Path(__file__).resolve().parents[2] / "shared" / "data" / "papers" / "arxiv_2025-03_2026-03.jsonl.gz"
NOW = datetime(2026, 1, 1, tzinfo=UTC)


def main(count: int) -> None:
    """Print records a second of each way, and how they compare."""
    if not PAPERS.is_file():
        print("needs the measured data beside the project")
        return
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tracker.settings")
    django.setup()
    from django.db import transaction

    with gzip.open(PAPERS, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in itertools.islice(lines, count)]
    records = [paper_from_row({**row, "arxiv_id": row["id"], "date": row["listed"]}) for row in rows]
    ways = (save_each, copy_rows, import_new)
    seconds = medians({way.__name__: prepared(way, records) for way in ways}, clock=processor_seconds)
    with transaction.atomic():
        import_new(records)
        seconds |= medians({"import_known": prepared(import_new, records)}, clock=processor_seconds)
        transaction.set_rollback(True)
    speed = {name: len(records) / taken for name, taken in seconds.items()}
    print(f"{len(records)} records of arXiv, medians of {ROUNDS} interleaved rounds, processor time")
    for name, records_a_second in speed.items():
        print(f"  {name}: {records_a_second:,.0f} records a second")
    print(f"  import_new is {speed['import_new'] / speed['save_each']:.1f} x save_each")
    print(f"  import_new is {speed['import_new'] / speed['copy_rows']:.2f} of copy_rows, the limit")


def prepared(way: Callable[[Sequence[PaperRecord]], object], records: Sequence[PaperRecord]) -> Callable[[], None]:
    """The way as it is timed: on these records, with the constraints checked, and leaving nothing behind."""
    from django.db import connection, transaction

    def run() -> None:
        with transaction.atomic():
            way(records)
            connection.check_constraints()
            transaction.set_rollback(True)

    return run


def save_each(records: Sequence[PaperRecord]) -> None:
    """What Django's own way would be: every row by itself, nothing looked up, no ids joined."""
    from claims.models import Paper, PaperIdentifier, PaperVersion
    from claims.workflows.join_papers import fingerprint, identifiers_of

    for record in records:
        paper = Paper(title=record.title, authors=record.authors, published_on=record.published_on, recorded_at=NOW)
        paper.save()
        for scheme, value in identifiers_of(record):
            PaperIdentifier(paper=paper, scheme=scheme, value=value).save()
        PaperVersion(
            paper=paper,
            title=record.title,
            abstract=record.abstract,
            published_on=record.published_on,
            content_sha256=fingerprint(record),
            recorded_at=NOW,
        ).save()


def copy_rows(records: Sequence[PaperRecord]) -> None:
    """The limit: the same rows with numbers of their own, copied without a look at what is stored."""
    from django.db import connection

    from claims.workflows.join_papers import fingerprint

    first = 10**12
    papers = "claims_paper (id, title, authors, organisations, venue, url, published_on, standing, recorded_at)"
    versions = "claims_paperversion (paper_id, title, abstract, published_on, content_sha256, is_repeat, recorded_at)"
    with connection.cursor() as cursor:
        with cursor.copy(f"COPY {papers} FROM STDIN") as into:
            for number, record in enumerate(records, start=first):
                authors = json.dumps(record.authors)
                into.write_row((number, record.title, authors, "[]", "", "", record.published_on, "current", NOW))
        with cursor.copy("COPY claims_paperidentifier (paper_id, scheme, value) FROM STDIN") as into:
            for number, record in enumerate(records, start=first):
                into.write_row((number, "arxiv", record.arxiv_id))
        with cursor.copy(f"COPY {versions} FROM STDIN") as into:
            for number, record in enumerate(records, start=first):
                sha256 = fingerprint(record)
                into.write_row((number, record.title, record.abstract, record.published_on, sha256, False, NOW))


def import_new(records: Sequence[PaperRecord]) -> None:
    """What the product does; `import_known` is the same with records that are all stored already."""
    from claims.workflows.import_papers import import_papers

    import_papers(records, now=NOW)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5_000)
