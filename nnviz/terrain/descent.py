"""Gradient descent on a landscape small enough to draw, with every step on record."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import torch
from torch import Tensor

from nnviz.core.optimizers import OPTIMIZERS

MAX_STEPS = 10_000


class Terrain(Protocol):
    """What a descent walks on: `one_weight.OneWeight`, or one of `landscapes.LANDSCAPES`."""

    def loss(self, w: Tensor) -> Tensor:
        """The loss at weights ``w [..., d]``, shape [...]."""

    def gradient(self, w: Tensor) -> Tensor:
        """The gradient of that loss, shape [..., d]."""


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
    """Walk down ``landscape`` from ``start`` with one of `OPTIMIZERS`, in float64.

    These are the updates that train the networks. Recording stops at the first non-finite value,
    which is kept.
    """
    w = torch.as_tensor(start, dtype=torch.float64).reshape(-1).clone()  # [d]
    if not torch.isfinite(w).all():
        raise ValueError(f"start is {start}; it must be finite")
    if not (math.isfinite(learning_rate) and learning_rate > 0):
        raise ValueError(f"learning rate is {learning_rate}; it must be a finite number above 0")
    if not 0 <= steps <= MAX_STEPS or steps != int(steps):
        raise ValueError(f"steps is {steps}; it must be a whole number from 0 to {MAX_STEPS}")

    g = torch.empty_like(w)
    walker = OPTIMIZERS[optimizer].start(w, g)
    rows, parts, taken = [_row(landscape, w)], [], {}
    for _ in range(int(steps)):
        if not torch.isfinite(torch.cat(rows[-1])).all():
            break
        before, _, gradient = rows[-1]
        g.copy_(gradient)
        walker.step(learning_rate)
        taken = walker.take_apart(before)
        parts.append(torch.stack(tuple(taken.values())).numpy())  # [terms, d]
        rows.append(_row(landscape, w))
    weights, loss, grad = (torch.stack(column).numpy() for column in zip(*rows, strict=True))
    steps_taken = np.array(parts).reshape(len(parts), len(taken), len(w))
    return Path(weights, loss[:, 0], grad, tuple(taken), steps_taken)


def _row(landscape: Terrain, w: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """The weights [d] as they are now, the loss there [1] and its gradient [d]."""
    return w.clone(), landscape.loss(w)[None], landscape.gradient(w)


@torch.inference_mode()
def follows_gradient(optimizer: str) -> bool:
    """True if the optimizer's step is the gradient itself, with no memory and no rescaling.

    Found by trying it on three gradients, so that a new optimizer needs no entry here.
    """
    w, g = torch.ones(1, dtype=torch.float64), torch.empty(1, dtype=torch.float64)
    walker = OPTIMIZERS[optimizer].start(w, g)
    for gradient in (1.0, -2.0, 0.5):
        before = w.clone()
        g.fill_(gradient)
        walker.step(1.0)
        if not math.isclose((before - w).item(), gradient, rel_tol=1e-12):
            return False
    return True
