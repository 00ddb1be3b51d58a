"""What must be done before the site is served: tables, roles, static files, demo data; in one process, for speed."""

import io
import os
import sys

import django
from django.core.management import CommandError, call_command


def main() -> None:
    """Do it all; repeating it changes nothing. The words about the demo data and its login go to standard output."""
    from django.conf import settings

    call_command("migrate", verbosity=0)
    call_command("make_roles", stdout=io.StringIO())
    call_command("collectstatic", verbosity=0, interactive=False)
    if settings.DATABASE_IS_EMBEDDED:
        call_command("load_demo")
    else:
        sys.stdout.write("Demo data are not loaded into your PostgreSQL unasked: manage.py load_demo --password ...\n")


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tracker.settings")
    django.setup()
    try:
        main()
    except CommandError as error:
        sys.exit(str(error))
