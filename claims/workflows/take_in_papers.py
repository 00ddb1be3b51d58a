"""Papers from the rows of a file, as `manage.py import_papers` reads them."""

import json
from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext_noop

from claims.core.given_tables import lines_in, text_in
from claims.core.papers import PaperRecord
from claims.models import RowFate, WaitingPaper
from claims.sources.records import InvalidRecord, paper_record
from claims.workflows.import_papers import import_papers, why_unfit
from claims.workflows.join_papers import Library, Refused, identifiers_of
from claims.workflows.reopen_claims import reopen_claims
from claims.workflows.row_verdicts import Cells, Column, RowFault, Verdict, Word, fault_told
from claims.workflows.store_papers import works_named

_LISTS, _JSON = ("authors", "publisher_org"), ("passages", "other_ids")
# What the messages of records speak of, most telling first.
_ADVICE = "Mend the cell, or take the row out."


class PaperRows:
    """A row is a record of a paper; it is joined with what is known by its ids."""

    columns = (
        Column(name="title", says=gettext_noop("The title."), example="Zephyr in Numbers", required=True),
        Column(name="authors", says=gettext_noop("A line each within the cell."), example="Ada Author\nBo Binder"),
        Column(name="date", says=gettext_noop("When it came out: YYYY-MM-DD, YYYY-MM or YYYY."), example="2024-01-15"),
        Column(name="abstract", says=gettext_noop("Its abstract."), example="We count parameters."),
        Column(name="arxiv_id", says=gettext_noop("Such as 2104.04473; one of the ids or a url is needed.")),
        Column(name="doi", says=gettext_noop("Such as 10.1000/182."), example="10.1000/182"),
        Column(name="url", says=gettext_noop("Where it can be read."), example="https://papers.example/zephyr"),
        Column(name="publisher_org", says=gettext_noop("Who stands behind it, a line each."), example="Nimbus Labs"),
        Column(name="venue", says=gettext_noop("Where it was published.")),
        Column(
            name="passages",
            says=gettext_noop('Parts of its text, as JSON: [{"text": "…", "location": "section 5.1"}].'),
        ),
        Column(name="other_ids", says=gettext_noop('More ids, as JSON: {"openalex": "W2741809807"}.')),
        Column(name="id", says=gettext_noop("Your own key, where it has no other id and no url.")),
        Column(
            name="standing", says=gettext_noop("current, corrected, expression_of_concern, retracted or withdrawn.")
        ),
        Column(name="standing_on", says=gettext_noop("Since when.")),
        Column(name="standing_url", says=gettext_noop("Where that can be read.")),
    )
    step = 200

    def keys(self, cells: Cells) -> tuple[str, ...]:
        """Its ids: a file tells a paper once. Versions of one work on arXiv may each have a row."""
        found = (f"{name}:{text_in(cells, name).casefold()}" for name in ("arxiv_id", "doi") if text_in(cells, name))
        return tuple(found)[:1]

    def foresee(self, rows: Sequence[Cells]) -> list[Verdict]:
        """What would become of each, joined in memory with what is stored."""
        read = [_record(cells) for cells in rows]
        return _judged(read)

    def take_in(self, rows: Sequence[Cells], word: Word) -> list[Verdict]:
        """Store all that can be stored; what is new is held against the claims by the next job."""
        with transaction.atomic():
            read = [_record(cells) for cells in rows]
            verdicts = _judged(read)
            done = import_papers([record for record in read if isinstance(record, PaperRecord)], now=word.now)
            WaitingPaper.objects.bulk_create(
                [WaitingPaper(paper_id=number, due_at=word.now) for number in done.paper_ids],
                update_conflicts=True,
                unique_fields=["paper"],
                update_fields=["due_at", "leased_until"],
            )
            reopen_claims(done.noticed_ids, now=word.now)
            refused = {id(one.record): one.reason for one in done.refused}
        return [
            _refusal(refused[id(record)]) if id(record) in refused else verdict
            for record, verdict in zip(read, verdicts, strict=True)
        ]


def _record(cells: Cells) -> PaperRecord | Verdict:
    row: dict[str, object] = {name: cell for name, cell in cells.items() if cell not in ("", None)}
    row |= {name: list(lines_in(cells, name)) for name in _LISTS}
    try:
        row |= {name: _from_json(name, row[name]) for name in _JSON if name in row}
        return paper_record(row)
    except RowFault as fault:
        return fault_told(fault)
    except InvalidRecord as error:
        return _refusal(str(error), cells)


def _from_json(name: str, cell: object) -> object:
    if not isinstance(cell, str):
        return cell
    try:
        return json.loads(cell)
    except json.JSONDecodeError as error:
        raise RowFault(name, f"It is not JSON: {error}.", "Leave the cell empty, or write JSON.") from error


def _refusal(reason: str, cells: Cells | None = None) -> Verdict:
    """The refusal, with the column whose cell it names, where it names one."""
    column = next((name for name, cell in (cells or {}).items() if cell and repr(cell) in reason), "")
    if "no title" in reason:
        column = "title"
    return Verdict(fate=RowFate.ERROR, told=reason, column=column, advice=_ADVICE)


def _judged(read: Sequence[PaperRecord | Verdict]) -> list[Verdict]:
    names = [identifiers_of(record) if isinstance(record, PaperRecord) else [] for record in read]
    library = Library(works_named([name for each in names for name in each]))
    verdicts = []
    for record, known_by in zip(read, names, strict=True):
        if isinstance(record, Verdict):
            verdicts.append(record)
        elif reason := why_unfit(record, known_by):
            verdicts.append(_refusal(reason))
        else:
            verdicts.append(_joined(library, record, known_by))
    return verdicts


def _joined(library: Library, record: PaperRecord, names: list[tuple[str, str]]) -> Verdict:
    taken = library.take_in(record, names)
    if isinstance(taken, Refused):
        return _refusal(taken.reason)
    if taken.is_new:
        return Verdict(fate=RowFate.NEW, told=f"New paper “{record.title}”.")
    number = taken.work.end().pk
    which = f"Paper {number}" if number else "A paper of an earlier row"
    if taken.is_touched:
        return Verdict(fate=RowFate.CHANGED, told=f"{which} gets a new version, or another one to show.")
    return Verdict(fate=RowFate.SAME, told=f"{which} has this version already.")
