"""Look at a watched page: whether it is there, and whether an announcement's page still says what it said."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from http import HTTPStatus
from urllib.parse import urlsplit

from django.db import transaction

from claims.models import PageCheck, PageOutcome, WatchedPage
from claims.reading.addresses import site_of
from claims.reading.document import UnreadableDocument
from claims.sources.marks import Marks, marks_in
from claims.sources.snapshots import capture_of_page
from claims.sources.troubles import SourceUnavailable
from claims.sources.web_pages import NOT_MODIFIED, FetchedPage, PageFetcher, PageUnavailable
from claims.workflows.find_intake import found_in
from claims.workflows.ingest_announcement import Intake
from claims.workflows.note_edit import note_edit

# Edits come soon or never, so an announcement that stays as it is is looked at ever less often.
QUIET_PAUSES = (timedelta(days=7), timedelta(days=14), timedelta(days=30))
LINK_PAUSE = timedelta(days=30)
# What fails may be back tomorrow.
FAILING_PAUSES = (timedelta(days=1), timedelta(days=3), timedelta(days=7))
# Where a host is to be left alone and does not say how long.
_LATER = timedelta(hours=1)
_GONE = frozenset({HTTPStatus.NOT_FOUND, HTTPStatus.GONE})
# The front page of a site, in one of its languages as well: "/", "/en/", "/zh-cn/index.html".
_FRONT = re.compile(r"(?:/[a-z]{2}(?:[-_][a-z]{2,4})?)?/?(?:index\.[a-z]{2,5})?", re.I)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What the look found; None where the host was to be left alone and was not asked. `due_at` is the next look.

    `edit_id` is the edit that an announcement's page shows, `shifted` the claims whose quotes were newly moved or lost.
    """

    page_id: int
    outcome: PageOutcome | None
    due_at: datetime | None
    failure: str = ""
    edit_id: int | None = None
    shifted: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Look:
    """An answer. `failure` says what is wrong with it, and `gone` that it is more than a fault. None in `marks` and
    `moved_to` leaves what is known; `intake` is what an announcement's page says, where it was sent.
    """

    status: int | None
    failure: str = ""
    gone: bool = False
    marks: Marks | None = None
    moved_to: str | None = None
    intake: Intake | None = None


def check_page(page_id: int, *, fetcher: PageFetcher, now: datetime) -> Outcome:
    """Fetch the page, note what came of it with a receipt, and set the next look.

    Pages that are only linked to are unchanged as long as they are there. Repeating it looks again. Raises
    `WatchedPage.DoesNotExist`.
    """
    page = WatchedPage.objects.get(pk=page_id)
    try:
        look = _look(page, fetcher, now=now)
    except SourceUnavailable as closed:
        due_at = max(closed.not_before or now, now + _LATER)
        WatchedPage.objects.filter(pk=page_id).update(due_at=due_at, leased_until=None)
        return Outcome(page_id=page_id, outcome=None, due_at=due_at, failure=str(closed))
    edit_id, shifted = page.edit_id, tuple[int, ...]()
    if look.intake and look.intake.capture and page.announcement_id:
        noted = note_edit(page.announcement_id, look.intake.text, capture=look.intake.capture, now=now)
        edit_id, shifted = noted.edit_id, noted.shifted
    return _settled(page_id, look, edit_id, shifted, now=now)


def _look(page: WatchedPage, fetcher: PageFetcher, *, now: datetime) -> _Look:
    try:
        fetched = fetcher.fetch(page.url, marks=Marks(etag=page.etag, last_modified=page.last_modified))
    except PageUnavailable as error:
        # What is linked to need not be text, nor small.
        is_there = error.status == NOT_MODIFIED or (error.status == HTTPStatus.OK and not page.announcement_id)
        failure = "" if is_there else str(error)
        return _Look(status=error.status, failure=failure, gone=error.status in _GONE)
    if _is_front_page(fetched.url) and not _is_front_page(page.url):
        told = f"{page.url} leads to the front page of {site_of(fetched.url)}: what stood there is gone."
        return _Look(status=fetched.status, failure=told, gone=True)
    moved_to = fetched.url if _place(fetched.url) != _place(page.url) else ""
    intake = None
    if page.announcement_id:
        capture = capture_of_page(fetched, captured_at=now)
        try:
            intake = found_in(fetched.body, content_type=fetched.content_type, url=fetched.url, capture=capture).intake
        except UnreadableDocument as unreadable:
            return _Look(status=fetched.status, failure=f"{page.url}: {unreadable}", moved_to=moved_to)
    return _Look(status=fetched.status, marks=_marks(fetched), moved_to=moved_to, intake=intake)


def _marks(fetched: FetchedPage) -> Marks:
    """What the server says of the state of the address that was asked, which is none of ours once it redirects."""
    if len(fetched.exchanges) > 1:
        return Marks()
    return marks_in({name.lower(): value for name, value in fetched.exchanges[-1].headers})


def _place(url: str) -> tuple[str, str, str]:
    """What has to differ for a page to have moved: not the scheme, nor "www.", nor a slash at the end."""
    parts = urlsplit(url)
    return site_of(url), parts.path.rstrip("/"), parts.query


def _is_front_page(url: str) -> bool:
    parts = urlsplit(url)
    return bool(_FRONT.fullmatch(parts.path)) and not parts.query


def _settled(page_id: int, look: _Look, edit_id: int | None, shifted: tuple[int, ...], *, now: datetime) -> Outcome:
    with transaction.atomic():
        page = WatchedPage.objects.select_for_update().get(pk=page_id)
        outcome = _outcome(look, is_other=edit_id != page.edit_id)
        page.outcome, page.status, page.checked_at, page.edit_id = outcome, look.status, now, edit_id
        if look.failure:
            page.failing_since, page.failures = page.failing_since or now, page.failures + 1
        else:
            page.ok_at, page.failing_since, page.failures = now, None, 0
            page.quiet_checks = page.quiet_checks + 1 if outcome is PageOutcome.SAME else 0
        page.failure = look.failure
        if look.marks is not None:
            page.etag, page.last_modified = look.marks.etag, look.marks.last_modified
        page.moved_to = page.moved_to if look.moved_to is None else look.moved_to[:4000]
        page.due_at, page.leased_until = now + _pause(page), None
        page.save()
        PageCheck.objects.create(
            page=page, checked_at=now, outcome=outcome, status=look.status, failure=look.failure, edit_id=edit_id
        )
    return Outcome(
        page_id=page_id,
        outcome=outcome,
        due_at=page.due_at,
        failure=look.failure,
        edit_id=edit_id,
        shifted=shifted,
    )


def _outcome(look: _Look, *, is_other: bool) -> PageOutcome:
    if look.failure:
        return PageOutcome.GONE if look.gone else PageOutcome.UNREACHABLE
    return PageOutcome.CHANGED if is_other else PageOutcome.SAME


def _pause(page: WatchedPage) -> timedelta:
    if page.failures:
        return FAILING_PAUSES[min(page.failures, len(FAILING_PAUSES)) - 1]
    if page.announcement_id is None:
        return LINK_PAUSE
    return QUIET_PAUSES[min(page.quiet_checks, len(QUIET_PAUSES) - 1)]
