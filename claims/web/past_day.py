"""`?as_of=2023-01-31&by=known`: a page of the past day that its address asks for, and what it says of that."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import wraps
from typing import Concatenate
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from claims.judging.as_of import By
from claims.past import Past, UnknownDay, read_past
from claims.wording import page_language, told_day


@dataclass(frozen=True, slots=True, kw_only=True)
class DayShown:
    """Which day a page shows, and the ways to others. `day` None is today.

    `other` leads to the same day told the other way and `now` to today, `suffix` takes the day along to another page;
    `kept` is what a form for another day must keep.
    """

    day: date | None
    today: date
    is_known: bool
    meaning: str
    absence: str
    other: str
    now: str
    suffix: str
    kept: tuple[tuple[str, str], ...]

    @property
    def of_what_was_known(self) -> bool:
        """Whether a past day is shown by what was public: our looks and our plans are no part of that."""
        return self.day is not None and self.is_known


_MEANINGS = {
    By.KNOWN: _("This is what was public by the end of that day, judged by the rules of today."),
    By.RECORDED: _("This is what this site had on record at the end of that day."),
}


def of_a_day[**Rest](
    view: Callable[Concatenate[HttpRequest, Past | None, Rest], HttpResponse],
) -> Callable[Concatenate[HttpRequest, Rest], HttpResponse]:
    """Hand a view the past day that its address asks for; where there is no such day, say what is expected."""

    @wraps(view)
    def asked(request: HttpRequest, /, *rest: Rest.args, **named: Rest.kwargs) -> HttpResponse:
        try:
            past = read_past(request.GET.dict(), today=timezone.localdate())
        except UnknownDay as unknown:
            told = {"problem": str(unknown), "time": show_day(None, request.GET.dict(), today=timezone.localdate())}
            return render(request, "claims/no_such_day.html", told, status=400)
        return view(request, past, *rest, **named)

    return asked


def show_day(
    past: Past | None,
    query: Mapping[str, str],
    *,
    today: date,
    said_on: date | None = None,
    recorded_on: date | None = None,
) -> DayShown:
    """What a page says of its day; `said_on` and `recorded_on` are when what it shows was said, and taken in here."""
    by = past.by if past else By.KNOWN
    other = By.RECORDED if by is By.KNOWN else By.KNOWN
    kept = {name: value for name, value in query.items() if name not in ("as_of", "by", "page") and value}
    day = past.day if past else None
    said = day.isoformat() if day else ""
    return DayShown(
        day=day,
        today=today,
        is_known=by is By.KNOWN,
        meaning=gettext(_MEANINGS[by]),
        absence=_absence(past, said_on, recorded_on) if past else "",
        other="?" + urlencode({**kept, "as_of": said, "by": other.value}),
        now="?" + urlencode(kept),
        suffix="?" + urlencode({"as_of": said, "by": by.value}) if said else "",
        kept=tuple(kept.items()),
    )


def _absence(past: Past, said_on: date | None, recorded_on: date | None) -> str:
    """Why nothing can be known of it that day yet, "" where it was there."""
    if past.by is By.KNOWN and said_on and said_on > past.day:
        said = told_day(said_on, page_language())
        return gettext("It had not been said yet: that was on {day}.").format(day=said)
    if (past.by is By.RECORDED or said_on is None) and recorded_on and recorded_on > past.day:
        recorded = told_day(recorded_on, page_language())
        return gettext("This site had not recorded it yet: that was on {day}.").format(day=recorded)
    return ""
