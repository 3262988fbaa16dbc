"""A network of a record as torch's own: its layers have the names that files give them."""

from __future__ import annotations

from collections import OrderedDict

import numpy as np
import torch
from torch import Tensor, nn

from nnviz.core.activations import ACTIVATIONS, Activation
from nnviz.core.layers import Part
from nnviz.core.layers.convolution import Convolution
from nnviz.core.layers.dense import Dense
from nnviz.core.layers.pooling import MaxPooling, MeanPooling, Pooling
from nnviz.core.networks import Network


class Elementwise(nn.Module):
    """An activation function: a = f(z)."""

    def __init__(self, activation: Activation) -> None:
        super().__init__()
        self._function = activation.function

    def forward(self, z: Tensor) -> Tensor:
        """z [...] → a [...]."""
        return self._function(z)


def layer_names(network: Network) -> list[str]:
    """What files call the layers.

    >>> from nnviz.core.networks import MLP
    >>> layer_names(MLP((4, 10, 10, 3)))
    ['hidden_1', 'hidden_2', 'output']
    """
    return [f"hidden_{number}" for number in range(1, len(network.layers))] + ["output"]


def as_torch(network: Network, params: np.ndarray) -> nn.Sequential:
    """The network with parameters [P]: [..., D] → the last weighted sums [..., K].

    torch holds the transpose of our W: `weight` [outputs, inputs].
    """
    modules: OrderedDict[str, nn.Module] = OrderedDict()
    parts = network.views(torch.from_numpy(np.array(params, np.float32)))
    named = zip(layer_names(network), network.layers, parts, network.activations, strict=True)
    for name, layer, part, activation in named:
        modules |= _MODULES[type(layer)](name, layer, part)
        if activation:
            modules[f"after_{name}"] = Elementwise(activation)
    return nn.Sequential(modules).requires_grad_(False)


def layers_in_words(network: Network) -> list[tuple[str, str]]:
    """Its modules' names, and how they are made with torch's `nn`; none where that has no words.

    >>> from nnviz.core.networks import MLP
    >>> for name, words in layers_in_words(MLP((4, 10, 3), "tanh")):
    ...     print(name, words)
    hidden_1 nn.Linear(in_features=4, out_features=10, bias=True)
    after_hidden_1 nn.Tanh()
    output nn.Linear(in_features=10, out_features=3, bias=True)
    """
    activation = ACTIVATIONS[network.activation].torch
    empty = np.zeros(network.parameter_count, np.float32)
    modules = as_torch(network, empty).named_children()
    return [
        (name, activation if isinstance(module, Elementwise) else f"nn.{module!r}")
        for name, module in modules
        if activation
    ]


def _dense(name: str, layer: Dense, part: Part) -> dict[str, nn.Module]:
    return {name: _filled(nn.Linear(*layer.shape), part.W.T, part.b)}


def _convolution(name: str, layer: Convolution, part: Part) -> dict[str, nn.Module]:
    slides = {"stride": layer.stride, "padding": layer.padding}
    filters = nn.Conv2d(layer.channels, layer.filters, layer.kernel, **slides)
    return {
        f"{name}_picture": nn.Unflatten(-1, layer.shape[:3]),
        name: _filled(filters, part.W.T.reshape(filters.weight.shape), part.b),
        f"{name}_row": nn.Flatten(),
    }


def _pooling(name: str, layer: Pooling, part: Part) -> dict[str, nn.Module]:
    pool = {MaxPooling: nn.MaxPool2d, MeanPooling: nn.AvgPool2d}[type(layer)]
    return {
        f"{name}_picture": nn.Unflatten(-1, layer.shape[:3]),
        name: pool(layer.size),
        f"{name}_row": nn.Flatten(),
    }


def _filled(module: nn.Module, weight: Tensor, b: Tensor) -> nn.Module:
    module.load_state_dict({"weight": weight.contiguous(), "bias": b[0]})
    return module


_MODULES = {
    Dense: _dense,
    Convolution: _convolution,
    MaxPooling: _pooling,
    MeanPooling: _pooling,
}
