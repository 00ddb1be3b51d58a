"""`manage.py export DIR`: everything that is public as files, with a manifest, for whoever wants all of it."""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from claims.api.exporting import write_snapshot
from claims.api.urls import EXPORTED


class Command(BaseCommand):
    help = "Write all public data to a folder: a file of JSON lines a resource, gzipped, and manifest.json."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path)

    def handle(self, *, folder: Path, **options: object) -> None:
        try:
            manifest = write_snapshot(folder, EXPORTED, now=timezone.now())
        except OSError as error:
            raise CommandError(f"{folder} cannot be written: {error.strerror}.") from error
        files = manifest["files"]
        for file in files if isinstance(files, list) else ():
            self.stdout.write(f"{file['name']}: {file['rows']} rows, {file['bytes']} bytes")
