"""What a race on a landscape came to, in sentences from its record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import torch

from nnviz.core.optimizers import OPTIMIZERS
from nnviz.core.text import counted, number, true_minus
from nnviz.films.race import Runner
from nnviz.terrain.descent import Path
from nnviz.terrain.landscapes import Landscape

NEAR = 0.01
"""Who is no farther from a minimum than this fraction of the map's width has arrived."""

FAR, LEVEL = 0.1, 0.05
"""Who is farther than this fraction of it from every minimum, where the slope is less, is stuck."""


def shown(value: float) -> str:
    """Three significant digits with a true minus sign."""
    return true_minus(number(value))


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
    stuck = {key: path for key, path in finite.items() if _is_stuck(landscape, path)}
    said += [
        f"**{label[key]}** is stuck: after {counted(path.steps, 'step')} it stands at "
        f"{shown_point(tuple(path.w[-1]))}, no minimum, on ground so level (slope "
        f"{shown(_slope(landscape, path))}) that its steps are tiny."
        for key, path in stuck.items()
    ]
    lost = [label[key] for key, path in finite.items() if not landscape.contains(*path.w[-1])]
    if lost:
        said.append(f"Off the map at the end: {', '.join(lost)}.")
    moving = {key: path for key, path in finite.items() if key not in stuck}
    return said + _by_valley(landscape, moving, label)


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
            f"Nobody has arrived at a [[lowest point]] yet; **{label[best]}** has the lowest loss, "
            f"{loss}."
        )
    (step, first), *others = arrived
    then = ", ".join(f"{label[key]} at {later}" for later, key in others)
    return (
        f"**{label[first]}** is first to come to a [[lowest point]] and stay there (within "
        f"{shown(near)}): at step {step}" + (f"; then {then}." if then else ".")
    )


def _is_stuck(landscape: Landscape, path: Path) -> bool:
    """Whether a path ends on the map, at no minimum, with hardly any slope to follow."""
    (left, right), _ = landscape.window
    away = min(np.hypot(*(path.w[-1] - minimum)) for minimum in landscape.minima)
    far = away > FAR * (right - left)
    return bool(far and landscape.contains(*path.w[-1]) and _slope(landscape, path) < LEVEL)


def _slope(landscape: Landscape, path: Path) -> float:
    """The length of the gradient where a path ends."""
    return float(torch.linalg.vector_norm(landscape.gradient(torch.tensor(path.w[-1]))))


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
