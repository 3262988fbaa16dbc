"""What the benchmarks share: competitors in turns, percentiles, the lines of the report."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from statistics import median
from time import perf_counter


def alternate(ways: Mapping[str, Callable[[], object]], rounds: int) -> dict[str, float]:
    """Median seconds of each way: each runs once to warm up, then A B A B … for `rounds`.

    A shared machine is faster at one time than at another; in turns, that meets all ways alike.
    """
    for way in ways.values():
        way()
    seconds: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(rounds):
        for name, way in ways.items():
            seconds[name].append(seconds_of(way))
    return {name: median(values) for name, values in seconds.items()}


def seconds_of(work: Callable[[], object]) -> float:
    """How long this work takes."""
    start = perf_counter()
    work()
    return perf_counter() - start


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest of the values that at least `share` of them do not exceed."""
    return sorted(values)[max(0, math.ceil(share * len(values)) - 1)]


def spread(seconds: Sequence[float]) -> str:
    """Median, 95th percentile and largest of some times, in milliseconds."""
    figures = percentile(seconds, 0.5), percentile(seconds, 0.95), max(seconds)
    middle, high, highest = (f"{1000 * figure:.0f} ms" for figure in figures)
    return f"p50 {middle}, p95 {high}, max {highest} (n = {len(seconds)})"


def report(what: str, figure: str, bound: str = "") -> None:
    """Print one line: what was measured, the figure, and the bound that it is held to."""
    print(f"\n  {what}: {figure}" + (f" [bound: {bound}]" if bound else ""), end="", flush=True)
