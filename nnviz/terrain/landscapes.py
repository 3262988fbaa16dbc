"""Landscapes: losses of two weights, small enough to be drawn as a map. One entry is one choice.

Each shows one difficulty of descent. Losses are 0 at their lowest point. Far outside its window a
polynomial leaves the range of float64: its loss is then infinite, which `terrain.descent` records.

>>> LANDSCAPES["bowl"].loss(torch.tensor([3.0, -4.0])).item()
12.5
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from nnviz.core.optimizers import OPTIMIZERS
from nnviz.core.registry import Registry

PLAIN = "sgd"
"""The optimizer whose learning rate serves where another has none of its own."""

# Two minima are equally deep if their losses differ by less: 20/3 is no float.
_SAME = 1e-9


@dataclass(frozen=True, eq=False)
class Relief:
    """A landscape on a regular grid of its window.

    `height` measures the loss in contour levels: 0 at loss 0, k at the k-th level, in straight
    lines between them, and at most one level more than there are.
    """

    x: np.ndarray  # [X] values of the first weight, rising
    y: np.ndarray  # [Y] values of the second weight, rising
    loss: np.ndarray  # [Y, X]
    height: np.ndarray  # [Y, X]


@dataclass(frozen=True)
class Landscape:
    """One loss of two weights.

    Attributes:
        label: the name on the screen.
        lesson: what it shows, in one sentence.
        function: (w₁, w₂) → loss, element by element.
        slopes: (w₁, w₂) → the two partial derivatives of the loss.
        formula: the loss in LaTeX.
        source: where it comes from.
        window: ((low, high) of w₁, (low, high) of w₂), what the map shows; four to three, so that
            the map has one scale and the gradient stands at right angles to its contour lines.
        start: where a descent begins, if nothing else is asked for.
        minima: the points where the loss is lowest around, the deepest first.
        levels: the losses at which contour lines are drawn, rising.
        tuned: learning rates that suit it, by optimizer; plain descent's is among them.
        curvature: the largest second derivative in any direction, where it is the same everywhere;
            plain gradient descent is stable below the learning rate 2/curvature.
    """

    label: str
    lesson: str
    function: Callable[[Tensor, Tensor], Tensor]
    slopes: Callable[[Tensor, Tensor], tuple[Tensor, Tensor]]
    formula: str
    source: str
    window: tuple[tuple[float, float], tuple[float, float]]
    start: tuple[float, float]
    minima: tuple[tuple[float, float], ...]
    levels: tuple[float, ...]
    tuned: Mapping[str, float]
    curvature: float | None = None

    def loss(self, w: Tensor) -> Tensor:
        """The loss at weights ``w [..., 2]``, shape [...]."""
        return self.function(w[..., 0], w[..., 1])

    def gradient(self, w: Tensor) -> Tensor:
        """The gradient of the loss at weights ``w [..., 2]``, shape [..., 2]."""
        return torch.stack(self.slopes(w[..., 0], w[..., 1]), dim=-1)

    def depth(self, point: tuple[float, float]) -> float:
        """The loss at one point."""
        return self.loss(torch.tensor(point, dtype=torch.float64)).item()

    @property
    def rates(self) -> dict[str, float]:
        """A learning rate for every optimizer: the one tuned for it, else plain descent's."""
        return {key: self.tuned.get(key, self.tuned[PLAIN]) for key in OPTIMIZERS}

    @property
    def lowest(self) -> tuple[tuple[float, float], ...]:
        """The minima that are as deep as any."""
        return tuple(point for point in self.minima if self.depth(point) < _SAME)

    def contains(self, x: float, y: float) -> bool:
        """Whether a point lies in the window; NaN does not."""
        (left, right), (bottom, top) = self.window
        return left <= x <= right and bottom <= y <= top

    def height(self, loss: np.ndarray) -> np.ndarray:
        """Losses in contour levels, see `Relief`; NaN and infinity count as above all of them."""
        top = len(self.levels)
        above = 2 * self.levels[-1] - self.levels[-2]
        steps = np.interp(loss, [0.0, *self.levels, above], range(top + 2))
        return np.where(np.isnan(loss), top + 1, steps)

    def relief(self, columns: int, rows: int) -> Relief:
        """The loss on ``rows × columns`` points of the window, its edges included."""
        (left, right), (bottom, top) = self.window
        x = torch.linspace(left, right, columns, dtype=torch.float64)
        y = torch.linspace(bottom, top, rows, dtype=torch.float64)
        loss = self.function(x[None, :], y[:, None]).numpy()
        return Relief(x.numpy(), y.numpy(), loss, self.height(loss))


def _even(spacing: float, count: int) -> tuple[float, ...]:
    """Contour levels as on a hiker's map: each as much higher as the one before."""
    return tuple(spacing * level for level in range(1, count + 1))


def _decades(first: int, last: int) -> tuple[float, ...]:
    """Contour levels 1, 2 and 5 times the powers of ten, for losses of very different size."""
    return tuple(float(f"{m}e{power}") for power in range(first, last) for m in (1, 2, 5))


def _beale(x: Tensor, y: Tensor) -> Tensor:
    return sum((c - x * (1 - y**k)) ** 2 for k, c in enumerate((1.5, 2.25, 2.625), 1))


def _beale_slopes(x: Tensor, y: Tensor) -> tuple[Tensor, Tensor]:
    slope_x, slope_y = torch.zeros_like(x), torch.zeros_like(x)
    for k, c in enumerate((1.5, 2.25, 2.625), 1):
        rest = c - x * (1 - y**k)
        slope_x = slope_x - 2 * rest * (1 - y**k)
        slope_y = slope_y + 2 * rest * x * k * y ** (k - 1)
    return slope_x, slope_y


LANDSCAPES = Registry(
    "landscape",
    {
        "bowl": Landscape(
            label="bowl",
            lesson="Equally steep in every direction: the gradient points straight at the minimum.",
            function=lambda x, y: (x**2 + y**2) / 2,
            slopes=lambda x, y: (x, y),
            formula=r"L = \tfrac12 (w_1^2 + w_2^2)",
            source="the quadratic whose curvature is 1 in every direction",
            window=((-5.0, 5.0), (-3.75, 3.75)),
            start=(-4.0, 2.5),
            minima=((0.0, 0.0),),
            levels=_even(1.0, 20),
            tuned={
                "sgd": 0.1,
                "momentum": 0.05,
                "nesterov": 0.05,
                "adam": 0.3,
                "adamw": 0.3,
                "adagrad": 1.0,
                "rmsprop": 0.1,
            },
            curvature=1.0,
        ),
        "ravine": Landscape(
            label="narrow ravine",
            lesson="Steep across and flat along: the gradient points at the opposite wall.",
            function=lambda x, y: (x**2 + 25 * y**2) / 2,
            slopes=lambda x, y: (x, 25 * y),
            formula=r"L = \tfrac12 (w_1^2 + 25\,w_2^2)",
            source="the quadratic with curvature 1 along and 25 across; Goh 2017, distill.00006",
            window=((-10.0, 4.0), (-5.25, 5.25)),
            start=(-9.0, 1.5),
            minima=((0.0, 0.0),),
            levels=_decades(-1, 3),
            tuned={
                "sgd": 0.075,
                "momentum": 0.02,
                "nesterov": 0.02,
                "adam": 0.3,
                "adamw": 0.3,
                "adagrad": 1.0,
                "rmsprop": 0.1,
            },
            curvature=25.0,
        ),
        "saddle": Landscape(
            label="saddle",
            lesson="Between two valleys the ground is level: the gradient nearly vanishes there.",
            function=lambda x, y: x**2 / 2 + (y**2 - 1) ** 2 / 4,
            slopes=lambda x, y: (x, y * (y**2 - 1)),
            formula=r"L = \tfrac12 w_1^2 + \tfrac14 (w_2^2 - 1)^2",
            source="a double well across a parabola; the saddle is at (0, 0)",
            window=((-2.4, 2.4), (-1.8, 1.8)),
            start=(-2.0, 0.001),
            minima=((0.0, 1.0), (0.0, -1.0)),
            levels=_even(0.125, 36),
            tuned={
                "sgd": 0.1,
                "momentum": 0.03,
                "nesterov": 0.03,
                "adam": 0.05,
                "adamw": 0.05,
                "adagrad": 0.3,
                "rmsprop": 0.02,
            },
        ),
        "valleys": Landscape(
            label="two valleys",
            lesson="The right valley is the shallow one: who rolls into it sees no way downhill.",
            function=lambda x, y: x**4 / 4 - x**3 / 6 - 2 * x**2 + 2 * x + 20 / 3 + y**2,
            slopes=lambda x, y: ((x + 2) * (x - 0.5) * (x - 2), 2 * y),
            formula=(
                r"L = \tfrac14 w_1^4 - \tfrac16 w_1^3 - 2 w_1^2 + 2 w_1 + \tfrac{20}{3} + w_2^2"
            ),
            source="made for this page from its slope (w₁ + 2)(w₁ − ½)(w₁ − 2) along w₁",
            window=((-3.6, 3.6), (-2.7, 2.7)),
            start=(3.4, 1.8),
            minima=((-2.0, 0.0), (2.0, 0.0)),
            levels=_even(1.0, 29),
            tuned={
                "sgd": 0.03,
                "momentum": 0.02,
                "nesterov": 0.02,
                "adam": 0.2,
                "adamw": 0.2,
                "adagrad": 0.5,
                "rmsprop": 0.05,
            },
        ),
        "rosenbrock": Landscape(
            label="Rosenbrock's banana",
            lesson="The curved valley is soon found; the way along its nearly flat floor is long.",
            function=lambda x, y: (1 - x) ** 2 + 100 * (y - x**2) ** 2,
            slopes=lambda x, y: (
                2 * (x - 1) - 400 * x * (y - x**2),
                200 * (y - x**2),
            ),
            formula=r"L = (1 - w_1)^2 + 100\,(w_2 - w_1^2)^2",
            source="Rosenbrock 1960, 10.1093/comjnl/3.3.175",
            window=((-2.0, 2.0), (-0.75, 2.25)),
            start=(-1.2, 1.0),
            minima=((1.0, 1.0),),
            levels=_decades(-2, 4),
            tuned={
                "sgd": 0.0015,
                "momentum": 0.0005,
                "nesterov": 0.0005,
                "adam": 0.1,
                "adamw": 0.1,
                "adagrad": 0.5,
                "rmsprop": 0.02,
            },
        ),
        "beale": Landscape(
            label="Beale's plateau",
            lesson="A wide plateau between steep walls: small gradients here, huge ones there.",
            function=_beale,
            slopes=_beale_slopes,
            formula=(
                r"\begin{gathered} L = (1.5 - w_1 + w_1 w_2)^2 \\ {} + (2.25 - w_1 + w_1 w_2^2)^2"
                r" \\ {} + (2.625 - w_1 + w_1 w_2^3)^2 \end{gathered}\:"
            ),
            source="Beale 1958, Princeton Statistical Techniques Research Group, report 25",
            window=((-1.5, 4.5), (-2.25, 2.25)),
            start=(1.0, 1.5),
            minima=((3.0, 0.5),),
            levels=_decades(-2, 4),
            tuned={
                "sgd": 0.005,
                "momentum": 0.002,
                "nesterov": 0.002,
                "adam": 0.1,
                "adamw": 0.1,
                "adagrad": 0.5,
                "rmsprop": 0.03,
            },
        ),
    },
)
