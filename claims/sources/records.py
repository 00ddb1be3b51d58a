"""A paper record as JSON lines carry it, checked before anything is stored."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from claims.core.identifiers import doi, normal_arxiv_id
from claims.core.paper_rows import date_from_text, paper_from_row
from claims.core.papers import PaperRecord, Standing

type Row = Mapping[str, object]

# The ids beside arXiv and DOI that join records, each in the form in which it is kept.
OTHER_IDS: Mapping[str, re.Pattern[str]] = {
    "openalex": re.compile(r"W\d{1,15}"),
    "s2": re.compile(r"[0-9a-f]{40}"),
    "corpus": re.compile(r"\d{1,15}"),
    "dblp": re.compile(r"[a-z]+/[^\s?#]{3,200}"),
    "acl": re.compile(r"[A-Z]\d{2}-\d{4}|\d{4}\.[\w-]+\.\d+"),
    "pmid": re.compile(r"\d{1,9}"),
}


class InvalidRecord(Exception):
    """A record that cannot be stored; the message says what is wrong with it and what is expected."""


def paper_record(row: Row) -> PaperRecord:
    """The record of `{id, title, authors, date, abstract, arxiv_id, doi, url, publisher_org, passages?}`.

    `other_ids` may give more ids as `{scheme: id}`, of the schemes of `OTHER_IDS`. `{standing, standing_on,
    standing_url}` may say that it was corrected or retracted, since when, and where to read that. Ids come out in their
    normal form. Raises `InvalidRecord` for a record without a title or any id, for ids that are not ids, for dates that
    are none, for passages that are not `{text, location}`, and for what is no standing.
    """
    if not str(row.get("title") or "").strip():
        raise InvalidRecord("The record has no title.")
    if not any(row.get(key) for key in ("arxiv_id", "doi", "url", "id", "other_ids")):
        raise InvalidRecord(f"The record {row['title']!r} has no arxiv_id, doi, url or id.")
    _check_passages(row)
    record = paper_from_row({"id": "", **row})
    if row.get("date") and not record.published_on:
        raise InvalidRecord(f"{row['date']!r} is not a date; YYYY-MM-DD, YYYY-MM or YYYY is expected.")
    return _with_normal_ids(_with_standing(record, row), row)


def _check_passages(row: Row) -> None:
    passages = row.get("passages") or []
    if not isinstance(passages, list) or not all(isinstance(part, dict) and part.get("text") for part in passages):
        raise InvalidRecord("passages must be a list of objects with a text and a location.")


def _with_standing(record: PaperRecord, row: Row) -> PaperRecord:
    said, day = row.get("standing") or Standing.CURRENT, row.get("standing_on")
    if said not in list(Standing):
        raise InvalidRecord(f"{said!r} is not a standing; one of {', '.join(Standing)} is expected.")
    since = date_from_text(day)
    if day and not since:
        raise InvalidRecord(f"{day!r} is not a date; YYYY-MM-DD, YYYY-MM or YYYY is expected.")
    url = str(row.get("standing_url") or "")
    return replace(
        record,
        standing=Standing(str(said)),
        standing_on=since,
        standing_url=url if url.startswith(("http://", "https://")) else "",
    )


def _with_normal_ids(record: PaperRecord, row: Row) -> PaperRecord:
    normal_doi = doi(record.doi)
    if record.doi and not normal_doi and not normal_arxiv_id(record.doi):
        raise InvalidRecord(f"{record.doi!r} is not a DOI; one begins with 10. and holds a slash.")
    # A DOI of arXiv's own only wraps the arXiv id, which is the key.
    given = record.arxiv_id or ("" if normal_doi else record.doi)
    known = normal_arxiv_id(given) if given else None
    if given and not known:
        raise InvalidRecord(f"{given!r} is not an arXiv id; 2104.04473 or hep-th/9901001 is expected.")
    return replace(
        record,
        arxiv_id=known.base if known else "",
        arxiv_version=known.version if known else None,
        doi=normal_doi,
        other_ids=tuple(_other_ids(row)),
        url=record.url if record.url.startswith(("http://", "https://")) else "",
    )


def _other_ids(row: Row) -> Iterator[tuple[str, str]]:
    given = row.get("other_ids") or {}
    if not isinstance(given, Mapping):
        raise InvalidRecord("other_ids must be an object with an id for each scheme.")
    for scheme, value in given.items():
        if scheme not in OTHER_IDS:
            raise InvalidRecord(f"{scheme!r} is not a scheme; one of {', '.join(OTHER_IDS)} is expected.")
        if not OTHER_IDS[scheme].fullmatch(str(value)):
            raise InvalidRecord(f"{value!r} is not an id of {scheme}.")
        yield scheme, str(value)
