"""Reverse search: new papers against all claims, by our gate, by a scan of every claim, and by tantivy.

`python -m bench.percolate [CLAIMS ...]`, 10,000 and 100,000 without; a million takes some minutes. Claims and papers
are made from real abstracts beside the project (`bench.abstract_claims`); skipped where those are absent. tantivy, of
the dependency group `bench`, has claims as documents and gives the best of those that share a name and a word with the
paper; it is not asked for the rest of a name or a second word. What is timed is the processor, ours and the database's
together.
"""

import random
import re
import sys
from collections.abc import Iterator
from itertools import islice, pairwise

from bench.abstract_claims import Abstract, abstracts, claims_from, sentences_of
from bench.rounds import ROUNDS, medians, processor_seconds
from bench.scratch import copy_rows, scratch_tables
from bench.tantivy_peer import Tantivy, tantivy_where_installed
from claims.matching.probes import probes_of
from claims.matching.terms import terms

PAPERS = 500
# The scan reads every claim for each paper; a few tell what one costs.
SCANNED = 4
EVERYTHING = 10**9

SCAN = """
SELECT DISTINCT terms.paper_id, probe.claim_id FROM claims_paperterms terms, claims_claimprobe probe
WHERE terms.paper_id = ANY(%s) AND terms.vector @@ probe.name AND terms.vector @@ probe.context
"""

LEXEME = re.compile("'([^']+)'")


def main(sizes: list[int]) -> None:
    """Print the milliseconds a paper of each way and each number of claims, and how the gate compares."""
    papers = abstracts()
    if not papers:
        print("needs the measured data beside the project")
        return
    costs: dict[int, float] = {}
    for size in sizes:
        with scratch_tables("claims_paperterms", "claims_claimprobe"):
            costs[size] = measure(papers, size)
    for smaller, larger in pairwise(sizes):
        growth = costs[larger] / costs[smaller]
        print(f"from {smaller:,} to {larger:,} claims the gate costs {growth:.1f} x as much a paper")


def measure(papers: list[Abstract], size: int) -> float:
    """Print the figures at this number of claims, and return the gate's seconds a paper."""
    from claims.matching.candidates import CALLED, claims_for

    chance = random.Random(3)  # noqa: S311 - a bench, not a secret
    said = {number: terms(papers[number].whole) for number in chance.sample(range(len(papers)), PAPERS)}
    new, few = list(said), list(said)[:SCANNED]
    peer = fill(papers, said, size)
    every = {(paper, claim) for paper, found in all_claims_for(new).items() for claim in found}
    if scan(few) != {(paper, claim) for paper, claim in every if paper in few}:
        raise SystemExit("the gate and the scan disagree")
    ways = {"gate": lambda: claims_for(new), "scan": lambda: scan(few)}
    if peer:
        ways["tantivy"] = lambda: [peer.claims_for(text, CALLED) for text in said.values()]
    seconds = medians(ways, clock=processor_seconds)
    each = {name: taken / (SCANNED if name == "scan" else PAPERS) for name, taken in seconds.items()}
    called = sum(map(len, claims_for(new).values()))
    print(f"{size:,} claims, {PAPERS} papers at a time, medians of {ROUNDS} interleaved rounds, processor time")
    print(f"  {len(every) / PAPERS:.1f} claims match a paper, and {called / PAPERS:.1f} are called;", end=" ")
    print(f"what matches the first {SCANNED} papers is what the scan finds")
    for name, taken in each.items():
        print(f"  {name}: {1000 * taken:.3f} ms a paper, {taken / each['gate']:.1f} x the gate")
    return each["gate"]


def all_claims_for(papers: list[int]) -> dict[int, list[int]]:
    """What the gate lets through, without its bounds."""
    from claims.matching.candidates import claims_for

    return claims_for(papers, called=EVERYTHING, read_per_name=EVERYTHING)


def scan(papers: list[int]) -> set[tuple[int, int]]:
    """What holds when each paper is tried on each probe."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(SCAN, [papers])
        return set(cursor.fetchall())


def fill(papers: list[Abstract], said: dict[int, list[str]], size: int) -> Tantivy | None:
    """Store the papers' terms and the probes of `size` claims, which go to tantivy on the way where it is installed."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO claims_paperterms (paper_id, vector) VALUES (%s, array_to_tsvector(%s))",
            [(number, sorted(set(text))) for number, text in said.items()],
        )
        cursor.execute("VACUUM ANALYZE claims_paperterms")
    peer = tantivy_where_installed()
    copy_rows("claims_claimprobe (claim_id, number, anchor, name, context)", probe_rows(papers, size, peer))
    if peer:
        peer.finish()
    return peer


def probe_rows(papers: list[Abstract], size: int, peer: Tantivy | None) -> Iterator[tuple[object, ...]]:
    """The probes of `size` claims as rows, each a document of the peer as well."""
    for claim in islice(claims_from(sentences_of(papers)), size):
        for number, probe in enumerate(probes_of(claim)):
            if peer:
                peer.add(int(claim.id), names=[probe.anchor], words=set(LEXEME.findall(probe.context)))
            yield int(claim.id), number, probe.anchor, probe.name, probe.context


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or [10_000, 100_000])
