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
from nnviz.core.layers import Layer
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
            z = nn.functional.conv2d(shown(layer, a), filters(layer, W), b[0], *layer.shape[5:])
        elif layer.kind == "max_pooling":
            z = nn.functional.max_pool2d(shown(layer, a), layer.size)
        elif layer.kind == "mean_pooling":
            z = nn.functional.avg_pool2d(shown(layer, a), layer.size)
        else:
            z = nn.functional.linear(a, W.T, b[0])
        found.append(z.flatten(1))
        a = activation(found[-1]) if layer.kind in ACTIVATED else found[-1]
    return found


ACTIVATED = ("dense", "convolution")


def shown(layer: Layer, a: Tensor) -> Tensor:
    """Rows [N, C · H · W] as pictures [N, C, H, W]."""
    return a.unflatten(-1, layer.shape[:3])


def filters(layer: Layer, W: Tensor) -> Tensor:
    """W [C · k · k, filters] as torch's Conv2d holds it, [filters, C, k, k]."""
    return W.T.reshape(layer.filters, layer.channels, layer.kernel, layer.kernel)


def logits(network: Network, params: Tensor, x: Tensor) -> Tensor:
    """The outputs [N, K], as torch's functions compute them."""
    return weighted_sums(network, params, x)[-1]


def textbook(network: Network, params: Tensor) -> nn.Sequential:
    """The same network as torch writes it: its layers hold the transpose of W."""
    modules: list[nn.Module] = []
    for layer, (W, b) in zip(network.layers, network.views(params), strict=True):
        if layer.kind == "dense":
            dense = nn.Linear(*layer.shape, dtype=params.dtype)
            dense.load_state_dict({"weight": W.T, "bias": b[0]})
            modules += [dense]
        elif layer.kind == "convolution":
            channels, _, _, *slides = layer.shape
            kernel, outputs, stride, padding = slides
            sliding = nn.Conv2d(channels, outputs, kernel, stride, padding, dtype=params.dtype)
            sliding.load_state_dict({"weight": filters(layer, W), "bias": b[0]})
            modules += [nn.Unflatten(-1, layer.shape[:3]), sliding, nn.Flatten()]
        else:
            pool = {"max_pooling": nn.MaxPool2d, "mean_pooling": nn.AvgPool2d}[layer.kind]
            modules += [nn.Unflatten(-1, layer.shape[:3]), pool(layer.size), nn.Flatten()]
        if layer.kind in ACTIVATED and layer is not network.layers[-1]:
            modules += [TORCH_ACTIVATIONS[network.activation]()]
    return nn.Sequential(*modules)


def in_our_order(network: Network, modules: nn.Sequential) -> Tensor:
    """The gradients that autograd left in the textbook network, as a row [P] of ours."""
    kept = [module for module in modules if list(module.parameters())]
    rows = []
    learning = [layer for layer in network.layers if layer.matrix != (0, 0)]
    for layer, module in zip(learning, kept, strict=True):
        gradient = module.weight.grad.reshape(module.weight.shape[0], -1).T  # [rows, columns] of W
        assert gradient.shape == layer.matrix
        rows += [gradient.flatten(), module.bias.grad]
    return torch.cat(rows)
