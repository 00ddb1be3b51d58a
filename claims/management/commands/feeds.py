"""`manage.py feeds [NUMBER …]`: follow feeds, look at how they do, read them now, leave them alone."""

from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from tqdm import tqdm

from claims.core.sources import Source
from claims.models import Feed
from claims.models.leases import lease_rows
from claims.workflows.choose_sources import chosen_client, is_watched
from claims.workflows.keep_feed import add_feed, switch_feeds
from claims.workflows.read_feed import Outcome, read_feed
from claims.workflows.submit_address import AddressRefused

_MOST = 1000


class Command(BaseCommand):
    help = "Read the feeds that are due, or the given ones, now, and keep what they lead to."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("numbers", nargs="*", type=int, metavar="NUMBER", help="feeds as --list numbers them")
        what = parser.add_mutually_exclusive_group()
        what.add_argument("--list", action="store_true", help="say how they do, and do nothing")
        what.add_argument("--add", metavar="URL", help="follow this feed from now on, and read it")
        what.add_argument("--stop", action="store_true", help="leave the given ones alone")
        what.add_argument("--resume", action="store_true", help="follow the given ones again, and read them")
        parser.add_argument("--name", default="", help="with --add: what to call it")
        parser.add_argument("--every", type=int, default=1, metavar="HOURS", help="with --add: how often (1)")
        parser.add_argument("--by-hand", action="store_true", help="with --add: let an editor decide on each item")

    def handle(self, *, numbers: list[int], **options: Any) -> None:
        if (options["stop"] or options["resume"]) and not numbers:
            raise CommandError("Which feeds? Give their numbers, as --list tells them. Nothing was done.")
        self._refuse_unknown(numbers)
        if options["list"]:
            self._list()
        elif options["stop"]:
            stopped = switch_feeds(numbers, on=False, now=timezone.now())
            self.stdout.write(f"{stopped} stopped; manage.py feeds NUMBER --resume goes on.")
        elif options["add"]:
            self._read([self._added(options)])
        else:
            if options["resume"]:
                switch_feeds(numbers, on=True, now=timezone.now())
            self._read(numbers or lease_rows(Feed, now=timezone.now(), limit=_MOST))

    def _refuse_unknown(self, numbers: list[int]) -> None:
        known = set(Feed.objects.filter(pk__in=numbers).values_list("pk", flat=True))
        if unknown := [number for number in numbers if number not in known]:
            raise CommandError(f"There is no feed {', '.join(map(str, unknown))}. Nothing was done.")

    def _added(self, options: dict[str, Any]) -> int:
        if not 1 <= options["every"] <= 24 * 365:
            raise CommandError(f"--every must be hours from 1 to 8760, not {options['every']}. Nothing was stored.")
        try:
            feed, is_new = add_feed(
                options["add"],
                name=options["name"],
                every=timedelta(hours=options["every"]),
                automatic=not options["by_hand"],
                now=timezone.now(),
            )
        except AddressRefused as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"Feed {feed.pk}{'' if is_new else ' (known already; it stays as it is)'}: {feed}")
        return feed.pk

    def _list(self) -> None:
        for feed in Feed.objects.order_by("pk"):
            read = f"read {feed.read_at:%Y-%m-%d %H:%M}" if feed.read_at else "not read yet"
            due = f"due {feed.due_at:%Y-%m-%d %H:%M}" if feed.due_at else "switched off"
            self.stdout.write(f"{feed.pk:>4}  {feed.name}  {feed.url}  {read}, {due}")
            if feed.failing_since:
                self.stdout.write(f"      failing since {feed.failing_since:%Y-%m-%d %H:%M}: {feed.failure}")

    def _read(self, feed_ids: list[int]) -> None:
        if not is_watched(Source.FEED):
            raise CommandError("Feeds are not watched: put feed into SOURCES. Nothing was read.")
        client = chosen_client()
        new = failed = 0
        for feed_id in tqdm(feed_ids, desc="Reading", unit="feed", disable=None):
            outcome = read_feed(feed_id, client=client, now=timezone.now())
            self._tell(outcome)
            new += outcome.new
            failed += bool(outcome.failure)
        self.stdout.write(f"Read {len(feed_ids) - failed} feeds, {failed} failed: {new} new leads.")

    def _tell(self, outcome: Outcome) -> None:
        if outcome.failure:
            self.stderr.write(f"Feed {outcome.feed_id}: {outcome.failure}", self.style.WARNING)
        elif outcome.left:
            self.stderr.write(f"Feed {outcome.feed_id}: {outcome.left} items have no address, or are too many.")
