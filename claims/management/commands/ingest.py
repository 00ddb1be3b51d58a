"""`manage.py ingest FILE|URL|-`: take in one announcement and list the claims that were read from it."""

import sys
from argparse import ArgumentParser
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from claims.management.days import day_of
from claims.management.json_lines import STANDARD
from claims.management.optional_models import ask_optional_reader
from claims.models import Announcement, Appearance, Language
from claims.reading.addresses import site_of
from claims.reading.document import UnreadableDocument
from claims.sources.snapshots import capture_of_file
from claims.sources.web_pages import MAX_BYTES, HardenedFetcher, PageUnavailable
from claims.workflows.find_intake import Found, found_at, found_in
from claims.workflows.ingest_announcement import AnnouncementChanged, Intake, Outcome, ingest_announcement


class Command(BaseCommand):
    help = "Take in an announcement from a file (HTML, PDF, Markdown, plain text), an address or standard input."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("place", metavar="FILE|URL|-")
        parser.add_argument("--title", default="")
        parser.add_argument("--url", default="", help="its public address, when read from a file")
        parser.add_argument("--author", default="")
        parser.add_argument("--publisher", default="")
        parser.add_argument("--date", type=day_of, help="when it was published, YYYY-MM-DD")
        parser.add_argument("--language", choices=Language.values, default="", help="found out when not given")
        parser.add_argument("--translation-of", type=int, metavar="ID", help="the announcement it translates")

    def handle(self, *, place: str, **options: Any) -> None:
        if options["url"] and not site_of(options["url"]):
            raise CommandError(f"{options['url']} is not an address: it must begin with http:// or https://.")
        if options["url"] and "://" in place:
            raise CommandError("--url is for files: what is fetched has its address.")
        original = options["translation_of"]
        if original and not Announcement.objects.filter(pk=original).exists():
            raise CommandError(f"There is no announcement {original} that this one could translate.")
        now = timezone.now()
        try:
            found = _found(place, url=options["url"], now=now)
            outcome = ingest_announcement(_said(found.intake, options), now=now)
        except PageUnavailable as error:
            raise CommandError(str(error)) from error
        except (UnreadableDocument, AnnouncementChanged) as error:
            raise CommandError(f"{place}: {error}") from error
        ask_optional_reader(self, outcome.announcement_id)
        self._tell(outcome, found.remarks)

    def _tell(self, outcome: Outcome, remarks: tuple[str, ...]) -> None:
        self.stdout.write(f"Announcement {outcome.announcement_id}{_known(outcome)}")
        for remark in remarks:
            self.stdout.write(f"  Note: {remark}")
        places = Appearance.objects.select_related("claim").order_by("start", "id")
        for appearance in places.filter(announcement=outcome.announcement_id):
            claim = appearance.claim
            self.stdout.write(f"  {claim.pk:>5}  {claim.status:<12} {claim.text}")
        if outcome.created:
            self.stdout.write(
                f"{outcome.new_claims} new claims, {outcome.repeated} repeats, {outcome.links} links. "
                "Next: manage.py revisit"
            )


def _known(outcome: Outcome) -> str:
    if outcome.created:
        return ""
    if outcome.changed:
        kept = "what it says now was kept" if outcome.new_snapshot else "what it says now was kept before"
        return f" (known already; the page has changed since: {kept} as a snapshot, the claims stay as they are)"
    return f" (known already; {'a snapshot was stored' if outcome.new_snapshot else 'nothing was stored'})"


def _found(place: str, *, url: str, now: datetime) -> Found:
    if "://" in place:
        # One page that somebody waits for: it needs no turn.
        fetcher = HardenedFetcher(contact=settings.CONTACT_EMAIL, allow_private=settings.FETCH_PRIVATE_ADDRESSES)
        return found_at(place, fetcher=fetcher, now=now)
    body = _bytes_of(place)
    name = "standard-input" if place == STANDARD else Path(place).name
    return found_in(body, url=url, capture=capture_of_file(body, name=name, captured_at=now))


def _bytes_of(place: str) -> bytes:
    try:
        if place == STANDARD:
            body = sys.stdin.buffer.read(MAX_BYTES + 1)
        else:
            with Path(place).open("rb") as file:
                body = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise CommandError(f"{place} cannot be read: {error.strerror}.") from error
    if len(body) > MAX_BYTES:
        raise CommandError(f"{place} is larger than {MAX_BYTES // 1024 // 1024} MB; it was not stored.")
    return body


def _said(intake: Intake, options: dict[str, Any]) -> Intake:
    """What a person says on the command line goes before what the page says of itself."""
    return replace(
        intake,
        title=options["title"] or intake.title,
        author=options["author"] or intake.author,
        publisher=options["publisher"] or intake.publisher,
        published_on=options["date"] or intake.published_on,
        language=options["language"],
        translation_of=options["translation_of"],
    )
