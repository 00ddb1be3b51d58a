"""OpenAlex: works that speak of something, that cite given ones, and given works (docs/sources.md).

It is paid for by the request (https://developers.openalex.org/api-reference/authentication): a work by its id costs
nothing, a list $0.0001, a search $0.001, of $0.10 a day without a key and $1 with one.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from urllib.parse import quote

from claims.core.sources import Aim, Identifier, Look, Page, Source
from claims.sources.connectors import Answer, Client, Expected, Request
from claims.sources.openalex_works import NOT_FOUND, NOTHING_CITED, CitedWorks, parse_id, parse_work, parse_works
from claims.sources.troubles import BrokenAnswer, ResumeLost, SourceRefused

PER_PAGE = 100
# Without a key pages are counted, and only so many works can be reached; with one, a cursor goes on to the end.
REACHED_BY_PAGES = 10_000
# Values that a filter may have, and bytes of what is asked: an address longer than about 4 KB is refused.
IDS_PER_LIST, BYTES_PER_LIST, BYTES_PER_WORDS = 100, 3000, 1200
# Cited works that are looked up, one request each, before the works that cite them are asked for.
CITED_PER_LIST = 50
FIELDS = (
    "id", "doi", "title", "publication_date", "ids", "authorships", "primary_location", "locations",
    "abstract_inverted_index", "is_retracted", "updated_date",
)  # fmt: skip
_NO_PHRASE = str.maketrans(dict.fromkeys('"\\*?~', " "))
_NOT_IN_FILTERS = frozenset(",|")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    """A piece of a look that one list answers: a search, or works by their names in OpenAlex's addresses."""

    search: str = ""
    works: tuple[tuple[str, Identifier], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """Where a look is: in `part`, at a page or cursor, with so many works `seen` of `total` when the part began.

    `cited` are the works of the part that OpenAlex has, once they were looked up.
    """

    part: int = 0
    at: str = ""
    seen: int = 0
    total: int = 0
    cited: CitedWorks = NOTHING_CITED

    def told(self) -> str:
        return json.dumps([self.part, self.at, self.seen, self.total, dict(self.cited)])


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenAlex:
    """See the module. `url` is the address of the API, without a slash at its end."""

    client: Client
    url: str
    key: str = field(default="", repr=False)

    @property
    def source(self) -> Source:
        """OpenAlex."""
        return Source.OPENALEX

    @property
    def aims(self) -> frozenset[Aim]:
        """It can be asked for words, for citing works and for works."""
        return frozenset({Aim.WORDS, Aim.CITING, Aim.WORKS})

    def page(self, look: Look, resume: str = "") -> Page:
        """See `Connector`. Works come newest first, and more than asked for: `since` counts from 1 January of its year,
        for that is the day of all works of which OpenAlex only knows the year, as it often does with arXiv's.
        """
        parts = tuple(_parts(look))
        place = _place(resume, parts=len(parts))
        part = parts[place.part]
        if look.aim is Aim.WORKS and len(part.works) == 1:
            page = self.client.fetch(self._one(part.works[0][0]), parse_work)
            return replace(page, resume=_after(place, len(parts)))
        if look.aim is Aim.CITING and not place.cited:
            place = replace(place, cited=self._known(part))
            if not place.cited:
                return Page(resume=_after(place, len(parts)))
        if place.at and place.at.isdecimal() is bool(self.key):
            raise ResumeLost("OpenAlex's key was set or taken away meanwhile.")
        if not self.key and int(place.at or 1) > REACHED_BY_PAGES // PER_PAGE:
            raise SourceRefused(
                f"OpenAlex has {place.total:,} works for this and shows {REACHED_BY_PAGES:,} without a key: "
                "set its key, or ask for less."
            )
        read = partial(self._read, place=place, parts=len(parts))
        return self.client.fetch(self._list(look, part, place), read)

    def _read(self, answer: Answer, *, place: _Place, parts: int) -> Page:
        page = parse_works(answer, place.cited)
        following = _by_cursor(page, place) if self.key else _by_page(page, place)
        told = following.told() if following else _after(place, parts)
        return replace(page, resume=told, total=page.total if parts == 1 else None)

    def _known(self, part: _Part) -> dict[str, tuple[Identifier, ...]]:
        """OpenAlex's names of the works that it has, also of those that were merged into others."""
        known: dict[str, tuple[Identifier, ...]] = {}
        for name, asked in part.works:
            found = self.client.fetch(self._one(name, "id"), parse_id)
            if found:
                known[found] = (*known.get(found, ()), asked)
        return known

    def _one(self, name: str, *fields: str) -> Request:
        return self._request(f"/works/{quote(name, safe=':/')}", ("select", ",".join(fields or FIELDS)))

    def _list(self, look: Look, part: _Part, place: _Place) -> Request:
        fields = (*FIELDS, "referenced_works") if len(place.cited) > 1 else FIELDS
        filters = tuple(_filters(look, part, place))
        return self._request(
            "/works",
            *((("search.title_and_abstract", part.search),) if part.search else ()),
            *((("filter", ",".join(filters)),) if filters else ()),
            ("select", ",".join(fields)),
            ("sort", "publication_date:desc"),
            ("per-page", str(PER_PAGE)),
            ("cursor", place.at or "*") if self.key else ("page", place.at or "1"),
        )

    def _request(self, path: str, *parameters: tuple[str, str]) -> Request:
        return Request(
            source=Source.OPENALEX,
            url=self.url + path,
            parameters=parameters,
            secret_headers=(("Authorization", f"Bearer {self.key}"),) if self.key else (),
            expects=Expected.JSON,
            # An unknown work is a page in HTML.
            hands_over=frozenset({NOT_FOUND}) if path != "/works" else frozenset(),
        )


def _by_page(page: Page, place: _Place) -> _Place | None:
    """The next page's place, None after the last."""
    number, count, total = int(place.at or 1), len(page.records) + len(page.unreadable), page.total or 0
    promised = max(0, min(PER_PAGE, total - (number - 1) * PER_PAGE))
    if count < promised:
        raise BrokenAnswer(f"OpenAlex sent {count} of {promised} works on page {number}.")
    return replace(place, at=str(number + 1), total=total) if number * PER_PAGE < total else None


def _by_cursor(page: Page, place: _Place) -> _Place | None:
    """The place at the next cursor, None at the end: no cursor, or nothing left of what is counted.

    Works that are added meanwhile are no fault: what was there when the part began is promised.
    """
    count, counted = len(page.records) + len(page.unreadable), page.total or 0
    seen, total = place.seen + count, place.total if place.at else counted
    if seen >= counted:
        return None
    if page.resume and (not count or page.resume == place.at):
        raise BrokenAnswer(f"OpenAlex sent an empty page or one cursor twice after {seen} of {counted} works.")
    if not page.resume and seen < min(total, counted):
        raise BrokenAnswer(f"OpenAlex stopped after {seen} of {counted} works.")
    return replace(place, at=page.resume, seen=seen, total=total) if page.resume else None


def _place(resume: str, *, parts: int) -> _Place:
    if not resume:
        return _Place()
    try:
        part, at, seen, total, cited = json.loads(resume)
        names = {name: tuple((scheme, value) for scheme, value in asked) for name, asked in cited.items()}
        place = _Place(part=int(part), at=str(at), seen=int(seen), total=int(total), cited=names)
    except (ValueError, TypeError, AttributeError) as error:
        raise ResumeLost(f"{resume[:100]!r} is no place in a list of OpenAlex's.") from error
    if not 0 <= place.part < parts:
        raise ResumeLost(f"{resume[:100]!r} is no place in this question to OpenAlex.")
    return place


def _after(place: _Place, parts: int) -> str:
    """The place of the next part, "" after the last."""
    return _Place(part=place.part + 1).told() if place.part + 1 < parts else ""


def _parts(look: Look) -> Iterator[_Part]:
    if look.aim is Aim.WORDS:
        yield from _searches(look)
    elif look.aim in (Aim.CITING, Aim.WORKS):
        asked = [(name, each) for each in dict.fromkeys(look.ids) if (name := _name(each))]
        if not asked:
            raise SourceRefused("OpenAlex is asked for works by DOI, arXiv id, PubMed id or its own id; there is none.")
        yield from _citing(asked) if look.aim is Aim.CITING else _works(asked)
    else:
        raise SourceRefused(f"OpenAlex is not asked for what is {look.aim.value}.")


def _citing(asked: list[tuple[str, Identifier]]) -> Iterator[_Part]:
    for start in range(0, len(asked), CITED_PER_LIST):
        yield _Part(works=tuple(asked[start : start + CITED_PER_LIST]))


def _works(asked: list[tuple[str, Identifier]]) -> Iterator[_Part]:
    """Works by DOI in lists; by other ids one by one, for only so a merged one leads to the one that it is now."""
    listed: list[tuple[str, Identifier]] = []
    for name, each in asked:
        if not name.startswith("doi:") or _NOT_IN_FILTERS & set(name):
            yield _Part(works=((name, each),))
        else:
            listed.append((name, each))
    for chunk in _chunks([name.removeprefix("doi:") for name, _ in listed], joined="|", most_bytes=BYTES_PER_LIST):
        yield _Part(works=tuple(listed[: len(chunk)]))
        del listed[: len(chunk)]


def _searches(look: Look) -> Iterator[_Part]:
    """A text must have one of the names and one of the words; what is too long for an address is asked in pieces."""
    names, words = _phrases(look.names), _phrases(look.words)
    if not names:
        raise SourceRefused("OpenAlex is asked for names, and there is none.")
    for some in _chunks(names, joined=" OR ", most_bytes=BYTES_PER_WORDS):
        for others in _chunks(words, joined=" OR ", most_bytes=BYTES_PER_WORDS) if words else [()]:
            yield _Part(search=" AND ".join(f"({' OR '.join(phrases)})" for phrases in (some, others) if phrases))


def _phrases(texts: Iterable[str]) -> list[str]:
    """Texts as phrases of the search language, without the marks that mean something in it."""
    plain = (" ".join(text.translate(_NO_PHRASE).split()) for text in texts)
    return [f'"{text}"' for text in dict.fromkeys(plain) if text]


def _chunks(values: list[str], *, joined: str, most_bytes: int) -> Iterator[tuple[str, ...]]:
    """The values in order, no more at a time than a list takes and an address has room for."""
    chunk: list[str] = []
    size = 0
    for value in values:
        room = len(quote(f"{value}{joined}", safe=""))
        if chunk and (size + room > most_bytes or len(chunk) == IDS_PER_LIST):
            yield tuple(chunk)
            chunk, size = [], 0
        chunk.append(value)
        size += room
    if chunk:
        yield tuple(chunk)


def _filters(look: Look, part: _Part, place: _Place) -> Iterator[str]:
    if look.aim is Aim.WORKS:
        yield "doi:" + "|".join(name.removeprefix("doi:") for name, _ in part.works)
        return
    if place.cited:
        yield "cites:" + "|".join(place.cited)
    if look.since:
        yield f"from_publication_date:{look.since.replace(month=1, day=1)}"
    if look.until:
        yield f"to_publication_date:{look.until}"


def _name(asked: Identifier) -> str:
    """What a work is called in an address, "" for ids that OpenAlex does not know. The `doi:` form costs nothing."""
    scheme, value = asked
    names = {"arxiv": f"doi:10.48550/arxiv.{value.lower()}", "doi": f"doi:{value.lower()}", "pmid": f"pmid:{value}"}
    return value.upper() if scheme == "openalex" else names.get(scheme, "")
