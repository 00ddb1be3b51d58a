"""Searches of the list of claims: as an address asks for them, in one spelling, and the claims that they find."""

from collections.abc import Mapping
from datetime import date
from urllib.parse import parse_qsl, urlencode

from django.utils.translation import gettext

from claims.core.quantities import Metric
from claims.judging.findings import Grade, Status
from claims.models import Language
from claims.queries import ClaimFilters
from claims.wording import GRADE_WORDS, LANGUAGE_WORDS, METRIC_WORDS, STATUS_WORDS

_LONGEST_SEARCH = 200


class UnknownChoice(ValueError):
    """The address asks for something that is no choice of that name; the message says what is."""


def read_filters(query: Mapping[str, str]) -> ClaimFilters:
    """The filters that an address asks for. Raises `UnknownChoice` with the choices there are."""
    return ClaimFilters(
        words=" ".join(query.get("q", "")[:_LONGEST_SEARCH].replace("\x00", "").split()),
        status=Status(status) if (status := _known(query, "status", STATUS_WORDS)) else None,
        metric=Metric(metric) if (metric := _known(query, "metric", METRIC_WORDS)) else None,
        language=Language(language) if (language := _known(query, "language", LANGUAGE_WORDS)) else None,
        subject=whole_number(query, "subject"),
        organisation=whole_number(query, "organisation"),
        claimed_from=_day(query, "claimed_from"),
        claimed_to=_day(query, "claimed_to"),
        grade_min=Grade(grade) if (grade := _known(query, "grade_min", GRADE_WORDS)) else None,
    )


def asked_by(filters: ClaimFilters) -> dict[str, str]:
    """The filters as the address of the list gives them; what was not chosen is left out."""
    asked = {
        "q": filters.words,
        "status": filters.status or "",
        "metric": filters.metric or "",
        "language": filters.language or "",
        "subject": "" if filters.subject is None else str(filters.subject),
        "organisation": "" if filters.organisation is None else str(filters.organisation),
        "claimed_from": filters.claimed_from.isoformat() if filters.claimed_from else "",
        "claimed_to": filters.claimed_to.isoformat() if filters.claimed_to else "",
        "grade_min": filters.grade_min or "",
        "as_of": filters.past.day.isoformat() if filters.past else "",
        "by": filters.past.by.value if filters.past else "",
    }
    return {name: str(value) for name, value in asked.items() if value}


def spelt(filters: ClaimFilters) -> str:
    """A search in the one spelling by which it is saved: "language=zh&q=M6", whatever the order it came in."""
    return urlencode(sorted(asked_by(filters).items()))


def read_spelt(search: str) -> ClaimFilters:
    """The search of a spelling, or of any query of the list of claims. Raises `UnknownChoice`."""
    return read_filters(dict(parse_qsl(search)))


def _known(query: Mapping[str, str], name: str, words: Mapping[str, object]) -> str:
    value = query.get(name, "")
    if value and value not in words:
        told = gettext("There is no {name} “{value}”. Choose one of: {words}.")
        raise UnknownChoice(told.format(name=name, value=value[:40], words=", ".join(words)))
    return value


def _day(query: Mapping[str, str], name: str) -> date | None:
    value = query.get(name, "")
    try:
        return date.fromisoformat(value) if value else None
    except ValueError as error:
        told = gettext("“{value}” is no day for “{name}”: write it as YYYY-MM-DD, such as 2023-01-31.")
        raise UnknownChoice(told.format(value=value[:40], name=name)) from error


def whole_number(query: Mapping[str, str], name: str) -> int | None:
    """The number that an address gives by that name, None for none. Raises `UnknownChoice`."""
    value = query.get(name, "")
    if not value:
        return None
    if not (value.isascii() and value.isdigit() and len(value) < 10):
        raise UnknownChoice(gettext("“{value}” is no number for “{name}”.").format(value=value[:40], name=name))
    return int(value)
