"""How long pages take, and how many queries they ask: what the benches of the site and of the desk have in common."""

import statistics
import time
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from bench.rounds import processor_seconds

if TYPE_CHECKING:
    from django.test import Client


def time_pages(client: "Client", pages: Iterable[str], *, repeats: int) -> None:
    """For each page print the first answer, the median and the p95 of `repeats` more, in milliseconds of wall time.

    And the median of the processor time of this process and of its connection's, which other work moves less.
    """
    from django.db import connection

    for page in pages:
        queries, spent, used = list[str](), list[float](), list[float]()
        for _ in range(repeats + 1):
            started, before = time.perf_counter(), processor_seconds()
            response = client.get(page)
            spent.append(1000 * (time.perf_counter() - started))
            used.append(1000 * (processor_seconds() - before))
        with connection.execute_wrapper(_counting(queries)):
            client.get(page)
        p95 = statistics.quantiles(spent[1:], n=20)[-1]
        print(
            f"{response.status_code} {spent[0]:7.0f} ms first {statistics.median(spent[1:]):7.0f} ms median "
            f"{p95:7.0f} ms p95 {statistics.median(used[1:]):6.0f} ms processor "
            f"{len(queries):3} queries {len(response.content) // 1024:4} kB  {page}",
            flush=True,
        )


def _counting(queries: list[str]) -> Callable[..., Any]:
    """Notes each statement before it is asked."""

    def ask(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        queries.append(sql)
        return execute(sql, *rest)

    return ask
