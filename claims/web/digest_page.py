"""A digest as a page: the words of the mail, all its entries, in the look of the site."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from django.core.paginator import EmptyPage, Page, Paginator
from django.utils.translation import gettext, ngettext

from claims.digest.changes import Change, Section
from claims.digest.headlines import counts_in, headline_words
from claims.digest.tallies import Row, chart, counts_of, place_of, summary
from claims.digest.wording import EntryWords, entry_words, section_words
from claims.models import Cadence, DigestIssue

# Entries of a page, and issues of a page of the archive.
ENTRIES, ISSUES = 60, 20


class NoSuchPage(LookupError):
    """A list has no page of this number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionShown:
    """A section with its entries; those of a `quiet` one are lines."""

    heading: str
    code: str
    quiet: bool
    entries: tuple[EntryWords, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestShown:
    """The entries of one page of a digest, with the figures of all of it."""

    summary: str
    rows: tuple[Row, ...]
    sections: tuple[SectionShown, ...]
    page: Page[Change]


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueShown:
    """An issue in the archive. `first` and `last` are the days that it tells of; `headline` may be ""."""

    slug: str
    name: str
    headline: str
    rows: tuple[Row, ...]
    first: date
    last: date


def show_digest(changes: Sequence[Change], number: int) -> DigestShown:
    """A page of a digest. Raises `NoSuchPage`."""
    page = page_of(Paginator(changes, ENTRIES), number)
    counts = counts_of([place_of(change) for change in changes])
    sections = tuple(
        SectionShown(
            heading=section_words(section),
            code=section.value,
            quiet=section is Section.QUIET,
            entries=tuple(entry_words(change, whole=True) for change in group),
        )
        for section, group in groupby(page.object_list, key=lambda change: change.section)
    )
    said = summary(counts) if changes else gettext("Nothing of what it told is left to say.")
    return DigestShown(summary=said, rows=chart(counts) if changes else (), sections=sections, page=page)


def show_issue(issue: DigestIssue) -> IssueShown:
    """A public issue as the archive tells it: a week, by its number and its days."""
    counts = counts_in(issue.headline)
    year, week = issue.slug.split("-W")
    return IssueShown(
        slug=issue.slug,
        name=gettext("Week %(week)s of %(year)s") % {"week": int(week), "year": year},
        headline=headline_words(issue.headline),
        rows=chart(counts) if any(counts) else (),
        first=issue.due_at.date() - timedelta(days=7),
        last=issue.due_at.date() - timedelta(days=1),
    )


def name_of(issue: DigestIssue) -> str:
    """What one's own digest is called above its copy."""
    match issue.cadence:
        case Cadence.DAILY:
            return gettext("Your daily digest")
        case Cadence.MONTHLY:
            return gettext("Your monthly digest")
        case _:
            return gettext("Your weekly digest")


def count_words(count: int) -> str:
    """How many entries there are."""
    return ngettext("%(n)d entry", "%(n)d entries", count) % {"n": count}


def page_of[Item](pages: Paginator[Item], number: int) -> Page[Item]:
    """A page of a list. Raises `NoSuchPage`; the first one is always there."""
    try:
        return pages.page(number)
    except EmptyPage as missing:
        raise NoSuchPage(f"There are {pages.num_pages} pages.") from missing
