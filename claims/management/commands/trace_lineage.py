"""`manage.py trace_lineage [NUMBER …]`: find what announcements were copied or translated from, and compare them."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from tqdm import tqdm

from claims.models import Announcement
from claims.workflows.compare_relatives import compare_relatives
from claims.workflows.trace_lineage import trace_lineage


class Command(BaseCommand):
    help = "Trace the lineage of stored announcements again: all of them, or those of the given numbers."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("numbers", nargs="*", type=int, metavar="NUMBER", help="announcements to trace")

    def handle(self, *, numbers: list[int], **options: object) -> None:
        """Needed once for texts that came in before lineages were traced. Repeating it changes nothing."""
        stored = Announcement.objects.filter(pk__in=numbers) if numbers else Announcement.objects.all()
        ids = list(stored.order_by("pk").values_list("pk", flat=True))
        unknown = sorted(set(numbers) - set(ids))
        if unknown:
            raise CommandError(f"There is no announcement {', '.join(map(str, unknown))}. Nothing was traced.")
        joined = suggested = differing = merged = 0
        for number in tqdm(ids, desc="Tracing", unit="announcement", disable=None):
            traced = trace_lineage(number, now=timezone.now())
            compared = compare_relatives(number, now=timezone.now())
            joined, suggested = joined + traced.joined, suggested + traced.suggested + compared.suggested
            differing, merged = differing + compared.differing, merged + compared.merged
        self.stdout.write(
            f"Traced {len(ids)} announcements: {joined} linked, {merged} claims merged, {differing} figures that "
            f"differ, {suggested} suggestions for editors."
        )
