"""What the services that papers come from are asked and what they answer, as plain values."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from claims.core.papers import PaperRecord

# (scheme, value), as `IdentifierScheme` names the schemes: ("arxiv", "2110.03888"), ("doi", "10.1145/…").
type Identifier = tuple[str, str]


class Source(StrEnum):
    """A place outside that papers, news or archived pages come from."""

    ARXIV = "arxiv"
    OPENALEX = "openalex"
    CROSSREF = "crossref"
    DATACITE = "datacite"
    SEMANTIC_SCHOLAR = "semantic_scholar"
    HUGGING_FACE = "hugging_face"
    FEED = "feed"
    HACKER_NEWS = "hacker_news"
    WEB = "web"
    WAYBACK = "wayback"


class Aim(StrEnum):
    """What a look is for.

    `CHANGED`: all of a set that is new or changed since a day. `WORDS`: works that speak of something. `CITING`: works
    that cite given ones. `WORKS`: given works as they are today, versions and notices included.
    """

    CHANGED = "changed"
    WORDS = "words"
    CITING = "citing"
    WORKS = "works"


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """One question to one source.

    `collection` is the set of a harvest in the source's own words ("cs:cs:CL"), "" for all. A text answers when it has
    any of `names` and, where there are some, any of `words`. `ids` are the works asked for, or those that are cited.
    `since` and `until` bound the days, both included: of change for `CHANGED`, else of publication; None leaves open.
    """

    aim: Aim
    collection: str = ""
    names: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    ids: tuple[Identifier, ...] = ()
    since: date | None = None
    until: date | None = None

    def told(self) -> str:
        """The question in one line, for receipts and to tell whether two are the same."""
        parts = (
            self.aim.value,
            self.collection,
            " | ".join(self.names),
            " | ".join(self.words),
            " ".join(f"{scheme}:{value}" for scheme, value in self.ids),
        )
        return " · ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cited:
    """A work that a record cites, and the sentences in which it does, where the source tells them."""

    work: Identifier
    contexts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRecord:
    """One work as a source told it.

    `native_id` is the source's own key, `version` what tells this state of it from others (a version number or the time
    of its last change). `payload` is the record as it came, cut out of its page (XML or JSON text).
    """

    native_id: str
    version: str
    record: PaperRecord
    payload: str
    cites: tuple[Cited, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Unreadable:
    """A record of a whole page that cannot be taken in: it is kept and told, and the others go on."""

    native_id: str
    version: str
    reason: str
    payload: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page of an answer. `resume` asks for the next, "" at the end; `expires_at` is when it stops to be good.

    `responded_at` is the server's own time, `total` how many records there are in all, where it tells.
    """

    records: tuple[SourceRecord, ...] = ()
    unreadable: tuple[Unreadable, ...] = ()
    resume: str = ""
    expires_at: datetime | None = None
    responded_at: datetime | None = None
    total: int | None = None
