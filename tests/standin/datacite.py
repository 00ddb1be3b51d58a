"""DataCite's DOIs (`/dois/{doi}`, `/dois?ids=…`, `/dois?query=…`), of which we need those that it keeps for arXiv.

From its public documents (support.datacite.org, JSON:API) and a written probe of 2026-10: 500 requests in five minutes,
1,000 for who gives an address, then 429. There is no recording: a few keys of a record are from memory of the service.
"""

import re
from dataclasses import dataclass

from tests.standin.answers import Window, in_json
from tests.standin.catalogue import Catalogue, catalogue
from tests.standin.library import Author, Work
from tests.standin.terms import terms_of
from tests.standin.world import Request, Response, World

WINDOW_SECONDS = 300.0
_ADDRESS = re.compile(r"[^\s@<>()]+@[^\s@<>()]+\.[a-z]+", re.I)
_DOI = re.compile(r'10\.48550/arxiv\.[^\s"\\)]+', re.I)


@dataclass(frozen=True, slots=True, kw_only=True)
class DataCiteTerms:
    """Requests in five minutes."""

    public: int = 500
    polite: int = 1_000


class _Asked(Window):
    """The requests of late."""


def answer(request: Request, world: World) -> Response:
    """Answer for DataCite."""
    terms, window = terms_of(world, DataCiteTerms), world.memory(_Asked)
    polite = bool(_ADDRESS.search(request.one("mailto")) or _ADDRESS.search(request.headers.get("user-agent", "")))
    if window.count(request.at, WINDOW_SECONDS) >= (terms.polite if polite else terms.public) and not world.lenient:
        return _failed(429, "Too many requests.")
    window.add(request.at)
    books = catalogue(world)
    if request.path == "/dois":
        return _list(request, books)
    if request.path.startswith("/dois/") and (work := _found(request.path.removeprefix("/dois/"), books)):
        return in_json({"data": record(work)}, content_type="application/vnd.api+json; charset=utf-8")
    return _failed(404, "The resource you are looking for doesn't exist.")


def _failed(status: int, title: str) -> Response:
    return in_json({"errors": [{"status": str(status), "title": title}]}, status=status)


def _found(doi: str, books: Catalogue) -> Work | None:
    work = books.by_doi.get(doi.lower())
    there = work and work.arxiv_doi.lower() == doi.lower() and "datacite" not in work.absent_from
    return work if there else None


def _list(request: Request, books: Catalogue) -> Response:
    """The DOIs of `ids`, or those that a query names: `query=doi:"10.48550/arxiv.…" OR …`."""
    asked = request.one("ids").split(",") if request.one("ids") else _DOI.findall(request.one("query"))
    works = [work for doi in asked if (work := _found(doi, books))]
    size = int(request.one("page[size]") or 25)
    start = (int(request.one("page[number]") or 1) - 1) * size
    shown = [] if request.empty_page else works[start : start + size]
    meta = {"total": len(works), "totalPages": -(-len(works) // size), "page": start // size + 1}
    links = {"self": f"{request.base}{request.asked.target.partition('/dois')[2]}"}
    return in_json({"data": [record(work) for work in shown], "meta": meta, "links": links})


def record(work: Work) -> dict[str, object]:
    """The record of a work on arXiv."""
    doi, newest = work.arxiv_doi.lower(), work.at_version()
    related = [{"relationType": "IsVersionOf", "relatedIdentifier": work.doi, "relatedIdentifierType": "DOI"}]
    attributes = {
        "doi": doi,
        "prefix": "10.48550",
        "suffix": doi.partition("/")[2],
        "identifiers": [{"identifier": work.arxiv_id, "identifierType": "arXiv"}],
        "alternateIdentifiers": [{"alternateIdentifierType": "arXiv", "alternateIdentifier": work.arxiv_id}],
        "creators": [_creator(author) for author in work.authors],
        "titles": [{"title": newest.title}],
        "publisher": "arXiv",
        "container": {},
        "publicationYear": work.first_public.year,
        "subjects": [{"subject": name, "subjectScheme": "arXiv"} for name in work.categories],
        "contributors": [],
        "dates": _dates(work),
        "language": None,
        "types": {
            "ris": "GEN",
            "bibtex": "misc",
            "citeproc": "article",
            "schemaOrg": "CreativeWork",
            "resourceType": "Article",
            "resourceTypeGeneral": "Preprint",
        },
        "relatedIdentifiers": related if work.doi else [],
        "sizes": [],
        "formats": [],
        "version": str(max((version.number for version in work.versions), default=1)),
        "rightsList": [{"rights": "License", "rightsUri": work.license}] if work.license else [],
        "descriptions": [{"description": newest.abstract, "descriptionType": "Abstract"}] if newest.abstract else [],
        "geoLocations": [],
        "fundingReferences": [],
        "url": f"https://arxiv.org/abs/{work.arxiv_id}",
        "contentUrl": None,
        "metadataVersion": max(len(work.versions) - 1, 0),
        "schemaVersion": "http://datacite.org/schema/kernel-4",
        "source": "mds",
        "isActive": True,
        "state": "findable",
        "reason": None,
        "created": f"{work.first_public.isoformat()}T00:00:00.000Z",
        "registered": f"{work.first_public.isoformat()}T00:00:00.000Z",
        "published": str(work.first_public.year),
        "updated": f"{work.datestamp.isoformat()}T00:00:00.000Z",
    }
    client = {"data": {"id": "arxiv.content", "type": "clients"}}
    return {"id": doi, "type": "dois", "attributes": attributes, "relationships": {"client": client}}


def _creator(author: Author) -> dict[str, object]:
    name = f"{author.family}, {author.given}" if author.given else author.family
    told: dict[str, object] = {"name": name, "nameType": "Personal", "familyName": author.family}
    told |= {"givenName": author.given} if author.given else {}
    return {**told, "affiliation": list(author.affiliations), "nameIdentifiers": []}


def _dates(work: Work) -> list[dict[str, object]]:
    told: list[dict[str, object]] = []
    for version in work.versions:
        moment = f"{version.date:%Y-%m-%dT%H:%M:%SZ}"
        kind = "Submitted" if version.number == 1 else "Updated"
        told.append({"date": moment, "dateType": kind, "dateInformation": f"v{version.number}"})
    told.append({"date": f"{work.first_public:%Y-%m}", "dateType": "Available", "dateInformation": "v1"})
    return [*told, {"date": str(work.first_public.year), "dateType": "Issued"}]
