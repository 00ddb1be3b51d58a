"""OpenAlex's works (`/works`, `/works/{id}`): filters, searches, pages and cursors, and the meter of money.

From its documents (developers.openalex.org, 2026), recordings of 2025 and written probes of 2026-09 and 10:

- Nothing but money is limited: 0.10 $ a day without a key, 1 $ with a free one, from midnight to midnight (UTC). A
  record by its id or by `doi:` is free, by a DOI's address 0.0001 $, a list 0.0001 $, a search 0.001 $. What is spent
  answers 429 with the seconds to midnight. A request that is refused costs nothing.
- Without a key a cursor answers 401, as does a wrong key. `from_created_date` and `from_updated_date` answer 429 "Plan
  upgrade required" to all who do not pay: no wait heals it.
- 404 is a page in HTML, 400 JSON, a merged record 301. The DOI of a record is one: a work that a publisher has is not
  found by its DOI at arXiv. `per-page` is 100 at most by the documents, 200 in practice; `page` × `per-page` 10,000.
- `cites:` knows what `referenced_works` tell and no more. Works are there two days after arXiv has them.
- A cursor leads on as long as a page has something on it: the last page is empty and has none.
"""

import base64
import binascii
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from tests.standin.answers import in_html, in_json
from tests.standin.catalogue import Catalogue, catalogue, catalogued, doi_of, openalex_id
from tests.standin.library import Work
from tests.standin.openalex_records import SITE, cited_by_count, known, publication_date, record, retracted
from tests.standin.searching import boolean, folded, share
from tests.standin.terms import terms_of
from tests.standin.world import Request, Response, World

# Credits of 0.0001 $.
CREDIT_USD = 0.0001
SINGLETON_BY_ADDRESS, LIST, SEARCH = 1, 1, 10
PAGE_MOST, REACH, VALUES_MOST = 200, 10_000, 100


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenAlexTerms:
    """`keys` are free ones that are valid, `paid_keys` those of a plan. Credits are those of a day."""

    keys: tuple[str, ...] = ("free-key",)
    paid_keys: tuple[str, ...] = ("paid-key",)
    keyless_credits: int = 1_000
    key_credits: int = 10_000


@dataclass(kw_only=True, eq=False)
class _Refusal(Exception):
    """What OpenAlex answers instead of works."""

    status: int
    error: str
    message: str
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(slots=True)
class _Meter:
    """Credits spent by key ("" without one) and day."""

    spent: dict[tuple[str, date], int] = field(default_factory=dict)


def answer(request: Request, world: World) -> Response:
    """Answer for OpenAlex."""
    try:
        key = _key(request, terms_of(world, OpenAlexTerms))
        if request.path == "/works":
            return _list(request, world, key)
        if request.path.startswith("/works/"):
            return _singleton(request, world, key)
    except _Refusal as refusal:
        told = {"error": refusal.error, "message": refusal.message}
        return in_json(told, status=refusal.status, headers=refusal.headers)
    return in_html("Not Found", status=404)


def _bad(message: str) -> _Refusal:
    return _Refusal(status=400, error="Invalid query parameters error.", message=message)


def _key(request: Request, terms: OpenAlexTerms) -> str:
    key = request.one("api_key") or request.headers.get("authorization", "").removeprefix("Bearer ")
    if key and key not in (*terms.keys, *terms.paid_keys):
        raise _Refusal(status=401, error="Invalid API key", message="API key not found or not active.")
    return key


def _pay(world: World, key: str, credits: int, at: datetime) -> tuple[tuple[str, str], ...]:
    """Spend the credits and return the headers that tell of it. Raises _Refusal when the day's are spent."""
    terms, spent = terms_of(world, OpenAlexTerms), world.memory(_Meter).spent
    limit, day = (terms.key_credits if key else terms.keyless_credits), (key, at.date())
    midnight = datetime.combine(at.date() + timedelta(days=1), time(), at.tzinfo)
    reset = int((midnight - at).total_seconds())
    short = credits > limit - spent.get(day, 0)
    used = 0 if short else credits
    spent[day] = spent.get(day, 0) + used
    left = limit - spent[day]
    headers: tuple[tuple[str, str], ...] = (
        ("X-RateLimit-Limit", str(limit)),
        ("X-RateLimit-Remaining", str(left)),
        ("X-RateLimit-Credits-Used", str(used)),
        ("X-RateLimit-Reset", str(reset)),
        ("X-RateLimit-Limit-USD", f"{limit * CREDIT_USD:g}"),
        ("X-RateLimit-Remaining-USD", f"{left * CREDIT_USD:g}"),
        ("X-RateLimit-Cost-USD", f"{used * CREDIT_USD:g}"),
        ("X-RateLimit-Prepaid-Remaining-USD", "0"),
    )
    if short:
        headers = (*headers, ("Retry-After", str(reset)))
        message = f"Insufficient budget. This request costs ${credits * CREDIT_USD:g}. Resets at midnight UTC."
        raise _Refusal(status=429, error="Rate limit exceeded", message=message, headers=headers)
    return headers


def _singleton(request: Request, world: World, key: str) -> Response:
    asked = request.path.removeprefix("/works/")
    work = _found(asked, catalogue(world))
    free = not asked.lower().startswith("https://doi.org/")
    headers = _pay(world, key, 0 if free else SINGLETON_BY_ADDRESS, request.at)
    if work is None or not known(work, request.at):
        return in_html("Not Found", status=404, headers=headers)
    name = asked.removeprefix(f"{SITE}/").removeprefix("openalex:").upper()
    if name in work.merged_openalex_ids:
        moved = (*headers, ("Location", f"{request.base}/works/{openalex_id(work)}"))
        return in_html("Moved Permanently", status=301, headers=moved)
    told = _selected([record(work, catalogue(world))], request.one("select"))
    return in_json(told[0], headers=headers)


def _found(asked: str, books: Catalogue) -> Work | None:
    """The work of an id in any of the forms that OpenAlex takes."""
    if doi := re.fullmatch(r"(?:doi:|https?://(?:dx\.)?doi\.org/)(.+)", asked, re.I):
        work = books.by_doi.get(doi[1].lower())
        return work if work and doi_of(work).lower() == doi[1].lower() else None
    if pmid := re.fullmatch(r"pmid:(\d+)", asked, re.I):
        return books.by_other.get(("pmid", pmid[1]))
    return books.by_openalex.get(asked.removeprefix(f"{SITE}/").removeprefix("openalex:").upper())


def _list(request: Request, world: World, key: str) -> Response:
    terms = terms_of(world, OpenAlexTerms)
    filters = [*_filters(request.one("filter")), *_searches(request)]
    if any(name in _PAID for name, _ in filters) and key not in terms.paid_keys:
        message = "from_created_date and from_updated_date are part of paid plans."
        raise _Refusal(status=429, error="Plan upgrade required", message=message)
    if request.one("cursor") and not key:
        raise _Refusal(status=401, error="API key required", message="Cursor paging needs an API key.")
    books = catalogue(world)
    found = [work for work in books.works if known(work, request.at)]
    for name, value in filters:
        found = _filtered(found, name, value, books)
    query = " ".join(value for name, value in filters if name.endswith(".search"))
    found = _sorted(found, request.one("sort"), query, books)
    page = _page(request, found)
    told = _selected([_listed(work, books, query) for work in page.works], request.one("select"))
    headers = _pay(world, key, SEARCH if query else LIST, request.at)
    meta = {**page.meta, "x_query": _x_query(request), "cost_usd": (SEARCH if query else LIST) * CREDIT_USD}
    return in_json({"meta": meta, "results": told, "group_by": []}, headers=headers)


def _listed(work: Work, books: Catalogue, query: str) -> dict[str, object]:
    told = record(work, books)
    if query:
        told["relevance_score"] = round(1_000 * share(query, f"{work.title} {work.at_version().abstract}"), 4)
    return told


def _x_query(request: Request) -> dict[str, object]:
    told = "&".join(f"{name}={value}" for name, value in request.parameters if name != "api_key")
    return {"oql": "works", "oqo": {"get_rows": "works"}, "url": f"/works?{told}"}


def _filters(told: str) -> list[tuple[str, str]]:
    found = []
    for part in filter(None, told.split(",")):
        name, colon, value = part.partition(":")
        if not colon:
            raise _bad(f"Filter {part} is not of the form field:value.")
        if name not in _FILTERS:
            raise _bad(f"{name} is not a valid field. Valid fields are: {', '.join(sorted(_FILTERS))}.")
        if value.count("|") >= VALUES_MOST:
            raise _bad(f"Maximum number of values exceeded for {name}: {VALUES_MOST}.")
        found.append((name, value))
    return found


def _searches(request: Request) -> list[tuple[str, str]]:
    """What the parameters search for, as filters. Raises _Refusal for a parameter that is not known."""
    for name, _ in request.parameters:
        if name not in _SEARCHES.keys() | _PARAMETERS:
            raise _bad(f"{name} is not a valid parameter.")
    return [(_SEARCHES[name], value) for name, value in request.parameters if name in _SEARCHES and value]


_PARAMETERS = frozenset("filter select sort page per-page per_page cursor api_key mailto".split())
_SEARCHES = {
    "search": "default.search",
    "search.title_and_abstract": "title_and_abstract.search",
    "search.title": "title.search",
}


def _filtered(works: list[Work], name: str, value: str, books: Catalogue) -> list[Work]:
    try:
        holds = _FILTERS[name](value.removeprefix("!"), books)
    except ValueError as error:
        raise _bad(f"Value for {name} is not valid: {error}.") from error
    return [work for work in works if holds(work) is not value.startswith("!")]


type _Holding = Callable[[Work], bool]


def _cites(value: str, books: Catalogue) -> _Holding:
    names = [one.removeprefix(f"{SITE}/").upper() for one in value.split("|")]
    cited = [books.by_openalex[name] for name in names if name in books.by_openalex]
    citing = {work.key for one in cited for work, _ in books.citing(one, "openalex")}
    return lambda work: work.key in citing


def _with_doi(value: str, books: Catalogue) -> _Holding:
    wanted = {re.sub(r"^(doi:|https?://(dx\.)?doi\.org/)", "", one.lower()) for one in value.split("|")}
    return lambda work: doi_of(work).lower() in wanted


def _with_id(value: str, books: Catalogue) -> _Holding:
    wanted = {one.removeprefix(f"{SITE}/").upper() for one in value.split("|")}
    return lambda work: bool(wanted & {openalex_id(work), *work.merged_openalex_ids})


def _published(value: str, books: Catalogue, *, since: bool) -> _Holding:
    day = date.fromisoformat(value).isoformat()
    return lambda work: publication_date(work) >= day if since else publication_date(work) <= day


def _in_text(value: str, books: Catalogue, *, fields: tuple[str, ...]) -> _Holding:
    queries = [boolean(one) for one in value.split("|")]

    def holds(work: Work) -> bool:
        newest = work.at_version()
        text = folded(" ".join(getattr(newest, name) for name in fields))
        return any(matching(text) for matching in queries)

    return holds


def _changed(value: str, books: Catalogue) -> _Holding:
    day = date.fromisoformat(value[:10])
    return lambda work: work.datestamp >= day


_BOTH = ("title", "abstract")
_PAID = frozenset({"from_created_date", "from_updated_date"})
_FILTERS: Mapping[str, Callable[[str, Catalogue], _Holding]] = {
    "cites": _cites,
    "doi": _with_doi,
    "openalex": _with_id,
    "openalex_id": _with_id,
    "ids.openalex": _with_id,
    "from_publication_date": lambda value, books: _published(value, books, since=True),
    "to_publication_date": lambda value, books: _published(value, books, since=False),
    "publication_year": lambda value, _: lambda work: publication_date(work)[:4] in value.split("|"),
    "title.search": lambda value, books: _in_text(value, books, fields=("title",)),
    "abstract.search": lambda value, books: _in_text(value, books, fields=("abstract",)),
    "title_and_abstract.search": lambda value, books: _in_text(value, books, fields=_BOTH),
    "default.search": lambda value, books: _in_text(value, books, fields=_BOTH),
    "is_retracted": lambda value, _: lambda work: retracted(work) is (value == "true"),
    "has_abstract": lambda value, _: lambda work: bool(work.abstract) is (value == "true"),
    "from_created_date": _changed,
    "from_updated_date": _changed,
}


def _sorted(works: list[Work], told: str, query: str, books: Catalogue) -> list[Work]:
    name, _, order = (told or ("relevance_score:desc" if query else "cited_by_count:desc")).partition(":")
    orders: Mapping[str, Callable[[Work], str | float]] = {
        "publication_date": publication_date,
        "cited_by_count": lambda work: cited_by_count(work, books),
        "relevance_score": lambda work: share(query, f"{work.title} {work.at_version().abstract}"),
    }
    if name not in orders or (name == "relevance_score" and not query):
        raise _bad(f"{name} is not a valid sort.")
    return sorted(sorted(works, key=openalex_id), key=orders[name], reverse=order == "desc")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Slice:
    works: list[Work]
    meta: dict[str, object]


def _page(request: Request, works: list[Work]) -> _Slice:
    size = _whole(request.one("per-page") or request.one("per_page") or "25", "per-page", PAGE_MOST)
    meta: dict[str, object] = {"count": len(works), "db_response_time_ms": 12}
    if cursor := request.one("cursor"):
        start = 0 if cursor == "*" else _start(cursor)
        shown = [] if request.empty_page else works[start : start + size]
        following = _cursor(start + len(shown)) if shown else None
        return _Slice(works=shown, meta={**meta, "page": None, "per_page": size, "next_cursor": following})
    page = _whole(request.one("page") or "1", "page", REACH)
    if page * size > REACH:
        raise _bad(f"Maximum results size of {REACH:,} records is exceeded. Cursor pagination is required beyond it.")
    shown = [] if request.empty_page else works[(page - 1) * size : page * size]
    return _Slice(works=shown, meta={**meta, "page": page, "per_page": size})


def _whole(told: str, name: str, most: int) -> int:
    if not told.isdecimal() or not 1 <= int(told) <= most:
        raise _bad(f"{name} parameter must be between 1 and {most}")
    return int(told)


def _cursor(start: int) -> str:
    return base64.b64encode(f"[{start}, 'works']".encode()).decode()


def _start(cursor: str) -> int:
    try:
        told = base64.b64decode(cursor, validate=True).decode()
    except (binascii.Error, UnicodeDecodeError) as error:
        raise _bad("Cursor value is invalid.") from error
    if not (found := re.fullmatch(r"\[(\d+), 'works'\]", told)):
        raise _bad("Cursor value is invalid.")
    return int(found[1])


def _selected(records: Iterable[dict[str, object]], select: str) -> list[dict[str, object]]:
    names = [name for name in select.split(",") if name]
    told = [{name: one.get(name) for name in names} if names else one for one in records]
    if wrong := [name for name in names if name not in _SELECTABLE]:
        raise _bad(f"{wrong[0]} is not a valid select field.")
    return told


_SELECTABLE = frozenset(record(Work(title="", datestamp=date.min), catalogued((), 0))) | {"relevance_score"}
