"""`manage.py take_bounces [MAILBOX] [--to ADDRESS]`: take in mails that came back, from a mailbox or standard input."""

import mailbox
import sys
from argparse import ArgumentParser
from collections import Counter
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from claims.digest.take_bounces import NoSuchDelivery, NotABounce, take_mail_back

# Larger is no report: those hold the headers of what came back, or all of a digest of 100 kB.
LARGEST = 2_000_000


class Command(BaseCommand):
    help = "Read mails that came back, and stop writing to addresses that do not exist or complained."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("mailbox", nargs="?", default="-", help="a Maildir, an mbox file, or - for one mail")
        parser.add_argument("--to", default="", help="the address that it came to, as a mail server's pipe tells it")
        parser.add_argument("--delete", action="store_true", help="delete from the Maildir what was taken in")

    def handle(self, *, mailbox: str, to: str, delete: bool, **options: object) -> None:
        """Says what each mail was. What is taken in twice changes nothing."""
        if mailbox == "-":
            said = Counter([self._take(sys.stdin.buffer.read(LARGEST), to)])
        else:
            said = self._take_all(Path(mailbox), delete=delete)
        told = ", ".join(f"{many} {what}" for what, many in sorted(said.items()))
        self.stdout.write(f"{told or 'No mail'}.")

    def _take_all(self, place: Path, *, delete: bool) -> Counter[str]:
        box = _opened(place, delete=delete)
        said: Counter[str] = Counter()
        for key in box.keys():  # noqa: SIM118 - a mailbox is no mapping that can be iterated by its keys
            with box.get_file(key) as file:
                what = self._take(file.read(LARGEST), "")
            said[what] += 1
            if delete and what != "no report":
                box.remove(key)
        box.close()
        return said

    def _take(self, raw: bytes, to: str) -> str:
        try:
            kind, taken = take_mail_back(raw, came_to=to, now=timezone.now())
        except (NotABounce, NoSuchDelivery) as other:
            self.stderr.write(f"Left alone: {other}")
            return "no report"
        if not taken.is_new and not taken.suppressed:
            return "known"
        return f"{kind.value}, no more mail" if taken.suppressed else kind.value


def _opened(place: Path, *, delete: bool) -> "mailbox.Mailbox[mailbox.Message]":
    if (place / "cur").is_dir():
        return mailbox.Maildir(place, factory=None, create=False)
    if place.is_file() and not delete:
        return mailbox.mbox(place, create=False)
    if place.is_file():
        raise CommandError("Only from a Maildir can mails be deleted while others come in.")
    raise CommandError(f"{place} is neither a Maildir nor an mbox file.")
