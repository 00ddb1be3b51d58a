"""arXiv's query API at `/query` (user manual; recorded answers of 2026-04): Atom with OpenSearch totals.

Ids that are none answer 400 with a feed of one entry "Error"; ids that do not exist are left out. Slices hold 2,000
entries at most and nothing is told past the 30,000th.
"""

import base64
import hashlib
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, time

from tests.standin.arxiv_haste import hasty
from tests.standin.atom_queries import Indexed, QueryMalformed, indexed, parsed
from tests.standin.library import Library, Work
from tests.standin.markup import document, element, leaf
from tests.standin.world import Request, Response, World

SLICE = 2000
REACH = 30_000
CONTENT_TYPE = "application/atom+xml; charset=utf-8"
SCHEME = "http://arxiv.org/schemas/atom"
_ID = re.compile(r"(?P<base>\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})(?:v(?P<version>\d+))?")
_SORTS = ("relevance", "lastUpdatedDate", "submittedDate")
_ORDERS = ("ascending", "descending")
_BARE = re.compile(r'(?<![\w:"])(?!AND\b|OR\b|ANDNOT\b|TO\b)([\w.-]+)(?![\w:"\]])')


@dataclass(slots=True)
class Index:
    """The works as they are searched, each worked out once."""

    known: dict[str, Indexed] = field(default_factory=dict)

    def of(self, library: Library) -> list[Indexed]:
        """All works that arXiv has, in the library's order."""
        works = [work for work in library.works if work.arxiv_id and not work.deleted]
        for work in works:
            if (known := self.known.get(work.key)) is None or known.work is not work:
                self.known[work.key] = indexed(work)
        return [self.known[work.key] for work in works]


class _Wrong(Exception):
    """An argument that the API refuses; its message is the entry's summary."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Question:
    query: str
    ids: tuple[str, ...]
    start: int
    size: int
    sort: str
    descending: bool


def answer(request: Request, world: World) -> Response:
    """See above."""
    if refusal := hasty(request, world):
        return refusal
    if request.path != "/query":
        return Response(status=404)
    try:
        asked = _question(request)
        works = _found(asked, world)
    except (_Wrong, QueryMalformed) as wrong:
        return _feed(_error(str(wrong), request.at), status=400)
    return _feed(_results(asked, works, request))


def _feed(parts: list[str], status: int = 200) -> Response:
    root = element(
        "feed",
        parts,
        {
            "xmlns:opensearch": "http://a9.com/-/spec/opensearch/1.1/",
            "xmlns:arxiv": SCHEME,
            "xmlns": "http://www.w3.org/2005/Atom",
        },
    )
    return Response(status=status, body=document(root), content_type=CONTENT_TYPE)


def _question(request: Request) -> _Question:
    query, ids = request.one("search_query"), request.one("id_list")
    size = _number(request, "max_results", 10)
    start = _number(request, "start", 0)
    sort, order = request.one("sortBy") or "relevance", request.one("sortOrder") or "descending"
    if size > REACH or start >= REACH:
        raise _Wrong(f"max_results and start must not reach beyond {REACH}")
    if sort not in _SORTS:
        raise _Wrong(f"sortBy must be in: {', '.join(_SORTS)}")
    if order not in _ORDERS:
        raise _Wrong(f"sortOrder must be in: {', '.join(_ORDERS)}")
    return _Question(
        query=_BARE.sub(r"all:\1", query) if ":" not in query else query,
        ids=tuple(one.strip() for one in ids.split(",") if one.strip()),
        start=start,
        size=size,
        sort=sort,
        descending=order == "descending",
    )


def _number(request: Request, name: str, default: int) -> int:
    told = request.one(name) or str(default)
    if not re.fullmatch(r"-?\d+", told):
        raise _Wrong(f"{name} must be an integer")
    if int(told) < 0:
        raise _Wrong(f"{name} must be non-negative")
    return int(told)


def _found(asked: _Question, world: World) -> list[Work]:
    """The works of an answer, each in the version that is told, in order. Raises `_Wrong` and `QueryMalformed`."""
    known = world.memory(Index).of(world.library)
    if asked.query:
        scoring = parsed(asked.query)
        scored = [(score, one.work) for one in known if (score := scoring(one))]
        works = [work for _, work in sorted(scored, key=lambda pair: -pair[0])]
    else:
        works = [one.work for one in known]
    if asked.ids or not asked.query:
        by_id = {work.arxiv_id: work for work in works}
        works = [work for one in asked.ids if (work := _version_of(one, by_id))]
    else:
        works = [work.at_version() for work in works]
    if asked.sort != "relevance":
        last = asked.sort == "lastUpdatedDate"
        works.sort(key=lambda work: _moments(work)[-1 if last else 0], reverse=asked.descending)
    return works


def _version_of(told: str, by_id: dict[str, Work]) -> Work | None:
    named = _ID.fullmatch(told)
    if named is None:
        raise _Wrong(f"incorrect id format for {told}")
    work = by_id.get(named["base"])
    try:
        return work and work.at_version(int(named["version"]) if named["version"] else None)
    except KeyError:
        return None


def _moments(work: Work) -> list[datetime]:
    dates = [version.date.astimezone(UTC) for version in work.versions]
    return dates or [datetime.combine(work.datestamp, time.min, UTC)]


def _stamp(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def _totals(size: int, total: int, start: int) -> list[str]:
    told = {"itemsPerPage": size, "totalResults": total, "startIndex": start}
    return [leaf(f"opensearch:{name}", str(value)) for name, value in told.items()]


def _error(reason: str, now: datetime) -> list[str]:
    address = f"https://arxiv.org/api/errors#{reason.replace(' ', '_')}"
    entry = [
        leaf("id", address),
        leaf("title", "Error"),
        leaf("updated", _stamp(now)),
        element("link", "", {"href": address, "rel": "alternate", "type": "text/html"}),
        leaf("summary", reason),
        element("author", [leaf("name", "arXiv api core")]),
    ]
    return [
        leaf("id", "https://arxiv.org/"),
        leaf("title", "arXiv Search Results"),
        leaf("updated", _stamp(now)),
        *_totals(1, 1, 0),
        element("entry", entry),
    ]


def _results(asked: _Question, works: list[Work], request: Request) -> list[str]:
    end = min(asked.start + min(asked.size, SLICE), REACH)
    shown = [] if request.empty_page else works[asked.start : end]
    ids, limits = ",".join(asked.ids), f"start={asked.start}&max_results={asked.size}"
    title = f"arXiv Query: search_query={asked.query}&id_list={ids}&{limits}"
    digest = base64.b64encode(hashlib.sha1(title.encode(), usedforsecurity=False).digest()).decode().rstrip("=")
    address = f"https://arxiv.org/api/query?search_query={asked.query}&{limits}&id_list={ids}"
    return [
        leaf("id", f"https://arxiv.org/api/{digest}"),
        leaf("title", title),
        leaf("updated", _stamp(request.at)),
        element("link", "", {"href": address, "type": "application/atom+xml"}),
        *_totals(asked.size, len(works), asked.start),
        *(_entry(work) for work in shown),
    ]


def _entry(work: Work) -> str:
    """A work as an entry; one without versions has no `published`."""
    named = f"{work.arxiv_id}v{work.versions[-1].number if work.versions else 1}"
    moments = _moments(work)
    parts = [
        leaf("id", f"http://arxiv.org/abs/{named}"),
        leaf("title", work.title),
        leaf("updated", _stamp(moments[-1])),
        element("link", "", {"href": f"https://arxiv.org/abs/{named}", "rel": "alternate", "type": "text/html"}),
        element(
            "link",
            "",
            {"href": f"https://arxiv.org/pdf/{named}", "rel": "related", "type": "application/pdf", "title": "pdf"},
        ),
        leaf("summary", work.abstract),
        *(element("category", "", {"term": one, "scheme": SCHEME}) for one in work.categories),
    ]
    if work.versions:
        parts.append(leaf("published", _stamp(moments[0])))
    return element("entry", [*parts, *_particulars(work)])


def _particulars(work: Work) -> list[str]:
    parts = [leaf("arxiv:comment", work.comment)] if work.comment else []
    if work.categories:
        parts.append(element("arxiv:primary_category", "", {"term": work.categories[0]}))
    if work.journal_ref:
        parts.append(leaf("arxiv:journal_ref", work.journal_ref))
    parts += [
        element(
            "author",
            [leaf("name", author.name), *(leaf("arxiv:affiliation", place) for place in author.affiliations)],
        )
        for author in work.authors
    ]
    if work.doi:
        link = {"rel": "related", "href": f"https://doi.org/{work.doi}", "title": "doi"}
        parts += [leaf("arxiv:doi", work.doi), element("link", "", link)]
    return parts
