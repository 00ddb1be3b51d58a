"""Semantic Scholar's graph (`/graph/v1/paper/…`): single papers, citations, references, batches and searches.

From recordings of 2023-12 to 2026-03 (danielnsilva/semanticscholar, Future-House/paper-qa) and written probes:

- A key has one request a second over all endpoints; who has none shares a pool that mostly answers 429. 429 has no
  Retry-After and speaks with `message` and a `code` in words, as 403 for a wrong key does; 400 and 404 say `error`.
- `next` is missing on the last page of a list. A search without a hit has no `data`; a batch has null for what is not
  known; a cited paper that is not in the graph has a null `paperId`.
- `citingPaper.references.…` is taken and told nothing for. `intents` are often empty where `contexts` are not.
"""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from tests.standin.answers import Window, in_json
from tests.standin.catalogue import Catalogue, catalogue, corpus_id, doi_of, s2_id
from tests.standin.library import Citing, Work
from tests.standin.searching import folded, share
from tests.standin.terms import terms_of
from tests.standin.world import Request, Response, World

BATCH_MOST, PAGE_MOST, LIST_REACH, SEARCH_PAGE_MOST, SEARCH_REACH, BULK_PAGE = 500, 1_000, 10_000, 100, 1_000, 1_000
_TOO_MANY = (
    "Too Many Requests. Please wait and try again or apply for a key for higher rate limits. "
    "https://www.semanticscholar.org/product/api#api-key-form"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SemanticScholarTerms:
    """`keys` are valid ones. Of those who have none, every so many-th request is answered (0: none is)."""

    keys: tuple[str, ...] = ("s2-key",)
    keyless_every: int = 10


@dataclass(kw_only=True, eq=False)
class _Refusal(Exception):
    """What is answered instead of papers."""

    status: int
    told: Mapping[str, object]
    headers: tuple[tuple[str, str], ...] = ()


class _Turns:
    """When keys were served last, and how many requests came without one."""

    def __init__(self) -> None:
        self.by_key: dict[str, Window] = {}
        self.keyless = 0


def answer(request: Request, world: World) -> Response:
    """Answer for Semantic Scholar."""
    try:
        _let_in(request, world)
        for pattern, method, answering in _ROUTES:
            if request.method == method and (found := re.fullmatch(pattern, request.path)):
                return in_json(answering(request, catalogue(world), *found.groups()))
        raise _Refusal(status=404, told={"message": "Not Found"})
    except _Refusal as refusal:
        return in_json(refusal.told, status=refusal.status, headers=refusal.headers)


def _let_in(request: Request, world: World) -> None:
    terms, turns, key = terms_of(world, SemanticScholarTerms), world.memory(_Turns), request.headers.get("x-api-key")
    if key is None:
        turns.keyless += 1
        in_time = bool(terms.keyless_every) and turns.keyless % terms.keyless_every == 0
    elif key in terms.keys:
        in_time = _in_time(turns.by_key.setdefault(key, Window()), request.at)
    else:
        raise _Refusal(status=403, told={"message": "Forbidden"}, headers=(("x-amzn-errortype", "ForbiddenException"),))
    if not in_time and not world.lenient:
        raise _Refusal(
            status=429,
            told={"message": _TOO_MANY, "code": "429"},
            headers=(("x-amzn-errortype", "TooManyRequestsException"),),
        )


def _in_time(served: Window, now: datetime) -> bool:
    if served.count(now, 1.0):
        return False
    served.add(now)
    return True


def _wrong(message: str) -> _Refusal:
    return _Refusal(status=400, told={"error": message})


def _paper(request: Request, books: Catalogue, asked: str) -> object:
    fields = _fields(request, _PAPER_FIELDS)
    return _told(_existing(asked, books), fields, books)


def _existing(asked: str, books: Catalogue) -> Work:
    work = _found(asked, books)
    if work is None:
        raise _Refusal(status=404, told={"error": f"Paper with id {asked} not found"})
    return work


def _found(asked: str, books: Catalogue) -> Work | None:
    scheme, colon, value = asked.partition(":")
    value = re.sub(r"v\d+$", "", value) if scheme.lower() == "arxiv" else value
    finders: Mapping[str, Callable[[], Work | None]] = {
        "arxiv": lambda: books.by_doi.get(f"10.48550/arxiv.{value.lower()}"),
        "doi": lambda: books.by_doi.get(value.lower()),
        "corpusid": lambda: books.by_corpus.get(int(value)) if value.isdecimal() else None,
        "url": lambda: _at_address(value, books),
    }
    if asked.startswith("10."):
        work = books.by_doi.get(asked.lower())
    elif colon:
        work = finders.get(scheme.lower(), lambda: books.by_other.get((scheme.lower(), value.lower())))()
    else:
        work = books.by_s2.get(asked)
    return work if work and "s2" not in work.absent_from else None


def _at_address(address: str, books: Catalogue) -> Work | None:
    found = re.search(r"arxiv\.org/(?:abs|pdf)/([^?#]+?)(?:v\d+)?(?:\.pdf)?$", address)
    return books.by_doi.get(f"10.48550/arxiv.{found[1].lower()}") if found else None


def _citations(request: Request, books: Catalogue, asked: str) -> object:
    cited = _existing(asked, books)
    pairs = books.citing(cited, "s2")
    # The newest first, as the service lists them.
    pairs.sort(key=lambda pair: (pair[0].first_public, pair[0].key), reverse=True)
    return _links(request, books, "citingPaper", pairs)


def _references(request: Request, books: Catalogue, asked: str) -> object:
    citing = _existing(asked, books)
    return _links(request, books, "citedPaper", books.cited(citing, "s2"))


def _links(request: Request, books: Catalogue, side: str, pairs: Sequence[tuple[Work | None, Citing]]) -> object:
    fields = _fields(request, _PAPER_FIELDS | _LINK_FIELDS.keys(), side=side)
    wanted = [name for name in fields if name not in _LINK_FIELDS]
    offset, limit = _number(request, "offset", 0), _number(request, "limit", 100)
    if not 1 <= limit <= PAGE_MOST:
        raise _wrong(f"limit must be between 1 and {PAGE_MOST}")
    if offset + limit >= LIST_REACH:
        raise _wrong(f"offset + limit must be < {LIST_REACH}")
    shown = [] if request.empty_page else pairs[offset : offset + limit]
    data = []
    for work, citing in shown:
        link = {name: _LINK_FIELDS[name](citing) for name in fields if name in _LINK_FIELDS}
        paper = _told(work, wanted, books) if work else {"paperId": None, "title": citing.key}
        data.append({**link, side: paper})
    return _paged(offset, limit, len(pairs), data)


def _paged(offset: int, limit: int, count: int, data: object) -> dict[str, object]:
    following = {"next": offset + limit} if offset + limit < count else {}
    return {"offset": offset, **following, "data": data}


def _batch(request: Request, books: Catalogue) -> object:
    fields = _fields(request, _PAPER_FIELDS)
    try:
        ids = json.loads(request.body)["ids"]
    except (ValueError, KeyError, TypeError) as error:
        raise _wrong("Request body must be JSON with a list of ids") from error
    if len(ids) > BATCH_MOST:
        raise _wrong(f"Too many ids: at most {BATCH_MOST} are allowed")
    works = [_found(str(one), books) for one in ids]
    if not any(works):
        raise _wrong("No valid paper ids given")
    return [_told(work, fields, books) if work else None for work in works]


def _search(request: Request, books: Catalogue) -> object:
    fields = _fields(request, _PAPER_FIELDS)
    offset, limit = _number(request, "offset", 0), _number(request, "limit", 100)
    if limit > SEARCH_PAGE_MOST or offset + limit > SEARCH_REACH:
        raise _wrong("Requested data for this limit and/or offset is not available")
    found = _hits(request, books)
    if not found:
        return {"total": 0, "offset": offset}
    shown = [] if request.empty_page else found[offset : offset + limit]
    data = [_told(work, fields, books) for work in shown]
    return {"total": len(found), **_paged(offset, limit, len(found), data)}


def _match(request: Request, books: Catalogue) -> object:
    fields, query = _fields(request, _PAPER_FIELDS), request.one("query")
    scored = [(share(query, work.title) * share(work.title, query), work) for work in _hits(request, books)]
    best = max(scored, key=lambda pair: pair[0], default=(0.0, None))
    if best[1] is None:
        raise _Refusal(status=404, told={"error": "Title match not found"})
    return {"data": [{**_told(best[1], fields, books), "matchScore": round(200 * best[0], 4)}]}


def _bulk(request: Request, books: Catalogue) -> object:
    fields, found = _fields(request, _PAPER_FIELDS), _hits(request, books)
    token = request.one("token", "PAGE0")
    if not (place := re.fullmatch(r"PAGE(\d+)", token)):
        raise _wrong("Invalid token")
    start = int(place[1])
    following = f"PAGE{start + BULK_PAGE}" if start + BULK_PAGE < len(found) else None
    data = [_told(work, fields, books) for work in found[start : start + BULK_PAGE]]
    return {"total": len(found), "token": following, "data": data}


def _hits(request: Request, books: Catalogue) -> list[Work]:
    """Papers that have all words of the query, by their key."""
    words = folded(request.one("query")).split()
    if not words:
        raise _wrong("Missing required parameter: query")
    texts = [(work, folded(f"{work.title} {work.abstract}")) for work in books.works if "s2" not in work.absent_from]
    return [work for work, text in texts if all(f" {word} " in text for word in words)]


def _number(request: Request, name: str, default: int) -> int:
    told = request.one(name) or str(default)
    if not told.isdecimal():
        raise _wrong(f"{name} must be a number")
    return int(told)


def _fields(request: Request, known: frozenset[str], *, side: str = "") -> list[str]:
    """The fields that are asked for; those of the papers of a paper are taken and left out."""
    asked = [name.removeprefix(f"{side}.") if side else name for name in request.one("fields").split(",") if name]
    if unknown := [name for name in asked if name.partition(".")[0] not in known]:
        raise _wrong(f"Unrecognized or unsupported fields: [{', '.join(unknown)}]")
    names = [name for name in asked if not name.startswith(("references", "citations"))]
    return names or ["title"]


def _told(work: Work, fields: Sequence[str], books: Catalogue) -> dict[str, object]:
    told = {"paperId": s2_id(work)}
    return {**told, **{name.partition(".")[0]: _READING[name.partition(".")[0]](work, books) for name in fields}}


def _external_ids(work: Work, books: Catalogue) -> dict[str, object]:
    told: dict[str, object] = {"ArXiv": work.arxiv_id} if work.arxiv_id else {}
    names = {"pmid": "PubMed", "dblp": "DBLP", "acl": "ACL", "mag": "MAG"}
    told |= {names[scheme]: value for scheme, value in work.other_ids if scheme in names}
    if doi_of(work):
        told["DOI"] = doi_of(work)
    return {**told, "CorpusId": corpus_id(work)}


def _cited(work: Work, books: Catalogue) -> int:
    return len(books.citing(work, "s2"))


def _influential(work: Work, books: Catalogue) -> int:
    return sum(citing.influential for _, citing in books.citing(work, "s2"))


def _authors(work: Work, books: Catalogue) -> list[dict[str, object]]:
    return [{"authorId": str(1_000_000 + place), "name": one.name} for place, one in enumerate(work.authors)]


def _journal(work: Work, books: Catalogue) -> dict[str, object]:
    return {"name": work.venue} if work.doi else {"name": "ArXiv", "volume": f"abs/{work.arxiv_id}"}


type _Reading = Callable[[Work, Catalogue], object]

_READING: Mapping[str, _Reading] = {
    "paperId": lambda work, _: s2_id(work),
    "corpusId": lambda work, _: corpus_id(work),
    "externalIds": _external_ids,
    "url": lambda work, _: f"https://www.semanticscholar.org/paper/{s2_id(work)}",
    "title": lambda work, _: work.at_version().title,
    "abstract": lambda work, _: work.at_version().abstract or None,
    "venue": lambda work, _: work.venue or ("arXiv.org" if work.arxiv_id else ""),
    "publicationVenue": lambda work, _: None,
    "year": lambda work, _: work.first_public.year,
    "referenceCount": lambda work, _: len(work.references),
    "citationCount": _cited,
    "influentialCitationCount": _influential,
    "isOpenAccess": lambda work, _: False,
    "openAccessPdf": lambda work, _: {"url": "", "status": None, "license": None},
    "fieldsOfStudy": lambda work, _: ["Computer Science"],
    "s2FieldsOfStudy": lambda work, _: [{"category": "Computer Science", "source": "s2-fos-model"}],
    "publicationTypes": lambda work, _: ["JournalArticle"],
    "publicationDate": lambda work, _: work.first_public.isoformat(),
    "journal": _journal,
    "citationStyles": lambda work, _: {"bibtex": f"@Article{{{s2_id(work)[:8]},\n title = {{{work.title}}}\n}}\n"},
    "authors": _authors,
}
_PAPER_FIELDS = frozenset(_READING) | {"references", "citations"}
_LINK_FIELDS: Mapping[str, Callable[[Citing], object]] = {
    "contexts": lambda citing: list(citing.contexts),
    "isInfluential": lambda citing: citing.influential,
    "intents": lambda citing: list(citing.intents),
    "contextsWithIntent": lambda citing: [
        {"context": context, "intents": list(citing.intents)} for context in citing.contexts
    ],
}
_PAPER = r"/graph/v1/paper"
_ROUTES: Sequence[tuple[str, str, Callable[..., object]]] = (
    (rf"{_PAPER}/batch", "POST", _batch),
    (rf"{_PAPER}/search", "GET", _search),
    (rf"{_PAPER}/search/match", "GET", _match),
    (rf"{_PAPER}/search/bulk", "GET", _bulk),
    (rf"{_PAPER}/(.+)/citations", "GET", _citations),
    (rf"{_PAPER}/(.+)/references", "GET", _references),
    (rf"{_PAPER}/(.+)", "GET", _paper),
)
