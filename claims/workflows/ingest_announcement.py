"""Take an announcement in: store its text, what it was read from, its source links and the draft claims it makes."""

import hashlib
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db import IntegrityError, transaction

from claims.core.plain_text import flatten
from claims.matching.index import index_claims
from claims.models import Announcement, Claim, LeftSentence, Workflow
from claims.reading.addresses import canonical_address, plain_address
from claims.reading.reader import read
from claims.sources.snapshots import Capture
from claims.workflows.check_announcement import check_announcement
from claims.workflows.compare_relatives import compare_relatives
from claims.workflows.keep_drafts import DraftKeeper
from claims.workflows.keep_links import keep_links
from claims.workflows.keep_snapshot import keep_snapshot
from claims.workflows.known_names import known_names_in
from claims.workflows.name_subject import organisation_named
from claims.workflows.trace_lineage import trace_lineage

# The longest that is kept of what a page says of itself; more is no title and no name.
_TITLE, _AUTHOR = 500, 300


class AnnouncementChanged(Exception):
    """The address is known with another text; nothing was stored."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Intake:
    """An announcement as it comes in. `language` "" means: find out; `translation_of` is the original's id.

    `url` is the address it is known by, `canonical_url` where its page says it belongs. `capture` is what the text was
    read from, None where there is nothing but the text.
    """

    text: str
    title: str = ""
    url: str = ""
    canonical_url: str = ""
    author: str = ""
    publisher: str = ""
    published_on: date | None = None
    modified_on: date | None = None
    language: str = ""
    translation_of: int | None = None
    capture: Capture | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What was stored: `new_claims` are claims not known before, `repeated` further places of known ones.

    `changed` says that the page is known with another text. The announcement keeps its own; the page as it is now is in
    the new snapshot.
    """

    announcement_id: int
    created: bool
    new_claims: int = 0
    repeated: int = 0
    links: int = 0
    changed: bool = False
    new_snapshot: bool = False


def ingest_announcement(intake: Intake, *, now: datetime) -> Outcome:
    """Read the text and store what it says, once for all addresses and files that lead to it.

    Repeating it with the same text stores no claim and returns `created=False`; other bytes of the same text, and a
    fetched page whose text has changed, are stored as a snapshot. Raises `AnnouncementChanged` when the address is
    known with another text and there is no fetched page to show for it.
    """
    fingerprint = hashlib.sha256(intake.text.encode()).hexdigest()
    intake = replace(intake, url=canonical_address(intake.url))
    known = _known(intake, fingerprint)
    if known:
        return _seen_again(known, intake, fingerprint)
    reading = read(
        intake.text,
        title=intake.title,
        language=intake.language,
        publisher=intake.publisher,
        published_on=intake.published_on,
        url=intake.url,
        known=known_names_in(f"{intake.title}\n{intake.text}"),
    )
    with transaction.atomic():
        announcement, created = _stored(intake, fingerprint, language=reading.language, now=now)
        if not created:
            return _seen_again(announcement, intake, fingerprint)
        new_snapshot = keep_snapshot(announcement, intake.capture, text_sha256=fingerprint)
        links = keep_links(announcement, reading.links)
        LeftSentence.objects.bulk_create(
            LeftSentence(announcement=announcement, start=left.start, end=left.end, reasons=list(left.reasons))
            for left in reading.left
        )
        keeper = DraftKeeper(announcement=announcement, now=now)
        for draft in reading.claims:
            keeper.keep(draft)
        index_claims(Claim.objects.with_statement().filter(pk__in=keeper.new_claims).order_by("pk"))
        check_announcement(announcement.pk, now=now)
        trace_lineage(announcement.pk, now=now)
        compare_relatives(announcement.pk, now=now)
        merged = Claim.objects.filter(pk__in=keeper.new_claims, workflow=Workflow.MERGED).count()
    return Outcome(
        announcement_id=announcement.pk,
        created=True,
        new_claims=len(keeper.new_claims) - merged,
        repeated=keeper.repeated + merged,
        links=links,
        new_snapshot=new_snapshot,
    )


def _known(intake: Intake, fingerprint: str) -> Announcement | None:
    """The announcement with this text, else the one that this address showed before."""
    same = Announcement.objects.filter(text_sha256=fingerprint).first()
    if same or not intake.url:
        return same
    fetched = intake.capture and intake.capture.status is not None
    ways = [intake.url, *((intake.capture.final_url, intake.capture.asked_url) if intake.capture else ())]
    found = {row.url: row for row in Announcement.objects.filter(url__in=filter(None, ways))}
    before = next((found[way] for way in ways if way in found), None)
    # One that came in since the first look may have this very text.
    if before and before.text_sha256 != fingerprint and not fetched:
        raise AnnouncementChanged(
            f"{intake.url} is stored as announcement {before.pk} of {before.recorded_at:%Y-%m-%d} with another text. "
            "Nothing was stored; give the new text without the address to keep both."
        )
    return before


def _seen_again(known: Announcement, intake: Intake, fingerprint: str) -> Outcome:
    with transaction.atomic():
        new_snapshot = keep_snapshot(known, intake.capture, text_sha256=fingerprint)
        if intake.url and not Announcement.objects.filter(url=intake.url).exists():
            # A text that came by hand and is now found on the web gets its address, so that a change will be noticed.
            Announcement.objects.filter(pk=known.pk, url="").update(url=intake.url)
    return Outcome(
        announcement_id=known.pk,
        created=False,
        changed=known.text_sha256 != fingerprint,
        new_snapshot=new_snapshot,
    )


def _stored(intake: Intake, fingerprint: str, *, language: str, now: datetime) -> tuple[Announcement, bool]:
    """The announcement and whether it is new. Of two at once with one text the second waits and finds the first."""
    try:
        return Announcement.objects.get_or_create(
            text_sha256=fingerprint,
            defaults={
                "url": intake.url,
                "canonical_url": plain_address(intake.canonical_url),
                "title": (intake.title or _first_line(intake.text))[:_TITLE],
                "author": intake.author[:_AUTHOR],
                "publisher": organisation_named(intake.publisher),
                "published_on": intake.published_on,
                "modified_on": intake.modified_on,
                "language": language,
                "text": intake.text,
                "recorded_at": now,
                "translation_of_id": intake.translation_of,
            },
        )
    except IntegrityError as error:
        if not Announcement.objects.filter(url=intake.url).exists():
            raise
        raise AnnouncementChanged(
            f"{intake.url} came in with another text at the same moment. Nothing was stored; try again."
        ) from error


def _first_line(text: str) -> str:
    line = next(line for line in text.splitlines() if line.strip())
    return flatten(line).text.strip("# \t")[:200] or "Untitled"
