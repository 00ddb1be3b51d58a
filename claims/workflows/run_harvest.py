"""Follow a set of a source: page after page, each stored whole before the next is asked for.

A pass begins at the high water of the last one and ends at the time that the server gave with its first page, so that
nothing that changed in between is missed. Killed anywhere, it goes on after the last stored page.
"""

import uuid
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum

from django.db import transaction

from claims.core.sources import Aim, Look, Page, Source
from claims.models import Harvest
from claims.models.leases import LEASE, lease_rows
from claims.sources.connectors import Connector
from claims.sources.paces import PACES, after_quiet_hours
from claims.sources.troubles import BrokenAnswer, ResumeLost, SourceTrouble, SourceUnavailable
from claims.workflows.reopen_claims import reopen_claims
from claims.workflows.store_page import Stored, store_page

# How long one run goes on; what is left is due at once, for the next. Shorter than a task may take.
RUN_SECONDS = 300.0
# A pass beyond this is a server that goes in circles: arXiv's whole archive is some 2,000 pages.
MOST_PAGES = 20_000
# A harvest that fails is tried again after 5 minutes, then ever later, and at least four times a day.
FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=5), timedelta(hours=6)


class Ending(StrEnum):
    """How a run ended. `MORE`: its time was used up, the pass goes on. `TAKEN`: another worker is at it."""

    WHOLE = "whole"
    MORE = "more"
    STOPPED = "stopped"
    FAILED = "failed"
    TAKEN = "taken"


def lease_due_harvests(*, now: datetime, limit: int = 100) -> list[int]:
    """Lease up to `limit` due harvests and return their ids; two callers never get one.

    A run that died with its harvest, or is over its time, has it no more: what it still brings is not stored.
    """
    with transaction.atomic():
        harvest_ids = lease_rows(Harvest, now=now, limit=limit)
        Harvest.objects.filter(pk__in=harvest_ids).update(holder="")
    return harvest_ids


def run_harvest(
    harvest_id: int,
    connector: Connector,
    *,
    clock: Callable[[], datetime],
    seconds: float = RUN_SECONDS,
    told: Callable[[Harvest], None] = lambda harvest: None,
) -> Ending:
    """Take pages in until the pass is whole, somebody stops it, it fails, or `seconds` are over.

    `told` hears of each stored page. Repeating it goes on, or begins the next pass, which stores nothing that is known.
    A failure is written on the harvest and is no end: the next run goes on from the same place. Raises
    `Harvest.DoesNotExist`.
    """
    harvest = _take(harvest_id, now=clock())
    if harvest is None:
        return Ending.TAKEN
    until = clock() + timedelta(seconds=seconds)
    while True:
        if harvest.stopped:
            return _leave(harvest, Ending.STOPPED, due_at=None)
        try:
            page = _next_page(harvest, connector, now=clock())
        except SourceTrouble as trouble:
            return _fail(harvest, trouble, now=clock())
        stored = _keep(harvest, page, now=clock())
        if stored is None:
            return Ending.TAKEN
        reopen_claims(stored.noticed_ids, now=clock())
        told(harvest)
        if not harvest.resume:
            due_at = after_quiet_hours(PACES[Source(harvest.source)], clock() + harvest.every)
            return _leave(harvest, Ending.WHOLE, due_at=due_at)
        if clock() >= until:
            return _leave(harvest, Ending.MORE, due_at=clock())


def _take(harvest_id: int, *, now: datetime) -> Harvest | None:
    """The harvest for us alone, or None where another run has it. Its dispatcher's lease has no holder."""
    with transaction.atomic():
        harvest = Harvest.objects.select_for_update().get(pk=harvest_id)
        if harvest.holder and harvest.leased_until and harvest.leased_until > now:
            return None
        harvest.holder, harvest.leased_until = uuid.uuid4().hex, now + LEASE
        if harvest.resume and harvest.resume_expires_at and harvest.resume_expires_at <= now:
            harvest.resume = ""
        if not harvest.resume:
            _begin(harvest, now=now)
        harvest.save()
    return harvest


def _begin(harvest: Harvest, *, now: datetime) -> None:
    harvest.started_at, harvest.finished_at, harvest.pending_high_water = now, None, None
    harvest.pages = harvest.records = harvest.new_papers = harvest.refused = 0
    harvest.total = None


def _next_page(harvest: Harvest, connector: Connector, *, now: datetime) -> Page:
    look = Look(aim=Aim.CHANGED, collection=harvest.collection, since=_since(harvest))
    try:
        page = connector.page(look, harvest.resume)
    except ResumeLost:
        # The pass starts over; what it has stored is known and costs only the asking.
        harvest.resume = ""
        _begin(harvest, now=now)
        page = connector.page(look)
    if page.resume and page.resume == harvest.resume:
        raise BrokenAnswer(f"{harvest} sends the same page again and again.")
    if harvest.pages >= MOST_PAGES:
        raise BrokenAnswer(f"{harvest} did not end after {MOST_PAGES} pages.")
    return page


def _since(harvest: Harvest) -> date:
    if harvest.high_water is None:
        return harvest.starts_on
    return (harvest.high_water - timedelta(days=harvest.overlap_days)).astimezone(UTC).date()


def _keep(harvest: Harvest, page: Page, *, now: datetime) -> Stored | None:
    """Store the page and how far we are, together; None where the lease ran out and another run has the harvest."""
    with transaction.atomic():
        row = Harvest.objects.select_for_update().only("holder", "stopped").get(pk=harvest.pk)
        if row.holder != harvest.holder:
            return None
        stored = store_page(Source(harvest.source), page, now=now)
        harvest.stopped = row.stopped
        harvest.pending_high_water = harvest.pending_high_water or page.responded_at or now
        harvest.resume, harvest.resume_expires_at = page.resume, page.expires_at
        harvest.pages += 1
        harvest.records += len(page.records)
        harvest.new_papers += stored.new_papers
        harvest.refused += stored.refused
        harvest.total = page.total if page.total is not None else harvest.total
        harvest.failing_since, harvest.failures, harvest.failure = None, 0, ""
        harvest.leased_until = now + LEASE
        if not page.resume:
            harvest.high_water, harvest.finished_at = harvest.pending_high_water, now
        harvest.save()
    return stored


def _leave(harvest: Harvest, ending: Ending, *, due_at: datetime | None) -> Ending:
    Harvest.objects.filter(pk=harvest.pk, holder=harvest.holder).update(holder="", leased_until=None, due_at=due_at)
    return ending


def _fail(harvest: Harvest, trouble: SourceTrouble, *, now: datetime) -> Ending:
    pause = min(FIRST_PAUSE * 2 ** min(harvest.failures, 10), LONGEST_PAUSE)
    due_at = now + pause
    if isinstance(trouble, SourceUnavailable) and trouble.not_before:
        due_at = max(due_at, trouble.not_before)
    harvest.failures += 1
    harvest.failing_since = harvest.failing_since or now
    harvest.failure = str(trouble)
    Harvest.objects.filter(pk=harvest.pk, holder=harvest.holder).update(
        failures=harvest.failures, failing_since=harvest.failing_since, failure=harvest.failure, resume=harvest.resume
    )
    return _leave(harvest, Ending.FAILED, due_at=after_quiet_hours(PACES[Source(harvest.source)], due_at))
