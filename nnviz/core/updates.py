"""The updates of the optimizers, in place on one flat tensor.

Each is bound once to the tensors that it will move and then called at every step. The kernels are
those that torch's own classes call when they are fused; around one call for a small network, these
classes spend several times what the kernel takes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import torch
from torch import Tensor

Step = Callable[[float], None]
"""One step at learning rate η: w ← w − η d."""

Update = Callable[[Tensor, Tensor, dict[str, Tensor], Mapping[str, Any]], Step]
"""(w, its gradient g, what it remembers, torch's settings) → the step. Memories have torch's names;
those that are not there yet begin with zeros."""


def descent(w: Tensor, g: Tensor, memory: dict, settings: Mapping) -> Step:
    """w ← w − η g."""

    def step(rate: float) -> None:
        w.add_(g, alpha=-rate)

    return step


def momentum(w: Tensor, g: Tensor, memory: dict, settings: Mapping) -> Step:
    """m ← μ m + g, from m = 0; w ← w − η m, or by Nesterov's rule w ← w − η (g + μ m)."""
    m = memory.setdefault("momentum_buffer", torch.zeros_like(w))
    kernel = partial(
        torch._fused_sgd_,
        [w],
        [g],
        [m],
        momentum=settings["momentum"],
        nesterov=settings["nesterov"],
        weight_decay=settings["weight_decay"],
        dampening=0.0,
        maximize=False,
        is_first_step=False,  # m is 0 before it, which is what torch's first step amounts to
    )

    def step(rate: float) -> None:
        kernel(lr=rate)

    return step


def moments(kernel: Callable[..., None]) -> Update:
    """Adam's or AdamW's update, by torch's kernel for it."""

    def update(w: Tensor, g: Tensor, memory: dict, settings: Mapping) -> Step:
        beta1, beta2 = settings["betas"]
        m, v = (memory.setdefault(x, torch.zeros_like(w)) for x in ("exp_avg", "exp_avg_sq"))
        count = memory.setdefault("step", torch.zeros((), device=w.device))
        one = torch.ones_like(count)  # adding a number takes torch three times as long
        bound = partial(
            kernel,
            [w],
            [g],
            [m],
            [v],
            [],
            [count],
            beta1=beta1,
            beta2=beta2,
            eps=settings["eps"],
            weight_decay=settings["weight_decay"],
            amsgrad=False,
            maximize=False,
        )

        def step(rate: float) -> None:
            count.add_(one)
            bound(lr=rate)

        return step

    return update


def sum_of_squares(w: Tensor, g: Tensor, memory: dict, settings: Mapping) -> Step:
    """v ← v + g²; w ← w − η g / (√v + ε). torch's kernel for it would be no faster."""
    v = memory.setdefault("sum", torch.zeros_like(w))
    root, eps = torch.empty_like(w), settings["eps"]

    def step(rate: float) -> None:
        v.addcmul_(g, g)
        torch.sqrt(v, out=root).add_(eps)
        w.addcdiv_(g, root, value=-rate)

    return step


def mean_of_squares(w: Tensor, g: Tensor, memory: dict, settings: Mapping) -> Step:
    """v ← α v + (1 − α) g²; w ← w − η g / (√v + ε). torch has no kernel for it."""
    v = memory.setdefault("square_avg", torch.zeros_like(w))
    root, eps, keep = torch.empty_like(w), settings["eps"], settings["alpha"]

    def step(rate: float) -> None:
        v.mul_(keep).addcmul_(g, g, value=1 - keep)
        torch.sqrt(v, out=root).add_(eps)
        w.addcdiv_(g, root, value=-rate)

    return step


def torchs_own(built: torch.optim.Optimizer) -> Step:
    """The step of any class of `torch.optim`, without its profiling and gradient-mode wrappers.

    The caller must have gradients switched off (`torch.inference_mode`).
    """
    bare = type(built).step
    while hasattr(bare, "__wrapped__"):
        bare = bare.__wrapped__
    (settings,) = built.param_groups

    def step(rate: float) -> None:
        settings["lr"] = rate
        bare(built)

    return step
