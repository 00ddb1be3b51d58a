"""Works as OpenAlex tells them: their pages and their records."""

from collections.abc import Iterator, Mapping
from functools import partial
from types import MappingProxyType

from claims.core.identifiers import arxiv_id, doi
from claims.core.papers import PaperRecord, Standing
from claims.core.sources import Cited, Identifier, Page, SourceRecord
from claims.sources.bodies import json_of
from claims.sources.connectors import Answer
from claims.sources.json_records import (
    Fields,
    day_of,
    fields_of,
    first_public,
    line_of,
    objects_of,
    payload_of,
    read_each,
    server_time,
)
from claims.sources.records import InvalidRecord
from claims.sources.troubles import BrokenAnswer

NOT_FOUND = 404

# Cited works by OpenAlex's names, each with the identifiers that it was asked for by.
type CitedWorks = Mapping[str, tuple[Identifier, ...]]
NOTHING_CITED: CitedWorks = MappingProxyType({})


def parse_work(answer: Answer) -> Page:
    """The work of an answer about one; none where OpenAlex does not have it. Raises `BrokenAnswer`."""
    if answer.status == NOT_FOUND:
        return Page()
    row = json_of(answer)
    if not isinstance(row, dict) or not row.get("id"):
        raise BrokenAnswer(f"{answer.url} told no work.")
    records, unreadable = read_each([row], _record, named=_told_id)
    return Page(records=records, unreadable=unreadable, responded_at=server_time(answer))


def parse_works(answer: Answer, cited: CitedWorks = NOTHING_CITED) -> Page:
    """The works of a list; `resume` is its next cursor. They cite `cited`, told by OpenAlex's names.

    Raises `BrokenAnswer`.
    """
    body = fields_of(json_of(answer))
    meta, rows = body.get("meta"), body.get("results")
    if not isinstance(meta, dict) or not isinstance(rows, list) or not isinstance(meta.get("count"), int):
        raise BrokenAnswer(f"{answer.url} told no list of works with its count.")
    records, unreadable = read_each(rows, partial(_record, cited=cited), named=_told_id)
    return Page(
        records=records,
        unreadable=unreadable,
        resume=line_of(meta.get("next_cursor")),
        responded_at=server_time(answer),
        total=meta["count"],
    )


def parse_id(answer: Answer) -> str:
    """The name of one work, "" where OpenAlex does not have it."""
    if answer.status == NOT_FOUND:
        return ""
    try:
        return _work_id(fields_of(json_of(answer)))
    except InvalidRecord as error:
        raise BrokenAnswer(f"{answer.url} told no work.") from error


def _told_id(row: Fields) -> object:
    return row.get("id")


def _record(row: Fields, cited: CitedWorks = NOTHING_CITED) -> SourceRecord:
    work, title, place = _work_id(row), line_of(row.get("title")), fields_of(row.get("primary_location"))
    if not title:
        raise InvalidRecord("The record has no title.")
    arxiv, url, retracted = _arxiv(row), line_of(place.get("landing_page_url")), row.get("is_retracted") is True
    paper = PaperRecord(
        id=f"openalex:{work}",
        title=title,
        authors=tuple(_authors(row)),
        published_on=first_public(day_of(row.get("publication_date")), arxiv),
        abstract=_abstract(row.get("abstract_inverted_index")),
        arxiv_id=arxiv,
        doi=doi(line_of(row.get("doi"))),
        url=url if url.startswith(("http://", "https://")) else f"https://openalex.org/{work}",
        organisations=tuple(dict.fromkeys(_organisations(row))),
        venue=line_of(fields_of(place.get("source")).get("display_name")),
        standing=Standing.RETRACTED if retracted else Standing.CURRENT,
        standing_url=f"https://openalex.org/{work}" if retracted else "",
        other_ids=(("openalex", work), *_pubmed(row)),
    )
    return SourceRecord(
        native_id=work,
        version=line_of(row.get("updated_date")),
        record=paper,
        payload=payload_of(row),
        cites=tuple(Cited(work=each) for each in _cites(row, cited)),
    )


def _work_id(row: Fields) -> str:
    work = line_of(row.get("id")).rpartition("/")[2]
    if not (work.startswith("W") and work[1:].isdecimal()):
        raise InvalidRecord(f"{row.get('id')!r} is not the id of a work.")
    return work


def _cites(row: Fields, cited: CitedWorks) -> Iterator[Identifier]:
    if len(cited) > 1:
        listed = row.get("referenced_works")
        referenced = {line_of(each).rpartition("/")[2] for each in listed} if isinstance(listed, list) else set()
        cited = {name: asked for name, asked in cited.items() if name in referenced}
        if not cited:
            raise InvalidRecord("The record cites none of the works that it was listed for.")
    for asked in cited.values():
        yield from asked


def _arxiv(row: Fields) -> str:
    """The arXiv's id of a work, by its DOI or a place where it lies; "" without one."""
    places = (line_of(place.get("landing_page_url")) for place in objects_of(row.get("locations")))
    for address in (line_of(row.get("doi")), *places):
        if "arxiv" in address.lower() and (found := arxiv_id(address)):
            return found.base
    return ""


def _pubmed(row: Fields) -> Iterator[Identifier]:
    number = line_of(fields_of(row.get("ids")).get("pmid")).rpartition("/")[2]
    if number.isdecimal():
        yield "pmid", number


def _authors(row: Fields) -> Iterator[str]:
    for each in objects_of(row.get("authorships")):
        raw = line_of(each.get("raw_author_name"))
        family, comma, given = raw.partition(", ")
        name = line_of(fields_of(each.get("author")).get("display_name")) or (f"{given} {family}" if comma else raw)
        if name:
            yield name


def _organisations(row: Fields) -> Iterator[str]:
    for author in objects_of(row.get("authorships")):
        for institution in objects_of(author.get("institutions")):
            if name := line_of(institution.get("display_name")):
                yield name


def _abstract(index: object) -> str:
    """The words of an inverted index, `{word: [places]}`, in their places. Raises `InvalidRecord`."""
    if index is None:
        return ""
    try:
        placed = sorted((place, word) for word, places in index.items() for place in places)  # type: ignore[attr-defined]
    except (AttributeError, TypeError) as error:
        raise InvalidRecord("The abstract is no index of words.") from error
    return line_of(" ".join(word for _, word in placed))
