"""Crossref's works (`/works`, `/works/{doi}`, `/works/{doi}/agency`): filters, searches, cursors and three pools.

From recordings of 2022-11 to 2026-06, its documents and written probes of 2026-09 and 10:

- DOIs of arXiv are DataCite's: 404 here, and `agency` says so. 404 is a text, at `agency` labelled as JSON; 400 is JSON
  of `validation-failure`; 429 is HTML.
- A cursor is a place in a list that the server holds: it stays the same from page to page, and every use moves it on
  (7 of 7 recorded pages), so that a page which got lost on the way is not told again. `cursors_change` makes it change
  and keep its page instead, as the documents can be read. It dies five minutes after its last use, with 404
  `cursor-invalid`. There is always one more: a page with fewer works than asked for is the last, later ones are empty.
- Every answer tells the limits of its pool, which may change while a client runs. An address in `mailto` or in the
  User-Agent makes polite; lists have other limits than single works.
- A work tells its notices in `updated-by`, a notice what it is about in `update-to`. Abstracts are JATS.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from tests.standin.answers import Window, in_html, in_json
from tests.standin.catalogue import Catalogue, catalogue
from tests.standin.crossref_records import record, type_of, works_of
from tests.standin.library import Work
from tests.standin.searching import share
from tests.standin.terms import terms_of
from tests.standin.world import Request, Response, World

ROWS_MOST, OFFSET_MOST = 1_000, 10_000
CURSOR_LIFE = timedelta(minutes=5)
_ADDRESS = re.compile(r"[^\s@<>()]+@[^\s@<>()]+\.[a-z]+", re.I)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pool:
    """Requests a second, for lists and for single works, and how many at once."""

    name: str
    lists: int
    singles: int
    together: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CrossrefTerms:
    """The pools as they were in 2026-09. `cursors_change`: see above."""

    public: Pool = Pool(name="public", lists=1, singles=5, together=1)
    polite: Pool = Pool(name="polite", lists=3, singles=10, together=3)
    cursors_change: bool = False


@dataclass(kw_only=True, eq=False)
class _Refusal(Exception):
    """What is answered instead of works."""

    response: Response


@dataclass(slots=True, kw_only=True)
class _Scroll:
    """A list that is being told: its works, where it has come to, and when it was used last."""

    works: list[Work]
    place: int
    used: datetime


@dataclass(slots=True)
class _Desk:
    windows: dict[tuple[str, bool], Window] = field(default_factory=dict)
    scrolls: dict[str, _Scroll] = field(default_factory=dict)


def answer(request: Request, world: World) -> Response:
    """Answer for Crossref."""
    terms, listed = terms_of(world, CrossrefTerms), request.path == "/works"
    pool = terms.polite if _polite(request) else terms.public
    limit = pool.lists if listed else pool.singles
    headers = (
        ("x-api-pool", f"{pool.name}-array" if listed else pool.name),
        ("x-rate-limit-limit", str(limit)),
        ("x-rate-limit-interval", "1s"),
        ("x-concurrency-limit", str(pool.together)),
    )
    window = world.memory(_Desk).windows.setdefault((pool.name, listed), Window())
    hasty = window.count(request.at, 1.0) >= limit or request.asked.together > pool.together
    window.add(request.at)
    if hasty and not world.lenient:
        return in_html("Too Many Requests", status=429, headers=headers)
    try:
        response = _list(request, world) if listed else _single(request, world)
    except _Refusal as refusal:
        response = refusal.response
    return Response(
        status=response.status,
        body=response.body,
        content_type=response.content_type,
        headers=headers,
    )


def _polite(request: Request) -> bool:
    return bool(_ADDRESS.search(request.one("mailto")) or _ADDRESS.search(request.headers.get("user-agent", "")))


def _not_found(*, labelled: str = "text/plain") -> _Refusal:
    return _Refusal(response=Response(status=404, body=b"Resource not found.", content_type=labelled))


def _invalid(kind: str, value: str, message: str) -> _Refusal:
    told = [{"type": kind, "value": value, "message": message}]
    return _Refusal(response=_in_json({"status": "failed", "message-type": "validation-failure", "message": told}, 400))


def _in_json(told: object, status: int = 200) -> Response:
    return in_json(told, status=status, content_type="application/json;charset=utf-8")


def _single(request: Request, world: World) -> Response:
    if not (found := re.fullmatch(r"/works/(.+?)(/agency)?", request.path)):
        raise _not_found(labelled="application/json;charset=utf-8")
    books, doi = catalogue(world), found[1].lower()
    work = next((one for one in works_of(books) if one.doi.lower() == doi), None)
    if found[2]:
        return _agency(doi, work, books)
    if any(name.startswith("query.") for name, _ in request.parameters):
        message = "This route does not support field query parameters"
        raise _invalid("parameter-not-allowed", "query.*", message)
    if work is None:
        raise _not_found()
    return in_json({"status": "ok", "message-type": "work", "message-version": "1.0.0", "message": record(work, books)})


def _agency(doi: str, work: Work | None, books: Catalogue) -> Response:
    at_arxiv = doi.startswith("10.48550/") and doi in books.by_doi
    if work is None and not at_arxiv:
        raise _not_found(labelled="application/json;charset=utf-8")
    agency = {"id": "crossref", "label": "Crossref"} if work else {"id": "datacite", "label": "DataCite"}
    told = {"DOI": doi, "agency": agency}
    return _in_json({"status": "ok", "message-type": "work-agency", "message-version": "1.0.0", "message": told})


def _list(request: Request, world: World) -> Response:
    books = catalogue(world)
    rows = _whole(request, "rows", 20, ROWS_MOST)
    offset = _whole(request, "offset", 0, OFFSET_MOST)
    select = _select(request)
    query = _query(request)
    found = _asked_for(request, works_of(books))
    message: dict[str, object] = {"facets": {}}
    if cursor := request.one("cursor"):
        cursor, found, offset = _turned(cursor, found, rows, request.at, world)
        message["next-cursor"] = cursor
    shown = [] if request.empty_page else found[offset : offset + rows]
    items = [record(work, books, score=_score(query, work)) for work in shown]
    message |= {
        "total-results": len(found),
        "items": [{name: one[name] for name in select if name in one} for one in items] if select else items,
        "items-per-page": rows,
        "query": {"start-index": 0 if cursor else offset, "search-terms": request.one("query") or None},
    }
    return in_json({"status": "ok", "message-type": "work-list", "message-version": "1.0.0", "message": message})


def _turned(cursor: str, found: list[Work], rows: int, now: datetime, world: World) -> tuple[str, list[Work], int]:
    """The cursor to ask with next, the list that it is in and the place of this page."""
    scrolls = world.memory(_Desk).scrolls
    name = f"DnF1ZXJ5VGhlbkZldGNo{len(scrolls):08d}"
    if cursor == "*":
        scrolls[name] = _Scroll(works=found, place=rows, used=now)
        return name, found, 0
    scroll = scrolls.get(cursor)
    if scroll is None or now - scroll.used > CURSOR_LIFE:
        told = [{"type": "cursor-invalid", "value": cursor, "message": "Cursor specified but it is invalid"}]
        failure = {"status": "failed", "message-type": "resource-failure", "message": told}
        raise _Refusal(response=in_json(failure, status=404))
    scroll.used = now
    if terms_of(world, CrossrefTerms).cursors_change:
        scrolls[name] = _Scroll(works=scroll.works, place=scroll.place + rows, used=now)
        return name, scroll.works, scroll.place
    scroll.place += rows
    return cursor, scroll.works, scroll.place - rows


def _whole(request: Request, name: str, default: int, most: int) -> int:
    told = request.one(name) or str(default)
    if not told.isdecimal() or int(told) > most:
        message = f"Integer specified as {told} but must be a positive integer less than or equal to {most}"
        raise _invalid("integer-not-valid", told, message)
    return int(told)


def _select(request: Request) -> list[str]:
    names = [name for name in request.one("select").split(",") if name]
    if unknown := [name for name in names if name not in SELECTABLE]:
        message = f"Select {unknown[0]} specified but there is no such select."
        raise _invalid("select-not-available", unknown[0], message)
    return names


def _query(request: Request) -> dict[str, str]:
    """The queries that are asked, by the field that each is for ("query" for all of a work)."""
    asked = {name: value for name, value in request.parameters if name.startswith("query") and value}
    for name, _ in request.parameters:
        if name not in _TEXTS.keys() | _PARAMETERS:
            raise _invalid("parameter-not-allowed", name, "This route does not support the parameter")
    return asked


_PARAMETERS = frozenset({"filter", "select", "rows", "offset", "cursor", "sort", "order", "mailto"})


def _text(work: Work) -> str:
    names = " ".join(one.name for one in work.authors)
    return f"{work.title} {names} {work.venue} {work.first_public.year}"


_TEXTS: Mapping[str, Callable[[Work], str]] = {
    "query": lambda work: f"{_text(work)} {work.abstract}",
    "query.bibliographic": _text,
    "query.title": lambda work: work.title,
    "query.author": lambda work: " ".join(one.name for one in work.authors),
    "query.container-title": lambda work: work.venue,
}


def _score(query: Mapping[str, str], work: Work) -> float:
    """The better, the more words of the queries are in it; a query that finds nothing rules it out (0)."""
    shares = [share(text, _TEXTS[name](work)) for name, text in query.items()]
    return round(20 * sum(shares), 6) if all(shares) and shares else float(not shares)


def _asked_for(request: Request, works: list[Work]) -> list[Work]:
    query = _query(request)
    by_name: dict[str, list[str]] = {}
    for part in filter(None, request.one("filter").split(",")):
        name, _, value = part.partition(":")
        if name not in _FILTERS:
            message = f"Filter {name} specified but there is no such filter for this route."
            raise _invalid("filter-not-available", name, message)
        by_name.setdefault(name, []).append(value)
    for name, values in by_name.items():
        holds = _FILTERS[name]
        try:
            works = [work for work in works if any(holds(work, value) for value in values)]
        except ValueError as error:
            raise _invalid("date-not-valid", values[0], f"Invalid value for {name}: {error}") from error
    scored = [(work, _score(query, work)) for work in works]
    return _sorted(request, [(work, score) for work, score in scored if score])


def _sorted(request: Request, scored: list[tuple[Work, float]]) -> list[Work]:
    name = request.one("sort") or "score"
    orders: Mapping[str, Callable[[tuple[Work, float]], float]] = {
        "score": lambda pair: pair[1],
        "relevance": lambda pair: pair[1],
        "published": lambda pair: (pair[0].published or pair[0].first_public).toordinal(),
        "issued": lambda pair: (pair[0].published or pair[0].first_public).toordinal(),
        "indexed": lambda pair: pair[0].datestamp.toordinal(),
        "updated": lambda pair: pair[0].datestamp.toordinal(),
        "deposited": lambda pair: pair[0].datestamp.toordinal(),
    }
    if name not in orders:
        raise _invalid("sort-not-available", name, f"Sort {name} specified but there is no such sort.")
    by_doi = sorted(scored, key=lambda pair: pair[0].doi)
    return [work for work, _ in sorted(by_doi, key=orders[name], reverse=request.one("order", "desc") != "asc")]


def _day(told: str, *, first: bool) -> date:
    """The day of "2026", "2026-11" or "2026-11-25": the first of it, or the last."""
    parts = [int(part) for part in told.split("-")]
    if len(parts) == 3:
        return date(*parts)
    year, month = parts[0], parts[1] if len(parts) == 2 else (1 if first else 12)
    following = date(year + month // 12, month % 12 + 1, 1)
    return date(year, month, 1) if first else following - timedelta(days=1)


def _since(day_of: Callable[[Work], date]) -> Callable[[Work, str], bool]:
    return lambda work, value: day_of(work) >= _day(value, first=True)


def _until(day_of: Callable[[Work], date]) -> Callable[[Work, str], bool]:
    return lambda work, value: day_of(work) <= _day(value, first=False)


def _published(work: Work) -> date:
    return work.published or work.first_public


def _stamped(work: Work) -> date:
    return work.datestamp


_FILTERS: Mapping[str, Callable[[Work, str], bool]] = {
    "from-pub-date": _since(_published),
    "until-pub-date": _until(_published),
    "from-index-date": _since(_stamped),
    "until-index-date": _until(_stamped),
    "from-update-date": _since(_stamped),
    "until-update-date": _until(_stamped),
    "from-created-date": _since(lambda work: work.first_public),
    "until-created-date": _until(lambda work: work.first_public),
    "doi": lambda work, value: work.doi.lower() == value.lower(),
    "prefix": lambda work, value: work.doi.lower().startswith(f"{value.lower()}/"),
    "type": lambda work, value: type_of(work) == value,
    "has-abstract": lambda work, value: bool(work.abstract) is _true(value),
    "has-update": lambda work, value: bool(work.notices) is _true(value),
    "is-update": lambda work, value: bool(work.updates) is _true(value),
    "updates": lambda work, value: any(one.doi.lower() == value.lower() for one in work.updates),
    "update-type": lambda work, value: any(one.type == value for one in work.updates),
}


def _true(value: str) -> bool:
    return value in ("true", "t", "1")


SELECTABLE = frozenset(
    "DOI URL abstract author container-title created deposited indexed is-referenced-by-count issued language member "
    "prefix published publisher reference references-count relation resource score source title type update-to "
    "updated-by".split()
)
