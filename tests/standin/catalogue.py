"""The library as the citation services see it: by every id a work has there, and by what it is cited by.

Ids that the library leaves out follow from the key of the work, so that the metadata of arXiv alone are enough.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from tests.standin.library import Citing, Work
from tests.standin.world import World


def openalex_id(work: Work) -> str:
    """As "W4389761608"."""
    return work.openalex_id or f"W{4_000_000_000 + _number(work.key)}"


def s2_id(work: Work) -> str:
    """40 hex digits."""
    return work.s2_id or hashlib.sha1(work.key.encode(), usedforsecurity=False).hexdigest()


def corpus_id(work: Work) -> int:
    """Semantic Scholar's number."""
    return work.corpus_id if work.corpus_id is not None else 200_000_000 + _number(work.key)


def _number(key: str) -> int:
    return int(hashlib.sha256(key.encode()).hexdigest()[:7], 16)


def doi_of(work: Work) -> str:
    """The DOI that a service shows which keeps one: the publisher's, else the one for arXiv, else ""."""
    return work.doi or work.arxiv_doi


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """The works of one revision of the library. DOIs are in lower case; `by_doi` has both DOIs of a work."""

    revision: int
    works: tuple[Work, ...]
    by_key: Mapping[str, Work]
    by_doi: Mapping[str, Work]
    by_openalex: Mapping[str, Work]
    by_s2: Mapping[str, Work]
    by_corpus: Mapping[int, Work]
    by_other: Mapping[tuple[str, str], Work]
    cited_by: Mapping[str, tuple[tuple[Work, Citing], ...]]

    def citing(self, work: Work, service: str) -> list[tuple[Work, Citing]]:
        """The works that a service knows to cite this one."""
        pairs = self.cited_by.get(work.key, ())
        return [(one, link) for one, link in pairs if service not in (*one.absent_from, *link.absent_from)]

    def cited(self, work: Work, service: str) -> list[tuple[Work | None, Citing]]:
        """What a service knows this work to cite; None is not in the library, or the service does not know it."""
        told = [(self.by_key.get(link.key), link) for link in work.references if service not in link.absent_from]
        return [(one if one and service not in one.absent_from else None, link) for one, link in told]


class _Kept:
    catalogue: Catalogue | None = None


def catalogue(world: World) -> Catalogue:
    """The catalogue of the library as it is now, worked out once for each state of it."""
    kept = world.memory(_Kept)
    if kept.catalogue is None or kept.catalogue.revision != world.library.revision:
        kept.catalogue = catalogued(world.library.works, world.library.revision)
    return kept.catalogue


def catalogued(works: tuple[Work, ...], revision: int) -> Catalogue:
    """The catalogue of these works."""
    cited_by: dict[str, list[tuple[Work, Citing]]] = {}
    for work in works:
        for citing in work.references:
            cited_by.setdefault(citing.key, []).append((work, citing))
    return Catalogue(
        revision=revision,
        works=works,
        by_key={work.key: work for work in works},
        by_doi={doi.lower(): work for work in works for doi in (work.arxiv_doi, work.doi) if doi},
        by_openalex={name: work for work in works for name in (*work.merged_openalex_ids, openalex_id(work))},
        by_s2={s2_id(work): work for work in works},
        by_corpus={corpus_id(work): work for work in works},
        by_other={(scheme.lower(), value.lower()): work for work in works for scheme, value in work.other_ids},
        cited_by={key: tuple(citing) for key, citing in cited_by.items()},
    )
