"""Optimizers: each is a class of `torch.optim`, and its update in place on one tensor.

The class says what the optimizer is, with which settings, and tests hold the update against it step
by step. A single network hands its learning rate to the update. Networks of a stack, which have one
each, step at learning rate 1 together, and each goes η of the way:
``theta = old + η (stepped − old)``. Where an update is proportional to the learning rate, as it is
for every entry here, this is that optimizer at learning rate η.

A step can be taken apart afterwards, from what the optimizer remembers of it: each entry names the
quantities between the gradient g and the direction d, of which ``w ← w − η·d`` is made.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
import torch
from torch import Tensor

from nnviz.core.registry import Registry
from nnviz.core.updates import (
    Step,
    Update,
    descent,
    mean_of_squares,
    moments,
    momentum,
    sum_of_squares,
    torchs_own,
)

# The names of the quantities in a step, as they stand on the screen.
GRADIENT = "gradient g"
MOMENTUM = "momentum m"
SQUARES = "squares v"
CORRECTED_MOMENTUM = "corrected m̂"
CORRECTED_SQUARES = "corrected v̂"
DIRECTION = "direction d"

Anatomy = Callable[[Tensor, Tensor, Mapping[str, Any], Mapping[str, Any]], dict[str, Tensor]]


@dataclass(frozen=True, eq=False)
class Stepper:
    """An optimizer at work on one tensor.

    Attributes:
        w, g: the tensor that it moves, and the one that its gradient is written into.
        memory: what it remembers of the steps so far, by torch's names, such as "exp_avg".
        step: moves w, in place, at a learning rate.
        anatomy, settings: of its entry, and of torch.
    """

    w: Tensor
    g: Tensor
    memory: dict[str, Tensor]
    step: Step
    anatomy: Anatomy
    settings: Mapping[str, Any]

    def at(self, rates: np.ndarray) -> Callable[[], None]:
        """The step at learning rates [R], one for each row of w, or at one for all of it."""
        if (rates == rates[0]).all():
            return partial(self.step, float(rates[0]))
        w, step, old = self.w, self.step, torch.empty_like(self.w)
        eta = torch.tensor(rates, dtype=w.dtype, device=w.device)[:, None]  # [R, 1]

        def blend() -> None:
            old.copy_(w)
            step(1.0)
            torch.lerp(old, w, eta, out=w)

        return blend

    def take_apart(self, before: Tensor) -> dict[str, Tensor]:
        """The quantities of the step just made of w, whose values were `before`.

        All have the shape of w; the first is the gradient, the last the direction d, with
        ``w = before − η d``. They are new tensors, or the gradient itself.
        """
        return self.anatomy(self.g, before, self.memory, self.settings)


@dataclass(frozen=True)
class Optimizer:
    """One optimizer.

    Attributes:
        label: the name on the screen.
        build: the `torch.optim` optimizer of a list of tensors, at learning rate 1.
        formula: the update of w with gradient g, in LaTeX.
        words: what is its own about it, to complete a sentence.
        source: where the method was proposed.
        anatomy: (gradient, w before the step, torch's state of w after it, torch's settings) →
            the quantities of the step by name, from the gradient to the direction.
        update: the same update without the class around it, several times faster; without one,
            the class itself makes the steps.
        keras: the same in Keras' words, for exported programs, at a LEARNING_RATE; empty if it has
            none. What Keras adds inside the root is ε², so that the two agree for small gradients.
        sklearn: the settings of scikit-learn's networks for it. {steep} is the learning rate of a
            loss of another size, for steps that are as large as the gradient; empty likewise.
    """

    label: str
    build: Callable[[list[Tensor]], torch.optim.Optimizer]
    formula: str
    words: str
    source: str
    anatomy: Anatomy
    update: Update | None = None
    keras: str = ""
    sklearn: str = ""

    def start(self, w: Tensor, g: Tensor, memory: Mapping[str, Tensor] | None = None) -> Stepper:
        """The optimizer at work on w with the gradient in g, before its first step.

        Args:
            w, g: tensors of one shape; g may be written anew before every step.
            memory: what it remembers of earlier steps, which is copied.
        """
        built = self.build([w])
        (settings,) = built.param_groups
        # A count that torch's own class keeps stays beside the processor, as it would have it.
        held = {
            name: value.to(w.device if value.dim() or self.update else "cpu", copy=True)
            for name, value in (memory or {}).items()
        }
        if self.update:
            step = self.update(w, g, held, settings)
        else:
            w.grad = g
            built.state[w].update(held)
            held, step = built.state[w], torchs_own(built)
        return Stepper(w, g, held, step, self.anatomy, settings)


def _gradient_alone(g: Tensor, w: Tensor, state: Mapping, settings: Mapping) -> dict[str, Tensor]:
    return {GRADIENT: g, DIRECTION: g}


def _heavy_ball(g: Tensor, w: Tensor, state: Mapping, settings: Mapping) -> dict[str, Tensor]:
    m = state["momentum_buffer"].clone()
    return {GRADIENT: g, MOMENTUM: m, DIRECTION: m}


def _nesterov(g: Tensor, w: Tensor, state: Mapping, settings: Mapping) -> dict[str, Tensor]:
    m = state["momentum_buffer"].clone()
    return {GRADIENT: g, MOMENTUM: m, DIRECTION: g + settings["momentum"] * m}


def _two_moments(g: Tensor, w: Tensor, state: Mapping, settings: Mapping) -> dict[str, Tensor]:
    """Adam, and AdamW, whose weight decay does not pass through the moments; Adam's is 0."""
    m, v, step = state["exp_avg"].clone(), state["exp_avg_sq"].clone(), state["step"].item()
    m_hat, v_hat = (x / (1 - b**step) for x, b in zip((m, v), settings["betas"], strict=True))
    adapted = m_hat / (v_hat.sqrt() + settings["eps"])
    return {
        GRADIENT: g,
        MOMENTUM: m,
        SQUARES: v,
        CORRECTED_MOMENTUM: m_hat,
        CORRECTED_SQUARES: v_hat,
        DIRECTION: adapted + settings["weight_decay"] * w,
    }


def _over_root_of(name: str) -> Anatomy:
    """The gradient over the root of torch's `name`, a sum or a mean of its squares."""

    def anatomy(g: Tensor, w: Tensor, state: Mapping, settings: Mapping) -> dict[str, Tensor]:
        v = state[name].clone()
        return {GRADIENT: g, SQUARES: v, DIRECTION: g / (v.sqrt() + settings["eps"])}

    return anatomy


def _moments(direction: str) -> str:
    """Adam's two running means at step t, their corrections, and the update they make."""
    return _lines(
        r"m \leftarrow 0.9\,m + 0.1\,g",
        r"\hat m = m / (1 - 0.9^t)",
        r"v \leftarrow 0.999\,v + 0.001\,g^2",
        r"\hat v = v / (1 - 0.999^t)",
        rf"w \leftarrow w - \eta\,{direction}",
        r"\epsilon = 10^{-8}",
    )


def _lines(*lines: str) -> str:
    """A formula of several lines: on a phone there is no room for two of them side by side."""
    # The space at the end: without it the lines are a little wider than the box they scroll in.
    return r"\begin{gathered} " + r" \\ ".join(lines) + r" \end{gathered}\:"


OPTIMIZERS = Registry(
    "optimizer",
    {
        "sgd": Optimizer(
            label="SGD",
            build=partial(torch.optim.SGD, lr=1.0),
            formula=r"w \leftarrow w - \eta\,g",
            words="each step is −η times the gradient of its batch, and nothing is remembered",
            source="Robbins & Monro 1951, 10.1214/aoms/1177729586",
            anatomy=_gradient_alone,
            update=descent,
            keras="SGD(LEARNING_RATE)",
            sklearn='solver="sgd", learning_rate_init={steep}, momentum=0.0',
        ),
        "momentum": Optimizer(
            label="SGD with momentum",
            build=partial(torch.optim.SGD, lr=1.0, momentum=0.9),
            formula=_lines(r"m \leftarrow 0.9\,m + g", r"w \leftarrow w - \eta\,m"),
            words="the steps gather speed where they keep their direction, like a heavy ball",
            source="Polyak 1964, 10.1016/0041-5553(64)90137-5",
            anatomy=_heavy_ball,
            update=momentum,
            keras="SGD(LEARNING_RATE, momentum=0.9)",
            sklearn=(
                'solver="sgd", learning_rate_init={steep}, momentum=0.9, nesterovs_momentum=False'
            ),
        ),
        "nesterov": Optimizer(
            label="Nesterov momentum",
            build=partial(torch.optim.SGD, lr=1.0, momentum=0.9, nesterov=True),
            formula=_lines(r"m \leftarrow 0.9\,m + g", r"w \leftarrow w - \eta\,(g + 0.9\,m)"),
            words="momentum that looks one step ahead before it turns",
            source="Nesterov 1983; in this form Sutskever et al. 2013, ICML 28",
            anatomy=_nesterov,
            update=momentum,
            keras="SGD(LEARNING_RATE, momentum=0.9, nesterov=True)",
            sklearn=(
                'solver="sgd", learning_rate_init={steep}, momentum=0.9, nesterovs_momentum=True'
            ),
        ),
        "adam": Optimizer(
            label="Adam",
            build=partial(torch.optim.Adam, lr=1.0, fused=True),
            formula=_moments(r"\hat m / (\sqrt{\hat v} + \epsilon)"),
            words="momentum, and each weight's step divided by how large its gradients usually are",
            source="Kingma & Ba 2015, arXiv:1412.6980",
            anatomy=_two_moments,
            update=moments(torch._fused_adam_),
            keras="Adam(LEARNING_RATE, epsilon=1e-8)",
            sklearn='solver="adam", learning_rate_init=LEARNING_RATE, epsilon=1e-8',
        ),
        "adamw": Optimizer(
            label="AdamW",
            build=partial(torch.optim.AdamW, lr=1.0, fused=True),
            formula=_moments(r"(\hat m / (\sqrt{\hat v} + \epsilon) + 0.01\,w)"),
            words="Adam, with a weight decay that stays out of its running means",
            source="Loshchilov & Hutter 2019, arXiv:1711.05101",
            anatomy=_two_moments,
            update=moments(torch._fused_adamw_),
            keras="AdamW(LEARNING_RATE, weight_decay=0.01, epsilon=1e-8)",
        ),
        "adagrad": Optimizer(
            label="Adagrad",
            build=partial(torch.optim.Adagrad, lr=1.0),
            formula=_lines(
                r"v \leftarrow v + g^2",
                r"w \leftarrow w - \eta\,g / (\sqrt{v} + \epsilon)",
                r"\epsilon = 10^{-10}",
            ),
            words="each weight's steps shrink with all the gradients that it has ever had",
            source="Duchi, Hazan & Singer 2011, JMLR 12",
            anatomy=_over_root_of("sum"),
            update=sum_of_squares,
            keras="Adagrad(LEARNING_RATE, initial_accumulator_value=0.0, epsilon=1e-20)",
        ),
        "rmsprop": Optimizer(
            label="RMSprop",
            build=partial(torch.optim.RMSprop, lr=1.0),
            formula=_lines(
                r"v \leftarrow 0.99\,v + 0.01\,g^2",
                r"w \leftarrow w - \eta\,g / (\sqrt{v} + \epsilon)",
                r"\epsilon = 10^{-8}",
            ),
            words="each weight's step is divided by how large its last gradients were",
            source="Tieleman & Hinton 2012, Coursera lecture 6.5",
            anatomy=_over_root_of("square_avg"),
            update=mean_of_squares,
            keras="RMSprop(LEARNING_RATE, rho=0.99, epsilon=1e-16)",
        ),
    },
)
