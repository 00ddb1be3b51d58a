"""`manage.py ingest FILE|URL|-`: take in one announcement and list the claims that were read from it."""

import sys
from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from claims.management.json_lines import STANDARD
from claims.models import Announcement, Appearance, Language
from claims.reading.document import Document, UnreadableDocument
from claims.reading.documents import document_from
from claims.sources.web_pages import FetchedPage, HardenedFetcher, PageUnavailable
from claims.workflows.choose_model import chosen_reader
from claims.workflows.ingest_announcement import AnnouncementChanged, Intake, ingest_announcement
from claims.workflows.read_with_model import read_with_model


class Command(BaseCommand):
    help = "Take in an announcement from a file (Markdown, HTML, plain text), an address or standard input."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("place", metavar="FILE|URL|-")
        parser.add_argument("--title", default="")
        parser.add_argument("--url", default="", help="its public address, when read from a file")
        parser.add_argument("--author", default="")
        parser.add_argument("--publisher", default="")
        parser.add_argument("--date", type=date.fromisoformat, help="when it was published, YYYY-MM-DD")
        parser.add_argument("--language", choices=Language.values, default="", help="found out when not given")
        parser.add_argument("--translation-of", type=int, metavar="ID", help="the announcement it translates")

    def handle(self, *, place: str, **options: Any) -> None:
        original = options["translation_of"]
        if original and not Announcement.objects.filter(pk=original).exists():
            raise CommandError(f"There is no announcement {original} that this one could translate.")
        page = self._fetched(place)
        try:
            document = document_from(page.body, page.content_type)
            outcome = ingest_announcement(_intake(document, page, options), now=timezone.now())
        except (UnreadableDocument, AnnouncementChanged) as error:
            raise CommandError(f"{place}: {error}") from error
        self._ask_reader(outcome.announcement_id)
        known = "" if outcome.created else " (known already; nothing was stored)"
        self.stdout.write(f"Announcement {outcome.announcement_id}{known}")
        self._list(outcome.announcement_id)
        if outcome.created:
            self.stdout.write(
                f"{outcome.new_claims} new claims, {outcome.repeated} repeats, {outcome.links} links. "
                "Next: manage.py revisit"
            )

    def _fetched(self, place: str) -> FetchedPage:
        try:
            if place == STANDARD:
                return FetchedPage(url="", body=sys.stdin.buffer.read(), content_type="")
            if "://" in place:
                fetcher = HardenedFetcher(
                    contact=settings.CONTACT_EMAIL, allow_private=settings.FETCH_PRIVATE_ADDRESSES
                )
                return fetcher.fetch(place)
            return FetchedPage(url="", body=Path(place).read_bytes(), content_type="")
        except OSError as error:
            raise CommandError(f"{place} cannot be read: {error.strerror}.") from error
        except PageUnavailable as error:
            raise CommandError(str(error)) from error

    def _ask_reader(self, announcement_id: int) -> None:
        """Let the optional reader read it too, if the settings name one; it takes nothing from what is stored."""
        model = chosen_reader()
        if model is None:
            return
        outcome = read_with_model(announcement_id, model, now=timezone.now())
        for remark in outcome.remarks:
            self.stderr.write(self.style.WARNING(f"The optional reader: {remark} What the rules read is stored."))
        if outcome.asked:
            self.stdout.write(
                f"{model.model} proposed {outcome.proposed}: {outcome.new_claims} new, {outcome.doubled} known, "
                f"{sum(outcome.dropped.values())} dropped."
            )

    def _list(self, announcement_id: int) -> None:
        places = Appearance.objects.select_related("claim").filter(announcement=announcement_id).order_by("start", "id")
        for appearance in places:
            claim = appearance.claim
            self.stdout.write(f"  {claim.pk:>5}  {claim.status:<12} {claim.text}")


def _intake(document: Document, page: FetchedPage, options: dict[str, Any]) -> Intake:
    """What a person says on the command line goes before what the page says of itself."""
    return Intake(
        text=document.text,
        title=options["title"] or document.title,
        url=options["url"] or page.url,
        author=options["author"] or document.author,
        publisher=options["publisher"] or document.publisher,
        published_on=options["date"] or document.published_on,
        language=options["language"],
        translation_of=options["translation_of"],
    )
