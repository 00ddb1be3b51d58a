"""Crossref: works that speak of something, given works, and what publishers took back or corrected (docs/sources.md).

A list is asked for in ranks by `offset`, or whole by a cursor. A cursor is one and the same all along and goes on by
itself, so that a page which was lost on its way cannot be asked for again: what is missing shows in the count, and then
the list is asked for from the start.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import partial
from urllib.parse import quote

from claims.core.sources import Aim, Look, Page, Source, SourceRecord, Unreadable
from claims.sources.bodies import json_of
from claims.sources.connectors import Answer, Client, Expected, Request
from claims.sources.crossref_works import STANDINGS, Told, crossref_record, is_paper, notices_in
from claims.sources.deposits import lists_of
from claims.sources.json_records import Fields, fields_of, line_of, objects_of, payload_of, read_each, server_time
from claims.sources.troubles import BrokenAnswer, ResumeLost, SourceRefused

NOT_FOUND, REFUSED = 404, 400
ROWS = 100
# A search finds whatever has any of its words, in the order of how well it fits: 12,808,299 works for one title. What
# is told is which of the first of them speak of what was asked.
DEPTH = 300
# The longest question, in characters. More words would only help a little to rank; what speaks is decided here.
QUESTION = 600
# Proceedings are deposited weeks after they came out, and where only the year is known it counts from 1 January.
LAG = timedelta(days=31)
# How long a cursor waits (https://api.crossref.org/swagger-ui).
CURSOR_LIFE = timedelta(minutes=5)
_START = "*"
_UNKNOWN = b"Resource not found."
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """A page of a list as Crossref tells it: up to `rows` of `total` items; `cursor` is "" in lists without one."""

    items: tuple[Fields, ...]
    total: int
    rows: int
    cursor: str
    responded_at: datetime | None
    received_at: datetime

    def missing(self, seen: int) -> int:
        """How many items it lacks that were promised, when `seen` came before it."""
        return min(self.rows, self.total - seen) - len(self.items)


@dataclass(frozen=True, slots=True, kw_only=True)
class Crossref:
    """See the module. `url` is the address of the API, without a slash at its end."""

    client: Client
    url: str

    @property
    def source(self) -> Source:
        """Crossref."""
        return Source.CROSSREF

    @property
    def aims(self) -> frozenset[Aim]:
        """It can be asked for words, for works and for what notices changed."""
        return frozenset({Aim.WORDS, Aim.WORKS, Aim.CHANGED})

    def page(self, look: Look, resume: str = "") -> Page:
        """See `Connector`.

        `WORDS`: the works that speak of a name, and of a word where they have an abstract, among the `DEPTH` that fit
        best; `since` is rounded down to a year, less `LAG`. `WORKS`: by DOI; those that Crossref does not have are
        absent. `CHANGED`: the works, as they are today, of which notices that were new or changed in those days tell
        something; `collection` are the kinds of notice, parted by commas, "" all that bear on a standing.
        """
        if look.aim is Aim.WORDS:
            return self._words(look, resume)
        if look.aim is Aim.WORKS:
            return self._works(look, resume)
        if look.aim is Aim.CHANGED:
            return self._changed(look, resume)
        raise SourceRefused(f"Crossref is not asked for what is {look.aim.value}.")

    def _words(self, look: Look, resume: str) -> Page:
        asked = look.names or look.words
        if not asked:
            raise SourceRefused("Crossref is asked for names or words, and there is none.")
        place, offset = _place_in(resume or "0 0", parts=len(asked))
        words = look.words if look.names else ()
        listing = self._list(
            ("query.bibliographic", " ".join((asked[place], *words))[:QUESTION]),
            *_filter(look),
            ("rows", str(ROWS)),
            ("offset", str(offset)),
            seen=offset,
        )
        page = _page(listing, filter(is_paper, listing.items))
        speaking = tuple(record for record in page.records if _speaks(look, record))
        reached = offset + ROWS
        # They come in the order of how well they fit: after a page of which none does, none will.
        more = bool(speaking) and reached < min(DEPTH, listing.total)
        following = f"{place} {reached}" if more else _after(place, parts=len(asked))
        return replace(page, records=speaking, resume=following, total=None)

    def _works(self, look: Look, resume: str) -> Page:
        lists = tuple(lists_of(value for scheme, value in look.ids if scheme == "doi"))
        if not lists:
            raise SourceRefused("Crossref is asked for works by DOI, and there is none.")
        place, _ = _place_in(resume or "0 0", parts=len(lists))
        return replace(self._known(lists[place]), resume=_after(place, parts=len(lists)))

    def _known(self, dois: tuple[str, ...], told: Mapping[str, Iterable[Told]] | None = None) -> Page:
        """The works of a list of DOIs, with what is told of them elsewhere."""
        if len(dois) == 1:
            request = self._request(f"/works/{quote(dois[0], safe='')}")
            return self.client.fetch(request, partial(parse_work, told=told))
        listing = self._list(("filter", ",".join(f"doi:{doi}" for doi in dois)), ("rows", str(len(dois))))
        return _page(listing, listing.items, told)

    def _changed(self, look: Look, resume: str) -> Page:
        seen, cursor = _cursor_in(resume)
        listing = self._list(*_filter(look), ("rows", str(ROWS)), ("cursor", cursor), seen=seen, by_cursor=True)
        told: dict[str, list[Told]] = defaultdict(list)
        payloads: dict[str, str] = {}
        for notice in listing.items:
            for doi, said in notices_in(notice):
                told[doi].append(said)
                payloads[doi] = payload_of(notice)
        pages = [self._known(dois, told) for dois in lists_of(told)]
        records = tuple(record for page in pages for record in page.records)
        unreadable = tuple(each for page in pages for each in page.unreadable)
        known = {record.native_id for record in records} | {each.native_id for each in unreadable}
        absent = tuple(
            Unreadable(
                native_id=doi, version="", reason="Crossref has no work that this notice is about.", payload=payload
            )
            for doi, payload in payloads.items()
            if doi not in known
        )
        reached = seen + len(listing.items)
        more = reached < listing.total
        return Page(
            records=records,
            unreadable=unreadable + absent,
            resume=f"{reached} {listing.cursor}" if more else "",
            expires_at=listing.received_at + CURSOR_LIFE if more else None,
            responded_at=listing.responded_at,
        )

    def _list(self, *parameters: tuple[str, str], seen: int = 0, by_cursor: bool = False) -> Listing:
        read = partial(_whole, seen=seen, by_cursor=by_cursor)
        return self.client.fetch(self._request("/works", *parameters), read)

    def _request(self, path: str, *parameters: tuple[str, str]) -> Request:
        return Request(
            source=Source.CROSSREF,
            url=self.url + path,
            parameters=parameters,
            expects=Expected.JSON,
            hands_over=frozenset({NOT_FOUND, REFUSED}),
        )


def parse_works(answer: Answer) -> Page:
    """The works of a list. Raises as `parse_listing`, and `BrokenAnswer` for fewer than it promises."""
    listing = _whole(answer)
    return _page(listing, listing.items)


def parse_work(answer: Answer, told: Mapping[str, Iterable[Told]] | None = None) -> Page:
    """The work of an answer about one; none where Crossref does not have it. Raises as `parse_listing`."""
    if answer.status == NOT_FOUND and answer.body.strip() == _UNKNOWN:
        return Page(responded_at=server_time(answer))
    item = _message(answer, "work")
    records, unreadable = read_each([item], partial(_with_told, told=told or {}), named=_own_id)
    return Page(records=records, unreadable=unreadable, responded_at=server_time(answer))


def parse_listing(answer: Answer) -> Listing:
    """A page of a list of works.

    Raises `BrokenAnswer` for what is no such page, `ResumeLost` for a cursor that ran out, and `SourceRefused` with
    Crossref's words for a question that it does not take.
    """
    message = _message(answer, "work-list")
    items, total, rows = message.get("items"), message.get("total-results"), message.get("items-per-page")
    if not isinstance(items, list) or not isinstance(total, int) or not isinstance(rows, int):
        raise BrokenAnswer(f"{answer.url} told no list of works with its count.")
    return Listing(
        items=tuple(map(fields_of, items)),
        total=total,
        rows=rows,
        cursor=line_of(message.get("next-cursor")),
        responded_at=server_time(answer),
        received_at=answer.received_at,
    )


def _message(answer: Answer, kind: str) -> Fields:
    if answer.status in (NOT_FOUND, REFUSED):
        _refuse(answer)
    body = fields_of(json_of(answer))
    message = body.get("message")
    if body.get("status") != "ok" or body.get("message-type") != kind or not isinstance(message, dict):
        raise BrokenAnswer(f"{answer.url} told no {kind}.")
    return message


def _refuse(answer: Answer) -> None:
    """Raise what a refusal means. A 404 may be text that is labelled JSON."""
    try:
        faults = objects_of(fields_of(json_of(answer)).get("message"))
    except BrokenAnswer:
        faults = []
    if any(fault.get("type") == "cursor-invalid" for fault in faults):
        raise ResumeLost("Crossref no longer knows the cursor of this list.")
    told = "; ".join(f"{line_of(fault.get('message'))} ({line_of(fault.get('value'))})" for fault in faults)
    words = told or line_of(answer.body[:200].decode("utf-8", "replace")).rstrip(".")
    raise SourceRefused(f"{answer.url} answered {answer.status}: {words}.")


def _whole(answer: Answer, seen: int = 0, *, by_cursor: bool = False) -> Listing:
    listing = parse_listing(answer)
    missing = listing.missing(seen)
    if missing > 0:
        told = f"{answer.url} lacks {missing} works after {seen + len(listing.items)} of {listing.total}"
        # Its cursor has gone on: asking again would only skip more.
        raise ResumeLost(f"{told}; a page was lost on its way.") if by_cursor and seen else BrokenAnswer(f"{told}.")
    if by_cursor and not listing.cursor and seen + len(listing.items) < listing.total:
        raise BrokenAnswer(f"{answer.url} gave no cursor for the next page.")
    return listing


def _page(listing: Listing, items: Iterable[Fields], told: Mapping[str, Iterable[Told]] | None = None) -> Page:
    records, unreadable = read_each(items, partial(_with_told, told=told or {}), named=_own_id)
    return Page(records=records, unreadable=unreadable, responded_at=listing.responded_at, total=listing.total)


def _own_id(item: Fields) -> object:
    return item.get("DOI")


def _with_told(item: Fields, told: Mapping[str, Iterable[Told]]) -> SourceRecord:
    return crossref_record(item, told.get(line_of(item.get("DOI")).lower(), ()))


def _filter(look: Look) -> tuple[tuple[str, str], ...]:
    """The bounds of a search by days of publication, or of all notices by the days on which they were indexed.

    Retraction Watch's entries come to works and notices that nobody deposits again: only the index tells their day.
    """
    if look.aim is Aim.CHANGED:
        kind, since, values = "index", look.since, [f"update-type:{each}" for each in _kinds(look)]
    else:
        kind, since, values = "pub", date((look.since - LAG).year, 1, 1) if look.since else None, []
    values += [f"{end}-{kind}-date:{day}" for end, day in (("from", since), ("until", look.until)) if day]
    return (("filter", ",".join(values)),) if values else ()


def _kinds(look: Look) -> list[str]:
    kinds = [kind.strip() for kind in look.collection.split(",")] if look.collection else list(STANDINGS)
    unknown = [kind for kind in kinds if kind not in STANDINGS]
    if unknown:
        raise SourceRefused(f"{', '.join(unknown)} is no kind of notice; one of {', '.join(STANDINGS)} is expected.")
    return kinds


def _speaks(look: Look, record: SourceRecord) -> bool:
    """Whether title or abstract has a name and a word. Without an abstract the name in the title is all there is."""
    text = _spoken(f"{record.record.title} {record.record.abstract}")
    if look.names and not _has_any(text, look.names):
        return False
    return _has_any(text, look.words) if look.words and (record.record.abstract or not look.names) else True


def _has_any(text: str, names: Iterable[str]) -> bool:
    # Chinese is written without spaces.
    spoken = (_spoken(name) if name.isascii() else _spoken(name).strip() for name in names)
    return any(name in text for name in spoken)


def _spoken(text: str) -> str:
    """The words of a text between single spaces, so that a name is found as whole words."""
    return f" {' '.join(_WORD.findall(text.casefold()))} "


def _after(place: int, *, parts: int) -> str:
    """The beginning of the next part of a look, "" after the last."""
    return f"{place + 1} 0" if place + 1 < parts else ""


def _place_in(resume: str, *, parts: int) -> tuple[int, int]:
    """The part of a look to go on with, and how many works of it were seen."""
    place, _, offset = resume.partition(" ")
    if not (place.isdecimal() and offset.isdecimal() and int(place) < parts):
        raise _lost(resume)
    return int(place), int(offset)


def _cursor_in(resume: str) -> tuple[int, str]:
    seen, _, cursor = resume.partition(" ")
    if resume and not (seen.isdecimal() and cursor):
        raise _lost(resume)
    return (int(seen), cursor) if resume else (0, _START)


def _lost(resume: str) -> ResumeLost:
    return ResumeLost(f"{resume[:100]!r} is no place in a list of Crossref's.")
