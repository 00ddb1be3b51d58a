"""`manage.py import_papers FILE`: take in paper records, one JSON object a line, and match them with the claims."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone
from tqdm import tqdm

from claims.core.papers import PaperRecord
from claims.management.json_lines import read_objects
from claims.sources.records import InvalidRecord, paper_record
from claims.workflows.import_papers import Outcome, import_papers
from claims.workflows.match_papers import match_papers
from claims.workflows.reopen_claims import reopen_claims

BATCH = 200
# Of the reasons why records are refused; the rest is counted.
SHOWN = 20


class Command(BaseCommand):
    help = "Take in paper records from JSON lines and hold them against all claims; '-' reads standard input."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE")

    def handle(self, *, file: str, **options: object) -> None:
        records = [self._record(file, number, row) for number, row in enumerate(read_objects(file), start=1)]
        if not records:
            raise CommandError(f"{file} holds no paper records.")
        outcome = self._store(records)
        called = self._match(outcome.paper_ids)
        self.stdout.write(
            f"{outcome.new_papers} new papers, {outcome.new_versions} new versions, {outcome.unchanged} known already; "
            f"{called} claims will be looked at again."
        )
        if outcome.noticed_ids:
            moved = reopen_claims(outcome.noticed_ids, now=timezone.now())
            self.stdout.write(f"{len(outcome.noticed_ids)} papers carry a new notice; {len(moved)} statuses changed.")

    def _record(self, file: str, number: int, row: dict[str, object]) -> PaperRecord:
        try:
            return paper_record(row)
        except InvalidRecord as error:
            raise CommandError(f"{file}, record {number}: {error} Nothing was stored.") from error

    def _store(self, records: list[PaperRecord]) -> Outcome:
        """All or nothing: a file is mended and given again."""
        with transaction.atomic():
            outcome = import_papers(tqdm(records, desc="Storing", disable=None), now=timezone.now())
            if outcome.refused:
                reasons = [one.reason for one in outcome.refused[:SHOWN]]
                more = len(outcome.refused) - len(reasons)
                told = [*reasons, f"{more} more are refused."] if more else reasons
                raise CommandError("\n".join([*told, "Nothing was stored."]))
        return outcome

    def _match(self, paper_ids: tuple[int, ...]) -> int:
        starts = tqdm(range(0, len(paper_ids), BATCH), desc="Matching", disable=None)
        return sum(match_papers(paper_ids[start : start + BATCH], now=timezone.now()) for start in starts)
