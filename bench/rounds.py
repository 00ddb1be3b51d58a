"""Timing several things fairly on a machine that others use too."""

import statistics
import time
from collections.abc import Callable, Mapping
from pathlib import Path

ROUNDS = 5


def medians(
    contestants: Mapping[str, Callable[[], object]],
    *,
    rounds: int = ROUNDS,
    clock: Callable[[], float] = time.perf_counter,
) -> dict[str, float]:
    """Median seconds of each contestant; all run once in every round, so that a slow moment hits them alike."""
    seconds: dict[str, list[float]] = {name: [] for name in contestants}
    for _ in range(rounds):
        for name, run in contestants.items():
            started = clock()
            run()
            seconds[name].append(clock() - started)
    return {name: statistics.median(times) for name, times in seconds.items()}


def processor_seconds() -> float:
    """What this process and its connection's process have used; the latter is read from Linux's `/proc`."""
    from django.db import connection

    connection.ensure_connection()
    nanoseconds, *_ = Path(f"/proc/{connection.connection.info.backend_pid}/schedstat").read_text("ascii").split()
    return time.process_time() + int(nanoseconds) / 1e9
