"""The loss of a real network, seen on the plane that its own training moves in.

A network of P parameters has its loss over P dimensions. The two principal components of
`params[e]`, one row per epoch, span the plane that holds as much of the path as a plane can (Li,
Xu, Taylor, Studer & Goldstein 2018, "Visualizing the loss landscape of neural nets",
arXiv:1712.09913, section 7). What the plane leaves out is stated, never hidden.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from nnviz.core.data import Split
from nnviz.core.measures import evaluate
from nnviz.core.networks import Network
from nnviz.core.optimizers import OPTIMIZERS
from nnviz.core.record import Run
from nnviz.core.training import Training

MARGIN = 0.15
"""Room around the paths, as a part of their extent."""

REACH = 3.0
"""How many times its own extent the window may grow to hold other paths."""

POINTS = 49
"""Points of the surface along each axis."""


@dataclass(frozen=True, eq=False)
class Plane:
    """A plane through parameter space.

    Attributes:
        origin: float64 [P], the mean of the path that spans it.
        directions: float64 [2, P], two orthonormal rows.
        explained: float64 [2], the part of that path's variance along each direction.
    """

    origin: np.ndarray
    directions: np.ndarray
    explained: np.ndarray

    def project(self, params: np.ndarray) -> np.ndarray:
        """The point of the plane that is nearest to params: [..., P] → [..., 2]."""
        return (np.asarray(params, np.float64) - self.origin) @ self.directions.T

    def lift(self, points: np.ndarray) -> np.ndarray:
        """The parameters at points of the plane: [..., 2] → float64 [..., P]."""
        return self.origin + np.asarray(points, np.float64) @ self.directions

    def share(self, params: np.ndarray) -> float:
        """The part of a path [rows, P] that lies in the plane, 0 to 1.

        The sum of squared distances from the origin, measured inside the plane, over the whole
        sum. For the path that spans the plane it is the explained variance.
        """
        offsets = np.asarray(params, np.float64) - self.origin
        return float(np.square(offsets @ self.directions.T).sum() / np.square(offsets).sum())


def plane(params: np.ndarray) -> Plane:
    """The plane of the two main directions of a path [rows, P].

    A direction's sign is free; it is chosen so that the path ends on its positive side.

    Raises:
        ValueError: fewer than three rows, fewer than two parameters, a row that is not finite, or
            a path that does not move.
    """
    path = np.asarray(params, np.float64)
    if min(path.shape[0] - 1, path.shape[1]) < 2:
        raise ValueError(f"a path of shape {path.shape} spans no plane; it takes two epochs")
    if not np.isfinite(path).all():
        raise ValueError("the path has parameters that are not finite")
    origin = path.mean(axis=0)
    offsets = path - origin
    variance = np.square(offsets).sum()
    if variance == 0:
        raise ValueError("the path does not move, so it spans no plane")
    directions, scales = _main_directions(offsets)
    directions = directions * np.where(directions @ offsets[-1] < 0, -1.0, 1.0)[:, None]
    return Plane(origin, directions, np.square(scales) / variance)


def _main_directions(offsets: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The first two right singular vectors [2, P] of offsets [rows, P], and their singular values.

    They come from the products of all rows (or, where there are fewer, of all columns) with each
    other: five times as fast as the whole decomposition, of which two vectors are needed.
    """
    rows, columns = offsets.shape
    if columns <= rows:
        squares, vectors = np.linalg.eigh(offsets.T @ offsets)  # rising
        return vectors[:, :-3:-1].T, np.sqrt(np.maximum(squares[:-3:-1], 0))
    squares, vectors = np.linalg.eigh(offsets @ offsets.T)
    directions, triangle = np.linalg.qr(offsets.T @ vectors[:, :-3:-1])  # [P, 2]
    return directions.T, np.abs(np.diag(triangle))


@dataclass(frozen=True, eq=False)
class Trace:
    """A run's path, drawn on a plane.

    Attributes:
        training: the run's settings.
        epochs: int64 [rows], as in `Run`.
        points: float64 [rows, 2], on the plane.
        loss: float32 [rows], the run's own training loss.
        shown: float32 [rows], the loss of the plane at those points, where the picture is.
        share: the part of the path that lies in the plane, 0 to 1.
    """

    training: Training
    epochs: np.ndarray
    points: np.ndarray
    loss: np.ndarray
    shown: np.ndarray
    share: float

    @property
    def optimizer(self) -> str:
        """The optimizer's name on the screen."""
        return OPTIMIZERS[self.training.optimizer].label

    @property
    def racer(self) -> int:
        """Its place among the optimizers, which has its colour."""
        return list(OPTIMIZERS).index(self.training.optimizer)


def trace(on: Plane, run: Run, split: Split) -> Trace:
    """Project a run that has not diverged."""
    points = on.project(run.params)
    lifted = on.lift(points).astype(np.float32)
    both = evaluate(run.network, run.training.loss, np.stack([run.params, lifted]), split)
    return Trace(run.training, run.epochs, points, *both.train_loss, share=on.share(run.params))


def window(own: np.ndarray, others: Sequence[np.ndarray]) -> np.ndarray:
    """The part of the plane to draw, [[low, high], [low, high]], with a margin.

    It holds the plane's own path [rows, 2] whole, and the others as far as `REACH` allows: one
    that runs far away would leave nothing to see of the rest.
    """
    low, high = own.min(axis=0), own.max(axis=0)  # [2]
    size = np.maximum(high - low, 1e-3 * np.linalg.norm(high - low))
    points = np.concatenate([own, *others])
    low = np.clip(points.min(axis=0), low - REACH * size, low)
    high = np.clip(points.max(axis=0), high, high + REACH * size)
    size = np.maximum(high - low, size)
    return np.stack([low - MARGIN * size, high + MARGIN * size], axis=-1)


@dataclass(frozen=True, eq=False)
class Surface:
    """The training loss [B, A] over coordinates x [A] and y [B] of a plane."""

    x: np.ndarray
    y: np.ndarray
    loss: np.ndarray


def surface(on: Plane, network: Network, loss: str, split: Split, bounds: np.ndarray) -> Surface:
    """The mean training loss on a grid of `POINTS` × `POINTS` over `bounds` of the plane."""
    x, y = (np.linspace(low, high, POINTS) for low, high in bounds)
    rows = []
    for height in y:  # a row at a time: all at once, a wide network would fill the memory
        points = np.stack([x, np.full_like(x, height)], axis=-1)  # [A, 2]
        params = on.lift(points).astype(np.float32)  # [A, P]
        rows.append(evaluate(network, loss, params, split).train_loss)
    return Surface(x, y, np.stack(rows))


@dataclass(frozen=True, eq=False)
class Picture:
    """The plane of the first of some runs, the loss on it, and the paths of all."""

    on: Plane
    surface: Surface
    traces: list[Trace]


def pictured(runs: Sequence[Run], split: Split) -> Picture:
    """Several runs on the plane of the first one; those that diverged have no path.

    `ValueError` if the first has no plane.
    """
    own = runs[0]
    on = plane(own.params)
    traces = [trace(on, run, split) for run in runs if run.diverged_at is None]
    bounds = window(traces[0].points, [drawn.points for drawn in traces[1:]])
    return Picture(on, surface(on, own.network, own.training.loss, split, bounds), traces)
