"""Retrieval on SciFact's training claims: nDCG@10 and recall@100 of the cited abstracts, by terms and by meaning too.

`python -m bench.retrieval`. Reads `../shared/data` beside the project and skips what it lacks; by meaning too only with
the extra `embeddings`. The first run encodes 5,183 abstracts, ten a second, and keeps them in the folder for temporary
files.
"""

import gzip
import json
import math
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from tqdm import tqdm

from claims.matching.embeddings import Encoder, EncoderUnavailable, shipped_encoder
from claims.matching.retrieval import retrieve, retrieve_by_terms_and_meaning

DATA = Path(__file__).resolve().parents[2] / "shared" / "data" / "scifact"
DEPTH = 100

type Found = Iterable[tuple[str, list[tuple[str, float]]]]


def main() -> None:
    """Print the figures of docs/serving.md."""
    if not DATA.is_dir():
        print("needs the measured data beside the project")
        return
    with gzip.open(DATA / "corpus.jsonl.gz", "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    corpus = [(str(row["doc_id"]), f"{row['title']} {' '.join(row['abstract'])}") for row in rows]
    claims = [json.loads(line) for line in (DATA / "claims_train.jsonl").read_text("utf-8").splitlines()]
    queries = [(str(claim["id"]), str(claim["claim"])) for claim in claims]
    print_figures("by terms", claims, retrieve(corpus, queries, depth=DEPTH))
    try:
        encoder = shipped_encoder()
    except EncoderUnavailable as error:
        print(error)
        return
    vectors = kept_vectors([text for _, text in corpus], encoder)
    found = retrieve_by_terms_and_meaning(corpus, queries, vectors=vectors, encoder=encoder, depth=DEPTH)
    print_figures("by terms and meaning", claims, found)


def print_figures(name: str, claims: list[dict[str, Any]], found: Found) -> None:
    """Means over all claims; the time includes reading the corpus into the ranking."""
    started = time.perf_counter()
    run = {key: [document for document, _ in best] for key, best in found}
    milliseconds = 1000 * (time.perf_counter() - started) / len(claims)
    ndcg = recall = 0.0
    for claim in claims:
        cited, best = {str(one) for one in claim["cited_doc_ids"]}, run[str(claim["id"])]
        gain = sum(1 / math.log2(rank + 2) for rank, document in enumerate(best[:10]) if document in cited)
        ndcg += gain / sum(1 / math.log2(rank + 2) for rank in range(min(10, len(cited))))
        recall += len(cited.intersection(best)) / len(cited)
    means = f"nDCG@10 {ndcg / len(claims):.4f}, recall@100 {recall / len(claims):.4f}"
    print(f"{name}: {means}, {milliseconds:.0f} ms a claim")


def kept_vectors(texts: list[str], encoder: Encoder) -> list[bytes]:
    """The vectors of these texts, made on the first call and read from a file after it."""
    file = Path(tempfile.gettempdir()) / f"vectors of scifact, {encoder.name}, {len(texts)}"
    if not file.exists():
        file.write_bytes(b"".join(encoder.encode([text])[0] for text in tqdm(texts, disable=None)))
    joined = file.read_bytes()
    width = len(joined) // len(texts)
    return [joined[start : start + width] for start in range(0, len(joined), width)]


if __name__ == "__main__":
    main()
