"""How long each public page takes with many claims, and how many queries it asks.

    STATE_DIR=/tmp/bench python -m bench.pages

On the made-up claims of `bench.api`, in a database of its own, which is dropped. The first answer of each page is told
apart. Where there are many claims, a job keeps what pages count (`claims.workflows.renew_counts`): it runs before, and
how long it takes is told too.
"""

import os
import statistics
import time
from argparse import ArgumentParser
from collections.abc import Callable
from typing import Any

import django

from bench.api import made_up

REPEATS = 20
PAGES = (
    "/",
    "/claims/",
    "/claims/?status=refuted",
    "/claims/?organisation=7",
    "/claims/?grade_min=E4",
    "/claims/?claimed_from=2020-01-01&claimed_to=2020-06-30",
    "/claims/?metric=energy&language=zh",
    "/claims/?q=quetzal",
    "/claims/51/",
    "/announcements/",
    "/papers/51/",
    "/subjects/",
    "/subjects/77/",
    "/organisations/",
    "/organisations/7/",
    "/statistics/",
    "/methodology/",
    "/corrections/",
)


def counting(queries: list[str]) -> Callable[..., Any]:
    """Notes each statement before it is asked."""

    def ask(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        queries.append(sql)
        return execute(sql, *rest)

    return ask


def time_pages() -> None:
    """For each page the first answer, the median and the p95 of those after it, in milliseconds of wall time."""
    from django.conf import settings
    from django.db import connection
    from django.test import Client

    settings.ALLOWED_HOSTS = ["*"]
    client = Client()
    # What the process itself has to read once, it reads here.
    client.get("/coverage/")
    for page in PAGES:
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
        time_pages()


if __name__ == "__main__":
    main()
