"""Losses of a network's outputs, each with its closed-form gradient. One entry is one choice."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn.functional import softplus

from nnviz.core.registry import Registry


@dataclass(frozen=True)
class Loss:
    """One loss of outputs z [..., N, K] against their targets y [..., N, K].

    Attributes:
        label: the name on the screen.
        task: the key in `nnviz.core.tasks.TASKS` of what it is a loss of.
        unit: the unit of its value, empty where it has none.
        unit_words: what that unit is, as a sentence without its full stop.
        value: the mean loss over the N rows, shape [...].
        delta: ∂(loss of each row)/∂z, a new tensor, shape [..., N, K].
        formula: the loss of one row in LaTeX.
        words: what it is, to complete a sentence.
        source: where the rule stands.
        torch, keras: the same in these libraries' words, for exported programs: the mean loss over
            the rows, and that of each row, of outputs z and targets y; empty where one has none.
        sklearn: how large scikit-learn's loss of its networks is, as a part of this one; 0 where it
            has none.
    """

    label: str
    task: str
    unit: str
    value: Callable[[Tensor, Tensor], Tensor]
    delta: Callable[[Tensor, Tensor], Tensor]
    formula: str
    words: str
    source: str
    unit_words: str = ""
    torch: str = ""
    keras: str = ""
    sklearn: float = 0.0


FEW = 512
"""Outputs that are too few for their softmax to be worth a copy."""


def probabilities(z: Tensor) -> Tensor:
    """Softmax over the classes: z[..., N, K] → p[..., N, K], each row adding to 1."""
    if z.numel() < FEW:
        return torch.softmax(z, dim=-1)
    # torch's softmax over a short last axis is slow for many rows; over the second to last it
    # is vectorised, so the classes go there and come back.
    return torch.softmax(z.mT.contiguous(), dim=-2).mT


def _cross_entropy(z: Tensor, y: Tensor) -> Tensor:
    # −ln p[label] = ln Σ exp z − z[label], never via p, which underflows.
    # The sum is vectorised over the second to last axis, as the softmax is.
    total = torch.logsumexp(z.mT.contiguous(), dim=-2)  # [..., N]
    return (total - (z * y).sum(dim=-1)).mean(dim=-1)  # [...]


def _cross_entropy_delta(z: Tensor, y: Tensor) -> Tensor:
    return probabilities(z).sub_(y)  # [..., N, K]


def _through_softmax(p: Tensor, g: Tensor) -> Tensor:
    """What the softmax passes back to the logits of g = ∂L/∂p [..., N, K]: p ∘ (g − Σ g p)."""
    return p * (g - (g * p).sum(dim=-1, keepdim=True))


def _mean_squared_error(z: Tensor, y: Tensor) -> Tensor:
    return (probabilities(z) - y).square().mean(dim=(-2, -1))  # [...]


def _mean_squared_error_delta(z: Tensor, y: Tensor) -> Tensor:
    p = probabilities(z)
    return _through_softmax(p, (2 / y.shape[-1]) * (p - y))  # [..., N, K]


def _mean_absolute_error(z: Tensor, y: Tensor) -> Tensor:
    return (probabilities(z) - y).abs().mean(dim=(-2, -1))  # [...]


def _mean_absolute_error_delta(z: Tensor, y: Tensor) -> Tensor:
    p = probabilities(z)
    # At the kink p = y, which only a rounded softmax reaches, the slope is 0, as autograd's.
    return _through_softmax(p, (p - y).sign_().div_(y.shape[-1]))  # [..., N, K]


def _binary_cross_entropy(z: Tensor, y: Tensor) -> Tensor:
    # −ln p where y = 1 and −ln(1 − p) where y = 0, never via p, which underflows.
    return (softplus(z) - z * y).mean(dim=(-2, -1))  # [...]


def _binary_cross_entropy_delta(z: Tensor, y: Tensor) -> Tensor:
    return torch.sigmoid(z).sub_(y)  # [..., N, 1]


def _squared_error(z: Tensor, y: Tensor) -> Tensor:
    return (z - y).square().mean(dim=(-2, -1))  # [...]


def _squared_error_delta(z: Tensor, y: Tensor) -> Tensor:
    return (z - y).mul_(2 / y.shape[-1])  # [..., N, K]


def losses_of(task: str) -> list[str]:
    """The keys of the losses that fit a task; the first is the usual one."""
    return [key for key, loss in LOSSES.items() if loss.task == task]


LOSSES = Registry(
    "loss",
    {
        "cross_entropy": Loss(
            label="cross-entropy",
            task="classification",
            unit="nats",
            unit_words="Nats measure the loss with the natural logarithm",
            value=_cross_entropy,
            delta=_cross_entropy_delta,
            formula=r"-\ln p_{\text{label}}",
            words="the less probability what is true was given, the larger it is, without limit",
            source="Bishop 2006, Pattern Recognition and Machine Learning, eq. 4.108",
            torch="F.cross_entropy(z, y)",
            keras="keras.losses.categorical_crossentropy(y, z, from_logits=True)",
            sklearn=1.0,
        ),
        "mean_squared_error": Loss(
            label="mean squared error",
            task="classification",
            unit="",
            value=_mean_squared_error,
            delta=_mean_squared_error_delta,
            formula=r"\frac{1}{K} \sum_k (p_k - y_k)^2",
            words="the squared distance between each probability and the true 0 or 1, on average",
            source="Brier 1950, 10.1175/1520-0493(1950)078<0001:VOFEIT>2.0.CO;2",
            torch="F.mse_loss(z.softmax(dim=1), y)",
            keras="keras.losses.mean_squared_error(y, keras.ops.softmax(z))",
        ),
        "mean_absolute_error": Loss(
            label="mean absolute error",
            task="classification",
            unit="",
            value=_mean_absolute_error,
            delta=_mean_absolute_error_delta,
            formula=r"\frac{1}{K} \sum_k |p_k - y_k|",
            words="how far each probability is from the true 0 or 1, on average",
            source="Ghosh, Kumar & Sastry 2017, arXiv:1712.09482",
            torch="F.l1_loss(z.softmax(dim=1), y)",
            keras="keras.losses.mean_absolute_error(y, keras.ops.softmax(z))",
        ),
        "binary_cross_entropy": Loss(
            label="binary cross-entropy",
            task="binary",
            unit="nats",
            unit_words="Nats measure the loss with the natural logarithm",
            value=_binary_cross_entropy,
            delta=_binary_cross_entropy_delta,
            formula=r"-y \ln p - (1 - y) \ln (1 - p)",
            words="the less probability what is true was given, the larger it is, without limit",
            source="Bishop 2006, Pattern Recognition and Machine Learning, eq. 4.90",
            torch="F.binary_cross_entropy_with_logits(z, y)",
            keras="keras.losses.binary_crossentropy(y, z, from_logits=True)",
            sklearn=1.0,
        ),
        "squared_error": Loss(
            label="squared error",
            task="regression",
            unit="",
            value=_squared_error,
            delta=_squared_error_delta,
            formula=r"(\hat y - y)^2",
            words="the squared distance between prediction and label",
            source="Legendre 1805; Bishop 2006, eq. 1.2",
            torch="F.mse_loss(z, y)",
            keras="keras.losses.mean_squared_error(y, z)",
            sklearn=0.5,
        ),
    },
)
