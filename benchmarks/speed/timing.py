"""Clocks for single calls."""

import statistics
import time
from collections.abc import Callable, Mapping


def median_ms(do: Callable[[], object], calls: int, warm: int = 3) -> float:
    """Of so many calls after some that do not count, by the clock on the wall."""
    for _ in range(warm):
        do()
    took_s = []
    for _ in range(calls):
        before_s = time.perf_counter()
        do()
        took_s.append(time.perf_counter() - before_s)
    return 1e3 * statistics.median(took_s)


def medians_ms(rows: Mapping[str, Callable[[], object]], calls: int, warm: int = 3) -> dict[str, float]:
    """Time several functions, a call of each in turn: what slows the computer slows all alike."""
    for do in rows.values():
        for _ in range(warm):
            do()
    took_s: dict[str, list[float]] = {name: [] for name in rows}
    for _ in range(calls):
        for name, do in rows.items():
            before_s = time.perf_counter()
            do()
            took_s[name].append(time.perf_counter() - before_s)
    return {name: 1e3 * statistics.median(times) for name, times in took_s.items()}


def seconds(do: Callable[[], object]) -> float:
    """Of one call."""
    before_s = time.perf_counter()
    do()
    return time.perf_counter() - before_s
