"""Keeping the index true: the terms of papers and the probes of claims."""

from collections.abc import Iterable

from django.db import connection, transaction

from claims.matching.probes import probes_of
from claims.matching.terms import terms
from claims.models import Claim, ClaimProbe, Paper, PaperTerms

BATCH = 500


def text_of(paper: Paper) -> str:
    """All text of a paper's newest version: title, abstract and the passages at hand."""
    return " ".join(part.text for part in paper.to_core().texts())


def index_papers(papers: Iterable[Paper]) -> None:
    """Write the terms of these papers anew; repeating it changes nothing.

    `array_to_tsvector` takes our terms as they are, where `to_tsvector` would cut them again.
    """
    rows = [(paper.pk, sorted(set(terms(text_of(paper))))) for paper in papers]
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {PaperTerms._meta.db_table} (paper_id, vector) VALUES (%s, array_to_tsvector(%s))"  # noqa: S608 - our own table's name
            " ON CONFLICT (paper_id) DO UPDATE SET vector = EXCLUDED.vector",
            rows,
        )


def index_claims(claims: Iterable[Claim]) -> None:
    """File these claims under their probes, replacing what they were filed under; repeating it changes nothing."""
    for claim in claims:
        wanted = {(probe.anchor, probe.query) for probe in probes_of(claim.to_core())}
        with transaction.atomic():
            filed = {(row.anchor, row.wording): row.pk for row in claim.probes.all()}
            gone = [key for probe, key in filed.items() if probe not in wanted]
            claim.probes.filter(pk__in=gone).delete()
            ClaimProbe.objects.bulk_create(
                [
                    ClaimProbe(claim=claim, anchor=anchor, wording=query, query=query)
                    for anchor, query in sorted(wanted - filed.keys())
                ],
                ignore_conflicts=True,
            )
