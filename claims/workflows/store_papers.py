"""Read the works that a batch of records could belong to, and write what came of it: a fixed number of statements."""

import json
from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.db import connection
from django.db.backends.utils import CursorWrapper
from django.db.models import Case, Model, When

from claims.core.papers import PaperRecord, Standing
from claims.core.sources import Identifier
from claims.models import Paper, PaperIdentifier, PaperVersion, Passage
from claims.workflows.join_papers import Version, Work

type Row = tuple[object, ...]

_as_json = json.JSONEncoder(ensure_ascii=False).encode

# Any number will do that no other lock of this database has.
_LOCK = 5_270_105

_PAPERS_NAMED = """
SELECT DISTINCT known.paper_id FROM unnest(%s::text[], %s::text[]) AS name (scheme, value)
JOIN claims_paperidentifier known ON known.scheme = name.scheme AND known.value = name.value
"""
_UPDATE_PAPERS = """
UPDATE claims_paper paper SET title = told.title, authors = told.authors, organisations = told.organisations,
    venue = told.venue, url = told.url, published_on = told.published_on
FROM unnest(%s::bigint[], %s::text[], %s::jsonb[], %s::jsonb[], %s::text[], %s::text[], %s::date[])
    AS told (id, title, authors, organisations, venue, url, published_on)
WHERE paper.id = told.id
"""
_RAISE_VERSIONS = """
UPDATE claims_paperversion version SET arxiv_version = told.arxiv_version
FROM unnest(%s::bigint[], %s::smallint[]) AS told (id, arxiv_version) WHERE version.id = told.id
"""
# The surest name wins: `place` is the order of the schemes. An address ties links with or without a fragment.
_TIE_LINKS = """
WITH name AS MATERIALIZED (
    SELECT * FROM unnest(%s::text[], %s::text[], %s::bigint[]) AS name (scheme, value, paper_id)
), found AS (
    SELECT link.id, name.paper_id, 1 AS place FROM name JOIN claims_sourcelink link
        ON name.scheme = 'arxiv' AND link.arxiv_id = name.value AND link.arxiv_id <> '' AND link.paper_id IS NULL
    UNION ALL
    SELECT link.id, name.paper_id, 2 FROM name JOIN claims_sourcelink link
        ON name.scheme = 'doi' AND link.doi = name.value AND link.doi <> '' AND link.paper_id IS NULL
    UNION ALL
    SELECT link.id, name.paper_id, 3 FROM name JOIN claims_sourcelink link
        ON name.scheme = 'url' AND split_part(link.url, '#', 1) = name.value AND link.paper_id IS NULL
)
UPDATE claims_sourcelink link SET paper_id = surest.paper_id
FROM (SELECT DISTINCT ON (id) id, paper_id FROM found ORDER BY id, place, paper_id) surest WHERE link.id = surest.id
"""


def lock_papers() -> None:
    """Wait until no other transaction stores papers, and keep others waiting until this one ends.

    Two batches that know one new id would otherwise store its paper twice. Must be called within a transaction.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def works_named(names: Sequence[Identifier]) -> list[Work]:
    """The stored works that have any of these ids, whole. Four queries at most, however many."""
    if not names:
        return []
    with connection.cursor() as cursor:
        cursor.execute(_PAPERS_NAMED, _by_column(names))
        papers = Paper.objects.filter(pk__in=[row[0] for row in cursor.fetchall()])
    works = {row[0]: _work(*row) for row in papers.order_by("pk").values_list(*_OF_PAPER)}
    known = PaperIdentifier.objects.filter(paper__in=works)
    for paper_id, scheme, value in known.values_list("paper_id", "scheme", "value"):
        works[paper_id].identifiers.add((scheme, value))
    versions = PaperVersion.objects.filter(paper__in=works, is_repeat=False)
    has_abstract = Case(When(abstract="", then=False), default=True)
    for paper_id, *told in versions.annotate(has_abstract=has_abstract).values_list("paper_id", *_OF_VERSION):
        version = _version(*told)
        works[paper_id].versions[version.sha256] = version
    return list(works.values())


_OF_PAPER = ("pk", "title", "authors", "organisations", "venue", "url", "published_on")
_OF_VERSION = ("pk", "content_sha256", "has_abstract", "arxiv_version", "published_on")


def _work(
    pk: int, title: str, authors: list[str], organisations: list[str], venue: str, url: str, published_on: date | None
) -> Work:
    return Work(
        pk=pk,
        order=pk,
        title=title,
        authors=tuple(authors),
        organisations=tuple(organisations),
        venue=venue,
        url=url,
        published_on=published_on,
    )


def _version(pk: int, sha256: str, has_abstract: bool, arxiv_version: int | None, published_on: date | None) -> Version:
    return Version(
        pk=pk,
        order=pk,
        sha256=sha256,
        abstract=has_abstract,
        arxiv_version=arxiv_version,
        published_on=published_on,
    )


def store_works(works: Sequence[Work], *, now: datetime) -> None:
    """Write what is new of these works, and give the new ones their numbers. Eight statements at most, however many.

    Rows are copied straight into their tables: under `lock_papers` nobody else can have stored them, and if somebody
    had, the constraints would refuse the whole batch rather than leave a paper without its id.
    """
    new = [work for work in works if not work.pk]
    changed = [work for work in works if work.pk and work.is_changed]
    versions = [(work, version) for work in works for version in work.versions.values()]
    fresh = [(work, version, record) for work, version in versions if (record := version.record)]
    raised = [(version.pk, version.arxiv_version) for _, version in versions if version.pk and version.is_raised]
    with connection.cursor() as cursor:
        for work, number in zip(new, _numbers(cursor, Paper, len(new)), strict=True):
            work.pk = number
        for (_, version, _), number in zip(fresh, _numbers(cursor, PaperVersion, len(fresh)), strict=True):
            version.pk = number
        _copy(cursor, Paper, _PAPER, [_paper_row(work, now=now) for work in new])
        _copy(cursor, PaperIdentifier, _IDENTIFIER, [(work.pk, *name) for work in works for name in work.fresh_ids])
        _copy(cursor, PaperVersion, _VERSION, [_version_row(*one, now=now) for one in fresh])
        _copy(cursor, Passage, _PASSAGE, [row for _, version, record in fresh for row in _parts(version, record)])
        _change(cursor, _UPDATE_PAPERS, [(work.pk, *_facts(work)) for work in changed])
        _change(cursor, _RAISE_VERSIONS, raised)


def tie_links(names: Iterable[tuple[str, str, int]]) -> None:
    """Tie the links that were waiting for these papers, given as (scheme, value, number). One statement."""
    with connection.cursor() as cursor:
        _change(cursor, _TIE_LINKS, list(names))


def _numbers(cursor: CursorWrapper, model: type[Model], count: int) -> list[int]:
    """As many new numbers of a table, in order."""
    if not count:
        return []
    sequence = "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)"
    cursor.execute(sequence, [model._meta.db_table, count])
    return [row[0] for row in cursor.fetchall()]


_PAPER = "id, title, authors, organisations, venue, url, published_on, standing, recorded_at"
_IDENTIFIER = "paper_id, scheme, value"
_VERSION = "id, paper_id, title, abstract, arxiv_version, published_on, content_sha256, is_repeat, recorded_at"
_PASSAGE = "version_id, location, text"


def _facts(work: Work) -> tuple[object, ...]:
    """What the row of a work says, from its title to its day."""
    lists = (_as_json(work.authors), _as_json(work.organisations))
    return (work.title, *lists, work.venue, work.url, work.published_on)


def _paper_row(work: Work, *, now: datetime) -> Row:
    return (work.pk, *_facts(work), Standing.CURRENT.value, now)


def _version_row(work: Work, version: Version, record: PaperRecord, *, now: datetime) -> Row:
    said = (record.title, record.abstract, version.arxiv_version, version.published_on, version.sha256)
    return (version.pk, work.pk, *said, False, now)


def _parts(version: Version, record: PaperRecord) -> list[Row]:
    """Each passage once, however often the record gives it."""
    return [(version.pk, part.location, part.text) for part in dict.fromkeys(record.passages)]


def _copy(cursor: CursorWrapper, model: type[Model], columns: str, rows: Sequence[Row]) -> None:
    if rows:
        with cursor.copy(f"COPY {model._meta.db_table} ({columns}) FROM STDIN") as into:
            for row in rows:
                into.write_row(row)


def _change(cursor: CursorWrapper, statement: str, rows: Sequence[Row]) -> None:
    if rows:
        cursor.execute(statement, _by_column(rows))


def _by_column(rows: Sequence[tuple[object, ...]]) -> list[list[object]]:
    """Rows as statements take them that `unnest`: an array a column."""
    return [list(column) for column in zip(*rows, strict=True)]
