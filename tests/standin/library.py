"""What the services know: works, feeds, stories, pages and captures, from one file of JSON lines."""

import json
import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from tests.standin.rows import as_row, from_row


@dataclass(frozen=True, slots=True, kw_only=True)
class Author:
    """`family` alone holds a name that is not split."""

    family: str
    given: str = ""
    suffix: str = ""
    affiliations: tuple[str, ...] = ()
    orcid: str = ""

    @property
    def name(self) -> str:
        """Given name first."""
        return " ".join(part for part in (self.given, self.family, self.suffix) if part)


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One version on arXiv; `date` is aware. What is "" is as in the work."""

    number: int
    date: datetime
    title: str = ""
    abstract: str = ""
    comment: str = ""
    size: str = "10kb"


@dataclass(frozen=True, slots=True, kw_only=True)
class Citing:
    """That a work cites another: its `key`, and the sentences in which it does.

    `absent_from` names services that know both works and not this: OpenAlex lacks most citations of what is new.
    """

    key: str
    contexts: tuple[str, ...] = ()
    intents: tuple[str, ...] = ()
    influential: bool = False
    absent_from: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """What a publisher says about a work, as Crossref's `updated-by` tells it.

    `type`: retraction, correction, addendum, expression_of_concern…; `source`: publisher or retraction-watch.
    """

    type: str
    doi: str
    updated: date
    source: str = "publisher"
    label: str = ""
    record_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """One work as all services know it; each tells what it is asked for and has.

    `key` is how works name each other: arXiv id, else the DOI, else OpenAlex's or Semantic Scholar's id. `doi` is
    the publisher's (never 10.48550/…, which follows from the arXiv id). `other_ids` are pairs of scheme and value.
    `sets` are those of OAI-PMH, by default what follows from `categories`. `datestamp` is the day of its last change of
    metadata. `absent_from` names services (as in addresses) that do not know it, `merged_openalex_ids` other ids of it
    that OpenAlex redirects from. `notices` are about this work; `updates` are what it says, being a notice itself, of
    the work whose DOI each names. `deleted` makes OAI-PMH tell nothing but that it was. OpenAlex knows it from
    `openalex_since` on, by default two days after it came out. `daily_on` is the day on which Hugging Face lists it.
    """

    title: str
    datestamp: date
    arxiv_id: str = ""
    doi: str = ""
    openalex_id: str = ""
    s2_id: str = ""
    corpus_id: int | None = None
    other_ids: tuple[tuple[str, ...], ...] = ()
    merged_openalex_ids: tuple[str, ...] = ()
    abstract: str = ""
    authors: tuple[Author, ...] = ()
    categories: tuple[str, ...] = ()
    sets: tuple[str, ...] = ()
    versions: tuple[Version, ...] = ()
    comment: str = ""
    journal_ref: str = ""
    report_no: str = ""
    license: str = ""
    submitter: str = ""
    msc_class: str = ""
    acm_class: str = ""
    proxy: str = ""
    type: str = "article"
    language: str = "en"
    published: date | None = None
    openalex_since: date | None = None
    daily_on: date | None = None
    upvotes: int = 0
    code_url: str = ""
    venue: str = ""
    publisher: str = ""
    references: tuple[Citing, ...] = ()
    notices: tuple[Notice, ...] = ()
    updates: tuple[Notice, ...] = ()
    deleted: bool = False
    absent_from: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """See above."""
        return self.arxiv_id or self.doi or self.openalex_id or self.s2_id

    @property
    def arxiv_doi(self) -> str:
        """The DOI that DataCite keeps for what is on arXiv, "" for others."""
        return f"10.48550/arXiv.{self.arxiv_id}" if self.arxiv_id else ""

    @property
    def first_public(self) -> date:
        """The earliest day known of it."""
        days = [version.date.date() for version in self.versions] + ([self.published] if self.published else [])
        return min(days, default=self.datestamp)

    def at_version(self, number: int | None = None) -> "Work":
        """The work with title, abstract and comment of one version (None: the newest). Raises KeyError without it."""
        if not self.versions and number is None:
            return self
        known = {version.number: version for version in self.versions}
        version = known[max(known) if number is None else number]
        return replace(
            self,
            title=version.title or self.title,
            abstract=version.abstract or self.abstract,
            comment=version.comment or self.comment,
            versions=tuple(one for one in self.versions if one.number <= version.number),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedItem:
    """One item of the feed at `/feeds/<feed>`; without `guid` or `published` the feed leaves them out."""

    feed: str
    title: str
    link: str
    guid: str = ""
    published: datetime | None = None
    summary: str = ""
    author: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """An item on Hacker News; `time` is aware."""

    id: int
    title: str
    time: datetime
    url: str = ""
    by: str = "somebody"
    score: int = 1
    descendants: int = 0
    kids: tuple[int, ...] = ()
    text: str = ""
    type: str = "story"
    dead: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page of somebody's site at `/pages/<path>`; its newest state counts. `moved_to` makes it a redirect."""

    path: str
    body: str = ""
    content_type: str = "text/html; charset=utf-8"
    status: int = 200
    moved_to: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """What the archive keeps of an address from a moment (aware); `location` is where a redirect led to."""

    url: str
    at: datetime
    body: str = ""
    content_type: str = "text/html"
    status: int = 200
    location: str = ""


type Entry = Work | FeedItem | Story | Page | Capture
_KINDS: Mapping[str, type[Entry]] = {
    kind.__name__.lower(): kind for kind in (Work, FeedItem, Story, Page, Capture)
}  # fmt: skip


class Library:
    """All that the services know, safe for several threads. What is added under a known key replaces what was there."""

    def __init__(self, entries: Iterable[Entry] = ()) -> None:
        self._lock = threading.RLock()
        self._works: dict[str, Work] = {}
        self._feed_items: list[FeedItem] = []
        self._stories: dict[int, Story] = {}
        self._pages: dict[str, Page] = {}
        self._captures: list[Capture] = []
        self._revision = 0
        self.add(*entries)

    @property
    def revision(self) -> int:
        """Grows with every change, so that what was worked out from the library can be kept until then."""
        return self._revision

    def add(self, *entries: Entry) -> None:
        """Take these in."""
        with self._lock:
            self._revision += 1
            for entry in entries:
                self._add(entry)

    def _add(self, entry: Entry) -> None:
        match entry:
            case Work():
                self._works[entry.key] = entry
            case Story():
                self._stories[entry.id] = entry
            case Page():
                self._pages[entry.path] = entry
            case FeedItem():
                self._feed_items.append(entry)
            case Capture():
                self._captures.append(entry)

    @property
    def works(self) -> tuple[Work, ...]:
        """In the order in which they came in."""
        with self._lock:
            return tuple(self._works.values())

    @property
    def feed_items(self) -> tuple[FeedItem, ...]:
        """In the order in which they came in."""
        with self._lock:
            return tuple(self._feed_items)

    @property
    def stories(self) -> Mapping[int, Story]:
        """By number."""
        with self._lock:
            return dict(self._stories)

    @property
    def pages(self) -> Mapping[str, Page]:
        """By path."""
        with self._lock:
            return dict(self._pages)

    @property
    def captures(self) -> tuple[Capture, ...]:
        """In the order in which they came in."""
        with self._lock:
            return tuple(self._captures)

    def work(self, key: str) -> Work | None:
        """The work of this key, None without one."""
        with self._lock:
            return self._works.get(key)

    def add_version(self, key: str, version: Version, *, datestamp: date) -> Work:
        """A new version of a work came out. Raises KeyError for an unknown work."""
        with self._lock:
            work = self._works[key]
            changed = replace(work, versions=(*work.versions, version), datestamp=datestamp)
            self.add(changed)
            return changed

    def withdraw(
        self, key: str, *, at: datetime, comment: str = "This paper has been withdrawn by the authors."
    ) -> Work:
        """arXiv's way: one more version, whose comment and abstract say so (no record is ever deleted there)."""
        with self._lock:
            number = max((version.number for version in self._works[key].versions), default=0) + 1
            version = Version(number=number, date=at, abstract=comment, comment=comment, size="0kb")
            return self.add_version(key, version, datestamp=at.date())

    def retract(self, key: str, notice: Notice) -> Work:
        """A publisher's notice about a work came out; what it is, is in its `type`."""
        with self._lock:
            work = self._works[key]
            changed = replace(work, notices=(*work.notices, notice), datestamp=notice.updated)
            self.add(changed)
            return changed

    def restamp(self, keys: Iterable[str], datestamp: date) -> None:
        """The metadata of these works were touched and nothing in them changed."""
        with self._lock:
            self.add(*[replace(self._works[key], datestamp=datestamp) for key in keys])

    def delete(self, key: str, *, datestamp: date) -> None:
        """OAI-PMH tells from now on that the record was deleted."""
        with self._lock:
            self.add(replace(self._works[key], deleted=True, datestamp=datestamp))

    def entries(self) -> tuple[Entry, ...]:
        """Everything there is."""
        with self._lock:
            return (
                *self.works,
                *self._feed_items,
                *self._stories.values(),
                *self._pages.values(),
                *self._captures,
            )


def entry_from_row(row: Mapping[str, object]) -> Entry:
    """The entry of a row `{"kind": "work", …}`. Raises KeyError or TypeError for one that is none."""
    told = {name: value for name, value in row.items() if name != "kind"}
    return from_row(_KINDS[str(row.get("kind", "work"))], told)


def row_of(entry: Entry) -> dict[str, object]:
    """The row that `entry_from_row` reads."""
    told = as_row(entry)
    assert isinstance(told, dict)
    return {"kind": type(entry).__name__.lower(), **told}


def load(path: Path) -> Library:
    """The library in a file of JSON lines."""
    with path.open(encoding="utf-8") as lines:
        return Library([entry_from_row(json.loads(line)) for line in lines if line.strip()])


def store(library: Library, path: Path) -> None:
    """Write the library to a file of JSON lines."""
    with path.open("w", encoding="utf-8") as lines:
        for entry in library.entries():
            lines.write(json.dumps(row_of(entry), ensure_ascii=False) + "\n")
