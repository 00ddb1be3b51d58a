"""`manage.py submit URL|hn:NUMBER …`: keep addresses of announcements for the next job, or take them in now."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from tqdm import tqdm

from claims.management.optional_models import ask_optional_reader
from claims.models import Lead, LeadState
from claims.workflows.choose_pages import chosen_fetcher, chosen_hacker_news
from claims.workflows.submit_address import AddressRefused, submit_address
from claims.workflows.take_in_lead import take_in_lead


class Command(BaseCommand):
    help = "Keep addresses at which announcements are, Hacker News items too, to be taken in."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("addresses", nargs="+", metavar="URL|hn:NUMBER")
        parser.add_argument("--now", action="store_true", help="take them in at once instead of by the next job")

    def handle(self, *, addresses: list[str], now: bool, **options: object) -> None:
        leads = [self._submitted(address) for address in addresses]
        for lead in tqdm(leads if now else [], desc="Taking in", unit="page", disable=None):
            self._take_in(lead)
        for lead in leads:
            self._tell(lead)

    def _submitted(self, address: str) -> Lead:
        try:
            return submit_address(address, user=None, now=timezone.now()).lead
        except AddressRefused as refusal:
            raise CommandError(str(refusal)) from refusal

    def _take_in(self, lead: Lead) -> None:
        if lead.state != LeadState.WAITING:
            return
        outcome = take_in_lead(lead.pk, fetcher=chosen_fetcher(), hacker_news=chosen_hacker_news(), now=timezone.now())
        if outcome.state == LeadState.TAKEN_IN and outcome.announcement_id:
            ask_optional_reader(self, outcome.announcement_id)
        lead.refresh_from_db()

    def _tell(self, lead: Lead) -> None:
        announcement = f", announcement {lead.announcement_id}" if lead.announcement_id else ""
        failure = f" ({lead.failure})" if lead.failure else ""
        self.stdout.write(f"Lead {lead.pk}: {lead.get_state_display()}{announcement}{failure}: {lead.url}")
