"""`manage.py make_token USER --name NAME --scope SCOPE … --days N`: a token for the REST API, printed once."""

from argparse import ArgumentParser

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from claims.models import Scope
from claims.workflows.make_token import TokenRefused, make_token


class Command(BaseCommand):
    help = "Make a token for the REST API and print it; only its hash is stored."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("user", help="whose it is")
        parser.add_argument("--name", default="command line", help="what tells it apart from others of the same person")
        parser.add_argument(
            "--scope", action="append", choices=Scope.values, dest="scopes", help="may be repeated; read when not given"
        )
        parser.add_argument("--days", type=int, default=90)

    def handle(self, *, user: str, name: str, scopes: list[str] | None, days: int, **options: object) -> None:
        """Only the token goes to standard output. Each call makes another one."""
        owner = User.objects.filter(username=user, is_active=True).first()
        if owner is None:
            raise CommandError(f"There is no active user {user}.")
        wanted = [Scope(scope) for scope in scopes or [Scope.READ]]
        try:
            made = make_token(owner, name=name, scopes=wanted, days=days, now=timezone.now())
        except TokenRefused as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(made.secret)
