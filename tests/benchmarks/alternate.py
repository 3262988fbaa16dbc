"""Two or more ways to do something, timed in turns, so that a machine's drift meets all of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from statistics import median
from time import perf_counter

__all__ = ["alternate", "percentile", "show"]


def alternate(ways: Mapping[str, Callable[[], object]], rounds: int) -> dict[str, float]:
    """Median seconds of each way: all are run once to warm up, then A B A B … for `rounds`."""
    for way in ways.values():
        way()
    times: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(rounds):
        for name, way in ways.items():
            start = perf_counter()
            way()
            times[name].append(perf_counter() - start)
    return {name: median(values) for name, values in times.items()}


def percentile(values: list[float], share: float) -> float:
    """The smallest value that at least `share` of the values do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def show(what: str, figure: str, bound: str) -> None:
    """One line of the report: what was measured, the figure, and the bound it is held to."""
    print(f"\n  {what}: {figure}  (bound {bound})", end="", flush=True)
