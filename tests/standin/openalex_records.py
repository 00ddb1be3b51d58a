"""Works as OpenAlex tells them (recorded 2025-08 to 11 by Future-House/paper-qa), with all keys of a record."""

from datetime import UTC, datetime, time, timedelta

from tests.standin.catalogue import Catalogue, doi_of, openalex_id
from tests.standin.library import Author, Work

SITE = "https://openalex.org"
# New works are there about two days after arXiv has them.
DELAY = timedelta(days=2)


def known(work: Work, now: datetime) -> bool:
    """Whether OpenAlex has taken it in by now."""
    since = work.openalex_since or work.first_public + DELAY
    return "openalex" not in work.absent_from and now >= datetime.combine(since, time(), UTC)


def publication_date(work: Work) -> str:
    """As "2023-12-08"."""
    return (work.published or work.first_public).isoformat()


def cited_by_count(work: Work, books: Catalogue) -> int:
    """How many works of the library cite it."""
    return len(books.citing(work, "openalex"))


def retracted(work: Work) -> bool:
    """What `is_retracted` says."""
    return any(notice.type == "retraction" for notice in work.notices)


def record(work: Work, books: Catalogue) -> dict[str, object]:
    """The whole record."""
    name, cited = openalex_id(work), cited_by_count(work, books)
    locations = _locations(work)
    return {
        "id": f"{SITE}/{name}",
        "doi": _doi(work),
        "title": work.title,
        "display_name": work.title,
        "publication_year": int(publication_date(work)[:4]),
        "publication_date": publication_date(work),
        "ids": _ids(work),
        "language": work.language,
        "primary_location": next(iter(locations), None),
        "type": _type(work),
        "type_crossref": "posted-content" if _type(work) == "preprint" else "journal-article",
        "indexed_in": [name for name, there in (("arxiv", work.arxiv_id), ("crossref", work.doi)) if there],
        "open_access": _open_access(work),
        **_authors(work),
        "apc_list": None,
        "apc_paid": None,
        "fwci": None,
        "has_fulltext": False,
        "cited_by_count": cited,
        "citation_normalized_percentile": None,
        "cited_by_percentile_year": {"min": 0, "max": 0},
        "biblio": dict.fromkeys(("volume", "issue", "first_page", "last_page")),
        "is_retracted": retracted(work),
        "is_paratext": False,
        "primary_topic": None,
        "topics": [],
        "keywords": [],
        "concepts": [],
        "mesh": [],
        "locations_count": len(locations),
        "locations": locations,
        "best_oa_location": next((one for one in locations if one["is_oa"]), None),
        "sustainable_development_goals": [],
        "grants": [],
        "datasets": [],
        "versions": [],
        **_references(work, books),
        "related_works": [],
        "abstract_inverted_index": inverted(work.at_version().abstract),
        "abstract_inverted_index_v3": None,
        "cited_by_api_url": f"https://api.openalex.org/works?filter=cites:{name}",
        "counts_by_year": [],
        "updated_date": f"{work.datestamp.isoformat()}T00:00:00.000000",
        "created_date": work.first_public.isoformat(),
    }


def inverted(abstract: str) -> dict[str, list[int]] | None:
    """The places of each word, None without an abstract."""
    places: dict[str, list[int]] = {}
    for place, word in enumerate(abstract.split()):
        places.setdefault(word, []).append(place)
    return places or None


def _doi(work: Work) -> str | None:
    return f"https://doi.org/{doi_of(work).lower()}" if doi_of(work) else None


def _ids(work: Work) -> dict[str, str]:
    told = {"openalex": f"{SITE}/{openalex_id(work)}"}
    if doi := _doi(work):
        told["doi"] = doi
    for scheme, value in work.other_ids:
        if scheme == "pmid":
            told["pmid"] = f"https://pubmed.ncbi.nlm.nih.gov/{value}"
    return told


def _type(work: Work) -> str:
    return "preprint" if work.arxiv_id and not work.doi else work.type


def _open_access(work: Work) -> dict[str, object]:
    return {
        "is_oa": bool(work.arxiv_id),
        "oa_status": "green" if work.arxiv_id else "closed",
        "oa_url": f"https://arxiv.org/abs/{work.arxiv_id}" if work.arxiv_id else None,
        "any_repository_has_fulltext": bool(work.arxiv_id),
    }


def _locations(work: Work) -> list[dict[str, object]]:
    """The publisher's first, as it is the version of record."""
    found = []
    if work.doi:
        found.append(_location(f"https://doi.org/{work.doi.lower()}", _source(work.venue), published=True))
    if work.arxiv_id:
        found.append(_location(f"https://arxiv.org/abs/{work.arxiv_id}", _ARXIV, published=False))
    return found


def _location(page: str, source: dict[str, object] | None, *, published: bool) -> dict[str, object]:
    return {
        "is_oa": not published,
        "landing_page_url": page,
        "pdf_url": None,
        "source": source,
        "license": None,
        "license_id": None,
        "version": "publishedVersion" if published else "submittedVersion",
        "is_accepted": published,
        "is_published": published,
    }


def _source(venue: str) -> dict[str, object] | None:
    if not venue:
        return None
    return {**_ARXIV, "id": f"{SITE}/S4000000001", "display_name": venue, "is_oa": False, "type": "journal", **_NOBODY}


_NOBODY: dict[str, object] = {
    "host_organization": None,
    "host_organization_name": None,
    "host_organization_lineage": [],
    "host_organization_lineage_names": [],
}
_ARXIV: dict[str, object] = {
    "id": f"{SITE}/S4306400194",
    "display_name": "arXiv (Cornell University)",
    "issn_l": None,
    "issn": None,
    "is_oa": True,
    "is_in_doaj": False,
    "is_indexed_in_scopus": False,
    "is_core": False,
    "host_organization": f"{SITE}/I205783295",
    "host_organization_name": "Cornell University",
    "host_organization_lineage": [f"{SITE}/I205783295"],
    "host_organization_lineage_names": ["Cornell University"],
    "type": "repository",
}


def _authors(work: Work) -> dict[str, object]:
    places = {name for author in work.authors for name in author.affiliations}
    return {
        "authorships": [_authorship(author, place, len(work.authors)) for place, author in enumerate(work.authors)],
        "institution_assertions": [],
        "countries_distinct_count": 0,
        "institutions_distinct_count": len(places),
        "corresponding_author_ids": [],
        "corresponding_institution_ids": [],
    }


def _authorship(author: Author, place: int, count: int) -> dict[str, object]:
    position = "first" if place == 0 else "last" if place == count - 1 else "middle"
    return {
        "author_position": position,
        "author": {
            "id": f"{SITE}/A{5_000_000_000 + place}",
            "display_name": author.name,
            "orcid": f"https://orcid.org/{author.orcid}" if author.orcid else None,
        },
        "institutions": [_institution(name) for name in author.affiliations],
        "countries": [],
        "is_corresponding": False,
        "raw_author_name": author.name,
        "raw_affiliation_strings": list(author.affiliations),
        "affiliations": [],
    }


def _institution(name: str) -> dict[str, object]:
    return {
        "id": f"{SITE}/I4000000001",
        "display_name": name,
        "ror": None,
        "country_code": None,
        "type": "company",
        "lineage": [f"{SITE}/I4000000001"],
    }


def _references(work: Work, books: Catalogue) -> dict[str, object]:
    told = [f"{SITE}/{openalex_id(one)}" for one, _ in books.cited(work, "openalex") if one]
    return {"referenced_works_count": len(told), "referenced_works": told}
