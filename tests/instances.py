"""Four things to learn, small and real, that every law of training is held against."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import numpy as np
import torch
from sklearn.datasets import load_digits
from torch import Tensor, nn

from nnviz.core.data import Dataset, Feature, Nouns, Split, load, split
from nnviz.core.layers.convolution import Convolution
from nnviz.core.layers.dense import Dense
from nnviz.core.networks import MLP, Network
from nnviz.core.training import Training
from nnviz.terrain.plane import two_species

TORCH_ACTIVATIONS = {
    "sigmoid": nn.Sigmoid,
    "tanh": nn.Tanh,
    "relu": nn.ReLU,
    "leaky_relu": nn.LeakyReLU,
    "elu": nn.ELU,
    "gelu": nn.GELU,
    "silu": nn.SiLU,
    "identity": nn.Identity,
}
# The mean loss of outputs [N, K] against class indices or values [N], as torch writes it.
TORCH_LOSSES: dict[str, Callable[[Tensor, Tensor], Tensor]] = {
    "cross_entropy": nn.CrossEntropyLoss(),
    "mean_squared_error": lambda z, y: nn.functional.mse_loss(
        torch.softmax(z, -1), nn.functional.one_hot(y, z.shape[-1]).to(z.dtype)
    ),
    "mean_absolute_error": lambda z, y: nn.functional.l1_loss(
        torch.softmax(z, -1), nn.functional.one_hot(y, z.shape[-1]).to(z.dtype)
    ),
    "binary_cross_entropy": lambda z, y: nn.functional.binary_cross_entropy_with_logits(
        z, y[:, None].to(z.dtype)
    ),
    "squared_error": lambda z, y: nn.functional.mse_loss(z, y[:, None].to(z.dtype)),
}


@dataclass(frozen=True)
class Instance:
    """A dataset with a network that fits it, and the loss it is trained with."""

    dataset: Dataset
    network: Network
    loss: str

    @property
    def split(self) -> Split:
        return split(self.dataset)

    def training(self, **settings) -> Training:
        return Training(loss=self.loss, **settings)


@cache
def body_mass() -> Dataset:
    """A regression: a penguin's mass from its three lengths."""
    penguins = load("penguins")
    return Dataset(
        name="body mass",
        x=penguins.x[:, :3],
        y=penguins.x[:, 3],
        features=penguins.features[:3],
        classes=(),
        source=penguins.source,
        nouns=Nouns("penguin", "penguins", "body mass"),
        task="regression",
        target=Feature("body mass", "g"),
    )


@cache
def digits() -> Dataset:
    """Pictures: 180 handwritten zeros, ones and twos of 8 × 8 pixels."""
    pixels, labels = load_digits(n_class=3, return_X_y=True)
    return Dataset(
        name="digits",
        x=pixels[:180],
        y=labels[:180].astype(np.int64),
        features=tuple(
            Feature(f"pixel {row}, {column}", "") for row in range(8) for column in range(8)
        ),
        classes=("zero", "one", "two"),
        source="UCI, CC BY 4.0",
        nouns=Nouns("picture", "pictures", "digit"),
    )


def instances() -> dict[str, Instance]:
    """Classification by dense layers, regression, a yes or no, and one convolution."""
    return {
        "penguins": Instance(load("penguins"), MLP((4, 10, 10, 3)), "cross_entropy"),
        "body mass": Instance(body_mass(), MLP((3, 8, 1), "tanh"), "squared_error"),
        "two species": Instance(two_species(), MLP((2, 6, 1), "tanh"), "binary_cross_entropy"),
        "digits": Instance(
            digits(),
            Network((Convolution(1, 8, 8, 3, 2), Dense(72, 3)), "relu"),
            "cross_entropy",
        ),
    }


def weighted_sums(network: Network, params: Tensor, x: Tensor) -> list[Tensor]:
    """z of every layer [N, outputs], for params [P] and x [N, D], as torch's functions compute it.

    Unlike the engine, which writes into its own room, autograd can go back through them.
    """
    found, a = [], x
    activation = TORCH_ACTIVATIONS[network.activation]()
    for layer, (W, b) in zip(network.layers, network.views(params), strict=True):
        if layer.kind == "convolution":
            channels, height, width, kernel, _, filters = layer.shape
            pictures = a.unflatten(-1, (channels, height, width))
            weights = W.T.reshape(filters, channels, kernel, kernel)
            z = nn.functional.conv2d(pictures, weights, b[0]).flatten(-3)
        else:
            z = nn.functional.linear(a, W.T, b[0])
        found.append(z)
        a = activation(z)
    return found


def logits(network: Network, params: Tensor, x: Tensor) -> Tensor:
    """The outputs [N, K], as torch's functions compute them."""
    return weighted_sums(network, params, x)[-1]


def textbook(network: Network, params: Tensor) -> nn.Sequential:
    """The same network as torch writes it: its layers hold the transpose of W."""
    modules: list[nn.Module] = []
    for layer, (W, b) in zip(network.layers, network.views(params), strict=True):
        if layer.kind == "convolution":
            channels, height, width, kernel, _, filters = layer.shape
            weights = W.T.reshape(filters, channels, kernel, kernel)
            torch_layer = nn.Conv2d(channels, filters, kernel, dtype=params.dtype)
            modules += [nn.Unflatten(-1, (channels, height, width)), torch_layer, nn.Flatten()]
        else:
            weights = W.T
            torch_layer = nn.Linear(*layer.shape, dtype=params.dtype)
            modules += [torch_layer]
        torch_layer.load_state_dict({"weight": weights, "bias": b[0]})
        modules += [TORCH_ACTIVATIONS[network.activation]()]
    return nn.Sequential(*modules[:-1])


def in_our_order(network: Network, modules: nn.Sequential) -> Tensor:
    """The gradients that autograd left in the textbook network, as a row [P] of ours."""
    kept = [module for module in modules if list(module.parameters())]
    rows = []
    for layer, module in zip(network.layers, kept, strict=True):
        gradient = module.weight.grad.reshape(module.weight.shape[0], -1).T  # [rows, columns] of W
        assert gradient.shape == layer.matrix
        rows += [gradient.flatten(), module.bias.grad]
    return torch.cat(rows)
