"""Keeping the index true: the terms of papers and the probes of claims."""

from collections.abc import Iterable

from django.db import connection, transaction

from claims.matching.probes import probes_of
from claims.matching.terms import terms
from claims.models import Claim, Paper, PaperTerms
from claims.models.claims import OPEN_WORKFLOWS

_FILE = """
INSERT INTO claims_claimprobe AS filed (claim_id, number, anchor, name, context) VALUES (%s, %s, %s, %s, %s)
ON CONFLICT (claim_id, number) DO UPDATE
SET anchor = EXCLUDED.anchor, name = EXCLUDED.name, context = EXCLUDED.context
WHERE (filed.anchor, filed.name, filed.context) IS DISTINCT FROM (EXCLUDED.anchor, EXCLUDED.name, EXCLUDED.context)
"""


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
    """File these claims under their probes, in place of what they were filed under; repeating it changes nothing.

    Claims at rest are filed under none. Probes are written in the order of their numbers and taken away after it, so
    that two who file one claim wait for each other and never both.
    """
    for claim in claims:
        probes = probes_of(claim.to_core()) if claim.workflow in OPEN_WORKFLOWS else ()
        rows = [(claim.pk, number, probe.anchor, probe.name, probe.context) for number, probe in enumerate(probes)]
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.executemany(_FILE, rows)
            claim.probes.filter(number__gte=len(rows)).delete()
