"""`manage.py remove_two_factor USER`: let somebody in who lost their phone and their recovery codes."""

from argparse import ArgumentParser

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError

from claims.workflows.keep_two_factor import remove_two_factor


class Command(BaseCommand):
    help = "Switch off a person's two-factor sign-in; their password alone signs them in. Admins do it at the desk."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("user", help="whose")

    def handle(self, *, user: str, **options: object) -> None:
        """Repeating it changes nothing."""
        person = User.objects.filter(username=user).first()
        if person is None:
            raise CommandError(f"There is no user {user}.")
        was_on = remove_two_factor(person)
        self.stdout.write(
            f"Two-factor sign-in of {user} is off." if was_on else f"It was off for {user}; nothing is changed."
        )
