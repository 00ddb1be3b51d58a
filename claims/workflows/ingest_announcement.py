"""Take an announcement in: store its text, its source links and the draft claims that were read from it."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from claims.matching.index import index_claims
from claims.models import Announcement, Claim, IdentifierScheme, PaperIdentifier, SourceLink
from claims.reading.drafts import DraftLink
from claims.reading.reader import read
from claims.workflows.check_announcement import check_announcement
from claims.workflows.keep_drafts import DraftKeeper
from claims.workflows.name_subject import organisation_named


class AnnouncementChanged(Exception):
    """The address is known with another text; nothing was stored."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Intake:
    """An announcement as it comes in. `language` "" means: find out; `translation_of` is the original's id."""

    text: str
    title: str = ""
    url: str = ""
    author: str = ""
    publisher: str = ""
    published_on: date | None = None
    language: str = ""
    translation_of: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What was stored: `new_claims` are claims not known before, `repeated` further places of known ones."""

    announcement_id: int
    created: bool
    new_claims: int = 0
    repeated: int = 0
    links: int = 0


def ingest_announcement(intake: Intake, *, now: datetime) -> Outcome:
    """Read the text and store what it says.

    Repeating it with the same text stores nothing and returns `created=False`. Raises `AnnouncementChanged` when the
    address is known with another text, and `claims.reading.documents` errors when there is nothing to read.
    """
    reading = read(
        intake.text,
        title=intake.title,
        language=intake.language,
        publisher=intake.publisher,
        published_on=intake.published_on,
        url=intake.url,
    )
    fingerprint = hashlib.sha256(intake.text.encode()).hexdigest()
    with transaction.atomic():
        known = Announcement.objects.filter(text_sha256=fingerprint).first()
        if known:
            return Outcome(announcement_id=known.pk, created=False)
        # Two at once with the same text: the second waits here for the first and then finds it.
        announcement, created = Announcement.objects.get_or_create(
            text_sha256=fingerprint, defaults=_fields(intake, language=reading.language, now=now)
        )
        if not created:
            return Outcome(announcement_id=announcement.pk, created=False)
        links = _store_links(announcement, reading.links)
        keeper = DraftKeeper(announcement=announcement, now=now)
        for draft in reading.claims:
            keeper.keep(draft)
        index_claims(Claim.objects.with_statement().filter(pk__in=keeper.new_claims).order_by("pk"))
        check_announcement(announcement.pk, now=now)
    return Outcome(
        announcement_id=announcement.pk,
        created=True,
        new_claims=len(keeper.new_claims),
        repeated=keeper.repeated,
        links=links,
    )


def _fields(intake: Intake, *, language: str, now: datetime) -> dict[str, object]:
    known = Announcement.objects.filter(url=intake.url).first() if intake.url else None
    if known:
        raise AnnouncementChanged(
            f"{intake.url} is stored as announcement {known.pk} of {known.recorded_at:%Y-%m-%d} with another text. "
            "Nothing was stored; give the new text without the address to keep both."
        )
    return {
        "url": intake.url,
        "title": intake.title or _first_line(intake.text),
        "author": intake.author,
        "publisher": organisation_named(intake.publisher),
        "published_on": intake.published_on,
        "language": language,
        "text": intake.text,
        "recorded_at": now,
        "translation_of_id": intake.translation_of,
    }


def _first_line(text: str) -> str:
    line = next(line for line in text.splitlines() if line.strip())
    return line.strip("#* \t")[:200] or "Untitled"


def _store_links(announcement: Announcement, links: tuple[DraftLink, ...]) -> int:
    rows = [
        SourceLink(
            announcement=announcement,
            url=link.url,
            anchor_text=link.anchor_text,
            start=link.start,
            end=link.end,
            fragment_quote=link.fragment_quote,
            arxiv_id=link.arxiv_id,
            doi=link.doi,
            paper_id=_paper_of(link),
        )
        for link in links
        if not link.is_image
    ]
    return len(SourceLink.objects.bulk_create(rows))


def _paper_of(link: DraftLink) -> int | None:
    page = link.url.partition("#")[0]
    ids = ((IdentifierScheme.ARXIV, link.arxiv_id), (IdentifierScheme.DOI, link.doi), (IdentifierScheme.URL, page))
    for scheme, value in ids:
        known = PaperIdentifier.objects.filter(scheme=scheme, value=value).first() if value else None
        if known:
            return known.paper_id
    return None
