"""How long each list of the editors' desk takes with many claims, and how many queries it asks.

    STATE_DIR=/tmp/bench python -m bench.desk

On the made-up claims of `bench.api` and what editors, sources and readers leave behind (`bench.desk_rows`), in a
database of its own, which is dropped. The first answer of each list is told apart: it fills what the later ones find in
the database's memory.
"""

import os
from argparse import ArgumentParser

import django

from bench.api import made_up
from bench.desk_rows import DESK_ROWS
from bench.timed_pages import time_pages

REPEATS, EDITOR = 10, "editor"
# A word that few have, one that most have, and one that none has.
RARE, COMMON, NOWHERE = "?q=quetzal", "?q=training", "?q=nowhere"
BESIDE_LISTS = (
    "/admin/",
    "/admin/claims/waitingevidence/queue/",
    "/admin/claims/repeatpair/desk/",
    "/admin/claims/claim/?status__exact=refuted",
    "/admin/claims/claim/?workflow__exact=draft",
    "/admin/claims/claim/?quantities__metric=energy",
    "/admin/claims/claim/?p=150",
    "/admin/claims/claim/50/change/",
    "/admin/claims/claim/?q=zz",
    "/admin/claims/claim/?q=chips",
    "/admin/claims/evidence/?state__exact=proposed",
    "/admin/claims/evidence/?grade__exact=E6",
    "/admin/claims/evidence/51/change/",
    "/admin/claims/announcement/51/change/",
    "/admin/claims/paper/51/change/",
    "/admin/claims/subject/77/change/",
    "/admin/claims/subject/?o=5",
    "/admin/claims/lead/?state__exact=new",
    "/admin/claims/delivery/?state__exact=refused",
    "/admin/claims/delivery/?q=reader77",
    "/admin/claims/fetch/?failed=1",
    "/admin/claims/ruling/rule/50/",
)
SEARCHED = {
    RARE: (
        "announcement", "claim", "claimact", "evidence", "evidencereview", "paper", "paperversion", "paperwatch",
        "repeatpair", "ruling", "statuschange", "statusproposal", "visit", "visitschedule", "waitingevidence",
    ),
    COMMON: ("evidence", "paper", "statuschange", "waitingevidence"),
    NOWHERE: ("delivery", "fetch", "lead", "pagecheck", "rawrecord", "subject", "watchedpage", "webhookdelivery"),
}  # fmt: skip


def time_desk(only: str) -> None:
    """The pages of the desk whose address has `only` in it, as a superuser sees them."""
    from django.conf import settings
    from django.contrib import admin
    from django.contrib.auth.models import User
    from django.test import Client

    settings.ALLOWED_HOSTS = ["*"]
    client = Client()
    client.force_login(User.objects.get(username=EDITOR))
    names = sorted(model._meta.model_name or "" for model in admin.site._registry if model._meta.app_label == "claims")
    searches = (f"/admin/claims/{name}/{query}" for query, lists in SEARCHED.items() for name in lists)
    pages = [*BESIDE_LISTS, *searches, *(f"/admin/claims/{name}/" for name in names)]
    time_pages(client, (page for page in pages if only in page), repeats=REPEATS)


def fill_desk(claims: int) -> None:
    """The editor, and what they and others leave behind."""
    from django.contrib.auth.models import User
    from django.db import connection

    editor = User.objects.create_superuser(EDITOR)
    with connection.cursor() as cursor:
        cursor.execute(DESK_ROWS, {"claims": claims, "editor": editor.pk})
        cursor.execute("VACUUM ANALYZE")


def main() -> None:
    """The measurement."""
    arguments = ArgumentParser(description=__doc__)
    arguments.add_argument("--claims", type=int, default=100_000)
    arguments.add_argument("--only", default="", help="a part of the addresses that are measured")
    asked = arguments.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tracker.settings")
    django.setup()
    with made_up(asked.claims):
        fill_desk(asked.claims)
        time_desk(asked.only)


if __name__ == "__main__":
    main()
