"""Store what papers mean, for search by meaning."""

from collections.abc import Sequence

from claims.matching.embeddings import Encoder
from claims.matching.paper_vectors import papers_to_embed, store_vectors


def embed_papers(paper_ids: Sequence[int], encoder: Encoder) -> int:
    """Make the vectors that these papers lack and return how many those were, about ten a second.

    Repeating it makes none. Raises nothing.
    """
    papers = list(papers_to_embed(encoder).with_text().filter(pk__in=paper_ids).order_by("pk"))
    store_vectors(papers, encoder)
    return len(papers)
