"""Reverse search: new papers against all claims, by the anchor gate and by a scan of every claim.

`python -m bench.matching [CLAIMS]`. Uses the embedded database in one transaction that is rolled back. Papers are made
up from the names of the seed list, so that the bench needs no data beside the project.
"""

import os
import random
import sys

import django


def main(claims: int) -> None:
    """Print the seconds for one batch of papers by each way, and how many times faster the gate is."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tracker.settings")
    django.setup()
    from django.db import connection, transaction

    from bench.rounds import medians
    from claims.matching.candidates import claims_for

    with transaction.atomic():
        papers = _fill(claims)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE claims_claimprobe, claims_paperterms, claims_claim")

            def scan() -> set[tuple[int, int]]:
                cursor.execute(SCAN, [papers])
                return set(cursor.fetchall())

            def gate() -> set[tuple[int, int]]:
                return {(paper, claim) for paper, found in claims_for(papers).items() for claim in found}

            if gate() != scan():
                raise SystemExit("the gate and the scan disagree")
            times = medians({"gate": gate, "scan": scan})
        transaction.set_rollback(True)
    print(f"{claims} claims, {len(papers)} papers, medians of 5 rounds")
    for name, seconds in times.items():
        print(f"  {name}: {1000 * seconds / len(papers):.3f} ms a paper")
    print(f"  gate is {times['scan'] / times['gate']:.0f} x faster than the scan")


SCAN = """
SELECT DISTINCT terms.paper_id, probe.claim_id FROM claims_paperterms terms, claims_claimprobe probe
WHERE terms.paper_id = ANY(%s) AND terms.vector @@ quote_literal(probe.anchor)::tsquery AND terms.vector @@ probe.query
"""


def _fill(claims: int) -> list[int]:
    """Store `claims` claims about made-up systems and 200 papers that name some of them; return the papers' ids."""
    from datetime import UTC, datetime
    from decimal import Decimal

    from claims.core.quantities import Metric, Quantity
    from claims.core.statements import Attribution, ClaimKind, ClaimStatement
    from claims.matching.index import index_papers
    from claims.matching.probes import probes_of
    from claims.models import Claim, ClaimProbe, Paper, PaperVersion

    chance = random.Random(7)  # noqa: S311 - a bench, not a secret
    now = datetime(2026, 1, 1, tzinfo=UTC)
    names = [f"{chance.choice(STEMS)}-{number}" for number in range(max(1, claims // 5))]
    rows = Claim.objects.bulk_create(
        [
            Claim(text=f"{names[number % len(names)]} has {number} parameters", language="en", kind=ClaimKind.QUANTITY,
                  attribution=Attribution.SELF, recorded_at=now)
            for number in range(claims)
        ],
        batch_size=5000,
    )  # fmt: skip
    probes = []
    for number, row in enumerate(rows):
        amount = Quantity(metric=Metric.PARAMETERS, value=Decimal(number), unit="parameters")
        said = ClaimStatement(id="", text=row.text, subject=names[number % len(names)], quantity=amount)
        probes += [
            ClaimProbe(claim=row, anchor=probe.anchor, query=probe.query, wording=probe.query)
            for probe in probes_of(said)
        ]
    ClaimProbe.objects.bulk_create(probes, batch_size=5000)
    papers = Paper.objects.bulk_create([Paper(title=f"Report {number}", recorded_at=now) for number in range(200)])
    PaperVersion.objects.bulk_create(
        PaperVersion(paper=paper, title=paper.title, recorded_at=now, content_sha256="bench",
                     abstract=f"We compare {chance.choice(names)}. " + " ".join(chance.choices(WORDS, k=150)))
        for paper in papers
    )  # fmt: skip
    index_papers(Paper.objects.with_text().filter(pk__in=[paper.pk for paper in papers]))
    return [paper.pk for paper in papers]


STEMS = ("Zephyr", "Borealis", "Nimbus", "Cirrus", "Fjord", "Aurora", "Tundra", "Delta", "Monsoon", "Harmattan")
WORDS = tuple(
    "model training parameters scale energy data benchmark accuracy language vision sparse dense experts tokens cost"
    " hardware efficient compute trillion billion results method evaluate inference attention layers reward".split()
)

if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
