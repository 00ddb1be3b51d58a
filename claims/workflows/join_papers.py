"""Join paper records by their ids with the works that are known, in memory; `store_papers` writes what came of it."""

import hashlib
import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from claims.core.papers import PaperRecord, newness
from claims.core.sources import Identifier
from claims.core.titles import same_first_author, same_work

# arXiv counts versions itself, so two of its ids are two works, whatever else a record says.
_ONE_EACH = ("arxiv",)
# What publishers number. A merge is for good, so it wants more: catalogues hold a work twice, publishers do not.
_ONE_EACH_TO_MERGE = ("arxiv", "doi", "acl", "pmid")


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """A record that was not stored, and why in a sentence."""

    record: PaperRecord
    reason: str


@dataclass(slots=True, kw_only=True, eq=False)
class Version:
    """A version of a work. `pk` is 0 until it is stored, and `record` what is to be stored of it, None once that is.

    `order` grows in the order of recording. `is_raised` tells that `arxiv_version` differs from what is stored.
    """

    sha256: str
    abstract: bool
    arxiv_version: int | None
    published_on: date | None
    order: int
    pk: int = 0
    record: PaperRecord | None = None
    is_raised: bool = False

    def newness(self) -> tuple[tuple[bool, int, date], int]:
        """As `PaperVersion.newness`."""
        told = newness(abstract=self.abstract, arxiv_version=self.arxiv_version, published_on=self.published_on)
        return told, self.order

    def raise_to(self, arxiv_version: int | None) -> None:
        """Count as the newest of the arXiv versions that say exactly this."""
        if (arxiv_version or 0) > (self.arxiv_version or 0):
            self.arxiv_version, self.is_raised = arxiv_version, True


@dataclass(slots=True, kw_only=True, eq=False)
class Work:
    """A work with what its row says; `pk` is 0 until it is stored. `into` is the work that it turned out to be.

    `is_changed` tells that the row must be written, `fresh_ids` which ids are not stored yet.
    """

    order: int
    title: str
    authors: tuple[str, ...] = ()
    organisations: tuple[str, ...] = ()
    venue: str = ""
    url: str = ""
    published_on: date | None = None
    pk: int = 0
    identifiers: set[Identifier] = field(default_factory=set)
    fresh_ids: list[Identifier] = field(default_factory=list)
    versions: dict[str, Version] = field(default_factory=dict)
    is_changed: bool = False
    into: "Work | None" = None

    def newest(self) -> Version | None:
        """The version that lists show; None for a work of which no record came yet."""
        return max(self.versions.values(), key=Version.newness, default=None)

    def end(self) -> "Work":
        """The work that this one is now."""
        work = self
        while work.into:
            work = work.into
        return work

    def show(self, newer: "PaperRecord | Work", older: "PaperRecord | Work") -> None:
        """Let the row say what `newer` says, and what that leaves out as `older` has it."""
        told = (
            newer.title,
            newer.authors or older.authors,
            newer.organisations or older.organisations,
            newer.venue or older.venue,
            newer.url or older.url,
            min(filter(None, (newer.published_on, older.published_on)), default=None),
        )
        shown = (self.title, self.authors, self.organisations, self.venue, self.url, self.published_on)
        if told != shown:
            self.title, self.authors, self.organisations, self.venue, self.url, self.published_on = told
            self.is_changed = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What became of a record. `is_touched`: its work has another version than before, or shows another."""

    work: Work
    is_new: bool
    is_new_version: bool
    is_touched: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Merge:
    """That a stored paper is another one, by what `record` says."""

    paper_id: int
    into: int
    record: PaperRecord


class Library:
    """Works by their ids. Records are taken in one after the other, as if each had been stored before the next."""

    def __init__(self, works: Iterable[Work]) -> None:
        """`works` are all that any record of the batch could belong to, with all their ids and versions."""
        self.works = list(works)
        self.merges: list[Merge] = []
        self._by_id = {name: work for work in self.works for name in work.identifiers}
        # Beyond every number that is stored.
        self._order = itertools.count(2**63)

    def take_in(self, record: PaperRecord, names: Sequence[Identifier]) -> Taken | Refused:
        """Join the record with its work by its names (`identifiers_of`), or make it a new one.

        It is refused where its ids cannot be right.
        """
        known = self._works_of(names)
        if known and (reason := _why_wrong(record, known) or _why_not_one(record, names, known)):
            return Refused(record=record, reason=reason)
        work = self._united(list(known), record) if known else self._new(record)
        self._name(work, names)
        before = work.newest()
        version, is_new_version = self._version(work, record)
        shows_it = before is not version and work.newest() is version
        if shows_it:
            work.show(record, work)
        elif is_new_version:
            work.show(work, record)
        is_touched = is_new_version or shows_it or len(known) > 1
        return Taken(work=work, is_new=not known, is_new_version=is_new_version, is_touched=is_touched)

    def _works_of(self, names: Sequence[Identifier]) -> dict[Work, Identifier]:
        """The works that have any of these ids, each with the first of them."""
        found: dict[Work, Identifier] = {}
        for name in names:
            if name in self._by_id:
                found.setdefault(self._by_id[name], name)
        return found

    def _new(self, record: PaperRecord) -> Work:
        work = Work(order=next(self._order), title=record.title)
        self.works.append(work)
        return work

    def _name(self, work: Work, names: Iterable[Identifier]) -> None:
        for name in names:
            if name not in work.identifiers:
                work.identifiers.add(name)
                work.fresh_ids.append(name)
                self._by_id[name] = work

    def _version(self, work: Work, record: PaperRecord) -> tuple[Version, bool]:
        """The version that says exactly what the record says, and whether it is new."""
        sha256 = fingerprint(record)
        if known := work.versions.get(sha256):
            known.raise_to(record.arxiv_version)
            return known, False
        new = Version(
            sha256=sha256,
            abstract=bool(record.abstract),
            arxiv_version=record.arxiv_version,
            published_on=record.told_on,
            order=next(self._order),
            record=record,
        )
        work.versions[sha256] = new
        return new, True

    def _united(self, works: list[Work], record: PaperRecord) -> Work:
        """One work of these: the one with the lowest number, which was there first."""
        first, *others = sorted(works, key=lambda work: work.order)
        for other in others:
            self._absorb(first, other, record)
        return first

    def _absorb(self, work: Work, other: Work, record: PaperRecord) -> None:
        newest = max([*work.versions.values(), *other.versions.values()], key=Version.newness, default=None)
        newer, older = (other, work) if newest in other.versions.values() else (work, other)
        work.show(newer, older)
        for sha256, version in other.versions.items():
            kept = work.versions.setdefault(sha256, version)
            if kept.record and not version.record:
                # The stored one stays.
                work.versions[sha256], kept, version = version, version, kept
            kept.raise_to(version.arxiv_version)
        work.identifiers |= other.identifiers
        work.fresh_ids += other.fresh_ids
        self._by_id.update(dict.fromkeys(other.identifiers, work))
        self.works.remove(other)
        other.into = work
        if other.pk:
            self.merges.append(Merge(paper_id=other.pk, into=work.pk, record=record))


def identifiers_of(record: PaperRecord) -> list[Identifier]:
    """The strong ids of a record; its address, or else the importer's own key, only where it has none of those."""
    named = (("arxiv", record.arxiv_id), ("doi", record.doi), *record.other_ids)
    weak = (("url", record.url), ("key", record.id))
    return [name for name in named if name[1]] or [name for name in weak if name[1]][:1]


def fingerprint(record: PaperRecord) -> str:
    """The hash of all that can be quoted or counts for a grade. What is said of the paper later is a notice."""
    return hashlib.sha256("\x1f".join(_content(record)).encode()).hexdigest()


def _content(record: PaperRecord) -> Iterator[str]:
    for part in record.texts():
        yield from (part.location, part.text)
    # The last word was the standing once; it stays so that the versions that are stored keep their hashes.
    facts: tuple[Iterable[str], ...] = (record.authors, record.organisations, (record.venue, "current"))
    for fact in facts:
        yield from fact
    yield str(record.published_on)


def _why_wrong(record: PaperRecord, known: Mapping[Work, Identifier]) -> str:
    """Why one of the record's ids must be wrong; "" where none is."""
    for work, (scheme, value) in known.items():
        if not same_work(work.title, work.authors, record.title, record.authors):
            return f"{scheme} {value} is {work.title!r} here, but the record says {record.title!r}. Correct its id."
    return ""


def _why_not_one(record: PaperRecord, given: Iterable[Identifier], known: Mapping[Work, Identifier]) -> str:
    """Why the record cannot make these works one, with the ids that it gives; "" where it can."""
    names = set(given).union(*(work.identifiers for work in known))
    listed = " and ".join(f"{scheme} {value} ({work.title!r})" for work, (scheme, value) in known.items())
    for kind in _ONE_EACH_TO_MERGE if len(known) > 1 else _ONE_EACH:
        values = sorted(value for scheme, value in names if scheme == kind)
        if len(values) > 1:
            numbers = " and ".join(values)
            return f"The record {record.title!r} would give {listed} two {kind} ids, {numbers}. Correct its ids."
    if not all(_are_one(*pair) for pair in itertools.combinations(known, 2)):
        return f"The record {record.title!r} joins two papers that differ: {listed}. Correct its ids."
    return ""


def _are_one(work: Work, other: Work) -> bool:
    """Titles alike and one first author. Years say nothing: what is printed years after its preprint is common."""
    return same_work(work.title, (), other.title, ()) and same_first_author(work.authors, other.authors)
