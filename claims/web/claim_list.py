"""The list of claims as its template shows it: what the reader chose, the facets with their counts, the rows."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from urllib.parse import urlencode

from django.utils import timezone
from django.utils.translation import gettext as _

from claims.figures import amount
from claims.judging.findings import Grade
from claims.models import Claim
from claims.past import Past
from claims.queries import ClaimFilters, ClaimListing
from claims.searches import UnknownChoice, asked_by, whole_number
from claims.web.confirmation import Confirmation, confirmation
from claims.web.kept_times import told_when_old
from claims.wording import GRADE_WORDS, LANGUAGE_WORDS, METRIC_WORDS, STATUS_WORDS, StatusWord, page_language

_LAST_PAGE = 10_000
_DAYS = ("claimed_from", "claimed_to")


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One value of a facet: `query` is the address that chooses it, or that lifts it where it is `chosen`.

    `count` is None where it has not been counted yet.
    """

    label: str
    count: int | None
    query: str
    chosen: bool
    status: StatusWord | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Facet:
    """A named group of choices; `title` is its name in the language of the page."""

    name: str
    title: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A claim in the list."""

    number: int
    text: str
    language: str
    status: StatusWord
    subject: str
    amount: str
    claimed_on: date | None
    announcement: str
    publisher: str
    is_draft: bool
    confirmation: Confirmation | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimList:
    """The whole page. `clear` is the address without any filter, "" when none is set.

    `counted_at` is told where the counts are of some time ago. `kept` is what a search must keep of the address,
    `kept_beside_days` what a choice of days must.
    """

    rows: tuple[Row, ...]
    statuses: Facet | None
    facets: tuple[Facet, ...]
    facet_chosen: bool
    words: str
    claimed_from: date | None
    claimed_to: date | None
    kept: tuple[tuple[str, str], ...]
    kept_beside_days: tuple[tuple[str, str], ...]
    total: int
    page: int
    pages: int
    previous: str
    following: str
    clear: str
    counted_at: datetime | None


def of_the_day(filters: ClaimFilters, past: Past | None) -> ClaimFilters:
    """The same filters on a past day. Raises `UnknownChoice` where claims cannot be chosen by status."""
    then = replace(filters, past=past)
    if then.status and not then.counts_statuses:
        raise UnknownChoice(
            _(
                "Claims of a past day can be chosen by the status that was recorded (by=recorded), "
                "not by what was known."
            )
        )
    return then


def read_page(query: Mapping[str, str]) -> int:
    """The page that an address asks for, from 1. Raises `UnknownChoice`."""
    page = whole_number(query, "page")
    if page is None:
        return 1
    if not 1 <= page <= _LAST_PAGE:
        raise UnknownChoice(_("There is no page {page}; pages count from 1.").format(page=page))
    return page


def show_claims(
    listing: ClaimListing, filters: ClaimFilters, *, backing: Mapping[int, Grade] | None = None, now: datetime
) -> ClaimList:
    """The page for a listing that was read with `filters`; `backing` is what `backing_of` said of its claims now."""
    chosen = asked_by(filters)
    shown = {facet.name: facet for facet in _facets(listing, chosen) if facet.choices}
    return ClaimList(
        rows=show_rows(listing.claims, backing, today=timezone.localdate(now)),
        statuses=shown.pop("status", None),
        facets=tuple(shown.values()),
        facet_chosen=any(name in chosen for name in (*shown, *_DAYS)),
        words=filters.words,
        claimed_from=filters.claimed_from,
        claimed_to=filters.claimed_to,
        kept=tuple((name, value) for name, value in chosen.items() if name != "q"),
        kept_beside_days=tuple((name, value) for name, value in chosen.items() if name not in _DAYS),
        total=listing.total,
        page=listing.page,
        pages=listing.pages,
        previous=_address(chosen, page=listing.page - 1) if listing.page > 1 else "",
        following=_address(chosen, page=listing.page + 1) if listing.page < listing.pages else "",
        clear="?" if chosen else "",
        counted_at=told_when_old(listing.counted_at, now=now),
    )


def show_rows(claims: Iterable[Claim], backing: Mapping[int, Grade] | None, *, today: date) -> tuple[Row, ...]:
    """Claims as rows of a list; without `backing` nothing is said of who confirmed them."""
    return tuple(
        _row(claim, None if backing is None else confirmation(claim, backing.get(claim.pk), today=today))
        for claim in claims
    )


def _address(chosen: Mapping[str, str], *, page: int = 1) -> str:
    return "?" + urlencode({**chosen, "page": page} if page > 1 else chosen)


def _choice(chosen: Mapping[str, str], name: str, value: str, label: str, count: int | None) -> Choice:
    is_chosen = chosen.get(name) == value
    others = {key: kept for key, kept in chosen.items() if key != name}
    return Choice(
        label=label,
        count=count,
        query=_address(others if is_chosen else {**chosen, name: value}),
        chosen=is_chosen,
        status=STATUS_WORDS[value] if name == "status" else None,
    )


def _facets(listing: ClaimListing, chosen: Mapping[str, str]) -> tuple[Facet, ...]:
    statuses = ((code, word.label, listing.statuses.get(code, 0)) for code, word in STATUS_WORDS.items())
    metrics = sorted(
        ((code, label, listing.metrics.get(code, 0)) for code, label in METRIC_WORDS.items()), key=lambda row: -row[2]
    )
    languages = ((code, label, listing.languages.get(code, 0)) for code, label in LANGUAGE_WORDS.items())
    subjects = ((str(subject.id), subject.name, subject.claims) for subject in listing.subjects)
    organisations = ((str(one.id), one.name, one.claims) for one in listing.organisations)
    grades = (
        (code, _at_least(code, word.label), listing.grades.get(code, 0))
        for code, word in reversed(GRADE_WORDS.items())
        if code != Grade.E0
    )
    return tuple(
        Facet(
            name=name,
            title=title,
            choices=tuple(
                _choice(chosen, name, code, label, None if name in listing.uncounted else count)
                for code, label, count in rows
                if count or chosen.get(name) == code
            ),
        )
        for name, title, rows in (
            ("status", _("Status"), statuses),
            ("subject", _("Subject"), subjects),
            ("organisation", _("Organisation"), organisations),
            ("metric", _("Metric"), metrics),
            ("grade_min", _("Evidence"), grades),
            ("language", _("Language"), languages),
        )
    )


def _at_least(grade: str, label: str) -> str:
    if grade == Grade.E6:
        return f"{grade}: {label}"
    return _("%(grade)s or better: %(label)s") % {"grade": grade, "label": label}


def _row(claim: Claim, confirmed: Confirmation | None) -> Row:
    appearances = claim.appearances.all()
    quantities = sorted(claim.quantities.all(), key=lambda quantity: quantity.pk)
    announcement = appearances[0].announcement if appearances else None
    return Row(
        number=claim.pk,
        text=claim.text,
        language=claim.language,
        status=STATUS_WORDS[claim.status],
        subject=claim.subject.name if claim.subject else "",
        amount=amount(quantities[0].to_core(), language=page_language()) if quantities else "",
        claimed_on=claim.claimed_on,
        announcement=announcement.title if announcement else "",
        publisher=announcement.publisher.name if announcement and announcement.publisher else "",
        is_draft=claim.workflow == "draft",
        confirmation=confirmed,
    )
