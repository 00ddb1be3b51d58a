"""Forward search: one claim against all papers, by our gate, by the OR of all its terms with `ts_rank`, and by tantivy.

`python -m bench.forward [PAPERS ...]`, 50,000 without. Needs the real abstracts beside the project; beyond them, papers
are made of half the sentences of either of two. A claim is a real sentence of which half the words were dropped, and
its paper is the one that the sentence is from: recall@20 says how often that is among the first 20. tantivy, of the
dependency group `bench`, must find a name too, and ranks by BM25. What is timed is the processor, ours and the
database's together.
"""

import random
import sys
from collections.abc import Callable, Iterator, Sequence
from functools import partial

from bench.abstract_claims import Abstract, abstracts, claim_of, sentences_in, sentences_of
from bench.rounds import ROUNDS, medians, processor_seconds
from bench.scratch import copy_rows, scratch_tables
from bench.tantivy_peer import Tantivy, tantivy_where_installed
from claims.core.statements import ClaimStatement
from claims.matching.probes import any_of, lexeme, query_terms
from claims.matching.terms import terms

CLAIMS = 300
# The OR takes up to a second a claim.
ASKED_BY_OR = 10
DEPTH = 20

OR = """
SELECT paper_id FROM claims_paperterms WHERE vector @@ %s::tsquery
ORDER BY ts_rank(vector, %s::tsquery) DESC, paper_id DESC LIMIT %s
"""

type Way = Callable[[ClaimStatement], list[int]]
type Asked = list[tuple[int, ClaimStatement]]


def main(sizes: list[int]) -> None:
    """Print the milliseconds a claim of each way and each number of papers, and the recall."""
    papers = abstracts()
    if not papers:
        print("needs the measured data beside the project")
        return
    for size in sizes:
        with scratch_tables("claims_paperterms"):
            measure(papers[:size], size)


def measure(papers: list[Abstract], size: int) -> None:
    """Print the figures at this number of papers."""
    from claims.matching.candidates import gated

    peer = tantivy_where_installed()
    copy_rows("claims_paperterms (paper_id, vector)", rows(papers, size, peer))
    asked = claims_about(papers)
    ways: dict[str, Way] = {"gate": gated, "OR": by_or}
    if peer:
        peer.finish()
        ways["tantivy"] = lambda claim: peer.papers_for(claim, DEPTH)
    runs = {name: asked[:ASKED_BY_OR] if name == "OR" else asked for name in ways}
    seconds = medians({name: partial(ask, way, runs[name]) for name, way in ways.items()}, clock=processor_seconds)
    each = {name: taken / len(runs[name]) for name, taken in seconds.items()}
    print(f"{size:,} papers, {len(asked)} claims, medians of {ROUNDS} interleaved rounds, processor time")
    for name, taken in each.items():
        found = ask(ways[name], runs[name])
        recall = sum(paper in best[:DEPTH] for (paper, _), best in zip(runs[name], found, strict=True)) / len(found)
        print(f"  {name}: {1000 * taken:.3f} ms a claim, {taken / each['gate']:.2f} x the gate,", end=" ")
        print(f"recall@{DEPTH} {recall:.3f} of {len(found)}")


def ask(way: Way, asked: Asked) -> list[list[int]]:
    """What this way finds for each of the claims."""
    return [way(claim) for _, claim in asked]


def by_or(claim: ClaimStatement) -> list[int]:
    """The best of the papers that have any term of the claim."""
    from django.db import connection

    words = any_of(map(lexeme, query_terms(claim)))
    with connection.cursor() as cursor:
        cursor.execute(OR, [words, words, DEPTH])
        return [row[0] for row in cursor.fetchall()]


def claims_about(papers: list[Abstract]) -> Asked:
    """Claims with the paper that each is from."""
    chance = random.Random(11)  # noqa: S311 - a bench, not a secret
    chosen = chance.sample(sentences_of(papers), CLAIMS)
    asked = []
    for one in chosen:
        words = one.sentence.split()
        kept = sorted(chance.sample(range(len(words)), len(words) // 2))
        asked.append((one.paper, claim_of(one.name, " ".join([one.name, *(words[place] for place in kept)]))))
    return asked


def rows(papers: list[Abstract], size: int, peer: Tantivy | None) -> Iterator[tuple[int, str]]:
    """The terms of `size` papers, each a document of the peer as well; those from abstracts come first."""
    chance = random.Random(5)  # noqa: S311 - a bench, not a secret
    cut = [[terms(sentence) for sentence in sentences_in(paper.whole)] for paper in papers]
    for number in range(size):
        said = set().union(*(cut[number] if number < len(cut) else mixed(cut, chance)))
        if peer:
            peer.add(number, names=(), words=said)
        yield number, " ".join(map(lexeme, sorted(said)))


def mixed(cut: Sequence[list[list[str]]], chance: random.Random) -> list[list[str]]:
    """Half the sentences of either of two abstracts."""
    return [sentence for one in chance.choices(cut, k=2) for sentence in chance.sample(one, (len(one) + 1) // 2)]


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or [50_000])
