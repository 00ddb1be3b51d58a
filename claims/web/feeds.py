"""Atom feeds: of any search, of each thing that can be followed, of announcements, changes, corrections and digests.

They need no account and tell what followers are told (`claims.topics`). They are in the language that the address asks
for (`?lang=zh-hans`), and in English else: whoever asks is served the same document. A page says in `next` where the
older entries are; behind an address with `before` stands the same for good, but that dismissed claims are left out.

Whether a reader has a page already is told by its bytes (`ETag`). `Last-Modified` is told and not gone by: an event may
be committed, and come into a feed, after another that was recorded later.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import Model, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.utils.translation import get_language, gettext, to_locale
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from claims.models import (
    Announcement,
    Appearance,
    Claim,
    DigestIssue,
    EventKind,
    FollowKind,
    MergedSubject,
    Organisation,
    OutboxEvent,
    Paper,
    Subject,
    Workflow,
)
from claims.models.digests import IssueState
from claims.models.outbox import OutboxEventQuerySet
from claims.searches import UnknownChoice, read_filters, spelt, whole_number
from claims.topics import EVERYTHING, Topic, events_on
from claims.web.atom import CONTENT_TYPE, AtomEntry, AtomFeed, tag_of, written
from claims.web.feed_corrections import corrections
from claims.web.feed_entries import digest_entries, entries_of

PAGE_SIZE = 50
# Digests tell much, and come once a week.
DIGESTS = 20
# In seconds: as long as a copy may stand in for the newest document.
_FRESH = 300

_OF_ANNOUNCEMENTS = (EventKind.ANNOUNCEMENT_ADDED, EventKind.ANNOUNCEMENT_EDITED)

_THINGS: dict[str, tuple[type[Model], FollowKind | None, str]] = {
    "claims": (Claim, FollowKind.CLAIM, "web:claim"),
    "subjects": (Subject, FollowKind.SUBJECT, "web:subject"),
    "organisations": (Organisation, FollowKind.ORGANISATION, "web:organisation"),
    "publishers": (Organisation, FollowKind.PUBLISHER, "web:organisation"),
    "papers": (Paper, FollowKind.PAPER, "web:paper"),
    "announcements": (Announcement, None, "web:announcement"),
}
OF_THINGS = tuple(_THINGS)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Source:
    """Where a feed's entries come from: `name` is in its identifier, `path` leads to what it tells, for people."""

    name: str
    title: str
    path: str
    events: OutboxEventQuerySet


@require_safe
@gzip_page
def claims_feed(request: HttpRequest) -> HttpResponseBase:
    """What happens to the claims that a search of the list finds; to all of them, and all else, without a search."""
    try:
        filters = read_filters(request.GET.dict())
        search = spelt(filters)
        topic = Topic(kind=FollowKind.SEARCH, search=search) if search else EVERYTHING
        source = _Source(
            name=f"claims?{search}" if search else "claims",
            title=_claims_title(search, filters.words),
            path=f"{reverse('web:claim_list')}?{search}" if search else reverse("web:claim_list"),
            events=events_on(topic),
        )
    except UnknownChoice as unknown:
        return _refused(unknown)
    return _answered(request, source, kept=search)


@require_safe
@gzip_page
def things_feed(request: HttpRequest, name: str) -> HttpResponseBase:
    """Everything, or what happened of one kind: `changes`, `corrections`, `announcements`."""
    feeds: dict[str, tuple[str, str, Q]] = {
        "everything": (gettext("Everything"), "web:claim_list", Q()),
        "changes": (gettext("Changes of status"), "web:claim_list", Q(kind=EventKind.STATUS_CHANGED)),
        "corrections": (gettext("Corrections"), "web:corrections", corrections()),
        "announcements": (gettext("Announcements"), "web:announcement_list", Q(kind__in=_OF_ANNOUNCEMENTS)),
    }
    if name not in feeds:
        raise Http404(f"There is no feed {name}; there are {', '.join(feeds)}.")
    title, page, chosen = feeds[name]
    return _answered(
        request, _Source(name=name, title=title, path=reverse(page), events=events_on(EVERYTHING).filter(chosen))
    )


@require_safe
@gzip_page
def thing_feed(request: HttpRequest, kind: str, number: int) -> HttpResponseBase:
    """What happens to one claim, subject, organisation, publisher, paper or announcement.

    The number of a subject that was united with another leads to the feed of that one.
    """
    model, follow_kind, page = _THINGS[kind]
    if model is Subject and (merged := MergedSubject.objects.filter(pk=number).first()):
        return redirect("web:subjects_feed", merged.successor_id, permanent=True)
    title = _title_of(model, number)
    events = (
        events_on(Topic(kind=follow_kind, id=number))
        if follow_kind
        else events_on(EVERYTHING).filter(_in_announcement(number))
    )
    source = _Source(name=f"{kind}/{number}", title=title, path=reverse(page, args=[number]), events=events)
    return _answered(request, source)


@require_safe
@gzip_page
def digests_feed(request: HttpRequest) -> HttpResponseBase:
    """The newest digests of the public archive."""
    issues = DigestIssue.objects.exclude(slug="").exclude(state=IssueState.CANCELLED).order_by("-due_at", "-pk")
    newest = issues[:DIGESTS]
    source = _Source(name="digests", title=gettext("Digests"), path="/digests/", events=OutboxEvent.objects.none())
    return _sent(request, _feed(request, source, digest_entries(newest)))


def _claims_title(search: str, words: str) -> str:
    if not search:
        return gettext("Claims")
    return gettext("Claims for “%(words)s”") % {"words": words or search}


def _title_of(model: type[Model], number: int) -> str:
    """What a thing is called. Raises `Http404` for what is not there or was dismissed."""
    rows = model._default_manager.filter(pk=number)
    if model is Claim:
        rows = rows.exclude(workflow=Workflow.DISMISSED)
    field = {Claim: "text", Paper: "title", Announcement: "title"}.get(model, "name")
    for title in rows.values_list(field, flat=True):
        return str(title)
    raise Http404(f"There is no {model._meta.verbose_name} {number}.")


def _in_announcement(number: int) -> Q:
    said = list(Appearance.objects.filter(announcement=number).order_by().values_list("claim_id", flat=True))
    return Q(announcement=number) | Q(claim__in=said)


def _answered(request: HttpRequest, source: _Source, *, kept: str = "") -> HttpResponseBase:
    """The page of a feed that the address asks for; `kept` is what its pages keep of the query."""
    try:
        before = whole_number(request.GET.dict(), "before")
    except UnknownChoice as unknown:
        return _refused(unknown)
    rows = source.events.filter(position__lt=before) if before is not None else source.events
    events = list(rows[: PAGE_SIZE + 1])
    older = events[PAGE_SIZE - 1].position if len(events) > PAGE_SIZE else None
    feed = _feed(request, source, entries_of(events[:PAGE_SIZE]), kept=kept, before=before, older=older)
    return _sent(request, feed)


def _feed(
    request: HttpRequest,
    source: _Source,
    entries: Sequence[AtomEntry],
    *,
    kept: str = "",
    before: int | None = None,
    older: int | None = None,
) -> AtomFeed:
    language = get_language() or "en"

    def address(position: int | None) -> str:
        more = {"before": str(position)} if position is not None else {}
        query = "&".join(part for part in (kept, urlencode({**more, "lang": language})) if part)
        return f"{settings.SITE_URL}{request.path}?{query}"

    return AtomFeed(
        id=tag_of(settings.SITE_URL, "feeds", language, source.name),
        title=f"{source.title} · Claim Tracker",
        subtitle=gettext("What AI announcements claimed, and what became of it."),
        language=to_locale(language).replace("_", "-"),
        address=address(before),
        page=f"{settings.SITE_URL}{source.path}",
        older=address(older) if older is not None else "",
        newest=address(None) if before is not None else "",
        entries=entries,
    )


def _refused(unknown: UnknownChoice) -> HttpResponse:
    return HttpResponse(f"{unknown}\n", status=400, content_type="text/plain; charset=utf-8")


def _sent(request: HttpRequest, feed: AtomFeed) -> HttpResponseBase:
    body = written(feed)
    tag = f'"{sha256(body).hexdigest()[:32]}"'
    response = get_conditional_response(request, etag=tag) or HttpResponse(body, content_type=CONTENT_TYPE)
    response["ETag"] = tag
    if feed.entries:
        response["Last-Modified"] = http_date(max(entry.updated for entry in feed.entries).timestamp())
    response["Cache-Control"] = f"public, max-age={_FRESH}"
    return response
