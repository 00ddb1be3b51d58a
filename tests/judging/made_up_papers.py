"""Papers and claims of our own about a model called Heron, for tests of relevance, stance and assessment."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from claims.core.papers import PaperRecord
from claims.core.statements import ClaimStatement
from claims.judging.assessing import assess
from claims.judging.findings import Assessment, Finding, Stance
from claims.judging.statements import statement_from_row

HERON = PaperRecord(
    id="heron",
    title="Heron-2: Wading through Language",
    authors=("Ada Byron", "Carl Gauss"),
    published_on=date(2024, 2, 1),
    arxiv_id="2402.00001",
    organisations=("Pond Labs",),
    abstract=(
        "We introduce Heron-2, a sparse language model with 120 billion parameters. "
        "It was trained on 3 trillion tokens with 256 A100 GPUs within 20 days. "
        "Heron-2 outperforms GPT-3 on a wide range of benchmarks and supports 40 languages. "
        "All models are released under the Apache 2.0 license."
    ),
)
EGRET = PaperRecord(
    id="egret",
    title="Egret-1: Cheaper than Its Elders",
    authors=("Emmy Noether",),
    published_on=date(2024, 6, 1),
    arxiv_id="2406.00002",
    abstract=(
        "We present Egret-1, a model with 60 billion parameters. "
        "It needs only a quarter of the energy used to train Heron-2, and outperforms Heron-2 on all tasks."
    ),
)
AUDIT = PaperRecord(
    id="audit",
    title="Re-evaluating the reported results of Heron-2",
    authors=("Sofia Kowalewski",),
    published_on=date(2025, 1, 15),
    doi="10.1000/audit.7",
    abstract="We examine the claims made for Heron-2 and find that its multilingual results are overstated.",
)
GARDENS = PaperRecord(id="gardens", title="On the keeping of water gardens", abstract="Ponds need 3 trillion drops.")
PAPERS = (HERON, EGRET, AUDIT, GARDENS)


def claim(text: str, **row: Any) -> ClaimStatement:
    """A claim about Heron-2 as the evaluation contract hands it in."""
    known: Mapping[str, Any] = {
        "id": "c1",
        "claim": text,
        "quote": text,
        "lang": "en",
        "subject": "Heron-2",
        "claimed_on": "2024-01-20",
        "claimant": "Pond Labs",
    }
    return statement_from_row({**known, **row})


def assessed(text: str, papers: tuple[PaperRecord, ...] = PAPERS, **row: Any) -> Assessment:
    """The assessment of such a claim against the made-up papers."""
    return assess(claim(text, **row), papers)


def stances(assessment: Assessment) -> dict[str, Stance]:
    """Paper id → the stance that was found in it."""
    return {found.paper_id: found.stance for found in assessment.findings}


def finding_in(assessment: Assessment, paper_id: str) -> Finding:
    """The one finding of a paper."""
    (found,) = (one for one in assessment.findings if one.paper_id == paper_id)
    return found
