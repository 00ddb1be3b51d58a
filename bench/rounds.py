"""Timing several things fairly on a machine that others use too."""

import statistics
import time
from collections.abc import Callable, Mapping

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
