"""Take a file up to be imported: it is kept row by row, and nothing of it is written yet."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from claims.core.given_tables import GivenRow, GivenTable, TableRefused, read_table
from claims.models import ImportKind, ImportRow, ImportRun, ImportState, RowFate
from claims.workflows.row_verdicts import RowTaker
from claims.workflows.take_in_announcements import AnnouncementRows
from claims.workflows.take_in_papers import PaperRows
from claims.workflows.take_in_subjects import SubjectRows

TAKERS: Mapping[ImportKind, RowTaker] = {
    ImportKind.SUBJECTS: SubjectRows(),
    ImportKind.PAPERS: PaperRows(),
    ImportKind.ANNOUNCEMENTS: AnnouncementRows(),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenFile:
    """A file as it came."""

    name: str
    content: bytes
    encoding: str = "utf-8"


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """The run, the columns that nobody reads, and the run that brought the same bytes before, where one did."""

    run_id: int
    unread: tuple[str, ...]
    earlier_id: int | None


def open_import(file: GivenFile, kind: ImportKind, *, actor: User, now: datetime) -> Opened:
    """Keep the rows of a file, to be checked next. Repeating it keeps another run, whose rows are found to be the same.

    Raises `TableRefused` for what cannot be read, and for a table without the columns that every row needs.
    """
    table = read_table(file.content, encoding=file.encoding)
    unread = _unread(table, TAKERS[kind])
    sha256 = hashlib.sha256(file.content).hexdigest()
    earlier = ImportRun.objects.filter(sha256=sha256, kind=kind).order_by("-pk").values_list("pk", flat=True).first()
    with transaction.atomic():
        run = ImportRun.objects.create(
            kind=kind,
            name=file.name[:200],
            sha256=sha256,
            size=len(file.content),
            encoding=file.encoding,
            rows_total=len(table.rows),
            state=ImportState.CHECKING,
            actor=actor,
            recorded_at=now,
            due_at=now,
        )
        ImportRow.objects.bulk_create(_rows(run, table, TAKERS[kind]), batch_size=1000)
    return Opened(run_id=run.pk, unread=unread, earlier_id=earlier)


def _unread(table: GivenTable, taker: RowTaker) -> tuple[str, ...]:
    known = {column.name for column in taker.columns}
    missing = [column.name for column in taker.columns if column.required and column.name not in table.columns]
    if not known & set(table.columns):
        missing = missing or sorted(known)
    if missing and any(not row.fault for row in table.rows):
        told = _(
            "There is no column %(missing)s. The first line names the columns; those that can be read are %(known)s."
        )
        names = ", ".join(column.name for column in taker.columns)
        raise TableRefused(told % {"missing": _(" or ").join(missing), "known": names})
    return tuple(name for name in table.columns if name and name not in known)


def _rows(run: ImportRun, table: GivenTable, taker: RowTaker) -> list[ImportRow]:
    first: dict[str, int] = {}
    return [_row(run, row, taker, first) for row in table.rows]


def _row(run: ImportRun, row: GivenRow, taker: RowTaker, first: dict[str, int]) -> ImportRow:
    kept = ImportRow(run=run, line=row.line, cells=dict(row.cells))
    if row.fault:
        kept.foreseen, kept.told, kept.advice = RowFate.ERROR, row.fault, "Mend the row."
        return kept
    keys = taker.keys(row.cells)
    before = next((first[key] for key in keys if key in first), None)
    if before is not None:
        kept.foreseen, kept.told = RowFate.ERROR, f"It tells once more what line {before} tells."
        kept.advice = "Put both into one row, or take one out."
    for key in keys:
        first.setdefault(key, row.line)
    return kept
