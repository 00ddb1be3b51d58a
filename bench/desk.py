"""How long each list of the editors' desk takes with many claims, and how many queries it asks.

    STATE_DIR=/tmp/bench python -m bench.desk

On the made-up claims of `bench.api`, in a database of its own, which is dropped. The first answer of each list is told
apart: it fills what the later ones find in the database's memory.
"""

import os
import statistics
import time
from argparse import ArgumentParser

import django

from bench.api import made_up
from bench.pages import counting

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
    """For each page the first answer, the median and the p95 of those after it, in milliseconds of wall time."""
    from django.conf import settings
    from django.contrib import admin
    from django.contrib.auth.models import User
    from django.db import connection
    from django.test import Client

    settings.ALLOWED_HOSTS = ["*"]
    client = Client()
    client.force_login(User.objects.create_superuser("editor"))
    names = sorted(model._meta.model_name or "" for model in admin.site._registry if model._meta.app_label == "claims")
    pages = [*BESIDE_LISTS, *(f"/admin/claims/{name}/" for name in names)]
    for page in (page for page in pages if only in page):
        queries, spent = list[str](), list[float]()
        for _ in range(REPEATS + 1):
            started = time.perf_counter()
            response = client.get(page)
            spent.append(1000 * (time.perf_counter() - started))
        with connection.execute_wrapper(counting(queries)):
            client.get(page)
        p95 = statistics.quantiles(spent[1:], n=20)[-1]
        print(
            f"{response.status_code} {spent[0]:7.0f} ms first {statistics.median(spent[1:]):7.0f} ms median "
            f"{p95:7.0f} ms p95 {len(queries):3} queries {len(response.content) // 1024:4} kB  {page}",
            flush=True,
        )


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
