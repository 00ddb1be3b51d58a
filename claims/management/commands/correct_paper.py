"""`manage.py correct_paper PAPER STANDING --on DAY --source URL`: enter a retraction or another notice by hand."""

from argparse import ArgumentParser
from datetime import date

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from claims.core.identifiers import doi, normal_arxiv_id
from claims.core.papers import Standing
from claims.management.days import day_of
from claims.models import IdentifierScheme, Paper
from claims.workflows.correct_paper import NoticeRefused, Outcome, correct_paper
from claims.workflows.note_standing import Told


class Command(BaseCommand):
    help = "Enter what a publisher says of a paper, and draw the verdicts that rest on it anew."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("paper", metavar="PAPER", help="its number here, its arXiv id or its DOI")
        parser.add_argument("standing", choices=[word.value for word in Standing], help="'current' takes back")
        parser.add_argument("--on", required=True, metavar="DAY", type=day_of, help="when it was said, YYYY-MM-DD")
        parser.add_argument("--source", required=True, metavar="URL", help="where it can be read")
        parser.add_argument("--reason", default="", help="why, in a sentence")

    def handle(self, *, paper: str, standing: str, on: date, source: str, reason: str, **options: object) -> None:
        told = Told(standing=Standing(standing), issued_on=on, source_url=source, reason=reason)
        try:
            outcome = correct_paper(_paper_id(paper), told, actor=None, now=timezone.now())
        except NoticeRefused as refusal:
            raise CommandError(f"{refusal} Nothing was stored.") from refusal
        self._tell(outcome)

    def _tell(self, outcome: Outcome) -> None:
        reach = outcome.reach
        self.stdout.write(
            f"{'Noted' if outcome.is_new else 'Known already'}: the paper is {outcome.standing.replace('_', ' ')}. "
            f"It reaches {len(reach.claims)} claims, {len(reach.evidence)} pieces of evidence, "
            f"{len(reach.recomputations)} recomputations and {len(reach.announcements)} announcements; "
            f"{len(outcome.moved)} statuses changed."
        )
        for claim in reach.claims:
            changed = " (changed)" if claim.pk in outcome.moved else ""
            self.stdout.write(f"  claim {claim.pk}, {claim.status}{changed}: {claim.text}")
        for announcement in reach.announcements:
            self.stdout.write(f"  announcement {announcement.pk}: {announcement.title}")


def _paper_id(name: str) -> int:
    if name.isdecimal() and (numbered := Paper.objects.filter(pk=int(name)).first()):
        return numbered.merged_into_id or numbered.pk
    arxiv = normal_arxiv_id(name)
    scheme, value = (IdentifierScheme.ARXIV, arxiv.base) if arxiv else (IdentifierScheme.DOI, doi(name))
    found = Paper.objects.filter(identifiers__scheme=scheme, identifiers__value=value).first()
    if found is None:
        raise CommandError(f"There is no paper {name}. Give its number, its arXiv id or its DOI. Nothing was stored.")
    return found.pk
