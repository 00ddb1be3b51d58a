"""How long each list of the editors' desk takes with many claims, and how many queries it asks.

    STATE_DIR=/tmp/bench python -m bench.desk

On the made-up claims of `bench.api`, in a database of its own, which is dropped. The first answer of each list is told
apart: it fills what the later ones find in the database's memory.
"""

import os
from argparse import ArgumentParser

import django

from bench.api import made_up
from bench.timed_pages import time_pages

REPEATS = 10
BESIDE_LISTS = (
    "/admin/",
    "/admin/claims/waitingevidence/queue/",
    "/admin/claims/repeatpair/desk/",
    "/admin/claims/claim/?q=quetzal",
    "/admin/claims/claim/?status__exact=refuted",
    "/admin/claims/claim/50/change/",
    "/admin/claims/evidence/?q=quetzal",
    "/admin/claims/paper/?q=quetzal",
    "/admin/claims/ruling/rule/50/",
)


def time_desk(only: str) -> None:
    """The pages of the desk whose address has `only` in it, as a superuser sees them."""
    from django.conf import settings
    from django.contrib import admin
    from django.contrib.auth.models import User
    from django.test import Client

    settings.ALLOWED_HOSTS = ["*"]
    client = Client()
    client.force_login(User.objects.create_superuser("editor"))
    names = sorted(model._meta.model_name or "" for model in admin.site._registry if model._meta.app_label == "claims")
    pages = [*BESIDE_LISTS, *(f"/admin/claims/{name}/" for name in names)]
    time_pages(client, (page for page in pages if only in page), repeats=REPEATS)


def main() -> None:
    """The measurement."""
    arguments = ArgumentParser(description=__doc__)
    arguments.add_argument("--claims", type=int, default=100_000)
    arguments.add_argument("--only", default="", help="a part of the addresses that are measured")
    asked = arguments.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tracker.settings")
    django.setup()
    with made_up(asked.claims):
        time_desk(asked.only)


if __name__ == "__main__":
    main()
