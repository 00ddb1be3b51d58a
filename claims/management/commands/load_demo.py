"""`manage.py load_demo`: the M6 story in two languages, with its papers, through the product's own workflows."""

import json
from argparse import ArgumentParser
from datetime import date
from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone
from tqdm import tqdm

from claims.management.json_lines import read_objects
from claims.models import Announcement, Claim
from claims.sources.records import paper_record
from claims.workflows.import_papers import import_papers
from claims.workflows.ingest_announcement import Intake, ingest_announcement
from claims.workflows.make_roles import Role, make_roles
from claims.workflows.match_papers import match_papers
from claims.workflows.revisit_claim import revisit_claim

FOLDER = settings.BASE_DIR / "demo"
EDITOR = "editor"
# Fit for a database that only this machine can reach, and for no other.
WELL_KNOWN_PASSWORD = "editor"  # noqa: S105


class Command(BaseCommand):
    help = "Load the demonstration: an announcement in English and Chinese, its papers, and an editor to log in with."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--password", default="", help=f"of the user {EDITOR}; needed where PostgreSQL is served")

    def handle(self, *, password: str, **options: object) -> None:
        """Load everything. Repeating it stores nothing new and leaves an editor's password as it is."""
        password = password or self._well_known_password()
        papers = self._load_papers()
        claims = self._load_announcements()
        visited = self._visit_new()
        self.stdout.write(f"Demo data: {papers} new papers, {claims} new claims, {visited} claims looked up.")
        fits = _editor_has(password)
        self.stdout.write(
            f"Demo login: {EDITOR} / {password}" if fits else f"Demo login: {EDITOR}, with its own password"
        )

    def _well_known_password(self) -> str:
        if settings.DATABASE_IS_EMBEDDED:
            return WELL_KNOWN_PASSWORD
        raise CommandError(
            f"This database is served to others, so the user {EDITOR} needs a password of your own. "
            "Nothing was loaded; run it again with --password."
        )

    def _load_papers(self) -> int:
        records = [paper_record(row) for row in read_objects(str(FOLDER / "papers.jsonl"))]
        outcome = import_papers(tqdm(records, desc="Papers", disable=None), now=timezone.now())
        match_papers(outcome.paper_ids, now=timezone.now())
        return outcome.new_papers

    def _load_announcements(self) -> int:
        """Read both texts, the original first, so that the translation can name it.

        One that is stored stays as it is: a later release may tell the story in other words.
        """
        rows = _announcement_rows()
        known = dict(Announcement.objects.filter(url__in=[row["url"] for row in rows]).values_list("url", "pk"))
        claims = 0
        for row in tqdm([row for row in rows if row["url"] not in known], desc="Announcements", disable=None):
            outcome = ingest_announcement(_intake(row, known), now=timezone.now())
            known[row["url"]] = outcome.announcement_id
            claims += outcome.new_claims
        return claims

    def _visit_new(self) -> int:
        urls = [row["url"] for row in _announcement_rows()]
        announcements = Announcement.objects.filter(url__in=urls)
        unvisited = Claim.objects.watched().filter(appearances__announcement__in=announcements, visits=None)
        claim_ids = list(unvisited.order_by("pk").values_list("pk", flat=True).distinct())
        for claim_id in tqdm(claim_ids, desc="Looking up claims", disable=None):
            revisit_claim(claim_id, now=timezone.now())
        return len(claim_ids)


def _announcement_rows() -> list[dict[str, str]]:
    rows: list[dict[str, str]] = json.loads((FOLDER / "announcements.json").read_text(encoding="utf-8"))
    return rows


def _intake(row: dict[str, str], known: dict[str, int]) -> Intake:
    return Intake(
        text=Path(FOLDER / row["file"]).read_text(encoding="utf-8"),
        title=row["title"],
        url=row["url"],
        publisher=row["publisher"],
        published_on=date.fromisoformat(row["date"]),
        language=row["language"],
        translation_of=known.get(row.get("translation_of", "")),
    )


def _editor_has(password: str) -> bool:
    """Make the demo editor if there is none, and say whether `password` is the editor's.

    Staff in the role of an editor: with all rights on the tracker's own tables, and on no others.
    """
    users = get_user_model().objects
    with transaction.atomic():
        editor, created = users.get_or_create(username=EDITOR, defaults={"is_staff": True})
        if created:
            editor.set_password(password)
            editor.save(update_fields=["password"])
            make_roles()
            editor.groups.add(Group.objects.get(name=Role.EDITOR))
    return editor.check_password(password)
