"""What a race on a landscape came to, in sentences from its record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from nnviz.descent import Path
from nnviz.diagnosis import number
from nnviz.landscapes import Landscape
from nnviz.optimizers import OPTIMIZERS
from nnviz.player.race import Runner

__all__ = ["findings", "shown", "shown_point"]

NEAR = 0.01
"""Who is no farther from a minimum than this fraction of the map's width has arrived."""


def shown(value: float) -> str:
    """Three significant digits with a true minus sign."""
    return number(value).replace("-", "−")


def shown_point(point: tuple[float, float]) -> str:
    """Two weights, such as (−9, 1.5)."""
    return f"({shown(point[0])}, {shown(point[1])})"


def findings(landscape: Landscape, runners: Sequence[Runner]) -> list[str]:
    """What the record says about the race, a sentence each: who was first, who got lost."""
    label = {key: OPTIMIZERS[key].label for key, _, _ in runners}
    finite = {key: path for key, _, path in runners if path.diverged_at is None}
    said = [_first(landscape, finite, label)] if finite else []
    said += [
        f"**{label[key]}** diverged at step {path.diverged_at}: its numbers grew beyond what a "
        "computer can hold."
        for key, _, path in runners
        if path.diverged_at is not None
    ]
    lost = [label[key] for key, path in finite.items() if not landscape.contains(*path.w[-1])]
    if lost:
        said.append(f"Off the map at the end: {', '.join(lost)}.")
    return said + _by_valley(landscape, finite, label)


def _first(landscape: Landscape, paths: Mapping[str, Path], label: Mapping[str, str]) -> str:
    """Who came near the lowest point and stayed there, in the order of arrival."""
    (left, right), _ = landscape.window
    near = NEAR * (right - left)
    arrivals = {key: _arrival(landscape, path, near) for key, path in paths.items()}
    arrived = sorted((step, key) for key, step in arrivals.items() if step is not None)
    if not arrived:
        best = min(paths, key=lambda key: paths[key].loss[-1])
        loss = shown(paths[best].loss[-1])
        return (
            f"Nobody has arrived at a lowest point yet; **{label[best]}** has the lowest loss, "
            f"{loss}."
        )
    (step, first), *others = arrived
    then = ", ".join(f"{label[key]} at {later}" for later, key in others)
    return (
        f"**{label[first]}** is first to come to a lowest point and stay there (within "
        f"{shown(near)}): at step {step}" + (f"; then {then}." if then else ".")
    )


def _arrival(landscape: Landscape, path: Path, near: float) -> int | None:
    """The step from which a path stays within `near` of a minimum as deep as any; None if never."""
    away = np.min([np.hypot(*(path.w - p).T) for p in landscape.lowest], axis=0)  # [T+1]
    outside = np.flatnonzero(away > near)
    step = int(outside[-1]) + 1 if len(outside) else 0
    return step if step <= path.steps else None


def _by_valley(
    landscape: Landscape, paths: Mapping[str, Path], label: Mapping[str, str]
) -> list[str]:
    """Who ended nearest to which minimum, where there is more than one."""
    if len(landscape.minima) < 2:
        return []
    ends: dict[tuple[float, float], list[str]] = {minimum: [] for minimum in landscape.minima}
    for key, path in paths.items():
        nearest = min(landscape.minima, key=lambda minimum: np.hypot(*(path.w[-1] - minimum)))
        ends[nearest].append(label[key])
    return [
        f"Nearest to the minimum at {shown_point(point)}, with loss "
        f"{shown(landscape.depth(point))}: {', '.join(names) or 'nobody'}."
        for point, names in ends.items()
    ]
