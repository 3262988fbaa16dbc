"""Learning-rate schedules: the factor that multiplies η in each epoch. One entry is one choice.

Factors are those of `torch.optim.lr_scheduler` when its `step` is called after every epoch.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from nnviz.core.bounds import EPOCH, EPOCHS
from nnviz.core.registry import Registry
from nnviz.core.text import percent


@dataclass(frozen=True)
class Parameter:
    """One number that shapes a schedule.

    Attributes:
        name: in the URL; schedules may share it.
        label: the name on the screen.
        default, low, high: its value at first, and the ends of its range; whole numbers stay whole.
        help: what it does, in one sentence.
    """

    name: str
    label: str
    default: float
    low: float
    high: float
    help: str


@dataclass(frozen=True)
class Schedule:
    """One schedule.

    Attributes:
        label: the name on the screen.
        factor: (t, T, *values of the parameters) → factor of η in the epoch after t of T are done.
        formula: the factor in LaTeX.
        words: what η does, to complete a sentence.
        source: where the schedule was proposed, or torch's class of the same factors.
        parameters: the numbers that shape it.
        python: the body of the factor as a function of t, epochs and the parameters' names, for
            exported programs.
    """

    label: str
    factor: Callable[..., float]
    formula: str
    words: str
    source: str
    parameters: tuple[Parameter, ...] = ()
    python: str = ""

    @property
    def defaults(self) -> tuple[float, ...]:
        """The default of each parameter."""
        return tuple(parameter.default for parameter in self.parameters)

    def factors(self, epochs: int, values: tuple[float, ...] = ()) -> list[float]:
        """The factor of η in each epoch, [epochs]; the parameters' defaults without `values`."""
        return [self.factor(t, epochs, *(values or self.defaults)) for t in range(epochs)]


def _cosine(t: int, epochs: int, floor: float) -> float:
    return floor + (1 - floor) * (1 + math.cos(math.pi * t / epochs)) / 2


EVERY = Parameter(
    "every", "Drop every", 30, *EPOCHS, "η drops each time this many epochs have passed."
)
DROP = Parameter("drop", "Drop factor", 0.5, 0.01, 1.0, "Each drop multiplies η by this.")
DECAY = Parameter(
    "decay",
    "Decay factor",
    0.97,
    0.5,
    1.2,
    "Each epoch multiplies η by this; above 1, η grows.",
)
FLOOR = Parameter(
    "floor",
    "Floor",
    0.0,
    0.0,
    1.0,
    "η falls towards this fraction of its full value and does not quite reach it, as in torch: it "
    "would be there in the epoch after the last. With floor 0 and 5 epochs of cosine annealing, "
    f"the last has {percent(_cosine(4, 5, 0.0))} of the full value.",
)
WARM_UP = Parameter(
    "warm_up", "Warm-up", 10, *EPOCH, "η grows in a straight line for this many epochs."
)


def _warm_up_cosine(t: int, epochs: int, warm_up: float, floor: float) -> float:
    if t < warm_up:
        return (t + 1) / (warm_up + 1)
    return _cosine(t - warm_up, epochs - warm_up, floor)


SCHEDULES = Registry(
    "schedule",
    {
        "constant": Schedule(
            label="constant",
            factor=lambda t, epochs: 1.0,
            formula=r"\eta_t = \eta",
            words="η stays as it is",
            source="Robbins & Monro 1951, 10.1214/aoms/1177729586",
            python="return 1.0",
        ),
        "step": Schedule(
            label="step decay",
            factor=lambda t, epochs, every, drop: drop ** (t // every),
            formula=r"\eta_t = \eta \cdot \text{drop}^{\lfloor t / \text{every} \rfloor}",
            words="η drops by a factor every so many epochs",
            source="torch.optim.lr_scheduler.StepLR",
            parameters=(EVERY, DROP),
            python="return drop ** (t // every)",
        ),
        "exponential": Schedule(
            label="exponential decay",
            factor=lambda t, epochs, decay: decay**t,
            formula=r"\eta_t = \eta \cdot \text{decay}^{\,t}",
            words="every epoch multiplies η by the same factor",
            source="torch.optim.lr_scheduler.ExponentialLR",
            parameters=(DECAY,),
            python="return decay**t",
        ),
        "cosine": Schedule(
            label="cosine annealing",
            factor=_cosine,
            formula=(
                r"\eta_t = \eta \left(\text{floor} + (1 - \text{floor})\,"
                r"\tfrac12 (1 + \cos \tfrac{\pi t}{T})\right)"
            ),
            words="η falls along half a wave of a cosine: slowly, fast, and slowly again",
            source="Loshchilov & Hutter 2017, arXiv:1608.03983, eq. 5 without restarts",
            parameters=(FLOOR,),
            python="return floor + (1 - floor) * (1 + math.cos(math.pi * t / epochs)) / 2",
        ),
        "warm_up_cosine": Schedule(
            label="warm-up with cosine",
            factor=_warm_up_cosine,
            formula=(
                r"\eta_t = \eta\,\frac{t + 1}{w + 1} \text{ for } t < w,"
                r"\text{ then cosine over the other } T - w \text{ epochs}"
            ),
            words="η first grows in a straight line, then falls as in cosine annealing",
            source="Goyal et al. 2017, arXiv:1706.02677, section 2.2; then as cosine annealing",
            parameters=(WARM_UP, FLOOR),
            python=(
                "if t < warm_up:\n"
                "    return (t + 1) / (warm_up + 1)\n"
                "wave = math.cos(math.pi * (t - warm_up) / (epochs - warm_up))\n"
                "return floor + (1 - floor) * (1 + wave) / 2"
            ),
        ),
    },
)
