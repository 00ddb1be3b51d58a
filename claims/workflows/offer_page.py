"""See to an archived copy of a watched page: find one, or have one made and wait until it really is there."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from claims.models import ArchiveState, WatchedPage
from claims.models.leases import LEASE
from claims.sources.troubles import SourceRefused, SourceUnavailable
from claims.sources.wayback import SaveFailed, Trouble, Wayback

# A copy from so near to our own reading shows what we read, unless the page changed in between.
NEAR = timedelta(days=30)
# Steps that came to nothing, offers that are still being worked on included.
MAX_TRIES = 8
# A job takes seconds to minutes; each further question waits twice as long.
_POLL, _AGAIN, _NEXT_DAY = timedelta(minutes=2), timedelta(hours=6), timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How far the page is. `due_at` is the next step, None when there is none to take."""

    page_id: int
    state: ArchiveState
    due_at: datetime | None
    failure: str = ""


def take_pages_to_archive(*, now: datetime, limit: int) -> list[int]:
    """Take up to `limit` pages whose next step is due off for a while and return their ids; no two callers get one."""
    with transaction.atomic():
        due = WatchedPage.objects.select_for_update(skip_locked=True, of=("self",)).filter(archive_due_at__lte=now)
        page_ids = list(due.order_by("archive_due_at", "pk").values_list("pk", flat=True)[:limit])
        WatchedPage.objects.filter(pk__in=page_ids).update(archive_due_at=now + LEASE)
    return page_ids


def call_archive(page_ids: Iterable[int], *, now: datetime) -> int:
    """Let copies of these pages be looked for, or made, anew; returns how many. Repeating changes nothing.

    A copy that is known stays until there is another.
    """
    return WatchedPage.objects.filter(pk__in=page_ids).update(
        archive_state=ArchiveState.NONE, archive_job="", archive_due_at=now, archive_tries=0, archive_failure=""
    )


def offer_page(page_id: int, *, wayback: Wayback, now: datetime) -> Outcome:
    """Take the next step: look for a copy near the time of our reading, offer the page, or ask after the offer.

    A page is archived only when a copy is there by the archive's own word. Without a key none is offered. Faults that
    may heal are tried `MAX_TRIES` times. Repeating it takes the next step. Raises `WatchedPage.DoesNotExist`.
    """
    page = WatchedPage.objects.get(pk=page_id)
    try:
        if page.archive_state == ArchiveState.SUBMITTED:
            _ask_after(page, wayback, now=now)
        elif page.archive_state == ArchiveState.NONE:
            _find_or_offer(page, wayback, now=now)
        else:
            page.archive_due_at = None
    except SaveFailed as failed:
        page.archive_state, page.archive_job = ArchiveState.NONE, ""
        pause = _NEXT_DAY if failed.trouble is Trouble.QUOTA else _AGAIN
        _fail(page, str(failed), due_at=None if failed.trouble is Trouble.PERMANENT else now + pause)
    except SourceUnavailable as busy:
        _fail(page, str(busy), due_at=max(busy.not_before or now, now + _AGAIN))
    except SourceRefused as refused:
        _fail(page, str(refused), due_at=None)
    return _settled(page)


def _find_or_offer(page: WatchedPage, wayback: Wayback, *, now: datetime) -> None:
    read_at = page.announcement.recorded_at if page.announcement else now
    found = wayback.nearest(page.url, read_at)
    if found:
        page.memento_url, page.memento_at = found.url[:4000], found.at
    if found and abs(found.at - read_at) <= NEAR:
        _succeed(page)
    elif not wayback.key:
        _fail(page, "No copy was found, and without WAYBACK_KEY none is asked for.", due_at=now + NEAR)
    elif page.failing_since:
        _fail(page, "No copy was found, and the page cannot be reached to make one.", due_at=now + NEAR)
    else:
        page.archive_job = wayback.submit(page.url)[:200]
        page.archive_state, page.archive_due_at, page.archive_failure = ArchiveState.SUBMITTED, now + _POLL, ""


def _ask_after(page: WatchedPage, wayback: Wayback, *, now: datetime) -> None:
    made = wayback.saved(page.archive_job)
    if made:
        page.memento_url, page.memento_at = made.url[:4000], made.at
        _succeed(page)
    else:
        _fail(page, "The archive is still at it.", due_at=now + _POLL * 2**page.archive_tries)


def _succeed(page: WatchedPage) -> None:
    page.archive_state, page.archive_due_at, page.archive_job, page.archive_failure = (
        ArchiveState.ARCHIVED,
        None,
        "",
        "",
    )


def _fail(page: WatchedPage, failure: str, *, due_at: datetime | None) -> None:
    page.archive_failure, page.archive_due_at, page.archive_tries = failure, due_at, page.archive_tries + 1
    if due_at is None or page.archive_tries >= MAX_TRIES:
        page.archive_state, page.archive_due_at, page.archive_job = ArchiveState.FAILED, None, ""


def _settled(page: WatchedPage) -> Outcome:
    """Only what concerns the archive: a look at the page may have been noted meanwhile."""
    page.save(
        update_fields=[
            "archive_state", "archive_job", "archive_due_at", "archive_tries", "archive_failure", "memento_url",
            "memento_at",
        ]
    )  # fmt: skip
    return Outcome(
        page_id=page.pk,
        state=ArchiveState(page.archive_state),
        due_at=page.archive_due_at,
        failure=page.archive_failure,
    )
