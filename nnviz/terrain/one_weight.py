"""The smallest landscape: one weight, and a word for how a descent on it goes.

The model is ``ŷ = w·x`` with one input and no bias. Its loss is a parabola in ``w``, so the update
of plain gradient descent multiplies the distance to the best weight by the same factor,
``1 − η·curvature``, at every step. That one number says how the whole descent will go.

>>> from nnviz.terrain.descent import descend
>>> path = descend(OneWeight(x=2.0, y=6.0), start=5.0, optimizer="sgd", learning_rate=0.1, steps=2)
>>> path.w.round(6).tolist()
[[5.0], [4.2], [3.72]]
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
from torch import Tensor

from nnviz.core.text import counted, true_minus
from nnviz.terrain.descent import Path, follows_gradient

# η = 1/9 with x = 3 lands in one step, although no float is exactly 1/9.
_TOLERANCE = 1e-9


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

    @property
    def perfect(self) -> float | None:
        """The learning rate 1/curvature, which lands in one plain step. None if flat."""
        return None if self.flat else 1.0 / self.curvature

    def loss(self, w: Tensor) -> Tensor:
        """The loss at weights ``w [..., 1]``, shape [...]."""
        return self.scale * (w[..., 0] * self.x - self.y) ** 2

    def gradient(self, w: Tensor) -> Tensor:
        """dL/dw of that loss at weights ``w [..., 1]``, shape [..., 1]."""
        return 2.0 * self.scale * (w * self.x - self.y) * self.x


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
    factor = 1.0 - learning_rate * landscape.curvature if follows_gradient(optimizer) else None
    if math.isclose(path.w[0, 0], landscape.minimum, rel_tol=_TOLERANCE, abs_tol=_TOLERANCE):
        return Regime(
            "already there",
            "The start is already the best weight: the gradient is 0 there."
            f"{_leaving(landscape, path)}",
            factor,
            observed=factor is None,
        )
    if factor is None:
        return _regime_of_path(landscape, path)
    found = _regime_of_factor(factor)
    if path.diverged_at is None:
        return found
    ends = f"After step {path.diverged_at} the numbers are larger than a computer can hold."
    return replace(found, sentence=f"{found.sentence} {ends}")


def special_rates(landscape: OneWeight) -> str:
    """The perfect learning rate of plain gradient descent and its edge; empty on a flat loss."""
    if landscape.flat:
        return ""
    perfect, edge = ("1/x²", "2/x²") if landscape.half else ("1/(2x²)", "1/x²")
    other = OneWeight(landscape.x, landscape.y, not landscape.half).perfect
    otherwise = (
        f"without the ½ in the loss, 1/(2x²) = {_number(other)}"
        if landscape.half
        else f"with the ½ in the loss, 1/x² = {_number(other)}"
    )
    return (
        f"The perfect learning rate of plain gradient descent is η = {perfect} = "
        f"{_number(landscape.perfect)} ({otherwise}): one step lands on the best weight. Above "
        f"twice that, η = {edge} = {_number(landscape.edge)}, it diverges."
    )


def _leaving(landscape: OneWeight, path: Path) -> str:
    """How far a rule that does more than follow the gradient leaves the best weight behind."""
    distance = abs(path.w[-1, 0] - landscape.minimum)
    if distance <= _TOLERANCE * max(1.0, abs(landscape.minimum)):
        return ""
    made = counted(path.steps, "step")
    return f" Even so, the weight is {_number(distance)} away from it after {made}."


def _regime_of_factor(factor: float) -> Regime:
    """The regime of plain gradient descent, from the factor 1 − η·curvature."""
    shown = _number(factor)
    if math.isclose(factor, 0.0, abs_tol=_TOLERANCE):
        return Regime(
            "lands in one step", "One step covers the whole distance to the best weight.", factor
        )
    if math.isclose(factor, -1.0, abs_tol=_TOLERANCE):
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
    told = f"{_number(first)} to {_number(last)} in {counted(path.steps, 'step')}, {crossed}."
    if math.isclose(first, last, rel_tol=_TOLERANCE):
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
    return true_minus(f"{value:.4g}")
