"""Follow a lead: fetch its page and take in what it says."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db import transaction

from claims.models import Announcement, Lead, LeadState
from claims.reading.addresses import canonical_address
from claims.reading.document import UnreadableDocument
from claims.sources.hacker_news import HackerNews, item_number
from claims.sources.troubles import SourceRefused, SourceUnavailable
from claims.sources.web_pages import PageBusy, PageFetcher, PageUnavailable
from claims.workflows.find_intake import found_at
from claims.workflows.ingest_announcement import AnnouncementChanged, Intake, ingest_announcement

MAX_TRIES = 3
# The pause after the first try; each further one is four times as long.
FIRST_PAUSE = timedelta(minutes=15)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of the lead. `new_claims` counts claims not known before.

    `failure` says what went wrong, "" if nothing; a lead that is still `WAITING` after one is tried again at `due_at`.
    """

    lead_id: int
    state: LeadState
    announcement_id: int | None = None
    new_claims: int = 0
    failure: str = ""
    due_at: datetime | None = None


class _Later(Exception):
    """It may heal by waiting, at least until `not_before`. `counts` says whether anything was asked."""

    def __init__(self, message: str, *, not_before: datetime | None = None, counts: bool = True) -> None:
        super().__init__(message)
        self.not_before = not_before
        self.counts = counts


class _Never(Exception):
    """Trying again would fail in the same way."""


def take_in_lead(lead_id: int, *, fetcher: PageFetcher, hacker_news: HackerNews | None, now: datetime) -> Outcome:
    """Fetch what the lead is about and take it in, or note why not and when to try again.

    A lead that does not wait is left as it is, so repeating it changes nothing. `hacker_news` None: it is not switched
    on, and its items fail. A page in a language that we read no claims in is stored without any. Raises
    `Lead.DoesNotExist`.
    """
    lead = Lead.objects.get(pk=lead_id)
    if lead.state != LeadState.WAITING:
        return _told(lead)
    if not _begin(lead):
        return _settled(lead, LeadState.FAILED, failure=f"It was begun {MAX_TRIES} times and never came to an end.")
    try:
        _find_address(lead, hacker_news)
        known = Announcement.objects.filter(url=lead.url).first()
        if known:
            return _settled(lead, LeadState.KNOWN, announcement_id=known.pk)
        outcome = ingest_announcement(_intake(lead, fetcher, now=now), now=now)
    except _Later as later:
        return _put_off(lead, later, now=now)
    except AnnouncementChanged as moment:
        # Somebody else stored another text of this page just now; the next try sees that.
        return _put_off(lead, _Later(str(moment)), now=now)
    except _Never as never:
        return _settled(lead, LeadState.FAILED, failure=str(never))
    state = LeadState.TAKEN_IN if outcome.created else LeadState.KNOWN
    return _settled(lead, state, announcement_id=outcome.announcement_id, new_claims=outcome.new_claims)


def _begin(lead: Lead) -> bool:
    """Count the try before it is made, so that a page that ends the worker is not fetched for ever."""
    if lead.tries >= MAX_TRIES:
        return False
    lead.tries += 1
    lead.save(update_fields=["tries"])
    return True


def _find_address(lead: Lead, hacker_news: HackerNews | None) -> None:
    """Ask Hacker News what an item of its is about. Whatever brings its page means the story."""
    number = item_number(lead.url)
    if number is None:
        return
    if hacker_news is None:
        raise _Never("Hacker News is not among the SOURCES of this installation.")
    try:
        story = hacker_news.story(number)
    except SourceUnavailable as busy:
        raise _Later(str(busy), not_before=busy.not_before) from busy
    except SourceRefused as refusal:
        raise _Never(str(refusal)) from refusal
    url = canonical_address(story.url)
    if not url:
        raise _Never(f"{story.url[:200]}… is too long for an address to keep.")
    lead.url, lead.title = url, lead.title or story.title
    Lead.objects.filter(pk=lead.pk).update(url=lead.url, title=lead.title)


def _intake(lead: Lead, fetcher: PageFetcher, *, now: datetime) -> Intake:
    """What the page says; the feed's word on title and day counts where the page has none."""
    try:
        intake = found_at(lead.url, fetcher=fetcher, now=now).intake
    except SourceUnavailable as closed:
        raise _Later(str(closed), not_before=closed.not_before, counts=False) from closed
    except PageBusy as busy:
        raise _Later(str(busy)) from busy
    except PageUnavailable as unavailable:
        raise _Never(str(unavailable)) from unavailable
    except UnreadableDocument as unreadable:
        raise _Never(f"{lead.url}: {unreadable}") from unreadable
    told_on = lead.published_at.date() if lead.published_at else None
    return replace(intake, title=intake.title or lead.title, published_on=intake.published_on or told_on)


def _put_off(lead: Lead, later: _Later, *, now: datetime) -> Outcome:
    tries = lead.tries if later.counts else lead.tries - 1
    if tries >= MAX_TRIES:
        return _settled(lead, LeadState.FAILED, failure=f"{later} It was tried {tries} times.")
    due_at = now + FIRST_PAUSE * 4 ** max(tries - 1, 0)
    return _settled(
        lead,
        LeadState.WAITING,
        failure=str(later),
        tries=tries,
        due_at=max(due_at, later.not_before) if later.not_before else due_at,
    )


def _settled(
    lead: Lead,
    state: LeadState,
    *,
    announcement_id: int | None = None,
    new_claims: int = 0,
    failure: str = "",
    due_at: datetime | None = None,
    tries: int | None = None,
) -> Outcome:
    """Note what became of it, unless somebody decided otherwise meanwhile; that it was taken in stands in any case."""
    with transaction.atomic():
        kept = Lead.objects.select_for_update().get(pk=lead.pk)
        if kept.state == LeadState.WAITING or announcement_id:
            kept.state, kept.announcement_id, kept.failure = state, announcement_id, failure
            kept.tries, kept.due_at, kept.leased_until = kept.tries if tries is None else tries, due_at, None
            kept.save()
    return _told(kept, new_claims=new_claims)


def _told(lead: Lead, *, new_claims: int = 0) -> Outcome:
    return Outcome(
        lead_id=lead.pk,
        state=LeadState(lead.state),
        announcement_id=lead.announcement_id,
        new_claims=new_claims,
        failure=lead.failure,
        due_at=lead.due_at,
    )
