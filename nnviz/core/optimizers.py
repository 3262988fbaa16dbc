"""Optimizers: classes of `torch.optim`, each built with learning rate 1.

The learning rate comes in afterwards, one per network, as the blend of `training.Trainer`:
``theta = old + η (stepped − old)``. Where an update is proportional to the learning rate, as it is
for every entry here, this is that optimizer at learning rate η.

A step can be taken apart afterwards, from what torch remembers of it: each entry names the
quantities between the gradient g and the direction d, of which ``w ← w − η·d`` is made.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

import torch
from torch import Tensor

from nnviz.core.registry import Registry

# The names of the quantities in a step, as they stand on the screen.
GRADIENT = "gradient g"
MOMENTUM = "momentum m"
SQUARES = "squares v"
CORRECTED_MOMENTUM = "corrected m̂"
CORRECTED_SQUARES = "corrected v̂"
DIRECTION = "direction d"

Anatomy = Callable[[Tensor, Tensor, Mapping[str, Any], Mapping[str, Any]], dict[str, Tensor]]


@dataclass(frozen=True)
class Optimizer:
    """One optimizer.

    Attributes:
        label: the name on the screen.
        build: the `torch.optim` optimizer of a list of tensors, at learning rate 1.
        formula: the update of w with gradient g, in LaTeX.
        source: where the method was proposed.
        anatomy: (gradient, w before the step, torch's state of w after it, torch's settings) →
            the quantities of the step by name, from the gradient to the direction.
    """

    label: str
    build: Callable[[list[Tensor]], torch.optim.Optimizer]
    formula: str
    source: str
    anatomy: Anatomy

    def take_apart(
        self, built: torch.optim.Optimizer, w: Tensor, before: Tensor
    ) -> dict[str, Tensor]:
        """The quantities of the step that `built` has just made of `w`, whose values were `before`.

        All have the shape of `w`; the first is the gradient, the last the direction d, with
        ``w = before − d`` at learning rate 1. They are new tensors, or the gradient itself.
        """
        return self.anatomy(w.grad, before, built.state[w], built.param_groups[0])


def bare_step(optimizer: torch.optim.Optimizer) -> Callable[[], None]:
    """`optimizer.step` without torch's profiling and gradient-mode wrappers.

    The wrappers cost as much as the update of a small network. The caller must have gradients
    switched off (`torch.inference_mode`).
    """
    step = type(optimizer).step
    while hasattr(step, "__wrapped__"):
        step = step.__wrapped__
    return partial(step, optimizer)


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


# The fused kernels update all elements in one call; torch has none for RMSprop.
OPTIMIZERS = Registry(
    "optimizer",
    {
        "sgd": Optimizer(
            label="SGD",
            build=partial(torch.optim.SGD, lr=1.0),
            formula=r"w \leftarrow w - \eta\,g",
            source="Robbins & Monro 1951, 10.1214/aoms/1177729586",
            anatomy=_gradient_alone,
        ),
        "momentum": Optimizer(
            label="SGD with momentum",
            build=partial(torch.optim.SGD, lr=1.0, momentum=0.9),
            formula=_lines(r"m \leftarrow 0.9\,m + g", r"w \leftarrow w - \eta\,m"),
            source="Polyak 1964, 10.1016/0041-5553(64)90137-5",
            anatomy=_heavy_ball,
        ),
        "nesterov": Optimizer(
            label="Nesterov momentum",
            build=partial(torch.optim.SGD, lr=1.0, momentum=0.9, nesterov=True),
            formula=_lines(r"m \leftarrow 0.9\,m + g", r"w \leftarrow w - \eta\,(g + 0.9\,m)"),
            source="Nesterov 1983; in this form Sutskever et al. 2013, ICML 28",
            anatomy=_nesterov,
        ),
        "adam": Optimizer(
            label="Adam",
            build=partial(torch.optim.Adam, lr=1.0, fused=True),
            formula=_moments(r"\hat m / (\sqrt{\hat v} + \epsilon)"),
            source="Kingma & Ba 2015, arXiv:1412.6980",
            anatomy=_two_moments,
        ),
        "adamw": Optimizer(
            label="AdamW",
            build=partial(torch.optim.AdamW, lr=1.0, fused=True),
            formula=_moments(r"(\hat m / (\sqrt{\hat v} + \epsilon) + 0.01\,w)"),
            source="Loshchilov & Hutter 2019, arXiv:1711.05101",
            anatomy=_two_moments,
        ),
        "adagrad": Optimizer(
            label="Adagrad",
            build=partial(torch.optim.Adagrad, lr=1.0),
            formula=_lines(
                r"v \leftarrow v + g^2",
                r"w \leftarrow w - \eta\,g / (\sqrt{v} + \epsilon)",
                r"\epsilon = 10^{-10}",
            ),
            source="Duchi, Hazan & Singer 2011, JMLR 12",
            anatomy=_over_root_of("sum"),
        ),
        "rmsprop": Optimizer(
            label="RMSprop",
            build=partial(torch.optim.RMSprop, lr=1.0),
            formula=_lines(
                r"v \leftarrow 0.99\,v + 0.01\,g^2",
                r"w \leftarrow w - \eta\,g / (\sqrt{v} + \epsilon)",
                r"\epsilon = 10^{-8}",
            ),
            source="Tieleman & Hinton 2012, Coursera lecture 6.5",
            anatomy=_over_root_of("square_avg"),
        ),
    },
)
