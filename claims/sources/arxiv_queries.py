"""arXiv's query interface (Atom with OpenSearch totals): https://export.arxiv.org/api/query."""

import re
from datetime import UTC, date

from lxml import etree

from claims.core.identifiers import ArxivId, normal_arxiv_id
from claims.core.sources import Identifier, Look, Page, SourceRecord, Unreadable
from claims.sources.arxiv_authors import tidy_name
from claims.sources.arxiv_records import Told, Version, instant, source_record, text_of
from claims.sources.bodies import xml_of
from claims.sources.connectors import Answer
from claims.sources.records import InvalidRecord
from claims.sources.troubles import BrokenAnswer, SourceRefused

# Records a page. The interface gives up to 2,000 and asks for small slices (arXiv API user's manual, 3.1.1.2).
SLICE = 100
# A list is told up to here, then the interface answers 400 (same place).
LONGEST_LIST = 30_000
# Longer addresses are at the mercy of the servers between.
LONGEST_QUERY = 4_000
# Before arXiv's first paper and after its last, for ranges must have both ends.
_FIRST, _LAST = date(1991, 1, 1), date(2999, 12, 31)

_ATOM = "{http://www.w3.org/2005/Atom}"
_ARXIV = "{http://arxiv.org/schemas/atom}"
_SEARCH = "{http://a9.com/-/spec/opensearch/1.1/}"
_ERRORS = "arxiv.org/api/errors#"
_LATIN = re.compile(r"[A-Za-zÀ-ɏ]")
# What would end a quoted phrase or mean something to the parser of queries, and scripts that no paper there is in.
_NO_PHRASE = re.compile(r"[^A-Za-zÀ-ɏ0-9.+\-'&/]+")


def search_query(look: Look) -> str:
    """The question in arXiv's words: any of the names and any of the words, in title or abstract, of these days.

    "" when no name, or none of the words, has a Latin letter: then nothing there can answer. Raises `SourceRefused`
    for more than a query can hold.
    """
    names, words = _phrases(look.names), _phrases(look.words)
    if not names or (look.words and not words):
        return ""
    parts = [_any_of(names)]
    if words:
        parts.append(_any_of(words))
    if look.since or look.until:
        first, last = look.since or _FIRST, look.until or _LAST
        parts.append(f"submittedDate:[{first:%Y%m%d}0000 TO {last:%Y%m%d}2359]")
    query = " AND ".join(parts)
    if len(query) > LONGEST_QUERY:
        raise SourceRefused(
            f"A question of {len(query)} characters is too long for arXiv; ask for fewer names or words."
        )
    return query


def id_list(ids: tuple[Identifier, ...]) -> list[str]:
    """The arXiv ids among these, each once, with their versions where they name one."""
    found = [known for scheme, value in ids if scheme == "arxiv" and (known := normal_arxiv_id(value))]
    return list(dict.fromkeys(f"{known.base}v{known.version}" if known.version else known.base for known in found))


def parse_list(answer: Answer, start: int) -> Page:
    """The records from place `start` of a list; it goes on behind the last one that came.

    A total that shrinks on the way is believed; a page without records where some were promised is not. Raises
    `BrokenAnswer`, and `SourceRefused` for an error told as a feed.
    """
    feed = _feed(answer)
    total, told = _total(feed, answer), _entries(feed)
    if not told and (start or total):
        raise BrokenAnswer(f"{answer.url} sent nothing from place {start} of a list of {total}.")
    reached = start + len(told)
    return _page(feed, told, total=total, resume=str(reached) if reached < total else "")


def parse_works(answer: Answer, resume: str) -> Page:
    """The works that were asked for by id, in any number; `resume` is where the rest of the ids begins, "" if none."""
    feed = _feed(answer)
    total, told = _total(feed, answer), _entries(feed)
    if len(told) < total:
        raise BrokenAnswer(f"{answer.url} sent {len(told)} of {total} works.")
    return _page(feed, told, total=None, resume=resume)


def _phrases(texts: tuple[str, ...]) -> list[str]:
    cleaned = (_NO_PHRASE.sub(" ", text).strip() for text in texts)
    return list(dict.fromkeys(text for text in cleaned if _LATIN.search(text)))


def _any_of(phrases: list[str]) -> str:
    # Not "all:", which finds authors of that name as well.
    return f"({' OR '.join(f'{field}:"{phrase}"' for phrase in phrases for field in ('ti', 'abs'))})"


def _feed(answer: Answer) -> etree._Element:
    feed = xml_of(answer)
    if feed.tag != f"{_ATOM}feed":
        raise BrokenAnswer(f"{answer.url} sent XML that is no Atom feed.")
    for entry in feed.iterfind(f"{_ATOM}entry"):
        if _ERRORS in text_of(entry, f"{_ATOM}id"):
            raise SourceRefused(f"{answer.url} refused: {text_of(entry, f'{_ATOM}summary')}.")
    return feed


def _total(feed: etree._Element, answer: Answer) -> int:
    told = text_of(feed, f"{_SEARCH}totalResults")
    if not (told.isascii() and told.isdigit()):
        raise BrokenAnswer(f"{answer.url} does not tell how many records there are.")
    return int(told)


def _entries(feed: etree._Element) -> list[SourceRecord | Unreadable]:
    return [_told(entry) for entry in feed.iterfind(f"{_ATOM}entry")]


def _page(feed: etree._Element, told: list[SourceRecord | Unreadable], *, total: int | None, resume: str) -> Page:
    return Page(
        records=tuple(one for one in told if isinstance(one, SourceRecord)),
        unreadable=tuple(one for one in told if isinstance(one, Unreadable)),
        resume=resume,
        responded_at=instant(text_of(feed, f"{_ATOM}updated")),
        total=total,
    )


def _told(entry: etree._Element) -> SourceRecord | Unreadable:
    payload = etree.tostring(entry, encoding="unicode", with_tail=False)
    address, updated = text_of(entry, f"{_ATOM}id"), text_of(entry, f"{_ATOM}updated")
    try:
        known = normal_arxiv_id(address)
        if known is None:
            raise InvalidRecord(f"{address!r} is no arXiv id.")
        return source_record(_paper(known, entry), payload)
    except InvalidRecord as fault:
        return Unreadable(native_id=address, version=updated, reason=str(fault), payload=payload)


def _paper(known: ArxivId, entry: etree._Element) -> Told:
    number, first, newest = known.version, _day(entry, "published"), _day(entry, "updated")
    if number is None or newest is None:
        raise InvalidRecord("It does not tell its version and the day of that.")
    people = entry.findall(f"{_ATOM}author")
    places = (place for one in people for place in one.iterfind(f"{_ARXIV}affiliation"))
    organisations = (" ".join((place.text or "").split()) for place in places)
    return Told(
        known=known,
        title=text_of(entry, f"{_ATOM}title"),
        abstract=text_of(entry, f"{_ATOM}summary"),
        authors=tuple(name for one in people if (name := tidy_name(text_of(one, f"{_ATOM}name")))),
        organisations=tuple(dict.fromkeys(filter(None, organisations))),
        comments=text_of(entry, f"{_ARXIV}comment"),
        journal=text_of(entry, f"{_ARXIV}journal_ref"),
        doi=text_of(entry, f"{_ARXIV}doi"),
        versions=(Version(number=number, submitted_on=newest),),
        published_on=first or (newest if number == 1 else None),
    )


def _day(entry: etree._Element, name: str) -> date | None:
    """The day of an instant in UTC; None where none is told."""
    text = text_of(entry, f"{_ATOM}{name}")
    if not text:
        return None
    told = instant(text)
    if told is None:
        raise InvalidRecord(f"{text!r} is no date.")
    return told.astimezone(UTC).date()
