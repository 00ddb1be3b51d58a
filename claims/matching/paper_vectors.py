"""The vectors of papers in the database: made, found missing, and compared with what a claim asks."""

from collections.abc import Iterable, Iterator, Sequence

from django.db.models import OuterRef, Subquery

from claims.matching.embeddings import Encoder
from claims.models import Paper, PaperVector, PaperVersion
from claims.models.papers import PaperQuerySet

# As many vectors as are read and compared at a time: 8 MB.
PORTION = 10_000


def store_vectors(papers: Iterable[Paper], encoder: Encoder) -> None:
    """Store the vector of each paper's newest version, over the one it had; repeating it changes nothing.

    What is encoded are title and abstract: an encoder reads a page at most. `papers` come `with_text`.
    """
    versions = [(paper, paper.newest_version()) for paper in papers]
    vectors = encoder.encode([f"{version.title} {version.abstract}".strip() for _, version in versions])
    PaperVector.objects.bulk_create(
        [
            PaperVector(paper=paper, version=version, encoder=encoder.name, vector=vector)
            for (paper, version), vector in zip(versions, vectors, strict=True)
        ],
        update_conflicts=True,
        unique_fields=["paper"],
        update_fields=["version", "encoder", "vector"],
    )


def papers_to_embed(encoder: Encoder) -> PaperQuerySet:
    """The papers without a vector by this encoder of their newest version."""
    newest = PaperVersion.objects.filter(paper=OuterRef("pk")).newest_first().values("pk")[:1]
    embedded = Paper.objects.filter(vector__encoder=encoder.name, vector__version=Subquery(newest))
    return Paper.objects.unmerged().exclude(pk__in=embedded.values("pk"))


def cosines_of_papers(vector: bytes, encoder: Encoder) -> dict[int, float]:
    """Paper id → cosine with `vector`, for every paper that has a vector by this encoder.

    Reads all of them each time: kept ones would go stale in one process while another stores. 50,000 take 0.2 to 0.5 s.
    """
    found: dict[int, float] = {}
    for keys, vectors in _portions(encoder):
        found.update(zip(keys, encoder.cosines(vector, vectors), strict=True))
    return found


def _portions(encoder: Encoder) -> Iterator[tuple[Sequence[int], Sequence[bytes]]]:
    last = 0
    stored = PaperVector.objects.filter(encoder=encoder.name).order_by("pk").values_list("pk", "vector")
    while rows := list(stored.filter(pk__gt=last)[:PORTION]):
        keys, vectors = zip(*rows, strict=True)
        last = keys[-1]
        yield keys, vectors
