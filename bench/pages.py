"""How long each public page takes with many claims, and how many queries it asks.

    STATE_DIR=/tmp/bench python -m bench.pages

On the made-up claims of `bench.api`, in a database of its own, which is dropped. The first answer of each page is told
apart. Where there are many claims, a job keeps what pages count (`claims.workflows.renew_counts`): it runs before, and
how long it takes is told too.
"""

import os
import time
from argparse import ArgumentParser

import django

from bench.api import made_up
from bench.timed_pages import time_pages

REPEATS = 20
PAGES = (
    "/",
    "/claims/",
    "/claims/?page=1800",
    "/claims/?status=refuted",
    "/claims/?subject=77",
    "/claims/?organisation=7",
    "/claims/?grade_min=E3",
    "/claims/?grade_min=E4",
    "/claims/?claimed_from=2020-01-01&claimed_to=2020-06-30",
    "/claims/?metric=energy&language=zh",
    "/claims/?as_of=2021-01-01",
    "/claims/?as_of=2025-06-01&by=recorded",
    "/claims/?q=quetzal",
    "/claims/?q=parameters",
    "/claims/?q=System%2077",
    "/claims/?q=77",
    "/claims/?q=zz",
    "/claims/?q=%E5%8F%82%E6%95%B0",
    "/claims/?q=%E8%83%BD%E8%80%97%E7%BF%BB%E5%80%8D",
    "/claims/?q=nowhere",
    "/claims/51/",
    "/claims/51/?as_of=2025-06-01&by=recorded",
    "/claims/51/receipts/",
    "/announcements/",
    "/announcements/?page=300",
    "/announcements/51/",
    "/papers/51/",
    "/subjects/",
    "/subjects/?page=2",
    "/subjects/?q=77",
    "/subjects/77/",
    "/organisations/",
    "/organisations/?page=2",
    "/organisations/7/",
    "/statistics/",
    "/methodology/",
    "/corrections/",
    "/coverage/",
    "/digests/",
    "/feeds/claims.atom?q=quetzal",
    "/feeds/changes.atom",
    "/feeds/corrections.atom",
    "/feeds/subjects/77.atom",
    "/feeds/organisations/7.atom",
)


def time_site() -> None:
    """The public pages, as somebody sees them who is signed out."""
    from django.conf import settings
    from django.test import Client

    settings.ALLOWED_HOSTS = ["*"]
    client = Client()
    # What the process itself has to read once, it reads here.
    client.get("/coverage/")
    time_pages(client, PAGES, repeats=REPEATS)


def time_job() -> None:
    """How long the job takes for what every page shows, in seconds of wall time."""
    from django.utils import timezone

    from claims.workflows.renew_counts import renew_counts

    started, sets = time.perf_counter(), 0
    while renewed := renew_counts(clock=timezone.now):
        sets += renewed
    print(f"The job counts {sets} sets in {time.perf_counter() - started:.1f} s.", flush=True)


def main() -> None:
    """The measurement."""
    arguments = ArgumentParser(description=__doc__)
    arguments.add_argument("--claims", type=int, default=100_000)
    asked = arguments.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tracker.settings")
    django.setup()
    with made_up(asked.claims):
        time_job()
        time_site()


if __name__ == "__main__":
    main()
