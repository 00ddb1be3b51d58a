"""What a reader follows, with the names that pages and mails give it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from claims.models import Follow, FollowKind, Organisation, Subject, Subscriber
from claims.queries import ClaimFilters
from claims.searches import UnknownChoice, read_spelt
from claims.topics import Topic, topic_of
from claims.wording import LANGUAGE_WORDS, METRIC_WORDS, STATUS_WORDS, page_language, told_day

# The names of what searches choose by its number: ("subject", 3) → "GPT-3".
type Names = Mapping[tuple[str, int], str]

# A follow that nobody renewed for so long may be forgotten.
STALE_AFTER = timedelta(days=180)
_LONGEST_NAME = 140


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """The name of something that can be followed, in which language it is ("" for that of the page), and its page."""

    name: str
    language: str
    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Searched:
    """A search that is followed; `note` is what its owner calls it, "" for nothing."""

    number: int
    topic: Topic
    named: Named
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Followed:
    """One follow; `is_stale` where its owner has not said for long that they want it."""

    number: int
    topic: Topic
    named: Named
    note: str
    recorded_at: datetime
    renewed_at: datetime
    is_stale: bool


def list_follows(subscriber: Subscriber, *, now: datetime) -> tuple[Followed, ...]:
    """All that a reader follows, the newest first. It asks a fixed number of queries."""
    rows = list(subscriber.follows.select_related("claim", "subject", "organisation", "paper").order_by("-id"))
    names = _names_in(row.search for row in rows)
    return tuple(
        Followed(
            number=row.pk,
            topic=topic_of(row),
            named=name_of(row, names),
            note=row.note,
            recorded_at=row.recorded_at,
            renewed_at=row.renewed_at,
            is_stale=now - row.renewed_at >= STALE_AFTER,
        )
        for row in rows
    )


def list_searches(subscriber: Subscriber) -> tuple[Searched, ...]:
    """The searches that a reader follows, the newest first. It asks a fixed number of queries."""
    rows = list(subscriber.follows.filter(kind=FollowKind.SEARCH).order_by("-id"))
    names = _names_in(row.search for row in rows)
    return tuple(Searched(number=row.pk, topic=topic_of(row), named=name_of(row, names), note=row.note) for row in rows)


def name_of(follow: Follow, names: Names | None = None) -> Named:
    """What is followed; asks no query where its target is selected with it, or it is a search and `names` has its."""
    if follow.claim:
        text = _cut(follow.claim.text)
        return Named(name=text, language=follow.claim.language, path=reverse("web:claim", args=[follow.claim.pk]))
    if follow.paper:
        return Named(name=_cut(follow.paper.title), language="", path=reverse("web:paper", args=[follow.paper.pk]))
    if follow.subject:
        return Named(name=follow.subject.name, language="", path=reverse("web:subject", args=[follow.subject.pk]))
    if follow.organisation:
        path = reverse("web:organisation", args=[follow.organisation.pk])
        return Named(name=follow.organisation.name, language="", path=path)
    if follow.kind == FollowKind.SEARCH:
        words = _words_of(follow.search, _names_in([follow.search]) if names is None else names)
        return Named(name=words, language="", path=f"{reverse('web:claim_list')}?{follow.search}")
    return Named(name=_("Everything"), language="", path=reverse("web:claim_list"))


def _names_in(searches: Iterable[str]) -> Names:
    """What the searches name by numbers, in at most two queries."""
    asked = [filters for search in searches if search and (filters := _read(search))]
    subjects = Subject.objects.in_bulk({one.subject for one in asked if one.subject})
    organisations = Organisation.objects.in_bulk({one.organisation for one in asked if one.organisation})
    return {("subject", number): one.name for number, one in subjects.items()} | {
        ("organisation", number): one.name for number, one in organisations.items()
    }


def _read(search: str) -> ClaimFilters | None:
    """None for a choice of an earlier release."""
    try:
        return read_spelt(search)
    except UnknownChoice:
        return None


def _words_of(search: str, names: Names) -> str:
    filters = _read(search)
    if filters is None:
        return search
    first, last = (told_day(day, page_language()) if day else "" for day in (filters.claimed_from, filters.claimed_to))
    chosen = [
        f"“{filters.words}”" if filters.words else "",
        STATUS_WORDS[filters.status].label if filters.status else "",
        METRIC_WORDS[filters.metric] if filters.metric else "",
        LANGUAGE_WORDS[filters.language] if filters.language else "",
        _numbered("subject", filters.subject, _("subject %(number)s"), names),
        _numbered("organisation", filters.organisation, _("organisation %(number)s"), names),
        _("%(grade)s or better") % {"grade": filters.grade_min} if filters.grade_min else "",
        _("from %(day)s on") % {"day": first} if first else "",
        _("until %(day)s") % {"day": last} if last else "",
    ]
    return " · ".join(part for part in chosen if part)


def _numbered(kind: str, number: int | None, words: str, names: Names) -> str:
    """The name of what has a number, or, where there is no such thing any more, its number."""
    return names.get((kind, number), words % {"number": number}) if number else ""


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST_NAME else f"{text[: _LONGEST_NAME - 1].rstrip()}…"
