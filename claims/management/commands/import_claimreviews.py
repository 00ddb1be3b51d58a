"""`manage.py import_claimreviews FILE`: what other fact-checkers say of our claims, from answers of `claims:search`."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from claims.management.json_lines import STANDARD, read_objects
from claims.workflows.import_claimreviews import NotAnAnswer, import_claimreviews


class Command(BaseCommand):
    help = "Keep published reviews of claims that we have, from answers of Google's claims:search, one a line."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", help=f"Answers, one a line (jq -c makes them so); {STANDARD} for standard input.")

    def handle(self, *, file: str, **options: object) -> None:
        for answer in read_objects(file):
            try:
                done = import_claimreviews(answer, now=timezone.now())
            except NotAnAnswer as fault:
                raise CommandError(f"{file}: {fault}") from fault
            self.stdout.write(f"{done.reviews} reviews, {done.kept} beside claims of ours")
