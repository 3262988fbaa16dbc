"""Optimizers: classes of `torch.optim`, each built with learning rate 1.

The learning rate comes in afterwards, one per network, as the blend of `training.Trainer`:
``theta = old + η (stepped − old)``. Where an update is proportional to the learning rate, as it is
for every entry here, this is that optimizer at learning rate η.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import torch
from torch import Tensor

from nnviz.registry import Registry

__all__ = ["OPTIMIZERS", "Optimizer", "bare_step"]


@dataclass(frozen=True)
class Optimizer:
    """One optimizer.

    Attributes:
        label: the name on the screen.
        build: the `torch.optim` optimizer of a list of tensors, at learning rate 1.
        formula: the update of w with gradient g, in LaTeX.
        source: where the method was proposed.
    """

    label: str
    build: Callable[[list[Tensor]], torch.optim.Optimizer]
    formula: str
    source: str


def bare_step(optimizer: torch.optim.Optimizer) -> Callable[[], None]:
    """`optimizer.step` without torch's profiling and gradient-mode wrappers.

    The wrappers cost as much as the update of a small network. The caller must have gradients
    switched off (`torch.inference_mode`).
    """
    step = type(optimizer).step
    while hasattr(step, "__wrapped__"):
        step = step.__wrapped__
    return partial(step, optimizer)


# The fused kernels update all elements in one call; torch has none for RMSprop.
OPTIMIZERS = Registry(
    "optimizer",
    {
        "sgd": Optimizer(
            label="SGD",
            build=partial(torch.optim.SGD, lr=1.0),
            formula=r"w \leftarrow w - \eta\,g",
            source="Robbins & Monro 1951, 10.1214/aoms/1177729586",
        ),
        "momentum": Optimizer(
            label="SGD with momentum",
            build=partial(torch.optim.SGD, lr=1.0, momentum=0.9),
            formula=r"m \leftarrow 0.9\,m + g,\quad w \leftarrow w - \eta\,m",
            source="Polyak 1964, 10.1016/0041-5553(64)90137-5",
        ),
        "nesterov": Optimizer(
            label="Nesterov momentum",
            build=partial(torch.optim.SGD, lr=1.0, momentum=0.9, nesterov=True),
            formula=r"m \leftarrow 0.9\,m + g,\quad w \leftarrow w - \eta\,(g + 0.9\,m)",
            source="Nesterov 1983; in this form Sutskever et al. 2013, ICML 28",
        ),
        "adam": Optimizer(
            label="Adam",
            build=partial(torch.optim.Adam, lr=1.0, fused=True),
            formula=r"w \leftarrow w - \eta\,\hat m / (\sqrt{\hat v} + \epsilon)",
            source="Kingma & Ba 2015, arXiv:1412.6980",
        ),
        "adamw": Optimizer(
            label="AdamW",
            build=partial(torch.optim.AdamW, lr=1.0, fused=True),
            formula=r"w \leftarrow w - \eta\,(\hat m / (\sqrt{\hat v} + \epsilon) + 0.01\,w)",
            source="Loshchilov & Hutter 2019, arXiv:1711.05101",
        ),
        "adagrad": Optimizer(
            label="Adagrad",
            build=partial(torch.optim.Adagrad, lr=1.0),
            formula=r"s \leftarrow s + g^2,\quad w \leftarrow w - \eta\,g / (\sqrt{s} + \epsilon)",
            source="Duchi, Hazan & Singer 2011, JMLR 12",
        ),
        "rmsprop": Optimizer(
            label="RMSprop",
            build=partial(torch.optim.RMSprop, lr=1.0),
            formula=(
                r"v \leftarrow 0.99\,v + 0.01\,g^2,\quad "
                r"w \leftarrow w - \eta\,g / (\sqrt{v} + \epsilon)"
            ),
            source="Tieleman & Hinton 2012, Coursera lecture 6.5",
        ),
    },
)
