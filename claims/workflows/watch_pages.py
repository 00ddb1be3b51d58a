"""Begin to watch the pages of announcements, and the pages that these link to."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, F, Func, IntegerField, OuterRef, Q, TextField, Value

from claims.models import Announcement, SourceLink, WatchedPage
from claims.reading.addresses import LONGEST_ADDRESS

# An announcement's page was read when it was taken in, and is looked at again after this.
FIRST_LOOK = timedelta(days=7)
# So many pages at a call; the next call goes on.
BATCH = 1000


def watch_pages(*, now: datetime) -> int:
    """Store a row for each page that has none, up to `BATCH` of either kind, and return how many are new.

    One row an address, without its fragment, whoever links to it. Left out are links to the arXiv or DOI page of a
    stored paper: papers are asked after elsewhere. Repeating it stores nothing. Raises nothing.
    """
    with transaction.atomic():
        return _watch_announcements(now=now) + _watch_links(now=now)


def call_pages(page_ids: Iterable[int], *, now: datetime) -> int:
    """Make pages due now and return how many; they are looked at by the next job. Repeating changes nothing."""
    return WatchedPage.objects.filter(pk__in=page_ids).update(due_at=now)


def _watch_announcements(*, now: datetime) -> int:
    waiting = Announcement.objects.filter(~Q(url=""), watched_page=None).order_by("pk")
    found = {row.url: row for row in waiting.only("pk", "url", "recorded_at")[:BATCH]}
    linked = {page.url: page for page in WatchedPage.objects.filter(url__in=found, announcement=None)}
    for url, page in linked.items():
        page.announcement, page.etag, page.last_modified = found[url], "", ""
    # What was only linked to is now read as well, so what its server said of its state is forgotten.
    WatchedPage.objects.bulk_update(linked.values(), ["announcement", "etag", "last_modified"])
    fresh = [
        WatchedPage(url=url, announcement=row, due_at=row.recorded_at + FIRST_LOOK, archive_due_at=now)
        for url, row in found.items()
        if url not in linked
    ]
    return len(WatchedPage.objects.bulk_create(fresh, ignore_conflicts=True))


def _watch_links(*, now: datetime) -> int:
    page = Func(F("url"), Value("#"), Value(1), function="split_part", output_field=TextField())
    length = Func(F("url"), function="octet_length", output_field=IntegerField())
    papers_own = Q(paper__isnull=False) & ~Q(arxiv_id="", doi="")
    addresses = (
        SourceLink.objects.filter(url__regex="^https?://")
        .annotate(page=page, length=length)
        .filter(length__lte=LONGEST_ADDRESS)
        .exclude(papers_own)
        .filter(~Exists(WatchedPage.objects.filter(url=OuterRef("page"))))
        .order_by("page")
        .values_list("page", flat=True)
        .distinct()[:BATCH]
    )
    fresh = [WatchedPage(url=address, due_at=now, archive_due_at=now) for address in addresses]
    return len(WatchedPage.objects.bulk_create(fresh, ignore_conflicts=True))
