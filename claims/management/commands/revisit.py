"""`manage.py revisit [NUMBER …] [--all]`: look for claims again, now, with a progress bar."""

from argparse import ArgumentParser
from collections.abc import Iterator

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from tqdm import tqdm

from claims.management.optional_models import ask_optional_assessor
from claims.models import Claim
from claims.workflows.choose_sources import chosen_connectors
from claims.workflows.lease_due_visits import lease_due_visits
from claims.workflows.look_for_claim import look_for_claim


class Command(BaseCommand):
    help = "Ask the watched sources and judge anew: for the claims that are due, for these numbers, or for all."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("numbers", nargs="*", type=int, metavar="NUMBER", help="claims to look for now")
        parser.add_argument("--all", action="store_true", help="every watched claim, due or not")

    def handle(self, *, numbers: list[int], all: bool, **options: object) -> None:
        claim_ids, connectors = self._chosen(numbers, everything=all), chosen_connectors()
        changed = evidence = 0
        for claim_id in tqdm(claim_ids, desc="Revisiting", unit="claim", disable=None):
            outcome = look_for_claim(claim_id, connectors, clock=timezone.now)
            changed += outcome.status_changed
            evidence += outcome.new_evidence
            ask_optional_assessor(self, claim_id)
        self.stdout.write(f"Visited {len(claim_ids)} claims: {evidence} new findings, {changed} statuses changed.")

    def _chosen(self, numbers: list[int], *, everything: bool) -> list[int]:
        if everything:
            return list(Claim.objects.watched().order_by("pk").values_list("pk", flat=True))
        if not numbers:
            return list(_all_due())
        known = set(Claim.objects.filter(pk__in=numbers).values_list("pk", flat=True))
        unknown = [number for number in numbers if number not in known]
        if unknown:
            raise CommandError(f"There is no claim {', '.join(map(str, unknown))}. Nothing was visited.")
        return numbers


def _all_due() -> Iterator[int]:
    """Leases until nothing is due, so that several commands and workers share the work."""
    while claim_ids := lease_due_visits(now=timezone.now()):
        yield from claim_ids
