"""`manage.py make_roles`: the groups reader, contributor, reviewer, editor, admin and bot."""

from django.core.management.base import BaseCommand

from claims.workflows.make_roles import Role, make_roles


class Command(BaseCommand):
    help = "Make the groups that people are given, with what each may do; to be run after migrate."

    def handle(self, **options: object) -> None:
        """Make them. Repeating it changes nothing."""
        make_roles()
        self.stdout.write(f"Roles: {', '.join(Role)}.")
