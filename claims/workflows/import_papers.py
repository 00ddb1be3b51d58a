"""Take paper records in: join them by their ids with what is stored, and keep every version."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import batched

from django.db import transaction
from django.utils import timezone

from claims.core.papers import PaperRecord, Standing
from claims.core.sources import Identifier
from claims.models import IdentifierScheme, Paper, PaperIdentifier, PaperNotice, Passage
from claims.workflows.join_papers import Library, Refused, Taken, identifiers_of
from claims.workflows.merge_papers import merge_papers
from claims.workflows.note_standing import Told, note_standing
from claims.workflows.store_papers import lock_papers, store_works, tie_links, works_named

# As many records as are held in memory and written by one round of statements.
BATCH = 1000

_SCHEMES = frozenset(IdentifierScheme.values)
_COLUMNS = ((Paper, "title"), (Paper, "venue"), (Paper, "url"), (PaperIdentifier, "value"), (Passage, "location"))
_LONGEST = {column: int(getattr(model._meta.get_field(column), "max_length", 0)) for model, column in _COLUMNS}


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What was stored, and what was `refused`, each record alone.

    `paper_ids` are new, have a new version or show another one than before; of `noticed_ids` something new was said.
    """

    new_papers: int
    new_versions: int
    unchanged: int
    paper_ids: tuple[int, ...]
    noticed_ids: tuple[int, ...] = ()
    refused: tuple[Refused, ...] = ()


@dataclass(slots=True)
class _Tally:
    new_papers: int = 0
    new_versions: int = 0
    unchanged: int = 0
    touched: dict[int, None] = field(default_factory=dict)
    noticed: dict[int, None] = field(default_factory=dict)
    merged: set[int] = field(default_factory=set)
    refused: list[Refused] = field(default_factory=list)

    def count(self, taken: Taken) -> None:
        self.new_papers += taken.is_new
        self.new_versions += taken.is_new_version and not taken.is_new
        self.unchanged += not taken.is_new_version

    def outcome(self) -> Outcome:
        return Outcome(
            new_papers=self.new_papers,
            new_versions=self.new_versions,
            unchanged=self.unchanged,
            paper_ids=tuple(number for number in self.touched if number not in self.merged),
            noticed_ids=tuple(number for number in self.noticed if number not in self.merged),
            refused=tuple(self.refused),
        )


def import_papers(records: Iterable[PaperRecord], *, now: datetime) -> Outcome:
    """Store these records in one transaction, `BATCH` at a time, with as many statements for one as for all of those.

    Repeating it stores nothing. Which papers, ids and versions there are in the end follows from the records alone,
    whatever their order and wherever batches end, but where records are refused. A record whose ids belong to two
    papers makes them one, where they clearly are. What a record says of its paper's standing is a notice, and its
    silence lifts none. A record that cannot be right, or cannot be stored, is refused alone. Raises nothing.
    """
    tally = _Tally()
    with transaction.atomic():
        lock_papers()
        for batch in batched(records, BATCH):
            _import_batch(batch, tally, now=now)
    return tally.outcome()


def _import_batch(batch: Sequence[PaperRecord], tally: _Tally, *, now: datetime) -> None:
    fit: list[tuple[PaperRecord, list[Identifier]]] = []
    for record in batch:
        names = identifiers_of(record)
        if reason := why_unfit(record, names):
            tally.refused.append(Refused(record=record, reason=reason))
        else:
            fit.append((record, names))
    library = Library(works_named([name for _, names in fit for name in names]))
    taken: list[tuple[PaperRecord, Taken]] = []
    for record, names in fit:
        what = library.take_in(record, names)
        if isinstance(what, Refused):
            tally.refused.append(what)
        else:
            taken.append((record, what))
            tally.count(what)
    _write(library, taken, tally, now=now)


def _write(library: Library, taken: Sequence[tuple[PaperRecord, Taken]], tally: _Tally, *, now: datetime) -> None:
    for merge in library.merges:
        tally.merged.add(merge.paper_id)
        if merge_papers(merge.paper_id, merge.into, merge.record, now=now):
            tally.noticed[merge.into] = None
    store_works(library.works, now=now)
    numbered = [(record, what, what.work.end().pk) for record, what in taken]
    tie_links(link for record, _, number in numbered for link in _links(record, number))
    for record, what, number in numbered:
        if what.is_touched:
            tally.touched[number] = None
        if _take_notice(number, record, now=now):
            tally.noticed[number] = None


def why_unfit(record: PaperRecord, names: Sequence[Identifier]) -> str:
    """Why the record, under the names by which it is known, cannot be stored, in a sentence; "" when it can."""
    if not names:
        return f"The record {record.title!r} has no id."
    if unknown := [scheme for scheme, _ in names if scheme not in _SCHEMES]:
        return f"The record {record.title!r} has an id of {unknown[0]!r}, which is not a known scheme."
    lines = [("title", record.title), ("venue", record.venue), ("url", record.url)]
    lines += [("value", value) for _, value in names]
    lines += [("location", part.location) for part in record.passages]
    for column, text in lines:
        if len(text) > _LONGEST[column]:
            return (
                f"The record {record.title[:80]!r} has a {column} of {len(text)} characters; "
                f"{_LONGEST[column]} are the most."
            )
    texts = [text for _, text in lines] + [part.text for part in record.passages]
    if not _is_storable("".join((*texts, record.abstract, *record.authors, *record.organisations))):
        return f"The record {record.title!r} holds characters that cannot be stored."
    return ""


def _is_storable(text: str) -> bool:
    """Whether PostgreSQL can hold it: no zero byte, and no half of a character, as broken JSON leaves them."""
    try:
        return b"\x00" not in text.encode()
    except UnicodeEncodeError:
        return False


def _links(record: PaperRecord, number: int) -> Iterator[tuple[str, str, int]]:
    """What a link to the paper could name, with the paper's number; an address is one with or without a fragment."""
    page = record.url.partition("#")[0]
    for scheme, value in (("arxiv", record.arxiv_id), ("doi", record.doi), ("url", page)):
        if value:
            yield scheme, value, number


def _take_notice(number: int, record: PaperRecord, *, now: datetime) -> bool:
    """Append what the record says of the paper's standing, if it says anything new; return whether it did."""
    if record.standing is Standing.CURRENT and record.standing_on is None:
        return False
    url = record.standing_url or record.url
    notices = PaperNotice.objects.filter(paper=number)
    if record.standing_on is None and notices.filter(standing=record.standing, source_url=url).exists():
        return False
    if record.standing is Standing.CURRENT and not notices.exists():
        return False
    told = Told(standing=record.standing, issued_on=record.standing_on or timezone.localdate(now), source_url=url)
    return note_standing(number, told, actor=None, now=now)
