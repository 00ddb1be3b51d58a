"""What a reader follows, with the names that pages and mails give it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from claims.models import Follow, FollowKind, Subscriber
from claims.searches import UnknownChoice, read_spelt
from claims.topics import Topic, topic_of
from claims.wording import LANGUAGE_WORDS, METRIC_WORDS, STATUS_WORDS

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
    rows = subscriber.follows.select_related("claim", "subject", "organisation", "paper").order_by("-id")
    return tuple(
        Followed(
            number=row.pk,
            topic=topic_of(row),
            named=name_of(row),
            note=row.note,
            recorded_at=row.recorded_at,
            renewed_at=row.renewed_at,
            is_stale=now - row.renewed_at >= STALE_AFTER,
        )
        for row in rows
    )


def name_of(follow: Follow) -> Named:
    """What is followed; asks no query where its target is selected with it."""
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
    return named_topic(topic_of(follow))


def named_topic(topic: Topic) -> Named:
    """The name of everything, or of a search; other things have names of their own."""
    if topic.kind is FollowKind.SEARCH:
        return Named(name=_words_of(topic.search), language="", path=f"{reverse('web:claim_list')}?{topic.search}")
    return Named(name=_("Everything"), language="", path=reverse("web:claim_list"))


def _words_of(search: str) -> str:
    try:
        filters = read_spelt(search)
    except UnknownChoice:
        # A choice of an earlier release.
        return search
    chosen = [
        f"“{filters.words}”" if filters.words else "",
        STATUS_WORDS[filters.status].label if filters.status else "",
        METRIC_WORDS[filters.metric] if filters.metric else "",
        LANGUAGE_WORDS[filters.language] if filters.language else "",
        _("subject %(number)s") % {"number": filters.subject} if filters.subject else "",
    ]
    return " · ".join(part for part in chosen if part)


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST_NAME else f"{text[: _LONGEST_NAME - 1].rstrip()}…"
