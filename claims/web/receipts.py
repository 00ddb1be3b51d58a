"""The receipts of a claim in words: what was asked of whom, over which time, what came, and where it failed."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext, ngettext

from claims.core.sources import Aim
from claims.coverage import SOURCE_NAMES
from claims.models import Visit, VisitSource
from claims.receipts import Look, Outage, Receipts
from claims.web.faults import told_fault, told_reason
from claims.wording import page_language, told_day

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
        not_asked=tuple(gettext(SOURCE_NAMES[source]) for source in read.not_asked),
    )


def _look(look: Look) -> LookShown:
    return LookShown(started_at=look.started_at, receipts=tuple(_receipt(visit) for visit in look.visits))


def _receipt(visit: Visit) -> ReceiptShown:
    is_stored = visit.source == VisitSource.STORED_PAPERS
    failed = gettext("Failed: {reason}.").format(reason=told_fault(visit.failure)) if visit.failure else ""
    return ReceiptShown(
        source=gettext("Stored papers") if is_stored else str(VisitSource(visit.source).label),
        question=_named(visit.query) if is_stored else question_in_words(visit.query),
        window="" if is_stored else _window(visit.since, visit.until),
        outcome=failed or (_judged(visit) if is_stored else _found(visit)),
        failed=bool(visit.failure),
    )


def _named(query: str) -> str:
    """What the index of stored papers was asked for."""
    if not query:
        return gettext("that its announcement links to")
    return gettext("naming {names}").format(names=gettext(" or ").join(query.split(" · ")))[:_LONGEST]


def question_in_words(query: str) -> str:
    """A question as `Look.told` wrote it, in plain words; one of another form as it stands, cut."""
    aim, _, rest = query.partition(" · ")
    parts = rest.split(" · ") if rest else []
    if aim == Aim.WORDS and parts:
        names, words = parts[0].split(" | "), [word for part in parts[1:] for word in part.split(" | ")]
        told = gettext("works naming {names}, with {words}") if words else gettext("works naming {names}")
        return told.format(names=_any_of(names), words=_any_of(words))[:_LONGEST]
    if aim == Aim.CITING and parts:
        return gettext("works that cite {works}").format(works=_works(parts[-1]))
    if aim == Aim.WORKS and parts:
        return gettext("what it links to: {works}").format(works=_works(parts[-1]))
    return query[:_LONGEST] or "–"


def _any_of(words: list[str]) -> str:
    if len(words) < 2:
        return "".join(words)
    return gettext("{words} or {last}").format(words=gettext(", ").join(words[:-1]), last=words[-1])


def _works(told: str) -> str:
    """ "arxiv:2110.03888 doi:10.1/x …" with the names of the schemes as readers know them."""
    named = [
        _SCHEMES.get(scheme, f"{scheme}:") + value
        for scheme, _, value in (work.partition(":") for work in told.split(" "))
    ]
    told, more = gettext(", ").join(named[:_WORKS_NAMED]), len(named) - _WORKS_NAMED
    if more > 0:
        told = gettext("{works} and {count} more").format(works=told, count=more)
    return told[:_LONGEST]


def _window(since: date | None, until: date | None) -> str:
    language = page_language()
    first, last = told_day(since, language) if since else "", told_day(until, language) if until else ""
    if since and until:
        return gettext("published from {since} to {until}").format(since=first, until=last)
    if since:
        return gettext("published since {since}").format(since=first)
    return gettext("published until {until}").format(until=last) if until else gettext("any time")


def _found(visit: Visit) -> str:
    if visit.has_more:
        return gettext("Read the first {papers}; there were more.").format(papers=_papers(visit.papers_found))
    if visit.papers_found:
        return gettext("Found {papers}.").format(papers=_papers(visit.papers_found))
    return gettext("Found nothing new.") if visit.since else gettext("Found nothing.")


def _judged(visit: Visit) -> str:
    new, papers = visit.new_evidence, _papers(visit.papers_considered)
    if not new:
        return gettext("Judged {papers}: no new evidence.").format(papers=papers)
    told = ngettext(
        "Judged {papers}: {count} new piece of evidence.", "Judged {papers}: {count} new pieces of evidence.", new
    )
    return told.format(papers=papers, count=f"{new:,}")


def _papers(number: int) -> str:
    return ngettext("{count} paper", "{count} papers", number).format(count=f"{number:,}")


def _outage(outage: Outage) -> str:
    told = {"name": gettext(SOURCE_NAMES[outage.source]), "reason": told_reason(outage.reason)}
    if outage.since:
        told["since"] = told_day(outage.since.date(), page_language())
    if outage.due_at:
        told["due"] = told_day(outage.due_at.date(), page_language())
    return _pattern(outage).format(**told)


def _pattern(outage: Outage) -> str:
    """The sentence for an outage, with gaps."""
    if outage.reason and outage.since:
        return gettext("Not looked at in {name} since {since}: {reason}.")
    if outage.reason:
        return gettext("Not looked at in {name} yet: {reason}.")
    if outage.due_at is None:
        return (
            gettext("Not looked at in {name} since {since}.")
            if outage.since
            else gettext("Not looked at in {name} yet.")
        )
    if outage.is_late:
        return (
            gettext("Not looked at in {name} since {since}: the look that was due on {due} has not been made.")
            if outage.since
            else gettext("Not looked at in {name} yet: the look that was due on {due} has not been made.")
        )
    return (
        gettext("Not looked at in {name} since {since}: the next look is due on {due}.")
        if outage.since
        else gettext("Not looked at in {name} yet: the next look is due on {due}.")
    )
