"""`manage.py check_announcements`: hold the numbers of every stored announcement against each other again."""

from django.core.management.base import BaseCommand
from django.utils import timezone
from tqdm import tqdm

from claims.models import Announcement, OwnArithmetic
from claims.workflows.check_announcement import check_announcement


class Command(BaseCommand):
    help = "Hold the numbers of every stored announcement against each other again, after the rules have changed."

    def handle(self, **options: object) -> None:
        """Repeating it stores nothing new."""
        ids = list(Announcement.objects.order_by("pk").values_list("pk", flat=True))
        found = sum(check_announcement(pk, now=timezone.now()) for pk in tqdm(ids, desc="Announcements", disable=None))
        differing = OwnArithmetic.objects.current().filter(outcome="differs").count()
        self.stdout.write(f"Checked {len(ids)} announcements: {found} new findings; {differing} in all do not fit.")
