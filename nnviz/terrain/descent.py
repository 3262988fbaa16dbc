"""Gradient descent on a landscape small enough to draw, every step: one weight or two.

`descend` walks on any landscape. The one here has one weight: the model is ``ŷ = w·x`` with one
input and no bias. Its loss is a parabola in ``w``, so the update of plain gradient descent
multiplies the distance to the best weight by the same factor, ``1 − η·curvature``, at every step.
That one number says how the whole descent will go.

>>> path = descend(OneWeight(x=2.0, y=6.0), start=5.0, optimizer="sgd", learning_rate=0.1, steps=2)
>>> path.w.round(6).tolist()
[[5.0], [4.2], [3.72]]
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import torch
from torch import Tensor

from nnviz.core.optimizers import OPTIMIZERS, bare_step

__all__ = ["MAX_STEPS", "OneWeight", "Path", "Regime", "descend", "follows_gradient", "regime"]

MAX_STEPS = 10_000

# η = 1/9 with x = 3 lands in one step, although no float is exactly 1/9.
_EDGE_TOLERANCE = 1e-9


class Terrain(Protocol):
    """What a descent walks on: `OneWeight`, or a landscape of `nnviz.terrain.landscapes`."""

    def loss(self, w: Tensor) -> Tensor:
        """The loss at weights ``w [..., d]``, shape [...]."""

    def gradient(self, w: Tensor) -> Tensor:
        """The gradient of that loss, shape [..., d]."""


@dataclass(frozen=True)
class OneWeight:
    """The loss of ``ŷ = w·x`` on one example (x, y), as a function of the one weight ``w``.

    With ``half`` the loss is ½(w·x − y)² and its curvature x²; without, (w·x − y)² and 2x².
    With ``x = 0`` the prediction is 0 whatever the weight, so the loss is flat.
    """

    x: float
    y: float
    half: bool = True

    def __post_init__(self) -> None:
        for name in ("x", "y"):
            value = getattr(self, name)
            if not math.isfinite(value):
                raise ValueError(f"{name} is {value}; it must be a finite number")

    @property
    def scale(self) -> float:
        """What stands before the square: ½ or 1."""
        return 0.5 if self.half else 1.0

    @property
    def curvature(self) -> float:
        """d²L/dw², the same at every weight: x² with the ½, 2x² without."""
        return 2.0 * self.scale * self.x * self.x

    @property
    def flat(self) -> bool:
        """True where no weight is better than another, because x is 0."""
        return self.curvature == 0.0

    @property
    def minimum(self) -> float | None:
        """The best weight, y/x, where the loss is 0; None on a flat loss."""
        return None if self.flat else self.y / self.x

    @property
    def edge(self) -> float | None:
        """The learning rate 2/curvature; plain descent diverges above it. None if flat."""
        return None if self.flat else 2.0 / self.curvature

    def loss(self, w: Tensor) -> Tensor:
        """The loss at weights ``w [..., 1]``, shape [...]."""
        return self.scale * (w[..., 0] * self.x - self.y) ** 2

    def gradient(self, w: Tensor) -> Tensor:
        """dL/dw of that loss at weights ``w [..., 1]``, shape [..., 1]."""
        return 2.0 * self.scale * (w * self.x - self.y) * self.x


@dataclass(frozen=True)
class Path:
    """Every step of a descent: row t holds the weights after t steps, and loss and gradient there.

    A descent that diverged ends with its first non-finite row. Finite is what float64 can hold:
    beyond 1.8e308 a number overflows to infinity.
    """

    w: np.ndarray  # [T+1, d] float64
    loss: np.ndarray  # [T+1]
    grad: np.ndarray  # [T+1, d], the gradient of the loss at w[t]
    terms: tuple[str, ...]  # names of the quantities in a step, from the gradient to the direction
    parts: np.ndarray  # [T, terms, d], these quantities in the step from t to t+1

    @property
    def steps(self) -> int:
        """How many steps were taken, T."""
        return len(self.loss) - 1

    @property
    def diverged_at(self) -> int | None:
        """The step whose weight, loss or gradient is not finite, or None."""
        last = np.concatenate([self.w[-1], self.loss[-1:], self.grad[-1]])
        return None if np.isfinite(last).all() else self.steps

    def directions(self, learning_rate: float) -> np.ndarray:
        """What η was multiplied with at each step, (w[t] − w[t+1]) / η, shape [T, d].

        For plain gradient descent this is the gradient; every other optimizer makes its own.
        """
        with np.errstate(invalid="ignore", over="ignore"):
            return (self.w[:-1] - self.w[1:]) / learning_rate


@torch.inference_mode()
def descend(
    landscape: Terrain,
    start: float | Sequence[float],
    optimizer: str,
    learning_rate: float,
    steps: int,
) -> Path:
    """Walk down ``landscape`` from ``start`` with a real torch optimizer, in float64.

    The optimizer is built with learning rate 1 and its step is scaled by η afterwards, the same
    rule that trains the networks: ``w ← old + η·(stepped − old)``. Recording stops at the first
    non-finite value, which is kept.
    """
    w = torch.as_tensor(start, dtype=torch.float64).reshape(-1).clone()  # [d]
    if not torch.isfinite(w).all():
        raise ValueError(f"start is {start}; it must be finite")
    if not (math.isfinite(learning_rate) and learning_rate > 0):
        raise ValueError(f"learning rate is {learning_rate}; it must be a finite number above 0")
    if not 0 <= steps <= MAX_STEPS or steps != int(steps):
        raise ValueError(f"steps is {steps}; it must be a whole number from 0 to {MAX_STEPS}")

    entry = OPTIMIZERS[optimizer]
    built = entry.build([w])
    step = bare_step(built)
    rows, parts, taken = [_row(landscape, w)], [], {}
    for _ in range(int(steps)):
        if not torch.isfinite(torch.cat(rows[-1])).all():
            break
        old, _, w.grad = rows[-1]
        step()
        taken = entry.take_apart(built, w, old)
        parts.append(torch.stack(tuple(taken.values())).numpy())  # [terms, d]
        w.copy_(old + learning_rate * (w - old))
        rows.append(_row(landscape, w))
    weights, loss, grad = (torch.stack(column).numpy() for column in zip(*rows, strict=True))
    steps_taken = np.array(parts).reshape(len(parts), len(taken), len(w))
    return Path(weights, loss[:, 0], grad, tuple(taken), steps_taken)


def _row(landscape: Terrain, w: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """The weights [d] as they are now, the loss there [1] and its gradient [d]."""
    return w.clone(), landscape.loss(w)[None], landscape.gradient(w)


def follows_gradient(optimizer: str) -> bool:
    """True if the optimizer's step is the gradient itself, with no memory and no rescaling.

    Found by trying it on three gradients, so that a new optimizer needs no entry here.
    """
    w = torch.ones(1, dtype=torch.float64)
    update = OPTIMIZERS[optimizer].build([w])
    for gradient in (1.0, -2.0, 0.5):
        old = w.clone()
        w.grad = torch.full_like(w, gradient)
        update.step()
        if not math.isclose((old - w).item(), gradient, rel_tol=1e-12):
            return False
    return True


@dataclass(frozen=True)
class Regime:
    """How a descent goes, in words.

    ``name`` is the short form, ``sentence`` says why with its numbers. ``factor`` is what each step
    multiplies the distance to the best weight by; it exists for plain gradient descent only. Where
    it does not, ``observed`` is True: the words describe the recorded path and promise no more.
    """

    name: str
    sentence: str
    factor: float | None = None
    observed: bool = False


def regime(landscape: OneWeight, learning_rate: float, optimizer: str, path: Path) -> Regime:
    """Say how the descent ``path``, made with ``optimizer`` at ``learning_rate``, goes."""
    if landscape.flat:
        return Regime(
            "flat",
            f"With x = {_number(landscape.x)} the prediction is the same for every weight: "
            "the loss is flat, the gradient is 0 everywhere and points nowhere.",
        )
    if follows_gradient(optimizer):
        return _regime_of_factor(landscape, learning_rate, path)
    return _regime_of_path(landscape, path)


def _regime_of_factor(landscape: OneWeight, learning_rate: float, path: Path) -> Regime:
    """The regime of plain gradient descent, from the factor 1 − η·curvature."""
    factor = 1.0 - learning_rate * landscape.curvature
    shown = _number(factor)
    if path.grad[0, 0] == 0.0:
        return Regime(
            "stands still", "The start is already the best weight: the gradient is 0 there.", factor
        )
    if math.isclose(factor, 0.0, abs_tol=_EDGE_TOLERANCE):
        return Regime(
            "lands in one step", "One step covers the whole distance to the best weight.", factor
        )
    if math.isclose(factor, -1.0, abs_tol=_EDGE_TOLERANCE):
        return Regime(
            "bounces for ever",
            "Each step lands just as far away on the other side, so the loss never falls.",
            factor,
        )
    if factor > 0:
        return Regime(
            "walks in", f"Each step keeps {shown} of the distance{_halving(factor)}.", factor
        )
    if factor > -1:
        return Regime(
            "overshoots and converges",
            "Each step jumps over the best weight but lands closer: the distance is multiplied by "
            f"{shown}{_halving(-factor)}.",
            factor,
        )
    return Regime(
        "diverges",
        "Each step jumps over the best weight and lands farther away: "
        f"the distance is multiplied by {shown}.",
        factor,
    )


def _regime_of_path(landscape: OneWeight, path: Path) -> Regime:
    """What the recorded path of any other optimizer did, without a promise about later steps."""
    offset = path.w[:, 0] - landscape.minimum  # [T+1], signed distance to the best weight
    first, last = abs(offset[0]), abs(offset[-1])
    if path.diverged_at is not None:
        return Regime(
            "diverges",
            f"After step {path.diverged_at} the loss is no longer a finite number.",
            observed=True,
        )
    sides = np.sign(offset[offset != 0])
    changes = int((sides[1:] != sides[:-1]).sum())
    crossed = {0: "on one side", 1: "changing sides once"}.get(
        changes, f"changing sides {changes} times"
    )
    told = f"{_number(first)} to {_number(last)} in {path.steps} steps, {crossed}."
    if math.isclose(first, last, rel_tol=_EDGE_TOLERANCE):
        return Regime(
            "gets nowhere", f"The distance to the best weight went from {told}", observed=True
        )
    if last > first:
        return Regime(
            "ends farther away", f"The distance to the best weight grew from {told}", observed=True
        )
    name = "moves closer" if changes == 0 else "moves closer, overshooting"
    return Regime(name, f"The distance to the best weight shrank from {told}", observed=True)


def _halving(factor: float) -> str:
    """How many steps halve the distance, where it takes more than one; empty otherwise."""
    if 1.0 - factor < 1e-6:
        return ", so nearly all of it that nothing seems to move"
    steps = round(math.log(0.5) / math.log(factor))
    return f"; about {steps} steps halve it" if steps > 1 else ""


def _number(value: float) -> str:
    """Four significant digits with a true minus sign."""
    return f"{value:.4g}".replace("-", "−")
