"""The receipts of a claim in words: what was asked of whom, over which time, what came, and where it failed."""

from dataclasses import dataclass
from datetime import date, datetime

from claims.core.sources import Aim
from claims.coverage import SOURCE_NAMES
from claims.models import Visit, VisitSource
from claims.receipts import Look, Outage, Receipts
from claims.sources.plain_faults import in_plain_words
from claims.wording import told_day

_SCHEMES = {"arxiv": "arXiv:", "doi": "doi:"}
# Of the works that a question is about, so many are named.
_WORKS_NAMED = 3
_LONGEST = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptShown:
    """One receipt in words; `window` is "" for the stored papers, which are always all of them."""

    source: str
    question: str
    window: str
    outcome: str
    failed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LookShown:
    """One look with its receipts."""

    started_at: datetime
    receipts: tuple[ReceiptShown, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptsShown:
    """A page of receipts, with what a claim's page says of all looks. `outages` are whole sentences."""

    looks: tuple[LookShown, ...]
    looks_made: int
    first: datetime | None
    last: datetime | None
    shown: int
    total: int
    page: int
    pages: int
    outages: tuple[str, ...]
    not_asked: tuple[str, ...]


def show_receipts(read: Receipts) -> ReceiptsShown:
    """The receipts that `claims.receipts` read."""
    return ReceiptsShown(
        looks=tuple(_look(look) for look in read.looks),
        looks_made=read.looks_made,
        first=read.first,
        last=read.last,
        shown=sum(len(look.visits) for look in read.looks),
        total=read.total,
        page=read.page,
        pages=read.pages,
        outages=tuple(_outage(outage) for outage in read.outages),
        not_asked=tuple(SOURCE_NAMES[source] for source in read.not_asked),
    )


def _look(look: Look) -> LookShown:
    return LookShown(started_at=look.started_at, receipts=tuple(_receipt(visit) for visit in look.visits))


def _receipt(visit: Visit) -> ReceiptShown:
    is_stored = visit.source == VisitSource.STORED_PAPERS
    failed = f"Failed: {in_plain_words(visit.failure)}." if visit.failure else ""
    return ReceiptShown(
        source=str(VisitSource(visit.source).label).capitalize() if is_stored else str(VisitSource(visit.source).label),
        question=_named(visit.query) if is_stored else question_in_words(visit.query),
        window="" if is_stored else _window(visit.since, visit.until),
        outcome=failed or (_judged(visit) if is_stored else _found(visit)),
        failed=bool(visit.failure),
    )


def _named(query: str) -> str:
    """What the index of stored papers was asked for."""
    return f"naming {' or '.join(query.split(' · '))}"[:_LONGEST] if query else "that its announcement links to"


def question_in_words(query: str) -> str:
    """A question as `Look.told` wrote it, in plain words; one of another form as it stands, cut."""
    aim, _, rest = query.partition(" · ")
    parts = rest.split(" · ") if rest else []
    if aim == Aim.WORDS and parts:
        names, words = parts[0].split(" | "), [word for part in parts[1:] for word in part.split(" | ")]
        with_words = f", with {_any_of(words)}" if words else ""
        return f"works naming {_any_of(names)}{with_words}"[:_LONGEST]
    if aim == Aim.CITING and parts:
        return f"works that cite {_works(parts[-1])}"
    if aim == Aim.WORKS and parts:
        return f"what it links to: {_works(parts[-1])}"
    return query[:_LONGEST] or "–"


def _any_of(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}"


def _works(told: str) -> str:
    """ "arxiv:2110.03888 doi:10.1/x …" with the names of the schemes as readers know them."""
    named = [
        _SCHEMES.get(scheme, f"{scheme}:") + value
        for scheme, _, value in (work.partition(":") for work in told.split(" "))
    ]
    more = f" and {len(named) - _WORKS_NAMED} more" if len(named) > _WORKS_NAMED else ""
    return f"{', '.join(named[:_WORKS_NAMED])}{more}"[:_LONGEST]


def _window(since: date | None, until: date | None) -> str:
    if since and until:
        return f"published from {told_day(since, 'en')} to {told_day(until, 'en')}"
    if since:
        return f"published since {told_day(since, 'en')}"
    return f"published until {told_day(until, 'en')}" if until else "any time"


def _found(visit: Visit) -> str:
    if visit.has_more:
        return f"Read the first {_count(visit.papers_found, 'paper')}; there were more."
    if visit.papers_found:
        return f"Found {_count(visit.papers_found, 'paper')}."
    return "Found nothing new." if visit.since else "Found nothing."


def _judged(visit: Visit) -> str:
    evidence = _count(visit.new_evidence, "new piece") if visit.new_evidence else "no new"
    return (
        f"Judged {_count(visit.papers_considered, 'paper')}: {evidence} {'of ' if visit.new_evidence else ''}evidence."
    )


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def _outage(outage: Outage) -> str:
    name = SOURCE_NAMES[outage.source]
    since = f"since {told_day(outage.since.date(), 'en')}" if outage.since else "yet"
    if outage.reason:
        return f"Not looked at in {name} {since}: {outage.reason}."
    if outage.due_at is None:
        return f"Not looked at in {name} {since}."
    due = told_day(outage.due_at.date(), "en")
    why = f"the look that was due on {due} has not been made" if outage.is_late else f"the next look is due on {due}"
    return f"Not looked at in {name} {since}: {why}."
